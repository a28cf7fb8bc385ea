#!/usr/bin/env python3
"""Times convolutions in PyTorch (conv2d of each channel, zeros beyond the border, float32 without TF32) and prints JSON:
scripts/gpu_check.sh sets it beside droplet_gpu_bench.

    pytorch_convolution.py [--device cuda|cpu] [--shapes 1920x1080x3,3840x2160x3] [--sides 3,5,7,9,15,31] [--seconds 1]

Per shape and side: values per second, the median of repeated runs, and the error against float64 relative to the sum of the
weights' sizes. Each is checked before it is timed.
"""
import argparse
import json
import statistics
import sys
import time

import torch

convolve = torch.nn.functional.conv2d


def seconds_of(u, weights, times):
    padding = weights.shape[-1] // 2
    if u.is_cuda:
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        for _ in range(times):
            convolve(u, weights, padding=padding)
        end.record()
        end.synchronize()
        return begin.elapsed_time(end) / 1e3
    start = time.perf_counter()
    for _ in range(times):
        convolve(u, weights, padding=padding)
    return time.perf_counter() - start


def error_of(weights):
    u = torch.rand((3, 1, 67, 93), generator=torch.Generator().manual_seed(1))
    padding = weights.shape[-1] // 2
    found = convolve(u.to(weights.device), weights, padding=padding).double().cpu()
    expected = convolve(u.double(), weights.double().cpu(), padding=padding)
    return ((found - expected).abs().max() / weights.double().abs().sum().cpu()).item()


def measure(u, weights, least_seconds):
    seconds_of(u, weights, 3)  # chooses its algorithm
    times = 1
    while (once := seconds_of(u, weights, times)) < least_seconds / 8:
        times = times * 2 if once <= 0 else max(times * 2, int(times * least_seconds / 8 / once))
    return u.numel() * times / statistics.median(seconds_of(u, weights, times) for _ in range(5))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--shapes", default="1920x1080x3,3840x2160x3")
    parser.add_argument("--sides", default="3,5,7,9,15,31")
    parser.add_argument("--seconds", type=float, default=1)
    arguments = parser.parse_args()
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    torch.set_grad_enabled(False)
    device = torch.device(arguments.device)
    results = []
    for shape in arguments.shapes.split(","):
        width, height, channels = (int(part) for part in shape.split("x"))
        u = torch.rand((channels, 1, height, width), device=device)
        for side in (int(part) for part in arguments.sides.split(",")):
            weights = torch.rand((1, 1, side, side), generator=torch.Generator().manual_seed(2)).to(device) - 0.4
            result = {"shape": shape, "side": side}
            try:
                result["error"] = error_of(weights)
                if not result["error"] < 1e-5:
                    raise ValueError(f"differs from float64 by {result['error']}")
                result["values_per_second"] = measure(u, weights, arguments.seconds)
            except (RuntimeError, ValueError) as error:
                result["failed"] = str(error).splitlines()[0]
                print(f"pytorch_convolution: {shape}, {side}x{side}: {result['failed']}", file=sys.stderr)
            results.append(result)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    print(json.dumps({"torch": torch.__version__, "device": name, "results": results}, indent=1))


if __name__ == "__main__":
    main()

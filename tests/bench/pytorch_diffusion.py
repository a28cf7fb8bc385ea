#!/usr/bin/env python3
"""Times the equation of Droplet's exponential diffusion in PyTorch and prints JSON: scripts/gpu_check.sh sets it beside
droplet_gpu_bench.

    pytorch_diffusion.py [--device cuda|cpu] [--shapes 512x512x1,1920x1080x3,3840x2160x3] [--seconds 1] [--no-compile]

Per shape and way ("eager", "compile", and on CUDA "compile with graphs"): pixel-channel steps per second, the median of
repeated runs, and the relative error of ten steps against float64. Each way is checked before it is timed.
"""
import argparse
import json
import statistics
import sys
import time

import torch
import torch._dynamo

K, RATE = 0.05, 0.2


def step(u):
    """One step; fluxes are zero across the border. The same sums as math/diffusion.h, whole-array."""
    def flux(d):
        return d * torch.exp(-(d / K) ** 2)

    pad = torch.nn.functional.pad
    x, y = flux(u[:, :, 1:] - u[:, :, :-1]), flux(u[:, 1:] - u[:, :-1])
    return u + RATE * (pad(x, (0, 1)) - pad(x, (1, 0)) + pad(y, (0, 0, 0, 1)) - pad(y, (0, 0, 1, 0)))


def run(one_step, u, steps, graphs):
    for _ in range(steps):
        if graphs:
            torch.compiler.cudagraph_mark_step_begin()
            u = one_step(u).clone()  # a graph's output is overwritten by its next replay
        else:
            u = one_step(u)
    return u


def seconds_of(one_step, u, steps, graphs):
    if u.is_cuda:
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        run(one_step, u, steps, graphs)
        end.record()
        end.synchronize()
        return begin.elapsed_time(end) / 1e3
    start = time.perf_counter()
    run(one_step, u, steps, graphs)
    return time.perf_counter() - start


def measure(one_step, u, least_seconds, graphs):
    seconds_of(one_step, u, 3, graphs)  # compiles
    steps = 8
    while (once := seconds_of(one_step, u, steps, graphs)) < least_seconds / 8:
        steps = steps * 2 if once <= 0 else max(steps * 2, int(steps * least_seconds / 8 / once))
    return u.numel() * steps / statistics.median(seconds_of(one_step, u, steps, graphs) for _ in range(5))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", choices=("cuda", "cpu"))
    parser.add_argument("--shapes", default="512x512x1,1920x1080x3,3840x2160x3")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--no-compile", action="store_true")
    options = parser.parse_args()
    on_gpu = options.device == "cuda"
    if on_gpu and not torch.cuda.is_available():
        sys.exit("pytorch_diffusion.py: --device: PyTorch finds no CUDA device; valid: cpu")

    ways = {"eager": lambda: step}
    if not options.no_compile:
        ways["compile"] = lambda: torch.compile(step, dynamic=False)
        if on_gpu:
            ways["compile with graphs"] = lambda: torch.compile(step, dynamic=False, mode="reduce-overhead")
    report = {"torch": torch.__version__, "device": torch.cuda.get_device_name() if on_gpu else "cpu", "results": []}
    for shape in options.shapes.split(","):
        width, height, channels = (int(word) for word in shape.split("x"))
        u = torch.rand((channels, height, width), generator=torch.Generator().manual_seed(1)).to(options.device)
        exact = run(step, u.double(), 10, False)
        for way, make in ways.items():
            result = {"shape": shape, "way": way}
            try:
                torch._dynamo.reset()
                one_step, graphs = make(), way.endswith("graphs")
                error = run(one_step, u, 10, graphs).double() - exact
                result["relative_error"] = (error.norm() / exact.norm()).item()
                if not result["relative_error"] < 1e-5:
                    raise RuntimeError("wrong result")
                result["pixel_channel_steps_per_second"] = measure(one_step, u, options.seconds, graphs)
            except Exception as error:  # a way that this machine's PyTorch lacks must not hide the others
                result["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
            report["results"].append(result)
    print(json.dumps(report, indent=1))


with torch.inference_mode():
    main()

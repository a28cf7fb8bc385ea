#!/usr/bin/env python3
"""Times the fractal's recurrence in PyTorch and prints JSON: scripts/gpu_check.sh sets it beside droplet_gpu_bench.

    pytorch_fractal.py [--device cuda|cpu] [--size 1024] [--iterations 20,50] [--seconds 1]

z <- lambda / z**7 + c on complex64 and complex128 with the count of |z| < R, eager and compiled, as one would write it, and
with the inverse taken first and squared (which keeps float32's range). Per way: iterations of a point per second, the median
of repeated runs. Each is checked before it is timed: the counts of a grid are those of the CPU in complex128, but for a few
points of the border.
"""
import argparse
import json
import math
import statistics
import sys
import time

import torch

COEFFICIENT, RADIUS = -1j / math.pi, 4.0


def plane(side, device, kind):
    axis = (torch.arange(side, dtype=torch.float64) + 0.5 - side / 2) * (4.0 / side)
    return torch.complex(*torch.meshgrid(axis, axis, indexing="xy")).to(device, kind)


def written_plainly(c, iterations):
    z, count = c.clone(), torch.zeros(c.shape, dtype=torch.int32, device=c.device)
    for _ in range(iterations):
        z = COEFFICIENT / z**7 + c
        count += z.abs() < RADIUS
    return count


def inverted_first(c, iterations):
    z, count = c.clone(), torch.zeros(c.shape, dtype=torch.int32, device=c.device)
    for _ in range(iterations):
        u = 1 / z
        u2 = u * u
        u4 = u2 * u2
        z = COEFFICIENT * (u4 * u2 * u) + c
        count += (z.real * z.real + z.imag * z.imag) < RADIUS**2
    return count


def wrong_share(way, device, kind):
    found = way(plane(64, device, kind), 20).cpu()
    return (found != written_plainly(plane(64, "cpu", torch.complex128), 20)).double().mean().item()


def seconds_of(way, c, iterations, times):
    if c.is_cuda:
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        for _ in range(times):
            way(c, iterations)
        end.record()
        end.synchronize()
        return begin.elapsed_time(end) / 1e3
    start = time.perf_counter()
    for _ in range(times):
        way(c, iterations)
    return time.perf_counter() - start


def measure(way, c, iterations, least_seconds):
    seconds_of(way, c, iterations, 2)
    times = 1
    while (once := seconds_of(way, c, iterations, times)) < least_seconds / 8:
        times = times * 2 if once <= 0 else max(times * 2, int(times * least_seconds / 8 / once))
    return c.numel() * iterations * times / statistics.median(seconds_of(way, c, iterations, times) for _ in range(5))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--iterations", default="20,50")
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--eager", action="store_true", help="nothing compiled")
    arguments = parser.parse_args()
    torch.set_grad_enabled(False)
    device = torch.device(arguments.device)
    ways = {"plain": written_plainly, "inverted first": inverted_first}
    if not arguments.eager:
        ways |= {f"{name}, compiled": torch.compile(way) for name, way in list(ways.items())}
    results = []
    for kind in (torch.complex64, torch.complex128):
        c = plane(arguments.size, device, kind)
        for name, way in ways.items():
            for iterations in (int(part) for part in arguments.iterations.split(",")):
                result = {"size": arguments.size, "iterations": iterations, "kind": str(kind).removeprefix("torch."),
                          "way": name}
                try:
                    result["wrong_share"] = wrong_share(way, device, kind)
                    if not result["wrong_share"] < 0.02:
                        raise ValueError(f"{100 * result['wrong_share']:.1f} % of the counts are wrong")
                    result["point_iterations_per_second"] = measure(way, c, iterations, arguments.seconds)
                except (RuntimeError, ValueError) as error:
                    result["failed"] = str(error).splitlines()[0]
                    print(f"pytorch_fractal: {kind}, {name}: {result['failed']}", file=sys.stderr)
                results.append(result)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    print(json.dumps({"torch": torch.__version__, "device": name, "results": results}, indent=1))


if __name__ == "__main__":
    main()

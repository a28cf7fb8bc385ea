#!/usr/bin/env python3
"""PyTorch on the CPU, the same equation as Droplet, measured by compare.sh; the requests are those of peer.h.

--compile   one step by torch.compile instead of eager operations
"""
import json
import statistics
import sys
import time

import numpy as np
import torch
import torch._dynamo
import torch._inductor.config


def step_eager(u, k, rate):
    """One step; every flux between two pixels is computed once and used twice."""
    out = u.clone()
    for axis in (1, 2):
        size = u.shape[axis] - 1
        d = u.narrow(axis, 1, size) - u.narrow(axis, 0, size)
        flux = (d / k).square_().neg_().exp_().mul_(d).mul_(rate)
        out.narrow(axis, 0, size).add_(flux)
        out.narrow(axis, 1, size).sub_(flux)
    return out


def step_compiled(u, k, rate):
    """One step from the fluxes, zero across the border; of the forms tried, the one that torch.compile runs fastest."""
    def flux(d):
        return d * torch.exp(-(d / k) ** 2)

    pad = torch.nn.functional.pad
    x, y = flux(u[:, :, 1:] - u[:, :, :-1]), flux(u[:, 1:] - u[:, :-1])
    return u + rate * (pad(x, (0, 1)) - pad(x, (1, 0)) + pad(y, (0, 0, 0, 1)) - pad(y, (0, 0, 1, 0)))


def prepare(request, compiled):
    width, height, channels, threads = (int(word) for word in request[:4])
    k, rate = float(request[6]), float(request[7])
    torch.set_num_threads(threads)
    step = step_eager
    if compiled:
        torch._dynamo.reset()
        torch._inductor.config.cpp.threads = threads
        step = torch.compile(step_compiled, dynamic=False)
    field = np.fromfile(request[8], dtype=np.float32).reshape(channels, height, width)
    state = {"u": torch.from_numpy(field)}

    def call(steps):
        for _ in range(steps):
            state["u"] = step(state["u"], k, rate)

    return call


def main():
    compiled = sys.argv[1:] == ["--compile"]
    if sys.argv[1:] and not compiled:
        sys.exit("pytorch_peer.py: valid: --compile")
    name = "PyTorch, torch.compile" if compiled else "PyTorch, eager"
    print(json.dumps({"name": name, "version": torch.__version__}), flush=True)
    work, call = None, None
    for line in sys.stdin:
        request = line.split()
        if work != request[:5] + request[6:]:
            work, call = request[:5] + request[6:], prepare(request, compiled)
            call(1)  # compiles
            call(1)
        steps, least_seconds = int(request[4]), float(request[5])
        seconds, cpu_seconds = [], []
        while not seconds or sum(seconds) < least_seconds:
            start, cpu_start = time.perf_counter(), time.process_time()
            call(steps)
            seconds.append(time.perf_counter() - start)
            cpu_seconds.append(time.process_time() - cpu_start)
        print(json.dumps({"seconds_per_step": statistics.median(seconds) / steps,
                          "cpu_seconds_per_step": statistics.median(cpu_seconds) / steps,
                          "calls": len(seconds)}), flush=True)


with torch.inference_mode():
    main()

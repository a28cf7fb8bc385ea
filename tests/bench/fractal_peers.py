#!/usr/bin/env python3
"""Takes turns between Droplet's fractal, NumPy and PyTorch on the CPU, and prints a table. Run by compare.sh --fractal-only.

    fractal_peers.py --build DIR [--rounds N] [--threads N] [--python PYTHON]

1024x1024 points, 20 iterations of z <- lambda / z**7 + c, counted where |z| < R; each peer as one would write it, and with
the power as four products; Droplet makes the colours, too. PYTHON has NumPy, and torch where that is to be
measured. Ratios are medians over rounds in which every program had its turn. `--peer WAY` answers requests (peers/peer.h).
"""
import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from peer import Peer, started, taking_turns

SIDE, ITERATIONS, SECONDS = 1024, 20, 0.3
COEFFICIENT, RADIUS, SPAN = -1j / 3.141592653589793, 4.0, 4.096
MOST_DIFFERENCE = 0.01  # of mean counts: programs that differ by more do not compute the same
OWN = {"float32": "Droplet, float32", "float64": "Droplet, float64", "double-double": "Droplet, double-double",
       "formula-float32": "Droplet, typed formula, float32"}
# How many times as fast Droplet is to be, and in which of its precisions.
PEERS = {"numpy-complex64": ("float32", 40), "numpy-complex64-products": ("float32", None),
         "numpy-complex128": ("float64", None), "torch-eager": ("float32", 25), "torch-compile": ("float32", 25),
         "torch-compile-products": ("float32", None), "torch-compile-real": ("float32", None)}
SHARES = (("float64", "float32", 0.45), ("double-double", "float64", 1 / 12), ("formula-float32", "float32", 1 / 3))


def seventh_power(z):
    z2 = z * z
    return z2 * z2 * z2 * z


def numpy_counts(way):
    import numpy as np
    kind, products = way.split("-")[1], way.endswith("products")
    axis = (np.arange(SIDE) + 0.5 - SIDE / 2) * (SPAN / SIDE)
    c = (axis[None, :] + 1j * axis[:, None]).astype(kind)
    coefficient = c.dtype.type(COEFFICIENT)

    def call():
        with np.errstate(all="ignore"):
            z, count = c.copy(), np.zeros(c.shape, np.int32)
            for _ in range(ITERATIONS):
                z = coefficient / (seventh_power(z) if products else z**7) + c
                count += np.abs(z) < RADIUS
        return count.mean()

    return f"NumPy, {kind}{', four products' if products else ''}", np.__version__, call


def complex_step(z, count, c):
    z = COEFFICIENT / z**7 + c
    return z, count + (z.abs() < RADIUS)


def product_step(z, count, c):
    z = COEFFICIENT / seventh_power(z) + c
    return z, count + (z.abs() < RADIUS)


def real_step(z, count, c):
    """The same with real and imaginary parts apart, which torch.compile makes one loop of; 1/z first, as Droplet does."""
    (re, im), (x, y) = z, c
    q = 1 / (re * re + im * im)
    re, im = re * q, -im * q
    re2, im2 = re * re - im * im, 2 * re * im
    re4, im4 = re2 * re2 - im2 * im2, 2 * re2 * im2
    re6, im6 = re4 * re2 - im4 * im2, re4 * im2 + im4 * re2
    re, im = re6 * re - im6 * im, re6 * im + im6 * re
    re, im = x - COEFFICIENT.imag * im, y + COEFFICIENT.imag * re
    return (re, im), count + (re * re + im * im < RADIUS * RADIUS)


def torch_counts(way, threads):
    import torch
    import torch._inductor.config
    torch.set_num_threads(threads)
    torch._inductor.config.cpp.threads = threads
    axis = (torch.arange(SIDE) + 0.5 - SIDE / 2) * (SPAN / SIDE)
    x, y = torch.meshgrid(axis, axis, indexing="xy")
    x, y = x.contiguous(), y.contiguous()
    c = (x, y) if way == "torch-compile-real" else torch.complex(x, y)
    step = {"torch-compile-real": real_step, "torch-compile-products": product_step}.get(way, complex_step)
    if way != "torch-eager":
        step = torch.compile(step, dynamic=False)
    names = {"torch-eager": "PyTorch, complex64, eager", "torch-compile": "PyTorch, complex64, compile",
             "torch-compile-products": "PyTorch, complex64, compile, four products",
             "torch-compile-real": "PyTorch, two float32, compile"}

    def call():
        with torch.inference_mode():
            z, count = c, torch.zeros((SIDE, SIDE), dtype=torch.int32)
            for _ in range(ITERATIONS):
                z, count = step(z, count, c)
            return count.double().mean().item()

    return names[way], torch.__version__, call


def serve(way, threads):
    name, version, call = (numpy_counts(way) if way.startswith("numpy") else torch_counts(way, threads))
    mean = call()  # compiles
    print(json.dumps({"name": name, "version": version}), flush=True)
    for line in sys.stdin:
        least, seconds = float(line.split()[5]), []
        while not seconds or sum(seconds) < least:
            start = time.perf_counter()
            mean = call()
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"seconds_per_step": statistics.median(seconds) / ITERATIONS, "calls": len(seconds),
                          "mean": mean}), flush=True)


def works(python, way, threads):
    """Why a way cannot be measured with this python, "" if it can."""
    if not python:
        return "no python with NumPy was found"
    command = [python, __file__, "--peer", way, "--threads", str(threads)]
    tried = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return "" if tried.returncode == 0 else (tried.stderr.strip().splitlines() or ["it failed"])[-1]


def measure(options):
    own = Peer("Droplet", "droplet", [str(options.build / "bin/droplet_bench_peer"), "--fractal"], (ITERATIONS,))
    others = [Peer(way, way, [options.python, __file__, "--peer", way, "--threads", str(options.threads)], (ITERATIONS,),
                   works(options.python, way, options.threads)) for way in PEERS]
    answers = {}
    with started([own, *others]) as present:
        turns = [(own, task) for task in OWN] + [(peer, "") for peer in present if peer is not own]
        for turn in range(options.rounds):
            for peer, task in taking_turns(turns, turn):
                answer = peer.measure((SIDE, SIDE, 1), options.threads, ITERATIONS, SECONDS, "-", task)
                answers.setdefault(task or peer.key, []).append(answer)
        names = dict(OWN) | {peer.key: f"{peer.name} ({peer.version})" for peer in present if peer is not own}
        return answers, names, own


def check(answers):
    means = {key: rounds[0]["mean"] for key, rounds in answers.items()}
    low, high = min(means.values()), max(means.values())
    if high - low > MOST_DIFFERENCE * high:
        sys.exit(f"fractal_peers: the programs do not compute the same: mean counts {means}")


def ratio(answers, fast, slow):
    """Median over the rounds of how many times as fast one was as the other."""
    return statistics.median(b["seconds_per_step"] / a["seconds_per_step"]
                             for a, b in zip(answers[fast], answers[slow]))


def print_table(options, answers, names, own):
    print(f"| {SIDE}x{SIDE}, {ITERATIONS} iterations, {options.threads} threads; {own.name} | million point-iterations "
          "a second | Droplet is | wanted |")
    print("|---|---:|---:|---:|")
    for key, rounds in answers.items():
        rate = SIDE * SIDE * 1e-6 / statistics.median(answer["seconds_per_step"] for answer in rounds)
        times, wanted = "", ""
        if key in PEERS:
            precision, least = PEERS[key]
            times, wanted = f"{ratio(answers, precision, key):.1f} times ({precision})", f"{least}" if least else ""
        print(f"| {names[key]} | {rate:,.0f} | {times} | {wanted} |")
    print()
    for key, other, least in SHARES:
        print(f"{names[key]}: {ratio(answers, key, other):.3f} of {other}; wanted at least {least:.3f}.")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--python", default="")
    parser.add_argument("--peer", choices=tuple(PEERS))
    options = parser.parse_args()
    if options.peer:
        serve(options.peer, options.threads)
        return
    if not options.build:
        sys.exit("fractal_peers: --build: is missing; valid: the folder of the build")
    answers, names, own = measure(options)
    check(answers)
    print_table(options, answers, names, own)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Times Droplet's learning step (docs/mathematics.md 2 and 3: image loss, exponential conductance, SGD) in PyTorch and
prints JSON; compare.sh sets it beside Droplet on the CPU, scripts/gpu_check.sh may on a GPU.

    pytorch_learning.py [--device cuda|cpu] [--shapes 320x240x3,1920x1080x3] [--threads 2] [--seconds 1] [--no-compile]

Per shape and way ("eager", "compile", and on CUDA "compile with graphs"): steps per second, the median of repeated runs,
and how far picture and operator are from the equations in float64, with the gradient by hand, after four steps. A way that
is further off is not timed. `--peer eager|compile` answers compare.py's requests (peers/peer.h) instead. Without torch it says so and prints {"missing": …}.
"""
import argparse
import json
import math
import statistics
import sys
import time

try:
    import numpy as np
    import torch
    import torch._dynamo
    import torch._inductor.config
except ImportError as error:
    print(f"pytorch_learning.py: skipped: {error}; valid: a python that has torch", file=sys.stderr)
    print(json.dumps({"missing": str(error), "results": []}))
    sys.exit(0)

K, RATE, MOMENTUM, WEIGHT_DECAY, LEARNING_RATE = 0.2, 0.2, 0.9, 0.0005, 2e-6
CHECK_STEPS, PICTURE_TOLERANCE, OPERATOR_TOLERANCE = 4, 1e-4, 1e-4


def loss_of(weights, image, original):
    """The loss and the new picture; PyTorch finds the gradient."""
    padded = torch.nn.functional.pad(image, (1, 1, 1, 1), mode="reflect")
    response = torch.nn.functional.conv2d(padded, weights)
    new = torch.clamp(image + RATE * response * torch.exp(-(response / K) ** 2), 0, 1)
    return ((new - original) ** 2).sum() + response.abs().sum() + (new**2).sum(), new


class Learning:
    """The picture and the operator as they go on; one step a call."""

    def __init__(self, original, function):
        channels = original.shape[1]
        laplace = torch.tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]], dtype=original.dtype, device=original.device)
        self.original, self.image = original, original.clone()
        self.weights = laplace.repeat(channels, channels, 1, 1).requires_grad_()
        rate = LEARNING_RATE * 320 * 240 / (original.shape[2] * original.shape[3])
        self.optimizer = torch.optim.SGD([self.weights], lr=rate, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY)
        self.function = function

    def step(self, graphs=False):
        if graphs:
            torch.compiler.cudagraph_mark_step_begin()
        self.optimizer.zero_grad(set_to_none=True)
        loss, new = self.function(self.weights, self.image, self.original)
        loss.backward()
        self.optimizer.step()
        self.image = new.detach().clone() if graphs else new.detach()


def by_hand(original, steps):
    """The same steps in float64 from the equations, with the gradient of mathematics.md 3 and SGD written out."""
    original, image = original.double(), original.double()
    channels, height, width = original.shape[1:]
    weights = torch.tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]], dtype=torch.float64, device=original.device)
    weights = weights.repeat(channels, channels, 1, 1)
    rate = LEARNING_RATE * 320 * 240 / (width * height)
    velocity = None
    for _ in range(steps):
        padded = torch.nn.functional.pad(image, (1, 1, 1, 1), mode="reflect")[0]
        taps = [[padded[:, y:y + height, x:x + width] for x in range(3)] for y in range(3)]
        response = sum(torch.einsum("oi,ihw->ohw", weights[:, :, y, x], taps[y][x]) for y in range(3) for x in range(3))
        g = torch.exp(-(response / K) ** 2)
        raw = image[0] + RATE * response * g
        new = raw.clamp(0, 1)
        by_value = 2 * (new - original[0]) + 2 * new
        by_response = by_value * ((raw >= 0) & (raw <= 1)) * RATE * g * (1 - 2 * (response / K) ** 2) + response.sign()
        gradient = torch.stack([torch.stack([torch.einsum("ohw,ihw->oi", by_response, taps[y][x]) for x in range(3)], -1)
                                for y in range(3)], -2)
        change = gradient + WEIGHT_DECAY * weights
        velocity = change if velocity is None else MOMENTUM * velocity + change
        weights, image = weights - rate * velocity, new[None]
    return image, weights


def check(function, original, graphs, exact):
    learning = Learning(original, function)
    for _ in range(CHECK_STEPS):
        learning.step(graphs)
    image, weights = exact
    start = Learning(original.double(), loss_of).weights
    picture_error = (learning.image.double() - image).square().mean().sqrt().item()
    operator_error = ((learning.weights - weights).norm() / (weights - start).norm()).item()
    return picture_error, operator_error


def seconds_of(learning, steps, graphs):
    on_gpu = learning.image.is_cuda
    if on_gpu:
        torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(steps):
        learning.step(graphs)
    if on_gpu:
        torch.cuda.synchronize()
    return time.perf_counter() - start


def measure(learning, least_seconds, graphs):
    """Steps per second: the median of five runs that take least_seconds together."""
    once = seconds_of(learning, 3, graphs) / 3
    steps = max(1, math.ceil(least_seconds / 5 / once))
    return steps / statistics.median(seconds_of(learning, steps, graphs) for _ in range(5))


def ways_of(options):
    ways = {"eager": lambda: loss_of}
    if not options.no_compile:
        ways["compile"] = lambda: torch.compile(loss_of, dynamic=False)
        if options.device == "cuda":
            ways["compile with graphs"] = lambda: torch.compile(loss_of, dynamic=False, mode="reduce-overhead")
    return ways


def picture(shape, device):
    """Smooth waves and some noise in [0, 1]: the responses have both signs and all sizes."""
    width, height, channels = (int(word) for word in shape.split("x"))
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    waves = torch.stack([0.5 + 0.3 * torch.sin(0.05 * x + c) * torch.cos(0.03 * y - c) for c in range(channels)])
    noise = torch.rand(waves.shape, generator=torch.Generator().manual_seed(1)) - 0.5
    return (waves + 0.3 * noise)[None].to(device)


def serve(way):
    """Answers requests on the CPU, as peers/pytorch_peer.py does."""
    print(json.dumps({"name": "PyTorch, torch.compile" if way == "compile" else "PyTorch, eager",
                      "version": torch.__version__}), flush=True)
    work, learning = None, None
    for line in sys.stdin:
        request = line.split()
        width, height, channels, threads, steps = (int(word) for word in request[:5])
        if [float(word) for word in request[6:8]] != [K, RATE]:
            sys.exit(f"pytorch_learning.py: request: K and rate: valid: {K} {RATE}")
        if work != request[:4] + request[8:]:
            work = request[:4] + request[8:]
            torch.set_num_threads(threads)
            torch._dynamo.reset()
            torch._inductor.config.cpp.threads = threads
            values = np.fromfile(request[8], dtype=np.float32).reshape(1, channels, height, width)
            function = torch.compile(loss_of, dynamic=False) if way == "compile" else loss_of
            learning = Learning(torch.from_numpy(values), function)
            seconds_of(learning, 3, False)  # compiles
        seconds, cpu_seconds = [], []
        while not seconds or sum(seconds) < float(request[5]):
            cpu_start = time.process_time()
            seconds.append(seconds_of(learning, steps, False))
            cpu_seconds.append(time.process_time() - cpu_start)
        print(json.dumps({"seconds_per_step": statistics.median(seconds) / steps,
                          "cpu_seconds_per_step": statistics.median(cpu_seconds) / steps,
                          "calls": len(seconds)}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", choices=("eager", "compile"))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", choices=("cuda", "cpu"))
    parser.add_argument("--shapes", default="320x240x3,1920x1080x3")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--no-compile", action="store_true")
    options = parser.parse_args()
    if options.peer:
        serve(options.peer)
        return
    on_gpu = options.device == "cuda"
    if on_gpu and not torch.cuda.is_available():
        sys.exit("pytorch_learning.py: --device: PyTorch finds no CUDA device; valid: cpu")
    torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True

    report = {"torch": torch.__version__, "device": torch.cuda.get_device_name() if on_gpu else "cpu",
              "threads": options.threads, "results": []}
    for shape in options.shapes.split(","):
        original = picture(shape, options.device)
        exact = by_hand(original, CHECK_STEPS)
        for way, make in ways_of(options).items():
            result = {"shape": shape, "way": way}
            try:
                torch._dynamo.reset()
                function, graphs = make(), way.endswith("graphs")
                picture_error, operator_error = check(function, original, graphs, exact)
                result |= {"picture_error": picture_error, "operator_error": operator_error}
                if not (picture_error < PICTURE_TOLERANCE and operator_error < OPERATOR_TOLERANCE):
                    raise RuntimeError("does not agree with the equations")
                result["steps_per_second"] = measure(Learning(original, function), options.seconds, graphs)
            except Exception as error:  # a way that this machine's PyTorch lacks must not hide the others
                result["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
            report["results"].append(result)
    print(json.dumps(report, indent=1))


main()

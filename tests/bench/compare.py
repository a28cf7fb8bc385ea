#!/usr/bin/env python3
"""Takes turns between the benchmark programs and writes docs/performance.md; run by compare.sh."""
import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import convolutions
from peer import Peer, picture_of, started, taking_turns
from report import Report

ROOT = Path(__file__).resolve().parents[2]
WORKLOADS = ((512, 512, 1), (1920, 1080, 3), (3840, 2160, 3))
THREADS = (1, 2)
LEARNING_WORKLOADS, LEARNING_THREADS, LEARNING_K = ((320, 240, 3), (1920, 1080, 3)), (2,), 0.2
PASS_STEPS = 48  # a call of Droplet and the prototype: three passes of sixteen steps
SLOW_CALL_SECONDS, SLOW_ROUNDS = 4.0, 2  # a program whose call takes longer has fewer turns


def find_peers(build, torch_python):
    own = str(build / "bin/droplet_bench_peer")
    built = (build / "peers/peers.txt").read_text().split()
    available = subprocess.run([own, "--simd=?"], capture_output=True, text=True).stderr.split("valid: ")[-1].split()

    def program(name, key, file, steps, missing):
        return Peer(name, key, [str(build / "peers/bin" / file)], steps, "" if file in built else missing)

    peers = [Peer("Droplet", "droplet", [own], (PASS_STEPS, 1))]
    for simd, key in (("AVX2", "droplet-avx2"), ("SSE4", "droplet-sse4")):
        if available[:1] != [simd]:
            peers.append(Peer(f"Droplet, {simd}", key, [own, f"--simd={simd}"], (PASS_STEPS,),
                              "" if simd in available else "this processor lacks it"))
    peers.append(program("Prototype", "prototype", "prototype_peer", (PASS_STEPS, 1),
                         "needs ../shared/prototypes, OpenMP and a processor with AVX-512"))
    peers.append(program("OpenCV", "opencv", "opencv_peer", (PASS_STEPS,), "libopencv-contrib-dev is not installed"))
    peers.append(program("ITK", "itk", "itk_peer", (4,), "libinsighttoolkit5-dev is not installed"))
    for mode, options in (("eager", []), ("compile", ["--compile"])):
        script = str(ROOT / "tests/bench/peers/pytorch_peer.py")
        peers.append(Peer(f"PyTorch, {mode}", f"pytorch-{mode}", [torch_python or "python3", script, *options], (8,),
                          "" if torch_python else "no python with torch was found"))
    return peers


def find_learning_peers(build, torch_python):
    built = (build / "peers/peers.txt").read_text().split()
    torch_missing = "" if torch_python else "no python with torch was found"
    script = str(ROOT / "tests/bench/pytorch_learning.py")
    peers = [Peer("Droplet", "droplet", [str(build / "bin/droplet_bench_peer"), "--learn"], (PASS_STEPS,), k=LEARNING_K),
             Peer("Prototype", "prototype", [str(build / "peers/bin/prototype_learn_peer")], (PASS_STEPS,),
                  "" if "prototype_learn_peer" in built else
                  "needs ../shared/prototypes, OpenMP and a processor with AVX-512", LEARNING_K)]
    for way in ("eager", "compile"):
        for key, as_installed in ((f"pytorch-{way}", False), (f"pytorch-{way}-as-installed", True)):
            command = [torch_python or "python3", script, "--peer", way]
            peers.append(Peer(f"PyTorch, {way}", key, command, (2,), torch_missing, LEARNING_K, as_installed))
    return peers


def find_convolution_peers(build):
    built = (build / "peers/peers.txt").read_text().split()
    own = str(build / "bin/droplet_bench_peer")
    available = subprocess.run([own, "--simd=?"], capture_output=True, text=True).stderr.split("valid: ")[-1].split()
    peers = [Peer("Droplet", "droplet", [own, "--convolve"], (1,))]
    if available[:1] == ["AVX-512"]:
        peers.append(Peer("Droplet, AVX2", "droplet-avx2", [own, "--simd=AVX2", "--convolve"], (1,)))
    for name, key, file, missing in (
            ("OpenCV", "opencv", "opencv_convolve_peer", "libopencv-contrib-dev is not installed"),
            ("Prototype", "prototype", "prototype_convolve_peer",
             "needs ../shared/prototypes, OpenMP and a processor with AVX-512")):
        peers.append(Peer(name, key, [str(build / "peers/bin" / file)], (1,), "" if file in built else missing))
    return peers


def measure_convolutions(options, report):
    print("compare: convolutions", file=sys.stderr)
    peers = find_convolution_peers(options.build)
    report.convolutions = convolutions.measure(options, peers, measure_limits)
    report.convolution_peers = peers
    edges = [sys.executable, str(ROOT / "tests/bench/compare_edges.py"), "--build", str(options.build),
             "--rounds", str(options.rounds)]
    report.edges = subprocess.run(edges, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def benchmark(build, *options):
    """droplet_bench's results by name, each a list over the repetitions."""
    command = [str(build / "bin/droplet_bench"), "--benchmark_format=json", *options]
    output = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    results = {}
    for run in output["benchmarks"]:
        if run["run_type"] == "iteration":
            results.setdefault(run["name"], []).append(run)
    return results


def measure_limits(build, threads, seconds):
    results = benchmark(build, f"--benchmark_filter=limits/.*/threads:{threads}/", f"--benchmark_min_time={seconds}")
    counters = {"copy": "GB/s", "copy-non-temporal": "GB/s", "fma": "GFLOP/s"}
    return {name: results[f"limits/{name}/threads:{threads}/real_time"][0][unit] for name, unit in counters.items()}


def measure_case(build, peers, workload, threads, picture, options):
    """One size and number of threads: {(peer, steps): [an answer each round]}, and the limits likewise."""
    answers, limits = {}, {}
    megapixel_channels = workload[0] * workload[1] * workload[2] * 1e-6
    turns = [(peer, steps) for peer in peers for steps in peer.steps]
    for turn in range(options.rounds):
        for name, value in measure_limits(build, threads, options.seconds / 2).items():
            limits.setdefault(name, []).append(value)
        for peer, steps in taking_turns(turns, turn):
            done = answers.setdefault((peer.key, steps), [])
            if len(done) >= SLOW_ROUNDS and done[-1]["seconds_per_step"] * steps > SLOW_CALL_SECONDS:
                continue
            answer = peer.measure(workload, threads, steps, options.seconds, picture)
            done.append(answer | {"rate": megapixel_channels / answer["seconds_per_step"]})
    return answers, limits


def measure_peers(options, peers, workloads, threads_of, add_case):
    """Gives the programs that there are their turns at every workload, and hands the answers on."""
    with started(peers) as present:
        for workload in workloads:
            with picture_of(options.build, workload) as (shape, picture):
                for threads in threads_of:
                    print(f"compare: {shape}, {threads} thread{'s' * (threads > 1)}", file=sys.stderr)
                    add_case(shape, threads,
                             *measure_case(options.build, present, workload, threads, picture, options))


def parse_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--torch-python", default="")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--no-write", action="store_true")
    parser.add_argument("--learning-only", action="store_true")
    parser.add_argument("--convolution-only", action="store_true")
    options = parser.parse_args()
    if options.rounds is None:
        options.rounds = 2 if options.quick else 7
    if options.rounds < 1:
        parser.error("--rounds: valid: 1 or more")
    options.seconds = 0.15 if options.quick else 0.3
    options.no_write |= options.quick
    return options


def main():
    options = parse_options()
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"compare: the machine is not idle (load {load:.2f}): the figures will suffer", file=sys.stderr)
    peers = find_peers(options.build, options.torch_python)
    learning_peers = find_learning_peers(options.build, options.torch_python)
    report = Report(options, load, peers, learning_peers)
    if options.convolution_only:
        measure_convolutions(options, report)
        print(report.convolution_tables())
        return
    if not options.learning_only:
        measure_peers(options, peers, WORKLOADS[:2] if options.quick else WORKLOADS, THREADS, report.add_case)
    print("compare: the learning step", file=sys.stderr)
    measure_peers(options, learning_peers, LEARNING_WORKLOADS, LEARNING_THREADS, report.add_learning_case)
    if options.learning_only:
        print(report.learning_table())
        return
    measure_convolutions(options, report)
    print("compare: every conductance, and frames", file=sys.stderr)
    report.own = benchmark(options.build, "--benchmark_filter=diffuse/1920x1080x3/.*steps:48|present/|learn/",
                           f"--benchmark_min_time={options.seconds}", f"--benchmark_repetitions={options.rounds}",
                           "--benchmark_enable_random_interleaving=true")
    report.save_json(options.build / "compare.json")
    print(report.text())
    if not options.no_write:
        report.write(ROOT / "docs/performance.md")


main()

#!/usr/bin/env python3
"""Takes turns between Droplet's Canny and OpenCV's GaussianBlur + Canny, and prints a table. Run by
compare.sh --edges-only."""
import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

from peer import picture_of, taking_turns

WIDTH, HEIGHT, CALLS = 1920, 1080, 4
SIGMAS, HIGH = (1.4, 5.0), 0.3


class Program:
    def __init__(self, name, command):
        self.name, self.command, self.seconds = name, command, {}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def measure(self, sigma, threads, seconds, picture):
        self.process.stdin.write(f"{WIDTH} {HEIGHT} 1 {threads} {CALLS} {seconds} {sigma} {HIGH} {picture}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"compare_edges: {' '.join(self.command)}: ended with status {self.process.wait()}")
        self.seconds.setdefault((sigma, threads), []).append(json.loads(line)["seconds_per_step"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    commands = {"Droplet": [str(options.build / "bin/droplet_canny_peer")]}
    if (options.build / "peers/bin/opencv_canny_peer").exists():
        opencv = str(options.build / "peers/bin/opencv_canny_peer")
        commands |= {"OpenCV, L2 gradient": [opencv], "OpenCV, L1 gradient": [opencv, "--l1"]}
    else:
        print("compare_edges: OpenCV: not measured: libopencv-contrib-dev is not installed", file=sys.stderr)
    programs = [Program(name, command) for name, command in commands.items()]
    with picture_of(options.build, (WIDTH, HEIGHT, 1)) as (_, picture):
        for turn in range(options.rounds):
            for sigma in SIGMAS:
                for program in taking_turns(programs, turn):
                    program.measure(sigma, options.threads, 0.2, picture)
    for program in programs:
        program.process.stdin.close()
        program.process.wait()
    print(f"| {WIDTH}x{HEIGHT} grey, {options.threads} threads | " +
          " | ".join(f"sigma {sigma}, ms | Droplet is" for sigma in SIGMAS) + " |")
    print("|---" * (1 + 2 * len(SIGMAS)) + "|")
    for program in programs:
        cells = []
        for sigma in SIGMAS:
            case = (sigma, options.threads)
            own_ms = 1e3 * statistics.median(programs[0].seconds[case])
            ms = 1e3 * statistics.median(program.seconds[case])
            cells += [f"{ms:.2f}", f"{ms / own_ms:.1f} x"]
        print(f"| {program.name} | " + " | ".join(cells) + " |")


main()

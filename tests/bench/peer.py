"""The programs that compare.py measures side by side, and the picture that they work on."""
import contextlib
import json
import os
import subprocess
import sys

K, RATE = 0.05, 0.2


class Peer:
    """A program that answers requests (peers/peer.h)."""

    def __init__(self, name, key, command, steps, missing="", k=K, as_installed=False):
        self.name, self.key, self.command, self.steps, self.missing = name, key, command, steps, missing
        self.k, self.as_installed = k, as_installed
        self.process, self.version = None, ""

    def start(self):
        # Without this, PyTorch gives its memory back to the system after every operation, as it does where it is
        # installed and run.
        keep_memory = {"MALLOC_MMAP_THRESHOLD_": str(1 << 32), "MALLOC_TRIM_THRESHOLD_": str(1 << 33),
                       "MALLOC_TOP_PAD_": str(1 << 28)}
        if "python" not in self.command[0] or self.as_installed:
            keep_memory = {}
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=os.environ | keep_memory, stderr=self.stderr())
        hello = self.answer()
        self.name, self.version = hello["name"] + (", as installed" if self.as_installed else ""), hello["version"]

    def stderr(self):
        return subprocess.DEVNULL if "python" in self.command[0] else None

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"compare: {' '.join(self.command)}: ended with status {self.process.wait()}")
        return json.loads(line)

    def measure(self, workload, threads, steps, seconds, picture, task=""):
        """The program's answer: seconds per step and more."""
        width, height, channels = workload
        self.process.stdin.write(f"{width} {height} {channels} {threads} {steps} {seconds} {self.k} {RATE} {picture} "
                                 f"{task}\n")
        self.process.stdin.flush()
        return self.answer()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


@contextlib.contextmanager
def started(peers):
    """Those of the programs that there are, running; tells of the others why they are missing."""
    for peer in peers:
        if peer.missing:
            print(f"compare: {peer.key}: not measured: {peer.missing}", file=sys.stderr)
    present = [peer for peer in peers if not peer.missing]
    for peer in present:
        peer.start()
    yield present
    for peer in present:
        peer.stop()


@contextlib.contextmanager
def picture_of(build, workload):
    """The workload's shape as text, and a file with the built-in picture of that shape."""
    shape = "x".join(str(n) for n in workload)
    picture = build / f"bench-picture-{shape}.raw"
    subprocess.run([str(build / "bin/droplet_bench_peer"), "--write-picture", shape, str(picture)], check=True)
    yield shape, picture
    picture.unlink()


def taking_turns(programs, turn):
    """Every round starts with another program, so that no one always follows the same."""
    first = turn % len(programs)
    return programs[first:] + programs[:first]

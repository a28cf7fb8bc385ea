"""The tables of docs/performance.md from what compare.py measured."""
import datetime
import json
import os
import platform
import re
import statistics
import subprocess

import convolutions

# Vector operations a pixel-channel of the exponential step: two edges (difference, square, scale, range reduction, five
# multiply-adds, power of two, product) and the update (three sums, one multiply-add).
OPERATIONS = 2 * 11 + 4
BY_HAND = ("<!-- by hand: begin (compare.sh keeps what stands here) -->", "<!-- by hand: end -->")
BY_HAND_DEFAULT = """| what | figure | wanted | how measured |
|---|---|---|---|
| start to first frame | not yet measured | under 500 ms | llvmpipe |
| frame time while 3840x2160x3 diffuses on the CPU, 95th percentile | not yet measured | under 33 ms | window of 1280×720, llvmpipe |
"""
CONDUCTANCES = ("exponential", "rational", "charbonnier", "weickert", "tukey")


def median(values):
    return statistics.median(values)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def command_output(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def processor():
    fields = dict(re.findall(r"^([^:]+):\s*(.*)$", command_output("lscpu"), re.MULTILINE))
    cores = fields.get("CPU(s)", "?")
    caches = ", ".join(f"{level} {fields[f'{level} cache']}" for level in ("L1d", "L2", "L3") if f"{level} cache" in fields)
    family = f"family {fields.get('CPU family', '?')}, model {fields.get('Model', '?')}"
    return f"{fields.get('Model name', platform.machine())} ({family}), {cores} cores, {caches}"


class Report:
    def __init__(self, options, load, peers, learning_peers):
        self.options, self.load, self.peers, self.learning_peers = options, load, peers, learning_peers
        self.cases, self.learning_cases, self.own = {}, {}, {}
        self.convolutions, self.convolution_peers, self.edges = {}, [], ""

    def add_case(self, shape, threads, answers, limits):
        rates = {program: [answer["rate"] for answer in done] for program, done in answers.items()}
        self.cases[shape, threads] = {"rates": rates, "limits": limits, "answers": answers}

    def add_learning_case(self, shape, threads, answers, limits):
        self.learning_cases[shape, threads] = {
            "limits": limits, "answers": answers,
            "rates": {key: [1 / answer["seconds_per_step"] for answer in done] for (key, _), done in answers.items()}}

    def save_json(self, path):
        def listed(cases):
            return [{"shape": shape, "threads": threads, "limits": case["limits"],
                     "answers": {f"{key}/steps:{steps}": done for (key, steps), done in case["answers"].items()}}
                    for (shape, threads), case in cases.items()]

        versions = {peer.key: {"name": peer.name, "version": peer.version, "missing": peer.missing}
                    for peer in self.peers}
        path.write_text(json.dumps({"peers": versions, "cases": listed(self.cases),
                                    "learning_cases": listed(self.learning_cases), "convolutions": self.convolutions, "droplet_bench": self.own}, indent=1))

    # ---- cells

    def rate(self, case, key, steps):
        values = case["rates"].get((key, steps))
        return median(values) if values else None

    def rate_cell(self, case, key, steps):
        value = self.rate(case, key, steps)
        return "not measured" if value is None else f"{value:,.0f}"

    def spread(self, case, key, steps):
        values = case["rates"].get((key, steps))
        return f"{min(values):,.0f} … {max(values):,.0f}" if values else "not measured"

    def ratio(self, case, key, steps, own_steps):
        """Median over the rounds of Droplet's rate over the peer's in the same round."""
        values = case["rates"].get((key, steps))
        if not values:
            return None
        return median([own / other for own, other in zip(case["rates"]["droplet", own_steps], values)])

    def ratio_cell(self, case, key, steps, own_steps):
        value = self.ratio(case, key, steps, own_steps)
        return "not measured" if value is None else f"{value:,.2f}" if value < 10 else f"{value:,.0f}"

    # ---- sections

    def lines_of_programs(self):
        """(key, steps, label) of each row of the main tables."""
        rows = []
        for peer in self.peers:
            for steps in peer.steps:
                how = {("droplet", 1): ", one step a call", ("prototype", 1): ", one step a call"}
                rows.append((peer.key, steps, peer.name + how.get((peer.key, steps), "")))
        return rows

    def main_tables(self):
        parts = []
        for title, cell in (("Million pixel-channel steps a second (medians)", self.rate_cell),
                            ("Droplet's rate over theirs (medians of the rounds' ratios)", None)):
            head = [title] + [f"{shape}, {threads} thr." for shape, threads in self.cases]
            rows = []
            for key, steps, label in self.lines_of_programs():
                if cell:
                    row = [cell(case, key, steps) for case in self.cases.values()]
                elif (key, steps) == ("droplet", 48):
                    continue
                else:
                    own_steps = 1 if (key, steps) == ("prototype", 1) else 48
                    row = [self.ratio_cell(case, key, steps, own_steps) for case in self.cases.values()]
                rows.append([label] + row)
            parts.append(table(head, rows))
        return parts

    def limits_table(self):
        head = ["limit", *[f"{shape}, {threads} thr." for shape, threads in self.cases]]
        cases = list(self.cases.values())

        def limit(name):
            return [median(case["limits"][name]) for case in cases]

        own = [self.rate(case, "droplet", 48) for case in cases]
        single = [self.rate(case, "droplet", 1) for case in cases]
        memory = [value * 1000 / 8 for value in limit("copy-non-temporal")]
        arithmetic = [value * 1000 / 2 / OPERATIONS for value in limit("fma")]

        def share(values, of):
            return [f"{100 * a / b:.0f} %" for a, b in zip(values, of)]

        rows = [["copy, GB/s (read + written)"] + [f"{v:.1f}" for v in limit("copy")],
                ["copy with non-temporal stores, GB/s"] + [f"{v:.1f}" for v in limit("copy-non-temporal")],
                ["multiply-add peak, GFLOP/s"] + [f"{v:,.0f}" for v in limit("fma")],
                ["one pass over memory a step, Mpxc/s at most"] + [f"{v:,.0f}" for v in memory],
                ["… Droplet, one step a call, reaches"] + share(single, memory),
                ["… Droplet, 48 steps a call, reaches"] + share(own, memory),
                [f"{OPERATIONS} vector operations a step, Mpxc/s at most"] + [f"{v:,.0f}" for v in arithmetic],
                ["… Droplet, 48 steps a call, reaches"] + share(own, arithmetic)]
        return table(head, rows)

    def learning_table(self):
        """Steps a second of each program, how many times as fast Droplet is, and the machine's limits."""
        head = ["Steps a second (medians); Droplet's rate over theirs"]
        head += [f"{shape}, {threads} thr." for shape, threads in self.learning_cases]
        rows = []
        for peer in self.learning_peers:
            cells = []
            for case in self.learning_cases.values():
                rates = case["rates"].get(peer.key)
                if not rates:
                    cells.append("not measured")
                    continue
                ratio = median([own / other for own, other in zip(case["rates"]["droplet"], rates)])
                rate = f"{median(rates):,.0f}" if median(rates) >= 100 else f"{median(rates):.1f}"
                cells.append(rate if peer.key == "droplet" else f"{rate} ({ratio:.1f} times)")
            rows.append([peer.name] + cells)
        for label, limit, need in (("memory: 36 bytes a pixel, as fast as a non-temporal copy", "copy-non-temporal", 36),
                                   ("arithmetic: 162 multiply-adds a pixel", "fma", 162 * 2),
                                   ("arithmetic: the 108 of Winograd's products", "fma", 108 * 2)):
            cells = []
            for (shape, _), case in self.learning_cases.items():
                width, height, _ = (int(word) for word in shape.split("x"))
                most = median(case["limits"][limit]) * 1e9 / (need * width * height)
                share = median(case["rates"]["droplet"]) / most
                cells.append(f"{most:,.0f} at most; Droplet {100 * share:.0f} %")
            rows.append([label] + cells)
        return table(head, rows)

    def convolution_tables(self):
        return convolutions.table(self.convolutions, self.convolution_peers) + "\n\n" + self.edges

    def learning_process_table(self):
        rows = []
        for name, runs in sorted(self.own.items()):
            match = re.match(r"learn/(.*)/(.*)/threads:(\d)", name)
            if match:
                rows.append([f"{match[1]}, {match[2]}, {match[3]} thr.",
                             f"{median([run['steps/s'] for run in runs]):,.0f}"])
        return table(["steps a second of the single-operator form", "steps/s"], rows)

    def own_rate(self, name, unit):
        runs = self.own.get(name)
        return median([run[unit] for run in runs]) if runs else None

    def conductance_table(self):
        head = ["conductance", "channel, 1 thr.", "channel, 2 thr.", "vector, 1 thr.", "vector, 2 thr."]

        def name(conductance, coupling, threads):
            return f"diffuse/1920x1080x3/{conductance}/{coupling}/threads:{threads}/steps:48/real_time"

        rows = []
        for conductance in CONDUCTANCES:
            row = [conductance]
            for coupling in ("channel", "vector"):
                for threads in (1, 2):
                    value = self.own_rate(name(conductance, coupling, threads), "Mpxc/s")
                    base = self.own_rate(name("exponential", coupling, threads), "Mpxc/s")
                    row.append(f"{value:,.0f} ({value / base:.2f})")
            rows.append(row)
        return table(head, rows)

    def frame_table(self):
        rows = []
        for name, runs in sorted(self.own.items()):
            match = re.match(r"present/(.*)/(all|middle)/threads:(\d)", name)
            if match:
                shown = "all of it" if match[2] == "all" else "1280×720 in the middle"
                rows.append([f"{match[1]}, {shown}, {match[3]} thr.",
                             f"{median([run['real_time'] for run in runs]):.2f}"])
        return table(["frame of a picture, delivered to host memory", "ms"], rows)

    def versions(self):
        lines = []
        for peer in self.peers:
            lines.append(f"- {peer.name}: " + (f"**not measured**: {peer.missing}" if peer.missing else
                                               f"{peer.version}, {peer.steps[0]} steps a call"))
        return "\n".join(lines)

    def busy_note(self):
        if self.load <= 0.5:
            return ""
        return (f"**The machine was busy (load average {self.load:.1f} on {os.cpu_count()} cores) when this was measured: "
                "rates are too low, and ratios uncertain.**\n\n")

    def text(self, by_hand=BY_HAND_DEFAULT):
        rates, ratios = self.main_tables()
        compiler = command_output("c++", "--version").splitlines()[0]
        spread = "; ".join(f"{shape}, {threads} thr.: {self.spread(case, 'droplet', 48)}"
                           for (shape, threads), case in self.cases.items())
        return f"""# Performance

Written by `tests/bench/compare.sh`; repeat it on an idle machine with every peer installed (its `--help` says how).

{datetime.date.today().isoformat()} · {processor()} · {command_output("uname", "-sr")} · {compiler} ·
{self.options.rounds} rounds, load average at the start {self.load:.2f}

{self.busy_note()}## Diffusion beside others

Exponential conductance, K = 0.05, rate = 0.2, the built-in test picture, float32 unless said otherwise. One pixel-channel
step updates one value of one channel once. All programs ran in this one run, in turns, each for {self.options.seconds} s
or one call, whichever is longer.

{rates}

{ratios}

What is compared:

{self.versions()}

- The prototype is a hand-written AVX-512 and OpenMP sketch of the same scheme, not part of this repository; its field
  is scaled beforehand, and it computes nothing but the exponential.
- OpenCV's function takes 8-bit colour only, rounds to 8 bits after every step, couples the channels and uses 8
  neighbours: twice the edges, one weight for three channels, and a result that float pictures cannot use. The grey
  picture is given to it as a third as many colour pixels.
- ITK computes the gradient at half pixels from six values, relative to the mean gradient, which it finds anew before
  every step; its time step is limited to 0.125. One channel at a time.
- PyTorch computes Droplet's equation, with the memory allocator told to keep its memory (without that it is up to three
  times slower). `torch.compile` is timed after it has compiled. Its field stays in PyTorch's memory throughout.
- OpenCV and ITK start from the picture at every call; the others go on from where they are.

## The learning step beside others

Image loss, exponential conductance, SGD, K = rate = 0.2, from the Laplace operator: forward, gradient and update. All
programs ran in this one run, in turns.

{self.learning_table()}

- The prototype is the sketch that the step was designed from; PyTorch does the same step with autograd and torch.optim
  (`tests/bench/pytorch_learning.py`, which also checks that both agree with the equations), its memory allocator told
  to keep its memory; "as installed" it is not, and gives the memory of every operation back to the system.
- A picture that stays in the caches is not bound by memory.

{self.learning_process_table()}

`image` and `video` are the losses, `image-inverse` has the inverse conductance; `fixed` does not learn, and
`fixed-same` is fixed with all nine slices the same, so that the channels share one response.

## Convolutions and edges beside others

Whole calls on a picture in memory, borders reflect-101, float32. All programs ran in this one run, in turns, and agree
in a checksum of their results.

{self.convolution_tables()}

- OpenCV's filter2D, GaussianBlur and boxFilter take no more than one thread for most of this; from 11×11 on, filter2D
  goes by Fourier transforms. Its pictures have three channels interleaved, Droplet's are planar.
- The prototype is the sketch that the direct method was designed from.
- Canny: all four stages as float32 pictures; OpenCV's GaussianBlur and Canny on 8 bits.

## Noise

This is a virtual machine: rates drift by a quarter from hour to hour, hence the turns and the medians; ratios hold
better than rates. Spread of Droplet's rate over the rounds: {spread}.

## The machine's limits

{self.limits_table()}

More than 100 % of what one pass a step allows is the use of blocking in time: up to 16 steps are done on rows that stay
in the L2 cache, and the picture crosses the memory bus once for all of them. A picture that fits in the L3 cache
(512x512x1) is not bound by memory. The arithmetic limit counts every operation as one multiply-add; cores differ in
which of their units do range reduction, power of two and sums, so it is a guide, not a bound.

## Every conductance and coupling

1920x1080x3, 48 steps a call, million pixel-channel steps a second, and relative to the exponential of the same column:

{self.conductance_table()}

## Frames

{self.frame_table()}

## Window and start

{BY_HAND[0]}
{by_hand.strip()}
{BY_HAND[1]}
"""

    def write(self, path):
        by_hand = BY_HAND_DEFAULT
        if path.exists():
            old = path.read_text()
            if all(marker in old for marker in BY_HAND):
                by_hand = old.split(BY_HAND[0])[1].split(BY_HAND[1])[0]
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.text(by_hand))

"""The convolutions that compare.py measures, and their tables."""
import sys
from statistics import median

from peer import picture_of, started, taking_turns

WORKLOAD, THREADS = (1920, 1080, 3), 2
# Task (peers/convolutions.h), what it is called, OpenCV's function, how many times as fast Droplet is to be.
TASKS = (("dense:3", "dense 3×3", "filter2D", 3), ("dense:5", "dense 5×5", "filter2D", 4),
         ("dense:9", "dense 9×9", "filter2D", 5), ("dense:15", "dense 15×15", "filter2D", 12),
         ("dense:31", "dense 31×31", "filter2D", 6), ("gaussian:5", "Gaussian 5×5", "GaussianBlur", 3),
         ("gaussian:15", "Gaussian 15×15", "GaussianBlur", None), ("gaussian:31", "Gaussian 31×31", "GaussianBlur", None),
         ("box:3", "box 3×3", "boxFilter", 3), ("box:9", "box 9×9", "boxFilter", 3), ("box:31", "box 31×31", "boxFilter", 3))
PROTOTYPE_KINDS = ("dense",)
MOST_DIFFERENCE = 1e-4  # of checksums: programs whose sums differ by more do not compute the same


def measure(options, peers, limits):
    """{task: {peer's key: [an answer each round]}}, and what `limits(build, threads, seconds)` says each round."""
    answers, machine = {task: {} for task, *_ in TASKS}, {}
    with started(peers) as present, picture_of(options.build, WORKLOAD) as (_, picture):
        for turn in range(options.rounds):
            for name, value in limits(options.build, THREADS, options.seconds / 2).items():
                machine.setdefault(name, []).append(value)
            for task, done in answers.items():
                for peer in taking_turns(present, turn):
                    if peer.key == "prototype" and task.split(":")[0] not in PROTOTYPE_KINDS:
                        continue
                    answer = peer.measure(WORKLOAD, THREADS, 1, options.seconds, picture, task)
                    done.setdefault(peer.key, []).append(answer)
    check(answers)
    return {"answers": answers, "limits": machine}


def check(answers):
    for task, done in answers.items():
        sums = {key: rounds[0]["checksum"] for key, rounds in done.items()}
        low, high = min(sums.values()), max(sums.values())
        if high - low > MOST_DIFFERENCE * high:
            sys.exit(f"compare: {task}: the programs do not compute the same: {sums}")


def rate(answers):
    """Million values of the result a second."""
    width, height, channels = WORKLOAD
    return width * height * channels * 1e-6 / median(answer["seconds_per_step"] for answer in answers)


def ratio(own, other):
    """Median over the rounds of how many times as fast `own` was in the same round."""
    return median(b["seconds_per_step"] / a["seconds_per_step"] for a, b in zip(own, other))


def table(results, peers):
    others = [peer for peer in peers if peer.key != "droplet"]
    lines = ["| 1920x1080x3, 2 threads: million values a second | method | Droplet | " +
             " | ".join(peer.name for peer in others) + " | wanted of OpenCV | times OpenCV |",
             "|---|---|---:" + "|---:" * len(others) + "|---:|---:|"]
    for task, label, function, wanted in TASKS:
        done = results["answers"][task]
        own = done["droplet"]
        cells = [label, own[0]["method"], f"{rate(own):,.0f}"]
        for peer in others:
            cells.append(f"{rate(done[peer.key]):,.0f}" + (f" ({function})" if peer.key == "opencv" else "")
                         if peer.key in done else "")
        times = f"{ratio(own, done['opencv']):.1f}" if "opencv" in done else "not measured"
        cells += [f"{wanted}" if wanted else "", times]
        lines.append("| " + " | ".join(cells) + " |")
    copy = median(results["limits"]["copy-non-temporal"]) * 1000 / 8
    fma = median(results["limits"]["fma"]) / 2
    lines.append(f"\nAs fast as a non-temporal copy would be {copy:,.0f}; the multiply-add peak is {fma:,.0f} thousand "
                 f"million a second, which for direct sums of 3×3, 5×5 and 9×9 weights allows "
                 f"{fma * 1000 / 9:,.0f}, {fma * 1000 / 25:,.0f} and {fma * 1000 / 81:,.0f}.")
    return "\n".join(lines)

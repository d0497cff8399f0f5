"""Adaptive polling: the simulation of Benchmarks/AdaptivePolling, its requests and delays."""

import re, subprocess

import programs
from tables import Bars, Part, Ratio


def measure(runs, small):
    # Seeded: each run gives the same figures, so one is enough.
    output = subprocess.run(
        ["swift", "run", "-c", "release", "--package-path", programs.BENCHMARKS, "--scratch-path",
         programs.BUILT / "swift", "AdaptivePolling"],
        capture_output=True, text=True, check=True).stdout
    rows, ratios, bars = [], [], []
    feeds, goal, delays = "", "", {}
    for line in output.splitlines():
        if line.startswith("== untuned"):
            break
        if found := re.match(r"== (\d+ \w+) feeds", line):
            feeds = found[1]
        elif found := re.match(r"at (\d+) requests", line):
            goal, delays = found[1], {}
        elif found := re.match(r"  (\S.{19}) +([\d.]+) +([\d.]+) min +(\d+) min", line):
            name = found[1].strip()
            if not name.startswith("- "):
                rows.append([f"{feeds} feeds at {goal}: {name}", found[2], found[3], found[4]])
                delays[name] = float(found[3])
        elif found := re.search(r"of the best of the others: ([\d.]+)", line):
            ratios.append(Ratio(f"mean delay, of the best other ({feeds} feeds at {goal} requests)", float(found[1]), 0.6, True))
            if goal == "24":
                bars.append(Bars(
                    f"adaptive-{feeds.split()[1]}", f"Mean delay at 24 requests a day, {feeds} feeds", "minutes", delays))
        elif found := re.search(r"requests at the best delay of the others: ([\d.]+)", line):
            ratios.append(Ratio(f"requests at its delay ({feeds} feeds at {goal} requests)", float(found[1]), 0.6, True))
    return Part(
        title="Adaptive polling",
        note=("Publication times replayed under four rules, each tuned to the same number of requests; minutes from publication "
              "to discovery over all items. How, and how far to trust it: `Benchmarks/AdaptivePolling/README.md`."),
        columns=["requests a feed and day", "mean delay, min", "95 % below, min"],
        rows=rows, ratios=ratios, bars=bars)

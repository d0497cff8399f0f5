"""Delivery: articles that are durable in files and journal, beside a C program that writes and syncs the same files."""

import subprocess

import programs, serving
from programs import middle, ratio
from tables import Bars, Part, Ratio, number


def measure(runs, small):
    count = 2000 if small else 40_000
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", programs.BENCHMARKS, "--scratch-path",
         programs.BUILT / "swift", "--product", "Delivery"], check=True, capture_output=True)
    ours = programs.BUILT / "swift/release/Delivery"
    floor = programs.compiled("measure/floor.c")
    rows, bars = [], {}

    def rate(*command):
        """Files or lines a second, in a folder of its own each time."""
        with serving.workplace() as folder:
            command = [str(folder / "d") if part == "@" else str(part) for part in command]
            return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    found = programs.turns(runs, {
        "C program": lambda: rate(floor, "@", count, 2500, 1000),
        "newspool": lambda: rate(ours, "both", "@", count, 2500, 1000),
        "journal": lambda: rate(ours, "journal", "@", count * 5, 2500, 1000),
    })
    rows.append([f"C program: write, sync, rename {count:,} files, one sync of the directory for 1,000", number(middle(found["C program"]))])
    rows.append(["Spool and Journal: the same files and their lines, batches of 1,000", number(middle(found["newspool"]))])
    rows.append(["Journal alone, batches of 1,000, lines", number(middle(found["journal"]))])
    bars = {"C program": middle(found["C program"]), "newspool, batches of 1,000": middle(found["newspool"])}
    # The whole daemon: so many articles come with each poll.
    left_out, whole = [], None
    if serving.nginx_is_here():
        for items in (1, 20, 100):
            feeds = max(20, (1000 if small else 6000) // items // 2)
            with serving.workplace() as folder, serving.served(folder, feeds, items) as urls:

                def once():
                    serving.configure(folder, urls, spool='formats = ["json"]')
                    serving.forget(folder)
                    return feeds * items / programs.once(folder).wall

                # The disk is not the same from one minute to the next: the C program runs beside it.
                beside = programs.turns(max(3, runs), {
                    "C program": lambda: rate(floor, "@", feeds * items, 2500, 1000), "newspool": once})
            value = middle(beside["newspool"])
            bars[f"newspool run, {items} a poll"] = value
            if items == 20:
                whole = Ratio(
                    "run --once with 20 new articles a feed, of the C program",
                    ratio(beside["newspool"], beside["C program"]), 0.6)
            rows.append([
                f"newspool run --once, {feeds:,} feeds with {items} new articles each: fetch, parse, store, JSON files, journal",
                number(value)])
    else:
        left_out.append("the whole daemon (nginx is not installed)")
    return Part(
        title="Durable delivery",
        note=(f"Articles of 2,500 bytes on one disk, turn and turn about, medians of {runs} turns. The C program writes one file "
              "after the other; Spool has four lanes, so that syncs share the disk's journal commits."),
        columns=["a second"],
        rows=rows,
        ratios=[
            Ratio("files and journal, of the C program", ratio(found["newspool"], found["C program"]), 0.6),
            Ratio("journal alone, lines/s", middle(found["journal"]), 50_000),
            *([whole] if whole else []),
        ],
        bars=[Bars("delivery", "Durable articles", "a second", bars)],
        left_out=left_out)

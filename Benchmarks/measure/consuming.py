"""Consuming: `newspool consume` in batches, beside what hands the same lines to the same command without a cursor."""

import json, subprocess

import programs, serving
from programs import middle, ratio, run
from tables import Part, Ratio, number

BATCH = 1000


def line(seq):
    return json.dumps({
        "seq": seq, "time": "2026-11-23T00:00:00Z", "event": "new", "id": f"{seq:032x}", "feed": f"feed{seq % 500}",
        "title": f"Some title of an article, number {seq}", "url": f"https://example.org/2026/11/23/some-article-{seq}",
        "summary": "x" * 180, "path": f"articles/2026-11-23/some-{seq}.json"}, separators=(",", ":")) + "\n"


def measure(runs, small):
    count = 20_000 if small else 100_000
    rows, ratios = [], []
    with serving.workplace() as folder:
        journal = folder / "spool/journal"
        journal.mkdir(parents=True)
        day = journal / "2026-11-23.jsonl"
        day.write_text("".join(line(seq) for seq in range(1, count + 1)))
        cursor = folder / "cursor"

        def consume(*command):
            cursor.unlink(missing_ok=True)
            usage = run(
                [programs.NEWSPOOL, "consume", "--spool", folder / "spool", "--cursor", cursor, "--batch", str(BATCH), "--once",
                 "--", *command], cwd=folder)
            if usage.status != 0 or cursor.read_text() != f"{count}\n":
                raise SystemExit(f"newspool consume left its cursor at {cursor.read_text()}")
            return usage

        def split(command):
            return run(["split", "-l", str(BATCH), "--filter", f"{command} > /dev/null", day], cwd=folder)

        def whole(command):
            return run(["sh", "-c", f"cat {day} | {command} > /dev/null"], cwd=folder)

        for name in ["cat", "jq"]:
            if not programs.shell(name):
                continue
            command = {"cat": ["cat"], "jq": ["jq", "-c", ".title"]}[name]
            words = " ".join(command)
            found = programs.turns(runs, {
                "newspool": lambda: consume(*command), "split": lambda: split(words), "whole": lambda: whole(words)})
            for label, key in [
                (f"newspool consume --batch {BATCH:,} -- {words}", "newspool"),
                (f"split -l {BATCH:,} --filter '{words}': as many runs of it, no cursor", "split"),
                (f"cat | {words}: one run of it, no cursor", "whole"),
            ]:
                rows.append([
                    label, number(count / middle(use.wall for use in found[key])), number(middle(use.wall for use in found[key])),
                    number(middle(use.cpu for use in found[key]))])
            walls = {key: [use.wall for use in usages] for key, usages in found.items()}
            ratios += [
                Ratio(f"consume, of the same runs of {name}", ratio(walls["split"], walls["newspool"]), 0.5),
                Ratio(f"consume, of one run of {name}", ratio(walls["whole"], walls["newspool"]), 0.5)]
    return Part(
        title="Consuming",
        note=(f"{count:,} lines of the journal ({day_size(count)} MB) to one command, {BATCH:,} at a time, each batch with its own "
              f"process and a synced cursor. Medians of {runs} turns."),
        columns=["lines/s", "seconds", "CPU seconds"],
        rows=rows,
        ratios=ratios)


def day_size(count):
    return len(line(count)) * count // 1_000_000

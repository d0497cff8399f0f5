"""Polling: first polls, polls that are all answered 304, and unchanged 200s, from one nginx on the loopback."""

import contextlib, pathlib, socket, subprocess, time

import programs, serving
from programs import middle, ratio, run
from tables import Bars, Part, Ratio, number

READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
if sys.argv[2] == "add":
    for line in open(sys.argv[3]):
        reader.add_feed(line.strip())
else:
    reader.update_feeds(workers=8)
"""


def curl(folder, urls, condition=None):
    """`curl --parallel` over the same URLs, with the validator that makes all answers 304 where one is wanted."""
    listing = folder / "curl.txt"
    listing.write_text("".join(f'url = "{url}"\noutput = /dev/null\n' for url in urls))
    header = ["-H", f"If-None-Match: {condition}"] if condition else []
    command = ["curl", "-s", "--no-progress-meter", "--parallel", "--parallel-max", "64", *header, "-K", listing]
    return lambda: run(command, cwd=folder)


def etag(url):
    head = subprocess.run(["curl", "-sI", url], capture_output=True, text=True).stdout
    return next((line.split(": ")[1] for line in head.splitlines() if line.lower().startswith("etag")), None)


class Newsboat:
    name = "newsboat, 8 threads"

    def __init__(self, folder, urls):
        self.folder = folder / "newsboat"
        self.folder.mkdir()
        (self.folder / "urls").write_text("\n".join(urls) + "\n")
        (self.folder / "config").write_text("reload-threads 8\n")
        self.is_here = programs.shell("newsboat") is not None

    def poll(self):
        return run(["newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"], cwd=self.folder)


class SfeedUpdate:
    name = "sfeed_update, 8 jobs"

    def __init__(self, folder, urls):
        self.folder = folder / "sfeed"
        (self.folder / "feeds").mkdir(parents=True)
        feeds = "\n".join(f'feed "f{number}" "{url}"' for number, url in enumerate(urls))
        (self.folder / "sfeedrc").write_text(f'sfeedpath="{self.folder}/feeds"\nmaxjobs=8\nfeeds() {{\n{feeds}\n}}\n')
        self.is_here = programs.shell("sfeed_update") is not None

    def poll(self):
        return run(["sfeed_update", self.folder / "sfeedrc"], cwd=self.folder)


class Reader:
    name = "lemon24/reader, 8 workers"

    def __init__(self, folder, urls):
        self.folder = folder / "reader"
        self.folder.mkdir()
        (self.folder / "urls").write_text("\n".join(urls) + "\n")
        self.is_here = programs.has_module("reader")
        if self.is_here:
            subprocess.run(
                [programs.python(), "-c", READER, "reader.sqlite", "add", "urls"], cwd=self.folder, check=True)

    def poll(self):
        return run([programs.python(), "-c", READER, "reader.sqlite", "update"], cwd=self.folder)


def measure(runs, small):
    part = Part(
        title="Polling",
        note="",
        columns=["feeds", "feeds/s", "CPU ms a feed", "peak MiB"],
        rows=[])
    if not serving.nginx_is_here():
        part.left_out.append("everything (nginx is not installed)")
        return part
    few, many = (200, 1000) if small else (2000, 10_000)
    part.note = (
        f"One nginx worker on the same machine. First polls: {few:,} feeds of 20 articles, `formats = []` (store and journal), "
        f"and {few // 4:,} with a synced JSON file for each article. Unchanged polls: {many:,} feeds of one article. `newspool run "
        f"--once` whole, start and store included; curl reads and throws away. Medians of {runs} turns.")

    def row(label, feeds, usages):
        part.rows.append([
            label, f"{feeds:,}", number(feeds / middle(use.wall for use in usages)),
            number(middle(use.cpu for use in usages) / feeds * 1e3), number(middle(use.peak for use in usages))])
        return feeds / middle(use.wall for use in usages)

    first = first_polls(part, row, runs, few, peers=100 if small else 500)
    unchanged(part, row, runs, many)
    silent(part, runs, few // 10, many - few // 10)
    part.bars.append(Bars("first-poll", "First poll, 20 articles a feed", "feeds/s", first))
    return part


def first_polls(part, row, runs, feeds, peers):
    rates = {}
    with serving.workplace() as folder, serving.served(folder, feeds, 20) as urls:
        def poll():
            serving.configure(folder, urls)
            serving.forget(folder)
            return programs.once(folder)

        rates["newspool, journal"] = row("newspool, first poll, journal alone", feeds, [poll() for _ in range(runs)])
        part.ratios.append(Ratio(
            "peak memory of the first poll", float(part.rows[-1][-1]), 64, at_most=True, unit="MiB"))

        def files():
            serving.configure(folder, urls[:feeds // 4], spool='formats = ["json"]')
            serving.forget(folder)
            return programs.once(folder)

        rates["newspool, JSON files"] = row(
            "newspool, first poll, JSON files", feeds // 4, [files() for _ in range(max(1, runs // 2))])
        best = 0
        for make in (Newsboat, SfeedUpdate, Reader):
            peer = make(folder, urls[:peers])
            if not peer.is_here:
                part.left_out.append(f"{peer.name.split(',')[0]} (not installed)")
                continue
            rates[peer.name] = row(f"{peer.name}, first poll", peers, [peer.poll()])
            row(f"{peer.name}, all 304", peers, [peer.poll() for _ in range(2)])
            if isinstance(peer, Newsboat):
                part.ratios.append(Ratio(
                    "first poll, of newsboat's", rates["newspool, journal"] / rates[peer.name], 20))
    return rates


def unchanged(part, row, runs, feeds):
    with serving.workplace() as folder, serving.served(folder, feeds, 1) as urls:
        serving.configure(folder, urls)
        programs.once(folder)
        found = programs.turns(runs, {
            "curl": curl(folder, urls, etag(urls[0])), "newspool": lambda: programs.once(folder)})
        theirs = row("curl --parallel-max 64, all 304", feeds, found["curl"])
        rate = row("newspool, all 304", feeds, found["newspool"])
        part.ratios += [
            Ratio("all 304, of curl", ratio([use.wall for use in found["curl"]], [use.wall for use in found["newspool"]]), 0.5),
            Ratio("all 304, feeds/s", rate, 8000),
            Ratio("peak memory at all 304", float(part.rows[-1][-1]), 64, at_most=True, unit="MiB")]
        part.bars.append(Bars(
            "unchanged", f"{feeds:,} feeds that all answer 304", "feeds/s", {"curl --parallel-max 64": theirs, "newspool": rate}))
    with serving.workplace() as folder, serving.served(folder, feeds, 1, validators=False) as urls:
        serving.configure(folder, urls)
        programs.once(folder)
        found = programs.turns(runs, {"curl": curl(folder, urls), "newspool": lambda: programs.once(folder)})
        row("curl --parallel-max 64, unchanged 200s", feeds, found["curl"])
        row("newspool, unchanged 200s", feeds, found["newspool"])
        part.ratios.append(Ratio(
            "unchanged 200s, of curl", ratio([use.wall for use in found["curl"]], [use.wall for use in found["newspool"]]), 0.35))


def silent(part, runs, mute, others):
    """Servers that take connections and never answer, listed first: what the other feeds wait for them."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(serving.workplace())
        good = stack.enter_context(serving.served(folder, others, 1))
        quiet = []
        for index in range(mute):
            listener = stack.enter_context(socket.socket())
            listener.bind((f"127.1.{index // 200}.{index % 200 + 1}", 0))
            listener.listen(8)
            quiet.append("http://%s:%d/" % listener.getsockname())

        def seconds(urls):
            """Until the journal has the articles of all that answer."""
            serving.forget(folder)
            serving.configure(folder, urls)
            since = time.perf_counter()
            child = subprocess.Popen(
                [programs.NEWSPOOL, "run", "--once", "--quiet", "--log-level", "error"], cwd=folder,
                env=programs.ENVIRONMENT)
            serving.wait_for_lines(folder, others, 120)
            took = time.perf_counter() - since
            child.kill()
            child.wait()
            return took

        found = programs.turns(max(1, runs // 2), {"alone": lambda: seconds(good), "behind": lambda: seconds(quiet + good)})
        for label, name in [("alone", "alone"), (f"behind {mute} servers that never answer", "behind")]:
            part.rows.append([f"newspool run --once, first articles of all feeds, {label}", f"{others:,}", number(others / middle(found[name])), "", ""])
        part.ratios.append(Ratio(
            f"{others:,} feeds behind {mute} silent servers, of their time alone", ratio(found["behind"], found["alone"]), 1.25,
            at_most=True))

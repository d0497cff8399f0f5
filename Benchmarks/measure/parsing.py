"""Parsing: newspool beside libxml2's own speed and beside other parsers, one thread, the same files, turn and turn about."""

import json, pathlib, random, subprocess

import programs, serving
from programs import CORPUS, NEWSPOOL, middle, ratio
from tables import Bars, Part, Ratio, number

PEER = """
import json, resource, sys, time
parse = __import__(sys.argv[1]).parse
start = time.process_time()
items = failed = 0
for path in sys.argv[2:]:
    try:
        items += len(parse(open(path, "rb").read()).entries)
    except Exception:
        failed += 1
print(json.dumps({"seconds": time.process_time() - start, "items": items, "failed": failed,
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def made(folder):
    """Documents with the habits of real ones: escaped HTML, CDATA, Atom, many fields, up to a hundred items."""
    random.seed(3)

    def html(count):
        return "".join(
            f'<p class="x">{serving.words(40)} <a href="/more/{n}?utm_source=rss">{serving.words(2)}</a> <em>{serving.words(3)}</em> '
            f"&#8217;s.</p><ul><li>{serving.words(6)}</li><li>{serving.words(5)}</li></ul>"
            f'<img src="/i/{n}.jpg" alt="{serving.words(3)}" width="600">'
            for n in range(count))

    def escaped(markup):
        return markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    for feed in range(12):
        items = []
        for n in range(random.choice([10, 20, 50, 100])):
            link = f"https://site{feed}.example/articles/{n}"
            body = html(random.randint(1, 8))
            if feed % 3 == 2:
                items.append(
                    f'<entry><title>{serving.words(6)}</title><id>{link}</id><link href="{link}"/><updated>2026-11-23T10:00:00Z'
                    f"</updated><author><name>{serving.words(2)}</name></author><summary>{serving.words(20)}</summary>"
                    f'<content type="html">{escaped(body)}</content></entry>')
            else:
                content = f"<![CDATA[{body}]]>" if feed % 3 == 0 else escaped(body)
                items.append(
                    f"<item><title>{serving.words(6)}</title><link>{link}</link><guid isPermaLink='false'>{link}</guid>"
                    f"<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate><dc:creator>{serving.words(2)}</dc:creator><category>"
                    f"{serving.words(1)}</category><description>{escaped(html(1))}</description><content:encoded>{content}"
                    "</content:encoded></item>")
        if feed % 3 == 2:
            text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{serving.words(3)}</title>{"".join(items)}</feed>'
        else:
            text = (
                '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
                'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
                f'<title>{serving.words(3)}</title><link>https://site{feed}.example/</link>{"".join(items)}</channel></rss>')
        (folder / f"{feed}.xml").write_text('<?xml version="1.0" encoding="utf-8"?>\n' + text)


def documents(folder):
    """The XML documents of a folder that newspool takes for feeds: pages and licence texts among them are none."""
    files = []
    for path in sorted(folder.rglob("*")):
        head = path.read_bytes()[:512].lstrip(b"\xef\xbb\xbf \r\n\t") if path.is_file() else b""
        if head[:1] == b"<" and path.suffix != ".html":
            if subprocess.run([NEWSPOOL, "parse", "--raw", path], capture_output=True).returncode == 0:
                files.append(str(path))
    return files


def peer(name, files, copies):
    if not programs.has_module(name):
        return None
    done = subprocess.run([programs.python(), "-c", PEER, name, *files], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    return result["seconds"] * copies, result["peak"]


def sfeed(files, copies):
    """sfeed reads one document a process: what starting it takes alone is taken off."""
    if not programs.shell("sfeed"):
        return None
    loop = 'for file in "$@"; do sfeed < "$file"; done'
    usage = programs.run(["sh", "-c", loop, "sh", *files])
    bare = programs.run(["sh", "-c", loop, "sh", *["/dev/null"] * len(files)])
    return max(1e-3, usage.cpu - bare.cpu) * copies, usage.peak


def gofeed(program, files):
    if not program:
        return None
    usage = programs.run([program, *files])
    return usage.cpu, usage.peak


def gofeed_program():
    """The peer in Go, built where Debian's golang-go and golang-github-mmcdole-gofeed-dev are."""
    if not programs.shell("go"):
        return None
    target = programs.BUILT / "gofeed"
    done = subprocess.run(
        ["go", "build", "-o", target, programs.BENCHMARKS / "measure/gofeed.go"], capture_output=True,
        env={**programs.ENVIRONMENT, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(programs.BUILT / "go")})
    return target if done.returncode == 0 else None


def limits(program, files):
    found = json.loads(subprocess.run([program, *files], capture_output=True, check=True).stdout)
    return found


def ours(files, *flags):
    usage = programs.run([NEWSPOOL, "parse", *flags, *files])
    return usage.cpu, usage.peak


def measure(runs, small):
    with serving.workplace() as work:
        folder, origin = CORPUS / "real", "../shared/corpus/real"
        if not folder.is_dir():
            folder, origin = work / "made", "made documents (../shared/corpus/real is not here)"
            folder.mkdir()
            made(folder)
        return compare(documents(folder), origin, runs, copies=4 if small else 150)


def compare(once, origin, runs, copies):
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libxml-2.0"], capture_output=True, text=True).stdout.split()
    limit = programs.compiled("measure/limits.c", *flags)
    go = gofeed_program()
    files = once * copies
    few = min(4, copies)
    found = programs.turns(runs, {
        "limits": lambda: limits(limit, files),
        "raw": lambda: ours(files, "--raw"),
        "clean": lambda: ours(files),
        "fastfeedparser": lambda: peer("fastfeedparser", once * few, copies / few),
        "sfeed": lambda: sfeed(once, copies),
        "gofeed": lambda: gofeed(go, files),
        "feedparser": lambda: peer("feedparser", once, copies),
    })
    lines = subprocess.run([NEWSPOOL, "parse", "--raw", *once], capture_output=True, text=True).stdout.splitlines()
    items = copies * sum(len(json.loads(line).get("items", [])) for line in lines)
    megabytes = found["limits"][0]["bytes"] / 1e6
    sax = [result["sax"] for result in found["limits"]]
    both = [result["sax"] + result["html"] for result in found["limits"]]
    seconds = {name: [result[0] for result in results] for name, results in found.items() if name != "limits"}
    peaks = {name: middle([result[1] for result in results]) for name, results in found.items() if name != "limits"}

    rows, rates = [], {}

    def row(label, times, peak=None, html="nothing"):
        rates[label] = megabytes / middle(times)
        rows.append([
            label, number(rates[label]), number(items / middle(times)), number(peak), html])

    row("libxml2 SAX2 push, empty callbacks", sax)
    row("the same and a bare HTML tree of each content", both)
    row("newspool parse --raw", seconds["raw"], peaks["raw"])
    row("newspool parse", seconds["clean"], peaks["clean"], "cleaned, URLs resolved, text, summary")
    for name, html in [
        ("fastfeedparser", "nothing"), ("sfeed", "text only"), ("gofeed", "nothing"), ("feedparser", "cleaned, URLs resolved")
    ]:
        if name in seconds:
            row(name, seconds[name], peaks[name], html)
    ratios = [
        Ratio("parse --raw, of libxml2's SAX2", ratio(sax, seconds["raw"]), 0.5),
        Ratio("parse, of SAX2 and HTML trees", ratio(both, seconds["clean"]), 1.0),
    ]
    if "fastfeedparser" in seconds:
        ratios.append(Ratio("parse --raw, of fastfeedparser", ratio(seconds["fastfeedparser"], seconds["raw"]), 1.3))
    if "feedparser" in seconds:
        ratios.append(Ratio("parse, of feedparser", ratio(seconds["feedparser"], seconds["clean"]), 20))
    return Part(
        title="Parsing",
        note=(f"{len(once)} documents of {origin}, each {copies} times: {megabytes:.0f} MB, {items:,} entries. CPU time of one "
              f"thread, reading the files included; medians of {runs} turns. libxml2 throws away what it reads; the others "
              "build entries, and newspool writes them as JSON."),
        columns=["MB/s", "entries/s", "peak MiB", "what becomes of the HTML"],
        rows=rows,
        ratios=ratios,
        bars=[Bars("parsing", "Reading feeds", "MB/s of one core", rates)],
        left_out=[f"{name} (not installed)" for name in ["fastfeedparser", "sfeed", "gofeed", "feedparser"] if name not in seconds])

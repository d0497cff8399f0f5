"""Pages and URLs: extraction, cleaning and Markdown beside trafilatura and readability-lxml; canonical URLs a second."""

import json, pathlib, random, re, subprocess

import programs, serving
from programs import CORPUS, NEWSPOOL, ROOT, middle
from tables import Bars, Part, Ratio, number

PEER = """
import json, sys, time
name = sys.argv[1]
pages = [open(path, encoding="utf-8", errors="replace").read() for path in sys.argv[2:]]
if name == "trafilatura":
    from trafilatura import bare_extraction
    extract = lambda page: bare_extraction(page, with_metadata=True)
else:
    from readability import Document
    def extract(page):
        document = Document(page)
        return document.title(), document.summary()
start = time.process_time()
for page in pages:
    try:
        extract(page)
    except Exception:
        pass
print(time.process_time() - start)
"""


def pages():
    """Mozilla's pages, or the project's own fixtures."""
    found = sorted((CORPUS / "readability").glob("*/source.html"))
    return found or sorted((ROOT / "Tests/Fixtures").rglob("*page*.html"))


def peer(name, module, files):
    if not programs.has_module(module):
        return None
    done = subprocess.run([programs.python(), "-c", PEER, name, *map(str, files)], capture_output=True, text=True, check=True)
    return len(files) / float(done.stdout)


def own_rates(folder):
    """What the library does on one core, without a process for each page."""
    output = subprocess.run(
        ["swift", "run", "-c", "release", "--package-path", programs.BENCHMARKS, "--scratch-path", programs.BUILT / "swift",
         "Pages", folder], capture_output=True, text=True, check=True).stdout
    return {name: (float(megabytes), float(count)) for name, megabytes, count in re.findall(r"(.+): (\d+) MB/s, (\d+) pages/s", output)}


def urls(folder, count):
    words = ["news", "2026", "story", "harbour", "index.html", "a-long-title-of-an-article", "Caf%c3%a9"]
    random.seed(1)
    target = folder / "urls.txt"
    with target.open("w") as file:
        for number in range(count):
            file.write(
                f"https://www.site{number % 5000}.example/{random.choice(words)}/{random.choice(words)}-{number}/"
                f"?utm_source=rss&id={number}&utm_medium=feed\n")
    return target


def measure(runs, small):
    files = pages()[:20 if small else None]
    size = sum(file.stat().st_size for file in files) / 1e6
    folder = files[0].parent.parent
    found = programs.turns(max(1, runs // 2), {
        "newspool": lambda: own_rates(folder),
        "trafilatura": lambda: peer("trafilatura", "trafilatura", files),
        "readability-lxml": lambda: peer("readability", "readability", files),
    })
    ours = {name: tuple(middle(rates[name][index] for rates in found["newspool"]) for index in (0, 1))
            for name in found["newspool"][0]}
    rows = [[f"newspool: {name}", number(rate[1]), number(rate[0])] for name, rate in ours.items()]
    extraction = next(rate[1] for name, rate in ours.items() if name.startswith("extraction"))
    bars = {"newspool": extraction}
    for name in ("trafilatura", "readability-lxml"):
        if name in found:
            bars[name] = middle(found[name])
            rows.append([f"{name}: extraction", number(bars[name]), number(bars[name] * size / len(files))])
    with serving.workplace() as work:
        count = 200_000 if small else 2_000_000
        listing = urls(work, count)
        rates = []
        for _ in range(runs):
            with listing.open() as file:
                rates.append(count / programs.run([NEWSPOOL, "canonicalize", "-"], stdin=file).cpu)
    rows.append(["newspool canonicalize -, URLs", number(middle(rates)), ""])
    megabytes = {name.split()[0]: rate[0] for name, rate in ours.items()}
    return Part(
        title="Pages and URLs",
        note=f"{len(files)} pages ({size:.1f} MB), metadata and content, one core; two million URLs with two trackers each.",
        columns=["a second", "MB/s"],
        rows=rows,
        ratios=[
            Ratio("extraction, pages/s", extraction, 100),
            Ratio("sanitizer, MB/s", megabytes["sanitizer"], 60),
            Ratio("Markdown, MB/s", megabytes["Markdown"], 40),
            Ratio("canonical URLs/s of CPU time", middle(rates), 1_000_000),
        ],
        bars=[Bars("pages", "Articles out of pages", "pages/s of one core", bars)],
        left_out=[f"{name} (not installed)" for name in ("trafilatura", "readability-lxml") if name not in found])

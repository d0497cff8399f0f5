"""Search: how long a query takes, how large its index is, and what delivery costs with it."""

import contextlib, itertools, json, random, sqlite3, subprocess, time, urllib.parse, urllib.request

import programs, serving
from programs import middle, ratio
from tables import Part, Ratio, number

SYLLABLES = "ka lo mi ter ran ste bo ne shu pra vi den sol ar ing ment tion al er o".split()
LISTENER = 8792


def vocabulary():
    """60,000 words, the common ones first."""
    chance = random.Random(7)
    words = {}
    while len(words) < 60_000:
        words["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 4))) + chance.choice(["", "s", "e", "y", "d"])] = None
    return list(words)


WORDS = vocabulary()
# As often as words of a language are (Zipf).
WEIGHTS = list(itertools.accumulate(1 / (place + 3) for place in range(len(WORDS))))


def document(feed, items):
    """A feed of articles of about 150 words, some much longer."""
    chance = random.Random(feed)
    entries = []
    for item in range(items):
        words = chance.choices(WORDS, cum_weights=WEIGHTS, k=max(20, int(chance.lognormvariate(0, 0.6) * 150)))
        entries.append(
            f"<item><title>{' '.join(words[:6])}</title><link>http://site{feed}.example/articles/{item}</link>"
            f'<guid isPermaLink="false">{feed}-{item}</guid><description>&lt;p&gt;{" ".join(words)}&lt;/p&gt;</description></item>')
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Site {feed}</title><link>http://site{feed}.example/</link>'
        f"<description>Words</description>{''.join(entries)}</channel></rss>")


def queries(count):
    """Of each kind so many."""
    chance = random.Random(3)
    word = lambda first, last: WORDS[chance.randrange(first, last)]
    kinds = {
        "a word that is everywhere": lambda: word(0, 20),
        "a word": lambda: word(100, 3_000),
        "a rare word": lambda: word(10_000, 60_000),
        "two words": lambda: f"{word(10, 2_000)} {word(10, 2_000)}",
        "a phrase": lambda: f'"{word(0, 200)} {word(0, 200)}"',
        "a beginning": lambda: word(100, 60_000)[:5] + "*",
        "a word without another": lambda: f"{word(10, 2_000)} -{word(0, 20)}",
    }
    return {name: [make() for _ in range(count)] for name, make in kinds.items()}


def measure(runs, small):
    feeds = 20 if small else 1_000
    part = Part(
        title="Search",
        note=(f"{feeds * 1000:,} articles of about 170 words of a vocabulary of 60,000, as often as words of a language are. "
              "`newspool search --json`, start of the program included, and `/articles?q=` of the daemon."),
        columns=["median ms", "longest ms"],
        rows=[])
    if not serving.nginx_is_here():
        part.left_out.append("everything (nginx is not installed)")
        return part
    with serving.workplace() as folder:
        with serving.served(folder, feeds, 1_000, document=document) as urls:
            serving.configure(
                folder, urls,
                spool=f'formats = []\n[search]\nenabled = true\n[status]\nlisten = "127.0.0.1:{LISTENER}"')
            programs.once(folder)
        latencies(part, folder, small)
        size(part, folder)
    delivery(part, runs, small)
    return part


def latencies(part, folder, small):
    asked = queries(5 if small else 25)
    commands, pages = {}, {}
    for name, texts in asked.items():
        commands[name] = [timed(lambda: search(folder, text)) for text in texts]
    (folder / "feeds.toml").write_text((folder / "feeds.toml").read_text().split("[[feed]]")[0])
    daemon = subprocess.Popen([programs.NEWSPOOL, "run", "--log-level", "error"], cwd=folder, env=programs.ENVIRONMENT)
    try:
        while not answers("readyz"):
            time.sleep(0.1)
        for name, texts in asked.items():
            pages[name] = [timed(lambda: answers("articles?limit=20&q=" + urllib.parse.quote(text))) for text in texts]
    finally:
        daemon.terminate()
        daemon.wait()
    for label, found in [("newspool search", commands), ("/articles?q=", pages)]:
        for name, times in found.items():
            part.rows.append([f"{label}, {name}", number(middle(times)), number(max(times))])
        every = [time for times in found.values() for time in times]
        part.rows.append([f"{label}, all", number(middle(every)), number(max(every))])
        part.ratios.append(Ratio(f"{label}, median", middle(every), 50, at_most=True, unit="ms"))


def search(folder, text):
    subprocess.run(
        [programs.NEWSPOOL, "search", "--json", "--", text], cwd=folder, env=programs.ENVIRONMENT, check=True, capture_output=True)


def answers(path):
    with contextlib.suppress(OSError):
        with urllib.request.urlopen(f"http://127.0.0.1:{LISTENER}/{path}", timeout=60) as response:
            return response.read()
    return None


def timed(action):
    since = time.perf_counter()
    action()
    return (time.perf_counter() - since) * 1e3


def size(part, folder):
    """The index of what it holds: titles and texts of all articles."""
    store = sqlite3.connect(folder / "state/newspool.sqlite")
    texts = sum(
        len(item.get("title", "").encode()) + len(item.get("content_text", "").encode())
        for item in (json.loads(row[0]) for row in store.execute("SELECT json FROM outbox")))
    store.close()
    index = sum(file.stat().st_size for file in (folder / "state").glob("search.sqlite*"))
    part.rows.append([f"titles and texts {texts / 2**20:,.0f} MiB, index {index / 2**20:,.0f} MiB", "", ""])
    part.ratios.append(Ratio("the index, of the texts", index / texts, 0.6, at_most=True))


def delivery(part, runs, small):
    """First polls of many articles until the journal has all of them."""
    for label, formats, feeds in [("JSON files", '["json"]', 10), ("the journal alone", "[]", 40)]:
        count = (2 if small else feeds) * 1_000
        with serving.workplace() as folder, serving.served(folder, count // 1_000, 1_000, document=document) as urls:
            found = programs.turns(runs, {
                name: lambda tables=tables: delivered(folder, urls, count, f"formats = {formats}\n{tables}")
                for name, tables in [("without", ""), ("with", "[search]\nenabled = true")]})
        for name, times in found.items():
            part.rows.append([
                f"delivery of {count:,} articles {name} search, {label}: {number(count / middle(times))} a second", "", ""])
        part.ratios.append(Ratio(
            f"delivery with search, of that without, {label}", ratio(found["without"], found["with"]), 0.8))


def delivered(folder, urls, count, spool):
    """Seconds until so many lines are in the journal."""
    serving.forget(folder)
    serving.configure(folder, urls, spool=spool)
    since = time.perf_counter()
    daemon = subprocess.Popen([programs.NEWSPOOL, "run", "--log-level", "error"], cwd=folder, env=programs.ENVIRONMENT)
    serving.wait_for_lines(folder, count, 600)
    took = time.perf_counter() - since
    daemon.terminate()
    daemon.wait()
    return took

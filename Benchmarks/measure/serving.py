"""Feeds that are made, and the nginx that serves them on the loopback."""

import contextlib, os, pathlib, random, shutil, socket, subprocess, tempfile, time

PORT = 8791
WORDS = "harbour council ferry timetable storm engine garden winter signal copper lantern river bridge market".split()


def words(count):
    return " ".join(random.choice(WORDS) for _ in range(count))


def document(feed, items):
    """A feed of so many items, about 800 bytes each; the same on each call."""
    random.seed(feed)
    entries = "".join(
        f"<item><title>{words(6)} {feed}-{item}</title><link>http://site{feed}.example/articles/{item}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{feed}-{item}</guid><pubDate>Mon, 23 Nov 2026 {item % 24:02}:00:00 GMT</pubDate>'
        f"<category>news</category><description>&lt;p&gt;{words(60)}.&lt;/p&gt;&lt;p&gt;See &lt;a href=&quot;/more&quot;&gt;more"
        "&lt;/a&gt;.&lt;/p&gt;</description></item>"
        for item in range(items))
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Site {feed}</title><link>http://site{feed}.example/</link>'
        f"<description>What happens at site {feed}</description>{entries}</channel></rss>")


@contextlib.contextmanager
def workplace():
    """A folder for one measurement, on a disk rather than in memory."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="newspool-bench-", dir=os.environ.get("BENCH_DISK", "/var/tmp")))
    os.chmod(folder, 0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def nginx_is_here():
    return shutil.which("nginx") is not None


@contextlib.contextmanager
def served(folder, feeds, items, validators=True, document=document):
    """One nginx worker that serves the documents; yields their URLs. Without validators every answer is a 200."""
    site = folder / "site"
    site.mkdir()
    longest = max(len(document(feed, items)) for feed in {0, feeds // 2, feeds - 1}) + 200
    for feed in range(feeds):
        file = site / f"{feed}.xml"
        file.write_text(document(feed, items).ljust(longest))  # one length and one time: one ETag for all
        os.utime(file, (1_700_000_000, 1_700_000_000))
    # In a folder of their own: nginx gives it to the user of its worker, and what newspool makes in it as well.
    temporary = " ".join(
        f"{kind}_temp_path {folder}/nginx;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    bare = "" if validators else "etag off; if_modified_since off; add_header Last-Modified \"\";"
    (folder / "nginx.conf").write_text(
        f"worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; types {{ application/rss+xml xml; }} keepalive_requests 1000000; {temporary}\n"
        f"open_file_cache max={2 * feeds}; {bare} server {{ listen 127.0.0.1:{PORT}; root {site}; }} }}\n")
    with nginx(folder):
        yield [f"http://127.0.0.1:{PORT}/{feed}.xml" for feed in range(feeds)]


def listens():
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", PORT), 0.1).close()
        return True
    return False


@contextlib.contextmanager
def nginx(folder):
    """nginx with the folder's nginx.conf, until the block ends."""
    if listens():
        raise SystemExit(f"somebody else listens on port {PORT}")
    server = subprocess.Popen(
        ["nginx", "-c", folder / "nginx.conf", "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(500):
            if listens():
                break
            time.sleep(0.02)
        yield
    finally:
        server.terminate()
        server.wait()


def configure(folder, urls, daemon="", spool="formats = []"):
    (folder / "feeds.toml").write_text(
        f"[daemon]\nper_host = 64\n{daemon}\n[http]\nallow_private = true\n[spool]\n{spool}\n"
        + "".join(f'[[feed]]\nurl = "{url}"\nname = "f{number}"\n' for number, url in enumerate(urls)))


def forget(folder):
    """Takes away what newspool learned and wrote."""
    for name in ("state", "spool"):
        shutil.rmtree(folder / name, ignore_errors=True)


def wait_for_lines(folder, count, seconds):
    """Waits until so many articles are in the journal, at most so long."""
    end = time.perf_counter() + seconds
    journal, lines, position = folder / "spool/current.jsonl", 0, 0
    while lines < count and time.perf_counter() < end:
        time.sleep(0.01)
        with contextlib.suppress(OSError), journal.open("rb") as file:
            file.seek(position)
            new = file.read()
            lines, position = lines + new.count(b"\n"), position + len(new)

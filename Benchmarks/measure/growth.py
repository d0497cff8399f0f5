"""Growth: what a long list of feeds costs at start and at rest, and what a long memory costs a poll."""

import contextlib, http.server, os, pathlib, socket, socketserver, sqlite3, subprocess, threading, time

import programs, serving
from programs import ENVIRONMENT, NEWSPOOL, middle
from tables import Bars, Part, Ratio, number


def measure(runs, small):
    part = Part(
        title="Growth", note="", rows=[],
        columns=["start to READY, s", "memory, MiB", "idle CPU, %", "poll, ms CPU", "store, MB", "bytes an entry"])
    lists = [1000, 10_000] if small else [1000, 10_000, 100_000]
    memories = [1000, 20_000] if small else [1000, 100_000, 1_000_000]
    part.note = (
        "Feeds: all were polled once and rest (`interval = \"12h\"`); the second start of `newspool run`, then the mean CPU of "
        f"{rest_seconds(small)} s in which nothing is due, the pings of a watchdog included; the poll is that of `run --once`. "
        "Polled every minute: the most memory of a minute, after a minute of such polls. "
        "Entries seen: a poll of 100 feeds with one new of 30 entries each, less what a run without feeds takes; medians of "
        f"{runs} rounds in turns.")
    if serving.nginx_is_here():
        memory_of = {}
        for feeds in lists:
            many_feeds(part, feeds, small, memory_of)
        busy_feeds(part, lists[1], small)
        part.bars.append(Bars("memory", "Memory of a list that rests", "MiB", memory_of))
    else:
        part.left_out = ["long lists (nginx is not installed)"]
    many_seen(part, memories, runs)
    return part


def rest_seconds(small):
    return 5 if small else 30


# MARK: Feeds

@contextlib.contextmanager
def one_document(folder):
    """nginx that answers any path with the same small feed."""
    (folder / "site").mkdir()
    (folder / "site/feed.xml").write_text(serving.document(0, 1))
    temporary = " ".join(f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; types {{ application/rss+xml xml; }} keepalive_requests 1000000; {temporary}\n"
        f"server {{ listen 127.0.0.1:{serving.PORT}; root {folder}/site; location / {{ try_files /feed.xml =404; }} }} }}\n")
    with serving.nginx(folder):
        yield


def many_feeds(part, feeds, small, memory_of):
    with serving.workplace() as folder, one_document(folder):
        urls = [f"http://127.0.0.1:{serving.PORT}/{feed}.xml" for feed in range(feeds)]
        serving.configure(
            folder, urls, daemon='interval = "12h"\nmax_interval = "24h"\nadaptive = false\nfirst_fetch = "seed"')
        programs.once(folder)
        poll = programs.once(folder)
        ready, child = start(folder)
        try:
            time.sleep(3)
            before, since = cpu(child.pid), time.perf_counter()
            time.sleep(rest_seconds(small))
            idle = 100 * (cpu(child.pid) - before) / (time.perf_counter() - since)
            memory = resident(child.pid)
        finally:
            child.terminate()
            child.wait()
        part.rows.append([
            f"{feeds:,} feeds", number(ready), number(memory), number(idle), number(poll.cpu / feeds * 1e3), "", ""])
        memory_of[f"newspool, {feeds:,} feeds"] = memory
        if feeds == 10_000:
            part.ratios += [
                Ratio("10,000 feeds to READY", ready, 1, at_most=True, unit="s"),
                Ratio("memory at 10,000 feeds", memory, 40, at_most=True, unit="MiB"),
                Ratio("idle CPU at 10,000 feeds", idle, 0.5, at_most=True, unit="%")]
        if feeds == 100_000:
            part.ratios.append(Ratio("memory at 100,000 feeds", memory, 250, at_most=True, unit="MiB"))


def busy_feeds(part, feeds, small):
    """Memory while all feeds are polled every minute: the most of what is seen each second, after the first round."""
    with serving.workplace() as folder, one_document(folder):
        urls = [f"http://127.0.0.1:{serving.PORT}/{feed}.xml" for feed in range(feeds)]
        serving.configure(
            folder, urls, daemon='interval = "1m"\nmin_interval = "1m"\nadaptive = false\nfirst_fetch = "seed"')
        programs.once(folder)
        _, child = start(folder)
        try:
            time.sleep(10 if small else 75)
            memory = []
            for _ in range(5 if small else 60):
                time.sleep(1)
                memory.append(resident(child.pid))
        finally:
            child.terminate()
            child.wait()
        part.rows.append([f"{feeds:,} feeds, polled every minute", "", number(max(memory)), "", "", "", ""])
        if feeds == 10_000:
            part.ratios.append(Ratio(
                "memory at 10,000 feeds, polled every minute", max(memory), 40, at_most=True, unit="MiB"))


def start(folder):
    """Seconds until READY=1, and the daemon."""
    path = folder / "notify"
    path.unlink(missing_ok=True)
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(str(path))
    since = time.perf_counter()
    child = subprocess.Popen(
        [NEWSPOOL, "run", "--quiet", "--log-level", "critical"], cwd=folder,
        env={**ENVIRONMENT, "NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "30000000"})
    while b"READY=1" not in notify.recv(4096):
        pass
    ready = time.perf_counter() - since
    threading.Thread(target=lambda: [notify.recv(4096) for _ in iter(int, 1)], daemon=True).start()
    return ready, child


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    line = next(line for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


# MARK: Entries

FEEDS, ENTRIES, SEEDED = 100, 30, 1000


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Feeds that show a window over an endless row of entries; `/seed/N` shows a thousand at once."""

    daemon_threads = True
    request_queue_size = 256
    offset = 0

    def __init__(self):
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                kind, _, number = self.path[1:].partition("/")
                numbers = range(SEEDED) if kind == "seed" else range(server.offset + ENTRIES, server.offset, -1)
                body = server.document(f"{kind}{number}", numbers)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @staticmethod
    def document(site, numbers):
        items = "".join(
            f"<item><title>Story {number} of {site}</title><link>https://{site}.example/2026/story-{number}</link>"
            f'<guid isPermaLink="false">{site}-{number}</guid><description>Text {number}</description></item>'
            for number in numbers)
        return f'<rss version="2.0"><channel><title>{site}</title>{items}</channel></rss>'.encode()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


def many_seen(part, memories, runs):
    server = Server()
    with serving.workplace() as work:
        folders = {seen: work / str(seen) for seen in memories}
        sizes = {}
        for seen, folder in folders.items():
            folder.mkdir()
            urls = [server.url(f"seed/{number}") for number in range(seen // SEEDED)]
            serving.configure(folder, urls, daemon='first_fetch = "seed"')
            programs.once(folder)
            state = folder / "state"
            rows = sqlite3.connect(f"file:{state}/newspool.sqlite?mode=ro", uri=True).execute("SELECT count(*) FROM seen").fetchone()[0]
            sizes[seen] = (sum(file.stat().st_size for file in state.iterdir() if file.is_file()), rows)
        costs = {seen: [] for seen in memories}
        for turn in range(runs + 1):  # the first one makes the feeds known
            server.offset = turn
            for seen, folder in folders.items():
                serving.configure(folder, [])
                nothing = programs.once(folder)
                serving.configure(folder, [server.url(f"site/{number}") for number in range(FEEDS)])
                took = programs.once(folder)
                if turn > 0:
                    costs[seen].append((took.cpu - nothing.cpu) / FEEDS * 1e3)
    server.shutdown()
    for seen in memories:
        size, rows = sizes[seen]
        part.rows.append([
            f"{seen:,} entries seen", "", "", "", number(middle(costs[seen])), number(size / 1e6), number(size / rows)])
    part.bars.append(Bars(
        "seen", "A poll of 30 entries, one of them new", "ms of CPU",
        {f"newspool, {seen:,} seen": middle(costs[seen]) for seen in memories}))
    most = memories[-1]
    part.ratios += [
        Ratio(f"a poll at {most:,} seen, of one at 1,000", middle(b / a for a, b in zip(costs[1000], costs[most])), 1.3, at_most=True),
        Ratio(f"store at {most:,} seen", sizes[most][0] / sizes[most][1], 200, at_most=True, unit="bytes an entry")]

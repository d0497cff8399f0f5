"""Pulling: pages of `/articles` a second, and what clients that wait cost."""

import contextlib, os, pathlib, socket, subprocess, time

import programs, serving
from programs import middle
from tables import Part, Ratio, number

LISTENER = 8792
PAGE = 100


def measure(runs, small):
    feeds, waiters = (100, 200) if small else (1_000, 1_000)
    articles = feeds * 20
    part = Part(
        title="Pulling",
        note=(f"{articles:,} articles of 800 bytes, all pages of {PAGE} five times, one after the other by one connection; the daemon's CPU time. "
              f"Then {waiters:,} clients that wait for the next article. Medians of {runs} turns."),
        columns=["pages/s", "pages a CPU second", "MiB"],
        rows=[])
    if not serving.nginx_is_here():
        part.left_out.append("everything (nginx is not installed)")
        return part
    with serving.workplace() as folder:
        with serving.served(folder, feeds, 20) as urls:
            serving.configure(folder, urls, spool=f'formats = []\n[status]\nlisten = "127.0.0.1:{LISTENER}"')
            programs.once(folder)
        # The articles stay, and nothing is polled while others are measured.
        (folder / "feeds.toml").write_text((folder / "feeds.toml").read_text().split("[[feed]]")[0])
        with daemon(folder) as process:
            found = programs.turns(runs, {
                "plain": lambda: pages(process, articles, ""),
                "gzip": lambda: pages(process, articles, "Accept-Encoding: gzip\r\n")})
            waiting(part, process, waiters, articles)
    for label, key in [("pages of 100", "plain"), ("pages of 100, compressed", "gzip")]:
        part.rows.insert(0 if key == "plain" else 1, [
            label, number(middle(wall for wall, _ in found[key])), number(middle(cpu for _, cpu in found[key])), ""])
    part.ratios.insert(0, Ratio("pages of 100 a second, on a core", middle(cpu for _, cpu in found["plain"]), 2_000))
    return part


@contextlib.contextmanager
def daemon(folder):
    process = subprocess.Popen([programs.NEWSPOOL, "run", "--log-level", "error"], cwd=folder, env=programs.ENVIRONMENT)
    try:
        while True:
            with contextlib.suppress(OSError), connect() as client:
                client.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if b" 200 " in client.recv(100):
                    break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def connect():
    return socket.create_connection(("127.0.0.1", LISTENER), 60)


def pages(process, articles, header):
    """Pages a second of the clock, and of the daemon's CPU time."""
    since, before = time.perf_counter(), cpu_seconds(process)
    count = 0
    with connect() as client:
        for after in [*range(0, articles, PAGE)] * 5:
            client.sendall(f"GET /articles?after={after}&limit={PAGE} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n".encode())
            received = client.recv(1 << 20)
            while b"\r\n\r\n" not in received:
                received += client.recv(1 << 20)
            head, _, body = received.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"/articles?after={after}: {head.decode()}")
            left = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]) - len(body)
            while left > 0:
                left -= len(client.recv(1 << 20))
            count += 1
    return count / (time.perf_counter() - since), count / (cpu_seconds(process) - before)


def waiting(part, process, waiters, articles):
    """Memory before and with so many clients that wait, and the CPU time that they take."""
    before, threads = resident(process), thread_count(process)
    clients = []
    for place in range(waiters):
        client = connect()
        client.sendall(f"GET /articles?after={articles}&wait=120s HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        clients.append(client)
        if place % 20 == 19:
            time.sleep(0.02)
    time.sleep(5)
    cpu = cpu_seconds(process)
    time.sleep(5)
    grown, idle = resident(process) - before, cpu_seconds(process) - cpu
    answered = sum(1 for client in clients if has_answer(client))
    if answered:
        raise SystemExit(f"{answered} of {waiters} clients did not wait")
    part.rows.append([f"{waiters:,} clients that wait: memory, and {thread_count(process) - threads} threads", "", "", number(grown / 1024)])
    part.rows.append([f"CPU ms a second while they wait: {number(idle / 5 * 1e3)}", "", "", ""])
    part.ratios.append(Ratio("KiB a client that waits", grown / waiters, 16, at_most=True))
    for client in clients:
        client.close()


def has_answer(client):
    client.setblocking(False)
    try:
        client.recv(1)
    except BlockingIOError:
        return False
    return True


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")")[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process):
    """KiB."""
    lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))


def thread_count(process):
    return len(list(pathlib.Path(f"/proc/{process.pid}/task").iterdir()))

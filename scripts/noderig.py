"""A PostgreSQL of one's own, feeds that go on publishing, and nodes as processes: what `node-rig` and `node-scenes` are made of."""
import collections, glob, http.server, json, os, select, shutil, signal, socket, struct, subprocess, sys, tempfile, threading
import time

binaries = (sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [None])[-1]
demoted = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}


def make_root():
    if not binaries:
        print("no PostgreSQL: nothing is tried")
        sys.exit(0)
    root = tempfile.mkdtemp(prefix="newspool-nodes-")
    os.chmod(root, 0o711)
    return root


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Database:
    """A server; `standby_of` is another one that it follows until it is promoted."""

    def __init__(self, root, name="pg", standby_of=None, settings=()):
        self.home, self.port, self.settings, self.process = f"{root}/{name}", free_port(), list(settings), None
        self.log = f"{root}/{name}.log"
        os.mkdir(self.home, 0o711)
        if demoted: shutil.chown(self.home, "postgres", "postgres")
        data = self.home + "/data"
        if standby_of:
            subprocess.run([binaries + "/pg_basebackup", "-D", data, "-h", standby_of.home, "-p", str(standby_of.port),
                            "-U", "newspool", "-R", "-X", "stream", "-c", "fast"], check=True, cwd=self.home, **demoted)
            self.start()
            return
        subprocess.run([binaries + "/initdb", "-D", data, "-A", "trust", "-U", "newspool", "-E", "UTF8", "--locale=C"],
                       check=True, stdout=subprocess.DEVNULL, cwd=self.home, **demoted)
        self.start()
        self.sql("CREATE DATABASE newspool", "postgres")

    def start(self):
        settings = ["listen_addresses=127.0.0.1", "max_connections=200"] + self.settings
        self.process = subprocess.Popen(
            [binaries + "/postgres", "-D", self.home + "/data", "-k", self.home, "-p", str(self.port)]
            + [part for setting in settings for part in ("-c", setting)],
            stdout=subprocess.DEVNULL, stderr=open(self.log, "ab"), cwd=self.home, **demoted)
        for _ in range(600):
            if subprocess.run([binaries + "/pg_isready", "-q", "-h", self.home, "-p", str(self.port)]).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("PostgreSQL does not start: " + self.log)

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def crash(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def promote(self):
        subprocess.run([binaries + "/pg_ctl", "promote", "-D", self.home + "/data", "-w"], check=True,
                       stdout=subprocess.DEVNULL, cwd=self.home, **demoted)

    def sql(self, text, database="newspool"):
        return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-h", self.home, "-p", str(self.port), "-U", "newspool",
                               "-d", database, "-c", text], check=True, capture_output=True, text=True).stdout.strip()

    def held(self):
        """How many shards of feeds each node has; '-' for those that nobody has."""
        return dict(line.split("|") for line in self.sql(
            "SELECT coalesce(n.name, '-'), count(*) FROM shard LEFT JOIN node AS n ON n.process = shard.process "
            "AND n.until > clock_timestamp() AND NOT n.has_left WHERE id < 256 GROUP BY 1").split("\n"))


class Pooler:
    """pgbouncer, in transaction mode or another one."""

    def __init__(self, root, database, mode="transaction", login_retry=15):
        self.port = free_port()
        with open(root + "/pgbouncer.ini", "w") as file:
            file.write(f"[databases]\nnewspool = host=127.0.0.1 port={database.port} user=newspool\n[pgbouncer]\n"
                       f"listen_addr = 127.0.0.1\nlisten_port = {self.port}\nauth_type = any\npool_mode = {mode}\n"
                       f"default_pool_size = {20 if mode == 'transaction' else 100}\nmax_client_conn = 500\nunix_socket_dir =\n"
                       f"server_login_retry = {login_retry}\nlogfile = {root}/pgbouncer.log\n")
        os.chmod(root + "/pgbouncer.ini", 0o644)
        open(root + "/pgbouncer.log", "w").close()
        os.chmod(root + "/pgbouncer.log", 0o666)
        self.process = subprocess.Popen(["/usr/sbin/pgbouncer", "-q", root + "/pgbouncer.ini"], cwd="/",
                                        stderr=subprocess.DEVNULL, **demoted)
        time.sleep(0.5)


class Proxy(threading.Thread):
    """Carries bytes between a node and the database, until it is cut: then it carries none, and says nothing of it."""

    def __init__(self, target):
        super().__init__(daemon=True)
        self.target, self.is_cut = target, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def run(self):
        pairs = {}
        while True:
            ready, _, _ = select.select([self.listener] + list(pairs), [], [], 0.2)
            if self.is_cut:
                time.sleep(0.1)
                continue
            for end in ready:
                if end is self.listener:
                    client, _ = end.accept()
                    try: server = socket.create_connection(("127.0.0.1", self.target), 5)
                    except OSError:
                        client.close()
                        continue
                    pairs[client], pairs[server] = server, client
                elif end in pairs:
                    try: data = end.recv(1 << 16)
                    except OSError: data = b""
                    try:
                        if data: pairs[end].sendall(data)
                    except OSError: data = b""
                    if not data:
                        other = pairs.pop(end)
                        pairs.pop(other, None)
                        end.close()
                        other.close()


class Feeds:
    """Feeds on hosts 127.0.1.N, each with an article more every few seconds."""

    def __init__(self, count, pause=0.1):
        self.count, self.items, self.asked = count, collections.defaultdict(list), []
        # Names of nodes by their processes, so that each request has its node's.
        self.processes = {}
        self.pause = pause
        # Given the name of a feed: status, headers and seconds before the answer; and told of a request that was cut.
        self.answer, self.was_cut = (lambda name: (200, {}, 0)), []
        self.lock, self.is_publishing = threading.Lock(), True
        feeds = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *_): pass
            def setup(self):
                super().setup()
                self.node = feeds.node_at(self.client_address[1])
            def do_GET(self):
                # When the kernel had it: on a busy machine this thread runs later.
                information = self.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
                at = time.time() - struct.unpack_from("I", information, 52)[0] / 1000  # tcpi_last_data_recv
                name = self.path.strip("/")
                with feeds.lock:
                    feeds.asked.append((at, self.headers["Host"], self.node, name))
                    body = feeds.document(name).encode()
                status, headers, seconds = feeds.answer(name)
                # Readable before the answer: the client has gone.
                if seconds and select.select([self.connection], [], [], seconds)[0]:
                    feeds.was_cut.append((time.time(), name))
                    self.close_connection = True
                    return
                self.send_response(status)
                for header in headers.items(): self.send_header(*header)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try: self.wfile.write(body)
                except OSError: pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 500
        self.server = Server(("0.0.0.0", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self.publish, daemon=True).start()

    def node_at(self, port):
        """The name of the node that has this end of a connection."""
        with open("/proc/net/tcp") as file:
            lines = [line.split() for line in file]
        socket_of = {line[1].split(":")[1]: line[9] for line in lines[1:] if line[9] != "0"}
        wanted = f"socket:[{socket_of.get(f'{port:04X}')}]"
        for process, name in list(self.processes.items()):
            try:
                for descriptor in os.listdir(f"/proc/{process}/fd"):
                    if os.readlink(f"/proc/{process}/fd/{descriptor}") == wanted: return name
            except OSError: continue
        return "?"

    def publish(self):
        number = 0
        while self.is_publishing:
            with self.lock:
                number += 1
                self.items[f"f{number % self.count}"].append(number)
            time.sleep(self.pause)

    def document(self, name):
        items = "".join(
            f"<item><title>Article {n} of the feed {name}</title><link>http://site.example/{name}/{n}</link>"
            f"<guid isPermaLink='false'>g-{n}</guid><description>Words {n * 7919} of {name}.</description></item>"
            for n in self.items[name])
        return f"<rss version='2.0'><channel><title>{name}</title><link>http://{name}.example/</link>{items}</channel></rss>"

    def url(self, number): return f"http://127.0.1.{number // 4 + 1}:{self.port}/f{number}"

    def tables(self, numbers=None):
        """Of feeds.toml."""
        return "".join(f'[[feed]]\nurl = "{self.url(number)}"\nname = "f{number}"\n'
                       for number in numbers or range(self.count))

    def shown(self): return {f"http://site.example/{name}/{n}" for name, numbers in self.items.items() for n in numbers}


class Node:
    """A newspool. `text` is its feeds.toml, less `[store]` and `[node]`."""

    def __init__(self, root, program, name, hosts, text, environment=None, is_cuttable=True, feeds=None, store=None):
        self.feeds = feeds
        self.name, self.home, self.program = name, f"{root}/{name}", os.path.abspath(program)
        self.proxies = [Proxy(port) for port in hosts] if is_cuttable else []
        ports = [proxy.port for proxy in self.proxies] or hosts
        places = ",".join(f"127.0.0.1:{port}" for port in ports)
        self.store = store or f'[store]\nurl = "postgresql://newspool@{places}/newspool"\n'
        self.environment = dict(os.environ, **(environment or {}))
        os.mkdir(self.home)
        self.process = None
        self.write(text)
        self.start()

    def write(self, text):
        with open(self.home + "/new.toml", "w") as file: file.write(f'{self.store}[node]\nname = "{self.name}"\n{text}')
        os.rename(self.home + "/new.toml", self.home + "/feeds.toml")

    def start(self, *options):
        self.log = open(self.home + "/log", "ab")
        self.process = subprocess.Popen([self.program, "run", "--log-level", "debug", *options], cwd=self.home,
                                        stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, env=self.environment)
        if self.feeds: self.feeds.processes[self.process.pid] = self.name

    def cut(self, is_cut):
        for proxy in self.proxies: proxy.is_cut = is_cut

    def send(self, number): self.process.send_signal(number)

    @property
    def is_running(self): return self.process.poll() is None

    def stop(self):
        self.send(signal.SIGTERM)
        return self.process.wait(30)

    def ask(self, *arguments, text=None):
        return subprocess.run([self.program, *arguments], cwd=self.home, capture_output=True, text=True, input=text,
                              timeout=60, env=self.environment)

    def status(self): return json.loads(self.ask("status", "--json").stdout)

    def said(self):
        with open(self.home + "/log") as file: return file.read()

    def journal(self):
        lines = []
        for path in sorted(glob.glob(self.home + "/spool/journal/*.jsonl")):
            with open(path) as file: lines += [json.loads(line) for line in file if line.endswith("\n")]
        return lines

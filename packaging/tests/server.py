"""Three sites and a webhook's receiver on loopback, for the tests of the package. Writes what it is told to /test/hooks."""
import http.server
import threading

ITEM = "<item><title>{0} {1}</title><link>http://{0}.example/{1}</link><guid>{0}-{1}</guid></item>"


def rss(name, count):
    items = "".join(ITEM.format(name, number) for number in range(count))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = {8001: "garden", 8002: "harbour", 8003: "notes"}.get(self.server.server_port, "other")
        if self.path == "/":
            link = '<link rel="alternate" type="application/rss+xml" title="Feed" href="/feed.xml">'
            body, kind = f"<!doctype html><html><head>{link if name != 'notes' else ''}</head></html>", "text/html"
        elif self.path in ("/feed.xml", "/rss.xml"):
            body, kind = rss(name, 3), "application/rss+xml"
        elif self.path == "/page":
            body, kind = "<!doctype html><html><body>no feed</body></html>", "text/html"
        else:
            self.send_error(404)
            return
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open("/test/hooks", "a") as log:
            log.write(f"{self.headers.get('webhook-id')} {self.headers.get('webhook-signature')}\n")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


servers = [http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) for port in (8001, 8002, 8003, 8004)]
for server in servers[1:]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
servers[0].serve_forever()

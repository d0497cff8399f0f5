#!/usr/bin/env python3
"""Serves the sample feeds of the demonstration on loopback, the way real servers behave.

Once the file `second-edition` exists, harbour.xml has a new article and notes.json one that harbour had before.
Answers are 304 to a matching ETag, old/notes.json has moved for good, broken.xml fails. Usage: server.py PORT STATE_DIRECTORY
"""
import hashlib
import http.server
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
PORT, STATE = int(sys.argv[1]), pathlib.Path(sys.argv[2])
TYPES = {".xml": "application/rss+xml", ".atom": "application/atom+xml", ".json": "application/feed+json"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.lstrip("/")
        if path in ("harbour.xml", "notes.json"):
            edition = 2 if (STATE / "second-edition").exists() else 1
            path = path.replace(".", f"-{edition}.")
        if path == "old/notes.json":
            return self.answer(301, b"", {"Location": "/notes.json"})
        if path == "broken.xml":
            return self.answer(500, b"out of order\n", {"Content-Type": "text/plain"})
        file = HERE / path
        if path.startswith(".") or "/" in path or file.suffix not in TYPES or not file.is_file():
            return self.answer(404, b"not found\n", {"Content-Type": "text/plain"})
        body = file.read_bytes()
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        headers = {"Content-Type": TYPES[file.suffix], "ETag": etag}
        if self.headers.get("If-None-Match") == etag:
            return self.answer(304, b"", headers)
        self.answer(200, body, headers)

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        with open(STATE / "access.log", "a") as log:
            log.write(format % arguments + "\n")


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()

"""A site served from memory, on this machine alone, to browsers that load a page anew when the site has changed.

Files are replaced all at once, so that nobody sees half of a site.  A page that is served gets a script which waits for
the number of the site to change (server-sent events, in the WHATWG's HTML standard, 9.2); what is published has none.
"""

from __future__ import annotations

import contextlib
import http.server
import mimetypes
import threading
import time
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

_OWN = "/.rowtype/"
"""Where the server's own things stand: no file of a site is called so."""
_ALIVE = 15.0
"""Seconds after which a browser that waits hears something, so that one that has gone is noticed."""
_SCRIPT = b"""(() => {
  const here = new URL(document.currentScript.src).searchParams.get("site");
  const news = new EventSource("/.rowtype/changes");
  news.addEventListener("message", ({ data }) => { if (data !== here) { news.close(); location.reload(); } });
})();
"""
_MISSING = (
    b'<!DOCTYPE html>\n<html lang="en">\n<title>404</title>\n<p>404 &middot; <a href="/">/</a></p>\n</html>\n'
)


class Served:
    """The files of a site, and their number, which changes whenever they do."""

    def __init__(self) -> None:
        self._files: Mapping[str, bytes] = {}
        self._number = time.time_ns()  # another one than that of the server before
        self._news = threading.Condition()

    def put(self, files: Mapping[str, bytes]) -> int:
        """Replace all files; how many are not what they were.

        `files`: path from the root, such as `all/fields.html` -> bytes.
        """
        changed = sum(self._files.get(path) != data for path, data in files.items())
        changed += len(self._files.keys() - files.keys())
        if changed:
            with self._news:
                self._files = dict(files)
                self._number += 1
                self._news.notify_all()
        return changed

    def get(self, path: str) -> tuple[bytes | None, int]:
        """The bytes of a file, if there is such a file, and the number of the site that it is of."""
        with self._news:
            return self._files.get(path), self._number

    def after(self, number: int, seconds: float) -> int:
        """The number of the site, as soon as it is another one than `number`, or when time is up."""
        with self._news:
            self._news.wait_for(lambda: self._number != number, seconds)
            return self._number


def server(site: Served, port: int) -> http.server.ThreadingHTTPServer:
    """A server of a site on 127.0.0.1, which begins with `serve_forever`.

    Raises:
        OSError: the port is taken.
    """

    class Handler(_Handler):
        served = site

    return http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers to a browser."""

    served: Served

    def do_GET(self) -> None:
        with contextlib.suppress(ConnectionError):  # the browser has left
            path = unquote(urlsplit(self.path).path)
            if path == f"{_OWN}changes":
                self._tell()
            elif path == f"{_OWN}reload.js":
                self._answer(200, "text/javascript", _SCRIPT)
            else:
                self._file(path)

    do_HEAD = do_GET

    def _file(self, path: str) -> None:
        name = path.removeprefix("/")
        name += "index.html" if name.endswith("/") or not name else ""
        data, number = self.served.get(name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if data is None or kind == "text/html":
            script = f'<script src="{_OWN}reload.js?site={number}"></script>\n'.encode()
            self._answer(404 if data is None else 200, "text/html", (data or _MISSING) + script)
        else:
            self._answer(200, _KINDS.get(kind, kind), data)

    def _answer(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _tell(self) -> None:
        """Say the number of the site, now and whenever it changes, until the browser leaves."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        number = 0
        while self.command != "HEAD":
            number = self.served.after(number, _ALIVE)
            self.wfile.write(f"data: {number}\n\n".encode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say what is missing, and no more."""
        if str(code) == "404":
            super().log_request(code, size)


_KINDS = {"application/javascript": "text/javascript", "text/x-javascript": "text/javascript"}
"""What some systems call a script, and what browsers take for one."""

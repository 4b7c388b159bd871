"""A port of its own for the counts, which no proxy passes on and no visitor reaches."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer

from askleaflet.settings import Settings
from askleaflet.web.listening import listen
from askleaflet.web.metrics import COUNTS

PATH = "/metrics"


class _Answers(BaseHTTPRequestHandler):
    # Whoever says nothing is let go: nobody else is served meanwhile.
    timeout = 2.0

    def do_GET(self) -> None:
        """The counts; nothing else is here."""
        found = self.path == PATH
        text = (COUNTS.text() if found else "There is nothing here.\n").encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def version_string(self) -> str:
        """What it says of itself."""
        return "askleaflet"

    def log_message(self, *_: object) -> None:
        """Nothing is logged of it."""


class Exposed(TCPServer):
    """Serves the counts on a socket that listens already, one asker after the other."""

    def __init__(self, listening: socket.socket) -> None:
        super().__init__(("", 0), _Answers, bind_and_activate=False)
        self.socket.close()
        self.socket = listening

    def handle_error(self, *_: object) -> None:
        """Whoever hung up has no answer."""

    def in_a_thread(self) -> None:
        """Serves for as long as the process runs."""
        threading.Thread(target=self.serve_forever, name="metrics", daemon=True).start()


def expose(settings: Settings) -> Exposed | None:
    """What serves the counts, where ``settings`` say so. Raises SettingsError for a taken port."""
    if settings.metrics_port is None:
        return None
    return Exposed(listen(settings.metrics_host, settings.metrics_port))

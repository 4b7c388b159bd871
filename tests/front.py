"""What stands before a node of OpenSearch in a clinic: TLS, and names with rights.

The node of these tests has no security plug-in. This front does its part: it takes a password or an
API key, lets "leaflets" only read, and shows a certificate that an authority of these tests signed.
"""

from __future__ import annotations

import http.client
import ssl
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

READER, WRITER = "leaflets", "publisher"
PASSWORD, API_KEY = "pass-word-not-to-be-seen", "a-key-not-to-be-seen"
# What deploy/opensearch/roles.yml gives the replicas.
_READS = ("_search", "_msearch")


def authority(folder: Path) -> Path:
    """The certificate of a new authority; its key lies beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "ca.pem"
    _openssl("-out", made, "-keyout", folder / "ca-key.pem", "-subj", "/CN=authority")
    return made


def certificate(ca: Path, name: str) -> Path:
    """A certificate and its key, in one file, for a server of that name or address."""
    made = ca.with_name(f"{name.replace(':', '-')}.pem")
    key = made.with_suffix(".key")
    _openssl(
        "-CA", ca, "-CAkey", ca.with_name("ca-key.pem"), "-out", made, "-keyout", key,
        "-subj", "/CN=node", "-addext", f"subjectAltName={name}",
    )  # fmt: skip
    with made.open("ab") as file:
        file.write(key.read_bytes())
    return made


def _openssl(*given: str | Path) -> None:
    new = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    command = ["openssl", *new, "-days", "2", *map(str, given)]
    subprocess.run(command, check=True, capture_output=True)


class Front(ThreadingHTTPServer):
    """Passes on to ``node`` what its names may ask for. ``heard``: who asked for what, as it came
    in; ``password`` is what counts now."""

    daemon_threads = True

    def __init__(self, node: str, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.node = urlsplit(node).netloc
        self.heard: list[tuple[str, str]] = []
        self.password = PASSWORD
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # The handshake is the business of the thread of its connection.
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.server_port}"

    def who(self, said: str | None) -> str:
        """Whose secret that is; nobody's where it is none."""
        known = {f"Basic {_pair(one, self.password)}": one for one in (READER, WRITER)}
        known[f"ApiKey {API_KEY}"] = READER
        return known.get(said or "", "")

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever does not like the certificate goes."""


def _pair(name: str, password: str) -> str:
    return b64encode(f"{name}:{password}".encode()).decode()


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Front

    def _pass_on(self) -> None:
        content = self.rfile.read(int(self.headers["content-length"] or 0))
        self.server.heard.append((self.command, self.path))
        who = self.server.who(self.headers["authorization"])
        last = self.path.partition("?")[0].rpartition("/")[2]
        reads = self.command == "GET" or (self.command == "POST" and last in _READS)
        if not who:
            self._answer(401, b"Unauthorized")
        elif who == READER and not reads:
            self._answer(403, b"{}")
        else:
            self._answer(*self._asked_of_node(content))

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815 - as http.server calls them

    def _asked_of_node(self, content: bytes) -> tuple[int, bytes]:
        node = http.client.HTTPConnection(self.server.node)
        headers = {"content-type": self.headers["content-type"] or "application/json"}
        try:
            node.request(self.command, self.path, content, headers)
            found = node.getresponse()
            return found.status, found.read()
        finally:
            node.close()

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def front(node: str, certificate: Path) -> Iterator[Front]:
    """A front before ``node`` that ends with this."""
    one = Front(node, certificate)
    threading.Thread(target=one.serve_forever, daemon=True).start()
    try:
        yield one
    finally:
        one.shutdown()
        one.server_close()

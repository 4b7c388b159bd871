"""What a serving process cannot do, whoever asks it: in a process of its own, because the hook
stays for good."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from invented import SOURCE

START = """
import os, sys, json, socket, subprocess, tempfile, pathlib, shutil, mimetypes
from askleaflet.settings import read_settings
from askleaflet.web.confine import confine
codes = json.load(sys.stdin)
confine(read_settings())
said = {}
for code in codes:
    try:
        eval(code)
        said[code] = "done"
    except PermissionError as error:
        said[code] = str(error)
print(json.dumps(said))
"""
REFUSED = [
    "open('/etc/passwd').read()",
    "os.open('/proc/self/environ', os.O_RDONLY)",
    "pathlib.Path('leaflets/../../../../../../../../etc/passwd').read_text()",
    "open('/dev/zero', 'rb')",
    "open(b'/etc/passwd')",
    "open('mine.txt')",
    "open('leaflets/a.md', 'a')",
    "open('leaflets-beside', 'w')",
    "open('cache/link').read()",
    "os.symlink('/etc/passwd', 'other')",
    "tempfile.mkstemp(dir='/tmp')",
    "shutil.copy('/etc/hostname', 'cache/x')",
    "os.remove('leaflets/a.md')",
    "os.listdir('/')",
    "os.listdir()",
    "socket.create_connection(('127.0.0.1', 9))",
    "socket.getaddrinfo('leaflet.invalid', 80)",
    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "socket.socket(socket.AF_UNIX).connect('/run/x')",
    "socket.gethostbyname('leaflet.invalid')",
    "os.system('true')",
    "subprocess.run(['true'])",
]
ALLOWED = [
    "open('leaflets/a.md').read()",
    "open('cache/new', 'w').write('x')",
    "os.mkdir('cache/in')",
    "os.rename('cache/new', 'cache/newer')",
    "open(os.devnull, 'w')",
    "os.urandom(3)",
    "__import__('colorsys'), __import__('http.cookiejar')",
    "mimetypes.guess_type('a.woff2')",
    "socket.socketpair()",
    "(lambda one: (one.bind(('127.0.0.1', 0)), one.listen(), one.close()))(socket.socket())",
    "os.fdopen(os.pipe()[0]).close()",
]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a confined process says to each of these."""
    folder = tmp_path_factory.mktemp("confined")
    (folder / "leaflets").mkdir()
    (folder / "leaflets" / "a.md").write_text("# A\n", "utf-8")
    (folder / "mine.txt").write_text("x", "utf-8")
    (folder / "cache").mkdir()
    (folder / "cache" / "link").symlink_to("/etc/passwd")
    environment = {
        **os.environ,
        "ASKLEAFLET_CORPUS": str(folder / "leaflets"),
        "ASKLEAFLET_CACHE": str(folder / "cache"),
        "PYTHONPATH": os.pathsep.join([str(SOURCE.parent), *filter(None, sys.path)]),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START],
        input=json.dumps([*REFUSED, *ALLOWED]),
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("code", REFUSED)
def test_a_serving_process_opens_and_reaches_nothing_else(code: str, said: dict[str, str]) -> None:
    """Refused by us, not for want of rights; and what was tried is not named."""
    assert said[code] == "this process may not"


@pytest.mark.parametrize("code", ALLOWED)
def test_what_serving_needs_is_allowed(code: str, said: dict[str, str]) -> None:
    assert said[code] == "done"

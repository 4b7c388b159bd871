"""It starts where it is put, and says in one line what it cannot do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from invented import CORPUS, SOURCE

STRANGER = "54321"
ASK = f"-m askleaflet ask how-is-it-given --corpus {CORPUS}"
CHECK = f"-m askleaflet check --corpus {CORPUS}"
# Loads what a start without a cache loads, without its ten seconds.
READ = f"""-c "
from askleaflet.start import prepare
prepare()
from pathlib import Path
from askleaflet.settings import read_settings
from askleaflet.corpus import read_corpus
print(read_settings().cache_folder(), len(read_corpus(Path('{CORPUS}')).documents))
" """
SERVE = """-c "
from askleaflet.start import prepare
prepare()
import askleaflet.web, gradio
with gradio.Blocks() as page:
    gradio.Textbox()
print('made', page.GRADIO_CACHE)
" """


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a line of the shell ends with; ``python`` in it is this one."""
    own = {**os.environ, "PYTHONPATH": str(SOURCE.parent), **environment}
    return subprocess.run(
        ["bash", "-c", line.replace("python ", f"{sys.executable} ")],
        env=own,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def one_line(done: subprocess.CompletedProcess[str], says: str) -> None:
    assert done.returncode == 2
    assert done.stderr.startswith("askleaflet: ")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


@pytest.mark.parametrize(("said", "used"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")])
def test_products_take_one_thread_unless_the_site_says_otherwise(
    said: dict[str, str], used: str
) -> None:
    program = "from askleaflet.start import prepare; prepare(); import os; print(os.environ['{}'])"
    done = shell(f'python -c "{program.format("OPENBLAS_NUM_THREADS")}"', **said)
    assert done.stdout.strip() == used


@pytest.mark.parametrize("command", [CHECK, "-m askleaflet --help"])
def test_an_answer_that_could_not_be_written_is_no_success(command: str) -> None:
    one_line(shell(f"python {command} > /dev/full"), "(No space left on device). Make room")
    one_line(shell(f"python {command} >&-"), "standard output is closed")
    ended = shell(f"set -o pipefail; python {command} | true")
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.parametrize("command", ["ask -", "search -", "batch", "chat"])
def test_a_closed_standard_input_is_one_line(command: str) -> None:
    where = f"--corpus {CORPUS}"
    one_line(shell(f"python -m askleaflet {command} {where} <&-"), "Standard input is closed")


def test_a_closed_standard_error_harms_nothing() -> None:
    assert "1 leaflets can be served" in shell(f"python {CHECK} 2>&-").stdout


def test_no_file_takes_the_place_of_a_closed_stream() -> None:
    program = "import os; from askleaflet.start import prepare; prepare(); print(os.open('/', 0))"
    assert int(shell(f'python -c "{program}" <&- 2>&-').stdout) > 2


def stranger(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``command`` as a user without a name or a home, who may read everything and write nothing."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only root can become somebody else, with setpriv")
    become = f"setpriv --reuid {STRANGER} --regid {STRANGER} --clear-groups"
    reads = "--inh-caps +dac_read_search --ambient-caps +dac_read_search"
    line = f"env -u HOME -u XDG_CACHE_HOME {become} {reads} python {command}"
    return shell(line, **environment)


def test_a_user_without_a_name_or_a_home_is_served() -> None:
    done = stranger(READ)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "None 1\n"


def test_the_page_needs_no_folder_for_temporary_files(tmp_path: Path) -> None:
    """Nor does it touch one that somebody else has made where Gradio would make its own."""
    (tmp_path / "gradio").mkdir(mode=0o700)
    for folder in (str(tmp_path), "/nowhere"):
        done = stranger(SERVE, TMPDIR=folder, GRADIO_TEMP_DIR="")
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"made {SOURCE / 'web' / 'nothing'}\n"
    assert os.listdir(tmp_path / "gradio") == []
    assert [one.name for one in (SOURCE / "web" / "nothing").rglob("*") if one.is_file()] == [
        "README"
    ]


@pytest.mark.parametrize("moment", [0.3, 0.8, 1.5])
def test_breaking_off_while_it_loads_is_no_traceback(moment: float) -> None:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE.parent)}
    command = [sys.executable, "-m", "askleaflet", "chat", "--corpus", str(CORPUS)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        time.sleep(moment)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert "Traceback" not in said
    assert running.returncode in {0, -signal.SIGINT}

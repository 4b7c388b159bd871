"""The examples for a clinic's machine agree with the program, and keep its promises."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from askleaflet.settings import PREFIX, Settings, read_settings
from askleaflet.web.connections import BACKLOG, MOST_CONNECTIONS, OTHER_FILES, SECONDS_IDLE
from askleaflet.web.receiving import LARGEST_BODY
from askleaflet.web.stopping import SECONDS_IN_ALL
from bundled import DEPLOY
from invented import ROOT

UNIT = DEPLOY / "systemd" / "askleaflet.service"
SEARCH = DEPLOY / "systemd" / "search.conf"
NGINX = DEPLOY / "nginx" / "askleaflet.conf"
COMPOSE = DEPLOY / "compose.yaml"
CADDY = DEPLOY / "caddy" / "Caddyfile"
PORT = Settings.model_fields["port"].default
# What systemd's own analysis may say of the unit; 0 is closed, 10 open.
MOST_EXPOSED = 2.0


def unit(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("more", [(), (SEARCH,)], ids=["alone", "with a search engine"])
def test_the_service_is_closed_as_systemd_judges_it(tmp_path: Path, more: tuple[Path, ...]) -> None:
    units = tmp_path / "etc" / "systemd" / "system"
    (units / f"{UNIT.name}.d").mkdir(parents=True)
    shutil.copy(UNIT, units)
    for one in more:
        shutil.copy(one, units / f"{UNIT.name}.d")
    analyze = ("systemd-analyze", "security", "--offline=true", "--no-pager")
    said = subprocess.run(
        [*analyze, f"--root={tmp_path}", UNIT.name],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (level,) = re.findall(r"exposure level for askleaflet\.service: ([\d.]+)", said)
    assert float(level) < MOST_EXPOSED


def test_the_service_runs_what_the_installer_makes_current() -> None:
    assert unit("ExecStart") == ["/opt/askleaflet/current/bin/askleaflet serve"]
    assert unit("WorkingDirectory") == ["/opt/askleaflet/site"]
    assert "root=${1:-/opt/askleaflet}" in (DEPLOY / "install.sh").read_text("utf-8")


def test_a_replica_reads_its_secrets_where_systemd_puts_them_and_reaches_named_machines() -> None:
    text = SEARCH.read_text("utf-8")
    given = dict(re.findall(r"(?m)^Environment=ASKLEAFLET_(\w+)=@%d/(\w+)$", text))
    loaded = dict(re.findall(r"(?m)^LoadCredential=(\w+):(/etc/askleaflet/\w+)$", text))
    assert {name.lower() for name in given} <= set(Settings.model_fields)
    assert set(given.values()) == set(loaded)
    assert not re.search(r"(?m)^IPAddressAllow=(any|0\.0\.0\.0/0|::/0)$", text)
    assert unit("IPAddressDeny") == ["any"]


def test_the_service_allows_its_own_port_its_connections_and_its_end() -> None:
    # The second one is for the counts, as the README and the runbook name it.
    assert unit("SocketBindAllow") == [f"tcp:{PORT}", f"tcp:{PORT + 1}"]
    for page in ("README.md", "docs/runbook.md"):
        assert f"metrics_port = {PORT + 1}" in (ROOT / page).read_text("utf-8")
    assert int(unit("LimitNOFILE")[0]) >= MOST_CONNECTIONS + BACKLOG + OTHER_FILES
    assert int(unit("TimeoutStopSec")[0]) > SECONDS_IN_ALL


def test_the_reader_may_ask_what_the_processor_can() -> None:
    """Without /proc/cpuinfo onnxruntime warns at each start, and does not know the processor."""
    assert unit("ProtectProc") == ["invisible"]
    assert unit("ProcSubset") == []


def test_the_cache_of_the_service_is_no_link() -> None:
    """For a user made for the run systemd makes a link of CacheDirectory."""
    assert unit("CacheDirectory") == ["askleaflet"]
    assert "ASKLEAFLET_CACHE=%C/askleaflet/vectors" in unit("Environment")


def test_the_settings_of_a_new_site_are_known_even_those_that_are_not_set(
    tmp_path: Path,
) -> None:
    text = (DEPLOY / "settings.toml").read_text("utf-8")
    (tmp_path / "askleaflet.toml").write_text(re.sub(r"(?m)^# (?=\w+ = )", "", text), "utf-8")
    found = read_settings()
    assert found.only_signed
    assert set(found.unset()) <= set(re.findall(r"(?m)^# (\w+) = ", text))


@pytest.mark.parametrize("example", [NGINX, CADDY], ids=["nginx", "caddy"])
def test_a_proxy_reaches_the_page_and_leaves_what_it_refuses_to_it(example: Path) -> None:
    text = example.read_text("utf-8")
    assert f"127.0.0.1:{PORT}" in text
    assert LARGEST_BODY < 1_000_000
    assert re.search(r"client_max_body_size 1m;|max_size 1MB", text)


@pytest.mark.parametrize("example", [NGINX, CADDY], ids=["nginx", "caddy"])
def test_a_proxy_lets_go_of_a_connection_before_the_page_does(example: Path) -> None:
    found = re.findall(r"(?:keepalive_timeout|keepalive) (\d+)s", example.read_text("utf-8"))
    assert found
    assert all(int(one) < SECONDS_IDLE for one in found)


@pytest.mark.parametrize("example", [NGINX, CADDY], ids=["nginx", "caddy"])
def test_where_the_page_does_not_run_the_proxy_names_the_care_team(example: Path) -> None:
    assert "talk to your care team" in example.read_text("utf-8")


def test_no_log_of_nginx_holds_a_query_or_who_asked() -> None:
    text = NGINX.read_text("utf-8")
    (written,) = re.findall(r"log_format askleaflet '([^']*)'", text)
    variables = set(re.findall(r"\$(\w+)", written))
    assert variables == {
        "time_iso8601", "request_method", "uri", "status", "body_bytes_sent", "request_time",
    }  # fmt: skip
    logs = re.findall(r"(?:access|error)_log \S+ ?(\S*);", text)
    assert sorted(logs) == ["", "askleaflet", "crit"]
    assert "return 301 https://leaflet.example.org$uri;" in text


def test_caddy_writes_no_log_of_requests_and_none_of_errors() -> None:
    text = re.sub(r"(?m)^\s*#.*$", "", CADDY.read_text("utf-8"))
    assert re.findall(r"\blog \{\s*([^}]*?)\s*\}", text) == ["level FATAL"]
    assert len(re.findall(r"\blog\b", text)) == 1


def test_the_container_has_no_root_no_network_at_build_and_no_layer_of_wheels() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    steps = [one for one in text.splitlines() if re.match("[A-Z]", one)]
    users = [one.split()[1] for one in steps if one.startswith("USER")]
    assert users == ["10001:10001"]
    assert not any(one.startswith(("COPY", "ADD")) for one in steps)
    runs = [one for one in steps if one.startswith("RUN")]
    assert runs == ["RUN --mount=type=bind,target=/bundle \\"]


def test_the_replicas_of_compose_share_one_secret_and_set_what_there_is() -> None:
    text = COMPOSE.read_text("utf-8")
    more = (DEPLOY / "compose.search.yaml").read_text("utf-8")
    named = {one.lower() for one in re.findall(rf"(?m)^\s+{PREFIX}(\w+):", text + more)}
    assert "visit_key" in named
    assert named <= set(Settings.model_fields)
    assert len(re.findall(r"(?m)^    <<: \*replica$", text)) == 2
    grace = int(re.findall(r"stop_grace_period: (\d+)s", text)[0])
    assert grace > SECONDS_IN_ALL


def test_the_proxy_of_compose_sends_requests_to_all_replicas() -> None:
    """It makes its configuration from the example for one machine."""
    text = COMPOSE.read_text("utf-8")
    ((before, after),) = re.findall("sed 's/([^/]*)/([^/]*)/'", text)
    made = re.sub(before, after, NGINX.read_text("utf-8"))
    (upstream,) = re.findall(r"upstream askleaflet \{(.*?)\}", made, re.DOTALL)
    servers = set(re.findall(r"server ([\w-]+):7860;", upstream))
    assert servers == set(re.findall(r"(?m)^  (replica-\d):$", text))


def test_a_proxy_asks_another_replica_where_one_has_gone() -> None:
    """A question is a POST, which nginx would not send twice; asking it twice changes nothing."""
    assert "proxy_next_upstream error timeout non_idempotent;" in NGINX.read_text("utf-8")

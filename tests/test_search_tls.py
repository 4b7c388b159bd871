"""A real OpenSearch behind TLS, names and passwords: who is known is served, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from askleaflet.errors import RetrievalError
from askleaflet.settings import Settings
from front import API_KEY, PASSWORD, READER, WRITER, Front, authority, certificate, front
from invented import settings
from opensearch import needs_opensearch
from test_opensearch import STROKE, Clinic, clinic, fails_as_an_error, withdraw

pytestmark = needs_opensearch
__all__ = ["clinic"]


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secured(node: str, ca: Path) -> Iterator[Front]:
    with front(node, certificate(ca, "IP:127.0.0.1")) as one:
        yield one


@pytest.fixture(autouse=True)
def _heard(secured: Front) -> None:
    secured.heard.clear()
    secured.password = PASSWORD


def behind(clinic: Clinic, secured: Front, ca: Path, user: str, secret: str = PASSWORD) -> Clinic:
    """The clinic as ``user`` reaches it."""
    given = {"search_url": secured.url, "search_ca": ca, "search_user": user}
    name = clinic.settings.search_index
    own: Settings = settings(corpus=clinic.folder, search_index=name, search_secret=secret, **given)
    return replace(clinic, settings=own)


@pytest.mark.parametrize(("user", "secret"), [(READER, PASSWORD), ("", API_KEY)])
def test_one_publishes_and_replicas_that_may_only_read_answer(
    clinic: Clinic, secured: Front, ca: Path, user: str, secret: str
) -> None:
    publisher = behind(clinic, secured, ca, WRITER)
    publisher.publish()
    reader = behind(clinic, secured, ca, user, secret)
    replica = reader.replica()
    assert replica.reply(STROKE) == clinic.replica().reply(STROKE)
    assert replica.reply(STROKE).quotes
    with pytest.raises(RetrievalError, match="refuses this program"):
        withdraw(reader, "zorvexin")
    assert replica.reply(STROKE).quotes
    assert withdraw(publisher, "zorvexin")
    assert fails_as_an_error(replica)


def test_whose_password_no_longer_counts_gets_errors_that_say_so_and_is_back_with_it(
    clinic: Clinic, secured: Front, ca: Path
) -> None:
    behind(clinic, secured, ca, WRITER).publish()
    reader = behind(clinic, secured, ca, READER)
    replica = reader.replica()
    secured.password = "another"
    assert fails_as_an_error(replica)
    with pytest.raises(RetrievalError, match="Check search_user, search_secret") as raised:
        reader.replica()
    assert PASSWORD not in str(raised.value)
    secured.password = PASSWORD
    assert replica.reply(STROKE).quotes


@pytest.mark.parametrize("wrong", ["authority", "name"])
def test_who_cannot_show_that_it_is_the_engine_hears_nothing(
    clinic: Clinic, node: str, ca: Path, tmp_path: Path, wrong: str
) -> None:
    shown = (
        certificate(authority(tmp_path), "IP:127.0.0.1")
        if wrong == "authority"
        else certificate(ca, "DNS:other.example")
    )
    with front(node, shown) as other:
        with pytest.raises(RetrievalError, match="no node of it answers"):
            behind(clinic, other, ca, READER).replica()
        assert not other.heard


def test_no_secret_and_no_word_is_in_an_address(clinic: Clinic, secured: Front, ca: Path) -> None:
    behind(clinic, secured, ca, WRITER).publish()
    secured.heard.clear()
    behind(clinic, secured, ca, READER).replica().reply("zorvexin zq7xmarkerthree")
    assert secured.heard
    for _, path in secured.heard:
        assert not any(one in path for one in (PASSWORD, READER, "zq7xmarker"))

"""A signature tells a leaflet's text from any other, and nothing else is touched by signing."""

from __future__ import annotations

import os
import random
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askleaflet.catalogue import Rules, read_catalogue
from askleaflet.checking import check_all
from askleaflet.corpus import inspect_corpus, read_corpus
from askleaflet.sidecar import SidecarError, sidecar_of, toml_of
from askleaflet.signing import sign, sign_all, with_value
from askleaflet.web.server import warnings
from invented import CORPUS, MELOTIN, ZORVEXIN, settings, write
from test_reading import mutated

DIGEST = "0123456789abcdef" * 4
MUTANTS = 1_000


@pytest.fixture
def signed(leaflets: Path) -> Path:
    """The invented leaflets, signed."""
    assert sign_all(leaflets) == (["melotin", "zorvexin"], [])
    return leaflets


def test_a_signed_leaflet_is_served_and_has_no_fault(signed: Path) -> None:
    for only_signed in (False, True):
        found = read_corpus(signed, only_signed)
        assert [one.id for one in found.documents] == ["melotin", "zorvexin"]
        assert not found.faults
    digest = sha256(MELOTIN.encode()).hexdigest()
    assert (signed / "melotin.toml").read_text() == f'sha256 = "{digest}"\n'


def test_a_leaflet_that_changed_is_named_everywhere_and_served(signed: Path) -> None:
    write(signed / "melotin.txt", MELOTIN.replace("Do not freeze", "Do freeze"))
    found = read_corpus(signed)
    assert [one.id for one in found.documents] == ["melotin", "zorvexin"]
    (fault,) = found.faults
    assert (fault.file, fault.serious, fault.changed) == ("melotin.txt", False, True)
    assert "its text is not the one that was signed" in fault.message
    assert "askleaflet check --sign" in fault.message
    served = read_catalogue(signed, Rules())
    assert any("melotin.txt: its text" in one for one in warnings(served, settings()))
    assert any("melotin.txt: its text" in one for one in check_all(settings(corpus=signed)).faults)


def test_a_leaflet_that_changed_is_not_served_where_only_signed_ones_are(signed: Path) -> None:
    write(signed / "melotin.txt", MELOTIN + "More.\n")
    write(signed / "new.md", ZORVEXIN)
    found = read_corpus(signed, only_signed=True)
    assert [one.id for one in found.documents] == ["zorvexin"]
    changed, unsigned = found.faults
    assert changed.serious
    assert "is not the one that was signed" in changed.message
    assert "it is not signed" in unsigned.message
    report = check_all(settings(corpus=signed, only_signed=True))
    assert report.leaflets == ("zorvexin",)
    assert len(report.faults) == 2


def test_of_a_thousand_mutated_leaflets_none_is_served_where_only_signed_ones_are(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)
    raw = (CORPUS / "blinatumomab.md").read_bytes()
    line = f'sha256 = "{sha256(raw).hexdigest()}"\n'
    folder = tmp_path / "mutants"
    wrong: set[bytes] = set()
    while len(wrong) < MUTANTS:
        wrong.add(mutated(raw, chance))
        wrong.discard(raw)
    for number, content in enumerate(sorted(wrong)):
        write(folder / f"mutant{number}.toml", line)
        (folder / f"mutant{number}.md").write_bytes(content)
    write(folder / "right.toml", line)
    (folder / "right.md").write_bytes(raw)
    found = inspect_corpus(folder, only_signed=True)
    assert [one.id for one in found.documents] == ["right"]
    assert {fault.file for fault in found.faults} == {f"mutant{n}.md" for n in range(MUTANTS)}
    assert all(fault.serious for fault in found.faults)


def test_every_mutated_leaflet_that_is_served_is_named(tmp_path: Path) -> None:
    chance = random.Random(8)
    raw = (CORPUS / "blinatumomab.md").read_bytes()
    for number in range(60):
        write(tmp_path / f"m{number}.toml", f'sha256 = "{sha256(raw).hexdigest()}"')
        (tmp_path / f"m{number}.md").write_bytes(mutated(raw, chance) + b"\n")
    found = inspect_corpus(tmp_path)
    assert found.documents
    assert {fault.file for fault in found.faults} == {f"m{n}.md" for n in range(60)}


def test_signing_keeps_everything_else_of_the_shipped_sidecar(tmp_path: Path) -> None:
    old = (CORPUS / "blinatumomab.toml").read_bytes()
    new = with_value(old, "sha256", DIGEST, "a.toml")
    assert new == f'sha256 = "{DIGEST}"\n'.encode() + old
    assert with_value(new, "sha256", DIGEST[::-1], "a.toml") == new.replace(
        DIGEST.encode(), DIGEST[::-1].encode()
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b'sha256 = "%s"\n'),
        (b"\xef\xbb\xbftitle = 'A'\r\n", b"\xef\xbb\xbfsha256 = \"%s\"\r\ntitle = 'A'\r\n"),
        (b"# of mine\ntitle='A'", b"sha256 = \"%s\"\n# of mine\ntitle='A'"),
        (b"title='A'\n  sha256= ''  # why\n", b"title='A'\n  sha256= \"%s\"  # why\n"),
        (b'"sha256" = ""', b'"sha256" = "%s"'),
        (
            b"source='''\nsha256 = \"\"\n'''\nsha256 = ''\n[[asked_as]]\nsays='a'\n",
            b"source='''\nsha256 = \"\"\n'''\nsha256 = \"%s\"\n[[asked_as]]\nsays='a'\n",
        ),
        (
            b"[[asked_as]]\nsays='a'\nquestions='''\nsha256 = ''\n'''",
            None,
        ),
    ],
)
def test_only_the_signature_is_written(old: bytes, new: bytes | None) -> None:
    expected = (new or b'sha256 = "%s"\n' + old) % DIGEST.encode()
    assert with_value(old, "sha256", DIGEST, "a.toml") == expected
    assert sidecar_of(expected, "a.toml").sha256 == DIGEST


@given(
    st.lists(
        st.sampled_from(
            ("title = 'A'\n", "source = '''\nsha256 = \"\"\n'''\n", "# sha256 = ''\n", "\r\n",
             "reviewed = 2026-01-31\n", "sha256 = ''\n", "[[asked_as]]\nsays = 'a'\n",
             "questions = '''\nsha256 = \"\"\n'''\n")
        ),
        max_size=6,
    ).map("".join)
)  # fmt: skip
def test_whatever_the_sidecar_only_the_signature_changes(text: str) -> None:
    old = text.encode()
    try:
        sidecar_of(old, "a.toml")
    except SidecarError:
        with pytest.raises(SidecarError):
            with_value(old, "sha256", DIGEST, "a.toml")
        return
    assert toml_of(with_value(old, "sha256", DIGEST, "a.toml")) == {
        **toml_of(old),
        "sha256": DIGEST,
    }


def test_a_faulty_leaflet_is_not_signed_and_the_others_are(leaflets: Path) -> None:
    write(leaflets / "bad.md", "no headings.")
    write(leaflets / "melotin.toml", "titel = 'A'")
    assert sign_all(leaflets) == (["zorvexin"], [])
    assert not (leaflets / "bad.toml").exists()
    assert (leaflets / "melotin.toml").read_text() == "titel = 'A'"


def test_a_sidecar_that_cannot_be_written_is_named_and_left_as_it_was(
    leaflets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(leaflets / "melotin.toml", "title = 'A'\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    signed, faults = sign_all(leaflets)
    assert signed == []
    assert faults[0].startswith("melotin.toml: it cannot be written (No space left on device)")
    assert sorted(os.listdir(leaflets)) == ["melotin.toml", "melotin.txt", "zorvexin.md"]
    assert (leaflets / "melotin.toml").read_text() == "title = 'A'\n"


def test_what_a_link_leads_to_is_signed_and_the_link_stays(leaflets: Path, tmp_path: Path) -> None:
    real = write(tmp_path / "elsewhere" / "a.toml", "title = 'A'\n")
    (leaflets / "melotin.toml").symlink_to(real)
    sign(leaflets / "melotin.txt")
    assert (leaflets / "melotin.toml").is_symlink()
    assert sidecar_of(real.read_bytes(), "a.toml").sha256


def test_signing_twice_writes_once(signed: Path) -> None:
    before = (signed / "melotin.toml").stat()
    sign_all(signed)
    after = (signed / "melotin.toml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)

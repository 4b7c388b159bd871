"""Settings: command line over environment over file; a mistyped name never passes in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from askleaflet.errors import SettingsError
from askleaflet.near import nearest
from askleaflet.settings import FILE, read_settings
from invented import write


def test_without_any_setting_the_page_stays_on_this_machine_and_names_no_number() -> None:
    read = read_settings()
    assert (read.host, read.port, read.corpus) == ("127.0.0.1", 7860, Path("corpus"))
    assert not read.kiosk
    assert set(read.unset()) == {
        "care_team_name",
        "care_team_phone",
        "care_team_phone_night",
        "emergency_number",
        "crisis_number",
        "fever_threshold",
    }


def test_the_file_is_read(tmp_path: Path) -> None:
    write(tmp_path / FILE, 'care_team_name = " Ward 7 "\nport = 9000\nallowed_hosts = ["a", "b"]\n')
    read = read_settings()
    assert (read.care_team_name, read.port, read.allowed_hosts) == ("Ward 7", 9000, ("a", "b"))
    assert "care_team_name" not in read.unset()


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / FILE, 'host = "1.1.1.1"\nport = 1111\nlanguage = "es"\n')
    monkeypatch.setenv("ASKLEAFLET_HOST", "2.2.2.2")
    monkeypatch.setenv("ASKLEAFLET_PORT", "2222")
    read = read_settings(port=3333)
    assert (read.language, read.host, read.port) == ("es", "2.2.2.2", 3333)


def test_what_the_command_line_leaves_out_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKLEAFLET_PORT", "2222")
    assert read_settings(port=None, host=None).port == 2222


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKLEAFLET_PORT", "")
    assert read_settings().port == 7860


@pytest.mark.parametrize(
    "written", ["a.example,b.example", "a.example b.example", "a.example, b.example"]
)
def test_in_the_environment_a_list_is_written_with_commas(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("ASKLEAFLET_ALLOWED_HOSTS", written)
    assert read_settings().allowed_hosts == ("a.example", "b.example")


def test_an_unknown_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASKLEAFLET_EMERGENCY_NUMER", "112")
    with pytest.raises(SettingsError, match=r"Did you mean ASKLEAFLET_EMERGENCY_NUMBER\?"):
        read_settings()


def test_an_unknown_name_in_the_file_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path / FILE, 'care_team_fone = "1"\n')
    with pytest.raises(SettingsError, match=r"'care_team_fone'.*Did you mean 'care_team_phone'\?"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "ninety"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("LANGUAGE", "xx"),
        ("KIOSK", "perhaps"),
        ("EMERGENCY_NUMBER", "<b>112</b>"),
        ("EMERGENCY_NUMBER", "call home"),
        ("CARE_TEAM_PHONE", "1" * 41),
        ("CARE_TEAM_NAME", "x" * 121),
        ("FEVER_THRESHOLD", "very hot"),
        ("IDLE_SECONDS", "5"),
        ("WARNING_SECONDS", "5"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name_on_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ASKLEAFLET_{name}", value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    said = str(caught.value)
    assert f"'{name.lower()}' cannot be used" in said
    assert f"ASKLEAFLET_{name}" in said
    assert "\n" not in said


@pytest.mark.parametrize("value", ["112", "+44 (0)20 7946-0000", "01.23/45"])
def test_numbers_as_people_write_them_are_kept(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ASKLEAFLET_EMERGENCY_NUMBER", f" {value} ")
    assert read_settings().emergency_number == value


@pytest.mark.parametrize("content", [b"port = ", b"port = \xff", b"a = 1\na = 2"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(SettingsError, match=r"askleaflet\.toml is not readable TOML"):
        read_settings()


def test_a_file_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / FILE, "port = 1\n")

    def refused(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(SettingsError, match=r"cannot be read \(Permission denied\)"):
        read_settings()


def test_a_setting_does_not_change_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().port = 1


def test_the_nearest_of_no_names_is_an_error() -> None:
    assert nearest("hose", ("port", "host")) == "host"
    with pytest.raises(ValueError, match="no valid name"):
        nearest("a", ())


def test_without_a_setting_and_without_a_folder_the_sample_is_served() -> None:
    found = read_settings()
    assert found.serves_sample()
    assert (found.leaflets() / "blinatumomab.md").is_file()
    assert "'corpus'" in found.sample_warning()


@pytest.mark.parametrize("made", [Path.mkdir, Path.touch, lambda path: path.symlink_to("gone")])
def test_whatever_stands_where_leaflets_are_looked_for_is_never_passed_over(
    made: Callable[[Path], None],
) -> None:
    """A folder on a disk that is not mounted must be an error, not another leaflet."""
    made(Path("corpus"))
    found = read_settings()
    assert not found.serves_sample()
    assert found.leaflets() == Path("corpus")
    assert found.sample_warning() == ""


def test_a_folder_that_is_named_is_never_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read_settings(corpus=Path("corpus")).serves_sample()
    Path(FILE).write_text('corpus = "corpus"', "utf-8")
    assert not read_settings().serves_sample()
    Path(FILE).unlink()
    monkeypatch.setenv("ASKLEAFLET_CORPUS", "corpus")
    assert read_settings().leaflets() == Path("corpus")


def test_a_secret_comes_from_its_file_and_is_shown_nowhere(tmp_path: Path) -> None:
    write(tmp_path / "secret", "s" * 40 + "\n")
    read = read_settings(visit_key="@secret")
    assert read.key() == b"s" * 40
    assert "sss" not in f"{read!r} {read.model_dump_json()}"


@pytest.mark.parametrize("given", ["too short", "@nowhere"])
def test_a_secret_that_cannot_be_used_is_not_repeated(given: str) -> None:
    with pytest.raises(SettingsError, match="visit_key") as raised:
        read_settings(visit_key=given)
    assert given not in str(raised.value)

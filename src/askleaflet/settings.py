"""Typed settings, from ``askleaflet.toml`` and ``ASKLEAFLET_*``. The only reader of either.

The environment wins over the file, the command line over both. An unknown name is refused with
the nearest valid one: a mistyped emergency number must not pass in silence.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from askleaflet.errors import SettingsError
from askleaflet.near import nearest

PREFIX = "ASKLEAFLET_"
FILE = "askleaflet.toml"
# The leaflet that travels with the program, and where it lies in a checkout.
_SAMPLE = Path(__file__).parent / "sample"
_CHECKOUT = Path(__file__).parents[2] / "corpus"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
# What a telephone can dial and a person can read; also keeps markup out of the notice.
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[0-9+()./ \-]*$")
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


def _out_of_its_file(value: object) -> object:
    """What stands in the file that is named behind "@"; any other value as it is."""
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    try:
        return Path(value[1:]).read_text("utf-8").strip()
    except (OSError, ValueError):
        raise ValueError("the file behind '@' cannot be read; check its name and rights") from None


# Never shown or logged: pydantic prints stars in its place.
Secret = Annotated[SecretStr, BeforeValidator(_out_of_its_file)]


class Settings(BaseSettings):
    """Everything a site can set. Unset numbers fall back to words, never to a guess."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True, env_ignore_empty=True
    )

    corpus: Path = Field(
        default=Path("corpus"), description="the folder with the leaflets; without it the sample"
    )
    cache: Path | None = Field(
        default=None, description="the folder for what is compiled from leaflets and vocabularies"
    )
    only_signed: bool = Field(
        default=False, description="whether a leaflet whose text is not the signed one is left out"
    )
    only_leaflets: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="the ids of the leaflets that are served here; none: all of them"
    )
    only_reviewed: bool = Field(
        default=False, description="whether a leaflet without a date of review is left out"
    )
    review_every: int | None = Field(
        default=None, ge=1, le=36_500, description="after how many days a review is due again"
    )
    search_url: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="the OpenSearch nodes to search on; none: this program searches"
    )
    search_index: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,60}$")] = Field(
        default="askleaflet", description="the name that the leaflets have there"
    )
    search_user: str = Field(default="", description="who this program is there")
    search_secret: Secret | None = Field(
        default=None, description="the password there; without a user, an API key"
    )
    search_ca: Path | None = Field(
        default=None, description="the file with the authority that signed its certificates"
    )
    host: str = Field(default="127.0.0.1", description="the address the page listens on")
    port: int = Field(default=7860, ge=1, le=65535, description="the port the page listens on")
    language: Literal["en", "es"] = Field(
        default="en", description="the language of the program's words"
    )
    care_team_name: Name = Field(default="", description="the care team's name, as people know it")
    care_team_name_en: Name = Field(default="", description="its name in English, for that page")
    care_team_name_es: Name = Field(default="", description="its name in Spanish, for that page")
    care_team_phone: Phone = Field(default="", description="the care team's number by day")
    care_team_phone_night: Phone = Field(default="", description="its number at night and weekends")
    emergency_number: Phone = Field(
        default="", description="the emergency number here, as 112 or 911"
    )
    crisis_name: Name = Field(default="", description="the name of the crisis line here")
    crisis_name_en: Name = Field(default="", description="its name in English, for that page")
    crisis_name_es: Name = Field(default="", description="its name in Spanish, for that page")
    crisis_number: Phone = Field(default="", description="the number of the crisis line here")
    fever_threshold: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[0-9.,°CF /or]*$")
    ] = Field(default="", description="the temperature from which people should call, as '38.0 °C'")
    kiosk: bool = Field(default=False, description="whether the page stands in a waiting room")
    idle_seconds: int = Field(default=90, ge=30, le=3600, description="kiosk: clear after so long")
    kiosk_printing: bool = Field(
        default=False, description="kiosk: whether people may print their list of questions"
    )
    warning_seconds: int = Field(
        default=30, ge=20, le=300, description="kiosk: time to say 'still here'"
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="host names the page answers to, besides the one it listens on"
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="addresses or networks of proxies whose X-Forwarded-For is believed"
    )
    root_path: str = Field(default="", description="the path a proxy strips, as '/leaflet'")
    workers: int = Field(default=1, ge=1, le=64, description="how many processes answer")
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="the port of the counts; none: not served",
    )
    metrics_host: str = Field(
        default="127.0.0.1", description="the address the counts are served on"
    )
    access_log: bool = Field(
        default=False, description="whether each request is a line, without address or query"
    )
    visit_key: Secret | None = Field(
        default=None,
        min_length=32,
        description="the secret that all replicas share; none: one of this process alone",
    )

    @field_validator(
        "allowed_hosts", "trusted_proxies", "only_leaflets", "search_url", mode="before"
    )
    @classmethod
    def _listed(cls, value: object) -> object:
        """In the environment a list is written with commas."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("search_url")
    @classmethod
    def _nodes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """What is asked travels there: encrypted, unless it stays on this machine. A password in an
        address would end up in a log."""
        for one in value:
            parts = urlsplit(one)
            secure = parts.scheme == "https" or (
                parts.scheme == "http" and parts.hostname in _THIS_MACHINE
            )
            if not (secure and parts.hostname) or parts.username or parts.query or parts.fragment:
                raise ValueError(
                    "each must be an https address without a user in it, as "
                    "https://search.example:9200 (http on this machine alone)"
                )
        return tuple(one.rstrip("/") for one in value)

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """A name would match no connection, and every person behind the proxy would be one."""
        for one in value:
            try:
                ip_network(one)
            except ValueError:
                raise ValueError("each must be an address or network, as 10.0.0.9") from None
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, then environment, then file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def serves_sample(self) -> bool:
        """Whether nobody has put leaflets here: no setting names a folder or an engine that has
        some, and there is none
        (nor a link to one that is out of reach, which must be an error) where it is looked for."""
        own = "corpus" in self.model_fields_set or os.path.lexists(self.corpus)
        return not own and not self.search_url

    def leaflets(self) -> Path:
        """The folder to read leaflets from: the one that is set or is here, else the sample."""
        if not self.serves_sample():
            return self.corpus
        return _SAMPLE if _SAMPLE.is_dir() else _CHECKOUT

    def sample_warning(self) -> str:
        """What staff should hear where the sample is served; empty where it is not."""
        if not self.serves_sample():
            return ""
        return (
            f"this is the sample leaflet: no setting names a folder, and there is no folder "
            f"'{self.corpus}' here. Put your leaflets there, or name their folder with --corpus "
            f"or {PREFIX}CORPUS."
        )

    def cache_folder(self) -> Path | None:
        """Where compiled leaflets are kept: the setting, else the user's folder for caches; None
        where this user has none."""
        if self.cache:
            return self.cache
        own = os.environ.get("XDG_CACHE_HOME")
        if own:
            return Path(own) / "askleaflet"
        try:
            home = Path.home()
        except RuntimeError:
            return None
        return None if home == Path(os.devnull) else home / ".cache" / "askleaflet"

    def key(self) -> bytes | None:
        """The secret that replicas share; None where none is set."""
        return self.visit_key.get_secret_value().encode() if self.visit_key else None

    def with_key(self) -> Settings:
        """These settings, with a secret made now where none is set: workers share it."""
        made = SecretStr(secrets.token_hex(32))
        return self if self.visit_key else self.model_copy(update={"visit_key": made})

    def prints(self) -> bool:
        """Whether the page may be printed."""
        return self.kiosk_printing or not self.kiosk

    def name_in(self, language: str, whose: Literal["care_team", "crisis"]) -> str:
        """What the care team or the crisis line is called in ``language``; empty where the site
        does not say: a name of another language would make a sentence of two."""
        own: str = getattr(self, f"{whose}_name_{language}")
        usual: str = getattr(self, f"{whose}_name")
        return own or (usual if language == self.language else "")

    def unset(self) -> tuple[str, ...]:
        """Names of the numbers that staff should set before patients use the page."""
        wanted = (
            "care_team_name",
            "care_team_phone",
            "care_team_phone_night",
            "emergency_number",
            "crisis_number",
            "fever_threshold",
        )
        return tuple(name for name in wanted if not getattr(self, name))


def read_settings(**given: object) -> Settings:
    """The settings in force; ``given`` (the command line) wins. Raises SettingsError."""
    known = Settings.model_fields
    for name in sorted(os.environ):
        own = name[len(PREFIX) :].lower()
        if name.upper().startswith(PREFIX) and own not in known:
            valid = PREFIX + nearest(own, known).upper()
            raise SettingsError(f"There is no setting {PREFIX}{own.upper()}. Did you mean {valid}?")
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings.model_validate(chosen)
    except ValidationError as error:
        raise SettingsError(_explain(error, known)) from error
    except OSError as error:
        reason = error.strerror or "unknown"
        raise SettingsError(f"{FILE} cannot be read ({reason}). Check its rights.") from error


def _explain(error: ValidationError, known: Mapping[str, object]) -> str:
    fault = error.errors(include_input=False, include_url=False)[0]
    if not fault["loc"]:  # the file itself: pydantic wraps what reading it raised
        reason = fault["msg"].removeprefix("Value error, ")
        return f"{FILE} is not readable TOML in UTF-8 ({reason}). Mend that line."
    name = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return f"There is no setting '{name}' in {FILE}. Did you mean '{nearest(name, known)}'?"
    return (
        f"The setting '{name}' cannot be used: {fault['msg']}. "
        f"Mend it in {FILE} or in {PREFIX}{name.upper()}."
    )

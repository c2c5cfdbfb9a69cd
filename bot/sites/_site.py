"""A website that has the chat: who it is, where it stands, its colours, people and topics.

The messages of errors are Dutch and say what to do; `_load` puts site and field before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from yarl import URL

from bot.dutch import WEEKDAYS
from bot.sites._address import HOST, OWN_COMPUTER
from bot.sites._calendar import Region
from bot.sites._hours import Hours, spans
from bot.sites._tokens import DEFAULTS, filled_in, mistakes

MAX_OPENING = 5
DEFAULT_OPENING = ("school_weigert", "school_vol", "opp_wat", "schorsing")

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """What a site may refer to."""

    swv: frozenset[str]
    """Codes of samenwerkingsverbanden that exist."""
    merged: Mapping[str, str]
    """Codes that are gone, and what each merged into."""
    topics: frozenset[str]
    """Topics with an answer."""


def _origin(value: str) -> str:
    try:
        url = URL(value)
        written = str(url.origin())
    except ValueError:
        raise ValueError(
            f"'{value}' is geen adres; schrijf bijvoorbeeld https://www.school.nl"
        ) from None
    if "*" in value:
        raise ValueError(f"'{value}' heeft een sterretje; noem elk adres apart")
    host = url.raw_host or ""
    if not HOST.fullmatch(host) or url.scheme not in ("https", "http"):
        raise ValueError(f"'{value}' is geen adres; schrijf bijvoorbeeld https://www.school.nl")
    if url.scheme == "http" and host not in OWN_COMPUTER:
        raise ValueError(f"'{value}' is niet beveiligd; schrijf https://{host}")
    if value != written:
        raise ValueError(f"'{value}' moet alleen het begin van het adres zijn; schrijf {written}")
    return value


def _known(info: ValidationInfo) -> Known:
    if not isinstance(info.context, Known):
        raise TypeError("a Site is validated with what it may refer to as the context")
    return info.context


def _swv(value: str, info: ValidationInfo) -> str:
    known = _known(info)
    if value in known.merged:
        raise ValueError(f"{value} is opgegaan in {known.merged[value]}; schrijf die code")
    if value not in known.swv:
        raise ValueError(f"{value} staat niet in data/swv/swv.csv; schrijf een code als PO2601")
    return value


def _topic(value: str, info: ValidationInfo) -> str:
    known = _known(info)
    if value not in known.topics:
        raise ValueError(
            f"'{value}' is geen onderwerp met een antwoord; kies er een uit data/topics.csv"
        )
    return value


def phone_number(value: str) -> str:
    """A Dutch telephone number, as written.

    Raises:
        ValueError: it is none; the message is Dutch.
    """
    try:
        valid = phonenumbers.is_valid_number(phonenumbers.parse(value, "NL"))
    except phonenumbers.NumberParseException:
        valid = False
    if not valid:
        raise ValueError(f"'{value}' is geen Nederlands telefoonnummer; controleer het")
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise ValueError(f"'{value}' is geen e-mailadres; controleer het")
    return value


def _website(value: str) -> str:
    try:
        url = URL(value)
        fits = url.scheme == "https" and url.user is None and HOST.fullmatch(url.raw_host or "")
    except ValueError:
        fits = None
    if not fits or re.search(r"\s", value):
        raise ValueError(f"'{value}' is geen webadres; schrijf het met https:// ervoor")
    return value


def _several(found: Iterable[tuple[str, str]]) -> list[InitErrorDetails]:
    # Braces: pydantic would read them as places to fill in.
    return [
        InitErrorDetails(
            type=PydanticCustomError("site", "{text}", {"text": text}), loc=(name,), input=None
        )
        for name, text in found
    ]


def _tokens(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ValueError("schrijf hier regels als --utrecht-link-color: '#0b5563'")
    if found := _several(mistakes(value)):
        raise ValidationError.from_exception_data("tokens", found)
    return filled_in(value)


def read_hours(value: Any) -> Hours:
    """The hours of a week, as in `maandag: ["09:00-12:30"]`.

    Raises:
        ValueError, ValidationError: they are written otherwise; the messages are Dutch.
    """
    if not isinstance(value, dict):
        raise ValueError("schrijf hier regels als maandag: ['09:00-12:30']")
    days, found = {}, []
    for day, written in value.items():
        if day not in WEEKDAYS:
            found.append((str(day), f"is geen dag; kies uit {', '.join(WEEKDAYS)}"))
        elif not isinstance(written, list) or not all(isinstance(each, str) for each in written):
            found.append((day, "moet een lijst van tijden zijn; schrijf ['09:00-12:30']"))
        else:
            try:
                days[day] = spans(written)
            except ValueError as error:
                found.append((day, str(error)))
    if found:
        raise ValidationError.from_exception_data("hours", _several(found))
    return Hours(days)


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        raise ValueError("hier staat iets twee keer; haal er een weg")
    return values


_Once = AfterValidator(_once)
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], _Once]
Codes = Annotated[tuple[Annotated[str, AfterValidator(_swv)], ...], _Once]
Topics = Annotated[
    tuple[Annotated[str, AfterValidator(_topic)], ...], _Once, Field(max_length=MAX_OPENING)
]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True
    )


class Helpdesk(_Part):
    """People of the site whom a parent can reach; None is unknown or not there."""

    name: str = Field(min_length=1, max_length=80)
    phone: Annotated[str, AfterValidator(phone_number)] | None = None
    email: Annotated[str, AfterValidator(_email)] | None = None
    website: Annotated[str, AfterValidator(_website)] | None = None
    hours: Annotated[Hours, BeforeValidator(read_hours)] | None = None
    school_holidays: Region | None = None
    """Closed in the school holidays of this region; without it only on public holidays."""

    @property
    def opening(self) -> Hours | None:
        """`hours`, with the school holidays."""
        return replace(self.hours, closed_in=self.school_holidays) if self.hours else None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Helpdesk:
        if not (self.phone or self.email or self.website):
            raise ValueError("niemand is zo te bereiken; vul phone, email of website in")
        return self


class Site(_Part):
    """One website. All texts are Dutch, for parents."""

    id: str = Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")
    title: str = Field(min_length=1, max_length=80)
    origins: Origins = ()
    """Where the chat may be used besides the front's own pages: "https://www.school.nl"."""
    greeting: str | None = Field(default=None, min_length=1, max_length=300)
    """Said before what Ouderwijzer says of itself."""
    tokens: Annotated[dict[str, str], BeforeValidator(_tokens)] = DEFAULTS
    """All design tokens, the site's own and ours for the rest; their contrast is checked."""
    sector: Literal["po", "vo", "so"] | None = None
    """Taken for granted, aloud, as long as the parent tells nothing else."""
    swv: Codes = ()
    """Codes of the samenwerkingsverbanden that the site belongs to."""
    helpdesk: Helpdesk | None = None
    opening: Topics = DEFAULT_OPENING
    """Topics of the buttons under the greeting."""

"""A helpdesk: its name for parents, whose questions it takes, and the system it works with.

The messages of errors are Dutch and say what to do; `_load` puts desk and field before them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
)
from yarl import URL

from bot.addresses import email_address, is_loopback
from bot.sites import Hours, Region, phone_number, read_hours


def _url(value: str) -> str:
    try:
        url = URL(value)
    except ValueError:
        raise ValueError("is geen adres; schrijf bijvoorbeeld https://helpdesk.swv.nl") from None
    if url.scheme not in ("https", "http") or not url.host:
        raise ValueError("is geen adres; schrijf bijvoorbeeld https://helpdesk.swv.nl")
    if url.scheme == "http" and not is_loopback(url.host):
        raise ValueError("is niet beveiligd; schrijf een adres met https")
    if url.user or url.password or url.fragment:
        raise ValueError("mag geen naam, wachtwoord of # hebben; die horen in HELPDESK_SECRETS")
    return value.rstrip("/")


def _swv(value: str, info: ValidationInfo) -> str:
    if value not in (info.context or ()):
        raise ValueError(f"{value} staat niet in data/swv/swv.csv; schrijf een code als PO2601")
    return value


Short = Annotated[str, Field(min_length=1, max_length=100)]
Email = Annotated[str, AfterValidator(email_address)]
Url = Annotated[str, Field(max_length=300), AfterValidator(_url)]


class _Desk(BaseModel):
    """What all helpdesks have."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True
    )

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    """Its name in the file, in the settings and in `NewTicket.desk`."""
    title: Short
    """What a parent reads: "het ouder- en jeugdsteunpunt"."""
    sites: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Websites of `sites.yml` whose parents can leave a message here."""
    swv: Annotated[tuple[Annotated[str, AfterValidator(_swv)], ...], Field(strict=False)] = ()
    """Codes of samenwerkingsverbanden whose parents can; they go before the website's desk."""
    phone: Annotated[str, AfterValidator(phone_number)] | None = None
    """For parents who would rather call."""
    hours: Annotated[Hours, BeforeValidator(read_hours)] | None = None
    school_holidays: Region | None = None
    """Closed in the school holidays of this region; without it only on public holidays."""

    @property
    def opening(self) -> Hours | None:
        """`hours`, with the school holidays."""
        return replace(self.hours, closed_in=self.school_holidays) if self.hours else None


class EmailDesk(_Desk):
    """A mailbox."""

    kind: Literal["email"]
    address: Email


class ZammadDesk(_Desk):
    """Zammad, by its REST API."""

    kind: Literal["zammad"]
    url: Url
    group: Short
    customer: Email
    """Customer of tickets of a parent who gives no e-mail address."""


class TopdeskDesk(_Desk):
    """TOPdesk, by its REST API."""

    kind: Literal["topdesk"]
    url: Url
    branch: Short | None = None
    """Id of the branch (vestiging) of callers; some TOPdesks want one."""
    group: Short | None = None
    """Id of the operator group (behandelaarsgroep)."""
    category: Short | None = None
    subcategory: Short | None = None


class RequestTrackerDesk(_Desk):
    """Request Tracker 5, by REST2."""

    kind: Literal["request_tracker"]
    url: Url
    queue: Short


class WebhookDesk(_Desk):
    """Anything that takes our signed JSON."""

    kind: Literal["webhook"]
    url: Url


Desk = EmailDesk | ZammadDesk | TopdeskDesk | RequestTrackerDesk | WebhookDesk

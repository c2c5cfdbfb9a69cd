"""What goes wrong, as RFC 9457 problem documents that a parent understands."""

from __future__ import annotations

import json
import math
from http import HTTPStatus

from aiohttp import web

CONTACT = "Lukt het niet? Mail Ouders & Onderwijs: vraag@oudersonderwijs.nl."
DANGER = "Is er direct gevaar? Bel 112."


class Problem(Exception):
    """A request that gets no answer, with words for the parent.

    `title` is the same for every problem of one `code`; `detail` says what the parent can do.
    `retry_after` is in seconds.
    """

    def __init__(
        self, status: int, code: str, title: str, detail: str, *, retry_after: float | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retry_after = retry_after

    def response(self, request_id: str) -> web.Response:
        """The problem document, with the request's id so that the operator can find it."""
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = str(max(1, math.ceil(self.retry_after)))
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        document = {
            "type": f"urn:ouderwijzer:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:ouderwijzer:request:{request_id}",
        }
        return web.Response(
            status=self.status,
            body=json.dumps(document, ensure_ascii=False).encode(),
            content_type="application/problem+json",
            headers=headers,
        )


def unreadable() -> Problem:
    """The body is not JSON, or not a JSON object."""
    return Problem(
        400,
        "unreadable",
        "Dit bericht is niet leesbaar",
        "Het bericht kwam beschadigd aan. Probeer het opnieuw of laad de pagina opnieuw.",
    )


def invalid(detail: str) -> Problem:
    """The body is JSON, but not what was agreed; `detail` is Dutch."""
    return Problem(422, "invalid", "Dit bericht klopt niet", detail)


def too_long(limit: int) -> Problem:
    """The text has more than `limit` characters."""
    written = f"{limit:,}".replace(",", ".")
    return Problem(
        422,
        "too-long",
        "Uw bericht is te lang",
        f"Een bericht mag {written} tekens lang zijn. Maak het korter, of verdeel het over "
        "meer berichten. Uw vraag in een paar zinnen is genoeg.",
    )


def too_large() -> Problem:
    """The body is larger than the front reads."""
    return Problem(
        413,
        "too-large",
        "Uw bericht is te groot",
        "Dit bericht is veel te lang. Stel uw vraag in een paar zinnen.",
    )


def no_session() -> Problem:
    """The token is missing, forged, unknown or expired."""
    return Problem(
        401,
        "no-session",
        "Dit gesprek is afgelopen",
        "Dit gesprek is verlopen of gewist. Begin een nieuw gesprek.",
    )


def unknown_button() -> Problem:
    """A payload that no button here sends."""
    return invalid("Deze knop bestaat niet. Kies een andere, of typ uw vraag.")


def unknown_site() -> Problem:
    """No site has this name."""
    return Problem(
        404,
        "unknown-site",
        "Deze website is niet bekend bij Ouderwijzer",
        f"Beheert u deze website? Controleer dan de naam achter 'site'. {CONTACT} {DANGER}",
    )


def unknown_message() -> Problem:
    """Feedback on a message that this chat does not have."""
    return Problem(
        404,
        "unknown-message",
        "Dit antwoord is er niet meer",
        "Uw mening is niet bewaard. Laad de pagina opnieuw.",
    )


def origin() -> Problem:
    """The page that asks is not of the site it names."""
    return Problem(
        403,
        "origin",
        "Ouderwijzer mag niet op deze website staan",
        "Ga naar de website van uw school. Beheert u deze website? Zet het adres ervan dan bij "
        f"'origins' in sites.yml. {CONTACT} {DANGER}",
    )


def too_many(retry_after: float) -> Problem:
    """More requests than the limit; `retry_after` in seconds."""
    seconds = max(1, math.ceil(retry_after))
    wait = "1 seconde" if seconds == 1 else f"{seconds} seconden"
    return Problem(
        429,
        "too-many",
        "Dat ging te snel",
        f"Er kwamen veel berichten achter elkaar. Wacht {wait} en probeer het opnieuw. {DANGER}",
        retry_after=retry_after,
    )


def unavailable(retry_after: float = 60) -> Problem:
    """The brain or the database does not answer; `retry_after` in seconds."""
    return Problem(
        503,
        "unavailable",
        "Ouderwijzer is even niet bereikbaar",
        f"Probeer het over een minuut opnieuw. {CONTACT} {DANGER}",
        retry_after=retry_after,
    )


def unexpected() -> Problem:
    """A mistake of ours."""
    return Problem(
        500,
        "unexpected",
        "Er ging iets mis bij ons",
        f"Dit ligt niet aan u. Probeer het over een minuut opnieuw. {CONTACT} {DANGER}",
    )


def from_http(status: int) -> Problem:
    """For what aiohttp itself refuses: an unknown page, a wrong method, a large body."""
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return too_large()
    if status == HTTPStatus.NOT_FOUND:
        return Problem(
            404, "not-found", "Deze pagina bestaat niet", "Ga naar het begin van deze website."
        )
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return Problem(
            405, "method", "Dit kan hier niet", "Dit adres kent deze opdracht niet (HTTP-methode)."
        )
    return Problem(status, "refused", "Dit verzoek kan niet", f"Laad de pagina opnieuw. {CONTACT}")

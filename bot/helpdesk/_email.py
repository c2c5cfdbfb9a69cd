"""A helpdesk that is a mailbox: one mail for each ticket, over SMTP."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from pathlib import Path

import aiosmtplib

from bot.addresses import email_address
from bot.helpdesk._desk import EmailDesk
from bot.helpdesk._errors import UNREACHABLE, Doubt, NotDelivered, Verdict
from bot.helpdesk._letter import Letters
from bot.helpdesk._ticket import Outgoing
from bot.settings import Settings

_TIMEOUT = 20.0
"""Seconds for each answer of the server."""
_CLOSE_TIMEOUT = 2.0
_RESENDS = 8
"""The waits between them double from a minute: some three hours."""
_PERMANENT = 500
_LOG_IN_FAILED = frozenset({530, 534, 535, 538})


@dataclass(frozen=True)
class MailServer:
    """The server that takes our mail."""

    host: str
    port: int
    security: str
    user: str | None
    password: str | None
    ca_file: Path | None
    sender: str

    @classmethod
    def of(cls, settings: Settings) -> MailServer | None:
        """That of the settings; `None` when it is not filled in."""
        if not settings.helpdesk_smtp_host or not settings.helpdesk_from:
            return None
        password = settings.helpdesk_smtp_password
        return cls(
            settings.helpdesk_smtp_host,
            settings.helpdesk_smtp_port,
            settings.helpdesk_smtp_security,
            settings.helpdesk_smtp_user,
            password.get_secret_value() if password else None,
            settings.helpdesk_smtp_ca_file,
            settings.helpdesk_from,
        )

    @property
    def domain(self) -> str:
        """Of our own address."""
        return self.sender.rpartition("@")[2]


class EmailDeliverer:
    """Sends mail. `server` is `None` when the settings have none: then nothing goes out."""

    resends: int | None = _RESENDS

    def __init__(self, desk: EmailDesk, server: MailServer | None, letters: Letters) -> None:
        self._to = desk.address
        self._server = server
        self._letters = letters

    async def deliver(self, ticket: Outgoing, *, again: bool) -> str | None:
        """Send the mail; its Message-ID. Sent again it has the same one, so it can be told."""
        server = self._known()
        message = self._message(ticket, server)
        content = message.as_bytes(policy=SMTP_POLICY)
        async with self._connected(server) as smtp:
            try:
                await smtp.mail(server.sender, timeout=_TIMEOUT)
                await smtp.rcpt(self._to, timeout=_TIMEOUT)
            except aiosmtplib.SMTPSenderRefused as error:
                raise _refused(error, Verdict.ALARM) from None  # of ours, not of this mail
            except aiosmtplib.SMTPResponseException as error:
                raise _refused(error) from None
            except _BROKEN as error:
                raise _not_there(error) from None
            try:
                await smtp.data(content, timeout=_TIMEOUT)
            except aiosmtplib.SMTPResponseException as error:
                raise _refused(error) from None
            except _BROKEN:
                raise Doubt("cut_off") from None  # perhaps after it had all of the mail
        return str(message["Message-ID"])

    async def check(self) -> None:
        """Log in, and nothing else."""
        async with self._connected(self._known()):
            pass

    def _known(self) -> MailServer:
        if self._server is None:
            raise NotDelivered(Verdict.ALARM, "settings")
        return self._server

    def _message(self, ticket: Outgoing, server: MailServer) -> EmailMessage:
        message = EmailMessage(policy=SMTP_POLICY)
        message["From"] = Address("Ouderwijzer", addr_spec=server.sender)
        message["To"] = self._to
        reply_to = _reply_to(ticket.contact.email)
        if reply_to is not None:
            message["Reply-To"] = reply_to
        message["Subject"] = self._letters.subject(ticket)
        message["Message-ID"] = f"<{ticket.reference.lower()}@{server.domain}>"
        message["Date"] = format_datetime(ticket.at)
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "nl"
        message.set_content(self._letters.text(ticket), cte="quoted-printable")
        return message

    @asynccontextmanager
    async def _connected(self, server: MailServer) -> AsyncIterator[aiosmtplib.SMTP]:
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=server.domain,
            timeout=_TIMEOUT,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=_context(server),
        )
        try:
            await _open(smtp, server)
            yield smtp
        finally:
            await _close(smtp)


_BROKEN = (aiosmtplib.SMTPException, OSError, TimeoutError)


async def _open(smtp: aiosmtplib.SMTP, server: MailServer) -> None:
    """Connect, protect the line and log in."""
    try:
        await smtp.connect()
        if server.user is not None:
            await smtp.login(server.user, server.password or "", timeout=_TIMEOUT)
    except aiosmtplib.SMTPAuthenticationError as error:
        verdict = Verdict.ALARM if error.code in _LOG_IN_FAILED else Verdict.RETRY
        raise NotDelivered(verdict, f"login_{error.code}") from None
    except aiosmtplib.SMTPConnectResponseError as error:
        raise NotDelivered(Verdict.RETRY, UNREACHABLE) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(error) from None
    except _BROKEN as error:
        raise _not_there(error) from None


def _not_there(error: BaseException) -> NotDelivered:
    """No line, or not a safe one."""
    causes = [error, error.__cause__, error.__context__]
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NotDelivered(Verdict.ALARM, "certificate")
    if type(error) is aiosmtplib.SMTPException:  # no STARTTLS, or no log-in, to be had
        return NotDelivered(Verdict.ALARM, "not_supported")
    return NotDelivered(Verdict.RETRY, UNREACHABLE)


def _refused(
    error: aiosmtplib.SMTPResponseException, for_ever: Verdict = Verdict.GIVE_UP
) -> NotDelivered:
    """What a reply of the server means: 4xx passes, 5xx does not."""
    code = f"smtp_{error.code}"
    if error.code == aiosmtplib.SMTPStatus.domain_unavailable:  # 421: it closes, for all
        return NotDelivered(Verdict.RETRY, UNREACHABLE)
    if error.code in _LOG_IN_FAILED:
        return NotDelivered(Verdict.ALARM, code)
    permanent = error.code >= _PERMANENT
    return NotDelivered(for_ever if permanent else Verdict.RETRY, code)


async def _close(smtp: aiosmtplib.SMTP) -> None:
    """Say goodbye if there is somebody to say it to."""
    try:
        if smtp.is_connected:
            await smtp.quit(timeout=_CLOSE_TIMEOUT)
    except _BROKEN:
        pass
    finally:
        smtp.close()


def _context(server: MailServer) -> ssl.SSLContext | None:
    """Certificates are always checked; with `ca_file` against those in it only."""
    if server.security == "none":
        return None
    try:
        return ssl.create_default_context(cafile=server.ca_file)
    except OSError:
        raise NotDelivered(Verdict.ALARM, "ca_file") from None


def _reply_to(address: str | None) -> str | None:
    """The parent's address if a header can hold it; the text has it in any case."""
    try:
        return email_address(address) if address else None
    except ValueError:
        return None

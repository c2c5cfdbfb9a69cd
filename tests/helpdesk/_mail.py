"""A real SMTP server that can be told to misbehave, and a certificate that nobody else trusts."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests._ports import free_port

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # of the server in here, not ours
USER, PASSWORD = "ouderwijzer", "heel geheim"


@dataclass
class FakeMail:
    """Listens on loopback, in this event loop.

    `sender`, `recipient` and `end` are replies instead of taking it ("450 later", ...). `cut` hangs
    up after the whole mail was taken, as a network does; `hang` says nothing any more, `slow` to
    who mails this address.
    """

    tls: tuple[Path, Path] | None = None
    log_in: bool = False
    sender: str | None = None
    recipient: str | None = None
    end: str | None = None
    cut: bool = False
    hang: bool = False
    slow: str | None = None
    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    hung_up_after: list[str] = field(default_factory=list)
    """Message-ID of each mail whose sender could not hear that it was taken, because of `cut`."""
    holding: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _open: set[_Connection] = field(default_factory=set)

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        context = None
        if self.tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.tls)
        loop = asyncio.get_running_loop()

        def make() -> _Connection:
            return _Connection(self, context)

        self.port = self.port or free_port()
        self._server = await loop.create_server(make, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Gone, with all lines to it."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._open):
            connection.cut()
        await self._server.wait_closed()
        self._server = None
        self._open.clear()  # one whose handshake failed is never told that it is over
        await asyncio.sleep(0.01)

    async def handle_MAIL(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender:
            return self.sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.end:
            return self.end
        if self.hang or self.slow in envelope.rcpt_tos:
            self.holding.set()
            await asyncio.Event().wait()
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append(content)
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        if self.cut:
            self.hung_up_after.append(str(message["Message-ID"]))
            assert isinstance(server, _Connection)
            server.cut()
        return "250 OK"

    def doubled(self) -> int:
        """How many mails came more than once."""
        return len(self.taken) - len({message["Message-ID"] for message in self.taken})

    def doubled_by_cuts(self) -> int:
        """How many of those came again because we hung up after we took them."""
        came = Counter(str(message["Message-ID"]) for message in self.taken)
        cut = Counter(self.hung_up_after)
        return sum(min(copies - 1, cut[id_]) for id_, copies in came.items())


@asynccontextmanager
async def running_mail() -> AsyncIterator[FakeMail]:
    """A mail server that takes everything, until it is told otherwise."""
    server = FakeMail()
    await server.start()
    yield server
    await server.stop()


def _authenticate(
    _server: Any, _session: Session, _envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    good = isinstance(data, LoginPassword) and data == LoginPassword(
        USER.encode(), PASSWORD.encode()
    )
    return AuthResult(success=good, handled=False)


class _Connection(SMTP):
    """One line; the server knows all that are open."""

    def __init__(self, mail: FakeMail, context: ssl.SSLContext | None) -> None:
        super().__init__(
            mail,
            hostname="mail.example",
            tls_context=context,
            require_starttls=context is not None,
            auth_required=mail.log_in,
            auth_require_tls=context is not None,
            authenticator=_authenticate if mail.log_in else None,
            loop=asyncio.get_running_loop(),
        )
        self._mail = mail
        self._transports: list[asyncio.Transport] = []

    def cut(self) -> None:
        """Hang up, as a network does."""
        for transport in self._transports:
            transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._mail._open.add(self)
        assert isinstance(transport, asyncio.Transport)
        self._transports.append(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._mail._open.discard(self)
        super().connection_lost(error)


def make_certificate(folder: Path, name: str = "127.0.0.1") -> tuple[Path, Path]:
    """Files with a certificate for `name` that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_name(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)

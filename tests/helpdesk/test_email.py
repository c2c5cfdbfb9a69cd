"""What a mail server gets from us, and what we make of what it says."""

from __future__ import annotations

import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.helpdesk import Contact
from bot.helpdesk._email import EmailDeliverer, MailServer
from bot.helpdesk._errors import Doubt, NotDelivered, Verdict
from bot.helpdesk._letter import Letters

from . import _mail
from ._mail import FakeMail, make_certificate
from .conftest import DESK, EMAIL, PHONE, QUESTION, TO, outgoing


def way(mail: FakeMail, letters: Letters, **changes: Any) -> EmailDeliverer:
    server: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": mail.port,
        "security": "none",
        "user": None,
        "password": None,
        "ca_file": None,
        "sender": "bot@ouderwijzer.example",
    }
    return EmailDeliverer(DESK, MailServer(**(server | changes)), letters)


def words(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


async def refusal(deliverer: EmailDeliverer) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        await deliverer.deliver(outgoing(), again=False)
    return caught.value


async def test_the_mail_is_complete_and_can_be_answered(mail: FakeMail, letters: Letters) -> None:
    remote_id = await way(mail, letters).deliver(outgoing(), again=False)
    (message,) = mail.taken
    assert message["From"] == "Ouderwijzer <bot@ouderwijzer.example>"
    assert message["To"] == TO
    assert message["Reply-To"] == EMAIL
    assert message["Subject"] == "Vraag van een ouder [OW-2B4C-6D8F]"
    assert message["Message-ID"] == remote_id == "<ow-2b4c-6d8f@ouderwijzer.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Transfer-Encoding"] == "quoted-printable"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message["Date"].datetime == outgoing().at
    text = words(message)
    for part in ("OW-2B4C-6D8F", EMAIL, PHONE, QUESTION, "Utrecht", "PO2601", "website (demo)"):
        assert part in text
    assert "26 november 2026, 10.05 uur" in text
    assert "po (basisschool)" in text


async def test_the_second_time_it_is_the_same_mail(mail: FakeMail, letters: Letters) -> None:
    deliverer = way(mail, letters)
    await deliverer.deliver(outgoing(), again=False)
    await deliverer.deliver(outgoing(), again=True)
    assert mail.raw[0] == mail.raw[1]
    assert mail.doubled() == 1


async def test_a_parent_cannot_write_headers(mail: FakeMail, letters: Letters) -> None:
    evil = "x@y.example\r\nBcc: all@z.example"
    ticket = outgoing(
        contact=Contact(email=evil, name="Jan\r\nBcc: b@z.example"),
        question="Hallo\r\n.\r\nMAIL FROM:<a@b.example>\r\nSubject: anders",
        gemeente="Utrecht\r\nBcc: c@z.example",
    )
    await way(mail, letters).deliver(ticket, again=False)
    (message,) = mail.taken
    assert message["Bcc"] is None
    assert message["Reply-To"] is None
    assert message["Subject"] == "Vraag van een ouder [OW-2B4C-6D8F]"
    text = words(message)
    assert "\n.\n" in text
    assert "Naam: Jan Bcc: b@z.example" in text


async def test_an_address_that_no_header_can_hold_stands_in_the_text(
    mail: FakeMail, letters: Letters
) -> None:
    ticket = outgoing(contact=Contact(email="zoë@gezin.example"))
    await way(mail, letters).deliver(ticket, again=False)
    assert mail.taken[0]["Reply-To"] is None
    assert "zoë@gezin.example" in words(mail.taken[0])


@pytest.mark.parametrize(
    ("which", "reply", "verdict", "code"),
    [
        ("recipient", "550 no such user", Verdict.GIVE_UP, "smtp_550"),
        ("recipient", "450 later", Verdict.RETRY, "smtp_450"),
        ("sender", "550 not from you", Verdict.ALARM, "smtp_550"),
        ("sender", "451 later", Verdict.RETRY, "smtp_451"),
        ("sender", "530 log in first", Verdict.ALARM, "smtp_530"),
        ("end", "552 too large", Verdict.GIVE_UP, "smtp_552"),
        ("end", "452 full", Verdict.RETRY, "smtp_452"),
        ("end", "421 closing", Verdict.RETRY, "unreachable"),
    ],
)
async def test_a_refusal_is_judged(
    mail: FakeMail, letters: Letters, which: str, reply: str, verdict: Verdict, code: str
) -> None:
    setattr(mail, which, reply)
    failure = await refusal(way(mail, letters))
    assert (failure.verdict, failure.code) == (verdict, code)
    assert mail.taken == []


async def test_a_line_that_is_cut_after_the_mail_is_in_doubt(
    mail: FakeMail, letters: Letters
) -> None:
    mail.cut = True
    with pytest.raises(Doubt):
        await way(mail, letters).deliver(outgoing(), again=False)
    assert len(mail.taken) == 1


async def test_a_server_that_says_nothing_any_more_is_in_doubt(
    mail: FakeMail, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.helpdesk._email._TIMEOUT", 0.2)
    mail.hang = True
    began = time.monotonic()
    with pytest.raises(Doubt):
        await way(mail, letters).deliver(outgoing(), again=False)
    assert time.monotonic() - began < 5


async def test_a_server_that_is_away_is_tried_later(mail: FakeMail, letters: Letters) -> None:
    await mail.stop()
    failure = await refusal(way(mail, letters))
    assert (failure.verdict, failure.code) == (Verdict.RETRY, "unreachable")


async def test_without_a_server_in_the_settings_the_operator_is_needed(letters: Letters) -> None:
    failure = await refusal(EmailDeliverer(DESK, None, letters))
    assert (failure.verdict, failure.code) == (Verdict.ALARM, "settings")


class TestStartTls:
    async def test_the_line_is_protected_and_the_log_in_is_used(
        self, letters: Letters, tmp_path: Path
    ) -> None:
        mail = FakeMail(tls=make_certificate(tmp_path), log_in=True)
        await mail.start()
        known = {"user": _mail.USER, "password": _mail.PASSWORD}
        safe = {"security": "starttls", "ca_file": tmp_path / "certificate.pem"}
        await way(mail, letters, **known, **safe).check()
        assert mail.taken == []
        await way(mail, letters, **known, **safe).deliver(outgoing(), again=False)
        assert len(mail.taken) == 1
        wrong = way(mail, letters, **(known | {"password": "fout"}), **safe)
        failure = await refusal(wrong)
        assert (failure.verdict, failure.code) == (Verdict.ALARM, "login_535")
        await mail.stop()

    async def test_a_certificate_that_we_do_not_trust_gets_nothing(
        self, letters: Letters, tmp_path: Path
    ) -> None:
        mail = FakeMail(tls=make_certificate(tmp_path))
        await mail.start()
        failure = await refusal(way(mail, letters, security="starttls"))
        assert (failure.verdict, failure.code) == (Verdict.ALARM, "certificate")
        assert mail.taken == []
        await mail.stop()

    async def test_a_certificate_of_another_name_gets_nothing(
        self, letters: Letters, tmp_path: Path
    ) -> None:
        mail = FakeMail(tls=make_certificate(tmp_path, "elders.example"))
        await mail.start()
        safe = {"security": "starttls", "ca_file": tmp_path / "certificate.pem"}
        failure = await refusal(way(mail, letters, **safe))
        assert failure.code == "certificate"
        await mail.stop()

    async def test_a_server_without_it_gets_nothing(self, mail: FakeMail, letters: Letters) -> None:
        failure = await refusal(way(mail, letters, security="starttls"))
        assert (failure.verdict, failure.code) == (Verdict.ALARM, "not_supported")
        assert mail.taken == []

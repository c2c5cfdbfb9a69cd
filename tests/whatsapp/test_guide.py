"""The operator's guide says what the program does."""

from __future__ import annotations

import re

import pytest

from bot.front.whatsapp import _errors, _keeper, _statuses
from bot.front.whatsapp.__main__ import _parser
from bot.front.whatsapp._errors import Verdict, judge
from bot.front.whatsapp._steps import Timing
from bot.front.whatsapp._webhook import MAX_BODY, PATH
from bot.settings import ROOT, Settings

GUIDE = (ROOT / "docs/whatsapp.md").read_text(encoding="utf-8")
DOES = {
    "wacht; probeert elke minuut": Verdict.ALARM,
    "stuurt niet; bewaart het": Verdict.OUTSIDE_WINDOW,
    "stopt": Verdict.GIVE_UP,
}


def rows() -> list[tuple[str, Verdict]]:
    """Reasons of the table, and what is said to be done about them."""
    found = re.findall(r"^\| (`[^|]+) \| [^|]+ \| ([^|]+) \| [^|]+ \|$", GUIDE, re.MULTILINE)
    return [(reasons, DOES.get(does, Verdict.RETRY)) for reasons, does in found]


def test_every_error_of_meta_is_explained_as_it_is_handled() -> None:
    explained = {
        int(code): verdict
        for reasons, verdict in rows()
        for code in re.findall(r"`(\d+)`", reasons)
    }
    assert explained == {code: judge(code) for code in explained}
    assert {*_errors._ALARM, *_errors._RETRY, *_errors._OUTSIDE_WINDOW} <= set(explained)


def test_every_setting_of_whatsapp_is_explained() -> None:
    for name in Settings.model_fields:
        if name.startswith("whatsapp_"):
            assert f"| `{name.upper()}` |" in GUIDE


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(whatsapp_[a-z]+_[a-z_]+)`", GUIDE))))
def test_every_line_of_the_log_is_one_that_is_logged(name: str) -> None:
    code = "".join(path.read_text() for path in (ROOT / "bot/front/whatsapp").glob("*.py"))
    assert f'"{name}"' in code or name.startswith("whatsapp_business_")


def test_every_command_can_be_given() -> None:
    commands = re.findall(r"^\.venv/bin/python -m bot\.front\.whatsapp (.+)$", GUIDE, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        assert _parser().parse_args(command.split()).command in ("inbox", "outbox", "replay")


def test_the_figures_are_those_of_the_program() -> None:
    assert PATH in GUIDE
    timing = Timing()
    assert (timing.asks, timing.doubts, timing.reconcile, timing.late) == (8, 5, 60, 3600)
    assert _keeper._ADDRESS_KEPT.days == 1
    text = " ".join(GUIDE.split())
    for words in (
        f"tot {MAX_BODY // 1024**2} MB",
        f"opnieuw, {_statuses.MAX_ATTEMPTS} keer",
        f"{_keeper._COPIES_COME.days} dagen, ook na STOP",
        "acht keer mislukt",
        "zes keer verstuurd",  # once, and five times in doubt
        "een minuut lang geen status",
        "meer dan een uur weg",
        "hoogstens een dag",
    ):
        assert words in text

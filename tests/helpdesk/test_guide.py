"""The operator's guide: what it names exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.helpdesk import _desk as desks
from bot.helpdesk import load_desks
from bot.helpdesk._email import _RESENDS
from bot.helpdesk._steps import Timing
from bot.settings import ROOT, Settings

GUIDE = (ROOT / "docs/helpdesk.md").read_text(encoding="utf-8")
CODE = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((ROOT / "bot/helpdesk").glob("*.py"))
)


def test_every_example_can_be_read(tmp_path: Path) -> None:
    kinds = set()
    for example in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL):
        (tmp_path / "helpdesks.yml").write_text(example, encoding="utf-8")
        kinds |= {desk.kind for desk in load_desks(tmp_path / "helpdesks.yml").values()}
    assert kinds == {"email", "zammad", "topdesk", "request_tracker", "webhook"}


@pytest.mark.parametrize(
    "kind",
    [
        desks.EmailDesk,
        desks.ZammadDesk,
        desks.TopdeskDesk,
        desks.RequestTrackerDesk,
        desks.WebhookDesk,
    ],
)
def test_every_field_is_in_an_example(kind: type[desks._Desk]) -> None:
    for name in set(kind.model_fields) - {"name"}:
        assert re.search(rf"^  {name}: |^\| `{name}` ", GUIDE, re.MULTILINE), name


def test_every_reason_is_explained() -> None:
    reasons = set(re.findall(r'(?:Verdict\.[A-Z]+|Doubt|row)[(,] ?"([a-z_]+)"', CODE))
    assert {"vault", "doubt", "too_long", "empty", "timeout", "certificate", "no_desk"} <= reasons
    for reason in reasons | {"unreachable"}:
        assert f"`{reason}`" in GUIDE, reason


def test_every_alarm_in_the_log_is_explained() -> None:
    ours = "work_failed|delivery_failed|delivery_not_told"  # mistakes of ours, for the makers
    for event in set(re.findall(r'_log\.error\(\s*"((?:helpdesk|vault)_[a-z_]+)"', CODE)):
        assert f"`{event}`" in GUIDE or re.search(ours, event), event


def test_every_command_is_shown() -> None:
    for command in re.findall(r'add_parser\(\s*"([a-z]+)"', CODE):
        assert f"bot.helpdesk {command}" in GUIDE, command


def test_every_setting_is_explained() -> None:
    for name in Settings.model_fields:
        if name.startswith(("helpdesk", "vault")):
            assert name.upper() in GUIDE, name


def test_the_numbers_are_those_of_the_code() -> None:
    assert Timing.longest_wait == 3600
    assert "hoogstens na een uur" in GUIDE
    assert Timing.alarm_wait == 600
    assert "elke tien minuten" in GUIDE
    assert Timing.gives_up == 5 * 24 * 3600
    assert "vijf dagen lang" in GUIDE
    assert _RESENDS == 8
    assert "acht keer opnieuw gemaild" in GUIDE

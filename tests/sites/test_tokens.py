from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ROOT
from bot.sites import DEFAULTS, TOKENS
from bot.sites._tokens import FIXED, FONT, filled_in, mistakes

INK, PAPER = "--utrecht-document-color", "--utrecht-document-background-color"
PAGE = "--ouderwijzer-page-background-color"
STYLES = (ROOT / "bot/widget/src/styles.css").read_text(encoding="utf-8")


def whole(colour: str) -> str:
    """ "#fff" as "#ffffff"."""
    return "#" + "".join(part * 2 for part in colour[1:]) if len(colour) == 4 else colour


def luminance(colour: str) -> float:
    """By the formula of WCAG, to check the library with."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_tokens_are_those_of_the_widget_with_its_defaults() -> None:
    used = dict(re.findall(r"var\((--(?:utrecht|ouderwijzer)[\w-]+), (#\w+)\)", STYLES))
    assert {name: whole(colour) for name, colour in used.items()} == DEFAULTS
    named = set(re.findall(r"var\((--(?:utrecht|ouderwijzer)[\w-]+)", STYLES))
    assert named == {token.name for token in TOKENS}
    for colour in FIXED.values():
        assert colour in STYLES


def test_our_own_colours_keep_to_the_rule() -> None:
    assert list(mistakes(DEFAULTS)) == []
    assert filled_in({}) == DEFAULTS


@given(st.integers(0, 255).map(lambda grey: f"#{grey:02x}{grey:02x}{grey:02x}"))
def test_text_is_refused_exactly_when_it_is_too_faint(grey: str) -> None:
    least = min(contrast(grey, DEFAULTS[under]) for under in (PAPER, PAGE))
    assert bool(list(mistakes({INK: grey}))) == (least < 4.5)


@given(st.integers(0, 255).map(lambda grey: f"#{grey:02x}{grey:02x}{grey:02x}"))
def test_borders_and_focus_need_less(grey: str) -> None:
    for name in ("--ouderwijzer-border-color", "--utrecht-focus-outline-color"):
        least = min(contrast(grey, DEFAULTS[under]) for under in (PAPER, PAGE))
        assert bool(list(mistakes({name: grey}))) == (least < 3)


def test_a_pair_is_checked_with_our_own_colour_for_the_other() -> None:
    ((name, text),) = [m for m in mistakes({PAPER: "#16302f"}) if f"{INK} " in m[1]]
    assert name == PAPER
    assert text.startswith("te weinig contrast: #16302f met --utrecht-document-color (#16302f)")
    assert "heeft 1,00 en moet minstens 4,50 hebben" in text


def test_a_dark_background_hides_colours_that_are_always_there() -> None:
    dark = {PAPER: "#101010", PAGE: "#000000", INK: "#ffffff"}
    said = [text for _, text in mistakes(dark)]
    assert any("de kleur van foutmeldingen (#b3261e)" in text for text in said)


@pytest.mark.parametrize(
    "written", ["#16302F", "rgb(22 48 47)", "rgb(22, 48, 47)", "hsl(177.7deg 37.14% 13.73%)"]
)
def test_colours_may_be_written_in_every_way_of_css(written: str) -> None:
    assert list(mistakes({INK: written})) == []
    assert filled_in({INK: written})[INK] == "#16302f"


@pytest.mark.parametrize(
    "value",
    [
        "niks", "#12345", "", 5, ["#fff"], "currentcolor", "transparent", "rgb(0 0 0 / 90%)",
        "#00000080", "#000;color:red", "url(https://kwaad.example)", "var(--x)",
        "color(display-p3 0 1 0)", "#000 #fff",
    ],
)  # fmt: skip
def test_what_is_no_plain_colour_is_refused(value: object) -> None:
    ((name, text),) = mistakes({INK: value})
    assert name == INK
    assert "is geen kleur zonder doorzichtigheid" in text


def test_a_colour_that_yaml_takes_for_a_comment_is_explained() -> None:
    assert list(mistakes({INK: None})) == [
        (INK, "is leeg; zet een kleur tussen aanhalingstekens: '#14606b'")
    ]


@pytest.mark.parametrize("font", ["Arial", "'Open Sans', \"Noto Sans\", sans-serif", "Inter-4_1"])
def test_a_font_is_kept_as_it_is(font: str) -> None:
    assert list(mistakes({FONT: font})) == []
    assert filled_in({FONT: font}) == DEFAULTS | {FONT: font}


@pytest.mark.parametrize(
    "font", ["a;b", "a}b", "url(x)", "a/b", "a\\b", "é", "a" * 201, "", 5, "a\nb", "a!important"]
)
def test_a_font_that_could_be_more_than_a_font_is_refused(font: object) -> None:
    ((name, text),) = mistakes({FONT: font})
    assert name == FONT
    assert text.startswith("een lettertype mag alleen")


@pytest.mark.parametrize("name", ["--eigen", "color", "--utrecht-document-Color", "--ink"])
def test_another_name_is_refused_and_ours_are_listed(name: str) -> None:
    ((found, text),) = mistakes({name: "#000"})
    assert found == name
    assert INK in text

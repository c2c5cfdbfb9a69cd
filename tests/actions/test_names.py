"""Every place name of the data, through the same path as a parent's message."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import pytest

from actions.swv._answer import reply
from actions.swv._location import Located, locate
from bot.content import Texts
from bot.settings import ROOT
from bot.store import PlaceMatch, Registry, Sector

SECTORS: dict[str, tuple[Sector, ...]] = {"po": ("po",), "vo": ("vo",), "both": ("po", "vo")}


def names() -> list[str]:
    """Every name that a parent may use: places, gemeenten of now and before, everyday names."""
    found = {row["name"] for row in rows("former_gemeenten.csv")}
    found |= {row["alias"] for row in rows("aliases.csv")}
    for row in rows("pc4.csv"):
        found |= {row["gemeente"], *(name for name in row["places"].split("; ") if name)}
    return sorted(found)


def rows(file: str) -> Iterator[dict[str, str]]:
    with (ROOT / "data/swv" / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def said(*values: str, **kinds: str) -> list[dict[str, Any]]:
    """Places as the brain finds them; `kinds` for what is not exact."""
    exact = [{"entity": "plaats", "value": value, "kind": "exact"} for value in values]
    return exact + [{"entity": "plaats", "value": v, "kind": kind} for kind, v in kinds.items()]


def possible(matches: tuple[PlaceMatch, ...], registry: Registry, sector: Sector) -> set[str]:
    """The swv's of all postcodes that the name may mean."""
    entries = [registry.by_postcode(pc4) for match in matches for pc4 in match.pc4s]
    swvs = [getattr(entry, sector) for entry in entries]
    return {swv.code for swv in swvs if swv is not None}


@pytest.mark.parametrize("sector", ["po", "vo", "both"])
def test_a_name_gives_its_one_swv_or_asks_why_not(
    registry: Registry, texts: Texts, sector: str
) -> None:
    asked = 0
    for name in names():
        matches = registry.find_place(name)
        swvs = [possible(matches, registry, each) for each in SECTORS[sector]]
        here = locate(said(name), registry, sector)
        if here.value is None:
            assert here.notice is not None, name
            assert max(len(each) for each in swvs) > 1, name
            assert here.notice.code == ("split" if len(matches) == 1 else "ambiguous"), name
            assert here.notice.given, name
            asked += 1
            continue
        answer = reply(here.value, sector, registry, texts)
        assert [{card["code"]} for card in answer.swv] == [each for each in swvs if each], name
        assert locate([], registry, sector, known=here.value) == here, name
    assert 50 < asked < 150


def test_what_fits_one_sector_is_looked_at_again_for_the_other(registry: Registry) -> None:
    only_one = [
        name
        for name in names()
        if locate(said(name), registry, "po").value and not locate(said(name), registry, "vo").value
    ]
    assert only_one
    for name in only_one:
        known = locate(said(name), registry, "po").value
        assert locate([], registry, "vo", known=known).notice is not None, name


@pytest.mark.parametrize(
    ("name", "province", "code"),
    [
        ("Bergen", "limburg", "PO3101"),
        ("Bergen", "noord-holland", "PO2703"),
        ("Hengelo", "Overijssel", "PO2302"),
        ("Hengelo", "gelderland", "PO2503"),
    ],
)
def test_the_province_tells_places_with_one_name_apart(
    registry: Registry, texts: Texts, name: str, province: str, code: str
) -> None:
    here = locate(said(name, region=province), registry, "po")
    assert here.value is not None
    (card,) = reply(here.value, "po", registry, texts).swv
    assert card["code"] == code


def test_a_province_that_does_not_fit_is_left_out(registry: Registry) -> None:
    assert locate(said("Gouda", region="twente"), registry, "po") == Located("place:Gouda")


def test_the_choices_are_said_in_plain_words(registry: Registry) -> None:
    notice = locate(said("Bergen"), registry, "po").notice
    assert notice is not None
    assert notice.choices == "Bergen (Noord-Holland), Bergen (Limburg)"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("twente", "Twente"), ("noord-brabant", "Noord-Brabant"), ("'t gooi", "'t Gooi")],
)
def test_a_region_is_shown_as_on_a_map(registry: Registry, value: str, shown: str) -> None:
    notice = locate(said(region=value), registry, None).notice
    assert notice is not None
    assert (notice.code, notice.given) == ("region", shown)


@pytest.mark.parametrize("name", ["Hoef en Haag", "Europoort"])
def test_a_place_of_which_the_swv_is_unknown_names_the_neighbours(
    registry: Registry, texts: Texts, name: str
) -> None:
    here = locate(said(name), registry, "po")
    assert here.value is not None
    answer = reply(here.value, "po", registry, texts)
    assert answer.swv == ()
    assert "In de buurt zijn:" in answer.text


def test_a_postcode_that_left_the_data_is_asked_again(registry: Registry) -> None:
    here = locate([], registry, "po", known="pc4:1234")
    assert here.value is None
    assert here.notice is not None
    assert here.notice.code == "unknown"

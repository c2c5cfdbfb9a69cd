"""The answer of the look-up, for every postcode there is."""

from __future__ import annotations

import csv
import re

import pytest

from actions.swv._answer import reply
from bot.content import Texts
from bot.settings import ROOT
from bot.store import Registry


def rows() -> list[dict[str, str]]:
    with (ROOT / "data/swv/pc4.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("sector", ["po", "vo", "both"])
def test_every_postcode_answers(registry: Registry, texts: Texts, sector: str) -> None:
    entries = rows()
    assert len(entries) == 4073
    for row in entries:
        answer = reply(f"pc4:{row['pc4']}", sector, registry, texts)
        wanted = []
        for each in ("po", "vo") if sector == "both" else (sector,):
            swv = registry.swv(row[each]) if row[each] else None
            if swv is None:
                assert "weet ik niet zeker welk samenwerkingsverband" in answer.text
            else:
                wanted.append(swv.code)
                assert swv.name in answer.text
        assert [card["code"] for card in answer.swv] == wanted
        assert row["pc4"] in answer.text
        assert "Deze gegevens zijn bijgewerkt op 1 oktober 2024" in answer.text
        assert len(answer.text) < 4096


def test_only_confirmed_contact_details_are_shown(registry: Registry, texts: Texts) -> None:
    with (ROOT / "data/swv/swv.csv").open(encoding="utf-8", newline="") as lines:
        unsure = [r["website"] for r in csv.DictReader(lines) if r["website_confirmed"] != "ja"]
    shown = " ".join(reply(f"pc4:{r['pc4']}", "both", registry, texts).text for r in rows()[::7])
    assert unsure
    assert not [site for site in unsure if site and f"Website: {site}\n" in shown]


def test_missing_details_are_said_with_the_national_finder(
    registry: Registry, texts: Texts
) -> None:
    answer = reply("pc4:3512", "vo", registry, texts)
    assert answer.swv[0]["phone"] is None
    assert "Een telefoonnummer en een e-mailadres van dit swv heb ik niet" in answer.text
    assert "https://ouderenjeugdsteunpuntopdekaart.nl" in answer.text


def test_the_steunpunt_is_given_whole_and_only_once(registry: Registry, texts: Texts) -> None:
    text = reply("pc4:2512", "po", registry, texts).text
    (line,) = (line for line in text.splitlines() if line.startswith("Ouder- en jeugdsteunpunt"))
    assert line.endswith("ouders.sppoh.nl, 070-3156356, info@ojsp.nl, werkdagen 09:00-16:00")
    for each in ("po", "vo"):
        for pc4 in {row[each]: row["pc4"] for row in rows() if row[each]}.values():
            shown = []
            for line in (
                reply(f"pc4:{pc4}", each, registry, texts).text.split("\n\n")[0].splitlines()
            ):
                if line.startswith(("Website", "Telefoon", "E-mail", "Ouder-")):
                    shown += line.partition(": ")[2].split(", ")
            assert len(shown) == len(set(shown)), pc4


def test_what_is_missing_is_one_sentence(registry: Registry, texts: Texts) -> None:
    text = reply("place:Zutphen", "vo", registry, texts).text
    assert "Een website, een telefoonnummer en een e-mailadres van dit swv heb ik niet" in text
    assert ".." not in text


def test_a_postcode_without_swv_names_the_neighbours(registry: Registry, texts: Texts) -> None:
    answer = reply("pc4:9614", "vo", registry, texts)
    assert answer.swv == ()
    assert "In de buurt zijn:" in answer.text
    assert "samenwerkingsverbandenopdekaart.nl" in answer.text


def test_a_merged_swv_is_said_to_have_merged(registry: Registry, texts: Texts) -> None:
    row = next(row for row in rows() if row["vo"] == "VO2504")
    answer = reply(f"pc4:{row['pc4']}", "vo", registry, texts)
    assert [card["code"] for card in answer.swv] == ["VO2506"]
    swv = registry.swv("VO2504")
    assert swv is not None
    assert swv.doubt is not None
    assert swv.doubt in answer.text


def test_a_doubt_about_the_region_is_shown(registry: Registry, texts: Texts) -> None:
    row = next(row for row in rows() if row["doubt"])
    assert row["doubt"] in reply(f"pc4:{row['pc4']}", "both", registry, texts).text


def test_the_schools_swv_and_the_exceptions_are_named(registry: Registry, texts: Texts) -> None:
    text = reply("place:Gouda", "po", registry, texts).text
    assert "Dan beslist het swv van die school" in text
    assert "Berséba" in text
    assert "RefSVO" not in text
    assert "cluster 1 en 2" in text


def test_official_names_are_shown_as_parents_say_them(registry: Registry, texts: Texts) -> None:
    assert "Voor Den Haag hoort" in reply("place:Den Haag", "vo", registry, texts).text


def test_every_source_is_a_web_address(registry: Registry, texts: Texts) -> None:
    for row in rows()[::50]:
        for source in reply(f"pc4:{row['pc4']}", "both", registry, texts).sources:
            assert re.match(r"https?://", source["url"])
            assert source["title"]


@pytest.mark.parametrize("location", ["pc4:1234", "place:Nergenshuizen"])
def test_a_location_that_is_gone_is_an_error(
    registry: Registry, texts: Texts, location: str
) -> None:
    with pytest.raises(LookupError):
        reply(location, "po", registry, texts)

"""Primary or secondary school: what a parent's words and the child's age say."""

from __future__ import annotations

import pytest

from bot.nlu.entities import find_sectors


def _sector(text: str) -> str | None:
    mentions = find_sectors(text)
    assert len(mentions) <= 1
    return mentions[0].value if mentions else None


@pytest.mark.parametrize(
    "text",
    [
        "basisschool", "de basis school", "basisonderwijs", "lagere school", "primair onderwijs",
        "speciaal basisonderwijs", "sbo", "SBO", "so", "po", "kleuter", "kleuterklas", "peuter",
        "groep 1", "groep 8", "groep drie", "groep5", "gr. 5", "gr 7", "groep 3/4",
    ],
)  # fmt: skip
def test_words_of_primary_school(text: str) -> None:
    assert _sector(text) == "po"


@pytest.mark.parametrize(
    "text",
    [
        "middelbare school", "de middelbare", "middelbaar onderwijs", "voortgezet onderwijs",
        "voortgezet speciaal onderwijs", "vo", "VO", "vso", "pro", "brugklas", "brugklasser",
        "vmbo", "vmbo-t", "vmbo-tl", "vmbo kader", "mavo", "havo", "vwo", "gymnasium", "atheneum",
        "lyceum", "praktijkonderwijs", "praktijkschool", "klas 2", "2e klas", "derde klas",
        "3 vmbo", "3havo", "examenklas",
    ],
)  # fmt: skip
def test_words_of_secondary_school(text: str) -> None:
    assert _sector(text) == "vo"


@pytest.mark.parametrize("text", ["mbo", "het ROC", "mbo-opleiding"])
def test_mbo_is_a_sector_of_its_own(text: str) -> None:
    assert _sector(text) == "mbo"


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("basischool", "po"), ("baisschool", "po"), ("basisonderwys", "po"),
        ("midelbare", "vo"), ("middelbaare school", "vo"), ("voortgezed", "vo"),
        ("voorgezet onderwijs", "vo"), ("brugklass", "vo"), ("gymnasum", "vo"),
    ],
)  # fmt: skip
def test_misspelt_school_words_are_understood(text: str, sector: str) -> None:
    assert _sector(text) == sector


@pytest.mark.parametrize("years", range(4, 12))
def test_up_to_eleven_years_is_primary(years: int) -> None:
    assert _sector(f"mijn zoon is {years} jaar") == "po"
    assert _sector(f"een {years}-jarige") == "po"


@pytest.mark.parametrize("years", range(13, 19))
def test_from_thirteen_years_is_secondary(years: int) -> None:
    assert _sector(f"mijn dochter van {years}") == "vo"
    assert _sector(f"ze ({years}) zit thuis") == "vo"


@pytest.mark.parametrize("text", ["12 jaar", "twaalf jaar", "hij is 12", "een 12-jarige", "(12)"])
def test_twelve_may_be_either(text: str) -> None:
    assert _sector(text) is None


@pytest.mark.parametrize(
    ("text", "sector"),
    [("elf jaar", "po"), ("dochter van negen", "po"), ("dertien jaar", "vo"), ("elfjarige", "po")],
)
def test_ages_in_words(text: str, sector: str) -> None:
    assert _sector(text) == sector


@pytest.mark.parametrize(
    ("text", "sector"), [("vıjf jaar", "po"), ("zeſ jaar", None), ("veertıen jaar", "vo")]
)
def test_letters_that_only_look_alike_break_nothing(text: str, sector: str | None) -> None:
    assert _sector(text) == sector


@pytest.mark.parametrize(
    "text",
    [
        "al 6 jaar", "6 jaar geleden", "na 5 jaar", "5 jaar lang", "ik ben 43", "21 jaar", "1 jaar",
        "hij is 5 weken", "het is 6 uur", "van 8 tot 9 uur", "op 6 maart", "is 10 km",
        "is 5,5 kilometer", "is 10%", "speciaal onderwijs", "beide ouders", "van beide ouders",
        "mijn kind", "",
    ],
)  # fmt: skip
def test_other_numbers_and_words_say_nothing(text: str) -> None:
    assert _sector(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "allebei",
        "allebij",
        "alle twee",
        "alletwee",
        "beide",
        "po en vo",
        "de basis- en de havo",
        "zowel basisschool als middelbare",
        "kinderen van 5 en 14 jaar",
        "zes jaar en veertien jaar",
    ],
)
def test_two_children_are_both(text: str) -> None:
    assert _sector(text) == "both"


@pytest.mark.parametrize(
    "text",
    [
        "groep 8 gaat naar de brugklas", "hij zit in groep 8 en gaat straks naar de havo",
        "van de basisschool naar de middelbare", "volgend jaar vmbo, nu nog groep 8",
    ],
)  # fmt: skip
def test_the_school_that_the_child_goes_to_counts(text: str) -> None:
    assert _sector(text) == "vo"


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("basisschool, nee sorry de middelbare", "vo"),
        ("middelbare, ik bedoel de basisschool", "po"),
        ("nee, de middelbare", "vo"),
        ("niet de basisschool maar de middelbare", "vo"),
        ("het gaat om de basisschool, niet om de middelbare", "po"),
        ("mbo of havo", "vo"),
    ],
)
def test_a_correction_counts(text: str, sector: str) -> None:
    assert _sector(text) == sector


def test_two_sectors_without_a_relation_conclude_nothing() -> None:
    assert _sector("basisschool? havo?") is None


def test_school_words_go_before_ages() -> None:
    assert _sector("hij is 13 en zit nog in groep 8") == "po"

"""Which numbers are a postcode, and which one is meant."""

from __future__ import annotations

import pytest

from bot.nlu.entities import Mention, find_postcodes


def _values(text: str) -> list[str]:
    return [mention.value for mention in find_postcodes(text)]


def _one(text: str) -> Mention:
    (mention,) = find_postcodes(text)
    return mention


@pytest.mark.parametrize(
    "text",
    [
        "3512JE", "3512 JE", "3512  JE", "3512je", "3512-JE", "3512-je", "3512.je",
        "3512_JE", "35 12 JE", "35 12 je", "3 5 1 2 J E", "3 5 1 2 j e", "3 5 1 2 JE", "(3512 JE)",
        "3512 JE.", " 3512 JE ", "3512 JE?", "3512\nJE",
    ],
)  # fmt: skip
def test_a_postcode_is_read_in_any_spelling(text: str) -> None:
    mention = _one(text)
    assert (mention.value, mention.kind) == ("3512JE", "pc6")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("351o AB", "3510AB"),
        ("3o11 ab", "3011AB"),
        ("35OO BC", "3500BC"),
        ("Mijn postcode is 3512 LX, wat nu?", "3512LX"),
        ("wij wonen op 3 5 1 1 a b", "3511AB"),
        ("wij wonen op 35 11 AB in de stad", "3511AB"),
        ("het adres is Dorpsstraat 12, 3512 JE Utrecht", "3512JE"),
        ("ons huis: 1012AB-12", "1012AB"),
    ],
)
def test_a_postcode_is_found_in_a_sentence(text: str, value: str) -> None:
    assert _values(text) == [value]


@pytest.mark.parametrize("text", ["3512", "3512.", "in 3512", "3 5 1 2", "351 2", "swv bij 3512?"])
def test_four_digits_are_enough(text: str) -> None:
    mention = _one(text)
    assert (mention.value, mention.kind) == ("3512", "pc4")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("drieduizend vijfhonderd elf", "3511"),
        ("drieduizendvijfhonderdelf", "3511"),
        ("vijfendertighonderd elf", "3511"),
        ("vijfendertig elf", "3511"),
        ("vijf en dertig elf", "3511"),
        ("mijn postcode is Vijfendertig twaalf", "3512"),
        ("tweeëntwintig drieëntwintig", "2223"),
    ],
)
def test_dictated_numbers_are_read(text: str, value: str) -> None:
    mention = _one(text)
    assert (mention.value, mention.kind) == (value, "pc4")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2511 en mijn zoon", "2511"),
        ("2511 is de postcode", "2511"),
        ("2511 nu", "2511"),
        ("3512 je kunt me bellen", "3512"),
        ("6811 po of vo", "6811"),
        ("3512 vo", "3512"),
        ("3512 VO", "3512"),
        ("2511 en", "2511"),
        ("MIJN POSTCODE IS 2511 EN WAT NU", "2511"),
        ("mijn postcode is 2511 EN, wat nu?", "2511EN"),
        ("2511en", "2511EN"),
    ],
)
def test_a_word_after_the_digits_is_no_part_of_it(text: str, value: str) -> None:
    assert _values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "in 2014", "sinds 2014 zit hij thuis", "schooljaar 2025-2026", "schooljaar 2025/2026",
        "2025/2026", "mijn kind is van 2012", "geboren op 12 maart 2012", "vanaf januari 2025",
        "12-03-2014", "12/03/2014", "1200 euro", "€1200", "€ 1200", "1.200", "1200,50", "1200,-",
        "artikel 40", "artikel 1240", "art. 1234", "de wvo 2020", "de wet van 2020",
        "Wet voortgezet onderwijs 2020", "een school met 1200 leerlingen", "om 1430 uur", "13:30",
        "0612345678", "06-12345678", "06 1234 5678", "06 12 34 56 78", "+31612345678",
        "+31 6 1234 5678", "030 1234567", "070-3122887", "0900-1113111", "0800 2000", "0800-2000",
        "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "https://www.voorbeeld.nl/1234",
        "a-1234", "1234567", "groep 8 en groep 7", "mijn kinderen zijn 10 11 en 12",
        "tweeduizend euro", "in tweeduizend twintig", "sinds negentien vijfentachtig", "",
    ],
)  # fmt: skip
def test_other_numbers_are_no_postcode(text: str) -> None:
    assert _values(text) == []


def test_a_year_that_stands_alone_may_be_a_postcode() -> None:
    assert _one("2012").value == "2012"
    assert _one("swv voortgezet onderwijs 2033").value == "2033"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0512 AB", "invalid", "0512 AB"),
        ("0512", "invalid", "0512"),
        ("351 JE", "invalid", "351 JE"),
        ("3512 SS", "invalid", "3512SS"),
        ("3512 sa", "invalid", "3512SA"),
        ("12345", "foreign", "12345"),
        ("D-48529", "foreign", "D-48529"),
        ("postbus 1234", "pobox", "1234"),
        ("Postbus 500", "pobox", "500"),
        ("Dorpsstraat 12", "address", "Dorpsstraat 12"),
        ("huisnummer 1234", "address", "huisnummer 1234"),
        ("wij wonen aan de Prinsengracht 263", "address", "Prinsengracht 263"),
    ],
)
def test_what_was_meant_as_a_postcode_is_told_apart(text: str, kind: str, value: str) -> None:
    mention = _one(text)
    assert (mention.kind, mention.value) == (kind, value)


def test_a_street_is_reported_only_without_a_postcode() -> None:
    assert [m.kind for m in find_postcodes("Dorpsstraat 12, 3512 JE")] == ["pc6"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3511, nee sorry 3581", ["3581"]),
        ("3511 AB nee ik bedoel 3581 CD", ["3581CD"]),
        ("3511 fout, 3581 toch 3582", ["3582"]),
        ("3511 en 3581", ["3511", "3581"]),
        ("nee, 3581", ["3581"]),
    ],
)
def test_a_correction_replaces_what_came_before(text: str, values: list[str]) -> None:
    assert _values(text) == values


def test_home_is_told_from_another_place() -> None:
    school, home = find_postcodes("de school staat op 3521 AA. Wij wonen in 3512 JE")
    assert (school.home, home.home) == (False, True)


def test_offsets_cover_what_was_read() -> None:
    text = "ik zit op 3512 JE hoor"
    mention = _one(text)
    assert text[mention.start : mention.end] == "3512 JE"

"""Place names, on the registry's real list."""

from __future__ import annotations

import pytest

from bot.nlu.entities import Gazetteer, Mention
from bot.places import place_key


def _one(gazetteer: Gazetteer, text: str) -> Mention:
    (mention,) = gazetteer.find(text)
    return mention


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Utrecht", "Utrecht"),
        ("UTRECHT", "Utrecht"),
        ("wij wonen in utrecht", "Utrecht"),
        ("een school in Zwolle?", "Zwolle"),
        ("Utrecht (stad)", "Utrecht"),
        ("Arnhem (havo)", "Arnhem"),
        ("Hengelo (Gld)", "Hengelo (Gld)"),
        ("Bergen (NH)", "Bergen (NH)"),
        ("Bergen op Zoom", "Bergen op Zoom"),
        ("Son en Breugel", "Son en Breugel"),
        ("capelle a/d ijssel", "Capelle aan den IJssel"),
        ("capelle ad ijssel", "Capelle aan den IJssel"),
        ("St. Michielsgestel", "Sint-Michielsgestel"),
        ("sudwest fryslan", "Súdwest-Fryslân"),
        ("Den Haag", "Den Haag"),
        ("den bosch", "Den Bosch"),
    ],
)
def test_a_name_is_found_in_any_spelling(gazetteer: Gazetteer, text: str, name: str) -> None:
    mention = _one(gazetteer, text)
    assert (place_key(mention.value), mention.kind) == (place_key(name), "exact")


@pytest.mark.parametrize(
    "text", ["'s-Gravenhage", "’s-Gravenhage", "`s gravenhage", "s-gravenhage", "S GRAVENHAGE"]
)
def test_the_old_name_of_a_city_is_found(gazetteer: Gazetteer, text: str) -> None:
    assert _one(gazetteer, text).value == "'s-Gravenhage"


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    text = "wij gaan van Bergen op Zoom naar Nijmegen"
    assert [m.value for m in gazetteer.find(text)] == ["Bergen op Zoom", "Nijmegen"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Utrect", "Utrecht"), ("Amsterdm", "Amsterdam"), ("Roterdam", "Rotterdam"),
        ("wij wonen in Groningn", "Groningen"), ("nymegen", "Nijmegen"),
        ("Ysselstein", "IJsselstein"), ("Enschedee", "Enschede"), ("Lelijstad", "Lelystad"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_recognised(gazetteer: Gazetteer, text: str, name: str) -> None:
    mention = _one(gazetteer, text)
    assert (mention.value, mention.kind) == (name, "fuzzy")


@pytest.mark.parametrize(
    "text",
    [
        "mijn zoon zit thuis", "de basischool weigert", "mag dat zomaar", "dat is helder",
        "wij krijgen geen ondersteuning", "samenwerkingsverbant",
    ],
)  # fmt: skip
def test_common_and_misspelt_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Best", "Best"), ("best", "Best"), ("wij wonen in Best", "Best"), ("Best, havo", "Best"),
        ("Goes vmbo", "Goes"), ("een school in Echt weigert", "Echt"),
        ("wij wonen in echt", "Echt"), ("Een", "Een"), ("ik woon in Een", "Een"),
        ("Het swv van Houten", "Houten"),
        ("in leek", "Leek"), ("Leiden", "Leiden"), ("de scholen van leiden", "Leiden"),
    ],
)  # fmt: skip
def test_a_name_that_is_a_word_too_counts_where_it_is_meant(
    gazetteer: Gazetteer, text: str, name: str
) -> None:
    assert _one(gazetteer, text).value == name


@pytest.mark.parametrize(
    "text",
    [
        "Een school weigert", "Een basisschool weigert", "een school weigert mijn kind",
        "Best wel moeilijk", "dat is best moeilijk", "Echt waar?", "echt waar", "het goes wel",
        "ik leek wel gek", "we waren in de winkel", "een houten stoel", "haar haren",
        "kan dit leiden tot schorsing", "waar moet dat toe leiden", "DAT IS BEST MOEILIJK",
        "hoe werkt dat in Nederland",
    ],
)  # fmt: skip
def test_a_name_that_is_a_word_too_does_not_count_elsewhere(
    gazetteer: Gazetteer, text: str
) -> None:
    assert gazetteer.find(text) == []


def test_a_name_of_several_places_is_kept_as_written(gazetteer: Gazetteer) -> None:
    assert _one(gazetteer, "Bergen").value == "Bergen"
    assert _one(gazetteer, "Hengelo").value == "Hengelo"


@pytest.mark.parametrize(
    "text",
    [
        "Twente", "Noord-Brabant", "brabant", "de Achterhoek", "het Gooi", "Gooi", "Fryslân",
        "Zeeuws-Vlaanderen", "Nederland",
    ],
)  # fmt: skip
def test_a_region_is_too_wide(gazetteer: Gazetteer, text: str) -> None:
    mention = _one(gazetteer, text)
    assert (mention.kind, mention.value) == ("region", text)


@pytest.mark.parametrize("text", ["Antwerpen", "wij wonen in België", "Belgie", "in Gent"])
def test_a_place_abroad_is_told(gazetteer: Gazetteer, text: str) -> None:
    assert _one(gazetteer, text).kind == "foreign"


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("wij wonen in Zwolle", True), ("we zijn verhuisd naar Zwolle", True),
        ("Zwolle, daar wonen wij", True), ("de school staat in Zwolle", False),
        ("thuis gaat het goed. De school is in Zwolle", False),
    ],
)  # fmt: skip
def test_home_is_told_from_another_place(gazetteer: Gazetteer, text: str, home: bool) -> None:
    assert _one(gazetteer, text).home is home


def test_close_spellings_are_offered_as_alternatives() -> None:
    mention = _one(Gazetteer(["Wijchen", "Wijchem", "Utrecht"]), "Wijche")
    assert {mention.value, *mention.alternatives} == {"Wijchen", "Wijchem"}


def test_without_names_nothing_is_found() -> None:
    assert Gazetteer(()).find("wij wonen in Utrecht") == []


def test_a_model_keeps_the_names(gazetteer: Gazetteer) -> None:
    copy = Gazetteer(gazetteer.names)
    text = "'s-Gravenhage of Hengelo (Gld) of Bergen"
    assert copy.find(text) == gazetteer.find(text) != []

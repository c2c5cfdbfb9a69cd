"""What a parent gets to see, on the real data."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date

import pytest

from bot.store import Organisation, PlaceMatch, PostcodeEntry, Registry, Swv, dutch_date

from .conftest import DATA


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _entry(registry: Registry, pc4: str) -> PostcodeEntry:
    entry = registry.by_postcode(pc4)
    assert entry
    return entry


def _one(registry: Registry, name: str) -> PlaceMatch:
    (match,) = registry.find_place(name)
    return match


def _codes(swvs: tuple[Swv, ...]) -> list[str]:
    return sorted(swv.code for swv in swvs)


def test_every_postcode_has_its_swvs(registry: Registry) -> None:
    rows = _rows("pc4.csv")
    assert len(registry) == len(rows) == 4073
    merged = {row["code"]: row["merged_into"] for row in _rows("swv.csv") if row["merged_into"]}
    for row in rows:
        entry = _entry(registry, row["pc4"])
        assert entry.gemeente == row["gemeente"]
        for sector, swv in (("po", entry.po), ("vo", entry.vo)):
            expected = merged.get(row[sector], row[sector])
            assert (swv.code if swv else "") == expected
            assert swv is None or swv.sector == sector


def test_a_postcode_without_swv_says_so_and_gives_the_neighbours(registry: Registry) -> None:
    unknown = {
        row["pc4"]: _entry(registry, row["pc4"])
        for row in _rows("pc4.csv")
        if not row["po"] or not row["vo"]
    }
    assert sum(entry.po is None for entry in unknown.values()) == 5
    assert sum(entry.vo is None for entry in unknown.values()) == 7
    for entry in unknown.values():
        assert entry.doubt
        assert bool(entry.neighbours_for("po")) == (entry.po is None)
        assert bool(entry.neighbours_for("vo")) == (entry.vo is None)
    assert _codes(unknown["9614"].neighbours) == ["VO2001", "VO2002"]


@pytest.mark.parametrize("written", ["3512", "3512JE", " 3512 je "])
def test_a_postcode_may_be_whole_or_half(registry: Registry, written: str) -> None:
    entry = _entry(registry, written)
    assert entry.po
    assert entry.vo
    assert (entry.po.code, entry.vo.code) == ("PO2601", "VO2601")


@pytest.mark.parametrize("written", ["", "351", "1000", "35123", "3512 J", "Utrecht", "²512"])
def test_what_is_no_postcode_is_not_found(registry: Registry, written: str) -> None:
    assert registry.by_postcode(written) is None


def test_every_name_in_the_data_is_found(registry: Registry) -> None:
    for row in _rows("pc4.csv"):
        for place in filter(None, row["places"].split("; ")):
            assert any(row["pc4"] in match.pc4s for match in registry.find_place(place)), place
    for file, column in (
        ("gemeenten.csv", "name"),
        ("former_gemeenten.csv", "name"),
        ("aliases.csv", "alias"),
    ):
        for row in _rows(file):
            assert registry.find_place(row[column]), row[column]


@pytest.mark.parametrize("name", ["Utrecht", " UTRECHT ", "gemeente Utrecht"])
def test_city_and_gemeente_of_one_name_are_one_place(registry: Registry, name: str) -> None:
    match = _one(registry, name)
    assert (match.name, match.kind, match.gemeenten) == ("Utrecht", "gemeente", ("Utrecht",))
    assert (_codes(match.po), _codes(match.vo)) == (["PO2601"], ["VO2601"])
    assert "3451" in match.pc4s


def test_a_gemeente_in_several_swvs_shows_them_all(registry: Registry) -> None:
    match = _one(registry, "Rheden")
    assert _codes(match.po) == ["PO2506"]
    assert _codes(match.vo) == ["VO2501", "VO2506"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bergen", {"Bergen (NH)": "PO2703", "Bergen (L)": "PO3101"}),
        ("Hengelo", {"Hengelo": "PO2302", "Hengelo (Gld)": "PO2503"}),
        ("Rijswijk", {"Rijswijk": "PO2815", "Rijswijk (Gld)": "PO2508", "Rijswijk (NB)": "PO2816"}),
    ],
)
def test_one_name_may_be_several_places(
    registry: Registry, name: str, expected: dict[str, str]
) -> None:
    found = registry.find_place(name)
    assert {match.name: match.po[0].code for match in found} == expected
    assert len(found) == len(expected)
    assert [len(match.pc4s) for match in found] == sorted(
        (len(match.pc4s) for match in found), reverse=True
    )


@pytest.mark.parametrize(
    ("name", "gemeente"),
    [
        ("Bergen (NH.)", "Bergen (NH)"),
        ("bergen nh", "Bergen (NH)"),
        ("Bergen, Noord-Holland", "Bergen (NH)"),
        ("Bergen Limburg", "Bergen (L)"),
        ("Hengelo Ov", "Hengelo"),
        ("Hengelo (Gld.)", "Bronckhorst"),
        ("Haren (gn)", "Groningen"),
        ("Haren Brabant", "Oss"),
        ("Beek (Montferland)", "Montferland"),
        ("Beek gemeente Berg en Dal", "Berg en Dal"),
        ("gemeente Buren", "Buren"),
    ],
)
def test_a_province_or_gemeente_chooses(registry: Registry, name: str, gemeente: str) -> None:
    assert _one(registry, name).gemeenten == (gemeente,)


def test_a_village_across_a_border_is_one_place(registry: Registry) -> None:
    assert set(_one(registry, "Nijmegen").gemeenten) == {"Nijmegen", "Berg en Dal"}
    assert len(registry.find_place("Serooskerke")) == 2


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Den Haag", "'s-Gravenhage"),
        ("s gravenhage", "'s-Gravenhage"),
        ("Scheveningen", "'s-Gravenhage"),
        ("Den Bosch", "'s-Hertogenbosch"),
        ("Ljouwert", "Leeuwarden"),
        ("Snits", "Sneek"),
        ("Zwaagwesteinde", "De Westereen"),
        ("Capelle a/d IJssel", "Capelle aan den IJssel"),
        ("capelle ad ijssel", "Capelle aan den IJssel"),
        ("Súdwest Fryslân", "Sudwest-Fryslan"),
        ("St. Oedenrode", "Sint-Oedenrode"),
    ],
)
def test_other_names_lead_to_the_same_place(registry: Registry, name: str, same: str) -> None:
    first, second = _one(registry, name), _one(registry, same)
    assert first.pc4s == second.pc4s
    assert (first.po, first.vo) == (second.po, second.vo)


def test_an_alias_does_not_drag_in_a_namesake(registry: Registry) -> None:
    assert _one(registry, "Katwijk aan Zee").gemeenten == ("Katwijk",)
    assert _one(registry, "Noordwijk aan Zee").gemeenten == ("Noordwijk",)


def test_a_short_name_gives_every_place_it_may_mean(registry: Registry) -> None:
    assert {match.name for match in registry.find_place("Ouderkerk")} == {
        "Ouderkerk aan de Amstel",
        "Ouderkerk aan den IJssel",
    }
    assert len(registry.find_place("Alphen")) == 3


@pytest.mark.parametrize(
    ("name", "gemeenten", "po", "vo", "note"),
    [
        ("Aalburg", {"Altena"}, ["PO3010"], ["VO3009"], "hoort nu bij Altena"),
        ("Werkendam", {"Altena"}, ["PO2816"], ["VO2814"], "hoort nu bij Altena"),
        ("Schijndel", {"Meierijstad"}, ["PO3005"], ["VO3005"], "sinds 1 januari 2017"),
        ("Nederlek", {"Krimpenerwaard"}, ["PO2814"], ["VO2810"], "hoort nu bij Krimpenerwaard"),
        ("Groesbeek", {"Berg en Dal"}, ["PO2507"], ["VO2507"], "heet sinds 1 januari 2016"),
        (
            *("Littenseradeel", {"Leeuwarden", "Súdwest-Fryslân", "Waadhoeke"}),
            *(["PO2101"], ["VO2103"]),
            "is verdeeld over Leeuwarden, Súdwest-Fryslân en Waadhoeke",
        ),
        (
            *("Maasdonk", {"'s-Hertogenbosch", "Oss"}, ["PO3005", "PO3006"], ["VO3005", "VO3006"]),
            "verdeeld over 's-Hertogenbosch en Oss",
        ),
    ],
)
def test_a_former_gemeente_is_found_and_its_fate_said(
    registry: Registry, name: str, gemeenten: set[str], po: list[str], vo: list[str], note: str
) -> None:
    match = _one(registry, name)
    assert set(match.gemeenten) == gemeenten
    assert (_codes(match.po), _codes(match.vo)) == (po, vo)
    assert note in (match.note or "")


def test_doubts_about_a_place_are_said(registry: Registry) -> None:
    assert "Hoeksche Waard" in (_one(registry, "Oud-Beijerland").doubt or "")
    assert "heringedeeld" in (_one(registry, "Werkendam").doubt or "")
    assert "1384" in (_one(registry, "Weesp").doubt or "")
    assert _one(registry, "Zeist").doubt is None
    assert _one(registry, "Hoef en Haag").po == ()


@pytest.mark.parametrize("name", ["", " ", "Atlantis", "(NH)", "gemeente", "een " * 500])
def test_what_is_no_place_is_not_found(registry: Registry, name: str) -> None:
    assert registry.find_place(name) == ()


def test_a_merged_swv_gives_its_successor_and_says_so(registry: Registry) -> None:
    swv = registry.swv("VO2504")
    assert swv
    assert swv.code == "VO2506"
    assert "samengegaan met De Verbinding" in (swv.doubt or "")
    assert _entry(registry, "6921").vo == swv
    arnhem = _entry(registry, "6811").vo
    assert arnhem
    assert arnhem.code == "VO2506"
    assert "samengegaan" not in (arnhem.doubt or "")
    assert len(registry.swvs()) == 149
    assert "VO2504" not in _codes(registry.swvs())


def test_kind_op_1_is_said_with_both_its_swvs(registry: Registry) -> None:
    for code in ("PO2901", "po-29.02"):
        swv = registry.swv(code)
        assert swv
        assert "Kind op 1" in (swv.doubt or "")


def test_a_site_that_no_source_confirms_is_not_shown(registry: Registry) -> None:
    unsure = [row["code"] for row in _rows("swv.csv") if row["website_confirmed"] == "nee"]
    assert len(unsure) == 6
    for code in unsure:
        swv = registry.swv(code)
        assert swv
        assert swv.website is None
        assert "https://ouderenjeugdsteunpuntopdekaart.nl" in (swv.doubt or "")


def test_a_swv_without_site_points_to_the_national_finder(registry: Registry) -> None:
    for swv in registry.swvs():
        assert swv.website or "ouderenjeugdsteunpuntopdekaart.nl" in (swv.doubt or ""), swv.code


def test_every_swv_has_a_source_and_a_date(registry: Registry) -> None:
    for swv in registry.swvs():
        assert swv.source.startswith("http")
        assert dutch_date(swv.as_of)
        assert swv.name


def test_what_parents_see_has_no_words_of_editors(registry: Registry) -> None:
    shown: list[Swv | Organisation] = [*registry.swvs(), *registry.help_organisations()]
    for kind in ("reformatorisch", "cluster1", "cluster2"):
        shown += registry.national(kind)
    text = " ".join(str(value) for item in shown for value in dataclasses.astuple(item))
    text += " ".join(_entry(registry, row["pc4"]).doubt or "" for row in _rows("pc4.csv"))
    for word in ("weggelaten", "eigen kennis", "LET OP", "redactie", "annex", "controleer actuele"):
        assert word not in text


def test_national_organisations_and_help(registry: Registry) -> None:
    assert [(item.id, item.sector) for item in registry.national("reformatorisch")] == [
        ("berseba", "po"),
        ("refsvo", "vo"),
    ]
    assert [item.id for item in registry.national("cluster1")] == ["visio", "bartimeus"]
    assert len(registry.national("cluster2")) == 4
    assert registry.national("onbekend") == ()
    ids = [item.id for item in registry.help_organisations()]
    assert ids[0] == "steunpunt_op_de_kaart"
    assert len(ids) == 13
    advice = registry.organisation("onderwijsconsulenten")
    assert advice
    assert advice.phone == "070-3122887"
    assert registry.organisation("onbekend") is None
    guessed = registry.organisation("viertaal")
    assert guessed
    assert guessed.website is None


def test_the_data_has_a_date_for_parents(registry: Registry) -> None:
    assert registry.dataset_date == date(2024, 10, 1)
    assert dutch_date(registry.dataset_date) == "1 oktober 2024"
    assert {dataset.file for dataset in registry.datasets} >= {"pc4.csv", "swv.csv", "hulp.csv"}
    assert all(dataset.licence and dataset.source for dataset in registry.datasets)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2024", "2024"), ("2024-03", "maart 2024"), ("2024-03-09", "9 maart 2024")],
)
def test_dates_are_in_dutch(written: str, shown: str) -> None:
    assert dutch_date(written) == shown

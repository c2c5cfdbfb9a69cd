"""Every mistake an editor can make is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store._checks import read_data

from ._tiny import tiny, write

BROKEN = [
    ("swv.csv", 2, "code", "PO26", "code 'PO26' is geen code zoals PO2601"),
    ("swv.csv", 2, "sector", "sbo", "sector 'sbo' moet een van deze zijn: po, vo"),
    ("swv.csv", 3, "sector", "po", "sector 'po' past niet bij code VO2601"),
    ("swv.csv", 2, "name", "", "name is leeg"),
    ("swv.csv", 2, "postcode", "0512 JE", "postcode '0512 JE' is geen postcode"),
    ("swv.csv", 2, "postcode", "3512 SS", "postcode '3512 SS' is geen postcode"),
    ("swv.csv", 2, "phone", "030-23000", "phone '030-23000' is geen Nederlands telefoonnummer"),
    ("swv.csv", 2, "phone", "bel ons", "phone 'bel ons' is geen Nederlands telefoonnummer"),
    ("swv.csv", 3, "support_phone", "12", "support_phone '12' is geen Nederlands telefoonnummer"),
    ("swv.csv", 2, "email", "info@swv", "email 'info@swv' is geen e-mailadres"),
    ("swv.csv", 2, "website", "www.swv.nl", "website 'www.swv.nl' is geen webadres (https://...)"),
    ("swv.csv", 2, "website", "ftp://swv.nl", "website 'ftp://swv.nl' is geen webadres"),
    ("swv.csv", 2, "website", "https://swv.nl/a b", "is geen webadres (https://...)"),
    ("swv.csv", 2, "website_confirmed", "", "website_confirmed is leeg"),
    ("swv.csv", 2, "website_confirmed", "yes", "moet een van deze zijn: ja, nee"),
    ("swv.csv", 4, "website_confirmed", "ja", "website_confirmed is 'ja', maar website is leeg"),
    ("swv.csv", 2, "source", "", "source is leeg"),
    ("swv.csv", 2, "as_of", "", "as_of is leeg"),
    ("swv.csv", 2, "as_of", "2024+", "as_of '2024+' is geen datum"),
    ("swv.csv", 2, "as_of", "2024-13", "as_of '2024-13' is geen datum"),
    ("swv.csv", 2, "as_of", "2024-02-30", "as_of '2024-02-30' is geen datum"),
    ("swv.csv", 2, "as_of", "2062", "as_of '2062' ligt niet tussen 2010 en volgend jaar"),
    ("swv.csv", 2, "confidence", "zeker", "moet een van deze zijn: high, medium, low"),
    ("swv.csv", 4, "merged_into", "VO9999", "merged_into 'VO9999' staat niet in swv.csv"),
    ("swv.csv", 4, "merged_into", "PO2601", "merged_into 'PO2601' hoort niet bij sector vo"),
    ("swv.csv", 4, "merged_into", "VO2504", "VO2504 is zelf samengegaan met VO2504"),
    ("swv.csv", 4, "doubt", "", "doubt is leeg: zeg de ouder dat"),
    ("swv.csv", 2, "doubt", "Uit eigen kennis.", "doubt is voor ouders, maar bevat 'eigen kennis'"),
    ("swv.csv", 3, "code", "VO2504", "code 'VO2504' staat ook al op regel 3"),
    ("gemeenten.csv", 3, "name", "Utrecht", "name 'Utrecht' staat ook al op regel 2"),
    ("gemeenten.csv", 2, "province", "Holland", "province 'Holland' moet een van deze zijn"),
    ("gemeenten.csv", 2, "name", "Utregt", "gemeente 'Utregt' heeft geen postcode in pc4.csv"),
    ("gemeenten.csv", 2, "name", "U" * 65, "name is langer dan 64 tekens"),
    ("pc4.csv", 2, "pc4", "0512", "pc4 '0512' is geen postcode van vier cijfers"),
    ("pc4.csv", 3, "pc4", "3512", "pc4 '3512' staat ook al op regel 2"),
    ("pc4.csv", 2, "gemeente", "Bunnik", "gemeente 'Bunnik' staat niet in gemeenten.csv"),
    ("pc4.csv", 2, "places", "Utrecht;", "places 'Utrecht;' heeft een leeg of dubbel deel"),
    ("pc4.csv", 2, "po", "PO9999", "po 'PO9999' staat niet in swv.csv"),
    ("pc4.csv", 2, "po", "VO2601", "po 'VO2601' hoort niet bij sector po"),
    ("pc4.csv", 2, "vo", "", "vo is leeg, dus doubt moet zeggen wat de ouder kan doen"),
    ("pc4.csv", 3, "neighbours", "VO9999", "neighbours 'VO9999' staat niet in swv.csv"),
    ("former_gemeenten.csv", 2, "name", "Zeist", "'Zeist' is nu nog een gemeente"),
    ("former_gemeenten.csv", 2, "gemeente", "Bunnik", "gemeente 'Bunnik' staat niet in"),
    ("former_gemeenten.csv", 2, "date", "2015", "date '2015' is geen datum (JJJJ-MM-DD)"),
    ("former_gemeenten.csv", 2, "kind", "weg", "kind 'weg' moet een van deze zijn"),
    ("former_gemeenten.csv", 2, "pc4", "3701", "postcode 3701 ligt niet in Utrecht"),
    ("aliases.csv", 2, "name", "Atlantis", "'Atlantis' is geen bekende plaats of gemeente"),
    ("aliases.csv", 2, "alias", "utrecht", "'utrecht' wordt al gevonden als 'Utrecht'"),
    ("aliases.csv", 2, "gemeente", "Bunnik", "gemeente 'Bunnik' staat niet in gemeenten.csv"),
    ("landelijk.csv", 2, "sector", "", "sector '' past niet bij kind reformatorisch"),
    ("hulp.csv", 2, "id", "Balans!", "id 'Balans!' is geen id (kleine letters, cijfers en _)"),
    ("hulp.csv", 2, "id", "berseba", "id 'berseba' staat ook al in landelijk.csv op regel 2"),
    ("hulp.csv", 2, "kind", "club", "kind 'club' moet een van deze zijn"),
    ("datasets.csv", 2, "file", "x.csv", "file 'x.csv' moet een van deze zijn"),
    ("datasets.csv", 2, "as_of", "2024", "as_of '2024' is geen datum (JJJJ-MM-DD)"),
    ("datasets.csv", 2, "licence", "", "licence is leeg"),
]


@pytest.mark.parametrize(("file", "line", "column", "value", "reason"), BROKEN)
def test_a_broken_cell_is_named_with_its_line(
    tmp_path: Path, file: str, line: int, column: str, value: str, reason: str
) -> None:
    rows = tiny()
    rows[file][line - 2][column] = value
    write(tmp_path, rows)
    problems = [str(problem) for problem in read_data(tmp_path).problems]
    named = [problem for problem in problems if reason in problem]
    # A duplicate is found at its second row.
    where = line + 1 if file == "swv.csv" and reason.startswith("code 'VO2504'") else line
    assert [problem.partition(": ")[0] for problem in named] == [f"{file}:{where}"], problems


def test_data_that_fits_has_no_problems(data: Path) -> None:
    assert read_data(data).problems == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"alias,name\n", "aliases.csv:1: kolom 'gemeente' ontbreekt"),
        (b"naam\n", "aliases.csv:1: kolom 'naam' is onbekend"),
        (b"alias,alias,name\n", "aliases.csv:1: een kolom komt twee keer voor"),
        (b"", "aliases.csv:1: kolom 'alias' ontbreekt"),
        (b"alias,name,gemeente,source,as_of,confidence,note\n\nA,B\n", ":3: 2 kolommen in plaats"),
        (b'alias,name,gemeente,source,as_of,confidence,note\n"A" b', ":2: aanhalingstekens"),
        (b"alias,name\n\xe9\n", "aliases.csv:2: is geen UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_named(data: Path, content: bytes, problem: str) -> None:
    (data / "aliases.csv").write_bytes(content)
    assert any(problem in str(found) for found in read_data(data).problems)


def test_a_missing_file_is_named(data: Path) -> None:
    (data / "pc4.csv").unlink()
    assert "pc4.csv:1: bestand ontbreekt" in map(str, read_data(data).problems)


def test_a_file_without_a_date_is_named(tmp_path: Path) -> None:
    rows = tiny()
    rows["datasets.csv"] = [row for row in rows["datasets.csv"] if row["file"] != "hulp.csv"]
    write(tmp_path, rows)
    problems = [str(problem) for problem in read_data(tmp_path).problems]
    assert problems == ["datasets.csv:1: hulp.csv ontbreekt in de lijst"]


def test_lines_are_counted_as_an_editor_sees_them(tmp_path: Path) -> None:
    rows = tiny()
    rows["swv.csv"][0]["note"] = "een regel\nen nog een"
    rows["swv.csv"][1]["name"] = ""
    write(tmp_path, rows)
    assert [str(problem) for problem in read_data(tmp_path).problems] == ["swv.csv:4: name is leeg"]


def test_all_problems_are_found_at_once_and_in_order(tmp_path: Path) -> None:
    rows = tiny()
    rows["swv.csv"][1]["source"] = rows["swv.csv"][0]["source"] = ""
    rows["pc4.csv"][0]["po"] = "PO1234"
    write(tmp_path, rows)
    found = [str(problem).split(": ")[0] for problem in read_data(tmp_path).problems]
    assert found == ["pc4.csv:2", "swv.csv:2", "swv.csv:3"]

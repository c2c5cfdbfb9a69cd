from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from bot.privacy import redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het bsn is 111222333", "Het bsn is <BSN>"),
        ("111222333 is zijn nummer", "<BSN> is zijn nummer"),
        ("BSN111222333", "BSN<BSN>"),
        ("1112.22.333", "<BSN>"),
        ("111 222 333", "<BSN>"),
        ("111-22-2333", "<BSN>"),
        ("1 1 1 2 2 2 3 3 3", "<BSN>"),
        ("bsn: 11 12 22 33 3", "bsn: <BSN>"),
        ("１１１２２２３３３", "<BSN>"),
        ("123456782 en 111222333", "<BSN> en <BSN>"),
        ("111222333 2018 groep 5", "<BSN> 2018 groep 5"),
        ("bsn 10000008", "bsn <BSN>"),
    ],
)
def test_hides_a_bsn(text: str, expected: str) -> None:
    assert redact(text).text == expected
    assert redact(text).kinds == {"<BSN>"}


@pytest.mark.parametrize(
    "number",
    [
        "06-12345678",
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06 - 12 34 5678",
        "06-1234 5678",
        "06/12345678",
        "06–12345678",
        "(06) 12345678",
        "+31 6 12345678",
        "+31(0)6 12345678",
        "0031612345678",
        "31612345678",
        "030-2345678",
        "0302345678",
        "(030) 234 56 78",
        "0592-345678",
        "088 605 01 01",
        "+32 470 12 34 56",
        "0 6 1 2 3 4 5 6 7 8",
    ],
)
def test_hides_a_phone_number(number: str) -> None:
    assert redact(f"bel mij op {number} aub").text == "bel mij op <TELEFOON> aub"
    assert redact(number).kinds == {"<TELEFOON>"}


def test_a_phone_number_may_touch_a_word() -> None:
    assert redact("0612345678bel mij").text == "<TELEFOON>bel mij"


@pytest.mark.parametrize(
    "address",
    [
        "jan@gmail.com",
        "Jan.de-Vries+school@sub.voorbeeld.nl",
        "o'brien_1@x.co.uk",
        "jan @ gmail.com",
        "jan(at)gmail.com",
        "ouder@skólinn.is",
    ],
)
def test_hides_an_email_address(address: str) -> None:
    assert redact(f"mail naar {address}, graag.").text == "mail naar <E-MAIL>, graag."


@pytest.mark.parametrize(
    "number",
    [
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "nl91abna0417164300",
        "NL91.ABNA.0417.1643.00",
        "NL92ABNA0417164300",  # mistyped, still somebody's
        "BE68539007547034",
        "DE89 3704 0044 0532 0130 00",
    ],
)
def test_hides_an_iban_and_leaves_the_next_words(number: str) -> None:
    assert redact(f"rekening {number} van mij").text == "rekening <IBAN> van mij"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mijn postcode is 3511 AB",
        "3511AB 12",
        "Ik woon in 1011 en mijn zoon zit in groep 5",
        "groep 5, schooljaar 2018-2019",
        "5 2018 2019",
        "in 2014 2015 2016 en 2017",
        "geboren op 12-05-2014",
        "geboren 20-10-2015, nu 11 jaar",
        "20102015",
        "2015-10-20",
        "01-09-2024 10-10-2025",
        "01/08/2014 t/m 31/07/2015",
        "8, 10, 12, 13 en 15 jaar",
        "groep 1 2 3 4 5 6 7 8",
        "Kees is 8 jaar en heeft een IQ van 85-115",
        "artikel 40 lid 3 Wpo, artikel 8.9",
        "swv 3004 PO en VO2705",
        "binnen 6 weken, uiterlijk 10 weken",
        "€ 1.250,00 of 4.500 euro",
        "om 8:30 uur tot 14.15 uur",
        "bel 112",
        "gemeente 14 030",
        "0800-5010",
        "123456789 is geen bsn",
        "dossier 12345",
        "@school en #passend",
        "kom naar school@home",
        "Hoe vraag ik een OPP aan?",
    ],
)
def test_leaves_what_an_answer_needs(text: str) -> None:
    assert redact(text).text == text
    assert redact(text).kinds == frozenset()


def test_hides_several_kinds_in_one_message() -> None:
    found = redact("bsn 111222333, 06-12345678, jan@x.nl, NL91ABNA0417164300, 3511 AB, groep 5")
    assert found.text == "bsn <BSN>, <TELEFOON>, <E-MAIL>, <IBAN>, 3511 AB, groep 5"
    assert found.kinds == {"<BSN>", "<TELEFOON>", "<E-MAIL>", "<IBAN>"}


def test_what_was_hidden_is_not_hidden_twice() -> None:
    once = redact("bsn 111222333 tel 06-12345678 mail a@b.nl").text
    assert redact(once).text == once
    assert redact(once).kinds == frozenset()


words = st.text(alphabet="abc xyz,.!?éü\n", max_size=30)


def with_check_digit(number: int) -> str:
    """A BSN that starts with `number`, or the next number for which there is one."""
    while True:
        for check in range(10):
            if bsn.is_valid(f"{number:08}{check}"):
                return f"{number:08}{check}"
        number += 1


@given(st.integers(1_000_000, 99_999_000).map(with_check_digit), words, words)
def test_no_bsn_of_nine_digits_survives(digits: str, before: str, after: str) -> None:
    assert digits not in redact(f"{before} {digits} {after}").text


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    found = redact(text)
    assert bool(found.kinds) == (found.text != text)

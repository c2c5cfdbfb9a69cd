"""Reading how somebody can be reached, as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.front.handoff._contact import own_number, read_reach, shown
from bot.privacy import redact


@pytest.mark.parametrize(
    ("text", "email", "phone"),
    [
        ("naam@voorbeeld.nl", "naam@voorbeeld.nl", None),
        ("mijn mail is Naam.Achter@Voorbeeld.NL.", "Naam.Achter@voorbeeld.nl", None),
        ("(naam+school@voorbeeld.nl)", "naam+school@voorbeeld.nl", None),
        ("naam@exämple.nl", "naam@exämple.nl", None),
        ("0612345678", None, "+31612345678"),
        ("bel maar 06 - 12 34 56 78 na vijven", None, "+31612345678"),
        ("+31 (0)6 12345678", None, "+31612345678"),
        ("030-2345678", None, "+31302345678"),
        ("+32 470 12 34 56", None, "+32470123456"),
        ("naam@voorbeeld.nl of 06-12345678", "naam@voorbeeld.nl", "+31612345678"),
        ("naam@voorbeeld.nl en oud@fout", "naam@voorbeeld.nl", None),
        ("06-1234567, nee 06-12345678", None, "+31612345678"),
        ("o'brien@voorbeeld.nl", "o'brien@voorbeeld.nl", None),
        ("'naam@voorbeeld.nl'", "naam@voorbeeld.nl", None),
        ("06 12345678 / 030 2345678", None, "+31612345678"),
        ("06 12345678\n030 2345678", None, "+31612345678"),
        ("06 12345678 tussen 18.00-20.00", None, "+31612345678"),
    ],
)
def test_an_address_and_a_number_are_found(text: str, email: str | None, phone: str | None) -> None:
    found = read_reach(text)
    assert (found.email, found.phone, found.problem) == (email, phone, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("naam@voorbeeld", "email"),
        ("naam@@voorbeeld.nl", "email"),
        ("naam @ voorbeeld.nl", "email"),
        ("naam@voorbeeld..nl", "email"),
        ("06-1234567", "phone"),
        ("061234567890", "phone"),
        ("0800", "none"),
        ("ik heb geen telefoon", "none"),
        ("", "none"),
        ("mijn zoon is 8 en zit in groep 5", "none"),
        ("111222333", "phone"),
        ("612345678", "phone"),
        ("bsn 123456782", "phone"),
    ],
)
def test_what_is_wrong_is_told_apart(text: str, problem: str) -> None:
    found = read_reach(text)
    assert (found.email, found.phone, found.problem) == (None, None, problem)


def test_a_header_cannot_be_smuggled_in() -> None:
    found = read_reach("naam@voorbeeld.nl\r\nBcc: ander@voorbeeld.nl")
    assert found.email == "naam@voorbeeld.nl"


@pytest.mark.parametrize(
    ("phone", "said"), [("+31612345678", "06 12345678"), ("+32470123456", "+32 470 12 34 56")]
)
def test_a_number_is_shown_as_people_write_it(phone: str, said: str) -> None:
    assert shown(phone) == said


@pytest.mark.parametrize(
    ("digits", "number"), [("31612345678", "+31612345678"), ("12", None), ("", None)]
)
def test_the_number_of_whatsapp(digits: str, number: str | None) -> None:
    assert own_number(digits) == number


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.from_regex(r"[+0-9 ().-]{6,16}", fullmatch=True),
            st.emails(),
            st.sampled_from(["06-12345678", "+32 470 12 34 56", "111222333", "bel", "of"]),
        ),
        max_size=4,
    )
)
def test_what_is_taken_would_be_hidden_elsewhere(parts: list[str]) -> None:
    text = " ".join(parts)
    found, visible = read_reach(text), redact(text).text
    assert found.email is None or found.email.lower() not in visible.lower()
    if found.phone is not None:
        digits = found.phone.removeprefix("+31")
        assert digits not in "".join(filter(str.isdigit, visible))


@given(st.text())
def test_no_text_breaks_it_and_nothing_personal_is_in_the_repr(text: str) -> None:
    found = read_reach(text)
    assert (found.email or found.phone) is None or found.problem is None
    for value in (found.email, found.phone):
        assert value is None or value not in repr(found)

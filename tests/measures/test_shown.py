from __future__ import annotations

import pytest

from bot.measures import shown, shown_share


def test_small_numbers_are_not_shown() -> None:
    assert [shown(count) for count in (0, 1, 4)] == ["minder dan 5"] * 3
    assert [shown(count) for count in (5, 1234)] == ["5", "1234"]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (5, 10, "50 %"),
        (19, 24, "79 %"),
        (4, 100, "te weinig gesprekken"),
        (96, 100, "te weinig gesprekken"),
        (0, 0, "te weinig gesprekken"),
    ],
)
def test_neither_a_small_part_nor_a_small_rest_shows_as_a_share(
    part: int, whole: int, words: str
) -> None:
    assert shown_share(part, whole) == words

"""Questions that were not understood: those that are alike together, and a sheet for an editor."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.measures._figures import Missed, MissedGroup

_ALIKE = 70.0
"""From 0 to 100: how much alike two questions of one group are at least."""
_COLUMNS = ("id", "text", "asked_on", "channel", "offered", "label", "note")
_FORMULA = re.compile(r"""(^|[,;"])(\s*)(?=[=+\-@＝＋－＠])""")
"""Where a cell may begin that a spreadsheet would run. Some split at `;` even within quotes."""
_SMALL_WORDS = frozenset(
    (
        "aan al als bij ben dan dat de die dit doe een en er haar hallo heb hebben heeft hem het "
        "hij hoe hoi ik in is je kan kunnen me mee met mij mijn moet naar nog of om ons onze op "
        "over te tot u uit uw van voor waar wanneer was wat we wel wie wij wil willen word worden "
        "wordt ze zijn zo zou dochter dochtertje jongen kind kinderen kleinkind meisje pleegkind "
        "stiefkind zoon zoontje"
    ).split()
)
"""Words that say nothing about what a parent asks, in a chat where it is always about a child."""


def group(questions: Sequence[Missed]) -> list[MissedGroup]:
    """Questions that are alike in one group: the biggest group first, then the newest.

    Alike is: nearly the same words, whatever their order, small words left out. A question joins
    the group whose first question is most like it.
    """
    found: list[list[tuple[str, Missed]]] = []
    for question in questions:
        words = _words(question.text)
        best, score = None, _ALIKE
        for members in found:
            likeness = fuzz.ratio(words, members[0][0], score_cutoff=score)
            if likeness >= score and (best is None or likeness > score):
                best, score = members, likeness
        if best is None:
            found.append([(words, question)])
        else:
            best.append((words, question))
    found.sort(key=len, reverse=True)  # stable: questions came newest first
    return [MissedGroup(_most_typical_first(members)) for members in found]


def sheet(questions: Sequence[Missed]) -> str:
    """CSV for an editor, with empty columns to fill in. No cell starts as a formula."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(_COLUMNS)
    for one in questions:
        offered = " ".join(one.offered)
        cells = (one.id, one.text, one.asked_on.isoformat(), one.channel, offered, "", "")
        writer.writerow([_safe(str(cell)) for cell in cells])
    return written.getvalue()


def _safe(cell: str) -> str:
    one_line = " ".join("".join(_printable(sign) for sign in cell).split())
    return _FORMULA.sub(r"\1\2'", one_line)


def _printable(sign: str) -> str:
    return " " if unicodedata.category(sign) in ("Cc", "Cf") else sign


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    telling = [word for word in words if word not in _SMALL_WORDS]
    return " ".join(sorted(telling or words))


def _most_typical_first(members: Sequence[tuple[str, Missed]]) -> tuple[Missed, ...]:
    def typical(one: tuple[str, Missed]) -> float:
        return sum(float(fuzz.ratio(one[0], words)) for words, _ in members)

    return tuple(question for _, question in sorted(members, key=typical, reverse=True))

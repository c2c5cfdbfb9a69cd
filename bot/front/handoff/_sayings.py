"""Short things that parents type while a message is made, as far as a few words say it all.

Closed lists, and no understanding: a yes that sends something must be a yes and nothing else.
"""

from __future__ import annotations

import re

YES = frozenset(
    "ja|ja graag|graag|ja hoor|jazeker|zeker|jawel|klopt|ja klopt|dat klopt|ja dat klopt|akkoord|"
    "ja akkoord|prima|ja prima|ok|oke|oké|okay|ja ok|ja oke|ja oké|is goed|ja is goed|dat is goed|"
    "ja dat is goed|goed|ja goed|doe maar|ja doe maar|👍|ja 👍".split("|")
)
SEND = YES | frozenset(
    "versturen|verstuur|verstuur maar|ja verstuur|ja versturen|ja verstuur maar|stuur maar|"
    "ja stuur maar|stuur|stuur op|verzenden|verzend|ja verzenden".split("|")
)
START = YES | frozenset(
    "bericht achterlaten|een bericht achterlaten|ik wil een bericht achterlaten|"
    "ja bericht achterlaten|ja een bericht achterlaten|laat een bericht achter|bericht|"
    "ik wil een bericht sturen|kan ik een bericht sturen|kan ik een bericht achterlaten|"
    "kan ik een mail sturen|ik wil mailen|stuur een bericht|ja stuur een bericht".split("|")
)
NO = frozenset(
    "nee|nee dank je|nee dank u|nee bedankt|nee hoor|liever niet|nee liever niet".split("|")
)
STOP = frozenset(
    "stop|stop maar|stoppen|ik stop|laat maar|laat maar zitten|toch niet|nee toch niet|annuleren|"
    "niet versturen|niets versturen|doe maar niet|nee doe maar niet|hoeft niet|hoeft niet meer|"
    "nee laat maar".split("|")
)
UNKNOWN = frozenset(
    "weet ik niet|ik weet het niet|weet niet|geen idee|overslaan|sla over|sla maar over|"
    "zeg ik niet|wil ik niet zeggen".split("|")
)
CHANGE = frozenset(
    "veranderen|ik wil iets veranderen|ja veranderen|wijzigen|aanpassen|klopt niet|"
    "het klopt niet|dat klopt niet|nee klopt niet|fout|nee".split("|")
)
_PARTS = {
    "change_contact": re.compile(r"\b(?:e-?mail\w*|mail|telefoon\w*|nummer|mobiel)\b"),
    "change_school": re.compile(r"\b(?:school|gemeente|woonplaats)\b"),
    "change_question": re.compile(r"\b(?:vraag|tekst|bericht)\b"),
}
_FEW = 4
"""So many words name a part; in more of them it may be anything."""
_PROCESS = {
    "who": re.compile(
        r"\bwie (?:leest|ziet|krijgt)\b|\bte zien\b|\banoniem\b|\bvertrouwelijk\b|"
        r"\bis (?:dit|het|dat) (?:wel )?veilig\b|\blezen (?:zij|ze|anderen)\b"
    ),
    "when": re.compile(
        r"\bhoe lang duurt\b|\bhoe snel\b|\bhoelang\b|"
        r"\bwanneer (?:krijg|hoor|bel|mail|word|kom|reageer|antwoord)\w*"
    ),
    "call": re.compile(r"\biemand aan de lijn\b|\bdoorverbinden\b|\b(?:nu|meteen|direct) bellen\b"),
}
_MOST = 12
"""Words of a question about the message itself; a longer text is a story."""
_MORE = re.compile(r"^(?:ja[,.]?\s+)?(?:en|ook|maar|daarnaast|daarbij)\b[,.]?\s*", re.IGNORECASE)
_ARRIVED = re.compile(r"\b(?:aangekomen|bezorgd|verstuurd|verzonden|ontvangen|binnen)\b")
_SHORT = frozenset(
    {"is het aangekomen", "is het verstuurd", "is het bezorgd", "is dat aangekomen", "aangekomen"}
)
_REGRET = re.compile(
    r"\b(?:intrekken|terughalen|terugtrekken|terugnemen)\b|"
    r"\b(?:verkeerd|fout|onjuist)e? (?:e-?mail\w*|mail\w*|nummer|telefoon\w*|adres)\b"
)


def plain(text: str | None) -> str:
    """Words in lower case, without the signs around them and with single spaces."""
    return " ".join(re.sub(r"[.!,;]+", " ", (text or "").lower()).split())


def part_to_change(text: str) -> str | None:
    """Which part a few words name: `change_contact`, `change_school` or `change_question`."""
    said = plain(text)
    if not said or len(said.split()) > _FEW:
        return None
    return next((name for name, named in _PARTS.items() if named.search(said)), None)


def about_the_message(text: str) -> str | None:
    """What a parent asks about leaving a message: `who` reads it, `when` they answer, a `call`."""
    said = plain(text)
    if len(said.split()) > _MOST:
        return None
    return next((name for name, asked in _PROCESS.items() if asked.search(said)), None)


def addition(text: str) -> str | None:
    """What is to be added, of "ja en hij wordt ook gepest"; None if it is no addition."""
    return text.strip() if _MORE.match(text.strip()) else None


def about_the_sent(text: str) -> str | None:
    """What a parent asks after sending: whether it has `arrived`, or `regret`."""
    said = plain(text)
    if len(said.split()) > _MOST:
        return None
    if _REGRET.search(said):
        return "regret"
    return "arrived" if (_ARRIVED.search(said) and "bericht" in said) or said in _SHORT else None

"""What a message tells about the parent's situation: asked for, or said by the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.nlu.answers import UNKNOWN
from bot.nlu.context._dates import read_date
from bot.nlu.entities import Mention

_ANSWER_WORDS = 9
_SO = re.compile(
    r"\bv?so\b|\bspeciaal\s+(?:voortgezet\s+)?onderwijs|\bcluster\s?[1-4]|\bspeciale school|"
    r"^speciaal$",
    re.IGNORECASE,
)
_SBO = re.compile(r"\bsbo\b|speciaal basis", re.IGNORECASE)
_OPENBAAR = re.compile(r"\bopen?baa?re?\b", re.IGNORECASE)
_BIJZONDER = re.compile(
    r"\bbi?j?zonde?re?\b|\b(?:rooms[- ])?katholie?ke?\b|\b(?:protestants[- ])?christelij?ke?\b|"
    r"\bislamiti?sche?\b|\bmoslimschool\b|\breformatorisch\w*|\bgereformeerd\w*|\bjoodse?\b|"
    r"\bhindoe\w*|\bevangelisch\w*|\bvrije\s?school\b|\bantroposofisch\w*|\boecumenisch\w*",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:niet|geen)\s+(?:een\s+)?(?=openbaa?r|bijzonder)", re.IGNORECASE)
_DOES_NOT_KNOW = re.compile(
    r"\bwe+t (?:ik |het |k )?(?:even |echt |ook |eigenlijk )?(?:het )?niet|"
    r"\bzou (?:ik )?(?:het )?niet|"
    r"\bgeen (?:idee|flauw|brief|datum|besluit)|\bweet ?nie|"
    r"\bsla(?:an)? (?:we |ik |maar |dit )?over|\boversla|\bmaakt niet uit|"
    r"\bnog (?:geen|niet)|^(?:nee|neen|nope|\?+|niet)[.! ]*$",
    re.IGNORECASE,
)


def told_in_answer(
    asked: str, text: str, mentions: Sequence[Mention], today: date
) -> dict[str, str] | None:
    """The fact `asked` when `text` is an answer to it (also "weet ik niet"); else None.

    A date out of range comes back under the name `again`: why it must be asked again.
    """
    words = len(text.split())
    if words > _ANSWER_WORDS or ("?" in text and words > 2):
        return None
    if asked == "sector":
        value = _sector(text, mentions)
    elif asked == "school":
        value = school_kind(text)
    else:
        return _date(asked, text, today)
    if value:
        return {asked: value}
    return {asked: UNKNOWN} if _DOES_NOT_KNOW.search(text) else None


def told_by_the_way(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Kind of school and who governs it, where a message says so itself."""
    sectors = {mention.value for mention in mentions if mention.entity == "sector"}
    told = {}
    if len(sectors) == 1 and not _SO.search(text) and (value := sectors.pop()) in ("po", "vo"):
        told["sector"] = value
    kind = school_kind(text)
    if kind and "school" in text.lower():
        told["school"] = kind
    return told


def school_kind(text: str) -> str:
    """`openbaar` or `bijzonder` when `text` names one of the two, else nothing."""
    negated = bool(_NOT.search(text))
    public, special = bool(_OPENBAAR.search(text)), bool(_BIJZONDER.search(text))
    if public == special:
        return ""
    return "openbaar" if public != negated else "bijzonder"


def _sector(text: str, mentions: Sequence[Mention]) -> str:
    if _SO.search(text) and not _SBO.search(text):
        return "so"
    values = {mention.value for mention in mentions if mention.entity == "sector"}
    if values == {"both"}:
        return UNKNOWN
    return values.pop() if len(values) == 1 and values <= {"po", "vo"} else ""


def _date(asked: str, text: str, today: date) -> dict[str, str] | None:
    day = read_date(text, today)
    if day is None:
        return {asked: UNKNOWN} if _DOES_NOT_KNOW.search(text) else None
    if day > today:
        return {"again": "date_future"}
    if (today - day).days > 366:
        return {"again": "date_old"}
    return {asked: day.isoformat()}

"""Dutch postcodes in running text, in any spelling a parent uses."""

from __future__ import annotations

import re

from stdnum.exceptions import ValidationError
from stdnum.nl import postcode as nl_postcode

from bot.nlu.entities._mention import Mention, is_shouted, just_before
from bot.nlu.entities._spoken import find_spoken

# The letter o is typed for zero, and dictation puts spaces between the characters.
_POSTCODE = re.compile(
    r"(?<![\w€/-])(?<!\d[.,])"
    r"(?P<digits>[1-9] ?[0-9oO] ?[0-9oO] ?[0-9oO])"
    r"(?:(?P<glue>[\s.\-_]{0,2})(?P<letters>[a-zA-Z] ?[a-zA-Z]))?"
    r"(?![\w])(?(letters)|(?![-/]\d))(?![.,]\d)"  # 3512JE-12, but not 2025-2026
)
_PC4_ONLY = re.compile(
    r"(?<![\w€/-])(?<!\d[.,])(?P<digits>[1-9][0-9oO]{3})(?![\w])(?![-/]\d)(?![.,]\d)"
)
_LEADING_ZERO = re.compile(r"(?<![\w-])0\d{3}\s?(?:[a-zA-Z]{2})?(?![\w-])")
_FIVE_DIGITS = re.compile(r"(?<![\w€.,/-])(?:[DBdb]-)?\d{5}(?![\w.,/-])")
_TOO_SHORT = re.compile(r"(?<![\w-])\d{3}\s?[A-Z]{2}(?!\w)")
# Telephone and bank account numbers hold groups of four digits too.
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:(?:\+|0)(?:[ .\-()]{0,2}[0-9]){7,}|[A-Z]{2}[0-9]{2} ?[A-Z]{4}(?: ?[0-9]){10})(?!\w)"
)
_PO_BOX = re.compile(r"\bpostbus(?:nummer)?\s*(?P<box>\d{1,6})(?:\s*,?\s*(?=\D|$))", re.IGNORECASE)

# Two-letter words that follow a number in a sentence: "2511 en mijn zoon" is not 2511 EN.
_WORDS = set(
    "aa al ah ai af als ben bij ca da de die dit du e. eh ei en er et ff ga ge gr ha he hi ho "
    "ik im in is ja je jr ka ki ko kl la ma me mn mi mm na ne nu of oh ok om op or pa pm po pr "
    "re ro so sw ta te tm to tv uw ve vo we wi wo wy ze zn zo".split()
)
_SECTORS = {"po", "vo", "so"}
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|sinds|vanaf|per|tot|voor|na|uit|van|over|rond|eind|begin|medio|zomer|jaar|schooljaar|"
    r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec|leerjaar|geboren)\.?\s*)$",
    re.IGNORECASE,
)
_LAW_BEFORE = re.compile(r"\bwet\b[^.?!,\d]{0,40}$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(
    r"(?:\b(?:artikel|art|wet|wpo|wvo|wec|huisnummer|huisnr|nummer|nr|bedrag|kost|kosten|"
    r"betaald|betalen|euro|eur|klas|lokaal|rekening|pagina|pag|blz)\.?\s*|€\s*|#)$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s*(?:euro|eur\b|€|,-|leerlingen|kinderen|scholen|ouders|uur|uren|minuten|dagen|weken|"
    r"keer|x\b|km|meter|m2|gram|kilo|woorden|tekens|mensen|procent|%|jaar\b)",
    re.IGNORECASE,
)
_CORRECTION = re.compile(r"\b(?:nee|sorry|bedoel\w*|fout|toch|pardon)\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:huisnummer|huisnr|straatnaam|woonadres|\w{3,}(?:straat|laan|weg|plein|gracht|kade|dijk|singel|"
    r"steeg|dreef|pad))\b[^.?!\d]{0,12}\d{1,4}\b",
    re.IGNORECASE,
)
_HOME_BEFORE = re.compile(
    r"\b(?:woon|wonen|woonachtig|woont|verhuisd|verhuizen|thuis|adres)\b[^.?!]{0,25}$",
    re.IGNORECASE,
)


def find_postcodes(text: str) -> list[Mention]:
    """All postcodes in `text`, in order, well-formed or not.

    A street with a number but without a postcode is reported too (`address`).

    Numbers that are evidently something else (a year, an amount, an article of law) are left
    out. A well-formed postcode need not exist: only the registry knows that.
    """
    found: list[Mention] = []
    taken = bytearray(len(text))
    for match in _OTHER_NUMBER.finditer(text):
        taken[match.start() : match.end()] = b"x" * len(match[0])

    def add(mention: Mention) -> None:
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"x" * (mention.end - mention.start)
            found.append(mention)

    for match in _PO_BOX.finditer(text):
        add(Mention("postcode", match["box"], match.start(), match.end(), "pobox"))
    for match in _POSTCODE.finditer(text):
        mention = _read(match, text)
        if mention is not None:
            add(mention)
    for match in _PC4_ONLY.finditer(text):
        digits = _digits(match["digits"])
        if _is_postcode_here(digits, text, match.start(), match.end()):
            add(_mention(digits, "pc4", text, match.start(), match.end()))
    for pattern, kind in (
        (_LEADING_ZERO, "invalid"),
        (_FIVE_DIGITS, "foreign"),
        (_TOO_SHORT, "invalid"),
    ):
        for match in pattern.finditer(text):
            if not _NUMBER_BEFORE.search(
                just_before(text, match.start())
            ) and not _UNIT_AFTER.match(text, match.end()):
                add(Mention("postcode", match[0].upper(), match.start(), match.end(), kind))
    for mention in find_spoken(text):
        if _is_postcode_here(mention.value, text, mention.start, mention.end):
            add(mention)
    if not found:
        found = [
            Mention("postcode", match[0], match.start(), match.end(), "address")
            for match in _ADDRESS.finditer(text)
        ]
    return _after_correction(text, sorted(found, key=lambda mention: mention.start))


def _after_correction(text: str, found: list[Mention]) -> list[Mention]:
    """Without what the parent takes back: of "3511, nee sorry 3581" only the last."""
    for at in range(len(found) - 1, 0, -1):
        if _CORRECTION.search(text[found[at - 1].end : found[at].start]):
            return found[at:]
    return found


def _read(match: re.Match[str], text: str) -> Mention | None:
    digits = _digits(match["digits"])
    spaced = " " in match["digits"]
    letters = (match["letters"] or "").replace(" ", "")
    alone = len(text) < len(match[0]) + 10 and text.strip(" \t\n.,?!()") == match[0]
    sure = alone and (spaced or letters.isupper()) and letters.lower() not in _SECTORS
    if letters and (sure or _letters_belong(match, text, letters)):
        if spaced and not alone and " " not in match["letters"] and not letters.isupper():
            return None
        try:
            value = nl_postcode.validate(digits + letters)
        except ValidationError:  # SA, SD and SS are never issued
            return Mention(
                "postcode", digits + letters.upper(), match.start(), match.end(), "invalid"
            )
        return _mention(value.replace(" ", ""), "pc6", text, match.start(), match.end())
    if spaced and not alone:
        return None
    end = match.end("digits")
    if not _is_postcode_here(digits, text, match.start(), end):
        return None
    return _mention(digits, "pc4", text, match.start(), end)


def _letters_belong(match: re.Match[str], text: str, letters: str) -> bool:
    if not match["glue"]:
        return True
    if match["glue"].strip():  # 3511-ab, 3511.ab
        return True
    if letters.lower() not in _WORDS:
        return True
    return letters.isupper() and not is_shouted(text)


def _digits(raw: str) -> str:
    return raw.replace(" ", "").replace("o", "0").replace("O", "0")


def _is_postcode_here(digits: str, text: str, start: int, end: int) -> bool:
    before = just_before(text, start)
    if _NUMBER_BEFORE.search(before) or _UNIT_AFTER.match(text, end):
        return False
    looks_like_year = 1900 <= int(digits) <= 2049
    is_year = looks_like_year and (_YEAR_BEFORE.search(before) or _LAW_BEFORE.search(before))
    return not is_year


def _mention(value: str, kind: str, text: str, start: int, end: int) -> Mention:
    home = bool(_HOME_BEFORE.search(just_before(text, start)))
    return Mention("postcode", value, start, end, kind, home=home)

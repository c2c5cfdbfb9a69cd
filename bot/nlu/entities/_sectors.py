"""Whether a parent speaks of primary (po) or secondary (vo) education, or of both."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from bot.nlu.entities._mention import Mention, just_before

# sbo and so count as po; vso and praktijkonderwijs as vo; mbo belongs to no swv.
_PO = (
    r"basis ?schol(?:en)?|basis ?school|basis ?onderwijs|basis|lagere school|"
    r"primair(?: onderwijs)?|"
    r"speciaal basisonderwijs|sbo|kleuter(?:s|klas|school|groep)?|peuter(?:s|speelzaal)?|"
    r"groep (?:[1-8]|een|twee|drie|vier|vijf|zes|zeven|acht)(?:[/-][1-8])?|groep[1-8]|"
    r"gr\.? ?[1-8]|po|so|"
    r"kleine school|grote school|de lagere"
)
_VO = (
    r"middelba(?:re|ar)(?: school| onderwijs)?|middelbareschool|"
    r"voortgezet(?: speciaal)?(?: onderwijs)?|voorgezet(?: onderwijs)?|"
    r"brug ?klas(?:ser)?|brugpieper|vmbo(?:[ -]?(?:tl|bbl?|kbl?|gl|t|b|k|g|basis|kader))?|mavo|"
    r"havo|vwo|gymnasium|atheneum|lyceum|praktijkonderwijs|praktijkschool|pro|vso|vo|"
    r"klas (?:[1-6]|een|twee|drie|vier|vijf|zes)|[1-6](?:e|de|ste) (?:klas|jaar)(?: van)?|"
    r"(?:eerste|tweede|derde|vierde|vijfde) klas|[1-6] ?(?:vmbo|mavo|havo|vwo)|"
    r"(?:eind)?examenklas|onderbouw vo|bovenbouw vo"
)
_MBO = r"mbo(?:-student|-opleiding)?|roc"
_BOTH = (
    r"allebei|alle ?twee|allebij|"
    r"(?<!van )beide(?! ouders| gezaghebbenden| handtekeningen| kinderen)n?"
)
_SCHOOL = re.compile(
    rf"(?<![\w-])(?:(?P<vo>{_VO})|(?P<po>{_PO})|(?P<mbo>{_MBO})|(?P<both>{_BOTH}))(?![\w])",
    re.IGNORECASE,
)
_LEXICON = {
    "basisschool": "po",
    "basisonderwijs": "po",
    "kleuterschool": "po",
    "middelbare": "vo",
    "middelbaar": "vo",
    "voortgezet": "vo",
    "brugklas": "vo",
    "praktijkonderwijs": "vo",
    "gymnasium": "vo",
}
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
        "zestien zeventien".split(),
        2,
    )
}
_NUMBER = r"\d{1,2}|" + "|".join(_NUMBER_WORDS)
_AGE = re.compile(
    rf"(?:(?<!al )(?<!na )(?<!over )(?<!afgelopen )(?<!binnen )(?<!ruim )(?<!bijna )"
    rf"(?<![\d.,:/-])\b(?P<years>{_NUMBER})[ -]?(?:jaar|jr|jarige?)\b"
    r"(?!\s*(?:geleden|lang|wacht|lid|later|terug))"
    rf"|\b(?:van|is|wordt|was|ben|bijna|net)\s+(?P<bare>{_NUMBER})\b"
    r"(?!\s*(?:weken|week|maanden|dagen|dag|uur|keer|km|kinderen|scholen|januari|februari|maart|"
    r"april|mei|juni|juli|augustus|september|oktober|november|december|jaar\s+(?:geleden|lang)|"
    r"tot\s+\d{1,2}\s+uur)"
    r"|[\d.,:/-]\d|%)"
    rf"|\((?P<bracket>\d{{1,2}})(?: ?(?:jaar|jr|j))?\))",
    re.IGNORECASE,
)
_CORRECTION = re.compile(r"\b(?:nee|sorry|bedoel\w*|toch|niet)\b", re.IGNORECASE)
_NOT_THIS = re.compile(
    r"\bniet\s+(?:meer\s+)?(?:(?:om|over|op|naar|voor|van)\s+)?(?:(?:de|het|een)\s+)?$",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"\b(?:naar|gaat|wordt|volgend|straks|start\w*)\b[^.?!]{0,30}$", re.IGNORECASE
)
_JOIN = re.compile(r"\b(?:en|&|als|plus)\b", re.IGNORECASE)
LAST_AGE_PO, FIRST_AGE_VO = 11, 13
_AGES = range(2, 21)


def find_sectors(text: str) -> list[Mention]:
    """The sector(s) `text` speaks of: at most one mention, unless none is certain.

    School words go before ages. Up to 11 years is po, from 13 vo; 12 may be either and gives
    nothing. Where both sectors are named, the one the child goes to or the parent corrects
    to is taken; "po en vo" is `both`; otherwise nothing is concluded.
    """
    mentions = [_school_mention(match) for match in _SCHOOL.finditer(text)]
    if not mentions:
        mentions = _misspelt(text)
    if not mentions:
        return _ages(text)
    both = [mention for mention in mentions if mention.value == "both"]
    if both:
        return both[-1:]
    values = {mention.value for mention in mentions}
    if len(values) == 1:
        return mentions[-1:]
    return _settle(text, [mention for mention in mentions if mention.value != "mbo"])


def _school_mention(match: re.Match[str]) -> Mention:
    value = str(match.lastgroup)
    return Mention("sector", value, match.start(), match.end())


def _settle(text: str, mentions: list[Mention]) -> list[Mention]:
    if len({mention.value for mention in mentions}) < 2:
        return mentions[-1:]
    last = mentions[-1]
    before = mentions[-2]
    between = text[before.end : last.start]
    if _NOT_THIS.search(just_before(text, last.start)):
        return [before]
    if "maar" in between.lower() and _NOT_THIS.search(just_before(text, before.start)):
        return [last]
    if _CORRECTION.search(between) or _TOWARDS.search(between):
        return [last]
    towards = [
        m for m in mentions if m.value == "vo" and _TOWARDS.search(just_before(text, m.start))
    ]
    if towards:
        return towards[-1:]
    if _JOIN.search(between) and len(between) < 40:
        return [Mention("sector", "both", before.start, last.end)]
    return []


def _misspelt(text: str) -> list[Mention]:
    found = []
    for token in re.finditer(r"[^\W\d_]{7,}", text):
        match = process.extractOne(
            token[0].lower(), list(_LEXICON), scorer=fuzz.ratio, score_cutoff=82
        )
        if match is not None:
            found.append(Mention("sector", _LEXICON[match[0]], token.start(), token.end(), "fuzzy"))
    return found


def _ages(text: str) -> list[Mention]:
    found = []
    for match in _AGE.finditer(text):
        raw = (match["years"] or match["bare"] or match["bracket"]).lower()
        # Where case is ignored, the Turkish ı counts as an i, but it is not in the table.
        age = int(raw) if raw.isdecimal() else _NUMBER_WORDS.get(raw.replace("ı", "i"), 0)
        if age not in _AGES or LAST_AGE_PO < age < FIRST_AGE_VO:
            continue
        value = "po" if age <= LAST_AGE_PO else "vo"
        found.append(Mention("sector", value, match.start(), match.end(), "age"))
    values = {mention.value for mention in found}
    if len(values) == 2:
        return [Mention("sector", "both", found[0].start, found[-1].end, "age")]
    return found[-1:]

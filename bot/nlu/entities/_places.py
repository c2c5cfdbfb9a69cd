"""Names of Dutch places in running text, misspelt ones included."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import simplemma
from rapidfuzz import fuzz, process

from bot.nlu.entities._mention import Mention, is_shouted, just_before
from bot.nlu.entities._sectors import find_sectors
from bot.places import place_key

# Place names that are Dutch words too: those that occur in the UD treebanks of data/ud as
# something other than a name, and some that occur in parents' questions. They count as a
# place only behind a preposition or when the message is little else.
_ALSO_WORDS = frozenset(
    "anderen assen best blokker boer broek dalen dieren doorn echt een gauw gieten handel haren "
    "heel heide hem hoek hoeven houten huizen leek leiden leunen loon neer noorden opende oranje "
    "putten rijen sloten velden waarde wateren wier wijngaarden winkel zetten made goes elst lent "
    "weert est ens erp ell nes ees mill horn born laren berg bergen spier holt dorst wijk beek "
    "zand horst kamp loo buren dorp grave stad bos eind end steen baak balk bant bern blija boven "
    "ten ter sint kring hall hei hee maren mark oever per rips rha ruinen son tull uit veen ven "
    "nederland holland vries vuren wehl westen wezep zeeland zuid noord oost west lage hoge "
    "mariahout".split()
)
_BEFORE = re.compile(
    r"\b(?:in|uit|te|bij|naar|gemeente|plaats|woonplaats|dorp|stad|regio|omgeving|rond|nabij|voor|op|"
    r"van|woon|wonen|woont)\s+(?:de\s+|het\s+)?$",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|uit|te|gemeente|woonplaats|dorp)\s+$", re.IGNORECASE)
_HOME_BEFORE = re.compile(
    r"\b(?:woon|wonen|woonachtig|woont|verhuisd|verhuizen|thuis)\b[^.?!]{0,40}$", re.IGNORECASE
)
_HOME_AFTER = re.compile(r"^[^.?!]{0,12}\b(?:wonen|woon|komen wonen)\b", re.IGNORECASE)
_TOKEN = re.compile(r"['’]?\w+(?:[-'’.]\w+)*(?:\s?\((?:[a-z.]{1,5})\))?", re.IGNORECASE)
# Too wide for one swv: the parent is asked for a postcode.
_REGIONS = frozenset(
    "twente|brabant|noord brabant|limburg|gelderland|overijssel|drenthe|friesland|fryslan|"
    "zuid holland|noord holland|flevoland|achterhoek|d achterhoek|veluwe|d veluwe|betuwe|d betuwe|"
    "randstad|d randstad|salland|west friesland|kop van noord holland|gooi|t gooi|bollenstreek|"
    "d bollenstreek|zeeuws vlaanderen|nederland|holland".split("|")
)
_COUNTRY = frozenset({"nederland", "holland"})  # nobody means the hamlet
_LEADS = re.compile(r"\b(?:toe|te)\s+$"), re.compile(r"^\s+(?:tot|naar|er)\b")
_SOUNDS = (("ij", "y"), ("ei", "y"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("gh", "g"), ("c", "k"))
_LONGEST = 5
_SHORT_MESSAGE = 6
_MIN_FUZZY, _FUZZY_SCORE, _FUZZY_TIE = 6, 86.0, 3.0
_MOST_FUZZY = 50
"""Words that are compared with all names; a longer message is no answer to "which place?"."""

# Names outside the Netherlands near which parents live, and regions too wide for one swv.
_FOREIGN = frozenset(
    "belgie antwerpen gent brussel leuven luik hasselt maaseik lommel turnhout mol genk brugge "
    "duitsland kleve emmerich aken gronau nordhorn bocholt keulen curacao aruba bonaire "
    "vlaanderen suriname".split()
)


class Gazetteer:
    """Finds the names it was given in a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        for name in names:
            if not name.startswith("("):
                self._names.setdefault(place_key(name), name)
        for key, name in list(self._names.items()):
            # "Bergen (NH)" and "Hengelo (Gld)" are also written without their province.
            bare = place_key(re.sub(r"\s*\([^)]*\)", "", name))
            if bare and bare != key:
                self._names.setdefault(bare, re.sub(r"\s*\([^)]*\)", "", name))
        self._names.pop("", None)
        self._fuzzy = {_sound(key): key for key in self._names if len(key) >= _MIN_FUZZY}
        self._sounds = list(self._fuzzy)
        self._first = {key.partition(" ")[0] for key in {*self._names, *_REGIONS, *_FOREIGN}}

    @classmethod
    def from_registry(cls, folder: Path) -> Gazetteer:
        """Read the names of places, gemeenten, former gemeenten and aliases in `data/swv`.

        Raises:
            OSError: a file cannot be read.
        """
        names: list[str] = []
        for row in _rows(folder / "pc4.csv"):
            names.append(row["gemeente"])
            names += (name.strip() for name in row["places"].split(";"))
        names += (row["alias"] for row in _rows(folder / "aliases.csv"))
        for row in _rows(folder / "former_gemeenten.csv"):
            names.append(row["name"])
        return cls(name for name in names if name)

    @property
    def names(self) -> list[str]:
        """All names, to be kept with a trained model."""
        return list(self._names.values())

    def find(self, text: str) -> list[Mention]:
        """All place names in `text`, longest first where they overlap, in order of place."""
        tokens = list(_TOKEN.finditer(text))
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            hit = self._longest(text, tokens, at)
            if hit is None:
                at += 1
                continue
            mention, used = hit
            found.append(mention)
            at += used
        if not found:
            found = list(self._misspelt(text, tokens))
        return found

    def _longest(
        self, text: str, tokens: list[re.Match[str]], at: int
    ) -> tuple[Mention, int] | None:
        start = tokens[at].start()
        first = place_key(tokens[at][0]).partition(" ")[0]
        if first not in self._first and first != "het":  # "het Gooi" has the key "t gooi"
            return None
        for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
            # A word in brackets may belong to the name, as in "Hengelo (Gld)", or not.
            last = tokens[at + size - 1]
            bare = last.start() + len(last[0].partition("(")[0].rstrip())
            for end in dict.fromkeys((last.end(), bare)):
                mention = self._named(text, start, end, tokens)
                if mention is not None:
                    return mention, size
        return None

    def _named(
        self, text: str, start: int, end: int, tokens: list[re.Match[str]]
    ) -> Mention | None:
        key = place_key(text[start:end])
        if key in _FOREIGN:
            return self._mention(text, start, end, text[start:end], "foreign")
        if key not in _REGIONS and key not in self._names:
            return None
        if key in _ALSO_WORDS and not self._is_place_here(key, text, start, end, tokens):
            return None
        if key in _REGIONS:
            return self._mention(text, start, end, text[start:end], "region")
        return self._mention(text, start, end, self._names[key], "exact")

    def _is_place_here(
        self, key: str, text: str, start: int, end: int, tokens: list[re.Match[str]]
    ) -> bool:
        before, after, word = just_before(text, start), text[end : end + 40], text[start:end]
        capital = word[:1].isupper() and not is_shouted(text)
        if len(tokens) == 1:
            return True
        if key in _COUNTRY:
            return False
        if key == "leiden":
            return capital or not (_LEADS[0].search(before) or _LEADS[1].search(after))
        if len(tokens) <= 3 and capital:
            # The first word has a capital anyway: "Een school weigert", but "Best, havo".
            named = start > 0 or after.startswith(",")
            if named or (key != "een" and find_sectors(after)):
                return True
        if capital and start > 0 and _BEFORE.search(before):
            return True
        short = len(tokens) <= _SHORT_MESSAGE
        return bool(_IN.search(before)) and (short or bool(_HOME_BEFORE.search(before)))

    def _misspelt(self, text: str, tokens: list[re.Match[str]]) -> Iterator[Mention]:
        short = len(tokens) <= _SHORT_MESSAGE
        compared = 0
        for token in tokens:
            word = token[0]
            key = place_key(word)
            if len(key) < _MIN_FUZZY or not key.replace(" ", "").isalpha():
                continue
            if not short and not _BEFORE.search(just_before(text, token.start())):
                continue
            if simplemma.is_known(word.lower(), lang="nl") or _is_compound(word.lower()):
                continue
            compared += 1
            if compared > _MOST_FUZZY:
                return
            close = process.extract(
                _sound(key),
                self._sounds,
                scorer=fuzz.ratio,
                score_cutoff=_FUZZY_SCORE,
                limit=4,
            )
            if not close:
                continue
            best = close[0][1]
            near = [self._fuzzy[name] for name, score, _ in close if best - score <= _FUZZY_TIE]
            yield self._mention(
                text,
                token.start(),
                token.end(),
                self._names[near[0]],
                "fuzzy",
                tuple(self._names[other] for other in near[1:]),
            )

    @staticmethod
    def _mention(
        text: str,
        start: int,
        end: int,
        name: str,
        kind: str,
        alternatives: tuple[str, ...] = (),
    ) -> Mention:
        home = bool(
            _HOME_BEFORE.search(just_before(text, start))
            or _HOME_AFTER.search(text[end : end + 40])
        )
        return Mention("plaats", name, start, end, kind, alternatives, home)


def _sound(key: str) -> str:
    """`key` with what sounds alike written alike: ij and y, ph and f, c and k."""
    for written, heard in _SOUNDS:
        key = key.replace(written, heard)
    return key


def _is_compound(word: str) -> bool:
    """Whether `word` is evidently about school: misspelt school words are not places."""
    return bool(re.search(r"scho+l|school|onderwijs|klas|groep|verband|steun|leer", word))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)

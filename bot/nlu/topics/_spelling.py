"""Mending words that nobody wrote in the examples: "ondrwijs", "shcool", "thius".

To the n-grams a badly misspelt sentence looks like another language, so that real questions were
passed as out of scope. A word that stands in no other example is read as the nearest common word
of the examples, if one is near enough.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.nlu.topics._text import WORD, Utterance

_KNOWN_FROM, _COMMON_FROM = 2, 8
"""In how many examples a word stands to be left alone, and to be mended to."""
_SHORTEST, _LONG = 4, 7
_REMEMBERED = 20_000


class Speller:
    """Knows the words of the examples."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._common: dict[int, list[tuple[str, int]]] = {}
        self._lemmas: dict[str, str] = {}
        self._mended: dict[str, str] = {}

    def fit(self, texts: Iterable[Utterance]) -> Speller:
        """Learn the words of `texts` and their lemmas."""
        counts: Counter[str] = Counter()
        for text in texts:
            words = WORD.findall(text.surface)
            counts.update(set(words))
            self._lemmas.update(zip(words, text.lemmas.split(), strict=False))
        self._known = frozenset(word for word, n in counts.items() if n >= _KNOWN_FROM)
        common: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for word, n in counts.items():
            if n >= _COMMON_FROM:
                common[len(word)].append((word, n))
        self._common = dict(common)
        self._mended = {}
        return self

    def mend(self, text: Utterance) -> Utterance:
        """`text` with its unknown words mended, or itself when there are none."""
        words = WORD.findall(text.surface)
        if all(self._word(word) == word for word in words):
            return text
        surface = WORD.sub(lambda match: self._word(match[0]), text.surface)
        lemmas = [
            lemma if (mended := self._word(word)) == word else self._lemmas.get(mended, mended)
            for word, lemma in zip(words, text.lemmas.split(), strict=False)
        ]
        return Utterance(surface, " ".join(lemmas))

    def _word(self, word: str) -> str:
        if len(word) < _SHORTEST or word in self._known or not word.isalpha():
            return word
        if word not in self._mended:
            if len(self._mended) >= _REMEMBERED:
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def _nearest(self, word: str) -> str:
        """The common word at the least distance; of those, the most common. Else `word`."""
        reach = 1 if len(word) < _LONG else 2
        best, found = (reach + 1, 0), word
        for length in range(len(word) - reach, len(word) + reach + 1):
            for other, count in self._common.get(length, ()):
                if other[0] != word[0] and other[1:2] != word[1:2]:
                    continue  # both first letters wrong: another word
                distance = OSA.distance(word, other, score_cutoff=reach)
                if distance <= reach and (distance, -count) < best:
                    best, found = (distance, -count), other
        return found

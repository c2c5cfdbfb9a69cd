"""The Dutch treebanks in `data/ud/`: reading, splitting and adapting them to parents' messages."""

from __future__ import annotations

import hashlib
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TEST_SHARE, _DEV_SHARE = 0.10, 0.04


@dataclass(frozen=True)
class Word:
    """One word with its gold annotation."""

    form: str
    lemma: str
    """Lower case and without the treebank's part boundaries; see `plain_lemma`."""
    pos: str
    """Universal part of speech, such as NOUN."""
    morph: str
    """Universal features, such as `Gender=Com|Number=Sing`; `_` for none."""
    space: bool
    """Whether a space follows."""


@dataclass(frozen=True)
class Sentence:
    """One sentence, and the document it comes from."""

    document: str
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The sentence as it was written."""
        return "".join(word.form + " " * word.space for word in self.words).strip()

    def lowered(self) -> Sentence:
        """The same in lower case, which is how Rasa's SpacyNLP passes messages on."""
        return replace(self, words=tuple(replace(w, form=w.form.lower()) for w in self.words))

    def unpunctuated(self) -> Sentence:
        """The same without closing punctuation, which parents in a chat often leave out."""
        words = self.words
        while len(words) > 1 and words[-1].pos == "PUNCT":
            words = words[:-1]
        return replace(self, words=words)

    def gold(self, vocab: Vocab) -> Doc:
        """The annotated spaCy document to learn from."""
        from spacy.tokens import Doc

        return Doc(
            vocab,
            words=[word.form for word in self.words],
            spaces=[word.space for word in self.words],
            pos=[word.pos for word in self.words],
            morphs=[word.morph.replace("_", "") for word in self.words],
            lemmas=[word.lemma for word in self.words],
        )


@dataclass(frozen=True)
class Split:
    """Three parts that share no document, so that no part helps to guess another."""

    train: tuple[Sentence, ...]
    dev: tuple[Sentence, ...]
    """To choose the best epoch."""
    test: tuple[Sentence, ...]
    """To report on: neither trained on nor used to choose anything."""


def plain_lemma(form: str, lemma: str, pos: str) -> str:
    """The treebank's lemma as a dictionary would print it, in lower case.

    The treebanks mark the parts of a compound (`jeugd_gezondheid_zorg`) and add a separated
    particle to its verb ("komt ... voor" has `voor_komen` on "komt"). A word form alone cannot
    tell either, so compounds keep the spelling of the form and separated verbs their stem.
    """
    form, lemma = form.lower(), lemma.lower()
    first, _, rest = lemma.partition("_")
    if not first or not rest:
        return lemma
    last = lemma.rpartition("_")[2]
    if pos in ("VERB", "AUX"):
        return lemma.replace("_", "") if form.startswith(first) else last
    for length in range(len(last), 1, -1):
        start = form.rfind(last[:length])
        if start > 0:
            return form[:start] + last
    return lemma.replace("_", "")


def read_treebanks(folder: Path) -> dict[str, list[Sentence]]:
    """The sentences of every `*.conllu.xz` in `folder`, by treebank name.

    Raises FileNotFoundError when there is none.
    """
    files = sorted(folder.glob("*.conllu.xz"))
    if not files:
        raise FileNotFoundError(f"no *.conllu.xz in {folder}")
    treebanks: dict[str, list[Sentence]] = defaultdict(list)
    for path in files:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            treebanks[path.name.partition("-")[0]] += _sentences(lines)
    return dict(treebanks)


def _sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    document = ""
    words: list[Word] = []
    for line in lines:
        if line.startswith("# sent_id = "):
            document = line.rstrip().rpartition("\\")[2].removeprefix("# sent_id = ")
            document = document.partition(".p.")[0]
        elif not line.strip():
            if words:
                yield Sentence(document, tuple(words))
            words = []
        elif (columns := line.rstrip("\n").split("\t"))[0].isdigit():
            _, form, lemma, pos, _, feats, *_, misc = columns
            space = "SpaceAfter=No" not in misc
            words.append(Word(form, plain_lemma(form, lemma, pos), pos, feats, space))
    if words:
        yield Sentence(document, tuple(words))


def split(treebanks: dict[str, list[Sentence]]) -> Split:
    """Divide each treebank by document: about 86 % train, 4 % dev, 10 % test.

    Always the same division: documents are taken in the order of a hash of their name.
    """
    parts: dict[str, list[Sentence]] = {"train": [], "dev": [], "test": []}
    for sentences in treebanks.values():
        documents: dict[str, list[Sentence]] = defaultdict(list)
        for sentence in sentences:
            documents[sentence.document].append(sentence)
        total = sum(len(sentence.words) for sentence in sentences)
        room = {"test": total * _TEST_SHARE, "dev": total * _DEV_SHARE}
        for name in sorted(documents, key=_shuffle_key):
            size = sum(len(sentence.words) for sentence in documents[name])
            part = next((part for part, left in room.items() if size <= left), "train")
            if part in room:
                room[part] -= size
            parts[part] += documents[name]
    return Split(*(tuple(parts[part]) for part in ("train", "dev", "test")))


def _shuffle_key(document: str) -> bytes:
    return hashlib.sha256(document.encode()).digest()

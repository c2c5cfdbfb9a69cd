"""Made-up sentences in the first and second person, which the treebanks hardly have.

News and encyclopedias say "hij krijgt"; parents say "ik krijg" and "u". The stem
of a verb follows from its third person, so these sentences teach the stems of the verbs that the
treebanks do have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.nlu.spacy_pipeline._treebank import Sentence, Word

_THIRD_PERSON = "Number=Sing|Tense=Pres|VerbForm=Fin"
_IRREGULAR = {"hebben"}
_NOT = Word("niet", "niet", "ADV", "_", False)
_THAT = Word("dat", "dat", "PRON", "Person=3|PronType=Dem", True)
_NOW = Word("nu", "nu", "ADV", "_", True)
_AND = Word("en", "en", "CCONJ", "_", True)
_HOW = Word("hoe", "hoe", "ADV", "_", True)
_I = Word("ik", "ik", "PRON", "Case=Nom|Person=1|PronType=Prs", True)
_YOU = Word("je", "je", "PRON", "Case=Nom|Person=2|PronType=Prs", True)
_U = Word("u", "u", "PRON", "Case=Nom|Person=2|PronType=Prs", True)
_U_OBJECT = Word("u", "u", "PRON", "Case=Acc|Person=2|PronType=Prs", True)


def verb_stem(third_person: str, lemma: str) -> str:
    """The form that goes with "ik": krijgt, krijgen → krijg; gaat, gaan → ga; zit, zitten → zit."""
    if lemma.endswith("ten") or not third_person.endswith("t"):
        return third_person
    if third_person.endswith("aat") and lemma.endswith("aan"):
        return third_person[:-2]
    return third_person[:-1]


def first_person(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """A few sentences for every verb that `sentences` have in the third person present."""
    verbs = {
        (word.form.lower(), word.lemma)
        for sentence in sentences
        for word in sentence.words
        if word.pos == "VERB" and word.morph == _THIRD_PERSON
        if word.lemma.endswith("n") and word.lemma not in _IRREGULAR
    }
    for form, lemma in sorted(verbs):
        stem = Word(verb_stem(form, lemma), lemma, "VERB", _THIRD_PERSON, True)
        third = Word(form, lemma, "VERB", _THIRD_PERSON, True)
        for words in (
            (_I, stem, _THAT, _NOT),
            (_AND, _NOW, stem, _I, _THAT, _NOT),
            (_HOW, stem, _YOU, _THAT, _NOW),
            (_HOW, third, _U, _THAT),
            (_I, stem, _U_OBJECT, _NOW),
        ):
            yield Sentence("first-person", words)

"""The Dutch spaCy pipeline. Runs in the brain's environment; elsewhere it is skipped."""

from __future__ import annotations

import json
import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

spacy = pytest.importorskip("spacy")

from bot.nlu._spacy_model import (  # noqa: E402
    SETTING,
    SpacyModelError,
    check,
    fingerprint,
    load,
)
from bot.nlu.spacy_pipeline import (  # noqa: E402
    Recipe,
    Sentence,
    Word,
    milliseconds,
    read_treebanks,
    score,
    split,
    train,
)
from bot.nlu.spacy_pipeline._first_person import verb_stem  # noqa: E402
from bot.nlu.spacy_pipeline._treebank import Split, plain_lemma  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "models/nl_ouderwijzer_sm"


@pytest.fixture(autouse=True)
def no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)


@pytest.fixture(scope="module")
def nlp() -> Any:
    return load("nl_ouderwijzer_sm")


@pytest.fixture(scope="module")
def parts() -> Split:
    return split(read_treebanks(ROOT / "data/ud"))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Our pipeline in the shape of an installed spaCy package: a drop-in, in a way."""
    from spacy.cli.package import package as make_package

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spaCy leaves closing to Python
        make_package(OWN, tmp_path, name="test_dropin", version="3.4.0", create_sdist=False)
    built = tmp_path / "nl_test_dropin-3.4.0"
    inner = built / "nl_test_dropin"
    for folder in (inner, inner / "nl_test_dropin-3.4.0"):
        shutil.copy(built / "meta.json", folder)  # as its setup.py does
    monkeypatch.syspath_prepend(str(built))
    yield "nl_test_dropin"
    sys.modules.pop("nl_test_dropin", None)


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("welke scholen zijn er?", "scholen", "school"),
        ("de school weigerde mijn zoon", "weigerde", "weigeren"),
        ("mijn kinderen zitten thuis", "kinderen", "kind"),
        ("hij is aangemeld", "aangemeld", "aanmelden"),
        ("ik krijg geen antwoord", "krijg", "krijgen"),
        ("mijn zoontje is ziek", "zoontje", "zoon"),
        ("twee toelaatbaarheidsverklaringen", "toelaatbaarheidsverklaringen", None),
        ("Mag school dat?", "Mag", "mogen"),
    ],
)
def test_words_of_parents_get_their_dictionary_form(
    nlp: Any, text: str, form: str, lemma: str | None
) -> None:
    lemmas = {token.text: token.lemma_ for token in nlp(text)}
    assert lemmas[form] == (lemma or form.removesuffix("en"))


def test_words_that_were_never_seen_get_a_plausible_lemma(nlp: Any) -> None:
    doc = nlp("de brugklassers en hun zorgcoördinatoren overwegen een fusie")
    assert [doc[1].lemma_, doc[1].pos_, doc[6].lemma_] == ["brugklasser", "NOUN", "een"]


def test_part_of_speech_follows_from_context(nlp: Any) -> None:
    question, asking = nlp("mijn vraag is lang")[1], nlp("ik vraag u om hulp")[1]
    assert (question.pos_, question.lemma_) == ("NOUN", "vraag")
    assert (asking.pos_, asking.lemma_) == ("VERB", "vragen")


def test_a_message_is_divided_into_sentences(nlp: Any) -> None:
    assert len(list(nlp("mijn zoon zit thuis. wat nu? help!").sents)) == 3


@pytest.mark.parametrize("text", ["", " ", "???", "😀 héél érg", "a" * 500])
def test_odd_messages_pass_unharmed(nlp: Any, text: str) -> None:
    assert nlp(text).text == text


def test_a_message_takes_a_few_milliseconds(nlp: Any) -> None:
    assert milliseconds(nlp, rounds=10) < 15


def test_meta_names_licence_sources_and_the_accuracy_that_it_still_has(
    nlp: Any, parts: Split
) -> None:
    meta = json.loads((OWN / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert {source["license"] for source in meta["sources"]} == {"CC BY-SA 4.0"}
    assert meta["vectors"]["vectors"] == 0
    found = score(nlp, [sentence.lowered() for sentence in parts.test])
    claimed = meta["performance"]
    assert found.lemma == pytest.approx(claimed["lemma_acc"], abs=0.002)
    assert found.pos == pytest.approx(claimed["pos_acc"], abs=0.002)
    assert claimed["lemma_acc"] > 0.95


def test_the_saved_pipeline_is_small() -> None:
    assert sum(path.stat().st_size for path in OWN.rglob("*")) < 5_000_000


def test_no_document_is_in_two_parts(parts: Split) -> None:
    names = [{sentence.document for sentence in p} for p in (parts.train, parts.dev, parts.test)]
    assert sum(map(len, names)) == len(set().union(*names))
    assert len(parts.test) > 500


@pytest.mark.parametrize(
    ("form", "lemma", "pos", "plain"),
    [
        ("Ontwikkelingslanden", "ontwikkeling_land", "NOUN", "ontwikkelingsland"),
        ("aangemeld", "aan_melden", "VERB", "aanmelden"),
        ("meldde", "aan_melden", "VERB", "melden"),
        ("Franstalige", "Frans_talig", "ADJ", "franstalig"),
        ("De", "de", "DET", "de"),
        ("_", "_", "PUNCT", "_"),
    ],
)
def test_treebank_lemmas_become_dictionary_forms(
    form: str, lemma: str, pos: str, plain: str
) -> None:
    assert plain_lemma(form, lemma, pos) == plain


@pytest.mark.parametrize(
    ("form", "lemma", "stem"),
    [("krijgt", "krijgen", "krijg"), ("gaat", "gaan", "ga"), ("zit", "zitten", "zit")],
)
def test_first_person_follows_from_the_third(form: str, lemma: str, stem: str) -> None:
    assert verb_stem(form, lemma) == stem


def test_a_wrongly_cut_word_counts_as_wrong(nlp: Any) -> None:
    words = (
        Word("kinderen", "kind", "NOUN", "Number=Plur", False),
        Word("!!", "!!", "PUNCT", "_", False),
    )
    found = score(nlp, [Sentence("d", words)])
    assert (found.lemma, found.content_lemma) == (0.5, 1.0)


def test_training_twice_gives_the_same_pipeline(parts: Split) -> None:
    few = Split(parts.train[:40], parts.dev[:5], ())
    recipe = Recipe(epochs=1, width=16, depth=1, rows=100)
    lines: list[str] = []
    texts = [sentence.text for sentence in parts.test[:30]]
    first, second = (train(few, recipe, lines.append) for _ in range(2))
    assert [[t.lemma_ + t.pos_ for t in first(x)] for x in texts] == [
        [t.lemma_ + t.pos_ for t in second(x)] for x in texts
    ]
    assert len(lines) == 2
    assert "dev: POS" in lines[0]


def test_an_installed_package_is_a_drop_in(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, package)
    other = load()
    assert other.meta["name"] == "test_dropin"
    assert [token.lemma_ for token in other("scholen weigeren")] == ["school", "weigeren"]
    assert check() == f"{package} 3.4.0"
    assert fingerprint().startswith(package)


def test_a_folder_is_a_drop_in_and_gets_a_sentencizer(tmp_path: Path) -> None:
    bare = load(str(OWN))
    bare.remove_pipe("sentencizer")
    bare.to_disk(tmp_path / "bare")
    assert len(list(load(str(tmp_path / "bare"))("ja. nee.").sents)) == 2
    assert fingerprint(str(tmp_path / "bare")) != fingerprint()


def _broken(folder: Path, **meta: Any) -> str:
    shutil.copytree(OWN, folder)
    path = folder / "meta.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **meta}))
    return str(folder)


def test_a_model_that_is_not_there_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "nl_not_installed_sm")
    with pytest.raises(SpacyModelError, match="SPACY_MODEL=nl_not_installed_sm is niet geïnst"):
        load()
    with pytest.raises(SpacyModelError, match="laat SPACY_MODEL leeg"):
        fingerprint()


@pytest.mark.parametrize(
    ("meta", "message"),
    [
        ({"lang": "en"}, "geen Nederlands"),
        ({"spacy_version": ">=3.8,<3.9"}, "gemaakt voor spaCy >=3.8,<3.9"),
        ({"pipeline": ["tagger"]}, "maakt geen lemma's"),
    ],
)
def test_an_unfit_model_says_why(tmp_path: Path, meta: dict[str, Any], message: str) -> None:
    with pytest.raises(SpacyModelError, match=message):
        check(_broken(tmp_path / "unfit", **meta))


def test_a_damaged_model_says_why(tmp_path: Path) -> None:
    name = _broken(tmp_path / "damaged")
    (tmp_path / "damaged/tok2vec/model").write_bytes(b"nothing")
    with pytest.raises(SpacyModelError, match="kan niet worden geladen"):
        load(name)
    (tmp_path / "damaged/meta.json").write_text("{")
    with pytest.raises(SpacyModelError, match=r"geen leesbare meta\.json"):
        check(name)


def test_the_command_reports_a_bad_setting_without_a_stack_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.nlu.spacy_pipeline.__main__ import main

    assert main(["check"]) == 0
    monkeypatch.setenv(SETTING, "en_core_web_sm")
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith("SPACY_MODEL=en_core_web_sm is niet")


class TestInRasa:
    """`OuderwijzerSpacyNLP` as Rasa uses it."""

    CONFIG = {  # noqa: RUF012
        "recipe": "default.v1",
        "language": "nl",
        "pipeline": [
            {"name": "bot.nlu._spacy_nlp.OuderwijzerSpacyNLP"},
            {"name": "SpacyTokenizer"},
        ],
        "policies": [],
    }

    def test_the_graph_gives_the_model_to_the_component(self) -> None:
        from rasa.engine.recipes.default_recipe import DefaultV1Recipe

        import bot.nlu._spacy_nlp  # noqa: F401

        recipe = DefaultV1Recipe().graph_config_for_recipe(self.CONFIG, {})
        nodes = recipe.predict_schema.nodes
        (runner,) = (key for key in nodes if key.startswith("run_") and "SpacyNLP" in key)
        assert nodes[nodes[runner].needs["model"]].fn == "provide"

    def test_tokens_of_a_message_have_lemmas(self) -> None:
        from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
        from rasa.shared.nlu.training_data.message import Message

        from bot.nlu._spacy_nlp import OuderwijzerSpacyNLP

        nothing: Any = SimpleNamespace()
        component = OuderwijzerSpacyNLP.create({}, nothing, nothing, nothing)
        message = Message.build("Mijn kinderen zijn geschorst")
        component.process([message], component.provide())
        tokens = SpacyTokenizer(SpacyTokenizer.get_default_config()).tokenize(message, "text")
        assert [token.lemma for token in tokens] == ["mijn", "kind", "zijn", "schorsen"]
        assert component.provide().fingerprint() == fingerprint()

    def test_another_model_means_training_again(self, package: str, monkeypatch: Any) -> None:
        from bot.nlu._spacy_nlp import OuderwijzerSpacyNLP

        before = OuderwijzerSpacyNLP.fingerprint_addon({})
        monkeypatch.setenv(SETTING, package)
        assert OuderwijzerSpacyNLP.fingerprint_addon({}) != before

    def test_a_missing_model_is_an_error_that_rasa_shows_plainly(self) -> None:
        from rasa.shared.exceptions import RasaException

        from bot.nlu._spacy_nlp import OuderwijzerSpacyNLP

        with pytest.raises(RasaException, match="is niet geïnstalleerd"):
            OuderwijzerSpacyNLP.load_model("nl_not_installed_sm")

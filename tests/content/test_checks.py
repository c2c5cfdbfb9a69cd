"""The editorial checks: each mistake an editor can make is named with its place and remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.__main__ import main
from bot.content.checks import HeldOut, check_project, fingerprint, sentences
from bot.settings import ROOT

Project = Callable[..., Path]

ANSWER = """\
topic: opp_wat
question: Wat is een OPP?
short: Wat is een OPP?
reviewed: 2026-11-25
answer: Een OPP is een plan.
steps: [Vraag het de school.]
sources: [{title: Een wet, url: "https://wetten.overheid.nl/x"}]
follow_ups: [opp_wanneer, swv_zoeken]
"""
OTHER = (
    ANSWER.replace("opp_wat", "opp_wanneer", 1)
    .replace("follow_ups: [opp_wanneer,", "follow_ups: [opp_wat,")
    .replace("Wat is een OPP?", "Wanneer komt het?")
)
LOOK_UP = """\
topic: swv_zoeken
question: Mijn swv opzoeken
short: Mijn swv
reviewed: 2026-11-25
answer: Dat kan met een postcode.
"""
CATALOGUE = """\
label,kind,theme,description
opp_wat,topic,opp,wat
opp_wanneer,topic,opp,wanneer
swv_zoeken,dialogue,,look-up
"""


def examples(intent: str, lines: list[str]) -> str:
    body = "".join(f"      - {line}\n" for line in lines)
    return f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n{body}'


def cases(label: str, lines: list[str]) -> str:
    body = "".join(f"  - text: {json.dumps(line)}\n" for line in lines)
    return f"label: {label}\ntests:\n{body}says: [plan]\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project in which all is well, with files replaced by the test."""

    def make(**changed: str) -> Path:
        files = {"data/topics.csv": CATALOGUE, "data/swv/hulp.csv": "phone,source\n,\n"}
        for label, folder, intent, answer in (
            ("opp_wat", "opp", "faq/opp_wat", ANSWER),
            ("opp_wanneer", "opp", "faq/opp_wanneer", OTHER),
            ("swv_zoeken", "dialogue", "swv_zoeken", LOOK_UP),
        ):
            trained = [f"{label} vraag nummer {number}" for number in range(100)]
            tested = [f"{label} toets nummer {number}" for number in range(6)]
            files[f"data/nlu/{folder}/{label}.yml"] = examples(intent, trained)
            files[f"data/responses/{folder}/{label}.yml"] = answer
            files[f"tests/nlu/{folder}/{label}.yml"] = cases(label, tested)
        for name, text in {**files, **changed}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return make


def problems(root: Path) -> str:
    return "\n".join(str(problem) for problem in check_project(root))


def test_a_project_without_mistakes_has_no_problems(project: Project) -> None:
    assert problems(project()) == ""


def test_the_content_of_this_project_has_no_problems() -> None:
    assert problems(ROOT) == ""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("answer: Een OPP is een plan.", "answer: ''", "veld 'answer' ontbreekt"),
        ("topic: opp_wat", "topic: opp_wie", "gelijk zijn aan de bestandsnaam opp_wat"),
        ("reviewed: 2026-11-25", "reviewed: vorige week", "moet een datum zijn"),
        ("steps: [Vraag het de school.]", "steps: Vraag het", "moet een lijst van teksten zijn"),
        ("steps: [Vraag het de school.]", "stap: [x]", "onbekend veld stap"),
        ("steps: [Vraag het de school.]\n", "", "geef minstens een stap"),
        ("https://wetten.overheid.nl/x", "wetten", "is geen webadres"),
        ("opp_wanneer, swv_zoeken", "opp_wanneer, opp_weg", "'opp_weg' heeft geen antwoord"),
        ("opp_wanneer, swv_zoeken", "opp_wanneer", "geef 2 of 3 vervolgvragen"),
        ("short: Wat is een OPP?", "short: Wat is dat toch voor een plan?", "hoogstens 20 tekens"),
        ("is een plan.", "is een rugzakje.", "verouderd"),
        ("is een plan.", "is een plan. Bel 088-1234567.", "staat niet met bron in data/swv"),
        ("is een plan.", "is jouw plan.", "u-vorm"),
        ("is een plan.", f"is een {'heel ' * 30} goed plan.", "zin van 36 woorden"),
        ("is een plan.", "is een plan: dat", "geen geldige YAML"),
    ],
)
def test_a_mistake_in_an_answer_is_named(
    project: Project, before: str, after: str, said: str
) -> None:
    assert before in ANSWER
    path = "data/responses/opp/opp_wat.yml"
    assert said in problems(project(**{path: ANSWER.replace(before, after)}))


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("deadlines: [{text: Nu., sector: hbo}]", "kies uit po, vo, so"),
        ("deadlines: [{text: Nu., weeks: 6}]", "'weeks' zonder 'after'"),
        ("deadlines: [{text: Nu., ask: true}]", "'ask' zonder 'weeks'"),
        ("deadlines: [{tekst: Nu.}]", "heeft een regel die niet klopt"),
        ("deadlines: [[Nu.]]", "moet een lijst van teksten zijn"),
        ("deadlines: [Maak bezwaar binnen 6 weken.]", "noem bij bezwaar dat de zes weken lopen"),
    ],
)
def test_a_mistake_in_a_line_is_named(project: Project, field: str, said: str) -> None:
    path = "data/responses/opp/opp_wat.yml"
    assert said in problems(project(**{path: f"{ANSWER}{field}\n"}))


def test_a_line_may_be_for_some_parents_only(project: Project) -> None:
    line = "deadlines: [{text: Binnen 6 weken., sector: vo, weeks: 6, after: besluit, ask: true}]"
    assert problems(project(**{"data/responses/opp/opp_wat.yml": f"{ANSWER}{line}\n"})) == ""


def test_a_mistake_is_named_with_its_line(project: Project) -> None:
    wrong = ANSWER.replace("is een plan.", "is een rugzakje.")
    assert "data/responses/opp/opp_wat.yml:5: verouderd" in problems(
        project(**{"data/responses/opp/opp_wat.yml": wrong})
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Na 8 weken zoeken mag het.", "8-wekenregel"),
        ("Dat staat in het schoolondersteuningsprofiel.", "schoolgids"),
        ("Er zijn 152 samenwerkingsverbanden.", "noem geen aantal"),
        ("De eindtoets telt.", "doorstroomtoets"),
        (
            "Toelaatbaarheidsverklaringsprocedures gedragsproblematiekindicaties "
            "leerlingondersteuningsmogelijkheden samenwerkingsverbandondersteuningsplannen.",
            "leesbaarheid",
        ),
    ],
)
def test_what_may_not_be_said_is_named(project: Project, text: str, said: str) -> None:
    wrong = ANSWER.replace("Een OPP is een plan.", f"Een OPP is een plan. {text}")
    assert said in problems(project(**{"data/responses/opp/opp_wat.yml": wrong}))


def test_jargon_needs_its_explanation(project: Project) -> None:
    term = "- {term: TLV, pattern: '\\bTLV\\b', explained_by: 'toelaatbaarheidsverklaring'}\n"
    path = "data/responses/opp/opp_wat.yml"
    bare = ANSWER.replace("is een plan.", "is geen TLV.")
    assert "leg 'TLV' uit" in problems(project(**{"data/jargon.yml": term, path: bare}))
    told = ANSWER.replace("is een plan.", "is geen TLV (toelaatbaarheidsverklaring).")
    assert problems(project(**{"data/jargon.yml": term, path: told})) == ""


def test_two_answers_with_one_title_are_named(project: Project) -> None:
    same = OTHER.replace("Wanneer komt het?", "Wat is een OPP?")
    found = problems(project(**{"data/responses/opp/opp_wanneer.yml": same}))
    assert "'question' is gelijk aan die van" in found


def test_a_training_example_from_the_own_evaluation_set_is_named(project: Project) -> None:
    lines = [*(f"opp_wat vraag {n}" for n in range(100)), "wie schrijft er eigenlijk zo'n plan"]
    found = problems(
        project(
            **{
                "data/nlu/opp/opp_wat.yml": examples("faq/opp_wat", lines),
                "data/evaluation/questions.csv": (
                    "id,text,label\n1,wie schrijft er eigenlijk zo'n plan?,opp_wat\n"
                ),
            }
        )
    )
    assert "lijkt te veel op een vraag waarmee we meten" in found


def test_old_answers_are_listed_oldest_first(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    old = OTHER.replace("2026-11-25", "2026-01-02")
    root = project(**{"data/responses/opp/opp_wanneer.yml": old})
    assert main(["--root", str(root), "due", "--today", "2026-11-25"]) == 0
    said = capsys.readouterr().out
    assert "2026-01-02 data/responses/opp/opp_wanneer.yml" in said
    assert "opp_wat.yml" not in said
    assert main(["--root", str(root), "due", "--today", "2026-05-25"]) == 0
    assert "0 antwoorden zijn langer dan 6 maanden niet nagekeken." in capsys.readouterr().out


def test_a_sourced_phone_number_may_be_named(project: Project) -> None:
    root = project(
        **{
            "data/swv/hulp.csv": "phone,source\n088-1234567,https://example.nl\n",
            "data/responses/opp/opp_wat.yml": ANSWER.replace("een plan.", "iets. Bel 088-1234567."),
        }
    )
    assert problems(root) == ""


def test_an_example_under_two_labels_is_named_with_both_places(project: Project) -> None:
    lines = [*(f"opp_wat vraag {n}" for n in range(100)), "Opp_wanneer: vraag nummer 7!"]
    found = problems(project(**{"data/nlu/opp/opp_wat.yml": examples("faq/opp_wat", lines)}))
    assert "opp_wat.yml:105: staat al in" in found or "opp_wanneer.yml:12: staat al in" in found


def test_rasa_markup_and_too_few_examples_are_named(project: Project) -> None:
    root = project(
        **{"data/nlu/opp/opp_wat.yml": examples("faq/opp_wat", ["wat is [dit](plaats)"])}
    )
    found = problems(root)
    assert "opp_wat.yml:5: gebruik geen [ ]" in found
    assert "1 voorbeelden; schrijf er minstens 100" in found


def test_a_trained_test_sentence_is_named(project: Project) -> None:
    lines = ["OPP_wat, vraag nummer 3", *(f"x{n} iets" for n in range(6))]
    root = project(**{"tests/nlu/opp/opp_wat.yml": cases("opp_wat", lines)})
    assert "is ook trainingsvoorbeeld (opp_wat.yml)" in problems(root)


def test_a_missing_file_of_the_three_is_named(project: Project) -> None:
    root = project()
    (root / "tests/nlu/opp/opp_wat.yml").unlink()
    assert "opp_wat: tests/nlu/.../opp_wat.yml ontbreekt" in problems(root)


def test_a_file_in_the_wrong_folder_is_named(project: Project) -> None:
    root = project()
    (root / "data/nlu/swv").mkdir()
    (root / "data/nlu/opp/opp_wat.yml").rename(root / "data/nlu/swv/opp_wat.yml")
    assert "hoort in de map data/nlu/opp" in problems(root)


def test_a_light_rewording_of_a_held_out_question_is_recognised() -> None:
    held_out = HeldOut((fingerprint("mijn zoon mag niet meer naar school, wat moet ik nu doen"),))
    assert held_out.resembles("Mijn zoon mag niet meer naar school. Wat moet ik doen?")
    assert not held_out.resembles("onze dochter is thuis omdat de leraar haar wegstuurde")
    assert not held_out.resembles("naar school")


def test_fingerprints_cannot_be_read_back() -> None:
    assert not any("school" in piece for piece in fingerprint("de school van mijn kind is vol"))


def test_sentences_are_split_at_ends_and_lines() -> None:
    text = "Dit is een. Dit is twee!\n1. Vraag het de school.\n- Bewaar bewijs."
    assert sentences(text) == [
        "Dit is een.",
        "Dit is twee!",
        "Vraag het de school.",
        "Bewaar bewijs.",
    ]


def test_the_command_prints_problems_and_fails(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(**{"data/responses/opp/opp_wat.yml": ANSWER.replace("een plan", "een rugzakje")})
    assert main(["--root", str(root), "check", "opp_wat"]) == 1
    assert "verouderd" in capsys.readouterr().out
    assert main(["--root", str(root), "check", "opp_wanneer"]) == 0


def test_the_command_writes_fingerprints(project: Project, tmp_path: Path) -> None:
    root = project()
    questions = tmp_path / "questions.csv"
    questions.write_text("id,text\n1,een lange vraag van een ouder\n", encoding="utf-8")
    assert main(["--root", str(root), "fingerprint", str(questions)]) == 0
    held_out = HeldOut.load(root / "tests/nlu/_held_out.json")
    assert held_out.resembles("een lange vraag van een ouder")

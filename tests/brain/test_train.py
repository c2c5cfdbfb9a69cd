"""When the model is trained again, and the shape of `make classify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.nlu.classify import as_result
from bot.nlu.train import _INPUTS, ROOT, data_stamp

FILES = {
    "config.yml": "language: nl",
    "data/nlu/opp/opp_wat.yml": "nlu: []",
    "data/rules/answers.yml": "rules: []",
    "data/swv/pc4.csv": "pc4\n3512\n",
    "bot/nlu/topics/_model.py": "",
    "requirements/brain.txt": "rasa==3.6.21",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_the_same_data_need_no_training(project: Path) -> None:
    stamp = data_stamp(project)
    for name, text in FILES.items():
        (project / name).write_text(text)  # a new time, the same contents
    assert data_stamp(project) == stamp


@pytest.mark.parametrize("name", FILES)
def test_a_changed_input_needs_training(project: Path, name: str) -> None:
    stamp = data_stamp(project)
    with (project / name).open("a") as file:
        file.write("# anders")
    assert data_stamp(project) != stamp


def test_a_file_more_less_or_renamed_needs_training(project: Path) -> None:
    stamps = [data_stamp(project)]
    topic = project / "data/nlu/opp/opp_wat.yml"
    (topic.with_name("opp_geen.yml")).write_text("nlu: []")
    stamps.append(data_stamp(project))
    topic.unlink()
    stamps.append(data_stamp(project))
    assert len(set(stamps)) == 3


@pytest.mark.parametrize(
    "name", ["data/responses/opp/opp_wat.yml", "README.md", "bot/front/_app.py", "var/brain.db"]
)
def test_what_no_model_is_made_of_needs_none(project: Path, name: str) -> None:
    stamp = data_stamp(project)
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("anders")
    assert data_stamp(project) == stamp


def test_another_language_pipeline_needs_training(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = data_stamp(project)
    monkeypatch.setattr("bot.nlu.train.fingerprint", lambda: "nl_core_news_sm-1")
    assert data_stamp(project) != stamp


def test_every_input_exists_in_the_project() -> None:
    assert [pattern for pattern in _INPUTS if not list(ROOT.glob(pattern))] == []


def _parsed(entities: list[dict[str, Any]] | None) -> dict[str, Any]:
    decision = {"kind": "clarify", "label": "opp_wat", "confidence": 0.41239, "alternatives": ()}
    return {"decision": decision, "entities": entities, "intent": {"name": "clarify"}}


def test_a_result_has_the_documented_shape() -> None:
    entities = [
        {"entity": "postcode", "value": "3512JE"},
        {"entity": "plaats", "value": "Utrecht"},
        {"entity": "plaats", "value": "Zwolle"},
        {"entity": "plaats", "value": "Utrecht"},
    ]
    parsed = _parsed(entities)
    parsed["decision"]["alternatives"] = ("opp_wat", "opp_geen")
    assert as_result("wat?", parsed) == {
        "text": "wat?",
        "label": "opp_wat",
        "confidence": 0.4124,
        "decision": "clarify",
        "alternatives": ["opp_wat", "opp_geen"],
        "entities": {"postcode": "3512JE", "plaats": ["Utrecht", "Zwolle"]},
    }


def test_without_entities_there_are_none() -> None:
    assert as_result("", _parsed(None))["entities"] == {}

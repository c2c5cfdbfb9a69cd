"""The documentation is tested: what it names exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content._answers import _KNOWN
from bot.front import create_app
from bot.settings import ROOT, Settings

DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_meaning() -> None:
    front = read("docs/settings.md").partition("## Brain")[0]
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \|[^|]*\| (.*) \|$", front, re.MULTILINE))
    assert rows == {
        name.upper(): field.description for name, field in Settings.model_fields.items()
    }


def test_plain_defaults_are_those_of_the_code() -> None:
    defaults = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)` \|", read("docs/settings.md"), re.M))
    for name, field in Settings.model_fields.items():
        if name.upper() in defaults:
            assert defaults[name.upper()] == str(field.default)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_every_task_that_the_readme_names_is_in_the_makefile() -> None:
    tasks = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make (?:-s )?([a-z-]+)", read("README.md"), re.MULTILINE))
    assert named
    assert named <= tasks


def test_the_api_in_the_docs_is_the_api_of_the_front() -> None:
    app = create_app(Settings(_env_file=None))  # type: ignore[call-arg]
    routes = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.method != "HEAD"
    }
    documented = set(re.findall(r"`(GET|POST|DELETE) (/[a-z0-9/]+)`", read("docs/architecture.md")))
    of_the_front = {route for route in documented if not route[1].startswith("/webhooks")}
    assert of_the_front <= routes
    assert {route for route in routes if route[1].startswith("/api")} <= documented


def test_the_editors_guide_explains_every_field_of_an_answer() -> None:
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", read("docs/inhoud.md"), re.MULTILINE))
    assert explained >= _KNOWN

"""How fast it is; the figures go to var/test-artefacts/browser/measures.json."""

from __future__ import annotations

import json
import statistics

from playwright.async_api import expect

from tests._line import Line

from ._access import cost_of
from ._servers import School
from .conftest import ARTEFACTS, Arrive

_FILE = ARTEFACTS / "measures.json"
_QUESTIONS = (
    "mag een school mijn kind weigeren?",
    "wat is een opp?",
    "hoe lang mag een schorsing duren?",
    "swv middelbare school 3512 JE",
    "wat is een samenwerkingsverband?",
)
# What the widget sees, without the time that the driver of the browser takes.
_TIMED = """async ([selector, what, until]) => {
  const root = document.querySelector("ouderwijzer-chat").shadowRoot;
  const begin = performance.now();
  const count = root.querySelectorAll(until).length;
  root.querySelector(selector)[what]();
  while (root.querySelectorAll(until).length === count) {
    await new Promise(resolve => requestAnimationFrame(resolve));
  }
  return performance.now() - begin;
}"""


def _keep(**figures: object) -> None:
    kept = json.loads(_FILE.read_text()) if _FILE.exists() else {}
    _FILE.parent.mkdir(parents=True, exist_ok=True)
    _FILE.write_text(json.dumps(kept | figures, indent=2, sort_keys=True) + "\n")


async def test_an_answer_is_there_before_anybody_wonders(arrive: Arrive, line: Line) -> None:
    visit = await arrive(line.url)
    await expect(visit.chat.launcher).to_be_visible()
    greeting = await visit.page.evaluate(_TIMED, ["button.launcher", "click", ".choices button"])
    answers = []
    for question in _QUESTIONS:
        await visit.chat.input.fill(question)
        answers.append(
            await visit.page.evaluate(
                _TIMED, ["form.ask button[type=submit]", "click", "li.message.bot"]
            )
        )
        await expect(visit.chat.part(".typing")).to_be_hidden()
    _keep(
        click_to_greeting_ms=round(greeting),
        send_to_answer_ms=[round(answer) for answer in answers],
        send_to_answer_median_ms=round(statistics.median(answers)),
    )
    assert greeting < 1000  # ms
    assert statistics.median(answers) < 1000


async def test_the_page_hardly_notices_that_it_loads(arrive: Arrive, school: School) -> None:
    scripts: dict[bool, list[float]] = {True: [], False: []}
    tasks: dict[bool, list[float]] = {True: [], False: []}
    school.pages["/zonder"] = (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Zonder</title></head>'
        f"<body><main><h1>De Proef</h1>{school.content}</main></body></html>"
    )
    for _ in range(5):
        for has_widget in (True, False):
            visit = await arrive("about:blank")
            url = school.url if has_widget else f"{school.url}/zonder"
            found = await cost_of(visit.page, url, "button.launcher" if has_widget else "h1")
            scripts[has_widget].append(found["ScriptDuration"] * 1000)
            tasks[has_widget].append(found["TaskDuration"] * 1000)
    extra = {
        name: round(statistics.median(times[True]) - statistics.median(times[False]), 1)
        for name, times in (("script_at_load_ms", scripts), ("tasks_at_load_ms", tasks))
    }
    _keep(**extra)
    assert extra["script_at_load_ms"] < 50

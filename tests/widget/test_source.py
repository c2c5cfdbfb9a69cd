"""The widget's source needs nothing that a strict page forbids; tests/browser proves it."""

from __future__ import annotations

import re

import pytest

from bot.widget import FOLDER

CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((FOLDER / "src").glob("*.js")))
STYLES = (FOLDER / "src" / "styles.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "way",
    [
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser",
        r"\beval\(|new Function|setTimeout\(\s*[\"'`]",
        r"setAttribute\(\s*\"style|cssText",
        r"make\(\s*\"(?:img|style|script|iframe|link|object)\"",
    ],
)
def test_it_makes_its_parts_without_reading_text_as_html_or_code(way: str) -> None:
    assert "createElement" in CODE
    assert not re.search(way, CODE)


def test_its_styles_load_nothing_and_need_no_style_src() -> None:
    assert "replaceSync" in CODE
    assert not re.search(r"url\(|@import|@font-face|image-set", STYLES)


def test_it_asks_its_own_server_only() -> None:
    assert re.findall(r"\bfetch\(([^,]+),", CODE) == ["this.#base + path"]
    assert not re.search(
        r"XMLHttpRequest|sendBeacon|WebSocket|EventSource|new Image|await import", CODE
    )


def test_it_keeps_nothing_that_outlives_the_tab() -> None:
    assert "sessionStorage.setItem" in CODE
    assert not re.search(r"localStorage|document\.cookie|indexedDB|serviceWorker|caches\.", CODE)

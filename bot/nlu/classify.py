"""`python -m bot.nlu.classify`: what the live bot would make of each line of standard input.

One JSON object per line on standard output, made by the trained model's own pipeline and
thresholds. `\\n` in a line stands for a line break; an empty line is an empty message.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from bot.nlu.payload import harmless
from bot.nlu.train import MODEL, ROOT, quiet


def main() -> int:
    """Classify standard input; 2 when there is no model."""
    if not MODEL.exists():
        print("Er is nog geen model. Maak het met: make train", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    texts = [line.rstrip("\r\n").replace("\\n", "\n") for line in sys.stdin]
    for result in classify(texts):
        print(json.dumps(result, ensure_ascii=False))
    return 0


def classify(texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The decision on each text, in the form that README and docs describe."""
    quiet()
    with contextlib.redirect_stdout(sys.stderr):  # standard output holds results only
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.ERROR)  # Rasa's debug lines hold the text
        agent = Agent.load(str(MODEL))
    for text in texts:
        with contextlib.redirect_stdout(sys.stderr):
            parsed = asyncio.run(agent.parse_message(harmless(text)))
        yield as_result(text, parsed)


def as_result(text: str, parsed: dict[str, Any]) -> dict[str, Any]:
    """One result from Rasa's parse of `text`; what we would not answer or ask back is `oos`."""
    decision = parsed["decision"]
    return {
        "text": text,
        "label": "oos" if decision["kind"] == "fallback" else decision["label"],
        "confidence": round(decision["confidence"], 4),
        "decision": decision["kind"],
        "alternatives": list(decision["alternatives"]),
        "entities": _entities(parsed.get("entities") or []),
    }


def _entities(found: list[dict[str, Any]]) -> dict[str, str | list[str]]:
    values: dict[str, list[str]] = {}
    for entity in found:
        if entity["value"] not in values.setdefault(entity["entity"], []):
            values[entity["entity"]].append(entity["value"])
    return {name: each[0] if len(each) == 1 else each for name, each in values.items()}


if __name__ == "__main__":
    sys.exit(main())

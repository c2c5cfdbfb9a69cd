"""Measure the running assistant over its web chat API.

    .venv/bin/python -m scripts.evaluate questions FILE.csv     id,text,label,accept
    .venv/bin/python -m scripts.evaluate swv FILE.csv           ... expect_outcome and so on
    .venv/bin/python -m scripts.evaluate dialogues FILE.jsonl   turns with expect and must_not

The assistant must be running (`make run`); `--url` says where. Prints every miss and one line
with the result. Nothing of the files is kept.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
import uuid
from pathlib import Path
from typing import Any

import aiohttp

from bot.content import load_catalogue

ROOT = Path(__file__).resolve().parent.parent
Message = dict[str, Any]
TIMEOUT = aiohttp.ClientTimeout(total=30)


class Conversation:
    """One session of the web chat API."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url, self._headers = http, url, {"Authorization": ""}

    async def start(self) -> Conversation:
        """Open the session."""
        while True:
            async with self._http.post(f"{self._url}/api/v1/sessions", json={}) as response:
                if response.status == 429:
                    await asyncio.sleep(float(response.headers.get("Retry-After", "5")))
                    continue
                response.raise_for_status()
                token = (await response.json())["token"]
                self._headers["Authorization"] = f"Bearer {token}"
                return self

    async def say(self, text: str) -> list[Message]:
        """Send a message; the answers."""
        body = {"id": str(uuid.uuid4()), "text": text}
        async with self._http.post(
            f"{self._url}/api/v1/messages", json=body, headers=self._headers
        ) as response:
            response.raise_for_status()
            messages: list[Message] = (await response.json())["messages"]
            return messages


async def questions(http: aiohttp.ClientSession, url: str, path: Path) -> bool:
    """Share of questions whose label, or an accepted one, is what was answered or offered first.

    Out-of-scope rows are counted apart: of those only a confident answer about a topic is wrong.
    """
    labels = load_catalogue(ROOT / "data/topics.csv")
    right = total = stray = outside = 0
    for row in _rows(path):
        messages = await (await Conversation(http, url).start()).say(row["text"])
        given, accepted = _topics(messages), {row["label"], *row["accept"].split(";")}
        answered = messages[0]["asks"] != "clarify" and any(
            topic in labels and labels[topic].is_topic for topic in given
        )
        missed = not given & accepted
        if row["label"] == "oos":
            outside += 1
            missed = missed and answered
            stray += missed
        else:
            total += 1
            right += not missed
        if missed:
            print(f"{row['id']} {row['label']}: {sorted(given)} | {row['text'][:90]}")
    print(f"out of scope answered as a topic: {stray} of {outside}")
    return _report("questions with an answer", right, total)


async def look_ups(http: aiohttp.ClientSession, url: str, path: Path) -> bool:
    """Share of look-ups with the expected outcome, and with the registry's swv where found."""
    right = total = 0
    for row in _rows(path):
        messages = await (await Conversation(http, url).start()).say(row["text"])
        total += 1
        got = _outcome(messages)
        wanted = {row["expect_outcome"], *row["expect_alt_outcome"].split(";")}
        good = bool(got & wanted)
        if good and "found" in got and row["expect_sector"] in ("po", "vo"):
            good = await _is_right_swv(http, url, messages, row)
        right += good
        if not good:
            print(f"{row['id']} {sorted(wanted - {''})}: {sorted(got)} | {row['text'][:90]}")
    return _report("look-ups", right, total)


async def dialogues(http: aiohttp.ClientSession, url: str, path: Path) -> bool:
    """Share of turns that do all that is expected and nothing that must not."""
    right = total = 0
    for dialogue in _lines(path):
        conversation = await Conversation(http, url).start()
        for turn in dialogue["turns"]:
            messages = await conversation.say(turn["user"])
            codes = _codes(messages)
            expected = all(
                any(_holds(code, codes) for code in each.split("|")) for each in turn["expect"]
            )
            forbidden = [code for code in turn.get("must_not", []) if _holds(code, codes)]
            total += 1
            right += expected and not forbidden
            if not expected or forbidden:
                print(f"{dialogue['id']} {turn['user']!r}: {turn['expect']} got {sorted(codes)}")
    return _report("turns", right, total)


async def _is_right_swv(
    http: aiohttp.ClientSession, url: str, messages: list[Message], row: dict[str, str]
) -> bool:
    sectors = {card["sector"] for message in messages for card in message["swv"]}
    if sectors != {row["expect_sector"]}:
        return False
    if not row["expect_pc4"]:
        return True
    codes = {card["code"] for message in messages for card in message["swv"]}
    for pc4 in row["expect_pc4"].split(";"):
        other = await (await Conversation(http, url).start()).say(f"{pc4} {row['expect_sector']}")
        if codes == {card["code"] for message in other for card in message["swv"]}:
            return True
    return False


def _topics(messages: list[Message]) -> set[str]:
    given = {str(message["topic"] or "oos") for message in messages}
    for message in messages:
        if message["asks"] == "clarify" and message["topic"] is None:
            given = {message["buttons"][0]["payload"].partition(":")[2]}
    return given


def _outcome(messages: list[Message]) -> set[str]:
    last = messages[-1]
    got: set[str] = set()
    if last["outcome"]:
        outcome = str(last["outcome"])
        got.add("invalid" if outcome == "invalid_postcode" else outcome)
    if last["asks"]:
        got.add("ask_postcode" if last["asks"] in ("postcode", "place") else f"ask_{last['asks']}")
    return got


def _codes(messages: list[Message]) -> set[str]:
    codes: set[str] = set()
    for message in messages:
        topic, asks, outcome = message["topic"], message["asks"], message["outcome"]
        codes.add("ok")
        if topic in (None, "oos") and not asks:
            codes.add("fallback")
        if topic:
            codes |= {topic, f"topic:{topic}"}
        if topic == "privacy":
            codes.add("reassure:privacy")
        if asks == "clarify":
            codes.add("clarify")
        elif asks:
            codes.add(f"ask:{'gemeente' if asks == 'place' else asks}")
            if len(messages) > 1:
                codes.add(f"form_resumed:{asks}")
        if outcome in ("invalid_postcode", "unknown_postcode"):
            codes.add(f"error:{outcome}")
        if outcome == "cancelled":
            codes.add("form_cancelled")
        codes |= {f"swv:{card['sector']}:{card['code']}" for card in message["swv"]}
        codes |= {f"said:{message['text']}"}
    return codes


def _holds(code: str, codes: set[str]) -> bool:
    if not code.startswith("swv:"):
        return code in codes
    wanted = dict(part.split("=") for part in code[4:].split(";"))
    said = " ".join(each for each in codes if each.startswith("said:"))
    name = wanted["gemeente"].removesuffix(" (NH.)")
    found = any(each.startswith(f"swv:{wanted['sector']}:") for each in codes)
    return found and (name in said or wanted.get("pc4", "-") in said)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _report(what: str, right: int, total: int) -> bool:
    print(f"{what}: {right} of {total} right ({right / max(1, total):.1%})")
    return right == total


async def _run(what: str, path: Path, url: str) -> bool:
    measure = {"questions": questions, "swv": look_ups, "dialogues": dialogues}[what]
    async with aiohttp.ClientSession(timeout=TIMEOUT) as http:
        return await measure(http, url, path)


def main() -> int:
    """Measure; 0 when everything was right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=["questions", "swv", "dialogues"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    chosen = parser.parse_args()
    try:
        return 0 if asyncio.run(_run(chosen.what, chosen.file, chosen.url)) else 1
    except aiohttp.ClientError as error:
        print(f"The assistant does not answer at {chosen.url} ({error}).", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

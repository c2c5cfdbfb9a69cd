"""A brain that keeps to the contract with WhatsApp: an id asked again gets the same answer."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.front._fake_brain import _CONVERSATION, FakeBrain


class WhatsappBrain(FakeBrain):
    """`questions` holds what it was asked; `heard` what the conversations went on with."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, str]] = []
        self._last: dict[str, str] = {}

    def release(self) -> None:
        """Let the questions that hang go on."""
        self.hangs = False
        self._release.set()

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.heard]

    def _check(self, question: Any) -> None:
        said = question.get("text", question.get("payload"))
        if set(question) - {"text", "payload"} != {"conversation", "channel", "id"}:
            self.violations.append(f"keys {sorted(question)}")
        if question.get("channel") != "whatsapp":
            self.violations.append("channel is not whatsapp")
        if not _CONVERSATION.fullmatch(question.get("conversation", "")):
            self.violations.append("conversation id is not 40 hexadecimal digits")
        if self.fails_with is None and self._last.get(question["conversation"]) != question["id"]:
            self._last[question["conversation"]] = question["id"]
            self.heard.append((question["conversation"], said))

    async def _forget(self, request: web.Request) -> web.Response:
        self._last.pop(request.match_info["id"], None)
        return await super()._forget(request)

"""Ways in which a parent works a page: keyboard alone, or touch."""

from __future__ import annotations

from typing import Protocol

from playwright.async_api import Locator, expect

from ._chat import Chat

_MOST = 120
"""Presses of Tab after which something counts as out of reach."""


class Hand(Protocol):
    """One way of working."""

    async def press(self, target: Locator) -> None:
        """Do what a button is for."""

    async def write(self, target: Locator, text: str) -> None:
        """Put text in a field."""

    async def send(self) -> None:
        """Send what was typed in the form of the chat."""

    async def leave(self) -> None:
        """Close the chat."""


class Keyboard:
    """Tab, Enter, Esc and letters; never a mouse, and no focus that was not reached by Tab."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._keys = chat.page.keyboard

    async def press(self, target: Locator) -> None:
        await self._reach(target)
        await self._keys.press("Enter")

    async def write(self, target: Locator, text: str) -> None:
        await self._reach(target)
        await self._keys.type(text)

    async def send(self) -> None:
        await self._keys.press("Enter")

    async def leave(self) -> None:
        await self._keys.press("Escape")

    async def _reach(self, target: Locator) -> None:
        await expect(target).to_be_visible()
        for _ in range(_MOST):
            if await self._chat.has_focus(target):
                return
            await self._keys.press("Tab")
        raise AssertionError(f"{target} cannot be reached with Tab")


class Finger:
    """Taps."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    async def press(self, target: Locator) -> None:
        await target.tap()

    async def write(self, target: Locator, text: str) -> None:
        await target.tap()
        await self._chat.page.keyboard.type(text)

    async def send(self) -> None:
        await self._chat.submit.tap()

    async def leave(self) -> None:
        await self._chat.part("button.close").tap()

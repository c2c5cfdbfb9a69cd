"""The widget as a parent meets it."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Locator, Page, expect

_TURNS = """log => [...log.querySelectorAll(":scope > ol > li.message")].map(item => [
  item.classList.contains("parent") ? "parent" : "bot",
  [...item.children].filter(part => !part.matches(".unseen, .rate")).map(part => part.textContent)
    .join("\\n"),
])"""

_FOCUS = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === null ? "" : `${element.localName}.${element.className}`;
}"""

_LISTEN = """announcer => {
  window.spoken = [];
  new MutationObserver(changes => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) window.spoken.push(node.textContent);
    }
  }).observe(announcer, { childList: true, subtree: true, characterData: true });
}"""


class Chat:
    """The parts of the widget in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("ouderwijzer-chat").first
        self.launcher = page.locator("button.launcher")
        self.dialog = page.locator("dialog[aria-labelledby]")
        self.log = page.locator("[role=log]")
        self.parents = self.log.locator("> ol > li.message.parent")
        self.bots = self.log.locator("> ol > li.message.bot:not(.notice)")
        self.notices = self.log.locator("> ol > li.message.notice")
        self.choices = page.locator(".choices button")
        self.input = page.locator("form.ask textarea")
        self.submit = page.locator("form.ask button[type=submit]")
        self.error = page.locator("form.ask .error")
        self.trouble = page.locator(".trouble")
        self.more = page.locator("button.more")
        self.announcer = page.locator(".announcer")

    def part(self, selector: str) -> Locator:
        """Something else in the widget."""
        return self.element.locator(selector)

    def choice(self, title: str) -> Locator:
        """The newest quick reply with this title."""
        return self.choices.filter(has_text=title).last

    async def open(self) -> None:
        """Open it with the mouse and wait for the greeting."""
        await self.launcher.click()
        await self.greeted()

    async def greeted(self) -> None:
        """Wait for the whole greeting: its last message has the choices."""
        await expect(self.choices.first).to_be_visible()

    async def type(self, text: str) -> None:
        """Type a message and send it with Enter; does not wait for the answer."""
        await self.input.fill(text)
        await self.input.press("Enter")

    async def say(self, text: str) -> str:
        """Type a message; the whole answer."""
        before = await self.bots.count()
        await self.type(text)
        await self.answered(before)
        return await self.text_after(before)

    async def answered(self, before: int, timeout: float = 15_000) -> None:
        """Wait until the bot has said more than `before` messages, and all that came with them."""
        await expect(self.bots.nth(before)).to_be_visible(timeout=timeout)
        await expect(self.page.locator(".typing")).to_be_hidden(timeout=timeout)

    async def text_after(self, before: int) -> str:
        """What the bot said after its first `before` messages."""
        return "\n".join([text for who, text in await self.turns() if who == "bot"][before:])

    async def turns(self) -> list[tuple[str, str]]:
        """Who said what, in the order in which it is shown."""
        found: list[list[str]] = await self.log.evaluate(_TURNS)
        return [(who, text) for who, text in found]

    async def asked(self) -> list[str]:
        """What the parent said, as shown."""
        return [text for who, text in await self.turns() if who == "parent"]

    async def focus(self) -> str:
        """What has the focus, in the page or in the widget: `textarea.` or `button.close quiet`."""
        found: str = await self.page.evaluate(_FOCUS)
        return found

    async def has_focus(self, locator: Locator) -> bool:
        """Whether this very element has the focus."""
        found: bool = await locator.evaluate(
            "element => element.getRootNode().activeElement === element"
        )
        return found

    async def listen(self) -> None:
        """Begin to note what a screen reader is told; the dialog may still be closed."""
        await self.announcer.evaluate(_LISTEN)

    async def spoken(self) -> list[str]:
        """What a screen reader was told since the last time."""
        found: list[str] = await self.page.evaluate("window.spoken.splice(0)")
        return found

    async def stored(self) -> dict[str, Any]:
        """What this tab keeps."""
        found: dict[str, Any] = await self.page.evaluate(
            """() => {
              const key = Object.keys(sessionStorage).find(name => name.startsWith("ouderwijzer:"));
              return key ? JSON.parse(sessionStorage[key]) : {};
            }"""
        )
        return found

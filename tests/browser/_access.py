"""Whether everybody can use it: axe-core, sizes of what is tapped, and no sideways scrolling."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.async_api import Page

from bot.settings import ROOT

_AXE = ROOT / "node_modules/axe-core/axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async rules => (await axe.run(document, {
  runOnly: rules, resultTypes: ["violations"],
})).violations.map(({ id, nodes }) =>
  `${id}: ${nodes.map(node => `${node.target} ${node.failureSummary}`).join(" | ")}`)"""

# WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, except links in a sentence.
_TOO_SMALL = """() => {
  const found = [];
  const look = root => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      if (!element.matches("button, a[href], input, textarea, select, summary")) continue;
      const { width, height } = element.getBoundingClientRect();
      const inLine = element.localName === "a" && getComputedStyle(element).display === "inline";
      if (!element.checkVisibility() || inLine || width >= 24 && height >= 24) continue;
      found.push(`${element.localName}.${element.className} ${width}x${height}`);
    }
  };
  look(document.querySelector("ouderwijzer-chat").shadowRoot);
  return found;
}"""

_SIDEWAYS = """() => {
  const found = [];
  const look = (root, inside) => {
    for (const element of root.querySelectorAll(inside ? "*" : "html, body, ouderwijzer-chat")) {
      if (element.shadowRoot) look(element.shadowRoot, true);
      const { overflowX } = getComputedStyle(element);
      const scrolls = inside ? /auto|scroll/.test(overflowX) : element.localName === "html";
      if (scrolls && element.scrollWidth > element.clientWidth) {
        found.push(`${element.localName}.${element.className} ${element.scrollWidth}`);
      }
      if (!inside || element.matches(".unseen, .unseen *, .skip") || !element.checkVisibility()) {
        continue;
      }
      const { left, right } = element.getBoundingClientRect();
      if (left < -1 || right > innerWidth + 1) {
        found.push(`${element.localName}.${element.className} ${left}-${right}`);
      }
    }
  };
  look(document, false);
  return found;
}"""


@cache
def _axe() -> str:
    if not _AXE.exists():
        raise FileNotFoundError("axe-core is missing: python3 scripts/setup.py npm")
    return _AXE.read_text(encoding="utf-8")


async def axe_violations(page: Page) -> list[str]:
    """What axe-core finds in the page and in the widget, WCAG 2.2 A and AA."""
    if not await page.evaluate("'axe' in window"):
        # By the debugger: a script element would need another CSP than the one under test.
        debugger = await page.context.new_cdp_session(page)
        await debugger.send("Runtime.evaluate", {"expression": _axe()})
        await debugger.detach()
    found: list[str] = await page.evaluate(_RUN, _RULES)
    return found


async def too_small(page: Page) -> list[str]:
    """What is shown of the widget and cannot be hit easily."""
    found: list[str] = await page.evaluate(_TOO_SMALL)
    return found


async def sideways(page: Page) -> list[str]:
    """What makes a parent scroll sideways, or falls off the screen."""
    found: list[str] = await page.evaluate(_SIDEWAYS)
    return found


async def cost_of(page: Page, url: str, until: str) -> dict[str, float]:
    """Go to `url` until `until` is there; Chromium's counters of it, times in seconds."""
    debugger = await page.context.new_cdp_session(page)
    await debugger.send("Performance.enable")
    await page.goto(url)
    await page.locator(until).first.wait_for()
    found: dict[str, Any] = await debugger.send("Performance.getMetrics")
    await debugger.detach()
    return {metric["name"]: metric["value"] for metric in found["metrics"]}

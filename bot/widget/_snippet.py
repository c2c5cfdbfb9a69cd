"""The lines that a webmaster pastes: the script with its SRI value, and the element.

Between the element's tags stands what parents see without JavaScript or while the chat is away.
"""

from __future__ import annotations

import re
from html import escape

from bot.sites import Helpdesk, Site
from bot.widget._releases import Release

# Source: oudersonderwijs.nl, checked 2026-11-25.
_NATIONAL = (
    'Ouders &amp; Onderwijs: <a href="https://www.oudersonderwijs.nl">www.oudersonderwijs.nl</a>,\n'
    '      <a href="mailto:vraag@oudersonderwijs.nl">vraag@oudersonderwijs.nl</a>',
    'Is er direct gevaar? Bel <a href="tel:112">112</a>.',
)


def snippet(release: Release, site: Site, host: str = "") -> str:
    """HTML for a page of `site`.

    `host` is where the front is, such as "https://chat.example.nl"; empty for a page of its own.
    """
    return (
        f'<script type="module" src="{escape(host + release.path)}"\n'
        f'  integrity="{release.sri}" crossorigin></script>\n'
        f'<ouderwijzer-chat id="chat" site="{site.id}">\n'
        f"{fallback(site.helpdesk)}\n</ouderwijzer-chat>"
    )


def fallback(helpdesk: Helpdesk | None) -> str:
    """HTML that says whom else to ask: `helpdesk`, and who helps parents everywhere."""
    own = [_person(helpdesk)] if helpdesk else []
    lines = "\n".join(f"    <li>{line}</li>" for line in (*own, *_NATIONAL))
    return f"  <p>Hulp bij vragen over passend onderwijs:</p>\n  <ul>\n{lines}\n  </ul>"


def _person(helpdesk: Helpdesk) -> str:
    links = []
    if helpdesk.phone:
        number = re.sub(r"[^\d+]", "", helpdesk.phone)
        links.append((f"tel:{number}", helpdesk.phone))
    if helpdesk.email:
        links.append((f"mailto:{helpdesk.email}", helpdesk.email))
    if helpdesk.website:
        links.append((helpdesk.website, helpdesk.website.removeprefix("https://").rstrip("/")))
    shown = ", ".join(f'<a href="{escape(to)}">{escape(text)}</a>' for to, text in links)
    return f"{escape(helpdesk.name)}: {shown}"

"""The widget's files as the front serves them, and the pages that show the chat."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.front._headers import add_headers
from bot.front._keys import SITES
from bot.front._pages import PAGES, add_pages
from bot.settings import ROOT
from bot.sites import load_sites
from bot.widget import ReleaseError
from bot.widget.__main__ import main

from .conftest import StartFront

Client = TestClient[Any, Any]
StartPages = Callable[..., Awaitable[Client]]

WIDGET = "/widget/v1.1/ouderwijzer.js"
DEMO_PAGES = ["/", "/demo/ondersteuning", "/demo/streng"]
LINDE_PAGE, UNKNOWN_PAGE = "/chat/linde", "/chat/bestaat-niet"
EVERY_PAGE = [*DEMO_PAGES, LINDE_PAGE, UNKNOWN_PAGE]
LINDE = """
linde:
  title: De Linde <3
  origins: [https://www.delinde.example, "http://localhost:9000"]
  helpdesk: {name: Jan & Co, email: ib@delinde.example}
"""
STRICTEST = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


class Page(HTMLParser):
    """A page taken apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._texts: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "img", "base", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self._texts.append((tuple(self._open), data))

    def close(self) -> None:
        super().close()
        assert self._open == []

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def text(self, within: str) -> str:
        return "".join(text for inside, text in self._texts if within in inside).strip()

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


@pytest.fixture
def sites_file(tmp_path: Path) -> Path:
    """The project's own sites, and one more."""
    file = tmp_path / "sites.yml"
    file.write_text((ROOT / "sites.yml").read_text(encoding="utf-8") + LINDE, encoding="utf-8")
    return file


@pytest.fixture
async def start_pages(sites_file: Path) -> AsyncIterator[StartPages]:
    """Serve the pages and files alone: they need no database."""
    clients: list[Client] = []

    async def start(file: Path = sites_file, **changes: Any) -> Client:
        app = web.Application()
        app[SITES] = load_sites(file)
        app.on_response_prepare.append(add_headers)
        add_pages(app, app[SITES], **changes)
        client: Client = TestClient(TestServer(app))
        await client.start_server()
        clients.append(client)
        return client

    yield start
    for client in clients:
        await client.close()


@pytest.fixture
async def client(start_pages: StartPages) -> Client:
    return await start_pages()


async def page(client: Client, path: str, **headers: str) -> Page:
    response = await client.get(path, headers=headers)
    assert response.content_type == "text/html"
    return Page(await response.text())


def policy(response: ClientResponse) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


async def raw(client: Client, path: str) -> int:
    """The status of a request for exactly `path`; clients would tidy it up first."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(), 5)
    finally:
        writer.close()
        await writer.wait_closed()
    return int(answer.split()[1])


# Files


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (WIDGET, "text/javascript"),
        ("/static/school.css", "text/css"),
        ("/static/chat.css", "text/css"),
        ("/static/icon.svg", "image/svg+xml"),
    ],
)
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("br;q=1, GZIP;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
        ("gzip;q=0", None),
        ("gzip;q=0.0, br", None),
        ("x-gzipped", None),
    ],
)
async def test_a_file_comes_compressed_to_who_takes_that(
    client: Client, path: str, kind: str, accepted: str, encoding: str | None
) -> None:
    response = await client.get(path, headers={"Accept-Encoding": accepted})
    assert response.status == 200
    assert (response.content_type, response.charset) == (kind, "utf-8")
    assert response.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in response.headers["Vary"]
    folder = ROOT / "bot" if path == WIDGET else PAGES
    file = folder / path[1:] if path == WIDGET else folder / Path(path).name
    assert await response.read() == file.read_bytes()
    sent = int(response.headers["Content-Length"])
    assert sent < file.stat().st_size if encoding else sent == file.stat().st_size


@pytest.mark.parametrize("path", [WIDGET, "/static/school.css"])
async def test_a_browser_that_has_the_file_is_told_so(client: Client, path: str) -> None:
    first = await client.get(path)
    etag = first.headers["ETag"]
    for known in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        response = await client.get(path, headers={"If-None-Match": known})
        assert (response.status, await response.read()) == (304, b""), known
        for name in ("ETag", "Cache-Control", "Vary"):
            assert response.headers[name] == first.headers[name]
        for name in ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy"):
            assert response.headers.get(name) == first.headers.get(name)
    response = await client.get(path, headers={"If-None-Match": 'W/"other"'})
    assert response.status == 200


async def test_the_page_of_every_school_may_load_the_widget_and_only_that(client: Client) -> None:
    response = await client.get(WIDGET, headers={"Origin": "https://www.school.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    for path in ["/static/school.css", *EVERY_PAGE]:
        response = await client.get(path, headers={"Origin": "https://www.school.example"})
        assert "Access-Control-Allow-Origin" not in response.headers
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.fixture
def widget(tmp_path: Path) -> Path:
    """Two versions of a widget, none released."""
    for version in ("v1", "v1.1"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "ouderwijzer.js").write_text(f"// {version}\n", encoding="utf-8")
    return tmp_path


async def test_only_a_released_version_is_kept_for_ever(
    start_pages: StartPages, widget: Path
) -> None:
    assert main(["release", "v1"], widget) == 0
    client = await start_pages(widget=widget)
    kept = {}
    for version in ("v1", "v1.1"):
        response = await client.get(f"/widget/{version}/ouderwijzer.js")
        assert await response.text() == f"// {version}\n"
        kept[version] = response.headers["Cache-Control"]
    assert kept == {"v1": "public, max-age=31536000, immutable", "v1.1": "no-cache"}
    (script,) = (await page(client, "/")).all("script")
    assert script["src"] == "/widget/v1.1/ouderwijzer.js"


async def test_it_does_not_start_with_a_released_file_that_was_changed(
    start_pages: StartPages, widget: Path
) -> None:
    assert main(["release", "v1"], widget) == 0
    (widget / "v1" / "ouderwijzer.js").write_text("// other\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match="mag niet veranderen"):
        await start_pages(widget=widget)


@pytest.mark.parametrize(
    "path",
    [
        "/widget/v1/../_releases.py",
        "/widget/v1/%2e%2e/_releases.py",
        "/widget/v1/..%2f_releases.py",
        "/widget/v1/",
        "/widget/v1",
        "/widget/",
        "/widget/v2/ouderwijzer.js",
        "/widget/src/ouderwijzer.js",
        "/widget/releases.yml",
        "/static/",
        "/static/home.html",
        "/static/_school.html",
        "/static/../_pages.py",
        "/static/..%2f_pages.py",
        "/static/%2e%2e%2f_pages.py",
        "/static/..\\_pages.py",
        "/static//etc/passwd",
        "//etc/passwd",
        "/chat/../static/home.html",
        "/chat/..%2f..%2fsites.yml",
        "/chat/",
        "/chat/linde%00",
        "/demo/../../sites.yml",
        "/demo/_school.html",
    ],
)
async def test_no_address_reaches_another_file(client: Client, path: str) -> None:
    assert await raw(client, path) == 404
    assert await raw(client, WIDGET) == 200


# Pages


@pytest.mark.parametrize("path", [*DEMO_PAGES, LINDE_PAGE])
async def test_the_value_in_a_page_is_that_of_the_file_it_loads(client: Client, path: str) -> None:
    found = await page(client, path)
    (script,) = found.all("script")
    body = await (await client.get(script["src"])).read()
    digest = base64.b64encode(hashlib.sha384(body).digest()).decode()
    assert script == {
        "type": "module",
        "src": WIDGET,
        "integrity": f"sha384-{digest}",
        "crossorigin": "",
    }
    (element,) = found.all("ouderwijzer-chat")
    expected = {"id": "chat", "site": "linde" if path == LINDE_PAGE else "demo"}
    assert element == (expected | {"mode": "page"} if path == LINDE_PAGE else expected)


async def test_the_demonstration_has_and_shows_the_lines_of_the_command(
    client: Client,
    sites_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    host = f"http://{client.host}:{client.port}"
    monkeypatch.setenv("SITES_FILE", str(sites_file))
    assert main(["snippet", "demo", "--host", host]) == 0
    lines = capsys.readouterr().out.strip()
    html = await (await client.get("/")).text()
    assert lines.replace(host, "") in html
    assert Page(html).text("pre") == lines


async def test_a_webmaster_reads_https_behind_a_proxy_whatever_the_name_is(client: Client) -> None:
    shown = (await page(client, "/", Host="chat.example.nl")).text("pre")
    assert 'src="https://chat.example.nl/widget/v1.1/ouderwijzer.js"' in shown
    strange = await page(client, "/", Host='x"></code><script>alert(1)</script>')
    assert len(strange.all("script")) == 1
    assert "alert(1)" in strange.text("pre")


@pytest.mark.parametrize("path", EVERY_PAGE)
async def test_nothing_in_a_page_needs_a_looser_policy(client: Client, path: str) -> None:
    found = await page(client, path)
    assert found.all("style") == []
    assert found.text("script") == ""
    for tag, attributes in found.tags:
        assert not any(name == "style" or name.startswith("on") for name in attributes), tag
        assert not attributes.get("href", "").lower().startswith("javascript:")
        if tag in ("script", "img"):
            assert attributes["src"].startswith("/")
        if tag == "link":
            assert attributes["href"].startswith("/static/")


@pytest.mark.parametrize("path", EVERY_PAGE)
async def test_every_address_in_a_page_leads_somewhere(client: Client, path: str) -> None:
    found = await page(client, path)
    for _, attributes in found.tags:
        target = attributes.get("src") or attributes.get("href")
        if target is None or re.match(r"https://|mailto:[\w.]+@|tel:112$", target):
            continue
        address, _, fragment = target.partition("#")
        response = await client.get(address or path)
        assert response.status == (404 if path == UNKNOWN_PAGE and not address else 200), target
        if fragment:
            assert fragment in Page(await response.text()).ids, target


@pytest.mark.parametrize("path", EVERY_PAGE)
async def test_a_page_is_built_so_that_everybody_finds_the_way(client: Client, path: str) -> None:
    found = await page(client, path)
    assert found.all("html") == [{"lang": "nl"}]
    assert found.text("title")
    assert len(found.all("main")) == len(found.all("h1")) == 1
    assert all("alt" in image for image in found.all("img"))
    assert len(set(found.ids)) == len(found.ids)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    (viewport,) = (meta for meta in found.all("meta") if meta.get("name") == "viewport")
    assert not re.search("maximum-scale|user-scalable", viewport["content"])


@pytest.mark.parametrize("path", DEMO_PAGES)
async def test_a_page_of_the_school_has_landmarks_and_skip_links(client: Client, path: str) -> None:
    found = await page(client, path)
    for landmark in ("header", "nav", "main", "footer"):
        assert len(found.all(landmark)) == 1
    assert [link["href"] for link in found.all("a")[:2]] == ["#inhoud", "#chat"]
    assert "deze school bestaat niet" in found.text("header")
    current = [link["href"] for link in found.all("a") if link.get("aria-current") == "page"]
    assert current == ([] if path == "/demo/streng" else [path])


@pytest.mark.parametrize("path", EVERY_PAGE)
async def test_a_page_helps_without_the_chat(client: Client, path: str) -> None:
    found = await page(client, path)
    links = {link["href"] for link in found.all("a")}
    assert {"https://www.oudersonderwijs.nl", "mailto:vraag@oudersonderwijs.nl", "tel:112"} <= links
    assert found.all("noscript") == []
    if path != UNKNOWN_PAGE:
        helpdesk = "ib@delinde.example" if path == LINDE_PAGE else "info@dekastanje.example"
        fallback = found.text("ouderwijzer-chat")
        for help_ in (helpdesk, "www.oudersonderwijs.nl", "vraag@oudersonderwijs.nl", "112"):
            assert help_ in fallback


async def test_the_strict_page_is_the_same_page_under_the_strictest_policy(client: Client) -> None:
    response = await client.get("/demo/streng")
    assert policy(response) == STRICTEST
    assert response.headers["X-Frame-Options"] == "DENY"
    strict, loose = Page(await response.text()), await page(client, "/")
    for tag in ("script", "link", "ouderwijzer-chat", "section", "img"):
        assert strict.all(tag) == loose.all(tag)


async def test_the_chat_alone_may_be_in_a_frame_of_its_own_site_only(client: Client) -> None:
    response = await client.get(LINDE_PAGE)
    assert policy(response) == STRICTEST | {
        "frame-ancestors": "'self' https://www.delinde.example http://localhost:9000"
    }
    assert "X-Frame-Options" not in response.headers
    found = Page(await response.text())
    assert found.text("h1") == "De Linde <3: vragen over passend onderwijs"
    assert "Jan & Co: ib@delinde.example" in found.text("ouderwijzer-chat")
    # In a frame a link may not put another website in the place of the chat.
    assert found.all("base") == [{"target": "_top"}]


@pytest.mark.parametrize("path", [UNKNOWN_PAGE, "/chat/Linde", "/chat/%3Cscript%3E"])
async def test_a_chat_that_is_not_there_is_a_page_that_says_so(client: Client, path: str) -> None:
    response = await client.get(path)
    assert response.status == 404
    assert policy(response)["frame-ancestors"] == "'none'"
    assert response.headers["Cache-Control"] == "no-store"
    found = Page(await response.text())
    assert found.text("h1") == "Deze chat bestaat niet"
    assert found.all("script") == found.all("ouderwijzer-chat") == []


async def test_without_a_demo_site_there_is_no_school_but_every_chat(
    start_pages: StartPages, tmp_path: Path
) -> None:
    file = tmp_path / "without_demo.yml"
    file.write_text(LINDE, encoding="utf-8")
    client = await start_pages(file)
    for path in [*DEMO_PAGES, "/chat/demo"]:
        assert (await client.get(path)).status == 404
    for path in (LINDE_PAGE, WIDGET):
        assert (await client.get(path)).status == 200


async def test_the_front_has_these_pages(start_front: StartFront, sites_file: Path) -> None:
    front = await start_front(sites_file=sites_file)
    for path in [*DEMO_PAGES, LINDE_PAGE, WIDGET]:
        response = await front.client.get(path)
        assert response.status == 200
        assert "X-Request-ID" in response.headers
        assert "Set-Cookie" not in response.headers
    assert (await front.client.get(UNKNOWN_PAGE)).status == 404


# Colours


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("sheet", "text", "behind"),
    [
        *(("school", text, "paper") for text in ("ink", "soft", "wood", "leaf")),
        *(("school", text, "card") for text in ("ink", "wood", "leaf")),
        *(("school", text, "sand") for text in ("ink", "wood", "leaf")),
        *(("school", text, "mint") for text in ("ink", "wood", "leaf")),
        *(("school", "on-dark", behind) for behind in ("ink", "leaf", "wood")),
        *(("chat", text, behind) for text in ("ink", "link") for behind in ("page", "paper")),
    ],
)
def test_text_has_enough_contrast(sheet: str, text: str, behind: str) -> None:
    css = (PAGES / f"{sheet}.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))
    light, dark = sorted((_luminance(colours[text]), _luminance(colours[behind])))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("sheet", ["school", "chat"])
def test_every_colour_of_a_style_sheet_is_one_that_was_measured(sheet: str) -> None:
    css = (PAGES / f"{sheet}.css").read_text(encoding="utf-8")
    _, rules = css.split("}", 1)
    assert not re.search(r"#[0-9a-f]{3,8}\b[^{]*[;}]|rgb\(|url\(|@import", rules)

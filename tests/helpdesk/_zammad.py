"""A strict Zammad, after its documentation: create, search, who am I."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from ._system import System, json_of, only, troubled

TOKEN, GROUP = "zammad-token-van-de-test", "Passend onderwijs"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+")


class FakeZammad(System):
    """Takes tickets for one group of one user with `ticket.agent`."""

    def routes(self, app: web.Application) -> None:
        app.middlewares.extend([troubled, self._known])
        app.router.add_post("/api/v1/tickets", self._create)
        app.router.add_get("/api/v1/tickets/search", self._search)
        app.router.add_get("/api/v1/users/me", self._me)

    @web.middleware
    async def _known(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Token token={TOKEN}":
            return web.json_response({"error": "Invalid token!"}, status=401)
        if not self.allowed:
            return web.json_response({"error": "Not authorized"}, status=403)
        response: web.StreamResponse = await handler(request)
        return response

    async def _create(self, request: web.Request) -> web.Response:
        content = await json_of(request)
        fields = {"title", "group", "customer_id", "article"}
        wrong = only(content, fields, fields) or only(
            content["article"],
            {"subject", "body", "content_type", "type", "internal"},
            {"body"},
        )
        if wrong is None:
            wrong = self._wrong(content)
        if wrong is not None:
            return web.json_response({"error": wrong, "error_human": wrong}, status=422)
        number = len(self.made) + 1
        self.keep({**content, "id": number})
        return web.json_response({"id": number, "number": f"2201{number}"}, status=201)

    def _wrong(self, content: dict[str, Any]) -> str | None:
        customer = content["customer_id"]
        if content["group"] != GROUP:
            return "No lookup value found for 'group'"
        if not str(customer).startswith("guess:") or not _EMAIL.fullmatch(customer[6:]):
            return "Invalid email"
        if not content["title"] or len(content["title"]) > 250:
            return "title: wrong length"
        if content["article"]["type"] not in ("note", "phone", "web", "email"):
            return "No lookup value found for 'type'"
        return None

    async def _search(self, request: web.Request) -> web.Response:
        self.looks += 1
        assert request.query["expand"] == "true"
        found = [made for made in self.made if request.query["query"] in made["title"]]
        return web.json_response([{"id": made["id"], "title": made["title"]} for made in found])

    async def _me(self, _request: web.Request) -> web.Response:
        return web.json_response({"id": 3})

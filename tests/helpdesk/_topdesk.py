"""A strict TOPdesk, after its documentation: incidents."""

from __future__ import annotations

import base64
import re
from typing import Any

from aiohttp import web

from ._system import System, json_of, only, troubled

SECRET = "koppeling:abcde-fghij-klmno"
BRANCH = "6f8a3d2e-0000-4000-8000-000000000001"
_FIELDS = {
    *("status", "caller", "callerLookup", "briefDescription", "request", "externalNumber"),
    *("category", "subcategory", "operatorGroup"),
}
_TAG = re.compile(r"<(/?[a-z0-9]+)[^>]*>")
_TAGS = {"i", "em", "b", "strong", "u", "br", "h5", "h6"}
_QUERY = re.compile(r'externalNumber=="([^"]+)"')


class FakeTopdesk(System):
    """Takes incidents of callers that it does not know, if they have a branch."""

    def routes(self, app: web.Application) -> None:
        app.middlewares.extend([troubled, self._known])
        app.router.add_post("/tas/api/incidents", self._create)
        app.router.add_get("/tas/api/incidents", self._search)

    @web.middleware
    async def _known(self, request: web.Request, handler: Any) -> web.StreamResponse:
        expected = f"Basic {base64.b64encode(SECRET.encode()).decode()}"
        if request.headers.get("Authorization") != expected:
            return web.Response(status=401)
        if not self.allowed:
            return web.json_response([{"message": "No permission."}], status=403)
        response: web.StreamResponse = await handler(request)
        return response

    async def _create(self, request: web.Request) -> web.Response:
        content = await json_of(request)
        wrong = only(content, _FIELDS, {"caller"}) or only(
            content["caller"], {"dynamicName", "email", "phoneNumber", "branch"}, {"dynamicName"}
        )
        wrong = wrong or self._wrong(content)
        if wrong is not None:
            return web.json_response([{"message": wrong}], status=400)
        id_ = f"7c5e9d1a-0000-4000-8000-{len(self.made):012}"
        self.keep({**content, "id": id_})
        return web.json_response({"id": id_, "number": "I 2611-001"}, status=201)

    def _wrong(self, content: dict[str, Any]) -> str | None:
        if content["caller"].get("branch", {}).get("id") != BRANCH:
            return "The field 'branch' is mandatory"
        if len(content.get("briefDescription", "")) > 80:
            return "The value for the field 'briefDescription' is too long"
        if len(content.get("externalNumber", "")) > 60:
            return "The value for the field 'externalNumber' is too long"
        if content.get("status") not in ("firstLine", "secondLine", "partial"):
            return "The value for the field 'status' cannot be parsed"
        tags = {tag.strip("/") for tag in _TAG.findall(content.get("request", ""))}
        return f"unsupported tags {tags - _TAGS}" if tags - _TAGS else None

    async def _search(self, request: web.Request) -> web.Response:
        query = request.query.get("query")
        if query is None:
            return web.json_response([], status=200) if self.made else web.Response(status=204)
        self.looks += 1
        wanted = _QUERY.fullmatch(query)
        if wanted is None:
            return web.json_response([{"message": "Failed to parse query"}], status=400)
        found = [
            {"id": made["id"], "externalNumber": made["externalNumber"]}
            for made in self.made
            if made["externalNumber"] == wanted[1]
        ]
        return web.json_response(found) if found else web.Response(status=204)

"""Errors as the Graph API gives them."""

from __future__ import annotations

from aiohttp import web

TITLES = {
    4: "Application request limit reached",
    100: "Invalid parameter",
    190: "Access token has expired",
    368: "Temporarily blocked for policies violations",
    80007: "Rate limit issues",
    130429: "Rate limit hit",
    131000: "Something went wrong",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131026: "Message undeliverable",
    131030: "Recipient phone number not in allowed list",
    131031: "Account has been locked",
    131047: "Re-engagement message",
    131049: "Meta chose not to deliver",
    131051: "Unsupported message type",
    131056: "Pair rate limit hit",
    131062: "Business-scoped user ids are not supported for this message",
}
_STATUS = {190: 401, 368: 403, 131000: 500, 131016: 500, 131031: 403}
"""All others come with 400, the rate limits too: only the code tells them apart."""


class GraphRefusal(Exception):
    """A call that the Graph API refuses."""

    def __init__(
        self,
        code: int,
        details: str = "",
        *,
        status: int | None = None,
        subcode: int | None = None,
        retry_after: str | None = None,
    ) -> None:
        super().__init__(f"{code} {details}".strip())
        self.code = code
        self.details = details
        self.status = status or _STATUS.get(code, 400)
        self.subcode = subcode
        self.retry_after = retry_after

    def response(self) -> web.Response:
        """The refusal in Meta's form."""
        error: dict[str, object] = {
            "message": f"(#{self.code}) {TITLES.get(self.code, 'Unknown')}",
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": "Atest",
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        headers = {"Retry-After": self.retry_after} if self.retry_after else None
        return web.json_response({"error": error}, status=self.status, headers=headers)

"""The line to Meta's Graph API: send a message, show that one was read."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.front.whatsapp._errors import Doubt, NotSent, Verdict, judge
from bot.front.whatsapp._identity import receiver
from bot.front.whatsapp._models import Address
from bot.front.whatsapp._question import Body
from bot.retry_after import seconds

_TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
_READ_TIMEOUT = aiohttp.ClientTimeout(total=5)
_PARAMETER, _UNKNOWN_NUMBER = 100, 33
"""Code and subcode for a telephone number id that does not exist or is not ours."""
_NOTHING_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""No connection was made, so Meta cannot have taken anything."""


class Graph:
    """Sends as one of our numbers. Every call has a timeout.

    Remembers whether the last call was refused for a reason that only an operator can mend.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        phone_number_id: str | None,
        token: str | None,
    ) -> None:
        self._http = http
        self._url = f"{url.rstrip('/')}/{phone_number_id}/messages" if phone_number_id else None
        self._token = token
        self._alarm: str | None = None if self._url and token else "settings"

    @property
    def alarm(self) -> str | None:
        """Why no message goes out at all: Meta's code, or `settings`; `None` if all is well."""
        return self._alarm

    async def send(self, body: Body, address: Address, callback: str) -> str | None:
        """Give a message to Meta; its id there. `callback` comes back in every status.

        Raises:
            NotSent: Meta has not taken it.
            Doubt: it may have.
        """
        content = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            **receiver(address),
            **body,
            "biz_opaque_callback_data": callback,
        }
        answer = await self._post(content, _TIMEOUT)
        messages = answer.get("messages")
        first = messages[0] if isinstance(messages, list) and messages else None
        found = first.get("id") if isinstance(first, dict) else None
        return found if isinstance(found, str) else None

    async def mark_read(self, wamid: str) -> None:
        """Show the parent that the message was read and that an answer is being written.

        Raises:
            NotSent, Doubt: it did not work, which does no harm.
        """
        content = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": wamid,
            "typing_indicator": {"type": "text"},
        }
        await self._post(content, _READ_TIMEOUT)

    async def _post(self, content: Body, timeout: aiohttp.ClientTimeout) -> dict[str, Any]:
        if self._url is None or not self._token:
            raise NotSent(Verdict.ALARM, "settings")
        try:
            async with self._http.post(
                self._url,
                json=content,
                headers={"Authorization": f"Bearer {self._token}"},
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                status, headers = response.status, response.headers
                try:
                    answer = json.loads(await response.read())
                except (ValueError, RecursionError):
                    answer = None
        except _NOTHING_SENT as error:
            raise NotSent(Verdict.RETRY, type(error).__name__) from None
        except asyncio.TimeoutError:
            raise Doubt("too slow") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Doubt(type(error).__name__) from None
        if status == HTTPStatus.OK:
            self._alarm = None
            return answer if isinstance(answer, dict) else {}
        self._refused(status, answer, headers.get("Retry-After"))
        raise Doubt(f"status {status}")

    def _refused(self, status: int, answer: Any, retry_after: str | None) -> None:
        """Raise what a status other than 200 means; return when that cannot be known."""
        wait = seconds(retry_after)
        error = answer.get("error") if isinstance(answer, dict) else None
        error = error if isinstance(error, dict) else {}
        code = error.get("code")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise NotSent(Verdict.RETRY, str(code or status), wait)
        if isinstance(code, int):
            verdict = judge(code)
            if code == _PARAMETER and error.get("error_subcode") == _UNKNOWN_NUMBER:
                verdict = Verdict.ALARM  # of ours, not the parent's
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR and verdict is Verdict.GIVE_UP:
                verdict = Verdict.RETRY  # whatever the code, Meta says that it is Meta's fault
            if verdict is Verdict.ALARM:
                self._alarm = str(code)
            raise NotSent(verdict, str(code), wait)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise NotSent(Verdict.RETRY, str(status), wait)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            # Not Meta's form of a refusal: a wrong address in the settings, or a proxy between us.
            self._alarm = str(status)
            raise NotSent(Verdict.ALARM, str(status))

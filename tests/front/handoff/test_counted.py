"""What the dashboard is told of conversations that really took place."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.beheer import DELIVERY, MEASURES
from bot.measures import Figures, Overview, Selection
from tests.front._fake_brain import FakeBrain
from tests.front.conftest import Front, Parent, eventually
from tests.helpdesk._mail import FakeMail

from .conftest import fill_in


async def overview(front: Front) -> Overview:
    today = datetime.now(UTC).date()
    days = timedelta(days=2)
    assert front.client.app is not None
    found: Overview = await front.client.app[MEASURES].overview(
        Selection(today - days, today + days, site="demo")
    )
    return found


def answer(**custom: Any) -> list[dict[str, Any]]:
    return [{"text": "Antwoord.", "buttons": [], "custom": custom}]


async def test_a_hand_off_is_counted_from_the_question_to_the_mailbox(
    front: Front, parent: Parent, brain: FakeBrain, mail: FakeMail
) -> None:
    brain.replies = answer(topic="school_weigert")
    await parent.say("mag dat")
    brain.replies = answer(topic="handoff", person="asked")
    await parent.say("een mens graag")
    await fill_in(parent)
    await parent.choose("handoff:send")
    await eventually(lambda: mail.taken)
    async with asyncio.timeout(5):
        while not (await overview(front)).total.delivered:  # noqa: ASYNC110 - a server does it
            await asyncio.sleep(0.05)
    found = await overview(front)
    assert found.total == Figures(
        conversations=1, asked=1, at_once=1, offered=1, wanted=1, completed=1, delivered=1
    )
    assert found.topics["school_weigert"].led_to_person == 1
    assert front.client.app is not None
    (desk,) = await front.client.app[DELIVERY].desks("demo")
    assert (desk.name, desk.site, desk.delivered) == ("de helpdesk van De Kastanje", "demo", 1)
    assert await front.client.app[DELIVERY].desks("een-andere-site") == []


async def test_what_became_of_a_conversation(
    front: Front, parent: Parent, brain: FakeBrain
) -> None:
    brain.replies = answer(asks="clarify")
    await parent.say("opp")
    brain.replies = answer(topic="opp_wat")
    await parent.choose("choose:opp_wat")
    assert (await overview(front)).total == Figures(
        conversations=1, asked=1, after_one=1, deflected=1
    )
    missed = await front.parent()
    brain.replies = answer()
    await missed.say("wat is de hoofdstad van Peru")
    greeted = await front.parent()
    brain.replies = answer(topic="greet")
    await greeted.say("hallo")
    total = (await overview(front)).total
    assert (total.conversations, total.asked, total.not_understood) == (3, 2, 1)


async def test_a_missed_question_is_there_for_the_editor_until_the_parent_wipes(
    front: Front, parent: Parent, brain: FakeBrain
) -> None:
    brain.replies = answer()
    await parent.say("bel mij op 06-12345678 over Daan en de hoofdstad")
    today = datetime.now(UTC).date()
    selection = Selection(today - timedelta(days=2), today + timedelta(days=2))
    assert front.client.app is not None
    (group,) = await front.client.app[MEASURES].missed(selection)
    assert group.questions[0].text == "bel mij op <TELEFOON> over <NAAM> en de hoofdstad"
    await parent.delete()
    assert await front.client.app[MEASURES].missed(selection) == []


async def test_the_dashboard_is_there_and_closed(front: Front) -> None:
    async with front.client.get("/beheer", allow_redirects=False) as response:
        assert response.status == 303
        assert response.headers["Location"].startswith("/beheer/aanmelden")

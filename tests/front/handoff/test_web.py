"""Leaving a message in the web chat: from the offer to the helpdesk's mailbox."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.store import open_engine
from tests.front._fake_brain import FakeBrain
from tests.front.conftest import Front, Parent, StartFront, eventually, new_id
from tests.helpdesk._mail import FakeMail

from .conftest import EMAIL, fill_in, with_desk


def answer(text: str = "Antwoord.", **custom: Any) -> dict[str, Any]:
    return {"text": text, "buttons": [], "custom": custom}


def payloads(messages: list[dict[str, Any]]) -> list[str]:
    return [button["payload"] for message in messages for button in message["buttons"]]


async def test_a_message_reaches_the_helpdesk_whole(
    parent: Parent, brain: FakeBrain, mail: FakeMail
) -> None:
    brain.recalls |= {"said": ["mag school mijn zoon weigeren?"], "topic": "school_weigert"}
    brain.replies = [answer("Dit zijn mensen.", topic="handoff", person="asked")]
    offer, people = await parent.say("ik wil een mens spreken")
    assert people["text"] == "Dit zijn mensen."
    assert "helpdesk van De Kastanje" in offer["text"]
    assert "030-2345678" in offer["text"]
    assert "maandag 9.00-11.00 uur" in offer["text"]
    (consent,) = await parent.choose("handoff:start")
    assert "7 dagen" in consent["text"]
    await parent.choose("handoff:yes")
    (check,) = await parent.say(EMAIL)
    assert "mag school mijn zoon weigeren?" in check["text"]
    await parent.choose("handoff:keep")
    await parent.choose("handoff:vo")
    await parent.choose("handoff:skip")
    assert mail.taken == []
    (sent,) = await parent.choose("handoff:send")
    assert sent["outcome"] == "handed_off"
    await eventually(lambda: mail.taken)
    (message,) = mail.taken
    assert message["Reply-To"] == EMAIL
    assert message["To"] == "helpdesk@dekastanje.example"
    reference = sent["text"].partition("kenmerk is ")[2][:12]
    assert reference in message["Subject"]
    assert "mag school mijn zoon weigeren?" in message.get_content()
    (state,) = await parent.choose("handoff:state")
    assert "is aangekomen" in state["text"]


async def test_nothing_is_sent_before_the_last_yes_and_a_stop_erases(
    parent: Parent, mail: FakeMail, front: Front
) -> None:
    await fill_in(parent)
    (stopped,) = await parent.say("stop")
    assert "niets verstuurd" in stopped["text"]
    (gone,) = await parent.choose("handoff:send")
    assert payloads([gone]) == ["handoff:start"]
    await asyncio.sleep(0.2)
    assert mail.taken == []
    assert await rows(front, "select count(*) from vault_entry") == [(0,)]


async def test_the_address_is_in_the_vault_only(
    parent: Parent, brain: FakeBrain, mail: FakeMail, front: Front, tmp_path: Path
) -> None:
    last = await fill_in(parent)
    (sent,) = await parent.say("ja", id_=last)
    assert EMAIL in sent["text"]
    await eventually(lambda: mail.taken)
    for table in ("chat_turn", "handoff_state", "helpdesk_ticket", "vault_entry", "measure_event"):
        assert EMAIL not in str(await rows(front, f"select * from {table}"))
    assert EMAIL not in str(await parent.history())
    assert EMAIL not in str(brain.looked)
    assert EMAIL not in str(brain.questions)


async def test_the_same_yes_twice_is_one_message(parent: Parent, mail: FakeMail) -> None:
    await fill_in(parent)
    id_ = new_id()
    content = {"id": id_, "payload": "handoff:send"}
    first, again = await asyncio.gather(parent.post(content), parent.post(content))
    texts = [(await each.json())["messages"][0]["text"] for each in (first, again)]
    assert len({text.partition("kenmerk is ")[2][:12] for text in texts}) == 1
    await eventually(lambda: mail.taken)
    await asyncio.sleep(0.2)
    assert len(mail.taken) == 1


async def test_another_front_goes_on_where_the_first_was_stopped(
    parent: Parent, front: Front, mail: FakeMail, start_front: StartFront, tmp_path: Path
) -> None:
    await fill_in(parent)
    await front.stop()
    parent.front = await start_front(**with_desk(mail, tmp_path))
    await parent.choose("handoff:send")
    await eventually(lambda: mail.taken)


async def test_a_message_that_cannot_be_delivered_yet_is_told_honestly(
    parent: Parent, mail: FakeMail
) -> None:
    await mail.stop()
    await fill_in(parent)
    await parent.choose("handoff:send")
    (state,) = await parent.choose("handoff:state")
    assert "nog niet aangekomen" in state["text"]


async def test_danger_amid_a_message_is_answered_first(
    parent: Parent, brain: FakeBrain, mail: FakeMail
) -> None:
    await parent.choose("handoff:start")
    await parent.choose("handoff:yes")
    brain.labels["ik kan niet meer"] = "crisis"
    brain.replies = [answer("Bel 112.", topic="crisis", person="crisis")]
    first, resume = await parent.say("ik kan niet meer")
    assert first["text"] == "Bel 112."
    assert payloads([resume]) == ["handoff:resume", "handoff:stop"]
    (contact,) = await parent.choose("handoff:resume")
    assert contact["asks"] == "contact"


async def test_a_question_amid_a_message_is_answered_and_the_message_waits(
    parent: Parent, brain: FakeBrain
) -> None:
    await parent.choose("handoff:start")
    await parent.choose("handoff:yes")
    brain.labels["wat is een opp"] = "opp_wat"
    first, resume = await parent.say("wat is een opp")
    assert first["text"] == "Antwoord op: wat is een opp"
    assert "nog niet verstuurd" in resume["text"]
    first, _ = await parent.choose("topic:opp_wat")
    assert first["text"] == "Antwoord op: topic:opp_wat"


async def test_a_hidden_address_is_no_surprise_when_we_asked_for_it(parent: Parent) -> None:
    await parent.choose("handoff:start")
    await parent.choose("handoff:yes")
    messages = await parent.say(EMAIL)
    assert len(messages) == 1
    notice, _ = await parent.say("Mijn zoon heeft bsn 111222333, mag school dat weten?")
    assert "verborgen" in notice["text"]


@pytest.mark.parametrize("reason", ["asked", "missed", "urgent", "crisis", "unhappy"])
async def test_a_person_is_offered_when_the_brain_says_one_is_needed(
    parent: Parent, brain: FakeBrain, reason: str
) -> None:
    brain.replies = [answer("Iets.", person=reason)]
    found = await parent.say("hallo")
    assert payloads(found) == ["handoff:start"]
    assert [message["text"] for message in found].index("Iets.") == 0


async def test_who_asks_for_nothing_but_a_person_is_offered_one_at_once(
    parent: Parent, brain: FakeBrain
) -> None:
    brain.replies = [answer("Dit zijn mensen.", topic="handoff", person="asked")]
    offer, others = await parent.say("een mens graag")
    assert payloads([offer]) == ["handoff:start"]
    assert others["text"] == "Dit zijn mensen."


async def test_haste_is_no_reason_to_offer_it_time_and_again(
    parent: Parent, brain: FakeBrain
) -> None:
    brain.replies = [answer("Iets.", topic="schorsing", person="urgent")]
    assert [len(await parent.say(word)) for word in ("een", "twee", "drie")] == [2, 1, 1]


async def test_two_thumbs_down_in_a_row_offer_a_person(parent: Parent, brain: FakeBrain) -> None:
    ids = [(await parent.say(word))[0]["id"] for word in ("een", "twee", "drie")]

    async def rate(message: str, value: str, **more: str) -> None:
        response = await parent.front.client.post(
            "/api/v1/feedback",
            json={"message": message, "value": value, **more},
            headers=parent.headers,
        )
        assert response.status == 204

    async def offers() -> int:
        return payloads([m for m in await parent.history() if m["from"] == "bot"]).count(
            "handoff:start"
        )

    await rate(ids[0], "down")
    await rate(ids[0], "down", reason="te lang")  # the same thumb, with its reason
    assert await offers() == 0
    await rate(ids[1], "up")
    await rate(ids[2], "down")
    assert await offers() == 0
    await rate(ids[1], "down")
    assert await offers() == 1


async def test_whether_it_was_the_answer_is_asked_once_at_the_end(
    parent: Parent, brain: FakeBrain
) -> None:
    brain.recalls |= {"topic": "opp_wat"}
    brain.replies = [answer("Graag gedaan.", topic="thanks")]
    assert payloads(await parent.say("dank u")) == ["helped:yes", "helped:no"]
    assert payloads(await parent.say("dag")) == []
    (offer,) = await parent.choose("helped:no")
    assert payloads([offer]) == ["handoff:start"]


async def test_nothing_is_asked_of_who_got_no_answer(parent: Parent, brain: FakeBrain) -> None:
    brain.replies = [answer("Graag gedaan.", topic="thanks")]
    assert payloads(await parent.say("dank u")) == []


async def test_wiping_takes_back_what_is_not_delivered(
    parent: Parent, mail: FakeMail, front: Front
) -> None:
    await mail.stop()
    await fill_in(parent)
    await parent.choose("handoff:send")
    assert await parent.delete() == 204
    for table in ("vault_entry", "handoff_state", "helpdesk_ticket"):
        assert await rows(front, f"select count(*) from {table}") == [(0,)]


async def test_without_a_helpdesk_there_is_no_dead_end(
    start_front: StartFront, brain: FakeBrain
) -> None:
    parent = await (await start_front()).parent()
    brain.replies = [answer("Dit zijn mensen.", topic="handoff", person="asked")]
    (people,) = await parent.say("ik wil een mens spreken")
    assert people["text"] == "Dit zijn mensen."
    found = await parent.choose("handoff:start")
    assert found[0]["text"] == "Dit zijn mensen."


@pytest.mark.parametrize("words", ["ja graag", "Bericht achterlaten", "doe maar"])
async def test_a_yes_to_the_offer_begins(parent: Parent, brain: FakeBrain, words: str) -> None:
    brain.replies = [answer("Dit zijn mensen.", topic="handoff", person="asked")]
    await parent.say("een mens graag")
    (consent,) = await parent.say(words)
    assert consent["asks"] == "consent"


async def test_a_number_after_the_offer_is_taken_without_a_reproach(
    parent: Parent, brain: FakeBrain, front: Front
) -> None:
    brain.replies = [answer("Dit zijn mensen.", topic="handoff", person="asked")]
    await parent.say("een mens graag")
    (consent,) = await parent.say("bel mij maar op 06-12345678")
    assert consent["asks"] == "consent"
    (question,) = await parent.choose("handoff:yes")
    assert question["asks"] == "question"
    assert "12345678" not in str(await rows(front, "select * from chat_turn"))


async def test_a_yes_later_is_no_yes_to_the_offer(parent: Parent, brain: FakeBrain) -> None:
    brain.replies = [answer("Dit zijn mensen.", topic="handoff", person="asked")]
    await parent.say("een mens graag")
    brain.replies = [answer("Een OPP is een plan.", topic="opp_wat")]
    await parent.say("wat is een opp")
    (found,) = await parent.say("ja")
    assert found["text"] == "Een OPP is een plan."


async def test_a_second_tap_on_send_tells_the_same(parent: Parent, mail: FakeMail) -> None:
    await fill_in(parent)
    (first,) = await parent.choose("handoff:send")
    (again,) = await parent.choose("handoff:send")
    assert again["id"] == first["id"]
    await eventually(lambda: mail.taken)
    await asyncio.sleep(0.2)
    assert len(mail.taken) == 1


async def test_two_fronts_make_one_ticket_of_one_draft(
    parent: Parent, front: Front, mail: FakeMail, start_front: StartFront, tmp_path: Path
) -> None:
    await fill_in(parent)
    other = Parent(await start_front(**with_desk(mail, tmp_path)), parent.token, [])
    await asyncio.gather(parent.choose("handoff:send"), other.choose("handoff:send"))
    assert await rows(front, "select count(*) from helpdesk_ticket") == [(1,)]


async def test_what_is_asked_after_sending_is_about_the_message(
    parent: Parent, mail: FakeMail
) -> None:
    await fill_in(parent)
    await parent.choose("handoff:send")
    await eventually(lambda: mail.taken)
    (state,) = await parent.say("is mijn bericht aangekomen?")
    assert "OW-" in state["text"]
    (regret,) = await parent.say("ik heb een verkeerd e-mailadres gegeven")
    assert "niet terughalen" in regret["text"]
    assert payloads([regret]) == ["handoff:start"]


async def test_a_draft_that_has_expired_is_told_and_a_person_offered_again(
    parent: Parent, front: Front, brain: FakeBrain
) -> None:
    await parent.choose("handoff:start")
    await parent.choose("handoff:yes")
    await execute(front, "delete from vault_entry")
    first, gone = await parent.say("wat is een opp")
    assert first["text"] == "Antwoord op: wat is een opp"
    assert payloads([gone]) == ["handoff:start"]
    brain.replies = [answer("Dit zijn mensen.", topic="handoff", person="asked")]
    assert "handoff:start" in payloads(await parent.say("een mens graag"))


async def test_an_answer_is_not_lost_because_no_person_can_be_offered(
    parent: Parent, brain: FakeBrain
) -> None:
    brain.recalls = {"said": "no list"}
    brain.replies = [answer("Bel 112.", topic="crisis", person="crisis")]
    first, *_ = await parent.say("help")
    assert first["text"] == "Bel 112."
    (consent,) = await parent.choose("handoff:start")
    assert consent["asks"] == "consent"


async def test_a_bsn_is_no_telephone_number(parent: Parent, mail: FakeMail) -> None:
    await parent.choose("handoff:start")
    await parent.choose("handoff:yes")
    *_, again = await parent.say("111222333")
    assert again["asks"] == "contact"


async def test_a_look_up_amid_a_message_can_be_finished(parent: Parent, brain: FakeBrain) -> None:
    await parent.choose("handoff:start")
    await parent.choose("handoff:yes")
    await parent.say(EMAIL)
    brain.replies = [answer("Wat is uw postcode?", topic="swv_zoeken", asks="postcode")]
    await parent.choose("topic:swv_zoeken")
    brain.replies = [answer("Uw verband is A.", topic="swv_zoeken", outcome="found")]
    found, resume = await parent.say("3511 AB")
    assert found["text"] == "Uw verband is A."
    assert payloads([resume]) == ["handoff:resume", "handoff:stop"]
    (question,) = await parent.choose("handoff:resume")
    assert question["asks"] == "question"


async def execute(front: Front, statement: str) -> None:
    engine = open_engine(front.settings.async_database_url)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def rows(front: Front, query: str) -> list[tuple[Any, ...]]:
    """What the front's database holds."""
    engine = open_engine(front.settings.async_database_url)
    async with engine.connect() as connection:
        found = [tuple(row) for row in await connection.execute(text(query))]
    await engine.dispose()
    return found

"""A refusal of typed words offers how they may go on, and a click makes them go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.front import audience, corrections
from handlers.front.corrections import cards, missing, own, rules
from handlers.front.corrections.rules import Course
from handlers.people import access
from handlers.speech import blocks, typed, values
from handlers.speech.errors import UserError
from handlers.speech.request import (
    Handler,
    Nothing,
    OpenForm,
    Privacy,
    Reply,
    Request,
    Response,
)
from storage import outbox
from storage.kept import KeptWords
from storage.outbox import Priority
from storage.people import Person


def ask_back(error: UserError, request: Request, session: Session, now: datetime) -> Reply:
    """What a refused command is answered with: why, its words, and how it may go on."""
    markup = blocks.said(error)
    command = error.command or (request.verb, request.text)
    courses = rules.courses(error, *command)
    waiting = missing.of_refusal(error, *command)
    said = typed.seen(request.said).strip()
    kept_id = None
    is_direct = values.is_direct_channel(request.channel_id)
    if courses or (waiting and is_direct):
        kept_id = keep(request, session, now, [*courses, *waiting])
    if kept_id and is_direct:
        corrections.asks(session, request.team_id, kept_id, request.user_id, "")
    given_back = said if len(said.split()) > 1 else ""
    shown = cards.refused(markup, given_back, kept_id, courses)
    row = own.buttons(session, now, request.team_id, request.user_id, error, command[1])
    return Reply(markup, [*shown, *(blocks.message(*row) if row else [])])


def keep(request: Request, session: Session, now: datetime, courses: Sequence[Course]) -> UUID:
    """Keep how a request may go on for whoever made it; nothing of theirs is changed by that."""
    return corrections.keep(
        session, now, request.team_id, request.user_id, request.channel_id, courses
    )


def finish(
    handlers: Mapping[str, Handler], request: Request, session: Session, now: datetime
) -> Response:
    """Carry out one of the ways that were offered; what was kept is done then.

    Raises what `corrections.hold` raises, and what the command raises.
    """
    person = access.actor(session, request)
    found, way = corrections.hold(session, person, *corrections.carried(request.value))
    command = replace(
        request, verb=way.verb, text=way.text, value=way.value, fields=dict(way.fields),
        channel_id=found.channel_id, privacy=_privacy(request, found),
    )  # fmt: skip
    answer = handlers[way.verb](command, session, now)
    if isinstance(answer, OpenForm):
        # Whoever closes the form again may still choose another way.
        corrections.answered_elsewhere(session, found)
        return answer
    question = corrections.asked_in(session, found)
    corrections.finished(session, found)
    if not isinstance(answer, Reply):
        return answer
    if answer.asks:
        _asks_on(session, request, person, question, answer)
    if question is None or not question.ts:
        # A reply to a command asks, which nobody else sees and nobody keeps.
        return replace(answer, instead=True)
    if not outbox.is_to_person(question.lane) and audience.is_hidden_in(
        session, person.team_id, question.lane, [answer.text, answer.blocks]
    ):
        return answer
    _show(session, now, found, question, answer)
    return Nothing()


def _asks_on(
    session: Session, request: Request, person: Person, question: outbox.Message | None,
    answer: Reply,
) -> None:  # fmt: skip
    """The answer asks again, and stands where the question stood."""
    kept_id = values.row_id(answer.asks)
    if kept_id is None:
        return
    if question is not None and question.ts:
        thread = str(question.payload.get("thread_ts") or question.ts)
        corrections.asks(session, person.team_id, kept_id, question.lane, thread)
    elif values.is_direct_channel(request.channel_id):
        corrections.asks(session, person.team_id, kept_id, person.user_id, "")


def answer(session: Session, now: datetime, found: KeptWords) -> None:
    """Words have answered a question: it stays to be read, without its buttons."""
    question = corrections.asked_in(session, found)
    corrections.finished(session, found)
    if question is None or not question.ts:
        return
    payload = dict(question.payload)
    left = [each for each in payload.get("blocks", []) if each.get("type") != "actions"]
    place = {"channel": question.channel_id, "ts": question.ts}
    payload.pop("thread_ts", None)
    outbox.add(
        session,
        team_id=found.team_id,
        now=now,
        key=f"answered:{found.kept_id.hex}",
        lane=question.lane,
        method=outbox.UPDATE,
        payload=payload | place | {"blocks": left},
        priority=Priority.ANSWER,
    )


def _privacy(request: Request, found: KeptWords) -> Privacy:
    """Who read along where the words were said that are kept."""
    if found.channel_id in ("", request.channel_id):
        return request.privacy
    return Privacy.DIRECT if found.channel_id.startswith("D") else Privacy.UNKNOWN


def _show(
    session: Session, now: datetime, found: KeptWords, question: outbox.Message, answer: Reply
) -> None:
    """Turn the question into its answer."""
    shown = answer.blocks or blocks.message(blocks.section(answer.text))
    place = {"channel": question.channel_id, "ts": question.ts}
    outbox.add(
        session,
        team_id=found.team_id,
        now=now,
        key=f"answered:{found.kept_id.hex}",
        lane=question.lane,
        method=outbox.UPDATE,
        payload=place | blocks.Shown(answer.text, shown).payload,
        priority=Priority.ANSWER,
    )

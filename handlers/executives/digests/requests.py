"""What people type about digests, and what they are told in return."""

from __future__ import annotations

import re
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import outcomes
from handlers.chasing.kinds import Asking
from handlers.chasing.registers import Registers
from handlers.executives import digests
from handlers.executives.digest_lines import DigestReaders
from handlers.executives.digests import (
    cards,
    decide_cards,
    deciding,
    drawing,
    opened_cards,
    wholes,
    words,
)
from handlers.people import access, lookup
from handlers.promises import preamble
from handlers.promises.items.words import due
from handlers.promises.undoing import requests as undoing
from handlers.speech import paging, phrases, typed
from handlers.speech import words as words_of
from handlers.speech.request import Reply, Request, Response, UpdateForm
from storage import people
from storage.decisions import Decision
from storage.items import Item
from storage.nudges import Part
from storage.people import Person

_ELSEWHERE = re.compile(
    r"(?P<when>.+) (?:in|to|for|into) <#(?P<channel>[CG][A-Z0-9]+)(?:\|[^<>]*)?>"
)
"""A schedule for another channel than the one where it is typed."""
_LEAD = re.compile(r"(?:(?:in|to|for|into|of) )?(?:the (?=executives$))?", re.IGNORECASE)
"""What may stand before the name of whose digest is wanted at once."""
IMPACT = "impact"
"""The kind of ask that a decision is answered by."""


def command(readers: DigestReaders, request: Request, session: Session, now: datetime) -> Response:
    """`/cx digest [now] [Billing]`, `weekly monday 9:00 [in Europe/Berlin]`, `off` and `when`."""
    person = access.actor(session, request)
    text, channel_id = typed.as_read(request.text), request.channel_id
    first, _, rest = text.partition(" ")
    if first.lower() in {"", "now"}:
        return _post_now(readers, request, session, now, person, _LEAD.sub("", rest, count=1))
    named = _LEAD.sub("", text, count=1)
    if named.lower() == "executives" or _names_department(session, request.team_id, named):
        return _post_now(readers, request, session, now, person, named)
    if elsewhere := _ELSEWHERE.fullmatch(text):
        text, channel_id = elsewhere["when"], elsewhere["channel"]
    match text.lower():
        case "when":
            return Reply(words.schedules(digests.scheduled(session, person)))
        case "off" | "stop" | "never" | "none" | "end" | "pause":
            ended = digests.end(session, now, person, channel_id)
            told = words.ended if ended else words.none_to_end
            return Reply(told(channel_id))
    planned = digests.schedule(session, now, person, channel_id, text)
    return Reply(words.scheduled(planned.whose.name, planned.schedule))


def _names_department(session: Session, team_id: str, text: str) -> bool:
    """Whether a text is a department's name or channel and nothing else."""
    is_alone = phrases.mentioned_channel(text) is None or len(typed.words(text)) == 1
    return is_alone and lookup.named_department(session, team_id, text) is not None


def show_all(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """All the departments, accounts or decisions of a digest, a page at a time."""
    person = access.actor(session, request)
    which, after = paging.read(request.value)
    found = wholes.whole(session, now, person, which, after)
    part = Part.OWES if access.may(session, person, access.ANSWER_IMPACT) else None

    def answers(decision: Decision) -> Block | None:
        asking = Asking(decision.ref, part, question=decision.prompt or "")
        return registers.kinds[IMPACT].buttons(asking)

    return UpdateForm(cards.whole(found, after, person.zone, now, answers))


def open_decisions(request: Request, session: Session, now: datetime) -> Response:
    """“Give days…” and “Answer…”: what a department is to decide, a page at a time."""
    person = access.actor(session, request)
    which, after = paging.read(request.value)
    found = wholes.to_decide(session, now, person, which, after)
    return UpdateForm(opened_cards.page(found, after, person.zone, now))


def call(request: Request, session: Session, now: datetime) -> Response:
    """“I'll call them”: a task of whoever says so, for today; pressed again, the one they have."""
    person, item = _pressed(request, session)
    calling = deciding.call(session, now, person, item)
    task = calling.task
    if not calling.is_new:
        owner = people.find(session, task.team_id, task.owner_id or "")
        other = owner.name if owner and owner.user_id != person.user_id else ""
        return Reply(decide_cards.calls_already(task.ref, task.title, other))
    rests = words_of.day(calling.rests, person.zone, now) if calling.rests else ""
    said = decide_cards.called(task.ref, task.title, due(task, now), rests)
    return undoing.reply(session, now, person, [(task, said)])


def decide(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """“Decide…”: the ways that are open to whoever presses it, or how it was decided."""
    person, item = _pressed(request, session)
    ways = deciding.ways(session, now, person, item)
    if ways is not None:
        shown = decide_cards.decide_form(
            item, ways.stuck, gives=ways.gives, dates=ways.dates, refuses=ways.refuses
        )
        return UpdateForm(shown)
    said = outcomes.of(registers, session, deciding.answered(session, person, item), person)
    return UpdateForm(decide_cards.decided_form(item, said))


def _pressed(request: Request, session: Session) -> tuple[Person, Item]:
    access.check(session, access.actor(session, request), access.READ)
    return preamble.clicked(request, session)


def _post_now(
    readers: DigestReaders,
    request: Request,
    session: Session,
    now: datetime,
    person: Person,
    named: str,
) -> Response:
    posted = digests.post_now(
        session, now, person, request.channel_id, named, key=request.key, readers=readers
    )
    if posted.on_its_way:
        return Reply(words.posted(posted.whose.name, posted.whose.channel_id))
    return Reply(drawing.nothing_to_say(session, now, request.team_id, posted.whose))

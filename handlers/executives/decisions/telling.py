"""What a decision has to say above its story: the question, who answered it, what follows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.executives.decisions import (
    answer_cards,
    cards,
    deciding,
    drawing,
    reopening,
    reviews,
    rules,
    topics,
    undoing,
)
from handlers.executives.decisions.forecasts import cards as forecast_cards
from handlers.executives.decisions.rulings import again_cards, day_cards
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.words import SIGNS
from handlers.people import access
from handlers.promises import items, undoable
from handlers.promises.follows import ways as follow_ways
from handlers.promises.items import audience
from handlers.promises.sharing import cards as sharing
from handlers.speech import blocks
from storage import decisions
from storage.audiences import Audience
from storage.decisions import Decision, DecisionState, Impact
from storage.history import Event
from storage.people import Person

HAPPENED = {
    "made private": "made this private",
    "shown to all": "showed this to everybody here",
    "decided": "decided: “{words}”",
    "withdrawn": "took the question back",
    "not asked any more": "closed the question",
    "due to be looked back at": "asked what came true",
    "looked back": "said what came true: *{came_true}*, {turned}",
    "looking back put off": "asked to be asked later what came true",
    "day moved": "moved the day by which it is decided to {day}",
    "reopened": "opened it again",
    "decider named": "said who decides: {to}",
    "type changed": "said what type of decision it is: {topic}",
    "let in": "let {to} see this",
    "noted": "wrote",
    "undone": "undid that",
}
SHOW_TO_ALL, MAKE_PRIVATE = "Show it to everybody", "Make it private"


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check_known` raises."""
    decision = decisions.find(session, person.team_id, number)
    access.check_known(session, person, decision)
    if decision is None:
        raise items.unknown(session, person.team_id, Decision, number)
    view = drawing.view_of(session, now, decision, person)
    asked = cards.question(decision)
    said = cards.summary([answer.impact for answer in view.answers])
    return Opening(
        name=decision.ref,
        title=blocks.safe(decision.title),
        lines=[asked] if asked else [],
        state=cards.state(view, audience.line(audience.readers_of(session, decision))),
        parts=[
            *cards.ruled(view),
            *([f"*{said}.*"] if said else []),
            *answer_cards.task_lines(view),
        ],
        ways=_ways(session, now, person, decision),
    )


def _ways(session: Session, now: datetime, person: Person, decision: Decision) -> list[Way]:
    found: list[Way] = []
    if reopening.may_reopen(session, person, decision):
        found.append(Way(again_cards.LABEL, again_cards.OPEN, decision.ref))
    if decision.state == DecisionState.WITHDRAWN:
        return [*found, *_undo(session, now, person, decision)]
    if access.may(session, person, access.ANSWER_IMPACT, decision):
        found += [
            Way(SIGNS[impact].button, f"decision.{impact}", decision.ref, is_answer=True)
            for impact in rules.offered_for(decision)
        ]
    if deciding.may_end(session, person, decision):
        found += [Way(label, verb, ref) for label, verb, ref in deciding_cards.ways(decision)[:4]]
    found += _looking_back(session, person, decision)
    found += _undo(session, now, person, decision)
    if access.may(session, person, access.OPEN_DECISION, decision):
        other = Audience.DEPARTMENT if decision.is_private else Audience.PRIVATE
        label = SHOW_TO_ALL if decision.is_private else MAKE_PRIVATE
        value = f"{decision.ref}{blocks.SEPARATOR}{other}"
        found.append(Way(label, "decision.audience", value))
        found.append(Way(sharing.LABEL, sharing.OPEN, decision.ref))
    if access.may(session, person, access.NOTE, decision):
        found.append(Way("Note…", "item.note", decision.ref))
    if access.may(session, person, access.FOLLOW, decision):
        found.append(follow_ways.way(session, person, decision))
    return found


def _undo(session: Session, now: datetime, person: Person, decision: Decision) -> list[Way]:
    event = undoing.can(session, now, person, decision)
    if event is None:
        return []
    return [Way(undoable.LABEL, undoable.IN_PLACE, undoable.value(decision, event))]


def _looking_back(session: Session, person: Person, decision: Decision) -> list[Way]:
    """The answers to what came true while that is asked, else one way to say or change it."""
    if not reviews.may_look_back(session, person, decision):
        return []
    if not reviews.is_asked(session, decision):
        return [Way(forecast_cards.LABEL, forecast_cards.CHANGE, decision.ref)]
    return [
        Way(label, verb, decision.ref, is_answer=True)
        for label, verb in forecast_cards.WAYS.items()
    ]


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before
    actor = blocks.person(event.actor) if event.actor else "Duly"
    why = event.details.get("why") or event.details.get("words")
    if event.verb in ("decided", "withdrawn", "not asked any more", "reopened", "day moved"):
        why = event.details.get("reason")
    sign = SIGNS.get(Impact(event.details["impact"])) if event.verb == "answered" else None
    happened = HAPPENED.get(event.verb, "asked what it means for customers")
    happened = happened.format(
        to=blocks.person(event.details.get("to")),
        words=blocks.safe(str(event.details.get("words", "")), 900),
        day=day_cards.named(event.details.get("day"), reader.zone, event.happened_at),
        topic=topics.named(event.details.get("topic")),
        **forecast_cards.told(event.details),
    )
    said = f"{actor} {sign.happened if sign else happened}"
    return StoryLine(said, why if isinstance(why, str) else "")


TOLD = Telling(opening=_opening, line=_line)

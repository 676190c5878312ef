"""What an outcome has to say above its story: where it goes, how it stands, what can be done."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.roadmap import asking, cards, moves, rules, undoing, weighing, words
from handlers.customers.roadmap.kind import COURSE, NUMBER, STAND, TAKE
from handlers.people import access, audiences
from handlers.promises import items, lifecycle
from handlers.speech import blocks
from storage import customer_outcomes, departments, initiatives, traces
from storage.customer_outcomes import CourseSaid, CustomerOutcome, OutcomeState
from storage.history import Event
from storage.people import Person

HAPPENED = {
    "written": "wrote it",
    "changed": "changed it",
    "taken": "took it",
    "not taken": "said no to it",
    "passed on": "asked {to} instead",
    "left behind": "asked {to} who answers for it, as whoever did has left",
    "number asked for": "asked {to} for the number",
    "counted by Duly": "counted it",
    "asked how it stands": "counted, and asked {to} how it stands",
    "counted": "gave the number",
    "no number yet": "said that there is no number yet",
    "looked at again": "asked {to} which is right, the words or the figures",
    "said again": "looked at it again",
    "met": "closed it: met",
    "not met": "closed it: not met",
    "ended": "let it go",
    "escalated": "told {to} that an answer is missing",
    "import undone": "took it back with its file",
    "undone": "undid that",
}
COUNTING = ("counted", "asked how it stands", "counted by Duly", "met", "not met")
"""With what a number may have come."""
LISTED = 10
"""So many of the tasks that move it stand above its story."""
QUOTED = ("reason", "because", "line", "helps")
"""Of what is different with an event, the words that are told with it."""


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    outcome = customer_outcomes.find(session, person.team_id, number)
    access.check(session, person, access.READ, outcome)
    if outcome is None:
        raise items.unknown(session, person.team_id, CustomerOutcome, number)
    department = departments.find(session, outcome.team_id, outcome.department_id)
    today = hours.day_of(now, person.zone)
    is_owner = person.user_id == outcome.owner_id
    found = (weighing.against if is_owner else weighing.shown)(session, now, outcome)
    return Opening(
        name=outcome.ref,
        title=blocks.safe(outcome.title, 150),
        lines=[
            *cards.facts(outcome, department.name if department else "", today),
            *cards.course(outcome, today),
            *cards.again(outcome, found),
            *cards.ended(outcome),
            *_moved_by(session, now, person, outcome),
            *_paid_for(session, outcome),
            *_decided_for(session, person, outcome),
        ],
        state=cards.state(outcome, today),
        ways=_ways(session, now, person, outcome),
    )


def _paid_for(session: Session, outcome: CustomerOutcome) -> list[str]:
    """The initiatives that move it, without their money."""
    found = initiatives.moving(session, outcome.team_id, outcome.number)
    return words.moved_by("initiative", [f"{each.ref} {each.title}" for each in found], LISTED)


def _decided_for(session: Session, person: Person, outcome: CustomerOutcome) -> list[str]:
    """The decisions that move it and that the reader may see, each with how it stands."""
    found = traces.decisions_of(session, audiences.reader(session, person), outcome.number)
    named = [
        f"{each.ref} {each.title}: {'decided' if each.decided_at else 'not decided yet'}"
        for each in found
    ]
    return words.moved_by("decision", named, LISTED)


def _moved_by(
    session: Session, now: datetime, person: Person, outcome: CustomerOutcome
) -> list[str]:
    """How many open tasks move it, and those that the reader may see, the earliest first."""
    if not outcome.is_open:
        return []
    reader = audiences.reader(session, person)
    found = traces.open_of(session, reader, outcome.number, LISTED + 1)
    work = weighing.work_of(session, now, outcome)
    return [
        words.moving(work, outcome.ref, sees_private=bool(found)),
        *cards.tasks(found[:LISTED], now, len(found) > LISTED),
    ]


def _ways(session: Session, now: datetime, person: Person, outcome: CustomerOutcome) -> list[Way]:
    asked, ref = asking.open_kinds(session, outcome), outcome.ref
    found = []
    if TAKE.name in asked and _may(session, person, outcome, moves.ACCEPT):
        found.append(Way(cards.TAKE_IT, words.TAKE_IT, ref, is_answer=True))
    if _may(session, person, outcome, moves.REFUSE):
        found.append(Way(cards.REFUSE_IT, words.NOT_TAKE, ref, is_answer=True))
    if COURSE.name in asked and _may(session, person, outcome, moves.HOLD):
        found += [
            Way("On course, because…", words.HOLD, ref, is_answer=True),
            Way("It may miss…", words.MAY_MISS, ref, is_answer=True),
            Way("It will miss…", words.WILL_MISS, ref, is_answer=True),
        ]
    if _may(session, person, outcome, moves.COUNT):
        is_asked = bool({NUMBER.name, STAND.name} & asked)
        label = words.STAND_IT if outcome.counter else cards.COUNT_IT
        found.append(Way(label, words.COUNT, ref, is_answer=is_asked))
        if NUMBER.name in asked:
            found.append(Way(cards.LATER_IT, words.LATER, ref, is_answer=True))
    if _may(session, person, outcome, moves.PASS_ON):
        found += [
            Way(f"{_ASKS[kind]}: somebody else…", words.PASS, f"{ref}{blocks.SEPARATOR}{kind}")
            for kind in _ASKS
            if kind in asked
        ]
    if access.may(session, person, access.CREATE_TASK) and outcome.is_open:
        found.append(Way(cards.TASK, words.AS_TASK, ref))
    if _may(session, person, outcome, moves.EDIT):
        found += [Way(cards.EDIT_IT, words.EDIT, ref), Way(cards.END_IT, words.END, ref)]
    found += _carry_on(session, person, outcome)
    if undoing.can(session, now, person, outcome):
        found.append(Way(cards.UNDO, words.UNDO, ref))
    return found


def _carry_on(session: Session, person: Person, outcome: CustomerOutcome) -> list[Way]:
    """What is over goes on in another quarter, where its reader may write that."""
    if outcome.state not in OVER or not access.may(session, person, access.WRITE_OUTCOME):
        return []
    return [Way(cards.CARRY_IT, words.CARRY, outcome.ref)]


OVER = (OutcomeState.MET, OutcomeState.NOT_MET)
_ASKS = {TAKE.name: "Answering for it", NUMBER.name: "The number"}


def _may(session: Session, person: Person, outcome: CustomerOutcome, move: lifecycle.Move) -> bool:
    return lifecycle.may(session, person, outcome, move)


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    happened = HAPPENED.get(event.verb, event.verb)
    said = happened.format(to=blocks.person(event.details.get("to")))
    after = event.details.get("after") or {}
    if event.verb in COUNTING and "latest" in after:
        said = f"{said}: {rules.figure(after['latest'], after.get('unit', ''))}"
    if event.verb in ("counted", "said again") and after.get("said"):
        said = f"{said}, {words.COURSES[CourseSaid(after['said'])]}"
    quoted = next((str(after[name]) for name in QUOTED if after.get(name)), "")
    return StoryLine(f"{actor} {said}", "" if event.verb == "undone" else quoted)


TOLD = Telling(opening=_opening, line=_line)

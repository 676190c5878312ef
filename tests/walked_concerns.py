"""Whoever will meet an issue is asked of one person, while they are to hear of it from us first.

What the list holds is counted once more from what happened: who was put on it, told, spared, and
what of that was undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlmodel import Session, col, select

from handlers.promises import items, moves, warnings
from handlers.promises.asked import WARN
from handlers.promises.items import concerned
from storage import asks, concerns
from storage.asks import Ask
from storage.concerns import Concern, ConcernEnd
from storage.history import Event
from storage.issues import Issue
from storage.people import Person
from tests.cast import TEAM

OF_LISTS = {
    moves.CONCERN.verb: "on the list",
    moves.WARNED.verb: ConcernEnd.TOLD,
    moves.SPARED.verb: ConcernEnd.SPARED,
}
"""What each move makes of so many lines."""


def wrong(session: Session) -> list[str]:
    """What should hold of all lists at once, and does not."""
    found = list(session.exec(select(Concern).where(Concern.team_id == TEAM)))
    said = [each for line in found for each in _of_line(line)]
    told = _told(session)
    stands = Counter(each.outcome for each in found if each.outcome)
    stands["on the list"] = len(found)
    said += [
        f"{stands[name]} customers are {name}, history says {told[name]}"
        for name in map(str, OF_LISTS.values())
        if stands[name] != told[name]
    ]
    return said


def _of_line(line: Concern) -> Iterator[str]:
    answers = (line.answered_at, line.answered_by, line.outcome)
    if any(answers) != all(answers) or (line.words and line.outcome is None):
        yield f"a line of I-{line.number} is answered by halves: {answers}, “{line.words}”"
    if line.outcome not in (None, *ConcernEnd):
        yield f"a line of I-{line.number} ended as {line.outcome}"


def _told(session: Session) -> Counter[str]:
    """How many lines there are of each sort by what happened, and was not undone since."""
    events = session.exec(
        select(Event)
        .where(Event.team_id == TEAM, Event.noun == Issue.noun)
        .order_by(col(Event.number), col(Event.event_id))
    )
    counted: Counter[str] = Counter()
    done: dict[tuple[int, str], list[int]] = {}
    for event in events:
        verb = event.details.get("undid") if event.verb == moves.UNDO.verb else event.verb
        if verb not in OF_LISTS:
            continue
        known = done.setdefault((event.number, verb), [])
        if event.verb == moves.UNDO.verb:
            counted[str(OF_LISTS[verb])] -= known.pop()
        else:
            known.append(event.details["count"])
            counted[str(OF_LISTS[verb])] += event.details["count"]
    return counted


def of_issue(session: Session, issue: Issue) -> Iterator[str]:
    """Who waits is asked of somebody who can tell them, and nobody is asked about nobody."""
    about = asks.open_about(session, TEAM, issue.noun, issue.number)
    wanted = {ask.ask_id: ask for ask in about if ask.kind == WARN}
    if issue.state not in moves.CONCERN.start:
        if wanted:
            yield f"{len(wanted)} are asked to tell customers first, and it is {issue.state}"
        return
    waits = _waiting(session, issue)
    asked = {each.ask_id for each in waits}
    yield from (
        f"{_who(session, ask)} is asked to tell nobody first"
        for ask_id, ask in wanted.items()
        if ask_id not in asked
    )
    lost = [each for each in waits if each.ask_id not in wanted]
    candidates = concerns.of_ids(session, TEAM, [each.customer_id for each in lost])
    # Where nobody is there who could tell them, nobody is asked.
    can = warnings.tellers(session, issue, candidates, None, None)
    yield from (f"{each.name} waits, and nobody is asked" for each in candidates
                if each.customer_id in can)  # fmt: skip
    people = Counter(ask.whose_id for ask in wanted.values())
    yield from (f"{who} is asked {count} times to tell customers first"
                for who, count in people.items() if count > 1)  # fmt: skip


def asked(session: Session, issue: Issue) -> dict[str, tuple[int, int]]:
    """How many are asked to tell customers first, at least and at most."""
    if issue.state not in moves.CONCERN.start:
        return {}
    return {WARN: (0, len(_waiting(session, issue)))}


def _waiting(session: Session, issue: Issue) -> list[concerns.WaitingConcern]:
    """Who waits on its list, and has not reported it."""
    joined = items.joined(session, issue)
    own = concerned.own([issue, *joined])
    numbers = [issue.number, *(each.number for each in joined)]
    lines = concerns.waiting(session, TEAM, numbers)
    return [each for each in lines if each.customer_id not in own]


def _who(session: Session, ask: Ask) -> str:
    person = session.get(Person, (TEAM, ask.person_id))
    return person.name if person else ask.person_id

"""The story of an initiative: who wrote it down, what was changed, and what anybody may do now."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.initiatives import cards, moves, reading, undoing, words
from handlers.customers.initiatives import way_words as hanging_words
from handlers.customers.initiatives.cuts import cards as cut_cards
from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.speech import blocks
from storage import customer_outcomes, customers, hanging, initiatives, reaches
from storage.customer_outcomes import CustomerOutcome
from storage.history import Event
from storage.initiatives import Initiative
from storage.people import Person
from storage.tasks import Task

HAPPENED = {
    "written down": "wrote it down",
    "changed": "changed {what}",
    "given a task": "gave {task} for it",
    "went another way": "said how it goes on without it",
    "went on": "asks {owner} no more: what hangs on it has a new day, another owner, or has ended",
    "escalated": "told {to} that an answer is missing",
    "cut": "cut it",
    "put to the executives": "asked the executives whether it is cut",
    "cut as decided": "cut it, as the executives decided",
    "goes on as decided": "let it go on: the executives did not decide to cut it",
    "joined": "joined it, as was decided",
    "took another in": "took another in, as was decided: {what}",
    "import undone": "took it back with its file",
    "undone": "undid that",
}
COLUMNS = {
    "title": "what customers get",
    "department_id": "who pays",
    "owner_id": "who answers for it",
    "begins_on": "when it begins",
    "ends_on": "when it ends",
    "amount": "its money",
    "outcome_number": "which outcome it moves",
    "tiers": "for whom it is",
    "segments": "for whom it is",
    "customers": "for whom it is",
    "joined_to": "what it is part of",
}
"""What is different with an event, as people say it."""


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    access.check(session, person, access.READ)
    initiative = initiatives.find(session, person.team_id, number)
    if initiative is None:
        raise items.unknown(session, person.team_id, Initiative, number)
    today = hours.day_of(now, person.zone)
    [shown] = reading.lines(session, person, [initiative], all_money=False)
    customers.read(session, person.team_id, shown.reach.named)
    found = (customers.find(session, person.team_id, each) for each in shown.reach.named)
    names = sorted(each.name for each in found if each)
    in_tier = reaches.customers_in(session, person.team_id)
    return Opening(
        name=initiative.ref,
        title=blocks.safe(words.name_of(initiative), 150),
        lines=[
            *cards.facts(shown, names, in_tier, today),
            *cards.moves(_moved(session, initiative)),
            *filter(None, [hanging_words.promises(_hanging(session, initiative))]),
            *cut_cards.was_cut(initiative, today),
            *cut_cards.is_asked(initiative),
        ],
        state=cards.state(initiative, today),
        ways=_ways(session, now, person, initiative),
    )


def _moved(session: Session, initiative: Initiative) -> CustomerOutcome | None:
    if initiative.outcome_number is None:
        return None
    return customer_outcomes.find(session, initiative.team_id, initiative.outcome_number)


def _hanging(session: Session, initiative: Initiative) -> list[Task]:
    return hanging.live(session, initiative.team_id, initiative.number)


def _ways(session: Session, now: datetime, person: Person, initiative: Initiative) -> list[Way]:
    found = []
    if lifecycle.may(session, person, initiative, moves.CHANGE):
        found += [
            Way(cards.EDIT_IT, words.EDIT, initiative.ref),
            Way(hanging_words.GIVE_LABEL, hanging_words.GIVE, initiative.ref),
            Way(cut_cards.CUT, words.CUT, initiative.ref),
        ]
    if lifecycle.may(session, person, initiative, moves.ANOTHER_WAY):
        found.append(
            Way(hanging_words.WAY_LABEL, hanging_words.WAY, initiative.ref, is_answer=True)
        )
    if undoing.can(session, now, person, initiative):
        found.append(Way(cards.UNDO, words.UNDO, initiative.ref))
    return found


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    actor = blocks.person(event.actor) if event.actor else "Duly"
    changed = [COLUMNS[name] for name in event.details.get("after") or {} if name in COLUMNS]
    what = ", ".join(dict.fromkeys(changed)) or "it"
    happened = HAPPENED.get(event.verb, event.verb).format(
        what=what,
        task=event.details.get("task", ""),
        to=blocks.person(event.details.get("to")),
        owner=blocks.person(event.details.get("owner")),
    )
    why = (event.details.get("after") or {}).get("cut_why") or event.details.get("words")
    return StoryLine(f"{actor} {happened}", str(why or ""))


TOLD = Telling(opening=_opening, line=_line)

"""A task may hang on an initiative: it is part of how customers get it, and changes with it."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.people import access
from handlers.promises import items, lifecycle
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.speech import blocks, inputs, phrases
from handlers.speech.blocks import Choices
from handlers.speech.initiative_errors import HangsOnNothing, HangsOnOthers, InitiativeEnded
from storage import customer_outcomes, hanging, initiatives, people
from storage.customer_outcomes import CustomerOutcome
from storage.initiatives import Initiative, InitiativeState
from storage.people import Person
from storage.tasks import Promise

FIELD = "initiative"
NONE = "none"
LABEL = "Which initiative is it for?"
NONE_OF_THEM = "None"
TITLE = 60
WRONG = (HangsOnNothing, HangsOnOthers, InitiativeEnded)
"""What is said under the field."""
GIVE = Move(
    (Initiative.noun,), "given a task", access.CHANGE_INITIATIVE, (InitiativeState.OPEN,), None,
    facts={"task": str},
    told=NOBODY,
)  # fmt: skip


def named(session: Session, person: Person, words: str) -> Initiative | None:
    """The initiative that somebody names or has chosen, held; None for “none” and for nothing.

    Raises HangsOnNothing, NoSuchNumber, HangsOnOthers for whoever may not change it,
    InitiativeEnded where it does not stand, and what `access.check` raises.
    """
    if words.strip() in ("", NONE):
        return None
    said = phrases.reference(words)
    access.check(session, person, access.READ)
    if said is None or said.letter != Initiative.letter:
        raise HangsOnNothing(words=blocks.clip(words, TITLE))
    found = initiatives.find(session, person.team_id, said.number, lock=True)
    if found is None:
        raise items.unknown(session, person.team_id, Initiative, said.number)
    if not access.may(session, person, access.CHANGE_INITIATIVE, found):
        owner = people.find(session, found.team_id, found.owner_id)
        raise HangsOnOthers(ref=found.ref, who=owner.name if owner else "whoever answers for it")
    if not found.stands:
        raise InitiativeEnded(ref=found.ref, how=str(InitiativeState(found.state)))
    return found


def question(found: Initiative | None) -> list[Block]:
    """The field of a form in which an initiative was named; none where it was not."""
    if found is None:
        return []
    names = {NONE: NONE_OF_THEM, found.ref: f"{found.ref} {blocks.clip(found.title, TITLE)}"}
    return [inputs.row(FIELD, LABEL, Choices(names, found.ref), optional=True)]


def moved_by(session: Session, found: Initiative | None) -> CustomerOutcome | None:
    """The outcome that an initiative moves, and with it what hangs on it; while that is open."""
    if found is None or found.outcome_number is None:
        return None
    outcome = customer_outcomes.find(session, found.team_id, found.outcome_number)
    return outcome if outcome and outcome.is_open else None


def hang(session: Session, now: datetime, actor: Person, found: Initiative, task: Promise) -> bool:
    """Let a task hang on an initiative, which is held; False where it does already.

    Raises what `lifecycle.permit` raises.
    """
    if hanging.has(session, found.team_id, found.number, task.number):
        return False
    hanging.add(session, found.team_id, found.number, task.number)
    lifecycle.permit(session, actor, found, GIVE)
    lifecycle.make(session, now, GIVE, found, actor, task=task.ref)
    return True

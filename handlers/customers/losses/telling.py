"""What a loss has to say above its story: who left, why, what shows it, and what can be done."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers.losses import asking, cards, moves, undoing, words
from handlers.customers.losses.kind import CALL, PROOF, WHY
from handlers.people import access, office
from handlers.promises import items, lifecycle
from handlers.speech import blocks, leaving
from storage import asks as stored_asks
from storage import customers, departments, losses
from storage.history import Event
from storage.losses import Loss, LossState
from storage.people import Person

HAPPENED = {
    "recorded": "recorded it",
    "corrected": "changed what was recorded",
    "understood": "said what stood behind it",
    "asks them": "named a day by which to ask them",
    "not known": "said that nobody knows why",
    "verified": "verified it",
    "doubted": "said that it does not show",
    "call asked for": "asked {to} to call them",
    "call given": "said that {to} calls them",
    "called": "spoke with them",
    "not called": "said that they are not called",
    "passed on": "asked {to} instead",
    "followed": "had {led_to} follow from it",
    "followed no more": "took {led_to} back",
    "closed": "closed it: nothing more is asked",
    "won back": "won it back",
    "escalated": "told {to} that an answer is missing",
    "undone": "undid that",
}
QUOTED = ("said", "behind", "checked", "learned")
"""Of what is different with an event, the words that are told with it."""


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    loss = losses.find(session, person.team_id, number)
    access.check(session, person, access.READ_LOSSES, loss)
    if loss is None:
        raise items.unknown(session, person.team_id, Loss, number)
    customer = customers.find(session, loss.team_id, loss.customer_id)
    department = departments.find(session, loss.team_id, loss.department_id)
    money_shown = access.may_see_money(session, person, customer)
    at = loss.verified_at
    verified_on = office.day_of(session, loss.team_id, at) if at else None
    back = cards.back_on(loss, now.date())
    return Opening(
        name=loss.ref,
        title=blocks.safe(loss.title, 80),
        lines=[
            *cards.facts(loss, customer, now, money_shown=money_shown),
            *cards.cause(loss, department.name if department else ""),
            *cards.verdict(loss, verified_on, now),
            *cards.call(loss, now, is_asked=bool(asking.open_of(session, loss, CALL.name))),
            *([back] if back else []),
        ],
        state=cards.state(loss),
        ways=_ways(session, now, person, loss),
    )


def _ways(session: Session, now: datetime, person: Person, loss: Loss) -> list[Way]:
    about = stored_asks.open_about(session, loss.team_id, loss.noun, loss.number)
    asked = {ask.kind for ask in about}
    found = []
    says_why = asking.is_asked(session, person, loss, WHY.name)
    is_outside = asking.is_outside(session, person, loss)
    looks = is_outside and asking.is_asked(session, person, loss, PROOF.name)
    calls = CALL.name in asked and asking.is_asked(session, person, loss, CALL.name)
    if says_why and _may(session, person, loss, moves.EXPLAIN) and loss.state != LossState.VERIFIED:
        found.append(Way(cards.WRITE_IT, words.EXPLAIN, loss.ref, is_answer=WHY.name in asked))
    if says_why and WHY.name in asked and _may(session, person, loss, moves.ASK_THEM):
        found.append(Way(cards.ASK_THEM, words.ASK_THEM, loss.ref, is_answer=True))
    if says_why and _may(session, person, loss, moves.UNKNOWN):
        found.append(Way(cards.NOBODY_KNOWS, words.UNKNOWN, loss.ref, is_answer=True))
    if looks and _may(session, person, loss, moves.PROVE):
        found += [
            Way(cards.IT_SHOWS, words.SHOWN, loss.ref, is_answer=True),
            Way(cards.IT_DOES_NOT, words.DOUBT, loss.ref, is_answer=True),
        ]
    if calls and _may(session, person, loss, moves.CALLED):
        found += [
            Way("We spoke…", words.SPOKE, loss.ref, is_answer=True),
            Way("No, because…", words.NO_CALL, loss.ref, is_answer=True),
        ]
    if _may(session, person, loss, moves.PASS_ON):
        found += [
            Way(f"{_ASKS[kind]}: somebody else…", words.PASS,
                f"{loss.ref}{blocks.SEPARATOR}{kind}")
            for kind in _ASKS
            if kind in asked and asking.is_asked(session, person, loss, kind)
        ]  # fmt: skip
    if access.may(session, person, access.CREATE_TASK) and loss.stands:
        found.append(Way(cards.TASK, words.AS_TASK, loss.ref))
    if _may(session, person, loss, moves.CORRECT):
        found += [
            Way(cards.EDIT_IT, words.EDIT, loss.ref),
            Way(cards.back_label(loss), words.BACK, loss.ref),
        ]
    if undoing.can(session, now, person, loss):
        found.append(Way(cards.UNDO, words.UNDO, loss.ref))
    return found


_ASKS = {WHY.name: "Why", PROOF.name: "Verifying", CALL.name: "The call"}


def _may(session: Session, person: Person, loss: Loss, move: lifecycle.Move) -> bool:
    return lifecycle.may(session, person, loss, move)


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    by = event.actor or event.details.get("by")
    actor = blocks.person(by) if by else "Duly"
    happened = HAPPENED.get(event.verb, event.verb)
    said = happened.format(
        to=blocks.person(event.details.get("to")), led_to=event.details.get("led_to")
    )
    after = event.details.get("after") or event.details.get("lost") or {}
    if event.verb == "understood" and after.get("cause"):
        said = f"{said}: {leaving.name_of(after['cause'])}"
    quoted = next((str(after[name]) for name in QUOTED if after.get(name)), "")
    return StoryLine(f"{actor} {said}", "" if event.verb == "undone" else quoted)


TOLD = Telling(opening=_opening, line=_line)

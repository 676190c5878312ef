"""A customer left: it is recorded, understood with its evidence, verified by somebody outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import changes
from handlers.customers.losses import asking, changing, marking, moves, presence, words
from handlers.customers.losses.kind import KINDS, PROOF, WHY
from handlers.people import access, lookup
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import cleaning, phrases, reasons
from handlers.speech import words as plain
from handlers.speech.errors import StaleForm
from handlers.speech.loss_errors import (
    BackBeforeTheyLeft,
    CallerNoExecutive,
    CauseMissing,
    EvidenceMissing,
    LeavesLater,
    LeftLongAgo,
    LossEnded,
    LossOfNobody,
    NotAskedForLoss,
    OwnCause,
    OwnDepartment,
    PreventerMissing,
    SaidNothing,
    StatedMissing,
    WordsTooLong,
)
from handlers.speech.people_errors import NotYours
from storage import counters, losses, people
from storage.customers import Customer
from storage.departments import Department
from storage.losses import Loss, LossReason, LossState, Preventer
from storage.people import Person, Role

LONGEST, WHO = 1000, 80
"""Characters of somebody's words, and of who told us."""
YEARS = 10
NOTHING_BEHIND: Mapping[str, object] = {
    "cause": None, "evidence": "", "preventable": Preventer.NOT_KNOWN, "department_id": None,
    "checked": "", "verified_by": None, "verified_at": None,
}  # fmt: skip
"""Of what nobody knows no cause is kept that somebody doubted: its story still tells that."""


@dataclass(frozen=True)
class LossSaid:
    """What somebody says of a customer who left.

    `on` is the local day, None for today; `value` is what they were worth in a year, in whole units
    of the company's currency, None where nobody knows. `said` are their words, `stated` the reason
    that they gave, `told_by` who told us. With `is_part` they stay, and pay so much less.
    """

    customer: Customer | None
    said: str
    stated: LossReason | None
    on: date | None = None
    value: int | None = None
    told_by: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class CauseFound:
    """What stood behind a loss, in whose words, what shows it, and who could have prevented it."""

    cause: LossReason | None
    behind: str = ""
    evidence: str = ""
    preventable: Preventer | None = None
    department: Department | None = None


def record(session: Session, now: datetime, actor: Person, said: LossSaid) -> Loss:
    """Write down that a customer left, or pays less, and ask their account lead why.

    Raises LossOfNobody, LeavesLater, LeftLongAgo, SaidNothing, StatedMissing, WordsTooLong, and
    what `presence` and `access.check` raise.
    """
    access.check(session, actor, access.RECORD_LOSS)
    told = _told(now, actor, said)
    customer = said.customer
    if customer is None:
        raise LossOfNobody
    number = counters.next_number(session, actor.team_id, Loss.noun)
    presence.check_is_here(session, customer)
    presence.check_came_before(session, customer, told["left_on"])
    if said.is_part:
        presence.check_is_less(customer, said.value)
    title = words.PART_TITLE if said.is_part else words.TITLE
    new = Loss(
        team_id=actor.team_id,
        number=number,
        title=title.format(name=customer.name),
        created_at=now,
        recorded_by=actor.user_id,
        customer_id=customer.customer_id,
        tier=customer.tier,
        currency=customer.currency,
        **told,
    )
    lifecycle.begin(
        session, now, moves.RECORD, new, actor, asked=asking.why(session, new),
        lost=changing.TOLD.told_of(new),
    )  # fmt: skip
    marking.mark(session, now, actor.user_id, new, new.left_on, 0)
    return new


def correct(session: Session, now: datetime, actor: Person, ref: str, said: LossSaid) -> Loss:
    """Say something else of when they left, with what words and worth what.

    As it was, where nothing differs. Raises what `named` and `record` raise, but LeftAlready.
    """
    loss = named(session, actor, ref, moves.CORRECT)
    told = {**_told(now, actor, said), "is_part": loss.is_part}
    before = loss.taken_off
    if loss.is_part and said.customer is not None:
        presence.check_is_less(said.customer, said.value, before)
    if said.customer is not None and told["left_on"] != loss.left_on:
        presence.check_came_before(session, said.customer, told["left_on"], loss)
    if make(session, now, moves.CORRECT, loss, actor, told, only_if_different=True):
        marking.mark(session, now, actor.user_id, loss, loss.left_on, before)
    return loss


def explain(session: Session, now: datetime, actor: Person, ref: str, said: CauseFound) -> Loss:
    """Say what stood behind it and what shows that; somebody outside is asked whether it does.

    Raises CauseMissing, EvidenceMissing, PreventerMissing, WordsTooLong, and what `named` and
    `check_asked` raise.
    """
    loss = named(session, actor, ref, moves.EXPLAIN)
    check_asked(session, actor, loss, WHY.name)
    if said.cause is None:
        raise CauseMissing
    if cleaning.says_nothing(said.evidence):
        raise EvidenceMissing
    is_of_department = said.preventable == Preventer.DEPARTMENT
    if said.preventable is None or (is_of_department and said.department is None):
        raise PreventerMissing
    for line in (said.behind, said.evidence):
        check_length(line)
    department = said.department if is_of_department else None
    wanted = {
        "cause": said.cause,
        "behind": said.behind.strip(),
        "evidence": said.evidence.strip(),
        "preventable": said.preventable,
        "department_id": department.department_id if department else None,
        "understood_by": actor.user_id,
        "checked": "",
        "verified_by": None,
        "verified_at": None,
    }
    make(session, now, moves.EXPLAIN, loss, actor, wanted, asks=asking.proof)
    return loss


def give_up(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Loss:
    """Nobody knows what stood behind it, for a reason: it counts as not known.

    Raises what `named`, `reasons.check` and `check_length` raise.
    """
    loss = named(session, actor, ref, moves.UNKNOWN)
    check_asked(session, actor, loss, WHY.name)
    check_reason(reason)
    wanted = {**NOTHING_BEHIND, "behind": reason.strip()}
    make(session, now, moves.UNKNOWN, loss, actor, wanted)
    return loss


def verify(session: Session, now: datetime, actor: Person, ref: str) -> Loss:
    """It shows, says somebody outside. Raises OwnCause, OwnDepartment, and what `named` raises."""
    loss = named(session, actor, ref, moves.PROVE)
    check_asked(session, actor, loss, PROOF.name)
    _check_outside(session, actor, loss)
    wanted = {"verified_by": actor.user_id, "verified_at": now, "checked": ""}
    make(session, now, moves.PROVE, loss, actor, wanted)
    return loss


def doubt(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> Loss:
    """It does not show, for a reason: what stood behind it is asked for again, and both stand.

    Raises OwnCause, OwnDepartment, and what `named`, `reasons.check` and `check_length` raise.
    """
    loss = named(session, actor, ref, moves.DOUBT)
    check_asked(session, actor, loss, PROOF.name)
    _check_outside(session, actor, loss)
    check_reason(reason)
    wanted = {"verified_by": actor.user_id, "verified_at": None, "checked": reason.strip()}
    make(session, now, moves.DOUBT, loss, actor, wanted, asks=asking.why)
    return loss


def pass_on(
    session: Session, now: datetime, actor: Person, ref: str, kind: str, to_id: str
) -> Person:
    """Ask somebody else what is asked about a loss; who is asked now.

    Raises NotAskedForLoss, CallerNoExecutive, OwnCause, OwnDepartment, and what `named`,
    `lookup.chosen_person` and `access.check_owner` raise.
    """
    loss = named(session, actor, ref, moves.PASS_ON)
    if kind not in KINDS:
        raise StaleForm
    check_is_asked(session, loss, kind)
    check_asked(session, actor, loss, kind)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    if to.role != Role.CCO or kind == "call":
        access.check_owner(to)
    if kind == "call" and to.role != Role.EXECUTIVE:
        raise CallerNoExecutive(name=to.name)
    if kind == "proof":
        _check_outside(session, to, loss)
    wanted = {"caller_id": to.user_id} if kind == "call" else {}
    different = changes.different(loss, wanted)
    lifecycle.permit(session, actor, loss, moves.PASS_ON)
    changing.TOLD.set_columns(loss, different.after)
    lifecycle.make(
        session, now, moves.PASS_ON, loss, actor, asked=[asking.asked(KINDS[kind], to)],
        goes_on=[each for each in KINDS if each != kind], to=to.user_id, asked_for=kind,
        before=different.before, after=different.after,
    )  # fmt: skip
    return to


def win_back(
    session: Session, now: datetime, actor: Person, ref: str, on: date | None = None
) -> Loss:
    """They are back: nothing is asked about the loss any more, and they may be lost again.

    Raises BackBeforeTheyLeft, LeavesLater, and what `named` raises.
    """
    loss = named(session, actor, ref, moves.WIN_BACK)
    today = hours.day_of(now, actor.zone)
    day = on or today
    if day > today:
        raise LeavesLater
    if day < loss.left_on:
        raise BackBeforeTheyLeft(day=plain.dated(loss.left_on))
    before = loss.taken_off
    make(session, now, moves.WIN_BACK, loss, actor, {"won_back_on": day})
    marking.mark(session, now, actor.user_id, loss, None, before)
    return loss


# --- who, and which ---


def named(session: Session, actor: Person, ref: str, *which: Move) -> Loss:
    """The loss that somebody names, held until the commit, if one of these moves is theirs to make.

    Raises StaleForm for what names none, NoSuchNumber, LossEnded where it stands otherwise, and
    what `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != Loss.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    loss = losses.find(session, actor.team_id, said.number, lock=True)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, loss)
    if loss is None:
        raise items.unknown(session, actor.team_id, Loss, said.number)
    if which and not any(loss.state in each.start for each in which):
        raise LossEnded(ref=loss.ref, how=words.STATES[LossState(loss.state)])
    return loss


def may_read(session: Session, reader: Person, loss: Loss) -> bool:
    """Whether somebody may read why a customer left.

    Those are account leads, leads of departments, executives and the CCO, and whoever is asked.
    """
    return access.may(session, reader, access.READ_LOSSES, loss)


# --- what all of it does ---


def make(
    session: Session,
    now: datetime,
    move: Move,
    loss: Loss,
    actor: Person,
    wanted: Mapping[str, object],
    *,
    asks: Any = None,
    only_if_different: bool = False,
) -> bool:
    """Make a move that sets columns of a loss, which is held; whether it was made.

    `asks` (session, loss) says who is asked then.
    """
    lifecycle.permit(session, actor, loss, move)
    different = changes.different(loss, wanted)
    if only_if_different and not different.after:
        return False
    changing.TOLD.set_columns(loss, different.after)
    asked: list[Asked] = asks(session, loss) if asks else []
    lifecycle.make(
        session, now, move, loss, actor, asked=asked,
        before=different.before, after=different.after,
    )  # fmt: skip
    return True


def _told(now: datetime, actor: Person, said: LossSaid) -> dict[str, Any]:
    """What is said of it, by column."""
    if said.customer is None:
        raise LossOfNobody
    today = hours.day_of(now, actor.zone)
    day = said.on or today
    if day > today:
        raise LeavesLater
    if day.year < today.year - YEARS:
        raise LeftLongAgo(years=str(YEARS))
    if cleaning.says_nothing(said.said):
        raise SaidNothing
    if said.stated is None:
        raise StatedMissing
    check_length(said.said)
    check_length(said.told_by, WHO)
    return {
        "left_on": day,
        "value": said.value,
        "said": said.said.strip(),
        "stated": str(said.stated),
        "told_by": said.told_by.strip(),
        "is_part": said.is_part,
    }


def check_length(line: str, most: int = LONGEST) -> None:
    """Raises WordsTooLong."""
    if len(line) > most:
        raise WordsTooLong(length=f"{len(line):,}", most=f"{most:,}")


def check_reason(reason: str) -> None:
    """Raises what `reasons.check` and `check_length` raise."""
    reasons.check(reason)
    check_length(reason)


def check_is_asked(session: Session, loss: Loss, kind: str) -> None:
    """Raises NotAskedForLoss where nobody owes this answer."""
    if not asking.open_of(session, loss, kind):
        raise NotAskedForLoss(ref=loss.ref)


def check_asked(session: Session, actor: Person, loss: Loss, kind: str) -> None:
    """Raises NotYours, naming who could, for somebody who does not owe this answer."""
    if asking.is_asked(session, actor, loss, kind):
        return
    owing = [each.person_id for each in asking.open_of(session, loss, kind)]
    known = people.by_id(session, loss.team_id, owing)
    names = [each.name for each in known.values() if each.works_here]
    raise NotYours(who=plain.join_names([*names, "the CCO"], "or"))


def _check_outside(session: Session, person: Person, loss: Loss) -> None:
    if person.user_id == loss.understood_by:
        raise OwnCause(ref=loss.ref)
    if not asking.is_outside(session, person, loss):
        raise OwnDepartment(name=person.name, ref=loss.ref)

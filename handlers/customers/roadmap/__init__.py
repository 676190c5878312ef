"""The roadmap that everybody follows: what customers are to notice, and whether they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.customers import changes
from handlers.customers.roadmap import asking, changing, moves, reckoning, rules, words
from handlers.customers.roadmap import said as checked
from handlers.customers.roadmap.kind import COURSE, PASSED, TAKE
from handlers.customers.roadmap.said import KNOWN_WITHIN, CountSaid, OutcomeSaid
from handlers.people import access, lookup
from handlers.promises import items, lifecycle
from handlers.promises.lifecycle import Asked, Move
from handlers.speech import phrases, reasons
from handlers.speech.errors import StaleForm
from handlers.speech.outcome_errors import (
    CourseMissing,
    KnownEarlier,
    KnownMuchLater,
    NotAskedForOutcome,
    OutcomeEnded,
)
from storage import asks as stored_asks
from storage import counters, customer_outcomes
from storage.customer_outcomes import CourseSaid, CustomerOutcome, OutcomeState
from storage.people import Person


@dataclass(frozen=True)
class Doing:
    """What is asked with a move, and which of the asks that it ends go on."""

    asked: Sequence[Asked] = field(default=())
    goes_on: Sequence[str] = ()


def write(
    session: Session,
    now: datetime,
    actor: Person,
    said: OutcomeSaid,
    began: datetime | None = None,
) -> CustomerOutcome:
    """Write an outcome down, and ask whoever is to answer for it; their own they take with it.

    `began` (UTC) is when that was done first, else now.

    Raises what `reckoning.filled`, `said.told`, `said.check_room` and `access.check` raise.
    """
    access.check(session, actor, access.WRITE_OUTCOME)
    said = reckoning.filled(session, now, actor.team_id, said)
    told = checked.told(now, actor, said)
    number = counters.next_number(session, actor.team_id, CustomerOutcome.noun)
    checked.check_room(session, actor.team_id, told)
    new = CustomerOutcome(
        team_id=actor.team_id, number=number, created_at=began or now, written_by=actor.user_id,
        first_target=said.target.value, **told,
    )  # fmt: skip
    is_own = said.owner is not None and said.owner.user_id == actor.user_id
    asked = [] if is_own or said.owner is None else [asking.asked(TAKE, said.owner)]
    lifecycle.begin(
        session, now, moves.WRITE, new, actor, asked=asked, outcome=changing.TOLD.told_of(new)
    )
    if is_own:
        _accept(session, now, actor, new)
    return new


def edit(
    session: Session, now: datetime, actor: Person, ref: str, said: OutcomeSaid
) -> CustomerOutcome:
    """Say something else of an outcome; the first target stays known, and a new owner is asked.

    As it was, where nothing differs. Raises what `named` and `write` raise.
    """
    outcome = named(session, actor, ref, moves.EDIT)
    said = reckoning.filled(session, now, actor.team_id, said, outcome)
    told = checked.told(now, actor, said, outcome)
    if (told["quarter_on"], told["department_id"]) != (outcome.quarter_on, outcome.department_id):
        counters.hold(session, outcome.team_id, CustomerOutcome.noun)
        checked.check_room(session, actor.team_id, told)
    is_new_owner = told["owner_id"] != outcome.owner_id
    if is_new_owner and said.owner:
        asked = asking.handed(session, outcome, said.owner)
        make(session, now, moves.EDIT_OWNER, outcome, actor, told, Doing(asked))
    elif changes.different(outcome, told).after:
        make(session, now, moves.EDIT, outcome, actor, told)
    return outcome


def accept(session: Session, now: datetime, actor: Person, ref: str) -> CustomerOutcome:
    """Say yes to an outcome: it is on the roadmap from now on.

    Raises NotAskedForOutcome, and what `named` raises.
    """
    outcome = named(session, actor, ref, moves.ACCEPT)
    if outcome.stands:
        _check_asked(session, outcome, TAKE.name)
    _accept(session, now, actor, outcome)
    asking.tell_writer(session, now, actor, outcome)
    return outcome


def refuse(
    session: Session, now: datetime, actor: Person, ref: str, reason: str
) -> CustomerOutcome:
    """Say no to an outcome, with a reason, which whoever wrote it reads.

    Raises what `named`, `reasons.check` and `check_length` raise.
    """
    outcome = named(session, actor, ref, moves.REFUSE)
    _check_reason(reason)
    make(session, now, moves.REFUSE, outcome, actor, {"reason": reason.strip(), "next_on": None})
    asking.tell_writer(session, now, actor, outcome)
    return outcome


def count(
    session: Session, now: datetime, actor: Person, ref: str, said: CountSaid
) -> CustomerOutcome:
    """Say the number now and how it stands; after its quarter it is met or not from then on.

    Where it is said to be on course and the figures say otherwise, its owner is asked which is
    right, and reads that first. Raises OtherUnit, CourseMissing, CountedLater, CountedLongAgo,
    CountedBefore, OutcomeLineTooLong, and what `named` raises.
    """
    outcome = named(session, actor, ref, moves.COUNT)
    wanted = checked.counted(now, actor, said, outcome)
    if outcome.counter:
        wanted |= reckoning.of(session, now, outcome).columns
    asked = asking.doubted(session, now, outcome, wanted)
    make(session, now, moves.COUNT, outcome, actor, wanted, Doing(asked))
    if hours.day_of(now, actor.zone) > outcome.ends_on:
        met = moves.MEET if asking.is_met(outcome) else moves.MISS
        lifecycle.pass_on(session, now, met, outcome)
    return outcome


def later(
    session: Session, now: datetime, actor: Person, ref: str, on: date | None
) -> CustomerOutcome:
    """There is no number yet, and on which local day there will be: it is asked for again then.

    Raises KnownEarlier, KnownMuchLater, and what `named` raises.
    """
    outcome = named(session, actor, ref, moves.NO_NUMBER)
    today = hours.day_of(now, actor.zone)
    if on is None or on <= today:
        raise KnownEarlier
    if on - today > KNOWN_WITHIN:
        raise KnownMuchLater(days=str(KNOWN_WITHIN.days))
    make(session, now, moves.NO_NUMBER, outcome, actor, {"next_on": on})
    return outcome


def hold(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> CustomerOutcome:
    """On course nevertheless, for a reason: everybody reads it beside what the figures say.

    Raises NotAskedForOutcome, and what `named`, `reasons.check` and `check_length` raise.
    """
    outcome = named(session, actor, ref, moves.HOLD)
    _check_asked(session, outcome, COURSE.name)
    _check_reason(reason)
    make(session, now, moves.HOLD, outcome, actor, {"because": reason.strip()})
    return outcome


def doubt(
    session: Session,
    now: datetime,
    actor: Person,
    ref: str,
    course: CourseSaid,
    line: str,
    helps: str,
) -> CustomerOutcome:
    """It may miss, or it will: the words say what the figures say, and what would help.

    Raises NotAskedForOutcome, OutcomeLineTooLong, CourseMissing, and what `named` raises.
    """
    outcome = named(session, actor, ref, moves.HOLD)
    if course == CourseSaid.ON_COURSE:
        raise CourseMissing
    _check_asked(session, outcome, COURSE.name)
    for each in (line, helps):
        checked.check_length(each)
    wanted = {
        "said": str(course), "line": line.strip() or outcome.line, "helps": helps.strip(),
        "said_by": actor.user_id, "said_at": now, "because": "", "shown_at": None,
    }  # fmt: skip
    make(session, now, moves.HOLD, outcome, actor, wanted)
    return outcome


def pass_on(
    session: Session, now: datetime, actor: Person, ref: str, kind: str, to_id: str
) -> Person:
    """Ask somebody else: whether they answer for it, or for the number. Who is asked now.

    Raises NotAskedForOutcome, and what `named`, `lookup.chosen_person` and `access.check_owner`
    raise.
    """
    outcome = named(session, actor, ref, moves.PASS_ON)
    if kind not in PASSED:
        raise StaleForm
    _check_asked(session, outcome, kind)
    to = lookup.chosen_person(session, actor.team_id, to_id)
    access.check_owner(to)
    wanted = {"owner_id": to.user_id} if kind == TAKE.name else {}
    different = changes.different(outcome, wanted)
    lifecycle.permit(session, actor, outcome, moves.PASS_ON)
    changing.TOLD.set_columns(outcome, different.after)
    lifecycle.make(
        session, now, moves.PASS_ON, outcome, actor, asked=[asking.asked_of(kind, to)],
        goes_on=[each for each in moves.KINDS if each != kind], to=to.user_id, asked_for=kind,
        before=different.before, after=different.after,
    )  # fmt: skip
    return to


def end(session: Session, now: datetime, actor: Person, ref: str, reason: str) -> CustomerOutcome:
    """Let it go, for a reason. Raises what `named`, `reasons.check` and `check_length` raise."""
    outcome = named(session, actor, ref, moves.END)
    _check_reason(reason)
    make(session, now, moves.END, outcome, actor, {"reason": reason.strip(), "next_on": None})
    return outcome


# --- who, and which ---


def named(session: Session, actor: Person, ref: str, *which: Move) -> CustomerOutcome:
    """The outcome that somebody names, held until the commit, if one of these moves is theirs.

    Raises StaleForm for what names none, NoSuchNumber, OutcomeEnded where it stands otherwise, and
    what `access.check` raises.
    """
    said = phrases.reference(ref)
    if said is None or said.letter != CustomerOutcome.letter:
        access.check(session, actor, access.READ)
        raise StaleForm
    outcome = customer_outcomes.find(session, actor.team_id, said.number, lock=True)
    access.check(session, actor, access.READ, outcome)
    if outcome is None:
        raise items.unknown(session, actor.team_id, CustomerOutcome, said.number)
    for right in dict.fromkeys(each.right for each in which if each.right):
        access.check(session, actor, right, outcome)
    if which and not any(outcome.state in each.start for each in which):
        raise OutcomeEnded(ref=outcome.ref, how=words.STATES[OutcomeState(outcome.state)])
    return outcome


def make(
    session: Session,
    now: datetime,
    move: Move,
    outcome: CustomerOutcome,
    actor: Person,
    wanted: Mapping[str, object],
    doing: Doing = Doing(),
) -> None:
    """Make a move that sets columns of an outcome, which is held."""
    lifecycle.permit(session, actor, outcome, move)
    different = changes.different(outcome, wanted)
    changing.TOLD.set_columns(outcome, different.after)
    lifecycle.make(
        session, now, move, outcome, actor, asked=doing.asked, goes_on=doing.goes_on,
        before=different.before, after=different.after,
    )  # fmt: skip


# --- what all of it does ---


def _accept(session: Session, now: datetime, actor: Person, outcome: CustomerOutcome) -> None:
    today = hours.local_day(calendars.for_person(session, actor), now)
    wanted = {"next_on": outcome.next_on or rules.check_in_after(today)}
    make(session, now, moves.ACCEPT, outcome, actor, wanted)


def _check_reason(reason: str) -> None:
    reasons.check(reason)
    checked.check_length(reason)


def _check_asked(session: Session, outcome: CustomerOutcome, kind: str) -> None:
    about = stored_asks.open_about(session, outcome.team_id, outcome.noun, outcome.number)
    if not any(each.kind == kind for each in about):
        raise NotAskedForOutcome(ref=outcome.ref)

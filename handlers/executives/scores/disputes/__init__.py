"""A lead disputes a figure of their department, and the CCO corrects it or says why it stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks, notes
from handlers.chasing import policy as policies
from handlers.executives import scores
from handlers.executives.scores import ScoreOf, freezing, periods, records, subjects
from handlers.executives.scores import words as score_words
from handlers.executives.scores.disputes import moves, reading, words
from handlers.executives.scores.disputes.kind import DISPUTED
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.records import Corrected, CountsAs
from handlers.executives.scores.rules import Measure
from handlers.executives.scores.subjects import CountedThing
from handlers.people import access, leads, office
from handlers.promises import items, lifecycle, undoable
from handlers.promises.lifecycle import Asked, things
from handlers.speech import phrases, reasons
from handlers.speech.errors import StaleForm
from handlers.speech.people_errors import NotYours
from handlers.speech.promise_errors import NotYoursToUndo, TooLateToUndo
from handlers.speech.score_errors import (
    AnsweredDispute,
    CcoDisputes,
    DisputedAlready,
    KeptBefore,
    NobodyAnswers,
    NoThing,
    NotInFigure,
    NotOverToDispute,
    OwnDispute,
    OwnFigure,
)
from handlers.speech.words import dated, join_names
from storage import asks as stored_asks
from storage import counters, departments, disputes, people
from storage.departments import Department
from storage.disputes import Dispute, DisputeState
from storage.frozen import FrozenScore
from storage.people import Person, Role


@dataclass(frozen=True)
class Disputed:
    """What somebody says of a figure: which, what is wrong, and the number of the thing if any."""

    measure: Measure
    words: str
    item: str = ""


@dataclass(frozen=True)
class Questioned:
    """Who is asked about a dispute, and in whose place, where that one is away."""

    holder: Person
    instead_of: Person | None


def check_may(session: Session, actor: Person, whose: ScoreOf) -> None:
    """Let the lead and the deputy of a department dispute its figures.

    Raises CcoDisputes, NotYours, and what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    department = whose.department
    named = [people.find(session, actor.team_id, each) for each in _leading(department)]
    who = join_names(
        [each.name for each in named if each and each.works_here] or ["its lead"], "or"
    )
    if actor.role == Role.CCO:
        raise CcoDisputes(department=department.name, who=who)
    if whose.person or not scores.leads(actor, department):
        raise NotYours(who=who)


def _leading(department: Department) -> list[str]:
    return [each for each in (department.lead_id, department.deputy_id) if each]


def dispute(
    session: Session,
    now: datetime,
    actor: Person,
    whose: ScoreOf,
    period: ScorePeriod,
    said: Disputed,
) -> Dispute:
    """Dispute a figure, and ask the CCO.

    Raises what `check_may` and `reasons.check` raise, NotOverToDispute, NoThing, NotInFigure,
    DisputedAlready, KeptBefore and NobodyAnswers.
    """
    check_may(session, actor, whose)
    check_over(session, now, whose, period)
    reasons.check(said.words)
    item = _disputed_item(session, now, actor, whose, period, said)
    # Lead and deputy may do so at once: the second reads what the first has disputed.
    counters.hold(session, actor.team_id, Dispute.noun)
    _check_new(session, whose, period, said.measure, item)
    cco = office.holder(session, actor.team_id)
    if cco is None:
        raise NobodyAnswers(who=office.admins_named(session, actor.team_id))
    department = whose.department
    new = Dispute(
        team_id=actor.team_id,
        number=counters.next_number(session, actor.team_id, Dispute.noun),
        title=words.title(department.name, period.name, said.measure),
        department_id=department.department_id,
        period=period.key,
        measure=said.measure,
        words=said.words,
        item_noun=item.noun if item else None,
        item_number=item.number if item else None,
        asked_by=actor.user_id,
        created_at=now,
        due_at=now,
    )
    session.add(new)
    session.flush()
    policy = policies.of(session, actor.team_id)
    _, new.due_at = asks.asked_now(session, now, DISPUTED, things.about(new), cco, policy)
    lifecycle.begin(
        session, now, moves.DISPUTE, new, actor,
        asked=[Asked(DISPUTED, cco, None, announced=False, by=new.due_at)],
        due=new.due_at, department=str(department.department_id), period=period.key,
        measure=str(said.measure),
    )  # fmt: skip
    return new


def asked_of(session: Session, found: Dispute) -> Questioned:
    """Who is asked about an open dispute by now. Raises StaleForm where nobody is."""
    about = stored_asks.open_about(session, found.team_id, found.noun, found.number)
    for ask in about:
        holder = people.find(session, found.team_id, ask.person_id)
        instead_of = people.find(session, found.team_id, ask.for_id) if ask.for_id else None
        if holder is not None:
            return Questioned(holder, instead_of)
    raise StaleForm


def check_over(session: Session, now: datetime, whose: ScoreOf, period: ScorePeriod) -> None:
    """Raises NotOverToDispute for what is not over, or is neither a month nor a quarter."""
    instants = period.instants(office.zone_of(session, whose.department.team_id))
    if ".." in period.key or now < instants.until:
        raise NotOverToDispute


def _disputed_item(
    session: Session,
    now: datetime,
    actor: Person,
    whose: ScoreOf,
    period: ScorePeriod,
    said: Disputed,
) -> CountedThing | None:
    behind = scores.behind(session, now, whose, period, said.measure)
    figure = score_words.NAMES[said.measure]
    if not said.item and behind:
        return None
    item = _named(session, actor.team_id, said.item) if said.item else None
    # Of what somebody may not see they are told no more than of what is not there.
    is_in = item is not None and any(each[:2] == (item.noun, item.number) for each in behind)
    if item is None or not is_in or not subjects.may_see(session, actor, item):
        raise NotInFigure(figure=figure, name=period.name)
    return item


def _named(session: Session, team_id: str, said: str) -> CountedThing | None:
    """The thing of a number that somebody wrote. Raises NoThing for what is no number."""
    is_number, found = subjects.named(session, team_id, said)
    if not is_number:
        raise NoThing
    return found


def _check_new(
    session: Session,
    whose: ScoreOf,
    period: ScorePeriod,
    measure: Measure,
    item: CountedThing | None,
) -> None:
    """Raises DisputedAlready and KeptBefore."""
    department = whose.department
    known = disputes.of(session, department.team_id, department.department_id, period.key)
    same = [each for each in known if each.measure == measure]
    about = (item.noun, item.number) if item else (None, None)
    for each in same:
        if each.state == DisputeState.OPEN:
            raise DisputedAlready(ref=each.ref)
    latest = [each for each in same if (each.item_noun, each.item_number) == about][-1:]
    for each in latest:
        if each.state == DisputeState.KEPT and each.answered_at:
            raise KeptBefore(
                ref=each.ref, day=dated(office.day_of(session, each.team_id, each.answered_at))
            )


# --- the answer ---


def to_answer(session: Session, actor: Person, ref: str) -> Dispute:
    """The open dispute that somebody wants to answer, held until the commit.

    Raises StaleForm for words that name none, NoSuchNumber, AnsweredDispute, OwnFigure for who
    stands in for the CCO and speaks for the department, and what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    found = _held(session, actor, ref)
    access.check(session, actor, access.ANSWER_DISPUTE, found)
    if actor.role != Role.CCO and reading.is_own(session, actor, found):
        ccos = [each.name for each in office.holders(session, actor.team_id)]
        raise OwnFigure(ref=found.ref, who=join_names(ccos or ["the CCO"], "or"))
    return found


def check_not_own(session: Session, actor: Person, found: Dispute) -> None:
    """Let nobody correct what they disputed themselves. Raises OwnDispute."""
    if found.asked_by != actor.user_id:
        return
    department = departments.find(session, found.team_id, found.department_id)
    lead = leads.lead_of(session, department)
    raise OwnDispute(ref=found.ref, who=lead.name if lead else "whoever leads the department")


def _held(session: Session, actor: Person, ref: str) -> Dispute:
    named = phrases.reference(ref)
    if named is None or named.letter != Dispute.letter:
        raise StaleForm
    found = disputes.find(session, actor.team_id, named.number, lock=True)
    if found is None:
        raise items.unknown(session, actor.team_id, Dispute, named.number)
    reading.check_concerns(session, actor, found)
    if found.state != DisputeState.OPEN:
        raise AnsweredDispute(ref=found.ref, how=words.STATES[found.state])
    return found


def correct(
    session: Session,
    now: datetime,
    actor: Person,
    found: Dispute,
    course: CountsAs,
    why: str,
    item: str = "",
) -> None:
    """Correct a disputed figure by a new record; what is not frozen yet is frozen first.

    `item` is the number of the thing, where the dispute names none. Raises NoThing, NotInFigure,
    OwnDispute, and what `access.check`, `reasons.check`, `freezing.count`, `freezing.keep` and
    `freezing.correct` raise.
    """
    access.check(session, actor, access.ANSWER_DISPUTE, found)
    check_not_own(session, actor, found)
    reasons.check(why)
    department = departments.find(session, found.team_id, found.department_id)
    period = periods.carried(found.period)
    if department is None or period is None:
        raise StaleForm
    measure = Measure(found.measure)
    if found.item_noun is None:
        named = _disputed_item(
            session, now, actor, ScoreOf(department), period, Disputed(measure, why, item or "?")
        )
        found.item_noun, found.item_number = (named.noun, named.number) if named else (None, None)
    if found.item_noun is None or found.item_number is None:
        raise NoThing
    chain = scores.records_of(session, ScoreOf(department), period)
    wrong = chain[-1] if chain else _frozen(session, now, actor, department, period)
    change = Corrected(measure, found.item_noun, found.item_number, course, found.number)
    right = freezing.correct(session, now, actor, wrong, change)
    _answered(found, now, actor, why)
    found.record = right.number
    lifecycle.make(
        session, now, moves.CORRECT, found, actor, record=right.number, course=str(course)
    )
    was, is_now = records.figures(wrong)[measure], records.figures(right)[measure]
    for reader, is_seen in _readers(session, found, department):
        ref = item_ref(session, found) if is_seen else ""
        said = words.corrected(found, actor.name, was, is_now, ref, why if is_seen else "")
        notes.send(session, now, reader, said)


def _frozen(
    session: Session, now: datetime, actor: Person, department: Department, period: ScorePeriod
) -> FrozenScore:
    """What is to be corrected, frozen by whoever answers; that may be who stands in."""
    counted = freezing.count(session, now, department, period)
    return freezing.keep(session, now, counted, actor.user_id)


def keep(session: Session, now: datetime, actor: Person, found: Dispute, why: str) -> None:
    """Let a disputed figure stay, for a reason. Raises what `reasons.check` raises."""
    reasons.check(why)
    _answered(found, now, actor, why)
    lifecycle.make(session, now, moves.KEEP, found, actor)
    department = departments.find(session, found.team_id, found.department_id)
    for reader, is_seen in _readers(session, found, department):
        notes.send(session, now, reader, words.kept(found, actor.name, why if is_seen else ""))


def take_back(session: Session, now: datetime, actor: Person, ref: str) -> Dispute:
    """Who leads the department takes it back while it is unanswered.

    Raises StaleForm, NoSuchNumber, AnsweredDispute, and what `access.check` raises for others.
    """
    access.check(session, actor, access.READ)
    found = _held(session, actor, ref)
    if not reading.leads_it(session, actor, found):
        access.refuse(session, actor, access.DISPUTE, found)
    lifecycle.make(session, now, moves.TAKE_BACK, found, actor)
    return found


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Dispute:
    """Whoever has just disputed a figure by mistake takes it back, for ten minutes.

    Raises NotYoursToUndo, TooLateToUndo, and what `take_back` raises.
    """
    access.check(session, actor, access.READ)
    found = _held(session, actor, ref)
    if found.asked_by != actor.user_id:
        by = people.find(session, actor.team_id, found.asked_by)
        raise NotYoursToUndo(name=by.name if by else "Somebody else", ref=found.ref)
    if now - found.created_at > undoable.SPAN:
        raise TooLateToUndo(ref=found.ref)
    return take_back(session, now, actor, ref)


def item_ref(session: Session, found: Dispute) -> str:
    """The number of the thing that a dispute is about, as people call it."""
    item = reading.item_of(session, found)
    return item.ref if item else ""


def _answered(found: Dispute, now: datetime, actor: Person, why: str) -> None:
    found.answer, found.answered_by, found.answered_at = why, actor.user_id, now


def _readers(
    session: Session, found: Dispute, department: Department | None
) -> list[tuple[Person, bool]]:
    """Who reads the answer, and whether they may read its words: who began it, else the lead."""
    by = people.find(session, found.team_id, found.asked_by)
    reader = by if by and by.works_here else leads.lead_of(session, department)
    if reader is None or reader.user_id == found.answered_by:
        return []
    return [(reader, reading.may_read_words(session, reader, found))]

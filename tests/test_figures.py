"""A figure that was told of a week is the same for ever, whatever becomes of its promises later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot import routes
from handlers.executives import scores
from handlers.executives.scores import ScoreOf
from handlers.executives.scores.rules import Figure, Measure
from handlers.people import access
from handlers.promises import (
    answers,
    editing,
    handoffs,
    issues,
    items,
    lifecycle,
    moves,
    noes,
    notes,
    reopening,
    steps,
    tasks,
    undoing,
)
from handlers.promises import causes as reasons_why
from handlers.promises.issues import NewIssue
from handlers.promises.lifecycle import Changes
from handlers.promises.tasks import NewTask
from handlers.speech.errors import UserError
from handlers.speech.shares import Share
from storage import causes as stored_causes
from storage import customers, departments, judgements
from storage.database import Database
from storage.items import Item
from storage.judgements import Judgement, Passed
from storage.people import Person
from storage.scopes import Period
from tests import recount, replay
from tests.cast import BEN, GRACE, LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM

Act = Callable[[Session, datetime, Person, Item], object]
WHY = "Legal reads it on Monday"
HOUR = timedelta(hours=1)
COPIED, TYPED = "Dates are copied by hand", "Readings are typed in twice"
PLACES = ("Billing", "Logistics", "")


def person(session: Session, user: str) -> Person:
    return access.recognise(session, TEAM, user)


def within(days: int) -> Callable[[datetime], str]:
    return lambda now: f"{now + timedelta(days=days):%Y-%m-%d}"


def edit(**changes: Callable[[Session], object]) -> Act:
    def act(session: Session, now: datetime, actor: Person, item: Item) -> object:
        new = {name: find(session) for name, find in changes.items()}
        wanted = replace(editing.wanted(session, item), reason=WHY, **new)
        return editing.edit(routes.REGISTERS, session, now, actor, item, wanted)

    return act


def opened_again(days: int, to: str = "") -> Act:
    return lambda s, now, who, item: reopening.reopen(
        s, now, who, item, WHY, person(s, to) if to else None, within(days)(now)
    )


def inherited(session: Session, now: datetime, _actor: Person, item: Item) -> None:
    """Their owner has left, and the lead has what they owned."""
    if item.live and item.owner_id == SARA:
        lifecycle.pass_on(
            session, now, moves.INHERIT, item, changes=Changes(owner=person(session, MARIA)),
            from_id=SARA, to=MARIA,
        )  # fmt: skip


def other_clock(session: Session, _now: datetime, _actor: Person, _item: Item) -> None:
    """Somebody moves to the other side of the world, and their department has other days off."""
    sara, billing = person(session, SARA), departments.named(session, TEAM, "Billing")
    assert billing
    sara.zone, billing.country = "Asia/Singapore", "SG"
    session.add_all([sara, billing])


def other_tier(session: Session, _now: datetime, _actor: Person, _item: Item) -> None:
    acme = customers.named(session, TEAM, "Acme")
    assert acme
    acme.tier = "standard"
    session.add(acme)


def says_why(because: str) -> Act:
    return lambda s, now, who, item: steps.prevent(s, now, who, item, because, WHY)


def joined(session: Session, now: datetime, _actor: Person, _item: Item) -> None:
    """Two causes turn out to be one, where both are known; or they do not after all."""
    one, other = (stored_causes.called(session, TEAM, each) for each in (COPIED, TYPED))
    if not (one and other):
        return
    if one.joined_to or other.joined_to:
        reasons_why.part(session, now, person(session, OMAR), one if one.joined_to else other)
    else:
        reasons_why.join(session, now, person(session, OMAR), other, one)


def undone(session: Session, now: datetime, actor: Person, item: Item) -> None:
    """Somebody does it by mistake, and undoes it a minute later."""
    answers.finish(session, now, actor, item)
    undoing.undo(routes.REGISTERS, session, now + timedelta(minutes=1), actor, item)


ACTS: dict[str, Act] = {
    "take": answers.take,
    "take by a day": lambda s, now, who, item: answers.take(s, now, who, item, within(4)(now)),
    "done": answers.finish,
    "no": lambda s, now, who, item: noes.decline(s, now, who, item, WHY),
    "date": lambda s, now, who, item: answers.redate(s, now, who, item, within(2)(now), WHY),
    "far date": lambda s, now, who, item: answers.redate(s, now, who, item, within(9)(now), WHY),
    "withdraw": tasks.withdraw,
    "offer": lambda s, now, who, item: handoffs.offer(s, now, who, item, "Logistics", WHY),
    "accept": handoffs.accept,
    "give back": lambda s, now, who, item: handoffs.give_back(s, now, who, item, WHY),
    "give to": lambda s, now, who, item: handoffs.give_to(s, now, who, item, person(s, LEE), WHY),
    "give to Tom": lambda s, now, who, item: handoffs.give_to(
        s, now, who, item, person(s, TOM), WHY
    ),
    "to Billing": edit(department=lambda s: departments.named(s, TEAM, "Billing")),
    "to Logistics": edit(department=lambda s: departments.named(s, TEAM, "Logistics")),
    "for Globex": edit(customer=lambda s: customers.named(s, TEAM, "Globex")),
    "worse": edit(severity=lambda _: 1),
    "reopen": opened_again(3),
    "reopen to Tom": opened_again(8, TOM),
    "reopen as it was": lambda s, now, who, item: reopening.reopen(s, now, who, item, WHY),
    "note": lambda s, now, who, item: notes.add(s, now, who, item, WHY),
    "undo at once": undone,
    "undo later": lambda s, now, who, item: undoing.undo(routes.REGISTERS, s, now, who, item),
    "leave": inherited,
    "move away": other_clock,
    "other tier": other_tier,
    "copied": says_why(COPIED),
    "typed": says_why(TYPED),
    "join causes": joined,
}
walks = st.lists(
    st.tuples(
        st.sampled_from([1, 5, 20, 30, 75, 170]),
        st.sampled_from(sorted(ACTS)),
        st.sampled_from([OMAR, OMAR, SARA, MARIA, TOM]),
        st.sampled_from(["T-1", "T-2", "I-1", "I-2"]),
    ),
    min_size=4,
    max_size=16,
)


def begin(session: Session) -> None:
    """Two tasks and two issues, of two departments."""
    tasks.give(session, MONDAY, person(session, BEN), NewTask("Call", "@sara", "wednesday", "Acme"))
    tasks.give(session, MONDAY, person(session, OMAR), NewTask("Ship", "@tom", "friday", "Acme"))
    billing = departments.named(session, TEAM, "Billing")
    new = NewIssue("Paid twice", severity=2, department=billing)
    issues.report(session, MONDAY, person(session, GRACE), new)
    logistics = departments.named(session, TEAM, "Logistics")
    other = NewIssue("Sent to the old address", severity=3, department=logistics)
    issues.report(session, MONDAY, person(session, GRACE), other)
    session.flush()


def figures(session: Session, until: datetime) -> dict[str, object]:
    """What digests tell of the week until then."""
    session.flush()
    told: dict[str, object] = {place: recount.told(session, place, until) for place in PLACES}
    week = Period(until - recount.WEEK, until)
    return told | {f"scores of {place}": scored(session, place, week) for place in PLACES[:2]}


def scored(session: Session, place: str, period: Period) -> dict[Measure, Figure]:
    """All figures of a department's scorecard."""
    here = departments.named(session, TEAM, place)
    assert here
    return {each: scores.figure(session, ScoreOf(here), period, each) for each in Measure}


def check_adds_up(session: Session, until: datetime) -> None:
    """The figures of two periods are together those of both, but for what was a mistake."""
    voided = select(Judgement).where(Judgement.passed == Passed.VOID)
    if session.exec(voided).first():
        return
    since = MONDAY - HOUR
    for middle in (MONDAY + 29 * HOUR, MONDAY + recount.WEEK, until - recount.WEEK):
        for place in PLACES[:2]:
            both = scored(session, place, Period(since, until))
            first = scored(session, place, Period(since, middle))
            rest = scored(session, place, Period(middle, until))
            assert both == {each: first[each] + rest[each] for each in Measure}
            assert all(0 <= each.met <= each.of for each in both.values())


def act(session: Session, now: datetime, name: str, user: str, ref: str) -> None:
    """Do it, or be refused."""
    actor = person(session, user)
    try:
        with session.begin_nested():
            ACTS[name](session, now, actor, items.get(session, actor, ref))
            session.flush()
    except UserError:
        session.expire_all()


def play(session: Session, walk: list[tuple[int, str, str, str]]) -> None:
    """Tell the week's figures before each move, and look at all that were told in the end."""
    begin(session)
    now, told = MONDAY, []
    for hours, *move in walk:
        now += hours * HOUR
        told.append((now, figures(session, now)))
        act(session, now, *move)
    for at, figure in told:
        assert figures(session, at) == figure, f"told at {at}"
    now += 2 * recount.WEEK
    assert replay.replayed(session, TEAM).differing == []
    assert recount.figures_told_otherwise(session, TEAM, now) == []
    check_adds_up(session, now)


UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=10, **UNTIMED)
@given(walks)
@example([(170, "to Logistics", OMAR, "T-1"), (20, "to Logistics", OMAR, "I-1")])
@example([(170, "give to Tom", OMAR, "T-1"), (1, "give to", OMAR, "I-1")])
@example([(170, "offer", OMAR, "T-1"), (1, "accept", TOM, "T-1")])
@example([(5, "done", OMAR, "T-1"), (75, "reopen", OMAR, "T-1"), (170, "note", OMAR, "T-1")])
@example([(170, "done", OMAR, "T-1"), (1, "reopen to Tom", OMAR, "T-1")])
@example([(5, "no", OMAR, "T-1"), (170, "reopen", OMAR, "T-1")])
@example([(5, "take", OMAR, "T-1"), (20, "far date", OMAR, "T-1"), (170, "leave", OMAR, "T-1")])
@example([(170, "other tier", OMAR, "T-1"), (1, "move away", OMAR, "T-1")])
@example([(5, "copied", OMAR, "I-1"), (1, "copied", OMAR, "I-2"), (20, "to Billing", OMAR, "I-2")])
@example([(5, "copied", OMAR, "I-1"), (1, "typed", OMAR, "I-2"), (20, "join causes", OMAR, "I-1")])
def test_no_later_move_changes_what_was_told(
    database: Database, walk: list[tuple[int, str, str, str]]
) -> None:
    with database.write() as session:
        play(session, walk)
        session.rollback()


def test_what_was_given_by_mistake_counts_nowhere(database: Database) -> None:
    """Though its date came within the minutes in which it was undone."""
    with database.write() as session:
        ben, due = person(session, BEN), MONDAY + timedelta(hours=8)
        now = due - timedelta(minutes=2)
        tasks.give(session, now, ben, NewTask("Call", "@sara", "today"))
        item = items.get(session, ben, "T-1")
        assert item.due_at == due
        undoing.undo(routes.REGISTERS, session, due + timedelta(minutes=2), ben, item)
        assert recount.told(session, "Billing", due + HOUR) == (Share(), Share(), 0)


def test_what_was_kept_very_long_before_its_day_counts_as_little_when_it_is_opened_again(
    database: Database,
) -> None:
    with database.write() as session:
        omar = person(session, OMAR)
        tasks.give(session, MONDAY, omar, NewTask("Call", "@sara", "2027-04-01"))
        item = items.get(session, omar, "T-1")
        answers.finish(session, MONDAY, omar, item)
        until = datetime(2027, 4, 5, tzinfo=UTC)
        told = figures(session, until)
        reopening.reopen(session, until, omar, item, WHY)
        assert figures(session, until) == told


def test_both_dates_are_kept_of_what_was_moved_before_its_day(database: Database) -> None:
    """A miss by the first date is a kept promise by the latest, each of who had it then."""
    with database.write() as session:
        begin(session)
        omar, item = person(session, OMAR), items.get(session, person(session, OMAR), "T-1")
        first = item.due_at
        assert first
        answers.redate(session, first - HOUR, omar, item, "2026-11-30", WHY)
        latest = item.due_at
        answers.finish(session, latest - HOUR, omar, item)
        reopening.reopen(session, latest + HOUR, omar, item, WHY, person(session, TOM))
        told = [
            (each.passed, each.at, each.in_time, each.owner_id, each.first_due_at, each.due_at)
            for each in judgements.of(session, TEAM, "task", 1)
        ]
    assert told == [
        ("date", first, False, SARA, first, latest),
        ("end", latest - HOUR, False, SARA, first, latest),
        ("date", latest, True, SARA, first, latest),
        ("reopened", latest + HOUR, True, SARA, first, latest),
    ]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@settings(max_examples=5, **UNTIMED)
@given(walks)
def test_nor_does_it_on_postgresql(
    database: Database, walk: list[tuple[int, str, str, str]]
) -> None:
    with database.write() as session:
        play(session, walk)
        session.rollback()

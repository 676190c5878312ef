"""Half as many reminders: what falls away, what stays, and that nothing ever falls silent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import routes
from handlers.chasing import ladder
from handlers.chasing.kinds import AGAIN, CCO_RUNG, LEAD_RUNG
from handlers.chasing.ladder import Around, Recipient
from handlers.chasing.policy import Policy
from handlers.chasing.yields import rules
from storage.nudges import Part
from storage.yields import Came
from tests.test_ladder import BERLIN, MONDAY_10, NEW_YORK, SINGAPORE, around, ask

LONG = timedelta(days=120)
Sent = tuple[datetime, Part, int]


def people(is_halved: bool, others: bool = True) -> Around:
    owner = Recipient("sara", BERLIN, is_halved)
    if not others:
        return around(owner)
    return around(
        owner,
        deputy=Recipient("lee", NEW_YORK),
        lead=Recipient("maria", SINGAPORE),
        cco=Recipient("omar", NEW_YORK),
    )


def lived(kind: str, severity: int, span: timedelta, there: Around, policy: Policy) -> list[Sent]:
    """All reminders of a question that nobody answers for months, in the order of sending."""
    one = ask(kind, severity, due=MONDAY_10 + span)
    planned: list[Sent] = []
    sent: list[Sent] = []

    def plan(now: datetime, told_at: datetime | None) -> None:
        then = ladder.next_rung(one, routes.KINDS[kind], there, policy, now, told_at)
        if then:
            planned.extend((at, part, then.rung) for part, _, at in then.told)

    plan(MONDAY_10, None)
    while planned:
        planned.sort()
        now, part, rung = planned.pop(0)
        if now > MONDAY_10 + LONG:
            break
        sent.append((now, part, rung))
        if rung > one.rung or ladder.comes_each_morning(one, routes.KINDS[kind]):
            one.rung = rung
            plan(now, now)
    return sent


CALM = st.integers(2, 4)
SPANS = st.timedeltas(timedelta(hours=1), timedelta(days=30))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(routes.KINDS)), CALM, SPANS, st.booleans())
def test_the_owner_hears_half_as_often_and_nothing_falls_silent(
    kind: str, severity: int, span: timedelta, others: bool
) -> None:
    usual = lived(kind, severity, span, people(False, others), Policy())
    halved = lived(kind, severity, span, people(True, others), Policy())
    for rung, part in ((LEAD_RUNG, Part.LEAD), (CCO_RUNG, Part.CCO)):
        [before, since] = [
            [at for at, whose, which in each if (whose, which) == (part, rung)]
            for each in (usual, halved)
        ]
        assert len(before) == len(since)
        # Never later: an owner who was asked once less has had their time sooner.
        assert all(late <= at for late, at in zip(since, before, strict=True))
    owners_rungs = set(routes.KINDS[kind].rungs) & {2, 3}
    assert not owners_rungs or all(rung != 1 for _, part, rung in halved if part == Part.OWES)
    [often, seldom] = [
        # Of two rungs on one Monday, where leads live far east, one bundle tells.
        sorted({at for at, part, rung in each if part == Part.OWES and rung >= AGAIN})
        for each in (usual, halved)
    ]
    assert len(seldom) <= len(often) // 2 + 1
    assert bool(often) == bool(seldom)
    for sooner, later in pairwise(seldom):
        assert (later.date() - sooner.date()).days == 14
    if seldom:
        assert seldom[-1] > MONDAY_10 + LONG - timedelta(days=15)
        assert seldom[0] - often[0] <= timedelta(days=8)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(list(routes.KINDS)), SPANS)
def test_severity_1_is_never_halved(kind: str, span: timedelta) -> None:
    assert lived(kind, 1, span, people(True), Policy()) == lived(
        kind, 1, span, people(False), Policy()
    )


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(list(routes.KINDS)), CALM, SPANS)
def test_a_house_that_wants_it_halves_nothing(kind: str, severity: int, span: timedelta) -> None:
    policy = Policy(nudge_yield=0)
    assert lived(kind, severity, span, people(True), policy) == lived(
        kind, severity, span, people(False), policy
    )


@pytest.mark.parametrize(
    ("sent", "acted", "policy", "low"),
    [
        (20, 7, Policy(), True),
        (20, 8, Policy(), False),
        (19, 0, Policy(), False),
        (1_000, 399, Policy(), True),
        (1_000, 400, Policy(), False),
        (20, 0, Policy(nudge_yield=0), False),
        (20, 0, Policy(nudge_yield=1), True),
        (20, 19, Policy(nudge_yield=100), True),
        (20, 20, Policy(nudge_yield=100), False),
        (5, 0, Policy(nudge_yield_of=5), True),
    ],
)
def test_who_gets_half_as_many(sent: int, acted: int, policy: Policy, low: bool) -> None:
    assert rules.is_low(Came(sent, acted), policy) is low
    assert rules.is_low(None, policy) is False


WEEKS = [date(2026, 11, day) for day in (2, 9, 16, 23)]


@pytest.mark.parametrize(
    ("weeks", "came"),
    [
        ([], (0, 0)),
        ([(30, 3)], (30, 3)),
        ([(30, 3), (20, 1)], (20, 1)),
        ([(30, 3), (19, 1)], (49, 4)),
        ([(30, 3), (12, 1), (8, 2)], (20, 3)),
        ([(1, 0), (2, 1), (3, 2), (4, 3)], (10, 6)),
    ],
)
def test_the_newest_weeks_tell(weeks: list[tuple[int, int]], came: tuple[int, int]) -> None:
    found = {monday: Came(*each) for monday, each in zip(WEEKS, weeks, strict=False)}
    assert rules.latest(found, 20) == came


@given(st.dictionaries(st.sampled_from(WEEKS), st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_older_weeks_change_nothing_once_there_are_enough(
    found: dict[date, tuple[int, int]],
) -> None:
    weeks = {monday: Came(max(each), min(each)) for monday, each in found.items()}
    enough = rules.latest(weeks, 20)
    older = {**weeks, date(2026, 10, 26): Came(500, 0)}
    assert enough.acted <= enough.sent
    if enough.sent >= 20:
        assert rules.latest(older, 20) == enough

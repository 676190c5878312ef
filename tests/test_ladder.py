"""Which reminder comes next, to whom and when: tables of the rule, and what must never happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import routes
from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing import ladder
from handlers.chasing.ladder import Around, NextRung, Recipient
from handlers.chasing.policy import Policy, after
from storage.asks import Ask
from storage.nudges import Part

BERLIN, NEW_YORK = Calendar(zone="Europe/Berlin"), Calendar(zone="America/New_York")
SINGAPORE = Calendar(zone="Asia/Singapore")
POLICY = Policy()
MONDAY_10 = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY_18 = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
SARA, LEE = Recipient("sara", BERLIN), Recipient("lee", NEW_YORK)
MARIA, OMAR = Recipient("maria", BERLIN), Recipient("omar", BERLIN)


def around(owner: Recipient, **others: Recipient) -> Around:
    """The owner of an ask, and who else there is: `deputy`, `lead`, `cco`."""
    return Around(owner, lambda part: [others[part]] if part in others else [])


AROUND = around(SARA, deputy=LEE, lead=MARIA, cco=OMAR)


def ask(kind: str = "finish", severity: int = 3, rung: int = 0, **more: datetime) -> Ask:
    return Ask(
        team_id="T", kind=kind, noun="task", number=1, person_id="sara", severity=severity,
        rung=rung, opened_at=more.get("opened", MONDAY_10), due_at=more.get("due", FRIDAY_18),
    )  # fmt: skip


def next_rung(
    owed: Ask, around: Around, policy: Policy, now: datetime, told_at: datetime | None = None
) -> NextRung | None:
    """The next rung of an ask, as its kind is registered."""
    return ladder.next_rung(owed, routes.KINDS[owed.kind], around, policy, now, told_at)


def berlin(day: int, hour: int = 9, minute: int = 30) -> datetime:
    """A moment in November or, from 31 on, in December 2026, on Berlin's clock (UTC+1)."""
    return datetime(2026, 11, 1, hour - 1, minute, tzinfo=UTC) + timedelta(days=day - 1)


@pytest.mark.parametrize(
    ("reached", "rung", "who", "when"),
    [
        (0, 1, ["sara"], berlin(25)),  # two working days before Friday
        (1, 2, ["sara"], berlin(27)),  # in the morning of the day
        (2, 3, ["sara", "lee"], berlin(30)),  # one working day after: Monday
        (3, 4, ["maria"], berlin(32)),  # three after: Wednesday
        (4, 5, ["omar"], berlin(34)),  # five after: Friday
    ],
)
def test_the_ladder_around_a_due_date(
    reached: int, rung: int, who: list[str], when: datetime
) -> None:
    then = next_rung(ask(rung=reached), AROUND, POLICY, MONDAY_10)
    assert then is not None
    assert then.rung == rung
    assert [person.user_id for _, person, _ in then.told] == who
    assert then.told[0][2] == when


@pytest.mark.parametrize("reached", [5, 6, 40])
def test_after_the_top_everybody_hears_of_it_each_monday(reached: int) -> None:
    then = next_rung(ask(rung=reached), AROUND, POLICY, berlin(34))
    assert then is not None
    assert then.rung == reached + 1
    assert [(part, person.user_id, at) for part, person, at in then.told] == [
        (Part.OWES, "sara", berlin(37)),
        (Part.LEAD, "maria", berlin(37)),
        (Part.CCO, "omar", berlin(37)),
    ]


def test_what_no_customer_waits_on_may_end() -> None:
    assert next_rung(ask("help", rung=2), AROUND, POLICY, MONDAY_10) is None


def test_where_it_is_still_sunday_the_line_of_that_monday_is_no_second_one() -> None:
    """In Singapore it is Monday, half past nine; in New York it is Sunday evening."""
    told_at = datetime(2026, 12, 7, 1, 30, tzinfo=UTC)
    owner = Recipient("sara", SINGAPORE)
    first = next_rung(ask(rung=5), around(owner, lead=LEE), POLICY, told_at - timedelta(days=1))
    assert first is not None
    assert {person.user_id: at for _, person, at in first.told} == {
        "sara": told_at, "lee": datetime(2026, 12, 7, 14, 30, tzinfo=UTC),
    }  # fmt: skip
    then = next_rung(ask(rung=6), around(owner, lead=LEE), POLICY, told_at, told_at)
    assert then is not None
    assert {person.user_id: at for _, person, at in then.told} == {
        "sara": told_at + timedelta(days=7), "lee": datetime(2026, 12, 14, 14, 30, tzinfo=UTC),
    }  # fmt: skip


def test_an_answer_to_a_decision_is_asked_for_each_monday_until_it_is_given() -> None:
    then = next_rung(ask("impact", rung=2), AROUND, POLICY, berlin(34))
    assert then is not None
    assert then.rung > 5
    assert (Part.OWES, "sara", berlin(37)) in [(p, who.user_id, at) for p, who, at in then.told]


def test_severity_1_comes_back_each_working_day_until_it_is_taken() -> None:
    urgent = ask("acknowledge", 1, rung=5, due=MONDAY_10 + timedelta(hours=1))
    days = []
    now = berlin(27)
    for _ in range(3):
        then = next_rung(urgent, AROUND, POLICY, now)
        assert then is not None
        assert [person.user_id for _, person, _ in then.told] == ["sara", "maria", "omar"]
        urgent.rung, now = then.rung, then.told[0][2]
        days.append(now)
    assert days == [berlin(30), berlin(31), berlin(32)]


def test_severity_1_is_asked_about_each_day_until_it_is_done() -> None:
    taken = ask("finish", 1, due=berlin(26, 18))
    told = []
    now = MONDAY_10
    for _ in range(8):
        then = next_rung(taken, AROUND, POLICY, now)
        assert then is not None
        now = then.told[0][2]
        told.append((then.rung, now, [person.user_id for _, person, _ in then.told]))
        taken.rung = then.rung
    assert told == [
        (1, berlin(24), ["sara"]),
        (1, berlin(25), ["sara"]),
        (2, berlin(26), ["sara"]),
        (3, berlin(27), ["sara", "lee"]),
        (4, berlin(30), ["sara", "maria"]),
        (5, berlin(31), ["sara", "omar"]),
        (6, berlin(32), ["sara", "maria", "omar"]),
        (7, berlin(33), ["sara", "maria", "omar"]),
    ]


def test_the_time_of_severity_1_that_is_reported_at_night_begins_in_the_morning() -> None:
    at_night = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    urgent = ask("acknowledge", 1, opened=at_night, due=berlin(24, 10, 0))
    then = next_rung(urgent, AROUND, POLICY, at_night)
    assert then is not None
    assert (then.rung, then.told[0][2]) == (1, berlin(24, 9, 15))


def test_a_long_promise_is_checked_five_days_ahead() -> None:
    due = datetime(2026, 12, 18, 17, 0, tzinfo=UTC)
    then = next_rung(ask(due=due), AROUND, POLICY, MONDAY_10)
    assert then is not None
    assert then.told[0][2] == berlin(30 + 11)


def test_severity_1_is_asked_within_its_hour_and_not_in_the_morning_bundle() -> None:
    urgent = ask("acknowledge", 1, due=MONDAY_10 + timedelta(hours=1))
    moments = []
    for rung in range(4):
        urgent.rung = rung
        then = next_rung(urgent, AROUND, POLICY, MONDAY_10)
        assert then is not None
        moments.append((then.rung, then.told[0][2] - MONDAY_10))
    assert moments == [(rung, timedelta(minutes=15 * rung)) for rung in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("reached", "minutes", "rung", "who", "then_minutes"),
    [
        (1, 15, 2, ["sara"], 30),  # in time: the next in its turn
        (1, 29, 2, ["sara"], 30),
        (1, 40, 3, ["sara", "lee"], 45),  # the second has passed: what came late stands for it
        (1, 50, 4, ["maria", "lee"], 65),  # the third as well, of which her deputy has not heard
        (3, 45, 4, ["maria"], 60),
        (3, 50, 4, ["maria"], 65),  # her lead never hears in the same minute as she does
        (3, 300, 4, ["maria"], 315),
        (4, 60, 5, ["omar"], 120),  # an hour later, as always
        (4, 110, 5, ["omar"], 125),  # some of which had passed
        (4, 300, 5, ["omar"], 315),
    ],
)
def test_severity_1_that_comes_late_keeps_people_apart(
    reached: int, minutes: int, rung: int, who: list[str], then_minutes: int
) -> None:
    urgent = ask("acknowledge", 1, rung=reached, due=MONDAY_10 + timedelta(hours=1))
    now = MONDAY_10 + timedelta(minutes=minutes)
    then = next_rung(urgent, AROUND, POLICY, now, told_at=now)
    assert then is not None
    assert then.rung == rung
    assert [person.user_id for _, person, _ in then.told] == who
    assert then.told[0][2] - MONDAY_10 == timedelta(minutes=then_minutes)


@pytest.mark.parametrize(
    ("reached", "rung", "who", "when"),
    [
        (1, 3, ["sara", "lee"], berlin(34)),
        (3, 4, ["maria"], berlin(34)),
        (4, 5, ["omar"], berlin(34)),
    ],
)
def test_what_is_sent_late_leaves_the_day_to_answer_it(
    reached: int, rung: int, who: list[str], when: datetime
) -> None:
    """Sent on Thursday 3 December, when everything of it but the sending was days ago."""
    late = ask("acknowledge", rung=reached, due=MONDAY_10 + timedelta(hours=4))
    then = next_rung(late, AROUND, POLICY, berlin(33), told_at=berlin(33))
    assert then is not None
    assert then.rung == rung
    assert [person.user_id for _, person, _ in then.told] == who
    assert then.told[0][2] == when


def test_reminders_that_would_fall_on_one_morning_are_sent_once_as_the_last_of_them() -> None:
    short = ask("acknowledge", due=MONDAY_10 + timedelta(hours=4))
    then = next_rung(short, AROUND, POLICY, MONDAY_10)
    assert then is not None
    assert (then.rung, then.told[0][2]) == (3, berlin(24))


def test_after_a_long_silence_of_ours_the_owner_is_asked_before_anybody_above() -> None:
    late = ask("acknowledge", due=MONDAY_10 + timedelta(hours=8))
    then = next_rung(late, AROUND, POLICY, MONDAY_10 + timedelta(days=30))
    assert then is not None
    assert {part for part, _, _ in then.told} <= {Part.OWES, Part.DEPUTY}


def test_nobody_above_is_looked_for_before_it_is_their_turn() -> None:
    looked_for: list[Part] = []

    def find(part: Part) -> list[Recipient]:
        looked_for.append(part)
        return []

    for reached in (0, 1, 2, 3):
        next_rung(ask(rung=reached), Around(SARA, find), POLICY, MONDAY_10)
    assert looked_for[:3] == [Part.DEPUTY, Part.LEAD, Part.CCO]


def test_a_lead_is_not_their_own_lead() -> None:
    then = next_rung(ask(rung=3), around(SARA, lead=SARA, cco=OMAR), POLICY, MONDAY_10)
    assert then is not None
    assert then.rung == 5


def test_the_deputy_never_hears_before_the_owner() -> None:
    away = Calendar(zone="Europe/Berlin", away_until=berlin(40))
    then = next_rung(ask(rung=2), around(Recipient("sara", away), deputy=LEE), POLICY, MONDAY_10)
    assert then is not None
    [(_, _, owner_at), (_, _, deputy_at)] = then.told
    assert owner_at <= deputy_at


@given(
    kind=st.sampled_from(list(routes.KINDS)),
    severity=st.integers(1, 4),
    rung=st.integers(0, 5),
    opened=st.timedeltas(timedelta(0), timedelta(days=700)).map(lambda span: MONDAY_10 + span),
    span=st.timedeltas(timedelta(0), timedelta(days=90)),
    elapsed=st.timedeltas(timedelta(0), timedelta(days=200)),
    zones=st.permutations([BERLIN, NEW_YORK, SINGAPORE]),
)
def test_nobody_is_told_outside_their_working_time_or_in_the_past(
    kind: str,
    severity: int,
    rung: int,
    opened: datetime,
    span: timedelta,
    elapsed: timedelta,
    zones: list[Calendar],
) -> None:
    people = around(
        Recipient("sara", zones[0]),
        deputy=Recipient("lee", zones[1]),
        lead=Recipient("maria", zones[2]),
        cco=Recipient("omar", zones[1]),
    )
    one = ask(kind, severity, rung, opened=opened, due=opened + span)
    now = opened + elapsed
    then = next_rung(one, people, POLICY, now)
    if then is None:
        rests = kind == "date" and severity == 1
        assert rests or rung >= routes.KINDS[kind].rungs[-1]
        return
    again = ladder.comes_each_morning(one, routes.KINDS[kind])
    assert then.rung > rung or (then.rung == rung and again)
    for _, person, at in then.told:
        assert at >= now
        assert hours.is_open(person.calendar, at)
        local = at.astimezone(hours.time_zone(person.calendar.zone))
        assert severity == 1 or (local.hour, local.minute) == (9, 30)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("1 h", MONDAY_10 + timedelta(hours=1)),
        ("4 bh", MONDAY_10 + timedelta(hours=4)),
        ("10 bh", berlin(24, 11, 0)),
        ("2 bd", berlin(25, 10, 0)),
        ("12 h", berlin(24, 9, 0)),  # it ends at night, so it is due when the office opens
    ],
)
def test_spans_are_calendar_or_business_time(span: str, expected: datetime) -> None:
    assert after(BERLIN, MONDAY_10, span) == expected


def test_every_clock_of_the_policy_is_a_span_that_can_be_read() -> None:
    for clocks in (POLICY.acknowledge, POLICY.resolve):
        for tiers in clocks.values():
            for span in tiers.values():
                assert after(BERLIN, MONDAY_10, span) > MONDAY_10

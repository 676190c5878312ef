"""A digest tells a channel how its promises stand, blames nobody, and is silent when it can be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot import routes
from bot.practice.slack import limits
from handlers.calendar.hours import Calendar
from handlers.executives import digests
from handlers.executives.digest_lines import DigestQuestion, Occasion
from handlers.executives.digests import (
    cards,
    choosing,
    department_cards,
    drawing,
    readership,
    requests,
    rules,
    shapes,
    timing,
    turns,
)
from handlers.executives.digests.shapes import (
    BorderOffer,
    DepartmentDigest,
    DepartmentLine,
    Thanks,
)
from handlers.executives.digests.timing import Turn
from handlers.speech import blocks, shares
from handlers.speech.errors import UserError
from handlers.speech.people_errors import GuestMayNot, NotYours, UnknownDepartment
from handlers.speech.request import Reply, Request
from handlers.speech.setup_errors import (
    NoChannel,
    NoDigestHere,
    NoExecutiveChannel,
    UnknownZone,
    WrongSchedule,
)
from handlers.speech.shares import Compared, Share
from storage import (
    counts,
    customers,
    departments,
    endings,
    history,
    listings,
    people,
    schedules,
    weekly,
    workspaces,
)
from storage import digests as stored_digests
from storage.accounts import Account
from storage.asks import Ask, Outcome
from storage.counts import Lines, New
from storage.customers import Customer, Tier
from storage.database import Database
from storage.decisions import Decision
from storage.departments import Department, key_of
from storage.digests import Wanted
from storage.endings import Ended
from storage.handoffs import Handoff
from storage.issues import Issue
from storage.items import State
from storage.listings import ListWanted, Which
from storage.outbox import Message, Priority
from storage.people import Person, Standing
from storage.schedules import Posting, Schedule
from storage.scopes import Period, Reader, Scope
from storage.tasks import Task
from storage.weekly import DoneThing, ForCustomer
from tests import cast

NOW = cast.MONDAY
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
BILLING, PRODUCT, EXECUTIVES, GENERAL = "C0BILLING", "C0PRODUCT", cast.EXECUTIVES, "C0GENERAL"
BERLIN = Calendar(zone=cast.BERLIN)
LONG = "&<*" * 200

_numbers = count(1)


def scope(session: Session, name: str = "Billing") -> Scope:
    department = departments.named(session, cast.TEAM, name)
    assert department is not None
    return Scope(cast.TEAM, department.department_id)


def customer(session: Session, name: str) -> UUID:
    found = customers.named(session, cast.TEAM, name)
    assert found is not None
    return found.customer_id


def add(
    session: Session,
    model: type[Task] | type[Issue] = Task,
    department: str | None = "Billing",
    account: str = "",
    **facts: Any,
) -> str:
    """An item, taken by Sara unless said otherwise; its first date is its date."""
    row: dict[str, Any] = {
        "team_id": cast.TEAM,
        "number": next(_numbers),
        "title": "Rewrite the refund mail",
        "state": State.ACKNOWLEDGED,
        "owner_id": cast.SARA,
        "department_id": scope(session, department).department_id if department else None,
        "customer_id": customer(session, account) if account else None,
        "created_by": cast.OMAR,
        "created_at": NOW - 10 * DAY,
        "original_due_at": facts.get("due_at"),
    }
    item = model(**row | facts)
    session.add(item)
    session.flush()
    return f"{model.__name__[0]}-{item.number}"


def say(database: Database, text: str, by: str, where: str, now: datetime = NOW) -> str:
    request = Request(cast.TEAM, by, "digest", f"key-{next(_numbers)}", where, text)
    with database.write() as session:
        answer = requests.command(routes.DIGESTS, request, session, now)
    assert isinstance(answer, Reply)
    return answer.text


def run(database: Database, now: datetime, prepare: Any = turns.prepare) -> int:
    """Let a duty do everything that is due, as the worker does; how much that was."""
    for handled in count():
        with database.read() as session:
            handle = prepare(session, now)
        with database.write() as session:
            if not handle(session, now):
                return handled
    raise AssertionError


def get(database: Database, text: str, by: str, where: str, now: datetime = NOW) -> str:
    """Ask for a digest, and let it come; what was answered."""
    answer = say(database, text, by, where, now)
    run(database, now, turns.prepare_wanted)
    return answer


def posted(database: Database) -> list[Message]:
    """What was posted, without what stands under it."""
    return [each for each in everything(database) if each.priority != Priority.THREAD]


def below(database: Database) -> list[Message]:
    """What stands in the threads."""
    return [each for each in everything(database) if each.priority == Priority.THREAD]


def everything(database: Database) -> list[Message]:
    with database.read() as session:
        return list(session.exec(select(Message).order_by(col(Message.message_id))))


def tables(database: Database) -> list[list[list[str]]]:
    """The tables in the threads, each as rows of cells."""
    return [
        [[cell["text"] for cell in row] for row in block["rows"]]
        for message in below(database)
        for block in message.payload["blocks"]
        if block["type"] == "table"
    ]


def seen(message: Message) -> str:
    """Everything a reader of the message sees, a line per block."""
    lines = []
    for block in message.payload["blocks"]:
        texts = [block["text"]] if "text" in block else block.get("elements", [])
        # Of a button it is the label that is read.
        lines += [str(text["text"] if "type" in text and text["type"] != "button"
                      else text["text"]["text"]) for text in texts]  # fmt: skip
    return "\n".join(lines)


def only(database: Database) -> str:
    (message,) = posted(database)
    return seen(message)


def plan(database: Database, channel: str = BILLING, **facts: Any) -> None:
    """A schedule whose time has just come: Mondays at 10:00 in Berlin."""
    row: dict[str, Any] = {
        "team_id": cast.TEAM, "kind": Posting.DIGEST, "channel_id": channel, "weekday": 0,
        "at": time(10), "zone": cast.BERLIN, "next_at": NOW,
    }  # fmt: skip
    with database.write() as session:
        session.add(Schedule(**row | facts))


def planned(database: Database, channel: str = BILLING) -> Schedule:
    with database.read() as session:
        found = schedules.find(session, cast.TEAM, Posting.DIGEST, channel)
    assert found is not None
    return found


def events(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(each.actor, each.verb) for each in history.of(session, cast.TEAM, "digest", 0)]


# --- how numbers are counted ---


@pytest.mark.parametrize(
    ("ended", "share"),
    [
        ([], (0, 0)),
        ([Ended(Outcome.ANSWERED, True, 3)], (3, 3)),
        ([Ended(Outcome.ANSWERED, True, 3), Ended(Outcome.ANSWERED, False, 1)], (3, 4)),
        ([Ended(Outcome.ANSWERED, True, 1), Ended("", False, 2)], (1, 3)),
        ([Ended(Outcome.DECLINED, True, 1), Ended(Outcome.HANDED_OVER, True, 1)], (2, 2)),
        ([Ended(Outcome.WITHDRAWN, True, 5), Ended(Outcome.WITHDRAWN, False, 2)], (0, 2)),
    ],
    ids=["none", "all", "too late", "still open", "a no is an answer", "taken back"],
)
def test_an_answer_counts_by_its_time_and_silence_counts_as_a_miss(
    ended: list[Ended], share: tuple[int, int]
) -> None:
    assert shares.acknowledged_on_time(ended) == Share(*share)


@pytest.mark.parametrize(
    ("ended", "share"),
    [
        ([], (0, 0)),
        ([Ended(State.DONE, True, 7), Ended(State.DONE, False, 2)], (7, 9)),
        ([Ended(State.ACKNOWLEDGED, False, 1), Ended(State.OPEN, False, 2)], (0, 3)),
        ([Ended(State.DONE, True, 1), Ended(State.DECLINED, True, 4)], (1, 1)),
        ([Ended(State.WITHDRAWN, True, 4)], (0, 0)),
        ([Ended(State.DECLINED, False, 1), Ended(State.WITHDRAWN, False, 2)], (0, 3)),
    ],
    ids=[
        "none",
        "too late",
        "still open",
        "a no in time",
        "taken back in time",
        "too late as well",
    ],
)
def test_a_promise_counts_by_its_first_date_and_a_no_is_not_a_failure(
    ended: list[Ended], share: tuple[int, int]
) -> None:
    assert shares.kept_on_the_day(ended) == Share(*share)


def test_a_promise_is_counted_once_in_the_week_it_was_first_promised_for(
    database: Database,
) -> None:
    week = Period(NOW - WEEK, NOW)
    with database.write() as session:
        add(session, due_at=NOW - DAY, state=State.DONE, closed_at=NOW - 2 * DAY)
        add(session, Issue, due_at=NOW - DAY, state=State.DONE, closed_at=NOW - HOUR)
        add(session, due_at=NOW - DAY)
        add(session, due_at=NOW + DAY, original_due_at=NOW - DAY)
        add(session, due_at=NOW - DAY, state=State.DONE, closed_at=NOW - 30 * DAY)
        add(session, due_at=week.since, state=State.DONE, closed_at=week.since)
        for elsewhere in (week.since - HOUR, NOW, NOW + DAY):
            add(session, due_at=elsewhere)
        add(session, department="Sales", due_at=NOW - DAY)
        ended = endings.promised(session, scope(session), week)
    assert shares.kept_on_the_day(ended) == Share(3, 6)


def test_a_question_is_counted_in_the_week_its_time_runs_out(database: Database) -> None:
    week = Period(NOW - WEEK, NOW)
    asked = [
        (NOW - DAY, NOW - 2 * DAY, Outcome.ANSWERED),
        (NOW - DAY, NOW - HOUR, Outcome.ANSWERED),
        (NOW - DAY, None, None),
        (week.since, week.since, Outcome.HANDED_OVER),
        (week.since - HOUR, None, None),
        (NOW, None, None),
    ]
    with database.write() as session:
        for due_at, answered_at, outcome in asked:
            session.add(
                Ask(
                    team_id=cast.TEAM, kind="acknowledge", noun="task", number=1,
                    person_id=cast.SARA, department_id=scope(session).department_id,
                    opened_at=NOW - 9 * DAY, due_at=due_at, answered_at=answered_at,
                    outcome=outcome,
                )
            )  # fmt: skip
        session.flush()
        ended = endings.asked(session, scope(session), week, "acknowledge")
    assert shares.acknowledged_on_time(ended) == Share(2, 4)


# SQLite alone: PostgreSQL plans by what the tables hold, and here they hold nothing.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_digest_walks_through_a_departments_closed_history(database: Database) -> None:
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, values: Any, *_more: object) -> None:
        asked.append((statement, values))

    with database.write() as session:
        for channel in (BILLING, EXECUTIVES):
            whose = readership.in_channel(session, cast.TEAM, channel)
            assert whose is not None
            drawing.is_quiet(session, NOW, cast.TEAM, whose)
            drawing.draw(session, NOW, cast.TEAM, whose)
        cursor = session.connection().connection.cursor()
        steps = [
            str(step[-1])
            for statement, values in asked
            for step in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    reads = [step for step in steps if re.search(r"\b(tasks|issues|handoffs)\b", step)]
    assert len(reads) > 20
    narrow = re.compile(
        r"_live|_open|handoffs_(to|waiting)|(created|answered|original_due)_at>|closed_at[=>]"
        r"|number=\?\)"
    )
    assert [step for step in reads if not narrow.search(step)] == []


# --- when a digest is told ---


@pytest.mark.parametrize(
    ("planned_at", "now", "turn"),
    [
        (NOW, NOW, Turn.POST),
        (NOW, NOW + 24 * HOUR, Turn.POST),
        (NOW, NOW + 24 * HOUR + timedelta(seconds=1), Turn.TOO_LATE),
        (NOW - DAY, NOW - DAY, Turn.DAY_OFF),
        (NOW - DAY, NOW - HOUR, Turn.DAY_OFF),
        (
            datetime(2026, 12, 25, 9, tzinfo=UTC),
            datetime(2026, 12, 25, 9, tzinfo=UTC),
            Turn.DAY_OFF,
        ),
    ],
)
def test_what_becomes_of_a_digest_follows_from_its_day_and_its_delay(
    planned_at: datetime, now: datetime, turn: Turn
) -> None:
    assert timing.turn(planned_at, now, replace(BERLIN, country="DE")) == turn


def test_the_next_working_day_keeps_the_local_time_when_clocks_change() -> None:
    saturday = datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert timing.next_working(saturday, BERLIN) == datetime(2026, 3, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "since"),
    [
        (None, NOW - WEEK),
        (NOW - DAY, NOW - DAY),
        (NOW - 20 * DAY, NOW - 20 * DAY),
        (NOW - 32 * DAY, NOW - WEEK),
    ],
)
def test_news_are_what_happened_since_the_last_digest(
    last: datetime | None, since: datetime
) -> None:
    assert timing.looks_back_to(last, NOW) == since


def test_what_a_digest_says_is_read_while_nobody_waits(database: Database) -> None:
    with database.write() as session:
        add(session, due_at=NOW - DAY)
    plan(database, EXECUTIVES, next_at=NOW)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    with database.read() as session:
        handle = turns.prepare(session, NOW)
    read = len(asked)
    with database.write() as session:
        assert handle(session, NOW)
    assert not any("FROM tasks" in words for words in asked[read:])
    assert any("FROM tasks" in words for words in asked[:read])
    assert len(posted(database)) == 1


@pytest.mark.parametrize(("by", "where"), [(cast.SARA, BILLING), (cast.NORA, EXECUTIVES)])
def test_to_ask_for_a_digest_counts_nothing(database: Database, by: str, where: str) -> None:
    with database.write() as session:
        add(session, due_at=NOW + 90 * DAY, state=State.OPEN)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    assert "is on its way" in say(database, "", by, where)
    looks = [words for words in asked if "FROM tasks" in words or "FROM issues" in words]
    assert looks
    assert [words for words in looks if "LIMIT" not in words] == []
    assert posted(database) == []
    assert run(database, NOW, turns.prepare_wanted) == 1
    assert [message.lane for message in posted(database)] == [where]


def test_however_often_it_is_asked_for_a_digest_is_counted_twice_at_most(
    database: Database,
) -> None:
    with database.write() as session:
        add(session, due_at=NOW - DAY)
        add(session, department="Sales", due_at=NOW - DAY)
    for _ in range(5):
        assert "is on its way" in say(database, "", cast.SARA, BILLING)
    say(database, "Sales", cast.OMAR, GENERAL)
    assert run(database, NOW, turns.prepare_wanted) == 3
    lanes = [message.lane for message in posted(database)]
    assert lanes == [BILLING, BILLING, "C0SALES"], "the first may have been counted before"


def test_whoever_asked_hears_that_a_digest_has_nothing_to_say_after_all(
    database: Database,
) -> None:
    with database.write() as session:
        add(session, number=77, due_at=NOW - DAY)
    assert "is on its way" in say(database, "", cast.SARA, BILLING)
    with database.write() as session:
        session.get_one(Task, (cast.TEAM, 77)).due_at = NOW + 30 * DAY
        sales = scope(session, "Sales").department_id
        assert sales
        digests.request_digests(session, NOW, cast.TEAM, [sales])
    assert run(database, NOW, turns.prepare_wanted) == 2
    [message] = posted(database)
    assert (message.lane, message.priority) == (cast.SARA, Priority.ANSWER)
    assert message.payload["text"].startswith("Nothing is late or waiting in Billing.")


def test_a_digest_of_a_department_that_is_gone_is_forgotten(database: Database) -> None:
    with database.write() as session:
        wanted = Wanted(
            team_id=cast.TEAM, channel_id=BILLING, department_id=UUID(int=0), key="digest:1",
            asked_by=cast.SARA, not_before=NOW,
        )  # fmt: skip
        stored_digests.want(session, wanted)
    assert run(database, NOW, turns.prepare_wanted) == 1
    assert posted(database) == []


def test_a_digest_put_off_by_a_clock_that_was_ahead_comes_now(database: Database) -> None:
    with database.write() as session:
        add(session, due_at=NOW - DAY)
    say(database, "", cast.SARA, BILLING, NOW + 30 * DAY)
    assert run(database, NOW, turns.prepare_wanted) == 1
    assert [message.lane for message in posted(database)] == [BILLING]


def test_a_digest_that_is_ended_while_it_is_read_is_not_posted(database: Database) -> None:
    with database.write() as session:
        add(session, due_at=NOW - DAY)
    plan(database, next_at=NOW)
    with database.read() as session:
        handle = turns.prepare(session, NOW)
    with database.write() as session:
        session.exec(select(Schedule)).one().next_at = None
    with database.write() as session:
        assert not handle(session, NOW)
    assert posted(database) == []


def test_a_digest_comes_at_its_time_and_the_next_one_is_planned_with_it(
    database: Database,
) -> None:
    plan(database)
    with database.write() as session:
        add(session, due_at=NOW + DAY)
    assert run(database, NOW - timedelta(seconds=1)) == 0
    assert run(database, NOW + 2 * HOUR) == 1
    (message,) = posted(database)
    assert (message.key, message.lane) == ("digest:C0BILLING:2026-11-23T09:00Z:department", BILLING)
    assert message.priority == Priority.DIGEST
    assert "late, it was planned" not in seen(message)
    schedule = planned(database)
    assert (schedule.next_at, schedule.last_at) == (NOW + WEEK, NOW + 2 * HOUR)
    assert run(database, NOW + 2 * HOUR) == 0


def test_a_digest_that_comes_hours_late_says_so(database: Database) -> None:
    plan(database)
    with database.write() as session:
        add(session, due_at=NOW + 2 * DAY)
    run(database, NOW + 2 * HOUR + timedelta(minutes=1))
    assert "late, it was planned for" in only(database)
    assert "Mon 23 Nov, 10:00" in only(database)


def test_a_digest_of_the_day_before_yesterday_is_skipped_with_the_reason(
    database: Database,
) -> None:
    plan(database)
    with database.write() as session:
        add(session, due_at=NOW + 2 * DAY)
    assert run(database, NOW + 25 * HOUR) == 1
    assert posted(database) == []
    schedule = planned(database)
    assert (schedule.error, schedule.next_at) == ("too late", NOW + WEEK)
    told = say(database, "when", cast.SARA, GENERAL)
    assert "the last one was left out, more than a day late" in told
    run(database, NOW + WEEK)
    assert planned(database).error == ""


def test_with_nothing_to_say_the_schedule_moves_on_in_silence(database: Database) -> None:
    plan(database)
    assert run(database, NOW) == 1
    assert posted(database) == []
    schedule = planned(database)
    assert (schedule.next_at, schedule.last_at, schedule.error) == (NOW + WEEK, None, "")


HOLIDAY = datetime(2027, 3, 29, 8, tzinfo=UTC)
"""Easter Monday, 10:00 in Berlin, one day after the clocks changed."""


@pytest.mark.parametrize(
    ("weekday", "next_at"),
    [(0, HOLIDAY + DAY), (None, HOLIDAY + DAY)],
    ids=["a weekly one waits for the next working day", "a daily one is dropped"],
)
def test_nothing_is_posted_on_a_departments_holiday(
    database: Database, weekday: int | None, next_at: datetime
) -> None:
    plan(database, weekday=weekday, next_at=HOLIDAY)
    with database.write() as session:
        billing = departments.named(session, cast.TEAM, "Billing")
        assert billing is not None
        billing.country = "DE"
        add(session, due_at=HOLIDAY + 2 * DAY)
    assert run(database, HOLIDAY) == 1
    assert posted(database) == []
    assert planned(database).next_at == next_at
    run(database, next_at)
    assert len(posted(database)) == 1
    following = HOLIDAY + WEEK if weekday == 0 else HOLIDAY + 2 * DAY
    assert planned(database).next_at == following


@pytest.mark.parametrize(
    ("days", "following"),
    [([6, 0, 1, 2, 3], 3), ([0, 1, 2, 3, 4, 5], 1), (list(range(7)), 1), ([0, 2, 3], 4)],
    ids=["sunday to thursday", "saturday is worked", "every day", "part-time"],
)
def test_a_daily_digest_comes_on_the_days_that_its_department_works(
    database: Database, days: list[int], following: int
) -> None:
    thursday = NOW + 3 * DAY
    plan(database, weekday=None, next_at=thursday)
    with database.write() as session:
        billing = departments.named(session, cast.TEAM, "Billing")
        assert billing is not None
        billing.days = days
        add(session, due_at=NOW + WEEK)
    run(database, thursday)
    assert planned(database).next_at == thursday + following * DAY
    run(database, thursday + following * DAY)
    assert len(posted(database)) == 2, "on the day that they work, too"


def test_a_digest_comes_in_any_rhythm(database: Database) -> None:
    with database.write() as session:
        add(session, due_at=NOW + 5 * WEEK)
    told = say(database, "every 2 weeks tuesday 10:00", cast.MARIA, BILLING)
    assert "every 2 weeks on Tuesday at 10:00" in told
    first = NOW + DAY
    for turn in (first, first + 2 * WEEK, first + 4 * WEEK):
        assert planned(database).next_at == turn
        run(database, turn)
    assert "on the 1st of every month" in say(database, "monthly 1 10:00", cast.MARIA, BILLING)
    assert planned(database).next_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert "from Monday to Friday" in say(database, "mon-fri 10:00", cast.MARIA, BILLING)
    assert "every Monday" in say(database, "weekly 9:00", cast.MARIA, BILLING)


def test_a_digest_that_comes_too_late_does_not_take_along_the_one_due_today(
    database: Database,
) -> None:
    plan(database, weekday=None)
    with database.write() as session:
        add(session, due_at=NOW + 5 * DAY)
    late = NOW + DAY + timedelta(seconds=5)
    assert run(database, late) == 2
    assert len(posted(database)) == 1, "Monday's is more than a day late, Tuesday's is on time"
    assert planned(database).next_at == NOW + 2 * DAY


def test_a_channel_that_lost_its_department_stops_nobody_else(database: Database) -> None:
    plan(database, GENERAL, at=time(9), next_at=NOW - HOUR)
    plan(database)
    with database.write() as session:
        add(session, due_at=NOW + DAY)
    assert run(database, NOW) == 2
    assert [message.lane for message in posted(database)] == [BILLING]
    assert "This channel belongs to no department" in planned(database, GENERAL).error


def test_prompts_are_not_for_the_digest_duty(database: Database) -> None:
    plan(database, EXECUTIVES, kind=Posting.PROMPT)
    assert run(database, NOW) == 0


# --- what a department reads ---


def test_a_department_reads_the_customer_who_waits_first_and_no_name_with_what_is_late(
    database: Database,
) -> None:
    with database.write() as session:
        late = add(session, account="Corner Café", title="Find the van", due_at=NOW - 6 * DAY)
        key = add(session, Issue, account="Acme", title="Pay *it* back", due_at=NOW - 3 * DAY)
        soon = add(session, title="Call <!channel>", due_at=NOW + 3 * DAY)
        far = add(session, due_at=NOW + 8 * DAY)
        asked = add(session, title="Explain the bill", state=State.OPEN, due_at=NOW + 2 * DAY)
        add(session, state=State.DONE, closed_at=NOW - DAY, owner_id=cast.LEE)
        add(session, department="Sales", title="Not theirs", due_at=NOW - DAY)
    assert get(database, "", cast.SARA, BILLING) == (
        "The digest of Billing is on its way to <#C0BILLING>."
    )
    (message,) = posted(database)
    text = seen(message)
    assert message.payload["text"] == (
        "Billing kept 0 of 2 promises on the day; Acme waits for one. One thing to decide today."
    )
    assert text == (
        "Billing kept 0 of 2 promises on the day; Acme waits for one.\n"
        "Billing · week to Sun 22 Nov\n"
        "*Decide today* Two late things have no new day. Who gives one?\n"
        "Give days…\nOpen the list…\n"
        "*Late* (2)\n"
        f"• *{key}* Acme: Pay ∗it∗ back · key account · was due Fri 20 Nov\n"
        f"• *{late}* Corner Café: Find the van · was due Tue 17 Nov\n"
        "*This week* One is due. One waits for a first answer.\n"
        f"*Thank you* <@{cast.LEE}>: one promise kept."
    )
    assert f"*{far}*" not in text
    assert {soon, asked}.isdisjoint(text.split("*")), "what is not late is counted"
    assert "Not theirs" not in text


def test_numbers_stand_beside_those_of_the_week_before(database: Database) -> None:
    with database.write() as session:
        add(session, due_at=NOW - DAY, state=State.DONE, closed_at=NOW - DAY)
        add(session, due_at=NOW - 2 * DAY, state=State.DONE, closed_at=NOW - DAY)
        add(session, due_at=NOW - 8 * DAY, state=State.DONE, closed_at=NOW - 8 * DAY)
    get(database, "now", cast.SARA, BILLING)
    assert only(database).startswith("Billing kept 1 of 2 promises on the day.\n")
    assert "Billing · week to Sun 22 Nov · the week before: 1 of 1\n" in only(database)
    assert "Kept: 1 of 2 this week; 1 of 1 in the week before." in only(database)
    [chart] = [each for each in posted(database)[0].payload["blocks"] if "chart" in each]
    counts = [[point["value"] for point in each["data"]] for each in chart["chart"]["series"]]
    assert counts == [[1, 1], [0, 1]], "kept and missed, the week before and this one"
    assert "Answered in time" not in only(database)


def test_what_nobody_has_taken_waits_whether_or_not_it_has_a_date(database: Database) -> None:
    with database.write() as session:
        undated, later, late = (
            add(session, due_at=due, state=State.OPEN) for due in (None, NOW + 2 * DAY, NOW - DAY)
        )
        waiting = counts.waiting(session, scope(session), NOW)
        reader = Reader(cast.TEAM, cast.SARA)
        wanted = ListWanted(Which.WAITING, department_id=scope(session).department_id)
        rows = listings.rows(session, reader, wanted, NOW).rows
        seen = {f"T-{each.number}" for each in rows} - {late}
    assert waiting.total == 2
    assert seen == {undated, later}, late


def test_a_long_list_ends_after_five_lines_and_says_where_the_rest_is(
    database: Database,
) -> None:
    with database.write() as session:
        for hours in range(1, 61):
            add(session, due_at=NOW - hours * HOUR)
        add(session, due_at=NOW + DAY)
    get(database, "now", cast.SARA, BILLING)
    assert only(database).count("•") == rules.LATE
    assert "60 late things have no new day. Who gives one?" in only(database)
    assert "*Late* (60)\n" in only(database)
    assert "Open the list…" in only(database)


def test_what_is_grave_comes_before_who_waits_and_that_before_how_long(database: Database) -> None:
    with database.write() as session:
        order = [
            add(session, Issue, account=account, severity=severity, due_at=NOW - days * DAY)
            for severity, account, days in (
                (1, "", 1), (2, "Acme", 1), (2, "Acme", 0.5), (2, "Globex", 9), (2, "", 30),
                (3, "Acme", 60),
            )
        ]  # fmt: skip
        seen = weekly.late(session, scope(session), NOW, 5)
    assert [line.ref for line in seen.lines] == order[:5]
    assert (seen.total, seen.private) == (6, 0)


def test_many_new_issues_are_counted_and_leave_room_for_the_rest(database: Database) -> None:
    with database.write() as session:
        old = add(session, title="Older", state=State.OPEN, due_at=NOW + 20 * DAY)
        first = add(
            session, Issue, title="First", state=State.OPEN, created_at=NOW - 3 * DAY,
            due_at=NOW + 9 * DAY,
        )  # fmt: skip
        for _ in range(37):
            add(session, Issue, state=State.OPEN, created_at=NOW - DAY, due_at=NOW + 9 * DAY)
    get(database, "now", cast.SARA, BILLING)
    text = only(database)
    assert f"38 issues came in; the oldest that is open is *{first}*, since Fri 20 Nov." in text
    assert "*This week* 39 wait for a first answer." in text, old
    assert "•" not in text


def test_an_offer_from_another_department_is_news(database: Database) -> None:
    with database.write() as session:
        session.add(
            Handoff(
                team_id=cast.TEAM, noun="task", number=1, from_id=cast.TOM, to_id=cast.MARIA,
                to_department_id=scope(session).department_id, offered_at=NOW,
            )
        )  # fmt: skip
    get(database, "now", cast.SARA, BILLING)
    assert "One offer from elsewhere has no answer. Who takes it over" in only(database)
    assert "*Waits between us and others* One offer from elsewhere since Mon 23 Nov." in (
        only(database)
    )


def told_of(**facts: Any) -> DepartmentDigest:
    """The digest of Billing in which nothing is said but this."""
    row: dict[str, Any] = {"late": Lines(), "waiting": Lines(), "due": Lines(), "new": New()}
    return DepartmentDigest(occasion=Occasion("Billing", BERLIN, NOW, NOW - WEEK), **row | facts)


def read_aloud(digest: DepartmentDigest) -> str:
    """The same as it is posted, unescaped from its blocks."""
    return json.dumps(department_cards.shown(digest).blocks, ensure_ascii=False)


ACME = ForCustomer("Acme", Tier.KEY, 2)


@pytest.mark.parametrize(
    ("met", "of", "late", "late_for", "sentence"),
    [
        (0, 0, 0, [], "No promise of Billing fell due; nothing is late."),
        (0, 0, 1, [], "No promise of Billing fell due; one is late."),
        (1, 1, 0, [], "Billing kept the one promise of this week."),
        (0, 1, 12, [], "Billing missed the one promise of this week; 12 are late."),
        (8, 8, 0, [], "Billing kept all eight promises on the day."),
        (6, 8, 3, [ACME], "Billing kept 6 of 8 promises on the day; Acme waits for two."),
        (0, 1_200, 3, [ForCustomer("O", "", 1), ACME],
         "Billing kept 0 of 1,200 promises on the day; O waits for one."),
    ],
)  # fmt: skip
def test_one_sentence_says_what_a_department_kept_and_who_waits(
    met: int, of: int, late: int, late_for: list[ForCustomer], sentence: str
) -> None:
    kept = Compared(Share(met, of))
    digest = told_of(kept=kept, late=Lines(total=late), late_for=late_for)
    assert department_cards.department_headline(digest) == sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"late": Lines(total=1), "past": 1},
         "*Decide today* One late thing has no new day. Who gives it one?"),
        ({"late": Lines(total=200), "past": 180},
         "*Decide today* 180 late things have no new day. Who gives one?"),
        ({"late": Lines(total=1)},
         "*Decide today* One answer is missing. Who gives it?"),
        ({"offers": (BorderOffer("I-7", "Sales", NOW - DAY, ours=False),)},
         "One offer from elsewhere has no answer. Who takes it over, or returns it?"),
        ({"offers": (BorderOffer("I-7", "Sales", NOW - DAY, ours=False),)},
         "*Waits between us and others* One offer from Sales since Sun 22 Nov."),
        ({"offers": tuple(BorderOffer("", name, NOW - DAY, ours=False) for name in "ABCDDAA")},
         ("Three offers from A, the first since Sun 22 Nov. One offer from B since Sun 22 Nov. "
          "One offer from C since Sun 22 Nov. Two offers from others.")),
        ({"offers": (BorderOffer("I-7", "Sales", NOW - DAY, ours=True),)},
         "*Waits between us and others* *I-7* waits for a yes of Sales since Sun 22 Nov."),
        ({"offers": (BorderOffer("", "Sales", NOW - DAY, ours=True),)},
         "*Waits between us and others* One thing waits for a yes elsewhere."),
        ({"offers": (BorderOffer("I-7", "Sales", NOW, ours=True),
                     BorderOffer("", "Sales", NOW - DAY, ours=True))},
         "since Mon 23 Nov. One more waits for a yes elsewhere."),
        ({"due": Lines(total=5), "due_for": [ACME]},
         "*This week* Five are due, two of them for Acme."),
        ({"due": Lines(total=2), "due_for": [ACME]},
         "*This week* Two are due, all of them for Acme."),
        ({"due": Lines(total=1), "due_for": [ForCustomer("R&D <!channel>", "", 1)]},
         "*This week* One is due, for R&amp;D &lt;!channel&gt;."),
        ({"waiting": Lines(total=2)}, "*This week* Two wait for a first answer."),
        ({"new": New(total=2)}, "*This week* Two issues came in."),
        ({"thanks": Thanks((cast.LEE, cast.SARA), 3, 3, 2, 3)},
         "<@U0LEE> and <@U0SARA>: three promises to key accounts kept, two of them early."),
        ({"thanks": Thanks((cast.LEE,), 5, 3, 2, 5)},
         "five promises kept, three of them to key accounts and two early."),
        ({"thanks": Thanks((cast.LEE,), 5, 1, 5, 5)},
         "five promises kept, one of them to key accounts and all early."),
        ({"thanks": Thanks((cast.LEE,), 5, 0, 1, 5)}, "five promises kept, one of them early."),
        ({"thanks": Thanks((cast.LEE,), 1, 1, 1, 1)},
         "one promise to key accounts kept, and early."),
        ({"thanks": Thanks((cast.LEE,), 1, 1)}, ": one promise to key accounts done."),
        ({"thanks": Thanks((cast.LEE,), 3, 1, 1, 2)},
         "three promises done, one of them to key accounts and one early."),
        ({"thanks": Thanks(tuple(f"U{n}" for n in range(8)), 9, kept=9)},
         " and two more: nine promises kept."),
        ({"late": Lines(total=1, private=1)}, "One of these is private, and is counted only."),
    ],
)  # fmt: skip
def test_each_part_of_a_departments_digest_is_a_whole_sentence(
    facts: dict[str, Any], sentence: str
) -> None:
    assert sentence in read_aloud(told_of(**facts))


@pytest.mark.parametrize(
    ("lay", "sentence"),
    [
        ([("Logistics", 1)],
         "Hand-offs waited one working day in all at the border with Logistics this week."),
        ([("R&D <!channel>", 12), ("A", 3), ("B", 2), ("C", 1), ("D", 1)],
         ("Hand-offs waited 12 working days in all at the border with R&amp;D &lt;!channel&gt;"
         " this week, and three with A, two with B and two with two other departments.")),
    ],
)  # fmt: skip
def test_the_days_at_the_border_are_all_told(lay: list[tuple[str, int]], sentence: str) -> None:
    assert sentence in read_aloud(told_of(late=Lines(total=1), at_border=lay))


@pytest.mark.parametrize(
    ("now", "since", "until"),
    [
        (NOW, "2026-11-15 23:00", "2026-11-22 23:00"),
        (datetime(2026, 11, 22, 23, tzinfo=UTC), "2026-11-15 23:00", "2026-11-22 23:00"),
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), "2026-11-14 23:00", "2026-11-21 23:00"),
        (datetime(2026, 10, 28, 9, tzinfo=UTC), "2026-10-20 22:00", "2026-10-27 23:00"),
    ],
    ids=["on a Monday", "as the day begins", "a minute before", "when clocks change"],
)
def test_the_week_of_a_digest_is_seven_whole_days_by_its_own_clock(
    now: datetime, since: str, until: str
) -> None:
    week = rules.week(Occasion("Billing", BERLIN, now, now))
    assert (f"{week.since:%Y-%m-%d %H:%M}", f"{week.until:%Y-%m-%d %H:%M}") == (since, until)
    before = rules.week(Occasion("Billing", BERLIN, now, now), 1)
    assert before.until == week.since, "no instant is in two weeks, and none in neither"


def test_early_is_a_day_before_by_the_clock_of_the_owner() -> None:
    due = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
    done = [
        DoneThing(cast.SARA, tier, done_at, due_at, cast.BERLIN, due_at)
        for tier, done_at, due_at in (
            (Tier.KEY, due - DAY, due), (Tier.KEY, due - HOUR, due), ("", due + DAY, due),
            (Tier.STRATEGIC, due, None),
        )
    ]  # fmt: skip
    lee = DoneThing(cast.LEE, "", due - 2 * DAY, due, cast.BERLIN, due)
    assert rules.thanks_for([lee, *done]) == Thanks((cast.SARA, cast.LEE), 5, 2, 2, 4)


def test_what_was_kept_before_the_last_digest_is_not_told_again(database: Database) -> None:
    plan(database, next_at=NOW + WEEK, last_at=NOW - 2 * DAY)
    with database.write() as session:
        add(session, state=State.DONE, closed_at=NOW - 3 * DAY, owner_id=cast.LEE)
        add(session, state=State.DONE, closed_at=NOW - DAY)
    get(database, "now", cast.SARA, BILLING)
    assert f"*Thank you* <@{cast.SARA}>: one promise kept." in only(database)


def test_asked_for_a_digest_with_nothing_in_it_the_reply_is_worth_reading(
    database: Database,
) -> None:
    with database.write() as session:
        add(session, title="Older", state=State.DONE, closed_at=NOW - 40 * DAY)
        last = add(session, title="Van", state=State.DONE, closed_at=NOW - 20 * DAY)
    text = say(database, "now", cast.MARIA, BILLING)
    assert text == (
        "Nothing is late or waiting in Billing. The last promise kept was "
        f"*{last}*, by <@{cast.SARA}>, on Tue 3 Nov."
    )
    assert "ask a customer how things are" in say(database, "now", cast.MARIA, PRODUCT)
    assert "Enjoy the quiet" in say(database, "now", cast.NORA, EXECUTIVES)
    assert posted(database) == []
    assert events(database) == []


# --- what executives read ---


def line_of(name: str, met: int, of: int, late: int = 0) -> DepartmentLine:
    return DepartmentLine(name=name, live=1, late=late, kept=Compared(Share(met, of), Share()))


@pytest.mark.parametrize(
    ("departments", "sentence"),
    [
        ([], "No promise fell due this week, and none is late."),
        ([line_of("Billing", 0, 0, 2)],
         "No promise fell due this week, and two older promises are late."),
        ([line_of("Billing", 1, 1)], "We kept the one promise of this week on the day."),
        ([line_of("Billing", 2, 2), line_of("Sales", 10, 10)],
         "We kept all 12 promises of this week on the day."),
        ([line_of("Billing", 0, 1)],
         "We kept 0 of 1 promise on the day; the one we missed was with Billing."),
        ([line_of("Billing", 4, 5), line_of("Sales", 3, 5)],
         "We kept 7 of 10 promises on the day; the three we missed were with Sales and Billing."),
        ([line_of("IT", 0, 1), line_of("Sales", 0, 3), line_of("Legal", 0, 2)],
         "We kept 0 of 6 promises on the day; the six we missed were mostly with Sales and Legal."),
    ],
)  # fmt: skip
def test_executives_get_the_sentence_a_ceo_would_repeat(
    departments: list[DepartmentLine], sentence: str
) -> None:
    digest = shapes.ExecutiveDigest(
        Occasion("the executives", BERLIN, NOW, NOW - WEEK), tuple(departments), (), (), ()
    )
    assert cards.executive_headline(digest) == sentence


def test_executives_read_departments_accounts_decisions_and_what_is_stuck(
    database: Database,
) -> None:
    with database.write() as session:
        stuck = add(session, account="Acme", title="Refund mail", due_at=NOW - 4 * DAY)
        add(session, Issue, account="Acme", severity=1, due_at=NOW + 9 * DAY)
        add(session, Issue, account="Globex", severity=2, department=None, due_at=None)
        add(session, Issue, account="Initech", severity=1, due_at=NOW - DAY)
        add(session, account="Globex", severity=3, due_at=NOW + DAY)
        add(session, department="Sales", due_at=NOW - DAY, state=State.DONE, closed_at=NOW - DAY)
        add(session, department="Sales", state=State.DECLINED, closed_at=NOW - DAY)
        add(session, department="Sales", state=State.DECLINED, closed_at=NOW - 8 * DAY)
        add(session, department="Sales", state=State.DECLINED, closed_at=NOW - 9 * DAY)
        session.add_all(
            [
                Decision(
                    team_id=cast.TEAM, number=3, title="Raise the plan", asked_by=cast.OMAR,
                    channel_id=EXECUTIVES, created_at=NOW - DAY, due_at=NOW + DAY,
                    first_answer_at=answered,
                )
                if answered is None
                else Decision(
                    team_id=cast.TEAM, number=4, title="Answered", asked_by=cast.OMAR,
                    channel_id=EXECUTIVES, created_at=NOW - DAY, due_at=NOW + DAY,
                    first_answer_at=answered,
                )
                for answered in (None, NOW)
            ]
        )  # fmt: skip
        for kind, rung in (("finish", 5), ("acknowledge", 5), ("finish", 4)):
            session.add(
                Ask(
                    team_id=cast.TEAM, kind=kind, noun="task",
                    number=int(stuck[2:]) + (rung == 4), person_id=cast.SARA, rung=rung,
                    opened_at=NOW - 9 * DAY, due_at=NOW - 4 * DAY,
                )
            )  # fmt: skip
    get(database, "now", cast.NORA, EXECUTIVES)
    text = only(database)
    assert text.startswith("We kept 1 of 3 promises on the day; the two we missed were with Bil")
    assert "In the thread: departments, accounts, decisions and what was closed with a no." in text
    by_department, accounts, decisions, refused = tables(database)
    assert by_department == [
        ["Department", "Open", "Late", "Kept on the day", "The week before"],
        ["Billing", "4 open", "2 late", "kept 0 of 2", "–"],
        ["Sales", "0 open", "0 late", "kept 1 of 1", "–"],
    ]
    assert accounts[1:] == [
        ["Acme", "key account", "480 k a year", "Mon 1 Mar 2027", "1 late", "1 of severity 1 or 2"],
        [
            "Globex",
            "strategic account",
            "150 k a year",
            "Fri 15 Jan 2027",
            "0 late",
            "1 of severity 1 or 2",
        ],
    ]
    assert decisions[1:] == [["D-3", "Raise the plan", "Sun 22 Nov"]]
    assert [row[2:] for row in refused] == [["What", "Department", "Why"],
                                            ["Rewrite the refund mail", "Sales", "–"]]  # fmt: skip
    assert [each.payload["text"] for each in below(database)] == [
        "By department: Billing kept 0 of 2, 2 late; Sales kept 1 of 1, 0 late",
        "Two accounts to look after, 630 k a year together: Acme; Globex",
        "Decisions waiting for an answer: D-3",
        f"Closed with a no this week: one: {refused[1][0]}",
    ]
    [above] = posted(database)
    assert {each.payload["under"] for each in below(database)} == {above.key}
    assert (
        "*One thing only you can decide*\n*Acme: a new day, another owner, or a no?*\n"
        "Key account, 480 k a year, renews Mon 1 Mar 2027. "
        f"“Refund mail” ({stuck}): Billing, Maria Costa answers for it, two working days late."
    ) in text
    assert text.count("Refund mail") == 1
    assert "One promise was answered with a no and its reason; two the week before." in text
    thanks = f"*What was won* One promise was done this week. Thank you, <@{cast.SARA}>."
    assert thanks in text
    assert "<@" not in text.replace(thanks, ""), "people are named to thank them, and only then"


def test_of_two_hundred_things_that_are_stuck_three_are_put_to_executives(
    database: Database,
) -> None:
    with database.write() as session:
        for n in range(200):
            account = "Acme" if n in {150, 151} else ""
            ref = add(session, department="Sales" if n % 2 else "Billing", account=account,
                      title=f"Thing {n}", state=State.OPEN)  # fmt: skip
            session.add(
                Ask(
                    team_id=cast.TEAM, kind="acknowledge", noun="task", number=int(ref[2:]),
                    person_id=cast.SARA, rung=5, opened_at=NOW - 9 * DAY, due_at=NOW - 4 * DAY,
                    department_id=scope(session, "Sales" if n % 2 else "Billing").department_id,
                )
            )  # fmt: skip
    get(database, "now", cast.NORA, EXECUTIVES)
    text = only(database)
    assert "*Three things only you can decide*\n*1. Acme: who takes it?*" in text
    assert text.count("who takes it?") + text.count("Who takes it?") == 3
    assert "197 more wait in two departments; Omar Haddad has them." in text


# --- limits ---


def test_the_longest_names_and_titles_stay_within_slacks_limits(database: Database) -> None:
    with database.write() as session:
        for n in range(40):
            name = f"{n}{LONG}"
            session.add(Department(team_id=cast.TEAM, name=name, key=key_of(name)))
            session.add(
                Customer(
                    team_id=cast.TEAM, name=name, key=key_of(name), tier=Tier.KEY,
                    annual_value=10**9,
                )
            )  # fmt: skip
        session.flush()
        for each in departments.everyone(session, cast.TEAM):
            for n in range(15 if each.name == "Billing" else 1):
                add(
                    session, department=each.name, account=f"{n}{LONG}", title=LONG,
                    due_at=NOW - DAY, severity=1,
                )  # fmt: skip
        for n in range(15):
            add(session, account=f"{n}{LONG}", title=LONG, due_at=NOW + DAY)
            add(session, Issue, account=f"{n}{LONG}", title=LONG, state=State.OPEN,
                due_at=NOW + DAY, created_at=NOW - DAY)  # fmt: skip
            add(session, state=State.DONE, closed_at=NOW - DAY,
                owner_id=cast.PEOPLE[n][0])  # fmt: skip
            session.add(
                Decision(
                    team_id=cast.TEAM, number=n + 1, title=LONG, asked_by=cast.OMAR,
                    channel_id=EXECUTIVES, created_at=NOW, due_at=NOW,
                )
            )  # fmt: skip
    get(database, "now", cast.SARA, BILLING)
    get(database, "now", cast.NORA, EXECUTIVES)
    assert len(posted(database)) == 2
    for message in below(database):
        shown = message.payload["blocks"]
        assert limits.block_problems(shown, "message") == []
        cells = [cell["text"] for block in shown for row in block.get("rows", []) for cell in row]
        assert sum(map(len, cells)) <= 10_000, "as many as Slack takes in all cells together"
    for message in posted(database):
        shown = message.payload["blocks"]
        assert len(shown) <= blocks.MESSAGE_BLOCKS
        assert 800 < len(json.dumps(shown, ensure_ascii=False)) <= blocks.MESSAGE_TEXT
        for block in shown:
            if block["type"] == "section":
                assert len(block["text"]["text"]) <= blocks.SECTION
                assert not re.search(r"&[a-z]*$", block["text"]["text"])


@pytest.mark.parametrize(("room", "shown"), [(0, 0), (3, 0), (4, 1), (7, 1), (8, 2), (99, 3)])
def test_lines_are_dropped_whole(room: int, shown: int) -> None:
    lines = ["one", "two", "three"]
    assert rules.fitting(lines, room) == lines[:shown]


def test_tier_comes_before_lateness_and_value_decides_between_accounts() -> None:
    accounts = [
        Account(UUID(int=n), str(n), tier, value, None, None, 1, 0)
        for n, tier, value in (
            (1, Tier.STRATEGIC, 900), (2, Tier.KEY, None), (3, Tier.KEY, 5), (4, Tier.KEY, 7),
        )
    ]  # fmt: skip
    assert [each.name for each in rules.most_at_risk_first(accounts)] == ["4", "3", "2", "1"]


# --- who may ask, and where it goes ---


@pytest.mark.parametrize(
    ("text", "by", "where", "lane"),
    [
        ("", cast.TOM, BILLING, BILLING),
        ("now", cast.NORA, BILLING, BILLING),
        ("now billing", cast.MARIA, GENERAL, BILLING),
        ("now #Billing", cast.LEE, "D0LEE", BILLING),
        ("Billing", cast.OMAR, EXECUTIVES, BILLING),
        ("now Billing", cast.SARA, BILLING, BILLING),
        ("NOW Executives", cast.NORA, GENERAL, EXECUTIVES),
        ("executives", cast.OMAR, BILLING, EXECUTIVES),
    ],
)
def test_a_digest_goes_to_the_channel_of_those_it_is_about(
    database: Database, text: str, by: str, where: str, lane: str
) -> None:
    with database.write() as session:
        add(session, due_at=NOW + DAY)
    assert f"<#{lane}>" in get(database, text, by, where)
    assert [message.lane for message in posted(database)] == [lane]
    assert events(database) == [(by, "asked for")]


@pytest.mark.parametrize(
    ("text", "by", "where", "error", "words"),
    [
        ("", cast.OMAR, GENERAL, NoDigestHere, "This channel belongs to no department"),
        ("now", cast.SARA, "", NoDigestHere, "This channel belongs to no department"),
        ("off", cast.OMAR, GENERAL, NoDigestHere, "This channel belongs to no department"),
        ("daily", cast.OMAR, GENERAL, NoDigestHere, "This channel belongs to no department"),
        ("now Biling", cast.OMAR, GENERAL, UnknownDepartment, "Did you mean Billing?"),
        ("now Billing", cast.SARA, GENERAL, NotYours, "Maria Costa and Lee Park or the CCO"),
        ("now Billing", cast.TOM, "C0LOGIST", NotYours, "Maria Costa and Lee Park or the CCO"),
        ("now Billing", cast.NORA, GENERAL, NotYours, "Maria Costa and Lee Park or the CCO"),
        ("now executives", cast.MARIA, GENERAL, NotYours, "an executive or the CCO"),
        ("daily", cast.SARA, BILLING, NotYours, "Maria Costa and Lee Park or the CCO"),
        ("daily", cast.TOM, BILLING, NotYours, "Maria Costa and Lee Park or the CCO"),
        ("daily", cast.NORA, BILLING, NotYours, "Maria Costa and Lee Park or the CCO"),
        ("daily", cast.MARIA, EXECUTIVES, NotYours, "an executive or the CCO"),
        ("off", cast.SARA, BILLING, NotYours, "Maria Costa and Lee Park or the CCO"),
        ("now and then", cast.MARIA, BILLING, UnknownDepartment, "“and then”"),
        ("often", cast.MARIA, BILLING, WrongSchedule, "“often”"),
        ("daily 9:00 in Mars/Base", cast.MARIA, BILLING, UnknownZone, "“Mars/Base”"),
    ],
)
def test_a_refusal_says_who_could_or_what_to_write_and_changes_nothing(
    database: Database, text: str, by: str, where: str, error: type[UserError], words: str
) -> None:
    with database.write() as session:
        add(session, due_at=NOW + DAY)
    plan(database)
    before = planned(database)
    with pytest.raises(error) as refused:
        say(database, text, by, where)
    assert words in refused.value.message
    assert posted(database) == []
    assert events(database) == []
    assert planned(database) == before


def test_places_without_a_channel_say_how_to_get_one(database: Database) -> None:
    with database.write() as session:
        workspace = workspaces.find(session, cast.TEAM)
        billing = departments.named(session, cast.TEAM, "Billing")
        assert workspace is not None
        assert billing is not None
        workspace.executive_channel_id = billing.channel_id = None
    with pytest.raises(NoExecutiveChannel):
        say(database, "now executives", cast.OMAR, GENERAL)
    with pytest.raises(NoChannel, match="Billing has no channel yet"):
        say(database, "now Billing", cast.OMAR, GENERAL)


def test_two_departments_in_one_channel_each_get_their_own_digest(database: Database) -> None:
    with database.write() as session:
        sales = departments.named(session, cast.TEAM, "Sales")
        assert sales is not None
        sales.channel_id = BILLING
        add(session, title="Bill", due_at=NOW - DAY)
        add(session, department="Sales", title="Sell", due_at=NOW - DAY)
    get(database, "now Sales", cast.BEN, BILLING)
    assert "Sell" in only(database)
    assert "Bill " not in only(database)


# --- schedules ---


@pytest.mark.parametrize(
    ("text", "by", "where", "weekday", "zone", "next_at"),
    [
        ("weekly monday 9:00", cast.MARIA, BILLING, 0, cast.BERLIN, (2026, 11, 30, 8)),
        ("daily 9:00", cast.LEE, BILLING, None, cast.BERLIN, (2026, 11, 24, 8)),
        ("weekly tue 9:00", cast.OMAR, "C0SUPPORT", 1, cast.NEW_YORK, (2026, 11, 24, 14)),
        ("daily 9:00", cast.NORA, EXECUTIVES, None, cast.BERLIN, (2026, 11, 24, 8)),
        ("Daily 9:00 IN asia/singapore", cast.OMAR, EXECUTIVES, None, cast.SINGAPORE,
         (2026, 11, 24, 1)),
    ],
)  # fmt: skip
def test_a_schedule_keeps_the_channels_own_clock(
    database: Database, text: str, by: str, where: str,
    weekday: int | None, zone: str, next_at: tuple[int, int, int, int],
) -> None:  # fmt: skip
    answer = say(database, text, by, where)
    schedule = planned(database, where)
    assert (schedule.weekday, schedule.at, schedule.zone) == (weekday, time(9), zone)
    assert schedule.next_at == datetime(*next_at, tzinfo=UTC)
    assert schedule.created_by == by
    assert f"<#{where}>" in answer
    assert f"at 9:00, {zone} time" in answer
    assert f"<!date^{int(schedule.next_at.timestamp())}^" in answer
    assert events(database) == [(by, "scheduled")]


def test_a_changed_schedule_takes_the_place_of_the_old_one(database: Database) -> None:
    say(database, "weekly monday 9:00", cast.MARIA, BILLING)
    say(database, "daily 16:00", cast.LEE, BILLING)
    with database.read() as session:
        (schedule,) = schedules.everyone(session, cast.TEAM)
    assert (schedule.weekday, schedule.at) == (None, time(16))
    say(database, "off", cast.MARIA, BILLING)
    monday = "every Monday at 9:00, Europe/Berlin time"
    daily = "every working day at 16:00, Europe/Berlin time"
    with database.read() as session:
        told = [each.details for each in history.of(session, cast.TEAM, "digest", 0)]
    assert told == [
        {"channel": BILLING, "before": "", "after": monday},
        {"channel": BILLING, "before": monday, "after": daily},
        {"channel": BILLING, "before": daily},
    ]


def test_a_schedule_that_was_switched_off_stays_silent_until_it_is_on_again(
    database: Database,
) -> None:
    plan(database, last_at=NOW - DAY)
    with database.write() as session:
        add(session, due_at=NOW + DAY)
    assert "No more digests in <#C0BILLING>" in say(database, "off", cast.MARIA, BILLING)
    assert "Nothing was changed" in say(database, "off", cast.MARIA, BILLING)
    assert run(database, NOW + 2 * WEEK) == 0
    assert "No digest is scheduled yet" in say(database, "when", cast.SARA, BILLING)
    say(database, "weekly monday 10:00", cast.MARIA, BILLING, NOW - HOUR)
    assert planned(database).last_at == NOW - DAY
    assert run(database, NOW) == 1
    assert len(posted(database)) == 1
    assert events(database) == [(cast.MARIA, "unscheduled"), (cast.MARIA, "scheduled")]


def test_anybody_can_see_when_digests_come(database: Database) -> None:
    say(database, "weekly friday 16:30", cast.MARIA, BILLING)
    say(database, "daily 9:00", cast.NORA, EXECUTIVES)
    plan(database, EXECUTIVES, kind=Posting.PROMPT)
    first, second = say(database, "when", cast.WEI, GENERAL).splitlines()[1:]
    assert first.startswith("• <#C0EXEC> every working day at 9:00, Europe/Berlin time · next ")
    assert second.startswith("• <#C0BILLING> every Friday at 16:30, Europe/Berlin time · next ")
    assert second.endswith("|Fri 27 Nov, 16:30>")


# --- without a request ---


def test_asking_and_scheduling_give_back_what_was_made(database: Database) -> None:
    with database.write() as session:
        maria = people.find(session, cast.TEAM, cast.MARIA)
        assert maria
        add(session, due_at=NOW - DAY)
        planned = digests.schedule(session, NOW, maria, BILLING, "daily 16:00 in asia/singapore")
        assert planned.whose.name == "Billing"
        assert (planned.schedule.at, planned.schedule.zone) == (time(16), cast.SINGAPORE)
        assert digests.scheduled(session, maria) == [planned.schedule]
        posted_one = digests.post_now(session, NOW, maria, BILLING)
        assert (posted_one.whose.name, posted_one.on_its_way) == ("Billing", True)
        assert digests.end(session, NOW, maria, BILLING) == planned.schedule
        assert digests.end(session, NOW, maria, BILLING) is None
        assert digests.scheduled(session, maria) == []
    verbs = [verb for _, verb in events(database)]
    assert verbs == ["scheduled", "asked for", "unscheduled"]


@pytest.mark.parametrize(
    "act",
    [
        lambda session, kim: digests.post_now(session, NOW, kim, BILLING),
        lambda session, kim: digests.post_now(session, NOW, kim, BILLING, "Bling"),
        lambda session, kim: digests.schedule(session, NOW, kim, BILLING, "daily"),
        lambda session, kim: digests.schedule(session, NOW, kim, BILLING, "sometimes"),
        lambda session, kim: digests.end(session, NOW, kim, BILLING),
        digests.scheduled,
    ],
)
def test_a_guest_is_told_nothing_of_digests_whoever_asks_for_them(
    database: Database, act: Callable[[Session, Person], object]
) -> None:
    plan(database)
    with database.write() as session:
        kim = Person(team_id=cast.TEAM, user_id="U1KIM", name="Kim", standing=Standing.GUEST)
        session.add(kim)
        session.flush()
        with pytest.raises(GuestMayNot):
            act(session, kim)
    assert events(database) == []
    with database.read() as session:
        assert session.exec(select(Wanted)).all() == []
        (schedule,) = schedules.everyone(session, cast.TEAM)
        assert schedule.next_at is not None


# --- after an import ---


def test_an_import_asks_for_one_digest_in_each_department_it_touched(database: Database) -> None:
    with database.write() as session:
        for name in ("Billing", "Sales"):
            add(session, Issue, department=name, state=State.OPEN, created_at=NOW - DAY)
        touched = [scope(session, name).department_id for name in ("Billing", "Sales", "Product")]
        ids = [each for each in (*touched, touched[0], UUID(int=0)) if each]
        digests.request_digests(session, NOW, cast.TEAM, ids)
    assert posted(database) == []
    assert run(database, NOW, turns.prepare_wanted) == 3, "Product has nothing to say"
    assert sorted(message.lane for message in posted(database)) == [BILLING, "C0SALES"]


def test_another_workspaces_promises_stay_their_own(database: Database) -> None:
    with database.write() as session:
        theirs = Department(team_id="T0OTHER", name="Billing", key="billing", channel_id=BILLING)
        session.add_all([workspaces.Workspace(team_id="T0OTHER"), theirs])
        session.flush()
        session.add(Person(team_id="T0OTHER", user_id=cast.SARA, name="Another Sara"))
        session.flush()
        add(
            session, team_id="T0OTHER", department=None, department_id=theirs.department_id,
            due_at=NOW - DAY,
        )  # fmt: skip
        ours = readership.in_channel(session, cast.TEAM, BILLING)
        other = readership.in_channel(session, "T0OTHER", BILLING)
        assert ours
        assert other
        assert drawing.is_quiet(session, NOW, cast.TEAM, ours)
        assert drawing.draw(session, NOW, cast.TEAM, ours) is None
        assert not drawing.is_quiet(session, NOW, "T0OTHER", other)
        assert drawing.draw(session, NOW, "T0OTHER", other)
        assert readership.in_channel(session, "T0OTHER", EXECUTIVES) is None


def test_only_what_stands_in_the_thread_is_named(database: Database) -> None:
    with database.write() as session:
        add(session, department="Sales", due_at=NOW - DAY, state=State.DONE, closed_at=NOW - DAY)
    get(database, "now", cast.NORA, EXECUTIVES)
    assert "In the thread: departments." in only(database)
    assert len(below(database)) == 1


def question(name: str, account: object, value: int | None, days: int = 1) -> DigestQuestion:
    """Something that a room puts to the executives."""
    return DigestQuestion(account, f"{name}?", "known", [], name, value=value, days=days)


def test_questions_of_rooms_are_weighed_and_an_account_has_one(database: Database) -> None:
    questions = [
        question("small", 1, 1_000), question("large", 2, 9_000), question("same", 2, 8_000),
        question("old", 3, 2_000, 20), question("unknown", 4, None, 90),
        question("middle", 5, 5_000),
    ]  # fmt: skip
    with database.read() as session:
        occasion = Occasion("the executives", BERLIN, NOW, NOW - WEEK)
        chosen = choosing.choose(session, occasion, cast.TEAM, questions)
    assert [each.named for each in chosen.asked if isinstance(each, DigestQuestion)] == [
        "old", "large", "middle",
    ]  # fmt: skip
    assert (chosen.waiting.count, chosen.waiting.total) == (0, 0), "nothing had climbed"


@pytest.mark.parametrize(
    ("since", "now", "begins"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 30, 9, tzinfo=UTC), False),
        (datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 12, 7, 9, tzinfo=UTC), True),
        # It is December in Berlin already.
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 30, 23, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), datetime(2026, 12, 7, 9, tzinfo=UTC), False),
    ],
)
def test_the_first_digest_of_a_month_by_its_clock(
    since: datetime, now: datetime, *, begins: bool
) -> None:
    assert Occasion("Billing", BERLIN, now, since).begins_month is begins

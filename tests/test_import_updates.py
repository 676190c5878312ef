"""A file of a later week says who has it now: it moves, both read so that day, and nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from bot.importing import Report
from handlers.front.imports import Subject
from handlers.promises import answers, handoffs, items
from storage import audiences, follows, people
from storage.asks import Ask
from storage.cards import Card
from storage.causes import Cause
from storage.database import Database
from storage.departments import Department
from storage.history import Event
from storage.issues import Issue
from storage.items import Item, State
from storage.outbox import Message
from storage.people import Person
from storage.progress import Progress
from storage.tasks import Task
from tests import cast
from tests.importer import NOW, Importer, rows_of
from tests.replay import replayed

TASKS = "id,title,owner,due,state"
ISSUES = "id,title,department,owner,reporter,state,acknowledged"


def later(minutes: int) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(minutes=minutes)


def task(bring: Importer, owner: str, state: str = "open", **order: object) -> Report:
    return bring(Subject.TASKS, f"{TASKS}\n7,Call,{owner},2026-12-01,{state}", **order)


def issue(bring: Importer, said: str, **order: object) -> Report:
    return bring(Subject.ISSUES, f"{ISSUES}\n1,Late,{said}", **order)


def asked(database: Database) -> list[tuple[str, str]]:
    """Of whom what is asked now, but for the date that is asked for beside it."""
    open_now = [each for each in rows_of(database, Ask) if each.answered_at is None]
    return sorted((each.kind, each.person_id) for each in open_now if each.kind != "date")


def departments(database: Database) -> dict[object, str]:
    return {each.department_id: each.name for each in rows_of(database, Department)}


def test_another_owner_in_the_file_has_it_from_then_on(bring: Importer) -> None:
    task(bring, "tom")
    done = task(bring, "sara", clock=later(9), is_update=True)
    assert (done.tally.updated, done.tally.changed, done.is_whole) == (1, [], True)
    [it] = rows_of(bring.database, Task)
    assert (it.owner_id, it.state) == (cast.SARA, "open")
    assert departments(bring.database)[it.department_id] == "Billing"
    assert asked(bring.database) == [("acknowledge", cast.SARA)]
    [given] = [each for each in rows_of(bring.database, Event) if each.verb == "given"]
    assert (given.actor, given.details["to"], given.details["from_id"]) == (
        cast.OMAR, cast.SARA, cast.TOM,
    )  # fmt: skip
    assert given.details["reason"] == "list.csv says so (import 2)"
    assert "What has changed row 2: T-1: from Tom " in " ".join(bring.printed.split())
    assert task(bring, "sara", clock=later(12)).tally.already_there == 1


def test_neither_of_the_two_gets_a_card_and_the_former_reads_a_line_of_the_day(
    bring: Importer,
) -> None:
    task(bring, "tom")
    sent = len(rows_of(bring.database, Message))
    task(bring, "sara", clock=later(9), is_update=True)
    told = {each.reader_id for each in rows_of(bring.database, Progress)}
    assert told == {cast.TOM}
    lanes = {card.lane for card in rows_of(bring.database, Card)}
    assert lanes == {cast.TOM}
    assert len(rows_of(bring.database, Message)) - sent <= 1


def test_a_rehearsal_says_who_would_have_it_and_changes_nothing(bring: Importer) -> None:
    task(bring, "tom")
    before = len(rows_of(bring.database, Event))
    report = task(bring, "sara", clock=later(9), is_update=True, is_trial=True)
    assert (report.tally.updated, report.tally.changed) == (1, [])
    printed = " ".join(bring.printed.split())
    assert "What would change row 2: T-1: from Tom Becker to Sara Novak" in printed
    assert "1 would be updated" in printed
    assert report.as_json()["changes"] == [{"row": 2, "what": "T-1: from Tom Becker to Sara Novak"}]
    [it] = rows_of(bring.database, Task)
    assert (it.owner_id, len(rows_of(bring.database, Event))) == (cast.TOM, before)
    again = task(bring, "sara", clock=later(12), is_update=True)
    assert again.tally.updated == 1


@pytest.mark.parametrize("is_trial", [True, False])
@pytest.mark.parametrize(
    ("owner", "why"),
    [
        ("nobody.here", "Slack's directory has nobody called"),
        ("omar", "Omar"),
    ],
)
def test_whoever_cannot_have_it_is_named_and_it_stays(
    bring: Importer, owner: str, why: str, is_trial: bool
) -> None:
    task(bring, "tom")
    report = task(bring, owner, clock=later(9), is_update=True, is_trial=is_trial)
    [left] = report.tally.changed
    assert why in left.reason
    assert not report.is_whole
    [it] = rows_of(bring.database, Task)
    assert it.owner_id == cast.TOM
    assert asked(bring.database) == [("acknowledge", cast.TOM)]


def act(
    bring: Importer, work: Callable[[Session, Person, Item], object], table: type[Item]
) -> None:
    """Tom does something with the only item."""
    with bring.database.write() as session:
        tom = people.find(session, cast.TEAM, cast.TOM)
        item = items.find(session, cast.TEAM, table.noun, 1, lock=True)
        assert tom
        assert item
        work(session, tom, item)


def test_what_is_closed_here_stays_with_whoever_had_it(bring: Importer) -> None:
    task(bring, "tom")
    act(bring, lambda s, tom, it: answers.finish(s, NOW + timedelta(minutes=5), tom, it), Task)
    report = task(bring, "sara", clock=later(9), is_update=True)
    [left] = report.tally.changed
    assert left.reason == (
        "T-1 is done, and stays with Tom Becker, who had it, and not with Sara Novak. "
        "Where it is not over, open it again with `/cx T-1`."
    )
    [it] = rows_of(bring.database, Task)
    assert (it.owner_id, it.state) == (cast.TOM, "done")


def test_whoever_has_it_here_already_is_given_nothing(bring: Importer) -> None:
    task(bring, "tom")
    with bring.database.write() as session:
        it = items.find(session, cast.TEAM, Task.noun, 1, lock=True)
        omar, sara = (people.find(session, cast.TEAM, each) for each in (cast.OMAR, cast.SARA))
        assert it
        assert omar
        assert sara
        handoffs.give_to(session, NOW + timedelta(minutes=5), omar, it, sara, "Tom is busy")
    assert task(bring, "sara", clock=later(9), is_update=True).tally.updated == 1
    given = [
        each.details["reason"] for each in rows_of(bring.database, Event) if each.verb == "given"
    ]
    assert given == ["Tom is busy"]


def test_a_new_owner_who_has_taken_it_there_has_taken_it_here(bring: Importer) -> None:
    task(bring, "tom")
    task(bring, "sara", "in progress", clock=later(9), is_update=True)
    [it] = rows_of(bring.database, Task)
    assert (it.owner_id, it.state, it.acknowledged_at) == (
        cast.SARA, "acknowledged", NOW + timedelta(minutes=9),
    )  # fmt: skip
    assert asked(bring.database) == [("finish", cast.SARA)]


def test_one_row_may_give_it_away_and_end_it(bring: Importer) -> None:
    task(bring, "tom")
    task(bring, "sara", "done", clock=later(9), is_update=True)
    [it] = rows_of(bring.database, Task)
    assert (it.owner_id, it.state) == (cast.SARA, "done")
    assert asked(bring.database) == []


def test_an_issue_stays_with_the_department_that_the_file_names(bring: Importer) -> None:
    issue(bring, "Billing,sara,ben,open,")
    report = issue(bring, "Billing,lee,ben,open,", clock=later(9), is_update=True)
    assert report.is_whole, report.tally.left_out
    [it] = rows_of(bring.database, Issue)
    assert (it.owner_id, departments(bring.database)[it.department_id]) == (cast.LEE, "Billing")
    assert asked(bring.database) == [("acknowledge", cast.LEE)]


def test_an_issue_that_waited_for_a_department_goes_to_whom_the_file_names(
    bring: Importer,
) -> None:
    issue(bring, ",,ben,open,")
    [it] = rows_of(bring.database, Issue)
    assert it.owner_id is None
    issue(bring, "Billing,sara,ben,open,", clock=later(9), is_update=True)
    [it] = rows_of(bring.database, Issue)
    assert (it.owner_id, departments(bring.database)[it.department_id]) == (cast.SARA, "Billing")
    assert asked(bring.database) == [("acknowledge", cast.SARA)]


def test_an_owner_who_is_named_no_more_keeps_it(bring: Importer) -> None:
    issue(bring, "Billing,sara,ben,open,")
    report = issue(bring, "Billing,,ben,open,", clock=later(9), is_update=True)
    [left] = report.tally.changed
    assert left.reason.startswith("“owner” is empty now, and I-1 stays with Sara Novak.")
    [it] = rows_of(bring.database, Issue)
    assert it.owner_id == cast.SARA


def test_another_reporter_hears_of_it_and_the_first_stays_its_reporter(bring: Importer) -> None:
    issue(bring, "Billing,sara,ben,open,")
    report = issue(bring, "Billing,sara,grace,open,", clock=later(9), is_update=True)
    assert report.is_whole, report.tally.left_out
    [it] = rows_of(bring.database, Issue)
    assert it.created_by == cast.BEN
    with bring.database.read() as session:
        assert follows.followers(session, cast.TEAM, "issue", 1) == [cast.GRACE]


PRIVATE = "id,title,owner,due,audience,let_in"


def private(bring: Importer, audience: str, let_in: str, **order: object) -> Report:
    row = f"7,Call,tom,2026-12-01,{audience},{let_in}"
    return bring(Subject.TASKS, f"{PRIVATE}\n{row}", **order)


def readers(database: Database) -> list[str]:
    with database.read() as session:
        return audiences.added(session, cast.TEAM, Task.noun, 1)


def test_whoever_is_named_by_now_is_let_in_and_nobody_is_let_out(bring: Importer) -> None:
    private(bring, "private", "grace")
    private(bring, "private", "grace; aisha", clock=later(9), is_update=True)
    assert readers(bring.database) == [cast.AISHA, cast.GRACE]
    report = private(bring, "private", "aisha", clock=later(12), is_update=True)
    [left] = report.tally.changed
    assert "named no more in “let_in”, and still sees T-1" in left.reason
    assert readers(bring.database) == [cast.AISHA, cast.GRACE]


@pytest.mark.parametrize(("before", "now"), [("private", "department"), ("department", "private")])
def test_what_the_file_says_of_who_may_see_it_holds(bring: Importer, before: str, now: str) -> None:
    private(bring, before, "")
    report = private(bring, now, "", clock=later(9), is_update=True)
    assert report.is_whole, report.tally.left_out
    [it] = rows_of(bring.database, Task)
    assert it.audience == now


def test_what_is_corrected_stays_with_whoever_corrected_it(bring: Importer) -> None:
    """More of its loop is to come, and that is asked of them."""
    rows = "id,title,severity,customer,department,owner\n1,Late,1,Acme,Billing,{}"
    bring(Subject.ISSUES, rows.format("sara"))
    with bring.database.write() as session:
        sara = people.find(session, cast.TEAM, cast.SARA)
        it = items.find(session, cast.TEAM, Issue.noun, 1, lock=True)
        assert sara
        assert it
        answers.finish(session, NOW + timedelta(minutes=5), sara, it)
        assert it.state == State.CORRECTED
    report = bring(Subject.ISSUES, rows.format("lee"), clock=later(9), is_update=True)
    [left] = report.tally.changed
    assert left.reason.startswith("I-1 is corrected, and stays with Sara Novak, who had it")
    [issue] = rows_of(bring.database, Issue)
    assert (issue.owner_id, issue.state) == (cast.SARA, "corrected")


def test_how_customers_felt_comes_in_and_how_they_feel_by_now_changes_it(bring: Importer) -> None:
    columns = "id,title,department,felt,feels\n"
    bring(Subject.ISSUES, columns + "1,Invoiced twice,Billing,Angry,\n")
    told = columns + "1,Invoiced twice,Billing,Angry,happy\n2,No answer,Billing,grumpy,\n"
    report = bring(Subject.ISSUES, told, clock=later(9), is_update=True)
    [it] = rows_of(bring.database, Issue)
    assert (it.felt, it.feels, report.tally.updated) == ("angry", "satisfied", 1)
    [refused] = report.tally.rejected
    assert "“grumpy” is no feeling that I know" in refused.reason
    assert '--value "felt=grumpy:…"' in refused.reason


def test_why_issues_happened_comes_in_and_the_same_words_are_one_cause(bring: Importer) -> None:
    columns = "id,title,department,cause\n"
    told = (
        columns + "1,Invoiced twice,Billing,Dates are copied by hand\n"
        "2,Date wrong,Billing,dates are copied  by hand.\n3,No answer,Billing,-\n"
        f"4,Long,Billing,{'x' * 301}\n"
    )
    report = bring(Subject.ISSUES, told)
    [cause] = rows_of(bring.database, Cause)
    assert (cause.words, cause.ref) == ("Dates are copied by hand", "C-1")
    found = {row.title: row.cause_id for row in rows_of(bring.database, Issue)}
    assert found == {
        "Invoiced twice": cause.cause_id, "Date wrong": cause.cause_id, "No answer": None,
    }  # fmt: skip
    [refused] = report.tally.rejected
    assert "301 characters, and 300 fit" in refused.reason
    with bring.database.read() as session:
        assert replayed(session, cast.TEAM).differing == []
    again = bring(Subject.ISSUES, told)
    assert again.tally.added == 0
    assert len(rows_of(bring.database, Cause)) == 1

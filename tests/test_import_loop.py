"""Causes, parts and what was weighed with a no come in from a file, and go back again."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot import importing
from handlers.front.imports import Subject
from storage.asks import Ask
from storage.causes import Cause
from storage.customer_outcomes import CustomerOutcome
from storage.database import Database
from storage.history import Event
from storage.issues import Issue
from storage.noes import No
from storage.tasks import Task
from tests import cast, replay
from tests.cast import MONDAY
from tests.importer import Importer, rows_of

LONG = "x" * 10_000
CAUSES = (
    "cause,kind,department,decider,joined_to_cause,created,created_by\n"
    "Dates are typed by hand,process,Billing,omar,,2026-10-01,maria\n"
    "Somebody types the dates,,,,Dates are typed by hand,2026-10-02,sara\n"
    "The gate is narrow,supplier,,,,,\n"
)
ISSUES = (
    "id,title,department,customer,severity,cause,state,opened\n"
    "i1,Wrong date,Billing,Acme,2,Dates are typed by hand,taken,2026-11-20\n"
    "i2,Late again,Logistics,Globex,2,,done,2026-11-18\n"
)
TASKS = "id,title,owner,department,due,issue_source,is_part,is_prevention,state\n"


def causes(database: Database) -> dict[str, Cause]:
    return {each.words: each for each in rows_of(database, Cause)}


def reasons(bring: Importer, subject: Subject, text: str, **order: object) -> list[str]:
    report = bring(subject, text, **order)
    assert (report.tally.added, report.tally.updated) == (0, 0)
    return [each.reason for each in report.tally.rejected]


def replayed(database: Database) -> None:
    with database.read() as session:
        assert not replay.replayed(session, cast.TEAM).differing
        assert not replay.rows_told_otherwise(session, cast.TEAM)


# --- causes ---


def test_causes_come_in_with_all_that_is_known_and_a_second_file_changes_nothing(
    bring: Importer,
) -> None:
    said = bring(Subject.CAUSES, CAUSES).tally
    assert (said.added, said.updated, said.refused) == (3, 0, 0)
    found = causes(bring.database)
    typed, same = found["Dates are typed by hand"], found["Somebody types the dates"]
    assert (typed.kind, typed.decider_id, typed.created_by) == ("process", cast.OMAR, cast.MARIA)
    assert (same.joined_to, same.created_by) == (typed.cause_id, cast.SARA)
    assert found["The gate is narrow"].kind == "supplier"
    assert len({each.number for each in found.values()}) == 3
    again = bring(Subject.CAUSES, CAUSES).tally
    assert (again.added, again.updated, again.already_there) == (0, 0, 3)
    assert causes(bring.database) == found
    more = bring(Subject.CAUSES, "cause,kind\nTHE GATE IS NARROW.,other\nThe gate is narrow,\n")
    assert (more.tally.updated, more.tally.already_there) == (1, 1)
    assert causes(bring.database)["The gate is narrow"].kind == "other"
    replayed(bring.database)


def test_a_cause_that_is_joined_before_it_is_named_is_made(bring: Importer) -> None:
    first = "cause,joined_to_cause\nA is wrong,B is wrong\nC is wrong,A is wrong\n"
    assert bring(Subject.CAUSES, first).tally.added == 2
    bring(Subject.CAUSES, "cause,kind,joined_to_cause\nB is wrong,rule,D is wrong\n")
    found = causes(bring.database)
    whole = found["D is wrong"]
    assert {each.joined_to for each in found.values()} == {whole.cause_id, None}
    assert (whole.joined_to, found["B is wrong"].kind) == (None, "rule")
    assert reasons(bring, Subject.CAUSES, "cause,joined_to_cause\nD is wrong,A is wrong\n") == [
        "“joined_to_cause” says “A is wrong”, which is this cause itself."
    ]
    replayed(bring.database)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,sideways,,,,,", "“kind” says “sideways”. It can be rule, process,"),
        ("A,,Nowhere,,,,", "I don't know a department called “Nowhere”."),
        ("A,,,nobody here,,,", "“nobody here”"),
        (",rule,,,,,", "Please say why"),
        (f"{LONG},,,,,,", "10,000"),
        (f"A,,,,{LONG},,", "10,000"),
        ("A,,,,a.,,", "“joined_to_cause” says “a.”, which is this cause itself."),
        ("A,,,,,2099-01-01,", "“created”"),
        ("A,,,,,,stranger", "“stranger”"),
        ("=1+1,,,,,,", "formula"),
    ],
)
def test_a_cause_that_cannot_come_in_says_why(bring: Importer, row: str, reason: str) -> None:
    head = "cause,kind,department,decider,joined_to_cause,created,created_by\n"
    [why] = reasons(bring, Subject.CAUSES, f"{head}{row}\n")
    assert reason in why
    assert causes(bring.database) == {}


@pytest.mark.parametrize("words", ["<!channel> is called", "\u202eevil", "🔥 burns"])
def test_words_of_a_cause_are_words(bring: Importer, words: str) -> None:
    assert bring(Subject.CAUSES, f"cause\n{words}\n").tally.added == 1
    assert len(causes(bring.database)) == 1


def test_causes_are_taken_back_where_nothing_has_them(bring: Importer) -> None:
    bring(Subject.CAUSES, CAUSES)
    bring(Subject.ISSUES, ISSUES)
    done = importing.undo(bring.database, cast.TEAM, 1, "omar", clock=lambda: cast.MONDAY)
    left = causes(bring.database)
    assert set(left) == {"Dates are typed by hand"}
    assert done.taken_back == 2
    [why] = done.reasons
    assert why == "C-1: It stays, as issues have it, or another cause was joined to it."
    replayed(bring.database)


def test_what_a_file_changed_about_a_cause_goes_back(bring: Importer) -> None:
    bring(Subject.CAUSES, CAUSES)
    before = causes(bring.database)
    bring(
        Subject.CAUSES,
        "cause,kind,decider,joined_to_cause\n"
        "The gate is narrow,rule,sara,Dates are typed by hand\n",
    )
    assert causes(bring.database) != before
    done = importing.undo(bring.database, cast.TEAM, 2, "omar", clock=lambda: cast.MONDAY)
    assert (done.taken_back, done.reasons) == (1, ())
    assert causes(bring.database) == before
    replayed(bring.database)


# --- what belongs to an issue ---


def task(database: Database, title: str) -> Task:
    return next(each for each in rows_of(database, Task) if each.title == title)


def test_what_a_task_moves_comes_in_by_number_or_words_and_goes_out(bring: Importer) -> None:
    day = MONDAY.date()
    with bring.database.write() as session:
        for number, title in enumerate(("Right first time", "Heard in a day", "heard in a day")):
            session.add(
                CustomerOutcome(
                    team_id=cast.TEAM, number=number + 1, title=title, created_at=MONDAY,
                    written_by=cast.OMAR, owner_id=cast.MARIA, quarter_on=day, ends_on=day,
                    baseline=31, baseline_on=day, target=12, first_target=12,
                    state="ended" if number == 2 else "standing",
                )
            )  # fmt: skip
    head = "id,title,owner,due,outcome\n"
    rows = (
        "a,Check each address,sara,2026-12-04,O-1\n"
        "b,Call them all,tom,2026-12-04,HEARD in a  day\n"
        "c,Tidy the shelf,tom,2026-12-04,none\n"
        "d,Sort the mail,tom,2026-12-04,\n"
    )
    assert bring(Subject.TASKS, head + rows).tally.added == 4
    found = {each.title: each.outcome_number for each in rows_of(bring.database, Task)}
    assert found == {
        "Check each address": 1, "Call them all": 2, "Tidy the shelf": None, "Sort the mail": None,
    }  # fmt: skip
    assert bring(Subject.TASKS, head + rows).tally.already_there == 4
    replayed(bring.database)
    wrong = "e,A,sara,2026-12-04,O-9\nf,B,sara,2026-12-04,<!channel> launch\n"
    said = "I know no outcome {}. Use its number or its words as `/cx roadmap` has them, or leave"
    named = ("“O-9”", "“<!channel> launch”")
    for each, why in zip(named, reasons(bring, Subject.TASKS, head + wrong), strict=True):
        assert why == f"{said.format(each)} it empty."


def test_parts_and_what_prevents_an_issue_come_in_as_such(bring: Importer) -> None:
    bring(Subject.ISSUES, ISSUES, source="desk")
    rows = (
        "t1,Look at the gate,tom,Logistics,2026-12-04,i1,true,false,taken\n"
        "t2,Check the import,sara,Billing,2026-12-04,i1,,yes,\n"
        "t3,Call them,sara,Billing,2026-12-04,i1,no,,\n"
        "t4,Alone,sara,Billing,2026-12-04,,false,0,\n"
        "t5,Looked at it,hana,Product,2026-11-20,i2,true,,done\n"
    )
    said = bring(Subject.TASKS, TASKS + rows, source="desk").tally
    assert (said.added, said.refused) == (5, 0)
    numbers = {each.title: each.number for each in rows_of(bring.database, Issue)}
    found = {
        each.title: (each.issue_number, each.is_part, each.is_prevention)
        for each in rows_of(bring.database, Task)
    }
    assert found == {
        "Look at the gate": (numbers["Wrong date"], True, False),
        "Check the import": (numbers["Wrong date"], False, True),
        "Call them": (numbers["Wrong date"], False, False),
        "Alone": (None, False, False),
        "Looked at it": (numbers["Late again"], True, False),
    }
    again = bring(Subject.TASKS, TASKS + rows, source="desk").tally
    assert (again.added, again.already_there) == (0, 5)
    replayed(bring.database)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("t,A,tom,Logistics,2026-12-04,i9,true,,", "No issue came in as “i9”. Bring in the file"),
        ("t,A,tom,Logistics,2026-12-04,I-1,true,,", "No issue came in as “I-1”. Bring in the file"),
        ("t,A,tom,Logistics,2026-12-04,,true,,", "“is_part” is said of a task of an issue."),
        ("t,A,tom,Logistics,2026-12-04,,,true,", "“is_prevention” is said of a task of an issue."),
        ("t,A,tom,Logistics,2026-12-04,i1,true,true,", "A task is one of the two."),
        ("t,A,tom,Logistics,2026-12-04,i1,perhaps,,", "“is_part” says “perhaps”."),
        ("t,A,sara,Billing,2026-12-04,i1,true,,", "Billing answers for I-1 already."),
        ("t,A,tom,Logistics,2026-12-04,i2,true,,", "It is an open part of I-2, which is not open"),
    ],
)
def test_what_cannot_belong_to_an_issue_says_why(bring: Importer, row: str, reason: str) -> None:
    bring(Subject.ISSUES, ISSUES, source="desk")
    [why] = reasons(bring, Subject.TASKS, f"{TASKS}{row}\n", source="desk")
    assert reason in why
    assert rows_of(bring.database, Task) == []


def test_one_department_has_one_open_part(bring: Importer) -> None:
    bring(Subject.ISSUES, ISSUES, source="desk")
    row = "{},Look {},tom,Logistics,2026-12-04,i1,true,,\n"
    both = bring(Subject.TASKS, TASKS + row.format("t1", 1) + row.format("t2", 2), source="desk")
    assert [each.reason for each in both.tally.rejected] == [
        "Another row has the part of Logistics in I-1 already."
    ]
    [why] = reasons(bring, Subject.TASKS, TASKS + row.format("t3", 3), source="desk")
    assert why.startswith("Logistics is asked for its part of I-1 already: T-")


def test_the_task_of_a_private_issue_is_private(bring: Importer) -> None:
    private = ISSUES.replace("opened", "opened,audience").replace("20\n", "20,private\n")
    bring(Subject.ISSUES, private, source="desk")
    bring(Subject.TASKS, f"{TASKS}t1,Look,tom,Logistics,2026-12-04,i1,true,,\n", source="desk")
    assert task(bring.database, "Look").is_private
    replayed(bring.database)


# --- a no ---

NO = (
    "id,title,owner,department,customer,due,state,closed,reason,weighed,instead,cost_avoided,"
    "cost_caused,currency,teller,tell_by,heard\n"
)


def noes(database: Database) -> list[No]:
    return rows_of(database, No)


def test_what_was_weighed_comes_in_and_who_is_to_tell_them_is_asked(bring: Importer) -> None:
    text = (
        f"{NO}1,Build a portal,sara,Billing,Acme,2026-11-20,declined,2026-11-19,Too dear,"
        '"Two years, and nobody asks",A file each month,"120,000",500,,omar,2026-11-27,\n'
        "2,Paint it,sara,Billing,Acme,2026-11-20,declined,2026-11-19,No,,,,,,ben,2026-11-20,"
        "2026-11-20\n"
        "3,Sing,sara,Billing,Acme,2026-11-20,declined,2026-11-19,No,,,,,,,,\n"
    )
    said = bring(Subject.TASKS, text).tally
    assert (said.added, said.refused) == (3, 0)
    portal, paint = sorted(noes(bring.database), key=lambda no: no.number)
    assert (portal.weighed, portal.instead) == ("Two years, and nobody asks", "A file each month")
    assert (portal.cost_avoided, portal.cost_caused) == (120_000, 500)
    assert (portal.teller_id, portal.told_at, portal.said_by) == (cast.OMAR, None, cast.SARA)
    assert (paint.teller_id, paint.told_at is not None) == (cast.BEN, True)
    owed = [each for each in rows_of(bring.database, Ask) if each.answered_at is None]
    assert [(each.kind, each.person_id, each.number) for each in owed] == [
        ("tell", cast.OMAR, portal.number)
    ]
    again = bring(Subject.TASKS, text).tally
    assert (again.added, again.already_there, len(noes(bring.database))) == (0, 3, 2)
    with bring.database.read() as session:
        [event] = session.exec(
            select(Event).where(Event.verb == "declined", Event.number == portal.number)
        ).all()
    assert event.details["avoids"] == 120_000
    assert event.details["instead"] == "A file each month"
    replayed(bring.database)


def test_an_issue_that_was_answered_with_a_no_has_what_was_weighed(bring: Importer) -> None:
    bring(
        Subject.ISSUES,
        "id,title,department,customer,state,closed,reason,weighed,teller,tell_by\n"
        "1,Too slow,Billing,Acme,Won't do,2026-11-19,No,Much,sara,2026-12-01\n",
    )
    [no] = noes(bring.database)
    assert (no.noun, no.weighed, no.teller_id) == ("issue", "Much", cast.SARA)
    importing.undo(bring.database, cast.TEAM, 1, "omar", clock=lambda: cast.MONDAY)
    [no] = noes(bring.database)
    assert no.taken_back_at is not None
    assert [each for each in rows_of(bring.database, Ask) if each.answered_at is None] == []
    replayed(bring.database)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("done,,,Much,,,,,,,", "“weighed” is said of a no, and this is none."),
        ("open,,,,,,,,ben,,", "“teller” is said of a no, and this is none."),
        (f"declined,,No,{LONG * 4},,,,,,,", "40,000"),
        ("declined,,No,,,lots,,,,,", "“lots”"),
        ("declined,,No,,,5,,CHF,,,", "CHF"),
        ("declined,,No,,,,,,stranger,,", "“stranger”"),
        ("declined,,No,,,,,,,2026-12-01,", "“teller” is empty."),
        ("declined,2026-11-19,No,,,,,,ben,,2026-11-18", "“heard”"),
        ("declined,,No,,,,,,ben,,2099-01-01", "“heard”"),
    ],
)
def test_what_cannot_have_been_weighed_says_why(bring: Importer, row: str, reason: str) -> None:
    text = f"{NO}1,Build,sara,Billing,Acme,2026-12-20,{row}\n"
    [why] = reasons(bring, Subject.TASKS, text, currency="EUR")
    assert reason in why
    assert noes(bring.database) == []

"""What executives heard, and the bank as a house has it, come in from a file as they were."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot import importing
from handlers.front.imports import Subject
from handlers.speech.file_errors import StaysAsItCame
from storage.asks import Ask
from storage.bank import HouseQuestion
from storage.database import Database
from storage.history import Event
from storage.voices import Voice
from tests import cast
from tests.cast import NORA, OMAR, PRIYA, VICTOR
from tests.exported import rows, written
from tests.importer import Importer, rows_of
from tests.stage import Stage

HOSTILE = "<!channel> *free* `x` & _y_ 😀 عربي"
VOICES = (
    "ref,to,state,month,asked,customer,who,line,heard_on,audience,reason,created,due,told\n"
    "Y-1,nora,told,2026-10,true,Acme,Jana,The invoices are unreadable,2026-10-06,department,,"
    "2026-10-05T08:00:00Z,2026-10-30T16:00:00Z,2026-10-06T09:00:00Z\n"
    f"Y-2,victor,told,2026-10,false,Globex,,{HOSTILE},2026-10-07,private,,"
    "2026-10-07T08:00:00Z,,2026-10-07T08:00:00Z\n"
    "Y-3,priya,passed,2026-10,true,,,,,department,I am new,2026-10-05T08:00:00Z,"
    "2026-10-30T16:00:00Z,\n"
    "Y-4,priya,open,2026-11,true,,,,,department,,2026-11-10T08:00:00Z,2026-11-27T16:00:00Z,\n"
    "Y-5,nora,open,2026-09,true,,,,,department,,2026-09-10T08:00:00Z,2026-09-25T16:00:00Z,\n"
)
SAME_OF_VOICES = (
    "state", "month", "asked", "to", "customer", "who", "line", "heard_on", "audience", "reason",
    "created", "due", "told",
)  # fmt: skip
QUESTIONS = (
    "key,topic,answers,words,is_off,is_own,created_by,created,changed_by,changed\n"
    "pricing-1,pricing,change,,true,false,omar,2026-10-05T08:00:00Z,omar,2026-10-06T08:00:00Z\n"
    f"pricing-own-change-7,pricing,change,Who pays {HOSTILE}?,false,true,omar,"
    "2026-10-05T08:00:00Z,nora,2026-10-06T08:00:00Z\n"
)


def same(database: Database, name: str, columns: tuple[str, ...]) -> list[dict[str, object]]:
    return [{column: row[column] for column in columns} for row in rows(database, name)]


def told(database: Database, noun: str) -> list[str]:
    with database.read() as session:
        found = session.exec(select(Event).where(Event.noun == noun))
        return [each.verb for each in sorted(found, key=lambda one: one.event_id)]


def test_what_executives_heard_comes_in_as_it_was_and_only_once(bring: Importer) -> None:
    said = bring(Subject.VOICES, VOICES, file="voices.csv").tally
    assert (said.added, said.refused) == (5, 0), said.rejected
    found = {each.number: each for each in rows_of(bring.database, Voice)}
    assert [each.state for each in found.values()] == ["told", "told", "passed", "open", "lapsed"]
    assert (found[1].to_id, found[1].who, found[1].is_asked) == (NORA, "Jana", True)
    assert found[2].is_private
    assert found[2].line == HOSTILE
    [ask] = [each for each in rows_of(bring.database, Ask) if each.kind == "hear"]
    assert (ask.person_id, ask.answered_at) == (PRIYA, None), "only this month's is asked for"
    assert told(bring.database, "voice") == ["brought in"] * 3 + ["asked", "brought in"]
    again = bring(Subject.VOICES, VOICES, file="voices.csv").tally
    assert (again.added, again.already_there, again.refused) == (0, 5, 0), again.rejected
    assert {each.number: each for each in rows_of(bring.database, Voice)} == found
    other = bring(Subject.VOICES, VOICES.replace("unreadable", "late"), file="voices.csv").tally
    [left] = other.changed
    assert (
        left.reason == "It is here as Y-1, and says something else in “line”. Y-1 stays as it is."
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("Y-1,nora", "Y-1,"), "“to” is empty."),
        (("Y-1,nora", "Y-1,nobody"), "Slack's directory has nobody called “nobody”"),
        (("told,2026-10,true,Acme", "heard,2026-10,true,Acme"), "“state” says “heard”. It can be"),
        (("told,2026-10,true,Acme", "told,2026-13,true,Acme"), "like 2026-11"),
        (("told,2026-10,true,Acme", "told,2026-10,true,"), "choose the customer"),
        (("told,2026-10,true,Acme", "told,2026-10,true,Nowhere"), "Nowhere"),
        (("The invoices are unreadable", ""), "what you learned"),
        (("The invoices are unreadable", "x" * 10_000), "10,000 characters"),
        (("2026-10-06,department", "2027-10-06,department"), "has not come yet"),
        (("2026-10-06,department", "soon,department"), "soon"),
        (("2026-10-06,department", "2026-10-06,public"), "“audience” says “public”"),
        (("2026-10-06,department", "2026-10-06,department,,,,,,"), "20 values for 14"),
    ],
)
def test_a_line_that_cannot_be_meant_says_so_and_the_rest_comes_in(
    bring: Importer, change: tuple[str, str], reason: str
) -> None:
    said = bring(Subject.VOICES, VOICES.replace(*change), file="voices.csv").tally
    [left] = said.rejected
    assert reason in left.reason
    assert (said.added, len(rows_of(bring.database, Voice))) == (4, 4)


def test_an_export_of_what_was_heard_gives_the_same_in_an_empty_workspace(
    stage: Stage, elsewhere: Importer
) -> None:
    stage.types(NORA, "/cx heard Acme Jana says the invoices are <!channel> unreadable")
    stage.types(PRIYA, "/cx heard Globex they look for another supplier, private")
    stage.passes(until=datetime(2026, 12, 10, 12, tzinfo=UTC))
    here = stage.duly.database
    text = written(here, "voices")
    assert len(rows(here, "voices")) == 5
    said = elsewhere(Subject.VOICES, text, file="voices.csv", clock=lambda: stage.now).tally
    assert (said.added, said.refused) == (5, 0), said.rejected
    there = elsewhere.database
    assert same(there, "voices", SAME_OF_VOICES) == same(here, "voices", SAME_OF_VOICES)
    back = Importer(here, elsewhere.folder)(
        Subject.VOICES, text, file="voices.csv", clock=lambda: stage.now
    )
    assert (back.tally.added, back.tally.already_there) == (0, 5), "it was written here"


def test_the_bank_comes_in_as_a_house_has_it_and_only_once(bring: Importer) -> None:
    said = bring(Subject.QUESTIONS, QUESTIONS, file="questions.csv").tally
    assert (said.added, said.refused) == (2, 0), said.rejected
    kept = {each.key: each for each in rows_of(bring.database, HouseQuestion)}
    assert kept["pricing-1"].is_off
    own = kept["pricing-own-change-7"]
    assert (own.is_own, own.created_by, own.changed_by) == (True, OMAR, NORA)
    assert own.changed_at == datetime(2026, 10, 6, 8, tzinfo=UTC)
    again = bring(Subject.QUESTIONS, QUESTIONS, file="questions.csv").tally
    assert (again.added, again.updated, again.already_there) == (0, 0, 2)
    assert {each.key: each for each in rows_of(bring.database, HouseQuestion)} == kept
    other = bring(Subject.QUESTIONS, "key,words,is_off\npricing-1,,false\n").tally
    assert (other.updated, other.refused) == (1, 0), other.rejected
    assert told(bring.database, "bank") == ["added", "added", "changed"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Who pays?,false", "“key” is empty."),
        ("pricing-99,Who pays?,false", "No question is called “pricing-99”."),
        ("pricing-own-change-99999999999,Who pays?,false", "No question is called"),
        ("nonsense-own-change-1,Who pays?,false", "No question is called"),
        ("pricing-own-change-1,,false", "Please write a question."),
        (f"pricing-2,{'x' * 200},false", "200 characters"),
        ("pricing-2,Who pays?,perhaps", "“is_off” says “perhaps”. It can be true or false."),
    ],
)
def test_a_question_that_cannot_be_meant_says_so(bring: Importer, row: str, reason: str) -> None:
    text = f"key,words,is_off\n{row}\npricing-1,,true\n"
    said = bring(Subject.QUESTIONS, text, file="questions.csv").tally
    [left] = said.rejected
    assert reason in left.reason
    assert [each.key for each in rows_of(bring.database, HouseQuestion)] == ["pricing-1"]


def test_an_export_of_the_bank_gives_the_same_in_an_empty_workspace(
    stage: Stage, elsewhere: Importer
) -> None:
    with stage.duly.database.write() as session:
        for number, key in enumerate(("pricing-1", "pricing-own-change-2"), start=1):
            session.add(
                HouseQuestion(
                    team_id=cast.TEAM, number=number, key=key, words=f"{HOSTILE} {key}?",
                    is_off=number == 1, is_own=number == 2, created_by=OMAR, changed_by=VICTOR,
                    created_at=stage.now, changed_at=stage.now,
                )
            )  # fmt: skip
    here, there = stage.duly.database, elsewhere.database
    text = written(here, "questions")
    said = elsewhere(Subject.QUESTIONS, text, file="questions.csv", clock=lambda: stage.now).tally
    assert (said.added, said.refused) == (2, 0), said.rejected
    assert rows(there, "questions") == rows(here, "questions")
    again = Importer(here, elsewhere.folder)(
        Subject.QUESTIONS, text, file="questions.csv", clock=lambda: stage.now
    )
    assert (again.tally.added, again.tally.updated, again.tally.already_there) == (0, 0, 2)


def test_what_is_of_the_past_is_not_taken_back(bring: Importer) -> None:
    bring(Subject.VOICES, VOICES, file="voices.csv")
    with pytest.raises(StaysAsItCame) as told_so:
        importing.undo(bring.database, cast.TEAM, 1, "omar", clock=lambda: cast.MONDAY)
    assert "Import 1 brought voices, and those stay." in told_so.value.message
    assert len(rows_of(bring.database, Voice)) == 5

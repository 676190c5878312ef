"""Omar drops a list into Duly's direct messages: a rehearsal opens there, and a button runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
import typer
from sqlmodel import select

from bot import downloads, dropping, routes
from bot.commands import imports as commands
from bot.dropping import Files
from bot.incoming import Refused
from bot.slices import Slices
from handlers.front.dropped import options
from handlers.front.imports import Subject
from handlers.speech.dropped_errors import UnknownOption
from handlers.speech.request import Request
from storage.customers import Customer
from storage.database import Database
from storage.dropped_files import DroppedFile, FileStage
from storage.imports import Import
from storage.initiatives import Initiative
from storage.issues import Issue
from storage.items import State
from storage.surveys import Survey, SurveyResponse
from storage.tasks import Task
from tests.cast import NORA, OMAR, SARA, TEAM
from tests.importer import rows_of
from tests.stage import Stage, set_up

pytestmark = pytest.mark.both

Table = TypeVar("Table")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def complaints(count: int) -> str:
    rows = [f'{n},"Complaint, number {n}",Billing,{n % 4 + 1}' for n in range(count)]
    return "\n".join(["id,title,department,severity", *rows])


def all_of(stage: Stage, table: type[Table]) -> list[Table]:
    return rows_of(stage.duly.database, table)


def test_a_list_is_rehearsed_brought_in_known_again_and_taken_back(stage: Stage) -> None:
    shown = stage.drops(OMAR, "complaints.csv", complaints(12))
    assert "A rehearsal of *complaints.csv*, as issues: nothing is written yet." in shown
    assert "12  rows read\n12  would be added\n[Bring in 12 issues]" in shown
    assert "title from “title”" in shown
    assert "• row 2: title Complaint, number 0; severity 1; department Billing" in shown
    assert all_of(stage, Issue) == all_of(stage, Import) == []

    stage.clicks(OMAR, "Bring in 12 issues")
    [brought] = stage.reads(OMAR)[1:]
    assert "Import 1: issues from *complaints.csv*.\n12  rows read\n12  added" in brought
    assert "[Bring in" not in brought
    assert {issue.title for issue in all_of(stage, Issue)} == {
        f"Complaint, number {n}" for n in range(12)
    }
    [run] = all_of(stage, Import)
    assert (run.actor, run.file, run.counts["added"]) == (OMAR, "complaints.csv", 12)
    assert len(stage.channel("#billing")) == 1, "one digest, as from the command line"

    again = stage.drops(OMAR, "complaints.csv", complaints(12))
    assert "12  already there" in again
    assert "Nothing in it is new." in again
    assert "[Bring in" not in again

    stage.clicks(OMAR, "Take it back")
    assert "Import 1: 12 rows taken back." in stage.reads_all(OMAR)
    assert {issue.state for issue in all_of(stage, Issue)} == {State.WITHDRAWN}
    assert "12  would be added" in stage.drops(OMAR, "complaints.csv", complaints(12))


def test_what_somebody_has_acted_on_stays_when_it_is_taken_back(stage: Stage) -> None:
    stage.drops(OMAR, "complaints.csv", complaints(2))
    stage.clicks(OMAR, "Bring in 2 issues")
    stage.passes(hours=1)
    stage.types(OMAR, "/cx note I-1 They called again")
    stage.clicks(OMAR, "Take it back")
    assert "One row stays, as somebody has acted on it since: I-1." in stage.reads_all(OMAR)


def test_what_a_file_changed_about_customers_is_as_before(stage: Stage) -> None:
    stage.drops(OMAR, "customers.csv", "name,tier\nAcme,standard\n")
    stage.clicks(OMAR, "Bring in 1 customer")
    stage.clicks(OMAR, "Take it back")
    assert "Import 1: one row taken back." in stage.reads_all(OMAR)
    [acme] = [each for each in all_of(stage, Customer) if each.name == "Acme"]
    assert acme.tier == "key"


def test_what_a_file_holds_is_asked_where_its_columns_do_not_say(stage: Stage) -> None:
    asked = stage.drops(OMAR, "list.csv", "title,owner,due\nCall Acme,sara,2026-12-01\n")
    assert "What does *list.csv* hold? Its columns are “title”, “owner” and “due”." in asked
    stage.clicks(OMAR, "Tasks")
    assert "as tasks: nothing is written yet" in stage.reads(OMAR)[-1]
    stage.clicks(OMAR, "Bring in 1 task")
    assert [task.owner_id for task in all_of(stage, Task)] == [SARA]


def test_words_beside_a_file_may_say_what_it_holds(stage: Stage) -> None:
    shown = stage.drops(
        OMAR, "list.csv", "title,owner,due\nCall Acme,sara,2026-12-01\n", "Tasks, please"
    )
    assert "as tasks: nothing is written yet" in shown


def test_a_file_is_read_in_another_way_by_a_form_that_takes_every_option(stage: Stage) -> None:
    text = "Nr,Was,Wann,Wie\n1,Zu teuer,03/04/2026,hoch\n2,Zu laut,05/06/2026,hoch\n"
    stage.drops(OMAR, "liste.csv", text)
    stage.clicks(OMAR, "Issues")
    assert "has no column" in stage.reads(OMAR)[-1]
    stage.clicks(OMAR, "Read it differently…")
    assert "I can't read “--nonsense” here" in stage.fills_in(OMAR, more="--nonsense 1")
    said = '--map title=Was --map opened=Wann\n--map id=Nr --value "severity=hoch:1"'
    assert stage.fills_in(OMAR, more=f"{said} --map severity=Wie", source="alt") == ""
    assert "or `--dates mdy`" in stage.reads(OMAR)[-1], "the question that nothing decides"
    stage.clicks(OMAR, "Read it differently…")
    assert "--map severity=Wie" in stage.sees_form(OMAR), "what was said stays"
    stage.fills_in(OMAR, dates="dmy")
    assert "opened 2026-04-03" in stage.reads(OMAR)[-1]
    stage.clicks(OMAR, "Bring in 2 issues")
    assert {issue.severity for issue in all_of(stage, Issue)} == {1}
    assert [run.source for run in all_of(stage, Import)] == ["alt"]


def test_what_is_here_with_other_words_changes_only_where_somebody_says_so(stage: Stage) -> None:
    stage.drops(OMAR, "a.csv", "id,title,severity\n1,Slow,3\n")
    stage.clicks(OMAR, "Bring in 1 issue")
    stage.drops(OMAR, "a.csv", "id,title,severity\n1,Very slow,3\n")
    shown = stage.reads(OMAR)[-1]
    assert "1  here with other words" in shown
    assert "[Bring in" not in shown
    stage.clicks(OMAR, "Read it differently…")
    stage.fills_in(OMAR, update=["updates"])
    stage.clicks(OMAR, "Bring in 1 issue")
    assert [issue.title for issue in all_of(stage, Issue)] == ["Very slow"]


def test_a_list_of_people_departments_and_customers_comes_in_as_well(stage: Stage) -> None:
    stage.drops(OMAR, "customers.csv", "name,tier\nUmbrella,key\nWonka,standard\n")
    stage.clicks(OMAR, "Bring in 2 customers")
    stage.drops(OMAR, "departments.csv", "name,lead\nLegal,maria\n")
    assert "1  would be added" in stage.reads(OMAR)[-1]
    stage.drops(OMAR, "people.csv", "user,role\nben,executive\n")
    assert "[Bring in 1 person]" in stage.reads(OMAR)[-1]


def test_answers_of_a_survey_that_only_the_form_names_come_in_and_are_taken_back(
    stage: Stage,
) -> None:
    text = "id,customer,person,score,words\na,Acme,Kim,9,It works\nb,Acme,,11,\nc,Wonka,,9,\n"
    asked = stage.drops(OMAR, "spring.csv", text)
    assert "To which survey do the answers in “spring.csv” belong?" in asked
    stage.clicks(OMAR, "Read it differently…")
    stage.fills_in(OMAR, new_survey="Spring", asks="recommend")
    shown = stage.reads(OMAR)[-1]
    assert "3  rows read\n1  would be added\n2  rejected\n[Bring in 1 answer]" in shown
    assert "• row 3: 11 is not on a scale from 0 to 10." in shown
    assert "• row 4: I don't know a customer called “Wonka”." in shown
    assert "Kim" not in shown
    assert all_of(stage, SurveyResponse) == all_of(stage, Survey) == []

    stage.clicks(OMAR, "Bring in 1 answer")
    assert "Import 1: responses from *spring.csv*." in stage.reads_all(OMAR)
    [answer] = all_of(stage, SurveyResponse)
    assert (answer.external_id, answer.score, answer.received_by) == ("a", 9, OMAR)
    assert [each.name for each in all_of(stage, Survey)] == ["Spring"]
    stage.clicks(OMAR, "Take it back")
    assert "Import 1: one row taken back." in stage.reads_all(OMAR)
    assert all_of(stage, SurveyResponse) == []
    # The survey stays open, and is chosen from now on.
    stage.drops(OMAR, "spring.csv", text)
    stage.clicks(OMAR, "Read it differently…")
    stage.fills_in(OMAR, survey="Spring")
    assert "[Bring in 1 answer]" in stage.reads(OMAR)[-1]


def test_a_file_that_nobody_wants_is_left(stage: Stage) -> None:
    stage.drops(OMAR, "complaints.csv", complaints(3))
    old = stage.workspace.direct_messages(OMAR)[-1]
    stale = old.blocks
    stage.clicks(OMAR, "Leave it")
    assert "was left as it is, and nothing came in" in stage.reads(OMAR)[-1]
    old.blocks = stale
    assert stage.presses(OMAR, old, "Bring in 3 issues").ok
    assert "has moved on meanwhile: see its message" in stage.sees_form(OMAR)
    assert all_of(stage, Issue) == []


def test_who_is_not_the_cco_is_told_who_could_do_it(stage: Stage) -> None:
    for user in (SARA, NORA):
        told = stage.drops(user, "complaints.csv", complaints(3))
        assert told == "That is for the CCO to do. Nothing was changed."
    assert all_of(stage, DroppedFile) == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("list.xlsx", b"PK\x03\x04", "is no CSV file, so I can't bring it in."),
        ("list.pdf", b"%PDF-1.7", "is no CSV file, so I can't bring it in."),
        ("screen.png", PNG, "is no CSV file, so I can't bring it in."),
        ("picture.csv", PNG, "is not a text file."),
        ("nothing.csv", b"", "is empty."),
        ("blank.csv", b"\n\n", "is empty."),
    ],
)
def test_what_is_no_list_gets_a_sentence(
    stage: Stage, name: str, content: bytes, told: str
) -> None:
    assert told in stage.drops(OMAR, name, content)
    assert all_of(stage, Import) == []


def test_a_list_that_is_too_large_gets_a_sentence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_BYTES", 1_000)
    shown = stage.drops(OMAR, "large.csv", complaints(100))
    assert "`duly import` takes more" in shown


def test_a_file_of_another_company_is_left_alone(stage: Stage) -> None:
    shown = stage.drops(OMAR, "theirs.csv", complaints(3), home_team="T0OTHER")
    assert "belongs to another company, so I leave it alone" in shown


def test_a_file_that_is_deleted_meanwhile_brings_nothing(stage: Stage) -> None:
    stage.drops(OMAR, "complaints.csv", complaints(3))
    [file] = stage.workspace.files.values()
    file.is_deleted = True
    stage.clicks(OMAR, "Bring in 3 issues")
    assert "is not in Slack any more, or not for me." in stage.reads(OMAR)[-1]
    assert all_of(stage, Issue) == []


def test_a_file_that_was_edited_since_is_shown_again_first(stage: Stage) -> None:
    stage.drops(OMAR, "complaints.csv", complaints(3))
    [file] = stage.workspace.files.values()
    file.content = complaints(5).encode()
    stage.clicks(OMAR, "Bring in 3 issues")
    assert "It has changed since I showed it last. Please look again." in stage.reads(OMAR)[-1]
    assert all_of(stage, Issue) == []
    stage.clicks(OMAR, "Bring in 5 issues")
    assert len(all_of(stage, Issue)) == 5


def test_words_that_are_a_command_stay_one_whatever_lies_beside_them(stage: Stage) -> None:
    stage.drops(OMAR, "log.csv", "a,b\n1,2\n", "issue The export is wrong")
    stage.drops(SARA, "screen.png", PNG, "help")
    assert [issue.title for issue in all_of(stage, Issue)] == ["The export is wrong"]
    assert all_of(stage, DroppedFile) == []


def test_in_a_channel_a_file_is_nobodys_business(stage: Stage) -> None:
    stage.people.share_file(OMAR, "#billing", "complaints.csv", complaints(3).encode())
    stage.hears()
    assert all_of(stage, DroppedFile) == []


def test_slack_that_hands_nothing_over_is_asked_again_and_then_it_is_said(stage: Stage) -> None:
    stage.workspace.faults.fail_next(2, method="files.info", how="error_500")
    assert "I am reading *complaints.csv*" in stage.drops(OMAR, "complaints.csv", complaints(3))
    stage.passes(hours=0.1)
    assert "A rehearsal of *complaints.csv*" in stage.reads(OMAR)[-1]
    stage.workspace.faults.fail_next(99, method="files.info", how="error_500")
    stage.drops(OMAR, "other.csv", complaints(3))
    stage.passes(hours=0.2)
    assert "Slack did not hand “other.csv” over" in stage.reads(OMAR)[-1]


class Killed(BaseException):
    """The machine stops."""


def test_whoever_goes_on_after_a_kill_goes_on_with_the_same_import(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = "\n".join(f"L{n},Parcel {n},Logistics,2" for n in range(20))
    stage.drops(OMAR, "complaints.csv", f"{complaints(100)}\n{late}")
    kills = iter([False, True])

    def killed_in_the_middle(self: dropping._Progress, rows: int) -> None:
        if next(kills, False):
            raise Killed

    monkeypatch.setattr(dropping._Progress, "advance", killed_in_the_middle)
    monkeypatch.setattr(Slices, "_learn", lambda *_: None)
    with pytest.raises(Killed):
        stage.clicks(OMAR, "Bring in 120 issues")
    assert len(all_of(stage, Issue)) == 100
    stage.passes(hours=0.2)
    assert "Import 1: issues from *complaints.csv*." in stage.reads(OMAR)[-1]
    assert "120  rows read\n120  added" in stage.reads(OMAR)[-1], "as if nothing had happened"
    [run] = all_of(stage, Import)
    assert (len(all_of(stage, Issue)), run.counts["added"]) == (120, 120)
    assert [len(stage.channel(name)) for name in ("#billing", "#logistics")] == [1, 1]


def test_another_worker_that_has_the_file_by_now_is_not_talked_over(stage: Stage) -> None:
    stage.workspace.faults.fail_next(1, method="files.info", how="error_500")
    stage.drops(OMAR, "complaints.csv", complaints(3))
    with stage.duly.database.write() as session:
        file = session.exec(select(DroppedFile)).one()
        file.next_at = stage.now
    files = Files(stage.duly.slack, stage.duly.database, lambda: stage.now, lambda: False)
    rehearse = files._rehearse

    def taken_from_us(mine: DroppedFile) -> None:
        with stage.duly.database.write() as session:
            session.exec(select(DroppedFile)).one().attempts += 1
        rehearse(mine)

    files._rehearse = taken_from_us  # type: ignore[method-assign]
    assert files.work_on_one()
    assert [each.stage for each in all_of(stage, DroppedFile)] == [FileStage.NEW]


@pytest.fixture
def without_leave(database: Database, database_url: str) -> Iterator[Stage]:
    with set_up(database_url, files=False) as stage:
        yield stage


def test_without_leave_to_read_files_it_is_said_what_to_do(without_leave: Stage) -> None:
    shown = without_leave.drops(OMAR, "complaints.csv", complaints(3))
    assert "`duly manifest --files` into the app's settings" in shown


def test_anothers_file_is_as_unknown_as_none(stage: Stage) -> None:
    stage.drops(OMAR, "complaints.csv", complaints(3))
    with stage.duly.database.write() as session:
        session.exec(select(DroppedFile)).one().person_id = NORA
    verbs = [verb for verb in (*routes.BUTTONS, *routes.FORMS) if verb.startswith("file.")]
    assert len(verbs) == 17
    for verb in verbs:
        for value in ("1", "2"):
            request = Request(
                team_id=TEAM, user_id=OMAR, verb=verb, key=f"{verb}:{value}", value=value,
                fields={"kind": "issues"},
            )  # fmt: skip
            handler = routes.BUTTONS.get(verb) or routes.FORMS[verb]
            answer = stage.duly.incoming.carry_out(handler, request)
            assert isinstance(answer, Refused), verb
            assert answer.words.startswith("I don't know that file"), verb


def test_options_name_no_file_of_this_machine() -> None:
    order = options.order({"kind": "issues", "more": "--preset ./mine.toml --skip 2"}, OMAR)
    assert (order.subject, order.preset, order.skip) == (Subject.ISSUES, "./mine.toml", 2)
    for words in ("--by nora", "issues", "--skip x", "--map", "--update", "/etc/passwd"):
        with pytest.raises(UnknownOption):
            options.written(words)


def test_a_form_knows_every_option_of_a_file_that_the_command_line_knows() -> None:
    command = typer.main.get_group(commands.cli).commands["customers"]
    of_command = {option for each in command.params for option in each.opts if option[0] == "-"}
    elsewhere = {"--by", "--update", "--skip", "--dry-run", "--json"}
    assert of_command - elsewhere == {*options.ONCE, *options.SEVERAL}


def test_the_list_of_finance_comes_in_and_lines_without_a_department_are_asked_about(
    stage: Stage,
) -> None:
    line = "{},{},{},grace,2027-01-01,2027-03-31,60 k"
    lines = [line.format("1", "A welcome call", "Support")]
    lines += [line.format(n, f"Guide {n}", "") for n in (2, 3)]
    text = "\n".join(["id,title,department,owner,from,until,money", *lines])
    shown = stage.drops(OMAR, "finance.csv", text.encode())
    assert "as initiatives: nothing is written yet" in shown
    assert "Lines 3 to 4 name no department. Whose are they?" in shown
    assert all_of(stage, Initiative) == []
    stage.clicks(OMAR, "Bring in 1 initiative")
    [one] = all_of(stage, Initiative)
    assert (one.title, one.amount, one.recorded_by) == ("A welcome call", 60_000, OMAR)
    stage.clicks(OMAR, "Take it back")
    assert "Import 1: one row taken back." in stage.reads_all(OMAR)
    assert [each.state for each in all_of(stage, Initiative)] == ["taken back"]

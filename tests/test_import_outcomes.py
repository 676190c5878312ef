"""Outcomes for customers come in from a file, each once, and their owners are asked to say yes."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from bot import importing
from handlers.customers import roadmap as room
from handlers.front.imports import Subject
from storage import people
from storage.asks import Ask
from storage.customer_outcomes import CustomerOutcome
from storage.history import Event
from storage.initiatives import Initiative
from storage.tasks import Task
from tests.cast import GRACE, MARIA, OMAR, TEAM
from tests.exported import written
from tests.importer import NOW, Importer, rows_of

HOSTILE = "<!channel> *free* `x` & _y_ 😀 عربي"
HEAD = "id,title,counted_as,baseline,baseline_on,target,owner,quarter,department"
RIGHT = (
    "F-1,An invoice is right the first time,invoices per 1000 that were corrected,31,2026-11-02,"
    "12,maria,2026-Q4,"
)
HEARD = (
    "F-2,Every complaint is heard in a day,share of all,58 %,2026-11-02,90 %,grace,Q1 2027,Support"
)
WEIRD = f"F-3,{HOSTILE},{HOSTILE},3.5 days,,2 days,tom,2027-01-01,Logistics"


def brought(bring: Importer, *lines: str, head: str = HEAD, **order: object) -> importing.Report:
    text = "\n".join([head, *lines])
    return bring(Subject.OUTCOMES, text, file="goals.csv", by="omar", **order)


def kept(bring: Importer) -> dict[int, CustomerOutcome]:
    return {each.number: each for each in rows_of(bring.database, CustomerOutcome)}


def asked(bring: Importer) -> list[tuple[str, int, str]]:
    """Who is asked what of which outcome."""
    found = [each for each in rows_of(bring.database, Ask) if each.outcome is None]
    return sorted((each.kind, each.number, each.person_id) for each in found)


def test_outcomes_come_in_once_and_their_owners_are_asked_to_say_yes(bring: Importer) -> None:
    trial = brought(bring, RIGHT, HEARD, WEIRD, is_trial=True).tally
    assert (trial.added, trial.refused, kept(bring)) == (3, 0, {}), trial.rejected
    said = brought(bring, RIGHT, HEARD, WEIRD).tally
    assert (said.added, said.refused) == (3, 0), said.rejected
    found = kept(bring)
    one, two, three = (found[number] for number in (1, 2, 3))
    assert (one.title, one.baseline, one.target, one.first_target, one.unit) == (
        "An invoice is right the first time", 31, 12, 12, "",
    )  # fmt: skip
    assert (one.quarter_on, one.baseline_on, one.owner_id, one.department_id) == (
        date(2026, 10, 1), date(2026, 11, 2), MARIA, None,
    )  # fmt: skip
    assert (two.unit, two.quarter_on, two.department_id is None) == ("%", date(2027, 1, 1), False)
    assert (three.title, three.counted_as, three.baseline, three.unit) == (
        HOSTILE, HOSTILE, 3.5, "days",
    )  # fmt: skip
    assert {each.state for each in found.values()} == {"proposed"}
    assert {each.written_by for each in found.values()} == {OMAR}
    assert [each[1:] for each in asked(bring)] == [(1, MARIA), (2, GRACE), (3, "U0TOM")]
    again = brought(bring, RIGHT, HEARD, WEIRD).tally
    assert (again.added, again.updated, again.already_there) == (0, 0, 3)
    assert kept(bring) == found
    assert len(asked(bring)) == 3


def test_a_line_that_was_put_right_changes_just_that_and_says_so(bring: Importer) -> None:
    brought(bring, RIGHT)
    said = brought(bring, RIGHT.replace(",12,maria", ",10,grace")).tally
    assert (said.updated, said.refused) == (1, 0), said.rejected
    assert said.changes[0].said.startswith("O-1: ")
    one = kept(bring)[1]
    # A changed target keeps the first, and the new owner is asked.
    assert (one.target, one.first_target, one.owner_id) == (10, 12, GRACE)
    assert [each[1:] for each in asked(bring)] == [(1, GRACE)]
    # Our number is enough, and an empty cell leaves what is there.
    short = brought(bring, "O-1,,11", head="ref,title,goal").tally
    assert (short.updated, kept(bring)[1].target, kept(bring)[1].title) == (1, 11, one.title)
    twice = brought(bring, HEARD, HEARD.replace("90 %", "91 %")).tally
    assert (twice.added, twice.refused) == (1, 1)
    assert "the same id" in twice.rejected[0].reason
    again = brought(bring, HEARD, HEARD.replace("90 %", "91 %")).tally
    assert (again.updated, again.already_there, again.refused) == (0, 1, 1)


def test_what_cannot_be_said_waits_with_the_sentence_of_the_form(bring: Importer) -> None:
    lines = {
        RIGHT.replace("invoices per 1000 that were corrected", ""): "write how it is counted",
        RIGHT.replace(",12,", ",31,"): "31 today and 31 as the goal: what changes for customers?",
        RIGHT.replace(",31,", ",much better,"): "The number is like 27 or 81 %.",
        RIGHT.replace(",12,", ",,"): "The number is like 27 or 81 %.",
        RIGHT.replace(",12,", ",12 %,").replace(",31,", ",31 days,"): "Please write both alike.",
        RIGHT.replace("2026-11-02", "2027-11-02"): "That day has not come yet.",
        RIGHT.replace("2026-11-02", "soon"): "I can't read “soon” in “baseline_on” as a date.",
        RIGHT.replace("2026-Q4", "2026-Q3"): "That quarter is over.",
        RIGHT.replace("2026-Q4", "November"): "as a quarter. Write it 2027-Q1.",
        RIGHT.replace("2026-Q4", ""): "Please choose the quarter",
        RIGHT.replace("maria", ""): "Please choose one person who answers for it.",
        RIGHT.replace("maria", "nobody"): "Slack's directory has nobody called “nobody”.",
        RIGHT.replace("An invoice is right the first time", ""): "what customers will notice",
        RIGHT.replace("An invoice is right", "x" * 200): "there is room for 150",
        f"{RIGHT}Suport": "Did you mean Support?",
    }
    numbered = [line.replace("F-1", f"A-{n}") for n, line in enumerate(lines)]
    said = brought(bring, *numbered, HEARD).tally
    assert (said.added, said.refused) == (1, len(lines)), said.rejected
    for left, why in zip(said.rejected, lines.values(), strict=True):
        assert why in left.reason, (why, left.reason)
    assert list(kept(bring)) == [1]


def test_a_project_is_asked_about_until_somebody_says_that_its_words_stay(bring: Importer) -> None:
    line = RIGHT.replace("An invoice is right the first time", "Launch the portal")
    said = brought(bring, line).tally
    [left] = said.rejected
    assert left.reason == (
        "What will customers notice when it is there? Write that, or keep your words. To keep "
        'them: `--value "title=Launch the portal:Launch the portal"`.'
    )
    kept_words = brought(bring, line, values=["title=Launch the portal:Launch the portal"]).tally
    assert (kept_words.added, kept_words.refused) == (1, 0), kept_words.rejected
    assert brought(bring, line).tally.already_there == 1


def test_a_sixth_of_the_company_and_a_fourth_of_a_department_wait(bring: Importer) -> None:
    company = [RIGHT.replace("F-1", f"C-{n}") for n in range(6)]
    theirs = [HEARD.replace("F-2", f"D-{n}") for n in range(4)]
    said = brought(bring, *company, *theirs).tally
    assert (said.added, said.refused) == (8, 2)
    assert said.rejected[0].reason.startswith("Five are open: O-1 An invoice")
    assert said.rejected[1].reason.startswith("Three are open: O-6 Every complaint")
    assert sorted(kept(bring)) == list(range(1, 9))


def test_what_is_over_in_a_file_ends_nothing_here(bring: Importer) -> None:
    head = f"{HEAD},state"
    said = brought(bring, f"{RIGHT},proposed", f"{HEARD},met", head=head).tally
    assert (said.added, said.refused) == (1, 1)
    assert said.rejected[0].reason == "It is marked as met, so it is not written down."
    ended = brought(bring, f"{RIGHT},ended", head=head).tally
    assert "a file does not make it ended" in ended.rejected[0].reason
    assert kept(bring)[1].state == "proposed"


def test_what_a_file_brought_is_taken_back_and_what_it_changed_is_as_before(
    bring: Importer,
) -> None:
    brought(bring, RIGHT)
    before = kept(bring)[1]
    brought(bring, RIGHT.replace(",12,maria", ",10,grace"), HEARD, WEIRD)
    with bring.database.write() as session:
        grace = people.find(session, TEAM, GRACE)
        assert grace
        room.accept(session, NOW, grace, "O-2")
    done = bring.undo(2)
    assert done.taken_back == 2
    assert done.reasons == ("O-2: It is on the roadmap by now, and so stays as it is.",)
    assert kept(bring)[1] == before
    assert {number: each.state for number, each in kept(bring).items()} == {
        1: "proposed", 2: "standing", 3: "taken back",
    }  # fmt: skip
    assert [each for each in asked(bring) if each[0] == "take"] == [("take", 1, MARIA)]
    with bring.database.read() as session:
        told = [each.verb for each in session.exec(select(Event)) if each.noun == "outcome"]
    assert told.count("import undone") == 1
    again = brought(bring, RIGHT.replace(",12,maria", ",10,grace"), HEARD, WEIRD).tally
    assert (again.added, again.updated, again.already_there) == (1, 1, 1)


def test_an_export_of_ours_changes_nothing_here_and_gives_the_same_elsewhere(
    bring: Importer, elsewhere: Importer
) -> None:
    brought(bring, RIGHT, HEARD, WEIRD)
    text = written(bring.database, "outcomes")
    back = bring(Subject.OUTCOMES, text, file="outcomes.csv", by="omar").tally
    assert (back.added, back.updated, back.already_there, back.refused) == (0, 0, 3, 0), (
        back.rejected, back.changes,
    )  # fmt: skip
    there = elsewhere(Subject.OUTCOMES, text, file="outcomes.csv", by="omar").tally
    assert (there.added, there.refused) == (3, 0), there.rejected
    assert written(elsewhere.database, "outcomes") == text


def test_a_number_in_an_export_of_another_workspace_is_the_outcome_that_came_from_there(
    bring: Importer, elsewhere: Importer
) -> None:
    brought(bring, RIGHT)
    bring(Subject.TASKS, "id,title,owner,due,outcome\na,Check each,sara,2026-12-04,O-1\n")
    pays = (
        "id,title,department,owner,from,until,outcome\n"
        "p,One bill,Billing,maria,2026-11-01,2026-12-31,O-1\n"
    )
    assert bring(Subject.INITIATIVES, pays, by="omar").tally.added == 1
    tasks, register = (written(bring.database, each) for each in ("tasks", "initiatives"))
    assert bring(Subject.TASKS, tasks, file="tasks.csv").tally.already_there == 1
    assert bring(Subject.INITIATIVES, register, file="i.csv", by="omar").tally.refused == 0

    brought(elsewhere, HEARD, clock=lambda: NOW + timedelta(hours=1))
    waits = "“O-1” is a number of the workspace that this file comes from."
    for subject, text in ((Subject.TASKS, tasks), (Subject.INITIATIVES, register)):
        [refused] = elsewhere(subject, text, by="omar").tally.rejected
        assert waits in refused.reason
    outcomes = written(bring.database, "outcomes")
    assert elsewhere(Subject.OUTCOMES, outcomes, file="outcomes.csv", by="omar").tally.added == 1
    trial = elsewhere(Subject.TASKS, tasks, file="tasks.csv", by="omar", is_trial=True)
    assert trial.tally.added == 1
    assert "outcome O-2 An invoice is right the first time" in " ".join(elsewhere.printed.split())
    for subject, text in ((Subject.TASKS, tasks), (Subject.INITIATIVES, register)):
        assert elsewhere(subject, text, by="omar").tally.added == 1
    assert [each.outcome_number for each in rows_of(elsewhere.database, Task)] == [2]
    assert [each.outcome_number for each in rows_of(elsewhere.database, Initiative)] == [2]

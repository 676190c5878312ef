"""Six hundred complaints arrive at once: each lead gets one bundle and one digest."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot import importing
from handlers.front.imports import Order, Subject
from tests import rows
from tests.cast import GRACE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

pytestmark = pytest.mark.both

ROUTES = ["Product=card:Billing", "Product=parcel:Logistics", "Product"]


def complaints(folder: Path, count: int, first: int = 0) -> Path:
    """A file like a real one: a third each for two departments, the rest for nobody."""
    products = ("Credit card", "Parcel to the office", "Something else")
    numbers = range(first, first + count)
    rows = [f'{n},{products[n % 3]},"Complaint, number {n}"' for n in numbers]
    path = folder / "complaints.csv"
    path.write_text("\n".join(["Complaint ID,Product,Issue", *rows]), encoding="utf-8")
    return path


def bring(stage: Stage, path: Path) -> importing.Report:
    order = Order(Subject.ISSUES, maps=["title=Issue", "source=Complaint ID"], routes=ROUTES)
    return importing.run(
        stage.duly.database, TEAM, path, order,
        clock=lambda: stage.now, console=Console(quiet=True), folder=path.parent,
    )  # fmt: skip


def test_many_complaints_are_one_bundle_and_one_digest(stage: Stage, tmp_path: Path) -> None:
    path = complaints(tmp_path, 600)
    report = bring(stage, path)
    assert (report.read, report.tally.added, report.tally.triage) == (600, 600, 200)
    stage.settle()
    assert len(stage.channel("#billing")) == 1
    assert len(stage.channel("#logistics")) == 1
    assert any("200" in message for message in stage.reads(OMAR)), "the CCO hears of triage once"
    stage.passes(days=1)
    assert len(stage.reads(MARIA)) == len(stage.reads(TOM)) == 1
    assert "[Show all 200…]" in stage.reads(MARIA)[0]
    assert stage.reads(GRACE) == []


def test_the_same_file_again_adds_nothing_and_says_nothing(stage: Stage, tmp_path: Path) -> None:
    path = complaints(tmp_path, 30)
    bring(stage, path)
    stage.settle()
    said = len(stage.channel("#billing")), len(stage.reads(OMAR))
    again = bring(stage, path)
    stage.workspace.clock.forward(timedelta(minutes=1))
    stage.settle()
    assert (again.tally.added, again.tally.already_there) == (0, 30)
    assert (len(stage.channel("#billing")), len(stage.reads(OMAR))) == said


def test_a_second_import_of_a_day_is_told_when_the_next_day_begins(
    stage: Stage, tmp_path: Path
) -> None:
    """However many come in: one digest a department a day, and the CCO hears of each import."""
    said = {name: len(stage.channel(name)) for name in ("#billing", "#logistics")}
    for number in range(3):
        report = bring(stage, complaints(tmp_path, 6, first=6 * number))
        assert (report.number, report.tally.added) == (number + 1, 6)
        stage.settle()
    assert {name: len(stage.channel(name)) - said[name] for name in said} == dict.fromkeys(said, 1)
    notes = [note for note in stage.reads(OMAR) if "came in from" in note]
    assert len(notes) == 3
    assert "Six issues came in from complaints.csv (import 3): Billing 2" in notes[-1]
    assert "Two of them wait for a department." in notes[-1]
    stage.passes(days=1)
    assert {name: len(stage.channel(name)) - said[name] for name in said} == dict.fromkeys(said, 2)
    stage.passes(days=1)
    assert {name: len(stage.channel(name)) - said[name] for name in said} == dict.fromkeys(said, 2)


def test_a_list_of_a_later_week_gives_twenty_tasks_to_somebody_else_in_one_message_each(
    stage: Stage, tmp_path: Path
) -> None:
    """The former owner reads one message of the day, the new one a bundle, and nobody a card."""

    def tasks(owner: str) -> None:
        path = tmp_path / "jira.csv"
        rows = [f"{number},Call {number},{owner},2026-12-04" for number in range(20)]
        path.write_text("\n".join(["id,title,owner,due", *rows]), encoding="utf-8")
        report = importing.run(
            stage.duly.database, TEAM, path, Order(Subject.TASKS, is_update=True),
            clock=lambda: stage.now, console=Console(quiet=True), folder=tmp_path,
        )  # fmt: skip
        assert report.is_whole, report.tally.left_out
        stage.settle()

    tasks("tom")
    stage.passes(days=1)
    read = {user: len(stage.reads(user)) for user in (TOM, SARA)}
    tasks("sara")
    assert {rows.owed(stage, f"T-{number}")["acknowledge"] for number in range(1, 21)} == {SARA}
    stage.passes(days=1)
    [became] = stage.reads(TOM)[read[TOM] :]
    assert "What became of what is yours" in became
    assert "gave it to" in became
    assert "and 8 more things" in became
    [bundle] = stage.reads(SARA)[read[SARA] :]
    assert "20" in bundle


def test_an_imported_item_is_answered_where_it_is_read(stage: Stage, tmp_path: Path) -> None:
    bring(stage, complaints(tmp_path, 3))
    stage.passes(days=1)
    stage.clicks(MARIA, "Take it", "I-1")
    assert "✓ I-1: you took it, by " in stage.reads(MARIA)[-1]
    assert rows.state(stage, "I-1") == ("acknowledged", MARIA)
    assert rows.owed(stage, "I-1") == {"finish": MARIA}


@pytest.mark.parametrize(
    ("owner", "lead", "read_on", "late"),
    [("sara", MARIA, "Thu 26 Nov", "eight days"), ("aisha", TOM, "Fri 27 Nov", "nine days")],
)
def test_what_comes_in_late_is_as_late_as_its_day(
    stage: Stage, tmp_path: Path, owner: str, lead: str, read_on: str, late: str
) -> None:
    """The question came with the file, but the day that people read is the one of the task.

    Aisha's Monday ends in New York when it is Tuesday in Berlin. Its lateness is the same.
    """
    path = tmp_path / "late.csv"
    path.write_text(f"id,title,owner,state,due\n1,Answer the letter,{owner},taken,2026-11-16\n")
    importing.run(
        stage.duly.database, TEAM, path, Order(Subject.TASKS),
        clock=lambda: stage.now, console=Console(quiet=True), folder=tmp_path,
    )  # fmt: skip
    stage.passes(days=7)
    [climbed] = stage.reads(lead)
    # From Mon 16 Nov to the day on which it is read, while the question is of Mon 23 Nov.
    assert read_on in climbed
    assert f"This is {late} late: it was due Mon 16 Nov" in climbed
    assert rows.owed(stage, "T-1") == {"finish": f"U0{owner.upper()}"}

"""A company's files are rehearsed in one go, each as if those before it had come in already."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from bot import importing, slices
from bot.importing import Report
from bot.scratch import scratch
from handlers.front.imports import Order, Subject
from storage import departments, people, workspaces
from storage.database import Database
from storage.departments import Department, key_of
from tests import cast
from tests.importer import NOW
from tests.test_import_answers import opened

FILES = {
    Subject.DEPARTMENTS: "name,lead\nField Service,tom\nBilling,maria",
    Subject.PEOPLE: "user,department\nlee,Field Service\nsara,Billing\nnobody.here,Billing",
    Subject.CUSTOMERS: "name,tier\nHooli,key",
    Subject.TASKS: (
        "id,title,owner,department,customer,due\n1,Call,lee,Field Service,Hooli,2026-12-01\n"
        "2,Call,lee,Nowhere,Hooli,2026-12-01"
    ),
    Subject.ISSUES: "id,title,department,customer\n1,Late,Field Service,Hooli\n2,Late,,Vandelay",
}

WRITTEN = {
    Subject.CUSTOMERS: "name,tier,decision_maker\nHooli {n},key,Jana Weiss",
    Subject.CAUSES: "cause,kind\nA parcel waits for lorry {n},capacity",
    Subject.QUESTIONS: "key,words,is_off\npricing-1,,true",
    Subject.VOICES: "ref,to,state,month,customer,line,heard_on,told\n"
    "Y-7{n},nora,told,2026-10,Acme,They count {n} parcels,2026-10-06,2026-10-06T09:00:00Z",
    Subject.SURVEYS: "name,question,tiers\nSpring,recommend,",
    Subject.RESPONSES: "survey,id,customer,person,score\nAutumn survey,r-{n},Acme,Jana {n},9",
    Subject.OUTCOMES: "id,title,counted_as,baseline,target,owner,quarter\n"
    "F-{n},A parcel comes on its day {n},share of all,58 %,90 %,grace,2027-Q1",
    Subject.INITIATIVES: "id,title,department,owner,from,until,customers\n"
    "F-1{n},An onboarding desk {n} with a call,Support,grace,2027-01-01,2027-03-31,Acme\n"
    "F-2{n},Onboarding desk {n}: a welcome call,Support,hana,2027-01-01,2027-03-31,Acme",
}
"""Files of which rows are written in a rehearsal, as another row of the kind is meanwhile."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for subject, text in FILES.items():
        (tmp_path / f"{subject}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def rehearsed(database: Database, folder: Path) -> Iterator[tuple[Subject, Report, str]]:
    """Each part, with what is printed of it."""
    for subject in FILES:
        paper = io.StringIO()
        report = importing.run(
            database, cast.TEAM, folder / f"{subject}.csv", Order(subject), clock=lambda: NOW,
            console=Console(file=paper, width=200), is_trial=True, is_apart=True,
        )  # fmt: skip
        yield subject, report, paper.getvalue()


def everything(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in SQLModel.metadata.tables.items()
        }


def test_what_one_file_names_an_earlier_one_brings_and_nothing_is_written(
    database: Database, folder: Path
) -> None:
    before = everything(database)
    with scratch(database, cast.TEAM) as apart:
        found = {subject: (report, said) for subject, report, said in rehearsed(apart, folder)}
    counts = {
        subject: (report.tally.added, report.tally.updated, report.tally.refused)
        for subject, (report, _) in found.items()
    }
    assert counts == {
        Subject.DEPARTMENTS: (1, 0, 0),
        Subject.PEOPLE: (0, 1, 1),
        Subject.CUSTOMERS: (1, 0, 0),
        Subject.TASKS: (1, 0, 1),
        Subject.ISSUES: (1, 0, 1),
    }
    said = " ".join(found[Subject.TASKS][1].split())
    assert "department Field Service; owner" in said
    assert "Nowhere" in said
    assert "nothing was written" in said
    assert everything(database) == before
    with database.read() as session:
        assert departments.named(session, cast.TEAM, "Field Service") is None
        lee = people.find(session, cast.TEAM, cast.LEE)
        field = lee and departments.find(session, cast.TEAM, lee.department_id)
        assert field
        assert field.name != "Field Service"
    if database.is_sqlite:
        beside = Path(database.engine.url.database or "").parent
        assert list(beside.glob(".duly-*")) == []


def test_nobody_waits_while_it_is_rehearsed(database: Database, folder: Path) -> None:
    """What it has changed others change meanwhile, as if it were not there."""
    with scratch(database, cast.TEAM) as apart:
        for _ in rehearsed(apart, folder):
            with database.write(left=lambda: 2.0) as session:
                _change_what_it_changed(session)
    with database.read() as session:
        lee = people.find(session, cast.TEAM, cast.LEE)
        assert lee
        assert lee.name == "Lee Five"
        assert len(departments.everyone(session, cast.TEAM)) == 5 + 1


@pytest.mark.both
@pytest.mark.parametrize("subject", WRITTEN)
def test_nobody_waits_for_a_number_or_a_count_while_it_is_rehearsed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subject: Subject
) -> None:
    monkeypatch.setattr(slices, "PATIENCE_SECONDS", 3)
    opened(database)
    path = tmp_path / f"{subject}.csv"
    with scratch(database, cast.TEAM) as apart:
        for place, (there, is_trial) in enumerate(((apart, True), (database, False))):
            path.write_text(WRITTEN[subject].format(n=place), encoding="utf-8")
            tally = importing.run(
                there, cast.TEAM, path, Order(subject, by="omar"), clock=lambda: NOW,
                console=Console(file=io.StringIO()), is_trial=is_trial, is_apart=is_trial,
                folder=tmp_path,
            ).tally  # fmt: skip
            assert (tally.added > 0, tally.refused) == (True, 0), tally.rejected


def _change_what_it_changed(session: Session) -> None:
    assert workspaces.hold(session, cast.TEAM)
    lee = people.find(session, cast.TEAM, cast.LEE)
    assert lee
    named = departments.named(session, cast.TEAM, "Field Service")
    lee.name = "Lee Five" if named else "Lee Four"
    session.add(lee)
    if named is None:
        name = "Field Service"
        session.add(Department(team_id=cast.TEAM, name=name, key=key_of(name)))

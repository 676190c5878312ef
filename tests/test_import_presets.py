"""Exports of well-known systems come in without a word more; presets are files like any other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers.front.imports import Subject, described, presets
from handlers.front.imports.fields import FIELDS
from handlers.front.imports.names import same
from handlers.speech.errors import UserError
from handlers.speech.file_errors import PresetBroken, PresetNotFor, UnknownPreset
from storage.customers import Customer
from storage.issues import Issue
from storage.tasks import Task
from tests import cast
from tests.importer import Importer, rows_of
from tests.test_imports import REAL, reasons


@dataclass(frozen=True)
class Export:
    """What a small file of one system, in its documented shape, must become.

    Each expected row: id, title, state, severity, day of opening, day of closing, owner.
    """

    preset: str
    subject: Subject
    expected: tuple[tuple[object, ...], ...]


DOCUMENT = Path(__file__).parents[1] / "docs" / "importing.md"
FOLDER = Path(__file__).parent / "data" / "exports"


def exported(preset: str) -> str:
    return (FOLDER / f"{preset}.csv").read_text(encoding="utf-8")


EXPORTS = [
    Export("zendesk", Subject.ISSUES, (
        ("101", "Refund lost", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("102", "Late again", "open", 3, "2026-11-02", "", cast.TOM),
        ("103", "On hold", "open", 4, "2026-11-03", "", cast.TOM),
    )),
    Export("jira", Subject.ISSUES, (
        ("CX-1", "Refund lost", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("CX-2", "Too slow", "declined", 4, "2026-10-03", "2026-10-06", cast.SARA),
        ("CX-3", "Loud", "acknowledged", 3, "2026-11-09", "", cast.TOM),
    )),
    Export("jira", Subject.TASKS, (
        ("CX-1", "Refund lost", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("CX-2", "Too slow", "declined", 4, "2026-10-03", "2026-10-06", cast.SARA),
        ("CX-3", "Loud", "acknowledged", 3, "2026-11-09", "", cast.TOM),
    )),
    Export("salesforce", Subject.ISSUES, (
        ("00001001", "Refund lost", "done", 2, "2026-10-02", "2026-10-15", cast.SARA),
        ("00001002", "Late again", "open", 3, "2026-11-02", "", None),
    )),
    Export("hubspot", Subject.ISSUES, (
        ("1111", "Refund lost", "done", 2, "2026-10-02", "2026-10-05", cast.SARA),
        ("1112", "Late again", "open", 3, "2026-11-02", "", None),
    )),
    Export("asana", Subject.TASKS, (
        ("1201", "Write to Acme", "done", 3, "2026-10-02", "2026-10-05", cast.SARA),
        ("1202", "Call Globex", "open", 3, "2026-11-02", "", cast.TOM),
    )),
    Export("trello", Subject.TASKS, (
        ("64a", "Write to Acme", "done", 3, "2026-11-23", "2026-11-23", cast.SARA),
        ("64b", "Call Globex", "open", 3, "2026-11-23", "", cast.TOM),
    )),
    Export("github", Subject.ISSUES, (
        ("https://github.com/o/r/issues/7", "Refund lost", "done", 3, "2026-10-02", "2026-10-05",
         cast.SARA),
        ("https://github.com/o/r/issues/8", "Late again", "open", 3, "2026-11-02", "", None),
    )),
    Export("cfpb", Subject.ISSUES, (
        ("7523056", "Refund lost", "done", 3, "2026-10-02", "2026-10-02", None),
        ("7523057", "Late again", "open", 3, "2026-11-02", "", None),
    )),
    Export("freshdesk", Subject.ISSUES, (
        ("11", "Refund lost", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("12", "Late again", "open", 4, "2026-11-02", "", cast.TOM),
    )),
    Export("servicenow", Subject.ISSUES, (
        ("INC0010001", "Refund lost", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("INC0010002", "Late again", "open", 4, "2026-11-02", "", cast.TOM),
        ("INC0010003", "Numbers", "done", 3, "2026-10-02", "2026-10-03", cast.TOM),
    )),
    Export("linear", Subject.ISSUES, (
        ("ENG-1", "Refund lost", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("ENG-2", "Late again", "acknowledged", 3, "2026-11-02", "", cast.TOM),
    )),
    Export("linear", Subject.TASKS, (
        ("ENG-1", "Refund lost", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("ENG-2", "Late again", "acknowledged", 3, "2026-11-02", "", cast.TOM),
    )),
    Export("clickup", Subject.TASKS, (
        ("86a", "Write to Acme", "done", 1, "2026-10-02", "2026-10-05", cast.SARA),
        ("86b", "Call Globex", "open", 3, "2026-11-02", "", cast.TOM),
    )),
]  # fmt: skip


def brought(bring: Importer, subject: Subject) -> tuple[tuple[object, ...], ...]:
    table: type[Issue] | type[Task] = Issue if subject == Subject.ISSUES else Task
    return tuple(
        (
            (item.source or "").partition("/")[2],
            item.title,
            item.state,
            item.severity,
            item.created_at.date().isoformat(),
            item.closed_at.date().isoformat() if item.closed_at else "",
            item.owner_id,
        )
        for item in sorted(rows_of(bring.database, table), key=lambda item: item.number)
    )


@pytest.mark.parametrize("export", EXPORTS, ids=lambda each: f"{each.preset}-{each.subject}")
def test_an_export_comes_in_as_it_is(bring: Importer, export: Export) -> None:
    report = bring(export.subject, exported(export.preset), file=f"{export.preset}.csv")
    assert reasons(report) == []
    assert brought(bring, export.subject) == export.expected
    assert f"Read as an export of {report.understood.preset}." in bring.printed
    again = bring(
        export.subject, exported(export.preset), file=f"{export.preset}.csv", preset=export.preset
    )
    assert (again.tally.added, again.tally.already_there) == (0, len(export.expected))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda each: f"{each.preset}-{each.subject}")
def test_all_that_a_preset_does_can_be_said_by_options(bring: Importer, export: Export) -> None:
    header = next(line for line in exported(export.preset).splitlines() if line.count(",") > 3)
    present = {same(name.strip('"')) for name in header.split(",")}
    preset = presets.named(export.preset, export.subject)
    maps = {}
    for each in preset.maps:
        name, _, column = each.partition("=")
        if same(column) in present:
            maps.setdefault(name, each)
    routes = [each for each in preset.routes if same(each) in present]
    bring(
        export.subject, exported(export.preset), maps=list(maps.values()), routes=routes,
        values=preset.values, preset="none",
    )  # fmt: skip
    assert brought(bring, export.subject) == export.expected
    assert "Read as an export" not in bring.printed


def test_accounts_of_salesforce_become_customers(bring: Importer) -> None:
    bring(
        Subject.CUSTOMERS,
        "Account Name,Account Owner,Annual Revenue,Billing Country,Industry\n"
        'Newco,Ann,"USD 1,200,000.00",DE,Energy\n',
    )
    newco = next(each for each in rows_of(bring.database, Customer) if each.name == "Newco")
    assert (newco.annual_value, newco.region, newco.vertical) == (1_200_000, "DE", "Energy")


def test_what_is_mapped_by_hand_is_not_read_by_a_preset_but_hinted_at(bring: Importer) -> None:
    report = bring(Subject.ISSUES, exported("cfpb"), maps=["title=Issue", "sub-issue=Sub-issue"])
    assert report.understood.preset == ""
    assert {issue.state for issue in rows_of(bring.database, Issue)} == {"open"}
    assert "`--preset cfpb` knows them" in bring.printed


def test_an_option_holds_against_a_preset(bring: Importer) -> None:
    bring(
        Subject.ISSUES, exported("cfpb"), preset="cfpb", maps=["title=Product"],
        values=["state=In progress:left out"],
    )  # fmt: skip
    assert [issue.title for issue in rows_of(bring.database, Issue)] == ["Mortgage"]


def test_a_preset_of_ones_own(bring: Importer) -> None:
    own = bring.folder / "mine.toml"
    own.write_text(
        '[issues]\nmap = ["title=What", "opened=When"]\ndates = "dmy"\nskip = 1\n'
        'encoding = "cp1250"\nvalue = ["severity=Wysoki:2"]\n',
        encoding="utf-8",
    )
    text = "Raport,x\nWhat,When,severity\nŁódź,01/02/2026,Wysoki\n".encode("cp1250")
    bring(Subject.ISSUES, text, preset=str(own))
    (issue,) = rows_of(bring.database, Issue)
    assert (issue.title, issue.severity) == ("Łódź", 2)
    assert issue.created_at.date().isoformat() == "2026-02-01"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("issues = ", "cannot be used"), ("issues = 1", "is no table"),
        ("[issues]\nmaps = []", "“maps” is no option"), ("[issues]\nskip = -1", "“skip”"),
        ('[issues]\nmap = "title=A"', "“map”"), ("[issues]\ndates = 1", "“dates”"),
    ],
)  # fmt: skip
def test_a_preset_that_cannot_be_used_says_why(text: str, why: str) -> None:
    with pytest.raises(PresetBroken, match=why):
        presets.read(text, "mine.toml", Subject.ISSUES)


def test_a_preset_that_is_no_text_says_so(bring: Importer) -> None:
    own = bring.folder / "mine.toml"
    own.write_bytes(b'title = "\xff"')
    with pytest.raises(PresetBroken, match="it is not UTF-8"):
        bring(Subject.ISSUES, "title\nA\n", preset=str(own))


def test_a_preset_that_is_not_there_or_for_something_else(bring: Importer) -> None:
    with pytest.raises(UnknownPreset, match="asana, cfpb, clickup, freshdesk, github, hubspot"):
        bring(Subject.ISSUES, exported("cfpb"), preset="zendisk")
    with pytest.raises(PresetNotFor, match="nothing for people; it is for issues"):
        bring(Subject.PEOPLE, "user\nsara\n", preset="cfpb")
    with pytest.raises(UserError, match=r"no file .*nowhere\.toml"):
        bring(Subject.ISSUES, exported("cfpb"), preset="nowhere.toml")


def test_every_preset_maps_fields_that_there_are() -> None:
    for name in presets.names():
        for subject in Subject:
            try:
                preset = presets.named(name, subject)
            except PresetNotFor:
                continue
            assert preset.header
            assert {each.partition("=")[0] for each in preset.maps} <= set(FIELDS[subject])


def test_the_published_complaints_come_in_once_with_ids_as_excel_writes_them(
    bring: Importer,
) -> None:
    if not REAL.exists():
        pytest.skip(f"The published complaints are not here: {REAL}.")
    first = bring.at(REAL, Subject.ISSUES)
    assert (first.read, first.tally.added, first.tally.refused) == (600, 600, 0)
    again = bring.at(REAL, Subject.ISSUES)
    assert (again.tally.added, again.tally.already_there) == (0, 600)
    text = REAL.read_text(encoding="utf-8")
    rewritten = "\n".join(
        f"{line}.0" if line[-7:].isdigit() else line for line in text.splitlines()
    )
    excel = bring(Subject.ISSUES, rewritten, file="excel.csv", source="consumer-complaints")
    assert (excel.tally.added, excel.tally.already_there) == (0, 600)


def test_the_document_on_imports_has_all_fields_and_presets() -> None:
    assert described.markdown() in DOCUMENT.read_text(encoding="utf-8")


def test_presets_lie_beside_their_module_and_say_that_they_may_be_copied() -> None:
    folder = Path(presets.__file__).parent
    for path in folder.glob("*.toml"):
        assert "Copy the file, change it" in path.read_text(encoding="utf-8")

"""Exports of survey tools are known by their columns; the questions are said by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from handlers.front.imports import Subject
from storage.database import Database
from storage.surveys import Respondent, SurveyResponse
from tests.exported import written
from tests.importer import Importer, rows_of
from tests.stage import Stage
from tests.stories.test_surveys import adds, opens
from tests.test_import_answers import opened

NPS = "How likely is it that you would recommend this company to a friend or colleague?"


@dataclass(frozen=True)
class ToolExport:
    """A small file of one survey tool, in its shape, with what somebody says of its questions."""

    preset: str
    text: str
    maps: tuple[str, ...] = ()


EXPORTS = (
    ToolExport("surveymonkey", (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,Custom Data 1,"
        f"{NPS},Why?\n"
        "118052219061,446111201,11/20/2026 10:01:00 AM,11/20/2026 10:07:00 AM,,kim@acme.example,"
        "Acme,9,It works\n"
    ), ("said=Why?",)),
    ToolExport("qualtrics", (
        "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,RecipientEmail,"
        "ExternalReference,DistributionChannel,Q1,Q2\n"
        "Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,"
        "Recipient Email,External Data Reference,Distribution Channel,How likely,Why\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}",'
        '"{""ImportId"":""progress""}","{""ImportId"":""finished""}",'
        '"{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}",'
        '"{""ImportId"":""recipientEmail""}","{""ImportId"":""externalDataReference""}",'
        '"{""ImportId"":""distributionChannel""}","{""ImportId"":""QID1""}",'
        '"{""ImportId"":""QID2_TEXT""}"\n'
        "2026-11-20 10:01:00,2026-11-20 10:07:00,0,100,1,2026-11-20 10:07:01,118052219061,"
        "kim@acme.example,Acme,email,9,It works\n"
    ), ("score=Q1", "said=Q2")),
    ToolExport("typeform", (
        "#,How likely are you to recommend us to a friend or colleague?,Why?,Company,Email,"
        "Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags\n"
        "118052219061,9,It works,Acme,kim@acme.example,completed,2026-11-20 10:01:00,,"
        "2026-11-20 10:07:00,0a1b,\n"
    ), ("said=Why?",)),
    ToolExport("microsoft-forms", (
        "ID,Start time,Completion time,Email,Name,Last modified time,Company,How likely,Why\n"
        "118052219061,11/20/26 10:01:00,11/20/26 10:07:00,anonymous,kim@acme.example,,Acme,9,"
        "It works\n"
    ), ("score=How likely", "said=Why")),
)  # fmt: skip


@pytest.mark.parametrize("export", EXPORTS, ids=lambda each: each.preset)
def test_an_export_of_a_survey_tool_comes_in_as_it_is(bring: Importer, export: ToolExport) -> None:
    opened(bring.database)
    report = bring(
        Subject.RESPONSES, export.text, file="export.csv", preset=export.preset, maps=export.maps,
        answers="Autumn survey",
    )  # fmt: skip
    assert (report.tally.added, report.tally.refused) == (1, 0), report.tally.rejected
    [one] = rows_of(bring.database, SurveyResponse)
    assert (one.external_id, one.score, one.words) == ("118052219061", 9, "It works")
    assert (one.answered_on.isoformat(), one.customer_id is not None) == ("2026-11-20", True)
    assert [each.name for each in rows_of(bring.database, Respondent)] == ["kim@acme.example"]
    again = bring(
        Subject.RESPONSES, export.text, file="export.csv", preset=export.preset, maps=export.maps,
        answers="Autumn survey",
    )  # fmt: skip
    assert (again.tally.added, again.tally.already_there) == (0, 1)


@pytest.fixture
def elsewhere(elsewhere: Importer) -> Importer:
    """Another workspace, in which the same survey was opened and nobody has answered it."""
    opened(elsewhere.database)
    return elsewhere


def _answers(database: Database) -> list[tuple[object, ...]]:
    found = [
        (each.external_id, each.score, each.words, each.answered_on, each.came, each.feels)
        for each in rows_of(database, SurveyResponse)
    ]
    return sorted(found, key=str)


def test_an_export_of_ours_changes_nothing_here_and_gives_the_same_elsewhere(
    stage: Stage, elsewhere: Importer
) -> None:
    opens(stage)
    adds(stage, scale="Autumn survey: Would they recommend us? 0 to 10", said="=1+1 & <!channel>")
    here = stage.duly.database
    text = written(here, "responses")
    there = elsewhere(Subject.RESPONSES, text, file="responses.csv", clock=lambda: stage.now).tally
    assert (there.added, there.refused) == (1, 0), there.rejected
    assert _answers(elsewhere.database) == _answers(here)
    back = Importer(here, elsewhere.folder)(
        Subject.RESPONSES, text, file="responses.csv", clock=lambda: stage.now
    ).tally
    assert (back.added, back.updated, back.already_there, back.refused) == (0, 0, 1, 0), (
        back.rejected, back.changes,
    )  # fmt: skip

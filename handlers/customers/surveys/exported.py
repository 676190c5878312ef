"""Surveys and what was answered as they are exported: which question, which score, which words."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.issues import Experience
from storage.surveys import SCALES, SurveyQuestion


def _lowest(row: object) -> int | None:
    scales = SCALES[SurveyQuestion(getattr(row, "question"))]  # noqa: B009
    highest = getattr(row, "highest", None)
    return next((low for low, high in scales if high == highest), None)


def _issue(row: object) -> str:
    number = getattr(row, "issue_number", None)
    return f"{Experience.letter}-{number}" if number else ""


SURVEYS = Export(
    "surveys",
    "a survey",
    columns(
        text("name", "What it is called; no two have one name."),
        text("question", "What it asks: recommend, satisfied, easy, or words alone."),
        ExportColumn("lowest", CellType.WHOLE, "The lowest score of its scale.", _lowest),
        ExportColumn("highest", CellType.WHOLE, "The highest score of its scale."),
        ExportColumn("named", CellType.YES_NO, "Whether answers are kept with who gave them.",
                     lambda row: row.is_named),
        ExportColumn("asked", CellType.WHOLE, "How many were asked, where that is known."),
        ExportColumn("tiers", CellType.TEXT, "The tiers at whose customers it asks whoever "
                     "decides, with commas between.", lambda row: ", ".join(row.tiers)),
        text("only", "To which of these that is narrowed: product, geography or vertical, a "
             "colon, and the words there.", "narrowed"),
        text("customers", "The customers of other tiers at whom it asks somebody, with semicolons "
             "between."),
        ExportColumn("opened_on", CellType.DAY, "On which day it opened."),
        ExportColumn("closes_on", CellType.DAY, "Its last day."),
        text("created_by", "Who opened it: a Slack id."),
        moment("created", "When they opened it.", "created_at"),
    ),
    exports.surveys,
    since="what was opened since then",
)  # fmt: skip
INVITATIONS = Export(
    "invitations",
    "somebody at a customer whom a survey asks by name",
    columns(
        text("survey", "The survey by name."),
        text("customer", "At which customer, by name."),
        text("name", "Who is asked."),
        text("address", "Their mail address or telephone number."),
        ExportColumn("asked_on", CellType.DAY, "Since which day they stand on its list."),
        text("asked_by", "Who put them there: a Slack id."),
        ExportColumn("answered", CellType.YES_NO, "Whether they have answered that survey."),
    ),
    exports.invitations,
    since="who was put on a list since then",
)  # fmt: skip
RESPONSES = Export(
    "responses",
    "an answer to a survey; of one without names only from five answers on",
    columns(
        text("survey", "The survey by name."),
        text("id", "What whoever sent it calls it.", "external_id"),
        text("customer", "Who answered, by the name of the customer; empty without names."),
        text("person", "The person who answered, by name; empty without names."),
        ExportColumn("score", CellType.WHOLE, "The score, on the scale of the survey."),
        text("words", "What they said, in their words."),
        ExportColumn("answered_on", CellType.DAY, "On which day they answered."),
        text("came", "Through what it came: call, mail, visit or survey."),
        text("feels", "How they felt, where somebody said so."),
        text("link", "Where it can be read, where whoever brought it said so."),
        text("from_file", "The file that brought it first; empty where none did, or it is not "
             "known."),
        text("received_by", "Who brought it: a Slack id; empty where it was sent by itself."),
        moment("received", "When it reached us.", "received_at"),
        ExportColumn("issue", CellType.TEXT, "The issue that a low score opened or joined: I-17.",
                     _issue),
        moment("heard", "When the customer heard from us about that issue last.", "heard"),
    ),
    exports.responses,
    since="what reached us since then",
)  # fmt: skip

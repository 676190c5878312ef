"""People, customers and departments as they are exported: what an import reads, and some more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlmodel import Session

from handlers.people import routing
from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from handlers.speech.words import WEEKDAYS
from storage import exports
from storage.exports import Excerpt, ExportPage


def _departments(session: Session, wanted: Excerpt, after: Any, size: int) -> ExportPage:
    """The next departments with the words that lead to them."""
    page = exports.departments(session, wanted, after, size)
    words = exports.routing_words(session, wanted.reader.team_id, routing.WORDS)
    rows = [
        SimpleNamespace(**row._asdict(), words=", ".join(words.get(row.department_id, ())))
        for row in page.rows
    ]
    return ExportPage(rows, page.last)


PEOPLE = Export(
    "people",
    "a person whom Slack's directory knows, those who left included",
    columns(
        text("user", "Their Slack id.", "user_id"),
        text("name", "Their full name."),
        text("handle", "Their handle, without @."),
        text("email", "Their e-mail address; with `--as` only one's own, but for the CCO.",
             "shown_email"),
        text("title", "What they do, as Slack has it."),
        text("role", "member, executive or cco."),
        text("department", "Where they work, by name."),
        text("deputy", "Who stands in whenever they are away: a Slack id.", "deputy_id"),
        text("zone", "The IANA zone in which they live."),
        moment("away_until", "Until when they are away."),
        text("stand_in", "Who stands in for them now: a Slack id.", "stand_in_id"),
        text("standing", "member, guest, stranger (of a connected workspace) or newcomer."),
        ExportColumn("is_bot", CellType.YES_NO, "Whether it is an app."),
        ExportColumn("gone", CellType.YES_NO, "Whether they have left."),
    ),
    exports.people,
    department="who works in a department",
)  # fmt: skip

CUSTOMERS = Export(
    "customers",
    "a customer",
    columns(
        text("name", "What they are called; no two have one name."),
        text("tier", "How they are looked after: key, strategic, beachhead or standard."),
        ExportColumn(
            "annual_value",
            CellType.AMOUNT,
            "What they are worth in a year; empty where whoever reads may not know it.",
        ),
        ExportColumn("renewal", CellType.DAY, "When they renew.", lambda row: row.renewal_on),
        text("region", "Where they are."),
        text("product", "What they buy."),
        text("vertical", "What business they are in."),
        text(
            "decision_maker",
            "Who decides there, for whoever may read all of it, or leads or "
            "sponsors the account; of several who was named first.",
        ),
        text("account_lead", "Who of us leads the account: a Slack id.", "owner_id"),
        text("account_lead_name", "The same by name."),
        text("currency", "The currency of amounts: ISO 4217, such as EUR, if one is set."),
        text("sponsor", "Which executive sponsors the account: a Slack id.", "sponsor_id"),
        text("sponsor_name", "The same by name."),
        ExportColumn("came_on", CellType.DAY, "Since which day they are a customer."),
        ExportColumn("left_on", CellType.DAY, "On which day they left, while they are not back."),
        ExportColumn(
            "watched",
            CellType.WHOLE,
            "How many days before the renewal somebody has "
            "looked at it last: 120, 90, 60 or 30; at 90, 60 and 30 they read what is open.",
        ),
        ExportColumn(
            "cost_to_serve",
            CellType.AMOUNT,
            "What serving them costs in a year; empty as `annual_value` is.",
        ),
        text("cost_source", "The file that said so; empty where a form did."),
        ExportColumn("cost_on", CellType.DAY, "On which day that was said."),
    ),
    exports.customers,
)

DEPARTMENTS = Export(
    "departments",
    "a department",
    columns(
        text("name", "What it is called; no two have one name."),
        text("lead", "Who leads it: a Slack id.", "lead_id"),
        text("lead_name", "The same by name."),
        text("deputy", "Who stands in for the lead: a Slack id.", "deputy_id"),
        text("deputy_name", "The same by name."),
        text("channel", "Where its cards stand: a Slack id.", "channel_id"),
        ExportColumn("days", CellType.TEXT, "Its working days: Mon, Tue …",
                     lambda row: ", ".join(WEEKDAYS[day][:3] for day in row.days)),
        ExportColumn("opens", CellType.CLOCK, "When its working day begins, on people's clocks."),
        ExportColumn("closes", CellType.CLOCK, "When it ends."),
        text("country", "Whose holidays count: ISO 3166, such as DE or US-NY."),
        text("words", "The words in an issue that lead to it."),
    ),
    _departments,
    department="one department alone",
)  # fmt: skip

"""People at customers as they are exported, and what they said to us."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, moment, text
from storage import exports
from storage.contacts import Contact

CONTACTS = Export(
    "contacts",
    "somebody at a customer",
    columns(
        ExportColumn("ref", CellType.TEXT, "By what buttons know them, such as P-3.",
                     lambda row: f"{Contact.letter}-{row.number}"),
        text("customer", "At which customer, by name."),
        text("name", "Their name; while nobody is named, whose place it is.", "title"),
        text("state", "sought, unknown, named, unheard, promised or gone."),
        text("role", "What they do there."),
        text("influence", "decides, influences or uses."),
        text("address", "Their mail address or telephone number."),
        ExportColumn("heard_on", CellType.DAY, "On which day they were last heard."),
        text("heard_by", "Who of us heard them: a Slack id."),
        text("heard_by_name", "The same by name."),
        text("heard_how", "How: call, visit, mail, survey or answer."),
        ExportColumn("quiet_from", CellType.DAY, "From which day silence counts: when they were "
                     "last heard, or named."),
        ExportColumn("call_on", CellType.DAY, "By which day somebody said that they call."),
        text("caller", "Who said so: a Slack id.", "caller_id"),
        text("led_to", "The task by which they call, such as T-12, where it is one."),
        ExportColumn("rests_until", CellType.DAY, "Until which day nobody is asked to call."),
        text("rests_because", "Why not."),
        ExportColumn("gone_on", CellType.DAY, "Since which day they are not there any more."),
        text("gone_why", "What happened: left the company, another role, not known, named by "
             "mistake."),
        text("named_by", "Who named them: a Slack id."),
        moment("created", "When they were named.", "created_at"),
    ),
    exports.contacts,
    since="who was named since then",
)  # fmt: skip
HEARINGS = Export(
    "hearings",
    "what somebody at a customer said to us",
    columns(
        ExportColumn("ref", CellType.TEXT, "Who said it: the `ref` of a contact.",
                     lambda row: f"{Contact.letter}-{row.number}"),
        text("name", "The same by name.", "title"),
        text("customer", "At which customer, by name."),
        ExportColumn("heard_on", CellType.DAY, "On which day."),
        text("heard_by", "To whom of us: a Slack id."),
        text("heard_by_name", "The same by name."),
        text("through", "How: call, visit, mail, survey or answer."),
        text("said", "What they said, in the words of whoever heard it."),
        text("felt", "How they felt then: angry, let down, uneasy, satisfied or delighted."),
        moment("created", "When it was written down.", "created_at"),
    ),
    exports.hearings,
    since="what was written down since then",
)  # fmt: skip

"""Segments as they are exported: the rules, why an account stands where it does, and its flags."""

from __future__ import annotations

from handlers.speech.exported import CellType, Export, ExportColumn, columns, text
from storage import exports

SEGMENT_RULES = Export(
    "segment_rules",
    "a rule that says how customers are looked after",
    columns(
        text("id", "By what it is known.", "rule_id"),
        ExportColumn("place", CellType.WHOLE, "Where it stands in the order, from 0 on: the first "
                     "that fits counts."),
        text("facet", "What it looks at: value, product, geography, vertical or started."),
        ExportColumn("amount", CellType.WHOLE, "The value a year that it asks for at least, or "
                     "within how many months they started."),
        text("words", "The product, the geography or the vertical that it is about."),
        text("gives", "key, strategic, beachhead, standard, cannot lose or first."),
        text("reason", "Why, in the words of whoever made it."),
        text("made_by", "Who made it: a Slack id."),
        ExportColumn("starts_on", CellType.DAY, "From which day on it counts."),
        ExportColumn("ran_on", CellType.DAY, "On which day it was looked at last."),
    ),
    exports.segment_rules,
)  # fmt: skip
PLACINGS = Export(
    "placings",
    "a customer whose tier a person or a rule has changed, and why",
    columns(
        text("customer", "Which one, by name."),
        text("tier", "What was said: key, strategic, beachhead or standard."),
        text("said_by", "Who said so: a Slack id. Empty for a rule, and where it was changed in a "
             "form or a file.", "by_id"),
        text("rule", "Which rule did, by its id.", "rule_id"),
        text("reason", "Why, in the words of whoever said so."),
        ExportColumn("since", CellType.DAY, "Since which day."),
        text("kept", "The tier that the rules say, where somebody has read that and kept theirs."),
    ),
    exports.placings,
)  # fmt: skip
FLAGS = Export(
    "flags",
    "what is said of a customer beside the tier",
    columns(
        text("id", "By what it is known.", "flag_id"),
        text("customer", "Of which one, by name."),
        text("kind", "cannot lose, or first: one of the first of a product or trade."),
        text("of", "Of which product or trade they are one of the first."),
        text("reason", "Why, in the words of whoever said so."),
        text("said_by", "Who said so: a Slack id. Empty for a rule.", "by_id"),
        text("rule", "Which rule gave it, by its id.", "rule_id"),
        ExportColumn("since", CellType.DAY, "Since which day."),
        ExportColumn("review_on", CellType.DAY, "On which day to look at it again."),
    ),
    exports.flags,
)  # fmt: skip
CONTRACT_TERMS = Export(
    "contract_terms",
    "a term of a customer: what they have, and what they need",
    columns(
        text("customer", "Of which customer, by name."),
        text("name", "Which term."),
        text("given", "What they have."),
        text("answer", "fits, needs or not asked."),
        text("wanted", "What they need."),
        text("source", "Who said so, and when."),
        ExportColumn("cost", CellType.AMOUNT, "What it would cost us in a year."),
        text("said_by", "Who wrote it down last: a Slack id.", "by_id"),
        ExportColumn("since", CellType.DAY, "Since which day."),
    ),
    exports.contract_terms,
)  # fmt: skip

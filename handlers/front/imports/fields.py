"""Which fields a file of each kind may fill, by our names, and what each of them holds."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """What a file brings."""

    DEPARTMENTS = "departments"
    PEOPLE = "people"
    CUSTOMERS = "customers"
    CAUSES = "causes"
    ISSUES = "issues"
    TASKS = "tasks"
    QUESTIONS = "questions"
    VOICES = "voices"
    SURVEYS = "surveys"
    RESPONSES = "responses"
    OUTCOMES = "outcomes"
    INITIATIVES = "initiatives"


NO = (
    "weighed", "instead", "cost_avoided", "cost_caused", "currency", "teller", "tell_by", "heard",
)  # fmt: skip
"""What is said of a no beside its reason."""
FIELDS: dict[Subject, tuple[str, ...]] = {
    Subject.DEPARTMENTS: (
        "name", "lead", "deputy", "channel", "days", "opens", "closes", "country", "words",
    ),
    Subject.PEOPLE: ("user", "role", "department", "deputy"),
    Subject.CUSTOMERS: (
        "name", "tier", "annual_value", "renewal", "region", "product", "vertical",
        "decision_maker", "account_lead", "currency", "watched", "came_on", "sponsor",
        "cost_to_serve",
    ),
    Subject.CAUSES: (
        "cause", "kind", "department", "decider", "joined_to_cause", "opened", "reporter",
    ),
    Subject.TASKS: (
        "title", "owner", "department", "customer", "due", "opened", "acknowledged", "closed",
        "done", "declined", "reason", "state", "severity", "reporter", "audience", "let_in",
        "source", "issue_source", "is_part", "is_prevention", "outcome", *NO,
    ),
    Subject.ISSUES: (
        "title", "sub-issue", "story", "severity", "customer", "touchpoint", "felt", "feels",
        "cause", "opened", "due", "acknowledged", "closed", "state", "reason", "owner", "reporter",
        "audience", "let_in", "source", "department", *NO,
    ),
    Subject.QUESTIONS: (
        "key", "question", "is_off", "opened", "reporter", "changed", "changed_by",
    ),
    Subject.VOICES: (
        "ref", "to", "state", "month", "asked", "customer", "who", "line", "heard_on", "audience",
        "reason", "opened", "due", "told",
    ),
    Subject.SURVEYS: (
        "name", "asks", "highest", "is_named", "how_many", "tiers", "only", "customers",
        "opened_on", "closes_on",
    ),
    Subject.RESPONSES: (
        "survey", "source", "customer", "person", "score", "said", "answered_on", "came", "feels",
        "from_file",
    ),
    Subject.OUTCOMES: (
        "ref", "title", "counted_as", "baseline", "baseline_on", "target", "unit", "owner",
        "quarter_on", "department", "counter", "state", "opened",
    ),
    Subject.INITIATIVES: (
        "ref", "title", "department", "owner", "begins_on", "ends_on", "amount",
        "currency", "tiers", "segments", "customers", "outcome", "state", "opened",
    ),
}  # fmt: skip
NEEDED: dict[Subject, tuple[tuple[str, ...], ...]] = {
    Subject.DEPARTMENTS: (("name",),),
    Subject.PEOPLE: (("user",),),
    Subject.CUSTOMERS: (("name",),),
    Subject.CAUSES: (("cause",),),
    Subject.TASKS: (("title",), ("owner",)),
    Subject.ISSUES: (("title", "sub-issue", "story"),),
    Subject.QUESTIONS: (("key",), ("is_off",)),
    Subject.VOICES: (("to",), ("line",)),
    Subject.SURVEYS: (("name",), ("asks",)),
    Subject.RESPONSES: (("score", "said"),),
    Subject.OUTCOMES: (("title", "ref"),),
    Subject.INITIATIVES: (("title", "ref"),),
}
"""Of each group one field must have a column."""
ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "source": ("id",),
    "ref": ("id",),
    "opened": ("reported", "created"),
    "reporter": ("created_by",),
    "closed": ("withdrawn",),
    "account_lead": ("owner",),
    "question": ("words",),
    "came_on": ("customer_since",),
    "survey": ("survey_name",),
    "asks": ("question", "what_is_asked"),
    "is_named": ("named", "with_names"),
    "how_many": ("asked",),
    "person": ("respondent", "respondent_name"),
    "score": ("rating", "nps", "csat", "ces"),
    "said": ("words", "comment", "comments", "verbatim"),
    "quarter_on": ("quarter",),
    "counted_as": ("metric",),
    "target": ("goal",),
    "begins_on": ("from", "begins", "start"),
    "ends_on": ("until", "ends", "end"),
    "amount": ("money", "budget"),
    "answered_on": ("responded_on", "response_date", "answered_at"),
}
"""Other names of a field, in `--map` and as a column's own."""
WHAT = {
    "name": "its name; a row of the same name changes what is there",
    "lead": "who leads it: handle, e-mail address, full name or Slack id",
    "deputy": "who stands in",
    "channel": "its channel, by name or id",
    "days": "its working days: Mon-Fri, or 0,1,2 where Monday is 0",
    "opens": "when its day begins: 9:00",
    "closes": "when its day ends: 17:30",
    "country": "whose holidays it has: DE, US-NY",
    "words": "words that belong to it, between commas or semicolons",
    "user": "who it is: handle, e-mail address, full name or Slack id",
    "role": "member, executive or cco",
    "department": "the department that it is with",
    "tier": "key, strategic, beachhead or standard",
    "annual_value": "what it is worth in a year: 480,000, 480 k, € 1.2 M",
    "cost_to_serve": "what serving it costs in a year: 31,000, 31 k, € 31 k",
    "renewal": "the day on which the contract renews",
    "region": "where it is",
    "product": "what it uses",
    "vertical": "its trade",
    "decision_maker": "who decides there",
    "account_lead": "who of us leads the account: handle, e-mail address, full name or Slack id",
    "sponsor": "which executive sponsors the account: handle, e-mail address, full name or Slack "
    "id",
    "currency": "the currency of amounts, by its code or sign: EUR, CHF, $",
    "watched": "how many days before the renewal somebody has looked at it last: 120, 90, 60 or 30",
    "came_on": "the day since which it is a customer",
    "title": "what it is about, in one line",
    "sub-issue": "the title where there is none",
    "story": "all that is told about it",
    "owner": "who has it: handle, e-mail address, full name or Slack id",
    "customer": "the customer, by its name here",
    "touchpoint": "where it was said: phone, web, shop",
    "felt": "how the customer felt when it was reported: angry, let down, uneasy, satisfied or "
    "delighted",
    "feels": "how they feel by now: angry, let down, uneasy, satisfied or delighted",
    "cause": "why it happened: issues with the same words have one cause",
    "kind": "what kind of cause it is: rule, process, system, information, skills, capacity, "
    "supplier, decision or other",
    "decider": "who decides about it and has the budget to remove it",
    "issue_source": "the `source` of the issue to which it belongs, as that came in",
    "is_part": "true where it is what one department takes of that issue",
    "is_prevention": "true where it is to keep that issue from coming back",
    "outcome": "what it moves for customers: an outcome by its number here (O-2), or by its words; "
    "in an export of another workspace, its number there, where its outcomes came in "
    "before",
    "weighed": "what was weighed with a no",
    "instead": "what is offered instead",
    "cost_avoided": "what the no avoids, in whole units",
    "cost_caused": "what it costs, likewise",
    "teller": "who tells the customer of a no: handle, e-mail address, full name or Slack id",
    "tell_by": "the day by which they tell them",
    "heard": "when the customer heard the no; empty while they are still to hear it",
    "joined_to_cause": "the words of the cause to which it was joined: both are one since",
    "due": "the day by which it is promised",
    "opened": "when it began",
    "acknowledged": "when its owner took it",
    "closed": "when it ended",
    "done": "when it was kept",
    "declined": "when it was answered with a no",
    "reason": "why it was a no",
    "state": "how it stands: open, taken, done, declined, withdrawn, or left out",
    "severity": "how bad it is, from 1 (customer blocked) to 4 (improvement)",
    "reporter": "who asked for it or reported it",
    "audience": "who may see it: department (everybody here) or private",
    "let_in": "who may see it besides, where it is private, between commas or semicolons",
    "source": "its id where it comes from, by which a row is known again",
    "key": "which question it is: pricing-2, or one of a house's own; a row of the same key "
    "changes what is there",
    "question": "how it is asked; empty: as it came with Duly",
    "is_off": "true where it is not asked",
    "changed": "when it was changed last",
    "changed_by": "who changed it last",
    "ref": "what it is called where it comes from (Y-3), by which a row is known again",
    "to": "whose it is: handle, e-mail address, full name or Slack id",
    "month": "the month for which it counts: 2026-11",
    "asked": "true where Duly had asked for it",
    "who": "who spoke there",
    "line": "what was learned",
    "heard_on": "the day on which they spoke",
    "told": "when it was told",
    "survey": "which survey it answers, by its name here",
    "person": "the person at the customer who answered",
    "score": "the score, on the scale of the survey: 3, 3 of 10, 9 - Very likely",
    "said": "what they said, in their words, up to 100,000 characters",
    "answered_on": "the day on which they answered; empty: the day on which it comes in",
    "counted_as": "how it is counted",
    "baseline": "where the number is today: 31, 58 %, 3.5 days",
    "baseline_on": "the day on which that was counted; empty: the day on which it comes in",
    "target": "where it is to be at the end of the quarter",
    "unit": "in what both are counted, where it does not stand beside them",
    "quarter_on": "by the end of which quarter: 2027-Q1, Q1 2027, or its first day",
    "counter": "which figure of scorecards it is, where Duly counts it",
    "begins_on": "the day on which it begins",
    "ends_on": "the day on which it ends",
    "amount": "what it costs this year: 60,000, 60 k, € 60 k",
    "segments": "the segments of which every customer gets it: product:Flow, geography:Europe, "
    "vertical:Banks, flag:cannot lose, with semicolons between",
    "tiers": "the tiers of which every customer gets it, between commas or semicolons",
    "customers": "the customers, by their names here, between semicolons or commas",
    "asks": "what it asks: recommend, satisfied, easy or words; also with its scale, as easy-5",
    "highest": "the highest score of its scale; empty: the usual one",
    "is_named": "false where answers are kept without who gave them; empty: with names",
    "how_many": "how many are asked altogether; empty: so many as stand on its list",
    "only": "to which of these customers that is narrowed: product: Flow, geography: DACH",
    "opened_on": "the day on which it opens; empty: the day on which it comes in",
    "closes_on": "the last day on which it can be answered",
    "from_file": "the file that brought the answer first, where an export of ours says so",
    "came": "through what it came: call, mail, visit or survey; empty: survey",
}
"""What each field holds, for the help and for `docs/importing.md`."""
OTHERWISE = {
    Subject.OUTCOMES: {
        "title": "what customers will notice",
        "department": "whose it is; empty: the whole company's",
        "owner": "who answers for it, and is asked to say yes: handle, e-mail address, full name "
        "or Slack id",
        "ref": "what the file calls it, by which a line is known again; in a column `ref` also our "
        "number (O-2)",
        "state": "open, planned, proposed or standing; one that is over is named, and stays as it "
        "is here",
        "opened": "when it was written",
    },
    Subject.SURVEYS: {
        "tiers": "the tiers at whose customers whoever decides is asked by name, between commas or "
        "semicolons",
        "customers": "customers at whom whoever decides is asked besides, by their names here, "
        "between semicolons or commas",
    },
    Subject.INITIATIVES: {
        "title": "what customers get",
        "department": "the department that pays",
        "owner": "who answers for it: handle, e-mail address, full name or Slack id",
        "ref": "what the file calls it, by which a line is known again; in a column `ref` also our "
        "number (N-5)",
        "customers": "the customers who get it, by name, between semicolons or commas",
        "outcome": "the outcome for customers that it moves: its number here (O-2), its words, or "
        "“none”",
        "state": "open, planned, running or done; one that is cut, joined or taken back is named, "
        "and stays as it is here",
        "opened": "when it was written down",
    },
}
"""The same, where a field of some kind of file holds something else than in others."""
DAYS = frozenset({
    "renewal", "came_on", "due", "opened", "acknowledged", "closed", "done", "declined", "tell_by",
    "heard", "heard_on", "told", "changed", "answered_on",
    "begins_on", "ends_on", "baseline_on", "opened_on", "closes_on",
})  # fmt: skip
AMOUNTS = frozenset({"annual_value", "cost_to_serve", "cost_avoided", "cost_caused", "amount"})
YES_NO = frozenset({"is_part", "is_prevention", "is_off", "asked"})
"""Where nothing and “false” say the same."""
FREE_TEXT = frozenset(
    {"story", "reason", "weighed", "instead", "question", "line", "said", "counted_as"}
)
KEPT = FREE_TEXT | {"title", "sub-issue", "name", "words", "user", "source", "touchpoint"}
"""Where “n/a” and “-” are kept as they are written; in all other fields they say nothing."""


def what(subject: Subject, field: str) -> str:
    """What a field of this kind of file holds."""
    return OTHERWISE.get(subject, {}).get(field) or WHAT[field]


def listed(subject: Subject) -> list[str]:
    """One line a field: its name, its other names, and what it holds."""
    return [
        f"{' or '.join((field, *ALSO_CALLED.get(field, ())))}: {what(subject, field)}"
        for field in FIELDS[subject]
    ]

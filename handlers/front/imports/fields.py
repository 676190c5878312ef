"""Which fields a file of each kind may fill, by our names, and what each of them holds."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """What a file brings."""

    DEPARTMENTS = "departments"
    PEOPLE = "people"
    CUSTOMERS = "customers"
    TASKS = "tasks"
    ISSUES = "issues"


FIELDS: dict[Subject, tuple[str, ...]] = {
    Subject.DEPARTMENTS: (
        "name", "lead", "deputy", "channel", "days", "opens", "closes", "country", "words",
    ),
    Subject.PEOPLE: ("user", "role", "department", "deputy"),
    Subject.CUSTOMERS: (
        "name", "tier", "annual_value", "renewal", "region", "product", "vertical",
        "decision_maker", "account_lead", "currency", "watched",
    ),
    Subject.TASKS: (
        "title", "owner", "department", "customer", "due", "opened", "acknowledged", "closed",
        "done", "declined", "reason", "state", "severity", "reporter", "audience", "let_in",
        "source",
    ),
    Subject.ISSUES: (
        "title", "sub-issue", "story", "severity", "customer", "touchpoint", "felt", "feels",
        "cause", "opened", "due", "acknowledged", "closed", "state", "reason", "owner", "reporter",
        "audience", "let_in", "source", "department",
    ),
}  # fmt: skip
NEEDED: dict[Subject, tuple[tuple[str, ...], ...]] = {
    Subject.DEPARTMENTS: (("name",),),
    Subject.PEOPLE: (("user",),),
    Subject.CUSTOMERS: (("name",),),
    Subject.TASKS: (("title",), ("owner",)),
    Subject.ISSUES: (("title", "sub-issue", "story"),),
}
"""Of each group one field must have a column."""
ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "source": ("id",),
    "opened": ("reported", "created"),
    "reporter": ("created_by",),
    "closed": ("withdrawn",),
    "account_lead": ("owner",),
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
    "renewal": "the day on which the contract renews",
    "region": "where it is",
    "product": "what it uses",
    "vertical": "its trade",
    "decision_maker": "who decides there",
    "account_lead": "who of us leads the account: handle, e-mail address, full name or Slack id",
    "currency": "the currency of `annual_value`, by its code or sign: EUR, CHF, $",
    "watched": "how many days before the renewal somebody has read last what they wait for: 90, "
    "60 or 30",
    "title": "what it is about, in one line",
    "sub-issue": "the title where there is none",
    "story": "all that is told about it",
    "owner": "who has it: handle, e-mail address, full name or Slack id",
    "customer": "the customer, by its name here",
    "touchpoint": "where it was said: phone, web, shop",
    "felt": "how the customer felt when it was reported: angry, let down, uneasy, satisfied or "
    "delighted",
    "feels": "how they feel by now, likewise",
    "cause": "why it happened: issues with the same words have one cause",
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
}
"""What each field holds, for the help and for `docs/importing.md`."""
DAYS = frozenset({
    "renewal", "due", "opened", "acknowledged", "closed", "done", "declined",
})  # fmt: skip
AMOUNTS = frozenset({"annual_value"})
FREE_TEXT = frozenset({"story", "reason"})
KEPT = FREE_TEXT | {"title", "sub-issue", "name", "words", "user", "source", "touchpoint"}
"""Where “n/a” and “-” are kept as they are written; in all other fields they say nothing."""


def listed(subject: Subject) -> list[str]:
    """One line a field: its name, its other names, and what it holds."""
    return [
        f"{' or '.join((field, *ALSO_CALLED.get(field, ())))}: {WHAT[field]}"
        for field in FIELDS[subject]
    ]

"""The rules by page, a page of the form for each: which inputs it has, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from handlers.chasing.policy import Policy, cards, rules
from handlers.chasing.policy.rules import Tree
from handlers.speech import forms
from handlers.speech.setup_errors import WrongRule
from storage.customers import Tier

TIERS = tuple(tier.value for tier in Tier)
SEVERITIES = ("1", "2", "3", "4")
RUNGS = ("1", "2", "3", "4", "5")
_BETWEEN = re.compile(r"\s*[,;/|]\s*")


@dataclass(frozen=True)
class RuleInput:
    """One input: a rule, or a row of a table with a value for each of `cells`, in their order."""

    rule: str
    label: str
    hint: str = ""
    cells: tuple[str, ...] = ()

    def written(self, policy: Policy) -> str:
        """What stands in the input: the value in force, or the values with commas between."""
        tree = policy.model_dump(mode="json")
        places = [f"{self.rule}.{cell}" for cell in self.cells] or [self.rule]
        return ", ".join(cards.said(rules.value_of(tree, place)) for place in places)

    def read(self, words: str, in_force: Policy) -> Tree:
        """The change that somebody wrote, checked beside all the rules in force.

        Raises WrongRule.
        """
        if not self.cells:
            change = _nested(self.rule, rules.value_in(words))
        else:
            values = _BETWEEN.split(words.strip().strip(",;/|"))
            if len(values) != len(self.cells):
                raise WrongRule(rule=self.rule, words=words[:60], why=self._counted(len(values)))
            row = dict(zip(self.cells, map(rules.value_in, values), strict=True))
            change = _nested(self.rule, row)
        rules.laid(rules.unlike_usual(in_force), change)
        return change

    def _counted(self, given: int) -> str:
        return f"write {len(self.cells)} values with commas between, not {given}"


@dataclass(frozen=True)
class RulePage:
    """What belongs together, on one page."""

    name: str
    title: str
    inputs: tuple[RuleInput, ...]

    def read(self, said: Callable[[str], str], in_force: Policy) -> Tree:
        """What somebody changed on the page; what is as it was, or left empty, is not among it.

        `said` gives what was written into an input. Raises WrongFields with a sentence under
        each input that cannot be read.
        """
        reading = forms.Reading()
        changes: Tree = {}
        for shown in self.inputs:
            words = said(shown.rule)
            if words and words != shown.written(in_force):
                change = reading.read(shown.rule, partial(shown.read, words, in_force), Tree())
                _merge(changes, change)
        reading.check()
        return changes


def _nested(rule: str, value: object) -> Tree:
    """A value at its place: “acknowledge.1” is a row of a table."""
    first, _, rest = rule.partition(".")
    return {first: _nested(rest, value) if rest else value}


def _merge(changes: Tree, more: Tree) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(changes.get(name), dict):
            _merge(changes[name], value)
        else:
            changes[name] = value


SPANS = "key, strategic, beachhead and standard; h hours, bh working hours, bd working days"


def _by_severity(rule: str) -> tuple[RuleInput, ...]:
    return tuple(
        RuleInput(f"{rule}.{each}", f"Severity {each}", SPANS, TIERS) for each in SEVERITIES
    )


FIRST_ANSWER = RulePage("answer", "First answer", _by_severity("acknowledge"))
SOLVED = RulePage("solved", "Solved by", _by_severity("resolve"))
HEARD = RulePage("heard", "Customers hear from us", _by_severity("contact"))
PREVENTED = RulePage("prevented", "Prevented by", _by_severity("prevent"))
VERIFIED = RulePage("verified", "Verified by", _by_severity("verify"))
CLOCKS = (FIRST_ANSWER, SOLVED, HEARD, PREVENTED, VERIFIED)
"""The pages of clocks, a row for each severity."""
_UP_TO = "a severity for key, strategic, beachhead and standard; 0 is never"
CLOSING = RulePage(
    "closing",
    "Before an issue closes",
    (
        RuleInput("needs.told", "The customer is told, up to severity", _UP_TO, TIERS),
        RuleInput("needs.prevented", "Its cause is found and removed, up to", _UP_TO, TIERS),
        RuleInput("needs.verified", "Somebody sees that it helped, up to", _UP_TO, TIERS),
    ),
)
REMINDERS = RulePage(
    "reminders",
    "Reminders",
    (
        RuleInput(
            "fractions", "While an answer is missing, after so many times its time",
            "three for the owner, then the lead, then the CCO", RUNGS,
        ),
        RuleInput("urgent_fractions", "The same for severity 1", cells=RUNGS),
        RuleInput(
            "days_from_due", "Around a date, working days before (-) or after it",
            "three for the owner, then the lead, then the CCO", RUNGS,
        ),
        RuleInput("long_days", "A date is far off past so many working days"),
        RuleInput("early_days_when_long", "Then the first reminder comes so many days before"),
        RuleInput("bundle_at", "The day's message comes at", "on the reader's own clock"),
        RuleInput("bundle_items", "So many things it shows in full", "the rest is one click away"),
        RuleInput(
            "nudge_yield", "Half as many go to whom fewer than so many percent move",
            "to do anything within a working day; 0: to nobody",
        ),
        RuleInput("nudge_yield_of", "That is told from so many of their reminders on"),
    ),
)  # fmt: skip
ANSWERS = RulePage(
    "answers",
    "Quiet, and other answers",
    (
        RuleInput("snoozes", "So often something can wait until later"),
        RuleInput(
            "snooze_days", "So many working days each time", "severity 1, 2, 3 and 4", SEVERITIES
        ),
        RuleInput("snooze_days_overdue", "So many when it is late already"),
        RuleInput(
            "wait_days",
            "So many working days something waits for a customer or a department",
            "severity 1, 2, 3 and 4",
            SEVERITIES,
        ),
        RuleInput("accept", "An offer is answered within"),
        RuleInput("triage", "A department is chosen within"),
        RuleInput("tell_customer", "A customer hears our no within"),
        RuleInput("office_share", "At most so many percent of what is open waits for the CCO"),
        RuleInput(
            "attendance_share",
            "The CCO sees those in person who answer under so many percent of the first month",
        ),
        RuleInput("impact_answer", "Executives say what a decision means within"),
        RuleInput("numeric_dates", "1/5/2027 is read as", "ask, day first or month first"),
    ),
)
GOALS = ("kept_first", "kept_latest", "answered", "told", "verified")
SCORECARDS = RulePage(
    "scores",
    "Scorecards",
    (
        RuleInput("scores.minimum", "Of fewer things than this nothing is said", "5 or more"),
        RuleInput(
            "scores.goals", "Goals in percent",
            "kept on the first day, on the latest day, answered, told, verified; 0 is none", GOALS,
        ),
        RuleInput(
            "scores.paid_from", "Paid by from",
            "2027-Q1 or 2027-01, said before it begins; never: they are shown only",
        ),
        RuleInput(
            "scores.freeze_days", "Days after its end on which a quarter is frozen",
            "0: only when the CCO does it",
        ),
    ),
)  # fmt: skip
QUESTIONS = RulePage(
    "questions",
    "The weekly question",
    (
        RuleInput("questions.returned", "A hand-off is returned so often", "in four weeks"),
        RuleInput("questions.cause_days", "A cause is back that came within so many days"),
        RuleInput("questions.late_answers", "A department is quiet with so many late answers"),
        RuleInput("questions.quiet_days", "And none given in so many days"),
        RuleInput(
            "questions.decisions", "Of whom nobody spoke is asked from so many decisions on",
            "answered in 90 days",
        ),
        RuleInput("questions.untold_hours", "An outage is told to nobody for so many hours"),
        RuleInput("questions.gain_days", "A gain is told to nobody for so many days"),
    ),
)  # fmt: skip
ACCOUNTS = RulePage(
    "accounts",
    "Accounts",
    (
        RuleInput(
            "accounts.silence", "A call is asked for after so many days of silence",
            "key, strategic, beachhead and standard; 0: never", TIERS,
        ),
        *(
            RuleInput(
                f"accounts.asked.{tier}", f"A {tier} account that nobody leads is asked about at",
                "a department, whose lead is asked; CCO: only what they wait for",
            )
            for tier in TIERS
        ),
    ),
)  # fmt: skip
PAGES = {
    each.name: each
    for each in (*CLOCKS, CLOSING, REMINDERS, ANSWERS, SCORECARDS, QUESTIONS, ACCOUNTS)
}

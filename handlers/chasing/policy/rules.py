"""What the house rules are: clocks, the ladder, bundling and snoozing, and which values they take.

Everything here is pure. A workspace keeps only what it changes, as JSON; the rest are the defaults
of the trade (customer-experience reference, section 6).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)
from pydantic_core import ErrorDetails

from handlers.chasing.policy.account_rules import AccountRules
from handlers.chasing.policy.question_rules import QuestionRules
from handlers.chasing.policy.score_rules import ScoreRules
from handlers.speech.dates import NumericDates
from handlers.speech.setup_errors import UnclearRule, UnknownRule, WrongRule
from storage.customers import Tier

Tree = dict[str, Any]
"""Rules and what they are changed to: names, then their JSON values."""

MOST_DAYS = 520
"""Working days in two years: no clock runs longer."""
_MOST = {"h": MOST_DAYS * 24, "bh": MOST_DAYS * 8, "bd": MOST_DAYS}
URGENT_REST = timedelta(hours=2)
"""So long what may rest no working day may be put off at most."""
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,5}(?:\.\d{1,2})?) ?(h|bh|bd)", re.ASCII)


def _span(words: str) -> str:
    """A span in one form, “4 bh”.

    Raises ValueError with what to write.
    """
    match = _SPAN.fullmatch(" ".join(words.lower().split()))
    if match is None or (match[2] == "bd" and "." in match[1]):
        raise ValueError(
            "write hours as “4 h”, business hours as “4 bh” or business days as “2 bd”"
        )
    if not 0 < float(match[1]) <= _MOST[match[2]]:
        raise ValueError("choose more than nothing and at most two years")
    return f"{float(match[1]):g} {match[2]}"


Span = Annotated[str, AfterValidator(_span)]
"""A number and a unit: `h` calendar hours, `bh` business hours, `bd` business days."""
Severity = Annotated[int, Field(ge=1, le=4)]
UpTo = Annotated[int, Field(strict=True, ge=0, le=4)]
Rung = Annotated[int, Field(ge=1, le=5)]
Clocks = dict[Severity, dict[Tier, Span]]
Count = Annotated[int, Field(strict=True, ge=0, le=100)]
AtLeastOne = Annotated[int, Field(strict=True, ge=1, le=100)]
Fraction = Annotated[float, Field(strict=True, gt=0, le=20, allow_inf_nan=False)]
Day = Annotated[int, Field(strict=True, ge=-60, le=260)]


def _time_of_day(words: object) -> time:
    """The time of “9:30”, the only way in which it is written.

    Raises ValueError with what to write.
    """
    match = _CLOCK.fullmatch(words.strip()) if isinstance(words, str) else None
    if match is None:
        raise ValueError("write a time of day as “9:30”")
    return time(int(match[1]), int(match[2]))


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


def _numeric_dates(words: object) -> NumericDates:
    """The order of “day first”, however it is written.

    Raises ValueError with what to write.
    """
    plain = " ".join(re.split(r"[\s_-]+", str(words).lower().strip()))
    try:
        return NumericDates(plain)
    except ValueError:
        raise ValueError("write “ask”, “day first” or “month first”") from None


def _row(key: str, strategic: str, beachhead: str, standard: str) -> dict[Tier, str]:
    return {
        Tier.KEY: key,
        Tier.STRATEGIC: strategic,
        Tier.BEACHHEAD: beachhead,
        Tier.STANDARD: standard,
    }


def _acknowledge() -> Clocks:
    return {
        1: _row("1 h", "2 h", "2 h", "4 bh"),
        2: _row("4 bh", "8 bh", "8 bh", "1 bd"),
        3: _row("1 bd", "2 bd", "2 bd", "2 bd"),
        4: _row("3 bd", "5 bd", "5 bd", "5 bd"),
    }


def _resolve() -> Clocks:
    return {
        1: _row("2 bd", "3 bd", "3 bd", "5 bd"),
        2: _row("5 bd", "10 bd", "10 bd", "15 bd"),
        3: _row("20 bd", "30 bd", "30 bd", "40 bd"),
        4: _row("65 bd", "65 bd", "65 bd", "65 bd"),
    }


def _contact() -> Clocks:
    return {
        1: _row("4 h", "8 h", "8 h", "24 h"),
        2: _row("24 h", "24 h", "24 h", "48 h"),
        3: _row("48 h", "3 bd", "3 bd", "5 bd"),
        4: _row("10 bd", "10 bd", "10 bd", "10 bd"),
    }


def _prevent() -> Clocks:
    return {
        1: _row("1 bd", "1 bd", "1 bd", "2 bd"),
        2: _row("2 bd", "3 bd", "3 bd", "5 bd"),
        3: _row("5 bd", "10 bd", "10 bd", "15 bd"),
        4: _row("20 bd", "20 bd", "20 bd", "20 bd"),
    }


def _verify() -> Clocks:
    return {
        1: _row("1 bd", "1 bd", "1 bd", "1 bd"),
        2: _row("2 bd", "2 bd", "2 bd", "2 bd"),
        3: _row("5 bd", "5 bd", "5 bd", "5 bd"),
        4: _row("5 bd", "5 bd", "5 bd", "5 bd"),
    }


def _up_to(key: int, others: int) -> dict[Tier, int]:
    return {tier: key if tier is Tier.KEY else others for tier in Tier}


class Needs(BaseModel):
    """Which steps an issue needs before it closes: up to which severity, by the customer's tier.

    Every issue is corrected. 0 is none, and nobody is told of what has no customer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    told: dict[Tier, UpTo] = Field(default_factory=lambda: _up_to(4, 4))
    prevented: dict[Tier, UpTo] = Field(default_factory=lambda: _up_to(2, 2))
    verified: dict[Tier, UpTo] = Field(default_factory=lambda: _up_to(4, 2))


class Policy(BaseModel):
    """Every house rule, with the default of the trade.

    Clocks are severity × tier → a span of whoever owes: by when an issue is taken, is put right,
    its customer has heard from us, what keeps it from coming back is found, and whether it helped.
    Rungs 1–3 remind the owner, 4 the lead,
    5 the CCO: at shares of an acknowledgement's clock, or at working days from a due date.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    acknowledge: Clocks = Field(default_factory=_acknowledge)
    resolve: Clocks = Field(default_factory=_resolve)
    contact: Clocks = Field(default_factory=_contact)
    prevent: Clocks = Field(default_factory=_prevent)
    verify: Clocks = Field(default_factory=_verify)
    needs: Needs = Needs()
    fractions: dict[Rung, Fraction] = {1: 0.5, 2: 1.0, 3: 1.5, 4: 2.0, 5: 3.0}
    urgent_fractions: dict[Rung, Fraction] = {1: 0.25, 2: 0.5, 3: 0.75, 4: 1.0, 5: 2.0}
    days_from_due: dict[Rung, Day] = {1: -2, 2: 0, 3: 1, 4: 3, 5: 5}
    early_days_when_long: Count = 5
    long_days: Count = 10
    bundle_at: TimeOfDay = time(9, 30)
    bundle_items: Annotated[int, Field(strict=True, ge=1, le=20)] = 7
    snooze_days: dict[Severity, Count] = {1: 0, 2: 1, 3: 5, 4: 10}
    snooze_days_overdue: Count = 1
    snoozes: Count = 2
    wait_days: dict[Severity, AtLeastOne] = {1: 1, 2: 3, 3: 5, 4: 10}
    impact_answer: Span = "2 bd"
    accept: Span = "1 bd"
    triage: Span = "1 bd"
    tell_customer: Span = "1 bd"
    nudge_yield: Annotated[int, Field(strict=True, ge=0, le=100)] = 40
    nudge_yield_of: AtLeastOne = 20
    office_share: Annotated[int, Field(strict=True, ge=1, le=100)] = 10
    attendance_share: Annotated[int, Field(strict=True, ge=1, le=100)] = 50
    numeric_dates: Annotated[NumericDates, BeforeValidator(_numeric_dates)] = NumericDates.ASK
    scores: ScoreRules = ScoreRules()
    questions: QuestionRules = QuestionRules()
    accounts: AccountRules = AccountRules()

    @field_validator("fractions", "urgent_fractions", "days_from_due")
    @classmethod
    def _climbing(cls, rungs: dict[int, float]) -> dict[int, float]:
        steps = [rungs[rung] for rung in sorted(rungs)]
        if any(later <= earlier for earlier, later in pairwise(steps)):
            raise ValueError("each rung must come after the one before it")
        return rungs


@dataclass(frozen=True)
class Change:
    """One rule that changed, by its dotted name, with its value before and after."""

    rule: str
    before: object
    after: object


DEFAULTS: Tree = Policy().model_dump(mode="json")
LIMITS = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}
"""What a number must be, by the name of pydantic's complaint."""


def laid(changes: Tree, more: Mapping[str, Any]) -> Tree:
    """What a workspace changes once `more` is laid over its `changes`; None is “as usual again”.

    What is as usual is not kept. Raises UnknownRule, or WrongRule for a value that cannot be.
    """
    wanted = deepcopy(DEFAULTS)
    for each in (changes, more):
        _lay(wanted, each, DEFAULTS, "")
    try:
        policy = Policy.model_validate(wanted)
    except ValidationError as error:
        raise _refused(error.errors()[0]) from error
    return _unlike(policy.model_dump(mode="json"), DEFAULTS)


def read(changes: Tree) -> tuple[Policy, list[str]]:
    """The policy with these changes, and the rules among them that this version cannot read.

    Such a rule is as usual until somebody changes it: one that an older or newer version kept
    stops nobody's reminders.
    """
    understood, unread = deepcopy(DEFAULTS), []
    for rule, value in changes.items():
        tried = deepcopy(understood)
        try:
            _lay(tried, {rule: value}, DEFAULTS, "")
            Policy.model_validate(tried)
        except (UnknownRule, WrongRule, ValidationError):
            unread.append(rule)
        else:
            understood = tried
    return Policy.model_validate(understood), unread


def unlike_usual(policy: Policy) -> Tree:
    """What a policy changes of the defaults, as it is kept."""
    return _unlike(policy.model_dump(mode="json"), DEFAULTS)


def differences(before: Tree, after: Tree) -> list[Change]:
    """The cells whose values are not the same, those that are as usual with their usual value."""
    names = dict.fromkeys(name for tree in (before, after) for name, _ in cells(tree))
    changes = []
    for name in names:
        usual = value_of(DEFAULTS, name)
        old, new = value_of(before, name), value_of(after, name)
        old, new = (usual if each is None else each for each in (old, new))
        if old != new:
            changes.append(Change(name, old, new))
    return changes


def cells(changes: Tree, path: str = "") -> Iterator[tuple[str, object]]:
    """Every single value with its dotted name: “acknowledge.1.key”, “2 h”."""
    for name, value in changes.items():
        if isinstance(value, dict):
            yield from cells(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def read_changes(typed: Sequence[str]) -> Tree:
    """The changes of “acknowledge.1.key=2 h” and “snoozes=”, which is as usual again.

    Raises UnclearRule.
    """
    changes: Tree = {}
    for words in typed:
        rule, sign, value = words.partition("=")
        *tables, cell = rule.strip().split(".")
        table: object = changes
        for name in tables:
            table = table.setdefault(name, {}) if isinstance(table, dict) else None
        if not sign or not all((*tables, cell)) or not isinstance(table, dict) or cell in table:
            raise UnclearRule(words=shown(words))
        table[cell] = value_in(value.strip())
    return changes


def value_in(words: str) -> object:
    """What somebody wrote as a value: a number where it is one, None for nothing, else words."""
    try:
        return json.loads(words) if words else None
    except (ValueError, RecursionError):
        return words


def value_of(tree: Tree, rule: str) -> object:
    """The value of a cell by its dotted name; None where there is none."""
    found: object = tree
    for name in rule.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _lay(onto: Tree, changes: Mapping[Any, Any], usual: Tree, path: str) -> None:
    """Put `changes` in place, cell by cell.

    Raises UnknownRule, or WrongRule where a whole table is given as one value.
    """
    for key, value in changes.items():
        name = str(key)
        if name not in usual:
            raise UnknownRule(rule=shown(f"{path}{name}"), names=_named(path, usual))
        if value is None:
            onto[name] = deepcopy(usual[name])
        elif isinstance(usual[name], dict) != isinstance(value, Mapping):
            raise WrongRule(rule=f"{path}{name}", words=shown(value), why=_shape(usual[name]))
        elif isinstance(value, Mapping):
            _lay(onto[name], value, usual[name], f"{path}{name}.")
        else:
            onto[name] = value


def _named(path: str, usual: Tree) -> str:
    names = [f"{path}{each}" for each in usual]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _shape(usual: object) -> str:
    if isinstance(usual, dict):
        return f"it is a table with {', '.join(usual)}"
    return "it is one value"


def _unlike(tree: Tree, usual: Tree) -> Tree:
    """What of a tree is not as usual."""
    unlike = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            different = _unlike(value, usual[name])
            unlike.update({name: different} if different else {})
        elif value != usual[name]:
            unlike[name] = value
    return unlike


def _refused(error: ErrorDetails) -> WrongRule:
    """A complaint of pydantic's as a sentence of ours."""
    rule = ".".join(str(each) for each in error["loc"] if each != "[key]")
    context = error.get("ctx", {})
    kind = error["type"]
    if kind in LIMITS:
        why = "choose " + LIMITS[kind].format(**context)
    elif kind == "value_error":
        why = str(context["error"])
    else:
        why = "write a number" if kind.startswith(("int", "float", "finite")) else "write words"
    return WrongRule(rule=rule, words=shown(error["input"]), why=why)


def shown(value: object) -> str:
    """A value as it is repeated in a sentence: its first sixty characters."""
    return "".join(sign for sign in str(value)[:60] if sign.isprintable())

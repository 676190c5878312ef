"""Everything that people read about the rules of their workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chasing.policy import rules
from handlers.chasing.policy.rules import Change, Policy
from handlers.speech import words
from storage.policies import PolicyVersion

NOTHING_DIFFERENT = "That is in force already. Nothing was changed."
ALWAYS_AS_USUAL = "Every rule is as usual; nobody has changed one."
ON_THE_SERVER = "on the server"
SOMEBODY = "Somebody"


def in_force(policy: Policy) -> list[str]:
    """Every rule with its value, a line each; what is not as usual is marked."""
    lines = []
    for name, value in rules.cells(policy.model_dump(mode="json")):
        usual = rules.value_of(rules.DEFAULTS, name)
        mark = "" if value == usual else f"   (usually {said(usual)})"
        lines.append(f"{name} = {said(value)}{mark}")
    return lines


def changed(differences: Sequence[Change], *, tried: bool = False) -> list[str]:
    """How many rules changed, or would where it was only `tried`, then each with both values."""
    if not differences:
        return [NOTHING_DIFFERENT]
    return [_counted(len(differences), tried=tried), *map(difference, differences)]


def difference(change: Change) -> str:
    """A rule with its value before and after."""
    return f"  {change.rule}: {said(change.before)} → {said(change.after)}"


def _counted(number: int, *, tried: bool) -> str:
    if tried:
        return "1 rule would change:" if number == 1 else f"{number} rules would change:"
    if number == 1:
        return "1 rule changed. It counts for what is asked from now on:"
    return f"{number} rules changed. They count for what is asked from now on:"


def version(kept: PolicyVersion, name: str, now: datetime) -> str:
    """The heading of one version: its number, when it came into force, and by whom."""
    by = f"by {name}" if name else ON_THE_SERVER
    why = f": “{kept.reason}”" if kept.reason else ""
    return f"Version {kept.version}, {words.moment(kept.changed_at, 'UTC', now)} UTC, {by}{why}"


def no_department(known: Sequence[str]) -> str:
    """What to write where no department has that name."""
    return f"no department is called that; write {words.join_names([*known, 'CCO'], 'or')}"


def said(value: object) -> str:
    """A value as it is typed; a time of day without its seconds, a whole number without a point."""
    plain = f"{value:g}" if isinstance(value, float) else str(value)
    return plain[:5].lstrip("0") if plain.endswith(":00") and plain.count(":") == 2 else plain

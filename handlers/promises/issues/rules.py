"""How a typed issue is read: what happened, to which customer, how bad it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.speech import phrases

_SEVERITY = re.compile(r"(?:^|[ ,])(?:sev|severity) ?(?P<level>\S+)$", re.IGNORECASE)
_FOR = re.compile(r"^(?P<rest>.*\S) for (?P<name>\S.*)$", re.IGNORECASE)
_TAIL = 60
"""Characters at the end in which a severity is looked for."""


@dataclass(frozen=True)
class TypedIssue:
    """An issue as it was written; `severity` is None where none was, else the word used."""

    what: str
    customer: str
    severity: str | None


def read(text: str) -> TypedIssue:
    """Read `<what> [for <customer>] [sev 1-4]`; the caller decides whether the customer is one."""
    severity, line = None, phrases.one_line(text)
    match = _SEVERITY.search(line[-_TAIL:])
    if match:
        severity = match["level"]
        line = line[: len(line) - len(match[0])].rstrip(" ,")
    named = _FOR.match(line)
    if named is None:
        return TypedIssue(phrases.readable(line), "", severity)
    what, customer = phrases.readable(named["rest"]), phrases.readable(named["name"].strip(" ,."))
    return TypedIssue(what, customer, severity)

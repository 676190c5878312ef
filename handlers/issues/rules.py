"""How a typed issue is read: what happened, to which customer, how bad it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers import phrases

_SEVERITY = re.compile(r"[\s,]+(?:sev|severity)\s*(?P<level>\S+)\s*$", re.IGNORECASE)
_FOR = re.compile(r"^(?P<rest>.*\S)\s+for\s+(?P<name>\S.*)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Draft:
    """An issue as it was written; `severity` is None where none was, else the word used."""

    what: str
    customer: str
    severity: str | None


def read(text: str) -> Draft:
    """Read `<what> [for <customer>] [sev 1-4]`; the caller decides whether the customer is one."""
    severity = None
    match = _SEVERITY.search(f" {text}")
    if match:
        severity = match["level"]
        text = f" {text}"[: match.start()]
    named = _FOR.match(text.strip())
    if named is None:
        return Draft(phrases.readable(text.strip()), "", severity)
    what, customer = phrases.readable(named["rest"]), phrases.readable(named["name"].strip(" ,."))
    return Draft(what, customer, severity)

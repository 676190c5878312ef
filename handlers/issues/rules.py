"""How a typed issue is read, and which department's words it contains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers import phrases
from storage.departments import Route, key_of

WORDS = "words"
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


def route(words: str, routes: Sequence[Route]) -> Route | None:
    """The first rule whose pattern stands in the text as whole words; the longest come first."""
    text = key_of(words)
    for rule in routes:
        if re.search(rf"(?<!\w){re.escape(rule.pattern)}(?!\w)", text):
            return rule
    return None

"""What the CCO alone reads of who answers: counts by month, and whom to see in person."""

from __future__ import annotations

from collections.abc import Mapping

from slackblocks import Block

from handlers.executives.attendance.rules import MINIMUM, AgainstFirst, JudgedMonth, Turnout
from handlers.speech import blocks, words

TITLE = "Who still answers?"
NAMED = 5
"""So many people, and so many departments, are named; of more, how many they are."""
EXECUTIVES = "Executives answered {answered} of {asked} in {month}{deputies}"
FEW = "Executives were asked for {asked} in {month}: too few to tell, from {least} on I compare."
NOT_YET = ". Of no earlier month can it be told."
AGAINST = "; in {first}, the first month of which it can be told, {before}."
SEE = "See in person: {who}. Only you read these names."
DEPARTMENTS = "Departments that answer less in time than in their first month: {which}."
DEPARTMENT = "*{name}* ({month}: {now}; {first}: {before})"


def told(found: JudgedMonth, names: Mapping[str, str]) -> str:
    """Whom and which departments to see in person, once a month, as markup."""
    parts = []
    if found.people:
        parts.append(f"*{_executives(found)}* {_see(found)}")
    if found.departments:
        parts.append(_departments(found, names))
    return "\n".join(parts)


def section(found: JudgedMonth, names: Mapping[str, str]) -> list[Block]:
    """The same for Home, with the counts where nothing decayed; nothing where nobody was asked."""
    if not found.executives.now.asked and not found.departments:
        return []
    lines = [_executives(found)] if found.executives.now.asked else []
    lines += [_see(found)] if found.people else []
    lines += [_departments(found, names)] if found.departments else []
    return [blocks.header(TITLE), *blocks.paragraphs(lines)]


def _executives(found: JudgedMonth) -> str:
    """How many executives answered, against the first month; n is always said."""
    of, month = found.executives, name_of(found.month)
    if not of.now.is_enough:
        asked = words.count(of.now.asked, "answer")
        return FEW.format(asked=asked, month=month, least=MINIMUM)
    deputies = f", deputies {words.number(of.now.by_deputy)} more" if of.now.by_deputy else ""
    said = EXECUTIVES.format(
        answered=_number(of.now.answered), asked=of.now.asked, month=month, deputies=deputies
    )
    if not of.first_month:
        return f"{said}{NOT_YET}"
    return said + AGAINST.format(first=name_of(of.first_month), before=_of(of.first))


def _see(found: JudgedMonth) -> str:
    shown = [f"{blocks.person(each)} ({_of(of)})" for each, of in found.people.items()]
    return SEE.format(who=_listed(shown))


def _departments(found: JudgedMonth, names: Mapping[str, str]) -> str:
    shown = [
        _department(found.month, names[key], each)
        for key, each in found.departments.items()
        if key in names
    ]
    return DEPARTMENTS.format(which=_listed(shown))


def _department(month: str, name: str, of: AgainstFirst) -> str:
    return DEPARTMENT.format(
        name=blocks.safe(name, 80), now=_of(of.now), month=name_of(month), before=_of(of.first),
        first=name_of(of.first_month),
    )  # fmt: skip


def _listed(shown: list[str]) -> str:
    more = len(shown) - NAMED
    return words.join_names(
        [*shown[:NAMED], *([words.count(more, "other", "others")] if more > 0 else [])]
    )


def _of(turnout: Turnout) -> str:
    return f"{turnout.answered} of {turnout.asked}, {turnout.percent} %"


def _number(n: int) -> str:
    return words.number(n) if n else "none"


def name_of(month: str) -> str:
    """“October 2026”."""
    return f"{words.MONTH_NAMES[int(month[5:7]) - 1]} {month[:4]}"

"""Once a month it is counted who still answers, and the CCO alone reads whom to see in person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import notes
from handlers.chasing import policy as policies
from handlers.executives.attendance import cards, rules
from handlers.executives.attendance.rules import AgainstFirst, JudgedMonth, MonthOf, Turnout
from handlers.people import deputies, office, records
from handlers.people.records import Occurrence
from handlers.promises.asked import ACKNOWLEDGE, INFORM
from storage import attendance, departments, history, people, periods, scores
from storage.asks import Outcome
from storage.departments import Department
from storage.judgements import Passed
from storage.people import Role
from storage.scopes import Scope

JUDGED = Occurrence(
    "attendance", "judged", {"month": str, "executives": dict, "departments": dict, "share": int}
)
"""How a month went, in ids and numbers: written down once, and not counted again."""
_TAKEN_BACK = frozenset({Outcome.WITHDRAWN})
_NOT_TOLD = frozenset({Outcome.WITHDRAWN, Outcome.HANDED_OVER, Outcome.REDATED})


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Judge the last month once it has been over for a week, and tell the CCO where it decayed.

    Once for each month: what was counted is written down. While nobody is CCO it waits.
    """
    zone = office.zone_of(session, team_id)
    month = rules.judged(hours.day_of(now, zone), zone)
    if history.latest(session, team_id, JUDGED.noun, _number(month.key), JUDGED.verb):
        return
    there = office.holders(session, team_id)
    if not there or not attendance.any_before(session, team_id, month.period.until):
        return
    share = policies.of(session, team_id).attendance_share
    found = _judge(session, team_id, month, share)
    records.write(
        session, now, team_id, "", JUDGED, number=_number(month.key), share=share, **_facts(found)
    )
    if found.people or found.departments:
        for cco in there:
            to = deputies.present(session, cco)
            text = cards.told(found, names_of(session, team_id, found))
            key = f"attendance:{month.key}:{to.user_id}"
            notes.send(session, now, to, text, key=key, once=True)


def lately(session: Session, team_id: str, now: datetime) -> JudgedMonth | None:
    """How the last month went that was judged; None before the first one."""
    zone = office.zone_of(session, team_id)
    month = rules.judged(hours.day_of(now, zone), zone)
    event = history.latest(session, team_id, JUDGED.noun, _number(month.key), JUDGED.verb)
    return _read(event.details) if event else None


def _judge(session: Session, team_id: str, month: MonthOf, share: int) -> JudgedMonth:
    put = attendance.put_to_executives(session, team_id, month.period.until)
    months = rules.by_month(put, month.zone)
    first = rules.first_month(months, month.key)
    compared = AgainstFirst(
        months.get(month.key, rules.NOTHING), months[first] if first else rules.NOTHING, first or ""
    )
    seen: dict[str, Turnout] = {}
    if rules.has_decayed(compared.first, compared.now, share):
        of_month = rules.by_person(each for each in put if each.due_at >= month.period.since)
        here = {each.user_id for each in people.with_role(session, team_id, Role.EXECUTIVE)}
        names = rules.to_see(of_month, compared.first, share, here)
        seen = {user_id: of_month[user_id] for user_id in names}
    return JudgedMonth(month.key, compared, seen, _departments(session, team_id, month, share))


def _departments(
    session: Session, team_id: str, month: MonthOf, share: int
) -> dict[str, AgainstFirst]:
    """The departments that cooperate less than when they were first asked, by id."""
    found = {}
    for each in departments.everyone(session, team_id):
        compared = _cooperation(session, each, month)
        if compared and rules.has_decayed(compared.first, compared.now, share):
            found[str(each.department_id)] = compared
    return found


def _cooperation(session: Session, department: Department, month: MonthOf) -> AgainstFirst | None:
    """How a department answers in a month, and did in its first; None where nobody can tell.

    Cooperation = answers in time ÷ answers whose time was up, to whether somebody takes a thing and
    to whether the customer has heard. Source: customer-experience reference, section 2, “happy
    until you ask them to do something”.
    """
    first_at = attendance.first_asked(
        session, department.team_id, department.department_id, ACKNOWLEDGE
    )
    now = _in_time(session, department, month) if first_at else rules.NOTHING
    if first_at is None or not now.is_enough:
        return None
    at = rules.month_with(hours.day_of(first_at, month.zone), month.zone)
    for _ in range(rules.FIRST_MONTHS):
        if at.key >= month.key:
            return None
        first = _in_time(session, department, at)
        if first.is_enough:
            return AgainstFirst(now, first, at.key)
        at = at.next
    return None


def _in_time(session: Session, department: Department, month: MonthOf) -> Turnout:
    scope, period = Scope(department.team_id, department.department_id), month.period
    asked = scores.listed(session, periods.of_answers(scope, period, ACKNOWLEDGE, Passed.ANSWER))
    told = scores.listed(session, periods.of_answers(scope, period, INFORM, Passed.TELLING))
    return rules.in_time(asked, _TAKEN_BACK) + rules.in_time(told, _NOT_TOLD)


# --- as history keeps it ---


def _number(month: str) -> int:
    """The number under which a month stands in history: 202611."""
    return int(month.replace("-", ""))


def _facts(found: JudgedMonth) -> dict[str, Any]:
    return {
        "month": found.month,
        "executives": {
            **_written(found.executives),
            "see": {person_id: _plain(each) for person_id, each in found.people.items()},
        },
        "departments": {key: _written(each) for key, each in found.departments.items()},
    }


def _written(compared: AgainstFirst) -> dict[str, Any]:
    return {
        "now": _plain(compared.now),
        "first": _plain(compared.first),
        "first_month": compared.first_month,
    }


def _plain(turnout: Turnout) -> list[int]:
    return [turnout.asked, turnout.answered, turnout.by_deputy]


def _read(details: dict[str, Any]) -> JudgedMonth:
    executives = details["executives"]
    return JudgedMonth(
        details["month"],
        _compared(executives),
        {person_id: Turnout(*each) for person_id, each in executives["see"].items()},
        {key: _compared(each) for key, each in details["departments"].items()},
    )


def _compared(kept: dict[str, Any]) -> AgainstFirst:
    return AgainstFirst(Turnout(*kept["now"]), Turnout(*kept["first"]), kept["first_month"])


def names_of(session: Session, team_id: str, found: JudgedMonth) -> dict[str, str]:
    """The names of the departments to see, by id; one that is gone is left out."""
    known = (departments.find(session, team_id, UUID(key)) for key in found.departments)
    return {str(each.department_id): each.name for each in known if each}

"""The page of the customer room pack that tells who spends on what for customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlmodel import Session

from handlers.customers.initiatives import reading, words
from handlers.customers.initiatives.twins import cards as twin_cards
from handlers.customers.initiatives.twins import words as twin_words
from handlers.customers.initiatives.twins.alike import TwinPair, TwinSide
from handlers.executives.chapters import PackChapter, PackFigure, PackSection, PackTable
from handlers.executives.scores import periods
from handlers.speech import lengths
from handlers.speech import words as plain
from storage import departments, initiatives, reaches
from storage.initiatives import Initiative, InitiativeCosts
from storage.reaches import Reach
from storage.twins import TwinState

TITLE = "Money across departments"
CAPTION = "What departments pay for that customers get, what costs most first"
HEAD = ("Initiative", "Department", "Customers", "This year", "Until")
CUTS = "What was cut in the month"
CUT_HEAD = ("Initiative", "Department", "Customers", "This year", "Why")
SHOWN, WHY = 10, 150
"""So many stand in a table, and so many characters of why one was cut."""
MADE = (
    "what is written down and goes on within the month, or was cut in it; the money is that of the "
    "year, as far as somebody said it, and two currencies are never added up; at most is the "
    "smaller budget of each pair that looks alike, each initiative once; a pair is named once it "
    "is proposed as one"
)


def read(session: Session, now: datetime, team_id: str, month: date) -> PackChapter | None:
    """What goes on or was cut in the month that begins on a day; None where nothing did."""
    last = periods.month_of(month).last
    going = initiatives.costs_between(session, team_id, month, last)
    cut = initiatives.cut_between(session, team_id, month, last)
    if not going.number and not cut:
        return None
    told = _Told(session, team_id, now.date())
    tables = []
    if going.number:
        costliest = initiatives.costliest(session, team_id, month, last, SHOWN)
        tables.append(told.table(CAPTION, HEAD, costliest, going.number, _until))
    if cut:
        dearest = sorted(cut, key=lambda each: (each.currency or "", -(each.amount or 0)))
        tables.append(told.table(CUTS, CUT_HEAD, dearest[:SHOWN], len(cut), _why))
    # What customers get twice stands first, then what all of it costs.
    sentences = [*_overlaps(session, team_id), *_counted(going), *_cut(cut)]
    section = PackSection("initiatives", TITLE, sentences, tables)
    return PackChapter(section, [(TITLE, MADE, going.number + len(cut))])


def _counted(going: InitiativeCosts) -> list[str]:
    if not going.number:
        return []
    cost = words.amounts(going.sums)
    goes = "goes" if going.number == 1 else "go"
    count = plain.capital(plain.count(going.number, "initiative"))
    return [f"{count} {goes} on{f', {cost} this year' if cost else ''}."]


def _overlaps(session: Session, team_id: str) -> list[str]:
    """How many look alike, with what is spent twice; by name only what both owners answered."""
    pairs = reading.live_pairs(session, team_id)
    counted = twin_cards.counted(pairs, money_shown=True)
    proposed = [each for each in pairs if each.twin.state == TwinState.PROPOSED]
    return [*filter(None, [counted]), *(_proposed(each) for each in proposed)]


def _proposed(pair: TwinPair) -> str:
    one, other = (_owned(side) for side in pair.sides)
    shared = twin_words.shared_plainly(pair.alike)
    return f"{one} and {other} are proposed as one (D-{pair.twin.decision}): {shared}."


def _owned(side: TwinSide) -> str:
    """“N-5 (Grace, Support)”: who answers for it, and who pays."""
    who = ", ".join(each for each in (plain.first_name(side.owner), side.department) if each)
    return f"{side.initiative.ref} ({who})" if who else side.initiative.ref


def _cut(cut: Sequence[Initiative]) -> list[str]:
    if not cut:
        return []
    cost = words.together(cut)
    was = "was" if len(cut) == 1 else "were"
    return [f"{plain.capital(plain.number(len(cut)))} {was} cut{f', {cost}' if cost else ''}."]


class _Told:
    """The lines of a table, with names and counts of now."""

    def __init__(self, session: Session, team_id: str, today: date) -> None:
        self._session, self._team_id, self._today = session, team_id, today
        everyone = departments.everyone(session, team_id)
        self._known = {each.department_id: each.name for each in everyone}
        self._in_tier = reaches.customers_in(session, team_id)

    def table(
        self,
        caption: str,
        head: tuple[str, ...],
        shown: Sequence[Initiative],
        altogether: int,
        last: _Last,
    ) -> PackFigure:
        """What costs most; what no table holds is counted below it."""
        whose = reaches.of(self._session, self._team_id, shown)
        rows = [(*self._row(each, whose[each.number]), last(each, self._today)) for each in shown]
        more = altogether - len(shown)
        below = f"and {more:,} more: `/cx initiatives` has each" if more else ""
        return PackFigure(PackTable(caption, head, rows, frozenset({2, 3}), below, is_wide=True))

    def _row(self, one: Initiative, reach: Reach) -> tuple[str, ...]:
        return (
            f"{one.ref} {words.name_of(one)}",
            self._known.get(one.department_id, ""),
            f"{reach.count(self._in_tier):,}",
            words.cost(one) or "–",
        )


_Last = Callable[[Initiative, date], str]
"""What stands in the last column of an initiative, on a day."""


def _until(one: Initiative, today: date) -> str:
    return plain.plain_day(one.ends_on, today)


def _why(one: Initiative, today: date) -> str:
    del today
    return lengths.cut(one.cut_why, WHY)

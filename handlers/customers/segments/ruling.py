"""Rules are written, tried on everybody before they count, switched on, and taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.customers.segments import LONGEST, WORDS, rules, running
from handlers.people import access, office, records
from handlers.people.records import Occurrence
from handlers.speech import cleaning, values
from handlers.speech.segment_errors import (
    FirstOfWhat,
    NoMonths,
    NoNumber,
    RuleGone,
    RuleOfNothing,
    RuleThere,
    RuleWithoutReason,
    TierMissing,
    TooManyRules,
)
from handlers.speech.setup_errors import UnclearAmount, UnclearScale
from storage import segments, workspaces
from storage.columns import new_id
from storage.customers import Tier
from storage.departments import key_of
from storage.people import Person
from storage.segments import AccountFacts, Facet, FlagKind, SegmentRule

MOST_RULES, MOST_MONTHS = 20, 120
NAMED = 3
"""So many accounts are named where it is said how many move."""
RULE_CHANGED = {
    verb: Occurrence("segment rule", verb, {"row": str, "before": dict, "after": dict})
    for verb in (records.ADDED, records.CHANGED, records.REMOVED)
}


@dataclass(frozen=True)
class RuleSaid:
    """A rule as somebody writes it: `is_about` is a number or a word, `place` counts from 0."""

    facet: Facet | None
    is_about: str
    gives: str
    reason: str
    place: int | None = None


@dataclass(frozen=True)
class RuleChange:
    """A rule that comes in at a place, or one that goes out."""

    adds: SegmentRule | None = None
    drops: UUID | None = None


@dataclass(frozen=True)
class Shift:
    """So many accounts that would go from one tier to another, and the names of the first."""

    was: str
    gets: str
    number: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Outlook:
    """What a change of the rules would mean: who moves, who stays by hand, and whom it fits.

    Of `total` accounts it `fits` so many. `contested` are those that another rule places elsewhere,
    and `winner` is the tier that counts for the first of them.
    """

    total: int
    fits: int
    shifts: Sequence[Shift]
    by_hand: int
    contested: tuple[str, ...] = ()
    winner: str = ""

    @property
    def moves(self) -> int:
        """How many accounts would move."""
        return sum(each.number for each in self.shifts)

    def is_for_too_many(self, change: RuleChange) -> bool:
        """Whether it would make so many special that none of them is."""
        gives = change.adds.gives if change.adds else Tier.STANDARD
        return gives != Tier.STANDARD and rules.is_for_too_many(self.fits, self.total)


def written(session: Session, now: datetime, actor: Person, said: RuleSaid) -> SegmentRule:
    """The rule that somebody writes, which counts from next Monday; nothing is kept yet.

    Raises NoNumber, NoMonths, RuleOfNothing, FirstOfWhat, RuleWithoutReason, TierMissing,
    TooMuch, OtherCurrency, and what `access.check` raises.
    """
    access.check(session, actor, access.PLACE_CUSTOMERS)
    if said.facet is None or said.gives not in (*rules.TIERS, *FlagKind):
        raise TierMissing
    is_of_words = said.facet in segments.COLUMNS
    if said.gives == FlagKind.FIRST and said.facet not in (Facet.PRODUCT, Facet.VERTICAL):
        raise FirstOfWhat
    if cleaning.says_nothing(said.reason):
        raise RuleWithoutReason
    line = cleaning.line(said.is_about)[:WORDS]
    if is_of_words and cleaning.says_nothing(line):
        raise RuleOfNothing
    return SegmentRule(
        team_id=actor.team_id,
        rule_id=new_id(),
        place=said.place if said.place is not None else MOST_RULES,
        facet=str(said.facet),
        amount=None if is_of_words else _amount(session, actor.team_id, said.facet, line),
        words=line if is_of_words else "",
        gives=str(said.gives),
        reason=said.reason.strip()[:LONGEST],
        made_by=actor.user_id,
        starts_on=next_monday(office.day_of(session, actor.team_id, now)),
    )


def next_monday(today: date) -> date:
    """The first Monday after a day."""
    return today + timedelta(days=7 - today.weekday())


def _amount(session: Session, team_id: str, facet: Facet, line: str) -> int:
    if facet == Facet.STARTED:
        months = values.whole(line, 3)
        if not months or months > MOST_MONTHS:
            raise NoMonths
        return months
    workspace = workspaces.find(session, team_id)
    try:
        value = values.amount(line, own=workspace.currency if workspace else None)
    except (UnclearAmount, UnclearScale) as error:
        raise NoNumber from error
    if value is None:
        raise NoNumber
    return value


def try_out(session: Session, now: datetime, actor: Person, change: RuleChange) -> Outlook:
    """What a change would mean for everybody who is a customer now; nothing is changed.

    Raises RuleThere, TooManyRules, RuleGone, and what `access.check` raises.
    """
    access.check(session, actor, access.PLACE_CUSTOMERS)
    known = segments.rules(session, actor.team_id)
    order = _changed(known, change)
    today = max([office.day_of(session, actor.team_id, now), *(each.starts_on for each in order)])
    of_all = list(segments.here(session, actor.team_id))
    about = change.adds or next(each for each in known if each.rule_id == change.drops)
    first = rules.firsts([*known, about], of_all, today)
    placed = segments.placings(session, actor.team_id, [each.customer_id for each in of_all])
    pairs: dict[tuple[str, str], list[str]] = {}
    fitting = by_hand = 0
    contested: list[tuple[str, str]] = []
    for each in of_all:
        says, stands = rules.ruled(order, each, today, first), placed.get(each.customer_id)
        if _is_about(about, each, today, first):
            fitting += 1
            if change.adds and says.rule is not None and _beats(about, says.rule):
                contested.append((each.name, says.rule.gives))
        gets = rules.target(each, says, stands)
        if gets != each.tier:
            pairs.setdefault((each.tier, gets), []).append(each.name)
        by_hand += rules.is_by_hand(each, stands) and says.tier != each.tier
    return Outlook(
        len(of_all), fitting, _shifts(pairs), by_hand,
        tuple(name for name, _ in contested), contested[0][1] if contested else "",
    )  # fmt: skip


def switch_on(session: Session, now: datetime, actor: Person, change: RuleChange) -> date:
    """Let a change of the rules count; the local day from which on it does.

    Raises what `try_out` raises.
    """
    access.check(session, actor, access.PLACE_CUSTOMERS)
    known = segments.rules(session, actor.team_id, lock=True)
    order = _changed(known, change)
    starts_on = next_monday(office.day_of(session, actor.team_id, now))
    if change.drops:
        gone = next(each for each in known if each.rule_id == change.drops)
        running.take_flags_of(session, now, actor.user_id, gone)
        session.delete(gone)
        _note(session, now, actor, records.REMOVED, gone, _facts(gone), {})
    for place, each in enumerate(order):
        before = _facts(each)
        each.place = place
        session.add(each)
        if each is change.adds:
            _note(session, now, actor, records.ADDED, each, {}, _facts(each))
        elif before != _facts(each):
            _note(session, now, actor, records.CHANGED, each, before, _facts(each))
    if change.drops:
        for each in order:
            # What is left is looked at again on that day, and not before.
            each.ran_on = starts_on - timedelta(days=1)
    return starts_on


def _changed(known: Sequence[SegmentRule], change: RuleChange) -> list[SegmentRule]:
    """The rules as they would be, in their order."""
    if change.drops:
        if all(each.rule_id != change.drops for each in known):
            raise RuleGone
        return [each for each in known if each.rule_id != change.drops]
    new = change.adds
    if new is None:
        raise RuleGone
    if len(known) >= MOST_RULES:
        raise TooManyRules(most=str(MOST_RULES))
    for place, each in enumerate(known):
        same = (each.facet, each.amount, key_of(each.words), each.gives)
        if same == (new.facet, new.amount, key_of(new.words), new.gives):
            raise RuleThere(place=str(place + 1))
    return rules.in_order(known, new, new.place)


def _is_about(rule: SegmentRule, of: AccountFacts, today: date, first: rules.Firsts) -> bool:
    is_first = rule.gives != FlagKind.FIRST or first.has(rule, of.customer_id)
    return rules.fits(rule, of, today) and is_first


def _beats(new: SegmentRule, winner: SegmentRule) -> bool:
    """Whether another rule places elsewhere what a new one is about."""
    is_of_tier = new.gives in rules.TIERS and winner.gives in rules.TIERS
    return is_of_tier and winner.rule_id != new.rule_id and winner.gives != new.gives


def _shifts(pairs: dict[tuple[str, str], list[str]]) -> list[Shift]:
    """Those that come up first, from the tier of most care down."""
    order = rules.TIERS
    found = [
        Shift(was, gets, len(names), tuple(sorted(names)[:NAMED]))
        for (was, gets), names in pairs.items()
    ]
    return sorted(found, key=lambda each: (order.index(each.gets), order.index(each.was)))


def _facts(rule: SegmentRule) -> dict[str, object]:
    return {
        "place": rule.place, "facet": rule.facet, "amount": rule.amount, "words": rule.words,
        "gives": rule.gives, "reason": rule.reason, "starts_on": rule.starts_on.isoformat(),
        "made_by": rule.made_by,
    }  # fmt: skip


def _note(
    session: Session,
    now: datetime,
    actor: Person,
    verb: str,
    rule: SegmentRule,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    records.write(
        session, now, actor.team_id, actor.user_id, RULE_CHANGED[verb],
        row=str(rule.rule_id), before=before, after=after,
    )  # fmt: skip

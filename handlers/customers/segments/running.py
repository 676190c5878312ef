"""Rules are looked at once a day: who fits another one moves, and whoever leads them reads why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers.segments import rules, words
from handlers.customers.segments.rules import Ruled
from handlers.people import deputies, leads, office, records
from handlers.people.records import Occurrence
from storage import customers, segments
from storage.customers import Customer
from storage.history import Snapshot
from storage.people import Person
from storage.segments import AccountFacts, Flag, FlagKind, Placing, SegmentRule

MOST_MOVED = 500
"""So many accounts move at once; the others at the next look."""
LINES = 10
"""So many accounts are named in one message."""
PLACED = Occurrence("placing", "placed", {"row": str, "before": dict, "after": dict})
FLAGGED = {
    verb: Occurrence("flag", verb, {"row": str, "before": dict, "after": dict})
    for verb in (records.ADDED, records.CHANGED, records.REMOVED)
}


@dataclass(frozen=True)
class Because:
    """Why an account has a tier: who said so (None: the rules), by which rule, in which words."""

    by_id: str | None
    rule_id: UUID | None
    reason: str


@dataclass(frozen=True)
class MovedAccount:
    """An account that a rule moved: where it was, and what the rules say of it now."""

    customer: Customer
    was: str
    says: Ruled


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Place everybody by the rules that count today, once on each of the company's days.

    This is done whenever a workspace is audited.
    """
    today = office.day_of(session, team_id, now)
    if not _is_due(segments.rules(session, team_id), today):
        return
    known = segments.rules(session, team_id, lock=True)
    counting = [each for each in known if each.starts_on <= today]
    first = rules.firsts(counting, segments.here(session, team_id), today) if any(
        each.gives == FlagKind.FIRST for each in counting
    ) else rules.Firsts()  # fmt: skip
    moved = _move(session, now, team_id, today, counting, first)
    _tell(session, now, today, moved)
    if len(moved) < MOST_MOVED:
        for each in counting:
            each.ran_on = today
            session.add(each)


def _is_due(known: Sequence[SegmentRule], today: date) -> bool:
    return any(
        each.starts_on <= today and (each.ran_on is None or each.ran_on < today) for each in known
    )


def _move(
    session: Session,
    now: datetime,
    team_id: str,
    today: date,
    counting: Sequence[SegmentRule],
    first: rules.Firsts,
) -> list[MovedAccount]:
    """Move who stands elsewhere than the rules say, and give and take the flags of rules."""
    wanted: list[tuple[AccountFacts, Ruled]] = []
    flags: dict[tuple[UUID, FlagKind, str], SegmentRule] = {}
    for each in segments.here(session, team_id):
        says = rules.ruled(counting, each, today, first)
        flags |= {(each.customer_id, kind, of): rule for (kind, of), rule in says.flags.items()}
        if says.tier != each.tier:
            wanted.append((each, says))
    _flag(session, now, team_id, today, flags)
    placed = segments.placings(session, team_id, [each.customer_id for each, _ in wanted])
    going = [
        (each, says) for each, says in wanted
        if rules.target(each, says, placed.get(each.customer_id)) != each.tier
    ][:MOST_MOVED]  # fmt: skip
    customers.read(session, team_id, [each.customer_id for each, _ in going])
    moved = []
    for each, says in going:
        customer = customers.find(session, team_id, each.customer_id)
        if customer is None:
            continue
        because = Because(None, says.rule.rule_id if says.rule else None, "")
        set_tier(session, now, "", customer, says.tier, because)
        moved.append(MovedAccount(customer, each.tier, says))
    return moved


def _flag(
    session: Session,
    now: datetime,
    team_id: str,
    today: date,
    wanted: dict[tuple[UUID, FlagKind, str], SegmentRule],
) -> None:
    """Give the flags that rules want, and take those away that rules gave and want no more."""
    for kind in FlagKind:
        there = {
            (each.customer_id, kind, each.of): each
            for each in segments.flags(session, team_id, kind)
        }
        for key, known in there.items():
            if known.rule_id is not None and key not in wanted:
                take_flag(session, now, "", known)
        for key, rule in wanted.items():
            if key[1] == kind and key not in there:
                give_flag(session, now, "", Flag(
                    team_id=team_id, customer_id=key[0], kind=str(kind), of=key[2],
                    rule_id=rule.rule_id, since=today,
                ))  # fmt: skip


def _tell(session: Session, now: datetime, today: date, moved: Sequence[MovedAccount]) -> None:
    """Whoever leads accounts that moved reads which, in one message."""
    by_lead: dict[str, tuple[Person, list[MovedAccount]]] = {}
    for each in moved:
        lead = leads.of_account(session, each.customer)
        if lead is not None:
            reader = deputies.present(session, lead)
            by_lead.setdefault(reader.user_id, (reader, []))[1].append(each)
    for reader, theirs in by_lead.values():
        lines = [
            words.moved(each.customer, each.was, each.says.rule, today) for each in theirs[:LINES]
        ]
        notes.send(session, now, reader, words.moved_all(lines, len(theirs)))


# --- what is written down ---


def set_tier(
    session: Session, now: datetime, by: str, customer: Customer, tier: str, because: Because
) -> Placing:
    """Let an account be looked after otherwise, and write down why; `by` is empty for Duly."""
    known = segments.placing(session, customer.team_id, customer.customer_id)
    before = facts(known) if known else {}
    today = office.day_of(session, customer.team_id, now)
    known = known or Placing(
        team_id=customer.team_id, customer_id=customer.customer_id, tier=tier, since=today
    )
    known.tier, known.since, known.kept = tier, today, None
    known.by_id, known.rule_id, known.reason = because.by_id, because.rule_id, because.reason
    session.add(known)
    stood = records.facts_of(customer)
    customer.tier = tier
    session.add(customer)
    records.changed(session, now, by, customer, stood)
    note(session, now, by, customer, before, facts(known))
    return known


def said_in_form(
    session: Session, now: datetime, actor: Person, customer: Customer, was: str
) -> None:
    """Somebody gave an account another tier in its form: no rule changes that any more."""
    if customer.tier == was or not segments.rules(session, customer.team_id):
        return
    known = segments.placing(session, customer.team_id, customer.customer_id)
    before = facts(known) if known else {}
    today = office.day_of(session, customer.team_id, now)
    known = known or Placing(
        team_id=customer.team_id, customer_id=customer.customer_id, tier=customer.tier, since=today
    )
    known.tier, known.by_id, known.rule_id = customer.tier, "", None
    known.reason, known.since, known.kept = "", today, None
    session.add(known)
    note(session, now, actor.user_id, customer, before, facts(known))


def by_hand(session: Session, now: datetime, customer: Customer, known: Placing) -> Placing:
    """Write down that somebody changed it in a form or a file since a rule placed it."""
    if known.by_id is None and known.tier != customer.tier:
        known.by_id, known.rule_id, known.tier = "", None, customer.tier
        known.since = office.day_of(session, customer.team_id, now)
        session.add(known)
    return known


def facts(known: Placing) -> dict[str, object]:
    """Why an account stands where it does, as history keeps it."""
    return {
        "tier": known.tier, "by_id": known.by_id, "reason": known.reason, "kept": known.kept,
        "rule_id": str(known.rule_id) if known.rule_id else None, "since": known.since.isoformat(),
    }  # fmt: skip


def note(
    session: Session,
    now: datetime,
    by: str,
    customer: Customer,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    """Write down what is different about why an account stands where it does."""
    records.write(
        session, now, customer.team_id, by, PLACED,
        snapshot=Snapshot(customer_id=customer.customer_id, tier=customer.tier),
        row=str(customer.customer_id), before=before, after=after,
    )  # fmt: skip


def give_flag(session: Session, now: datetime, by: str, flag: Flag) -> None:
    """Flag an account, and write that down."""
    session.add(flag)
    _note_flag(session, now, by, records.ADDED, flag)


def take_flag(session: Session, now: datetime, by: str, flag: Flag) -> None:
    """Take a flag off an account, and write that down."""
    session.delete(flag)
    _note_flag(session, now, by, records.REMOVED, flag)


def put_off(session: Session, now: datetime, by: str, flag: Flag, day: date) -> None:
    """Look at a flag again on a later day, and write that down."""
    before = _flag_facts(flag)
    flag.review_on = day
    session.add(flag)
    records.write(
        session, now, flag.team_id, by, FLAGGED[records.CHANGED],
        snapshot=Snapshot(customer_id=flag.customer_id),
        row=str(flag.customer_id), before=before, after=_flag_facts(flag),
    )  # fmt: skip


def take_flags_of(session: Session, now: datetime, by: str, rule: SegmentRule) -> None:
    """Take off all flags that a rule gave."""
    if rule.gives in rules.TIERS:
        return
    for each in segments.flags(session, rule.team_id, FlagKind(rule.gives)):
        if each.rule_id == rule.rule_id:
            take_flag(session, now, by, each)


def _flag_facts(flag: Flag) -> dict[str, object]:
    return {
        "kind": flag.kind, "of": flag.of, "reason": flag.reason, "since": flag.since.isoformat(),
        "review_on": flag.review_on.isoformat() if flag.review_on else None, "by_id": flag.by_id,
        "rule_id": str(flag.rule_id) if flag.rule_id else None,
    }  # fmt: skip


def _note_flag(session: Session, now: datetime, by: str, verb: str, flag: Flag) -> None:
    told = _flag_facts(flag)
    is_new = verb == records.ADDED
    records.write(
        session, now, flag.team_id, by, FLAGGED[verb],
        snapshot=Snapshot(customer_id=flag.customer_id),
        row=str(flag.customer_id), before={} if is_new else told, after=told if is_new else {},
    )  # fmt: skip

"""Whoever writes an initiative down lets those like it be found; both owners are asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.customers.initiatives import words
from handlers.customers.initiatives.twins import alike, both, cards, moves, rules
from handlers.customers.initiatives.twins.alike import BEST, COMPARED
from handlers.customers.initiatives.twins.kind import TWIN
from handlers.customers.initiatives.twins.rules import Alike
from handlers.executives.decisions import needless
from handlers.people import access, leads, office
from handlers.promises import lifecycle
from handlers.promises.lifecycle import Asked
from storage import counters, decisions, departments, initiatives, people, reaches, twins
from storage.decisions import DecisionState
from storage.initiatives import Initiative
from storage.people import Person
from storage.twins import LIVE, PlannedInitiative, Twin, TwinState


def look(session: Session, now: datetime, initiative: Initiative, by: str = "") -> list[Twin]:
    """Ask about those that look like one that was just written down or changed; the new pairs.

    A pair that was asked about is not asked about again; one that is alike no more ends, and what
    is no more is not proposed to the executives either. `by` is whoever did it, a Slack id.
    """
    known = twins.of_initiative(session, initiative.team_id, initiative.number)
    for twin in known:
        if twin.state == TwinState.ASKED and not _is_alike(session, twin):
            end(session, now, twin)
        elif twin.state == TwinState.PROPOSED and not initiative.stands:
            end_proposed(session, now, twin, initiative, by)
    if not initiative.stands:
        return []
    met = {number for twin in known for number in twin.numbers}
    found = [each for each in nearest(session, initiative) if each[0] not in met]
    return [_begin(session, now, initiative, number) for number, _ in found[:BEST]]


def end(session: Session, now: datetime, twin: Twin) -> None:
    """Nobody is asked about a pair any more, as it is none any more."""
    held = twins.find(session, twin.team_id, twin.number, lock=True)
    if held is not None and held.state in LIVE:
        lifecycle.pass_on(session, now, moves.END, held)


def end_proposed(
    session: Session, now: datetime, twin: Twin, gone: Initiative, by: str = ""
) -> None:
    """Nobody is asked to make one of two any more, of which one is no more; both teams read so.

    What is decided already is followed, once it cannot be undone any more.
    """
    known = decisions.find(session, twin.team_id, twin.decision) if twin.decision else None
    if known is not None and known.state == DecisionState.DECIDED:
        return
    decision = needless.close(
        session, now, twin.team_id, twin.decision, words.ended_meanwhile(gone), by
    )
    pair = alike.read(session, twin)
    end(session, now, twin)
    if decision and pair:
        both.tell(session, now, pair, cards.needless(gone, decision), by)


def nearest(session: Session, initiative: Initiative) -> list[tuple[int, Alike]]:
    """The open initiatives that look like one, by number, those that are most alike first."""
    team_id, mine = initiative.team_id, alike.planned(initiative)
    others = [each for each in twins.planned(session, team_id) if each.number != mine.number]
    shares = twins.with_same_customers(session, team_id, mine.number)
    near = [each for each in others if _may_be(mine, each, shares)]
    near.sort(key=lambda each: (each.number not in shares, -each.number))
    chosen = near[:COMPARED]
    rows = [initiatives.find(session, team_id, each.number) for each in chosen]
    whose = reaches.of(session, team_id, [initiative, *(row for row in rows if row)])
    in_tier = reaches.customers_in(session, team_id)
    found = [
        (
            each.number,
            rules.compare(mine, each, whose[mine.number], whose[each.number], in_tier),
        )
        for each in chosen
    ]
    like = [each for each in found if each[1].looks_alike]
    return sorted(like, key=lambda each: (-each[1].signs, -each[1].customers, each[0]))


def _may_be(mine: PlannedInitiative, other: PlannedInitiative, shares: set[int]) -> bool:
    """Whether two signs are possible, before their customers are counted."""
    dates = (mine.begins_on, mine.ends_on, other.begins_on, other.ends_on)
    is_same_time = rules.days_of_both(*dates) >= rules.MONTH
    of_all = bool(mine.tiers or other.tiers or mine.segments or other.segments)
    may_share = other.number in shares or of_all
    if is_same_time and may_share:
        return True
    words_in_both = rules.in_both(rules.what(mine.title), rules.what(other.title))
    return bool(words_in_both) and (is_same_time or may_share)


def _is_alike(session: Session, twin: Twin) -> bool:
    pair = alike.read(session, twin)
    if pair is None or not all(side.initiative.stands for side in pair.sides):
        return False
    return pair.alike.looks_alike


def _begin(session: Session, now: datetime, initiative: Initiative, number: int) -> Twin:
    team_id = initiative.team_id
    one, other = sorted((initiative.number, number))
    found = [initiatives.find(session, team_id, each) for each in (one, other)]
    named = [each for each in found if each]
    new = Twin(
        team_id=team_id,
        number=counters.next_number(session, team_id, Twin.noun),
        title=" and ".join(f"{each.ref} {words.name_of(each)[: words.NAME]}" for each in named),
        created_at=now,
        one=one,
        other=other,
    )
    lifecycle.begin(
        session, now, moves.FIND, new, None, asked=asked(session, named),
        one=f"{Initiative.letter}-{one}", other=f"{Initiative.letter}-{other}",
    )  # fmt: skip
    return new


def asked(session: Session, pair: Sequence[Initiative]) -> list[Asked]:
    """Both owners, each once; for whoever cannot answer any more the lead of who pays, or the CCO.

    Nobody, where nobody can.
    """
    found: dict[str, Person] = {}
    for each in pair:
        owner = people.find(session, each.team_id, each.owner_id)
        department = departments.find(session, each.team_id, each.department_id)
        can = [owner] if owner and access.can_own(owner) else []
        lead = leads.lead_of(session, department)
        who = next(iter([*can, *([lead] if lead else [])]), None)
        who = who or office.holder(session, each.team_id)
        if who:
            found[who.user_id] = who
    return [Asked(TWIN, who, who.department_id, announced=False) for who in found.values()]

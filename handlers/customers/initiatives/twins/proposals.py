"""What both owners call the same thing is put to the executives, and joined as they decide."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.customers.initiatives import changing, words
from handlers.customers.initiatives import moves as initiative_moves
from handlers.customers.initiatives.twins import alike, both, cards, finding, moves
from handlers.customers.initiatives.twins.alike import TwinPair
from handlers.executives import decisions
from handlers.executives.decisions import needless
from handlers.promises import lifecycle, undoable
from storage import decisions as stored
from storage import hanging, initiatives, twins
from storage.customers import Tier
from storage.decisions import Decision, DecisionState
from storage.initiatives import Initiative
from storage.people import Person
from storage.twins import Twin, TwinState

AS_PROPOSED = "as proposed"
"""With these words whoever decides says that it is one from now on."""


def propose(
    session: Session, now: datetime, actor: Person, pair: TwinPair, decider: Person, by: date
) -> Decision:
    """Put to the executives that two become one, with the facts and in the owners' name.

    Raises NoExecutiveChannel, and what `decisions.propose` raises.
    """
    title = cards.decision_title(pair)
    return decisions.propose(
        session, now, actor, title, decider=decider, by=by, why=cards.decision_facts(pair)
    )


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Join what was decided as proposed, and let the others go on.

    Ten minutes after it was decided, so that whoever decided it by mistake has undone that.
    """
    for twin in twins.in_state(session, team_id, TwinState.PROPOSED):
        decision = stored.find(session, team_id, twin.decision) if twin.decision else None
        if decision is None or decision.state == DecisionState.WITHDRAWN:
            _keep(session, now, twin, decision)
        elif decision.decided_at and now - decision.decided_at > undoable.SPAN:
            _follow(session, now, twin, decision)


def _follow(session: Session, now: datetime, twin: Twin, decision: Decision) -> None:
    said = decision.decided.strip().lower()
    pair = alike.read(session, twin)
    if pair is not None and not all(side.initiative.stands for side in pair.sides):
        # Of three that are alike two were joined meanwhile, or one was ended.
        held = twins.find(session, twin.team_id, twin.number, lock=True)
        if held is not None and held.state == TwinState.PROPOSED:
            lifecycle.pass_on(session, now, moves.END, held)
            both.tell(session, now, pair, cards.ended_before(pair, decision))
    elif pair is None or not said.startswith(AS_PROPOSED):
        _keep(session, now, twin, decision)
    else:
        _join(session, now, pair, decision)


def _keep(session: Session, now: datetime, twin: Twin, decision: Decision | None = None) -> None:
    held = twins.find(session, twin.team_id, twin.number, lock=True)
    if held is None or held.state != TwinState.PROPOSED:
        return
    lifecycle.pass_on(session, now, moves.KEEP, held)
    pair = alike.read(session, held)
    if decision and pair:
        both.tell(session, now, pair, cards.both_go_on(pair, decision))


def _join(session: Session, now: datetime, pair: TwinPair, decision: Decision) -> None:
    """The one whose owner was named stays, else the older one; the other is joined to it."""
    twin = twins.find(session, pair.twin.team_id, pair.twin.number, lock=True)
    if twin is None or twin.state != TwinState.PROPOSED:
        return
    one, other = (side.initiative for side in pair.sides)
    if other.owner_id == twin.pooled_owner_id and one.owner_id != twin.pooled_owner_id:
        one, other = other, one
    kept = initiatives.find(session, twin.team_id, one.number, lock=True)
    gone = initiatives.find(session, twin.team_id, other.number, lock=True)
    if kept is None or gone is None:
        return
    come = _take_in(session, now, kept, gone, twin.pooled_owner_id)
    different = changing.different(session, gone, {"joined_to": kept.number})
    changing.set_columns(session, gone, different.after)
    lifecycle.pass_on(
        session, now, initiative_moves.JOIN, gone, before=different.before, after=different.after
    )
    lifecycle.pass_on(session, now, moves.JOIN, twin, kept=kept.ref, joined=gone.ref)
    # Whether it is cut is not asked any more, as it is part of the other now.
    needless.close(session, now, gone.team_id, gone.decision, words.ended_meanwhile(gone))
    both.tell(session, now, pair, cards.joined(kept, gone, decision, come, pair.alike.customers))
    for each in twins.of_initiative(session, twin.team_id, gone.number):
        if each.state == TwinState.PROPOSED:
            finding.end_proposed(session, now, each, gone)
        elif each.state == TwinState.ASKED:
            finding.end(session, now, each)


def _take_in(
    session: Session, now: datetime, kept: Initiative, gone: Initiative, owner_id: str | None
) -> list[str]:
    """Let customers and tasks of the one be of the other; the names of customers that come to it.

    Whoever cuts what is left reads of those tasks, too.
    """
    team_id = kept.team_id
    hanging.move(session, team_id, gone.number, kept.number)
    mine = initiatives.named_with(session, team_id, kept.number)
    theirs = initiatives.named_with(session, team_id, gone.number)
    new_tiers = [tier for tier in gone.tiers if tier not in kept.tiers]
    tiers = [*kept.tiers, *new_tiers]
    new_segments = [each for each in gone.segments if each not in kept.segments]
    segments = [*kept.segments, *new_segments]
    known = initiatives.names(session, team_id, [kept.number, gone.number])
    had = set(known.get(kept.number, []))
    coming = [
        *(words.TIERS[Tier(tier)].lower() for tier in new_tiers),
        *(words.segment(each) for each in new_segments),
        *(name for name in known.get(gone.number, []) if name not in had),
    ]
    wanted: dict[str, object] = {
        "tiers": tiers, "segments": segments, "owner_id": owner_id or kept.owner_id,
    }  # fmt: skip
    different = changing.different(session, kept, wanted, mine | theirs)
    changing.set_columns(session, kept, different.after)
    lifecycle.pass_on(
        session, now, initiative_moves.TAKE_IN, kept,
        before=different.before, after=different.after,
    )  # fmt: skip
    return coming

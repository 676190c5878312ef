"""What the executives decide about a cut is followed: it is cut, or it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers.initiatives import changing, moves
from handlers.customers.initiatives.cuts import cards
from handlers.customers.initiatives.hanging import going_on
from handlers.customers.initiatives.twins import finding
from handlers.customers.initiatives.twins.proposals import AS_PROPOSED
from handlers.people import leads, office
from handlers.promises import lifecycle, undoable
from handlers.promises.lifecycle import Asked, Move
from storage import decisions, departments, initiatives, people
from storage.decisions import Decision, DecisionState
from storage.initiatives import Initiative
from storage.people import Person


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Cut what was decided to be cut, and let the others go on.

    Ten minutes after it was decided, so that whoever decided it by mistake has undone that.
    """
    for each in initiatives.put_to_executives(session, team_id):
        decision = decisions.find(session, team_id, each.decision) if each.decision else None
        if decision is None or decision.state == DecisionState.WITHDRAWN:
            _let_go_on(session, now, each, decision)
        elif decision.decided_at and now - decision.decided_at > undoable.SPAN:
            if decision.decided.strip().lower().startswith(AS_PROPOSED):
                _cut(session, now, each, decision)
            else:
                _let_go_on(session, now, each, decision)


def _cut(session: Session, now: datetime, known: Initiative, decision: Decision) -> None:
    wanted: dict[str, object] = {
        "cut_on": office.day_of(session, known.team_id, now),
        "cut_why": cards.decided_so(decision),
        "accepted_by": decision.decided_by or decision.decider_id,
    }
    one = _make(
        session, now, moves.CUT_AS_DECIDED, known, wanted, going_on.asked(session, now, known)
    )
    if one is not None:
        finding.look(session, now, one)
        _tell(session, now, one, decision, cards.cut_as_decided(one, decision))


def _let_go_on(
    session: Session, now: datetime, known: Initiative, decision: Decision | None
) -> None:
    one = _make(session, now, moves.GO_ON, known, {"decision": None})
    if one is not None and decision is not None:
        _tell(session, now, one, decision, cards.goes_on(one, decision))


def _make(
    session: Session,
    now: datetime,
    move: Move,
    known: Initiative,
    wanted: dict[str, object],
    asked: Sequence[Asked] = (),
) -> Initiative | None:
    """Make the move, unless it was joined, cut or taken back meanwhile."""
    one = initiatives.find(session, known.team_id, known.number, lock=True)
    if one is None or not one.stands:
        return None
    otherwise = changing.different(session, one, wanted)
    changing.set_columns(session, one, otherwise.after)
    lifecycle.pass_on(
        session, now, move, one, asked=asked, before=otherwise.before, after=otherwise.after
    )
    return one


def _tell(session: Session, now: datetime, one: Initiative, decision: Decision, text: str) -> None:
    """Who answers for it, the lead of who pays, who asked, and who decides read it."""
    department = departments.find(session, one.team_id, one.department_id)
    by_id = (one.owner_id, decision.asked_by, decision.decider_id)
    found = [people.find(session, one.team_id, each) for each in by_id if each]
    readers: dict[str, Person] = {}
    for who in (*found, leads.lead_of(session, department)):
        if who and who.works_here:
            readers[who.user_id] = who
    for person in readers.values():
        notes.send(session, now, person, text, cards.open_button(one))

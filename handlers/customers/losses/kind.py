"""What is asked of a customer who left: why, whether that shows, and what they say on a call."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, Kind, within
from handlers.customers.losses import figures, words
from storage import contacts, customers, departments, losses, people
from storage.asks import Owed
from storage.losses import LossReason

WHY_WITHIN, PROOF_WITHIN, CALL_WITHIN = "5 bd", "10 bd", "10 bd"


def _left(session: Session, ask: Owed, today: date) -> str:
    """Who left on which day, with which words, and whether somebody doubts what was written."""
    loss = losses.find(session, ask.team_id, ask.number)
    if loss is None:
        return ""
    doubted = people.find(session, ask.team_id, loss.verified_by or "")
    return words.left(loss, today, doubted.name if doubted else "")


def _named(session: Session, ask: Owed, today: date) -> str:
    """What stands behind it and what shows it; where much is “something else”, that too."""
    loss = losses.find(session, ask.team_id, ask.number)
    if loss is None:
        return ""
    department = departments.find(session, loss.team_id, loss.department_id)
    others = ""
    if loss.cause == LossReason.OTHER:
        others = words.too_many_others(figures.of_year(session, loss.team_id, today))
    named = words.named(loss, department.name if department else "")
    return " ".join(filter(None, [named, others]))


def _asks_to_call(session: Session, ask: Owed, today: date) -> str:
    loss = losses.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, loss.customer_id) if loss else None
    if loss is None or customer is None:
        return ""
    decider = contacts.decider(session, ask.team_id, customer.customer_id)
    return words.call(loss, customer, decider.title if decider else "", today)


WHY = Kind(
    name="why",
    wants="why a customer left",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: WHY_WITHIN),
    says=words.WHY_SAYS,
    buttons=words.why_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.WHY_STANDS,
    begins_with=_left,
)
PROOF = Kind(
    name="proof",
    wants="whether what stands behind a loss shows",
    rungs=(1, 2, CCO_RUNG),
    due=within(lambda _policy: PROOF_WITHIN),
    says=words.PROOF_SAYS,
    buttons=words.proof_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.PROOF_STANDS,
    begins_with=_named,
)
CALL = Kind(
    name="call",
    wants="what a customer who left says",
    rungs=(1, 2, CCO_RUNG),
    due=within(lambda _policy: CALL_WITHIN),
    says=words.CALL_SAYS,
    buttons=words.call_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.CALL_STANDS,
    begins_with=_asks_to_call,
)
KINDS = {kind.name: kind for kind in (WHY, PROOF, CALL)}
"""What people are asked about a loss, by name."""

"""The table of moves of a loss: recorded, understood, verified, closed; called; won back."""

from __future__ import annotations

from handlers.customers.losses.kind import CALL, PROOF, WHY
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.losses import STANDING, Loss, LossState

LOSS = (Loss.noun,)
RECORDED, UNDERSTOOD = (LossState.RECORDED,), (LossState.UNDERSTOOD,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""
KINDS = (WHY.name, PROOF.name, CALL.name)

RECORD = Move(
    LOSS, "recorded", access.RECORD_LOSS, (), LossState.RECORDED,
    facts={"lost": dict},
    opens_if=(WHY.name,),
    told=NOBODY,
)  # fmt: skip
CORRECT = Move(
    LOSS, "corrected", access.RECORD_LOSS, STANDING, None,
    facts=DIFFERENT,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
EXPLAIN = Move(
    LOSS, "understood", access.ANSWER_LOSS, STANDING, LossState.UNDERSTOOD,
    facts=DIFFERENT,
    ends={WHY.name: Outcome.ANSWERED, PROOF.name: Outcome.WITHDRAWN},
    opens_if=(PROOF.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
UNKNOWN = Move(
    LOSS, "not known", access.ANSWER_LOSS, RECORDED, LossState.CLOSED,
    facts=DIFFERENT,
    ends={WHY.name: Outcome.DECLINED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
ASK_THEM = Move(
    LOSS, "asks them", access.ANSWER_LOSS, RECORDED, None,
    facts={"day": str},
    ends={WHY.name: Outcome.REDATED},
    opens_if=(WHY.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PROVE = Move(
    LOSS, "verified", access.ANSWER_LOSS, UNDERSTOOD, LossState.VERIFIED,
    facts=DIFFERENT,
    ends={PROOF.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
DOUBT = Move(
    LOSS, "doubted", access.ANSWER_LOSS, UNDERSTOOD, LossState.RECORDED,
    facts=DIFFERENT,
    ends={PROOF.name: Outcome.ANSWERED},
    opens_if=(WHY.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
ASK_CALL = Move(
    LOSS, "call asked for", None, STANDING, None,
    facts={**DIFFERENT, "to": str},
    opens=(CALL.name,),
    told=NOBODY,
)  # fmt: skip
GIVE_CALL = Move(
    LOSS, "call given", access.GIVE_CALL, STANDING, None,
    facts={**DIFFERENT, "to": str},
    opens=(CALL.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
CALLED = Move(
    LOSS, "called", access.ANSWER_LOSS, STANDING, None,
    facts=DIFFERENT,
    ends={CALL.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
NO_CALL = Move(
    LOSS, "not called", access.ANSWER_LOSS, STANDING, None,
    facts=DIFFERENT,
    ends={CALL.name: Outcome.DECLINED},
    opens_if=(CALL.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    LOSS, "passed on", access.ANSWER_LOSS, STANDING, None,
    facts={**DIFFERENT, "to": str, "asked_for": str},
    ends=dict.fromkeys(KINDS, Outcome.HANDED_OVER),
    opens_if=KINDS,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
FOLLOW = Move(
    LOSS, "followed", None, STANDING, None,
    facts={"led_to": str, "by": str},
    told=NOBODY,
)  # fmt: skip
FOLLOW_NO_MORE = Move(
    LOSS, "followed no more", None, (*STANDING, LossState.WON_BACK), None,
    facts={"led_to": str, "by": str},
    told=NOBODY,
)  # fmt: skip
CLOSE = Move(
    LOSS, "closed", None, (LossState.VERIFIED,), LossState.CLOSED,
    told=NOBODY,
)  # fmt: skip
WIN_BACK = Move(
    LOSS, "won back", access.RECORD_LOSS, STANDING, LossState.WON_BACK,
    facts=DIFFERENT,
    others=Outcome.WITHDRAWN,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    LOSS, "escalated", None, STANDING, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    LOSS, UNDOING, access.UNDO, RECORDED, LossState.TAKEN_BACK,
    facts={"undid": str},
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip
UNDO_TO = {
    state: Move(
        LOSS, UNDOING, access.UNDO, (*STANDING, LossState.WON_BACK), state,
        facts={"undid": str, **DIFFERENT},
        ends=dict.fromkeys(KINDS, Outcome.WITHDRAWN),
        told=NOBODY,
    )
    for state in STANDING
}  # fmt: skip
"""By how it stood before what is undone; the asks that this began end with it."""

MOVES = (
    RECORD, CORRECT, EXPLAIN, UNKNOWN, ASK_THEM, PROVE, DOUBT, ASK_CALL, GIVE_CALL, CALLED, NO_CALL,
    PASS_ON, FOLLOW, FOLLOW_NO_MORE, CLOSE, WIN_BACK, ESCALATE, TAKE_BACK, *UNDO_TO.values(),
)  # fmt: skip
"""All of the above, in the order in which they are told.

What people said stands under `before` and `after`: not everybody who searches may read it.
"""

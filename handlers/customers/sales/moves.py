"""The table of moves of a sale: sold, handed over, used; passed on, undone."""

from __future__ import annotations

from handlers.customers.sales.kind import NEED, USE
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.sales import Sale, SaleState

SALE = (Sale.noun,)
SOLD, STANDING = (SaleState.SOLD,), (SaleState.SOLD, SaleState.HANDED_OVER)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""
KINDS = (NEED.name, USE.name)

SELL = Move(
    SALE, "sold", access.RECORD_SALE, (), SaleState.SOLD,
    facts={"sale": dict},
    opens_if=(NEED.name,),
    told=NOBODY,
)  # fmt: skip
BEGIN = Move(
    SALE, "begun", None, (), SaleState.SOLD,
    facts={"sale": dict},
    told=NOBODY,
)  # fmt: skip
ASK_NEED = Move(
    SALE, "need asked for", None, SOLD, None,
    facts={**DIFFERENT, "to": str},
    opens_if=(NEED.name,),
    told=NOBODY,
)  # fmt: skip
CORRECT = Move(
    SALE, "corrected", access.RECORD_SALE, STANDING, None,
    facts=DIFFERENT,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
HAND_OVER = Move(
    SALE, "need said", access.ANSWER_SALE, STANDING, SaleState.HANDED_OVER,
    facts=DIFFERENT,
    ends={NEED.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
FIND_OUT = Move(
    SALE, "finds out", access.ANSWER_SALE, SOLD, None,
    facts={"day": str},
    ends={NEED.name: Outcome.REDATED},
    opens_if=(NEED.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
ASK_USE = Move(
    SALE, "use asked for", None, STANDING, None,
    facts={**DIFFERENT, "to": str},
    opens=(USE.name,),
    told=NOBODY,
)  # fmt: skip
SAY_USE = Move(
    SALE, "use said", access.ANSWER_SALE, STANDING, None,
    facts=DIFFERENT,
    ends={USE.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    SALE, "passed on", access.ANSWER_SALE, STANDING, None,
    facts={"to": str, "asked_for": str},
    ends=dict.fromkeys(KINDS, Outcome.HANDED_OVER),
    opens_if=KINDS,
    told=NOBODY,
)  # fmt: skip
HAND_ON = {
    kind: Move(
        SALE, "handed on", None, STANDING, None,
        facts={**DIFFERENT, "to": str},
        ends={kind: Outcome.HANDED_OVER},
        opens_if=(kind,),
        told=NOBODY,
    )
    for kind in KINDS
}  # fmt: skip
"""By what whoever led the account was asked: whoever leads it now owes that."""
NEW_LEAD = Move(
    SALE, "led by another", None, STANDING, None,
    facts={**DIFFERENT, "to": str},
    told=NOBODY,
)  # fmt: skip
DROP = Move(
    SALE, "account gone", None, STANDING, SaleState.TAKEN_BACK,
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    SALE, "escalated", None, STANDING, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    SALE, UNDOING, access.UNDO, SOLD, SaleState.TAKEN_BACK,
    facts={"undid": str},
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip
UNDO_TO = {
    state: Move(
        SALE, UNDOING, access.UNDO, STANDING, state,
        facts={"undid": str, **DIFFERENT},
        ends=dict.fromkeys(KINDS, Outcome.WITHDRAWN),
        told=NOBODY,
    )
    for state in STANDING
}  # fmt: skip
"""By how it stood before what is undone; the asks that this began end with it."""

MOVES = (
    SELL, BEGIN, ASK_NEED, CORRECT, HAND_OVER, FIND_OUT, ASK_USE, SAY_USE, PASS_ON,
    *HAND_ON.values(), NEW_LEAD, DROP, ESCALATE, TAKE_BACK, *UNDO_TO.values(),
)  # fmt: skip
"""All of the above, in the order in which they are told.

What people said stands under `before` and `after`: not everybody who searches may read it.
"""

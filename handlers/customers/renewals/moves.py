"""The table of moves of a renewal: asked about, said, moved, renewed, left."""

from __future__ import annotations

from handlers.customers.renewals.kind import RENEW
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from storage.asks import Outcome
from storage.renewals import Renewal, RenewalState

RENEWAL = (Renewal.noun,)
OPEN = (RenewalState.OPEN,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""

BEGIN = Move(
    RENEWAL, "came near", None, (), RenewalState.OPEN,
    facts={"renewal": dict},
    opens_if=(RENEW.name,),
    told=NOBODY,
)  # fmt: skip
ASK_AGAIN = Move(
    RENEWAL, "asked again", None, OPEN, None,
    opens=(RENEW.name,),
    told=NOBODY,
)  # fmt: skip
SAY = Move(
    RENEWAL, "said", access.SAY_RENEWAL, OPEN, None,
    facts=DIFFERENT,
    ends={RENEW.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
SETTLE = Move(
    RENEWAL, "settled", access.SAY_RENEWAL, OPEN, RenewalState.RENEWED,
    facts=DIFFERENT,
    ends={RENEW.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    RENEWAL, "passed on", access.SAY_RENEWAL, OPEN, None,
    facts={"to": str},
    ends={RENEW.name: Outcome.HANDED_OVER},
    opens=(RENEW.name,),
    told=NOBODY,
)  # fmt: skip
NEW_LEAD = Move(
    RENEWAL, "led by another", None, OPEN, None,
    facts={"to": str, **DIFFERENT},
    told=NOBODY,
)  # fmt: skip
HAND_ON = Move(
    RENEWAL, "handed on", None, OPEN, None,
    facts={"to": str, **DIFFERENT},
    ends={RENEW.name: Outcome.HANDED_OVER},
    opens=(RENEW.name,),
    told=NOBODY,
)  # fmt: skip
MOVE_DAY = Move(
    RENEWAL, "another day", None, OPEN, None,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
GO_ON = Move(
    RENEWAL, "went on", None, OPEN, RenewalState.RENEWED,
    facts=DIFFERENT,
    ends={RENEW.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
LEAVE = Move(
    RENEWAL, "left", None, OPEN, RenewalState.LEFT,
    facts=DIFFERENT,
    ends={RENEW.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
DROP = Move(
    RENEWAL, "dropped", None, OPEN, RenewalState.DROPPED,
    facts=DIFFERENT,
    ends={RENEW.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    RENEWAL, "escalated", None, OPEN, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip

MOVES = (
    BEGIN, ASK_AGAIN, SAY, SETTLE, PASS_ON, NEW_LEAD, HAND_ON, MOVE_DAY, GO_ON, LEAVE, DROP,
    ESCALATE,
)  # fmt: skip
"""All of the above, in the order in which they are told.

What people said stands under `before` and `after`: not everybody who searches may read it.
"""

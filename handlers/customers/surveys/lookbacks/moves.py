"""The table of moves of a look back: begun, asked about, chosen or let be, over."""

from __future__ import annotations

from handlers.customers.surveys.lookbacks.kind import RECALL
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from storage.asks import Outcome
from storage.look_backs import LookBack, LookBackState

LOOK_BACK = (LookBack.noun,)
OPEN = (LookBackState.OPEN,)

BEGIN = Move(
    LOOK_BACK, "begun", None, (), LookBackState.OPEN,
    facts={"survey": str},
    told=NOBODY,
)  # fmt: skip
ASK = Move(
    LOOK_BACK, "asked", None, OPEN, None,
    facts={"to": str, "scores": int},
    opens=(RECALL.name,),
    told=NOBODY,
)  # fmt: skip
CHOOSE = Move(
    LOOK_BACK, "chosen", access.ANSWER_LOOK_BACK, OPEN, LookBackState.ANSWERED,
    facts={"called": int, "reason": str},
    ends={RECALL.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
LET_BE = Move(
    LOOK_BACK, "let be", access.ANSWER_LOOK_BACK, OPEN, LookBackState.ANSWERED,
    facts={"reason": str},
    ends={RECALL.name: Outcome.DECLINED},
    told=NOBODY,
)  # fmt: skip
END = Move(
    LOOK_BACK, "over", None, OPEN, LookBackState.OVER,
    ends={RECALL.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    LOOK_BACK, "escalated", None, OPEN, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip

MOVES = (BEGIN, ASK, CHOOSE, LET_BE, END, ESCALATE)
"""All of the above, in the order in which they are told."""

"""The table of moves of a dispute: a figure is disputed, and corrected, kept or taken back."""

from __future__ import annotations

from datetime import datetime

from handlers.executives.scores.disputes.kind import DISPUTED
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from storage.asks import Outcome
from storage.disputes import Dispute, DisputeState

DISPUTES = (Dispute.noun,)
OPEN = (DisputeState.OPEN,)

DISPUTE = Move(
    DISPUTES, "disputed", access.DISPUTE, (), DisputeState.OPEN,
    facts={"due": datetime, "department": str, "period": str, "measure": str},
    opens=(DISPUTED.name,),
    told=NOBODY,
)  # fmt: skip
CORRECT = Move(
    DISPUTES, "corrected", access.ANSWER_DISPUTE, OPEN, DisputeState.CORRECTED,
    facts={"record": int, "course": str},
    ends={DISPUTED.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
KEEP = Move(
    DISPUTES, "kept", access.ANSWER_DISPUTE, OPEN, DisputeState.KEPT,
    ends={DISPUTED.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    DISPUTES, "withdrawn", access.DISPUTE, OPEN, DisputeState.WITHDRAWN,
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip

MOVES = (DISPUTE, CORRECT, KEEP, TAKE_BACK)
"""All of the above, in the order in which they are told.

Their words are kept in the dispute alone: of a private thing not everybody reads them.
"""

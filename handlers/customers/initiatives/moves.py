"""The table of moves of an initiative: written down, changed, cut, joined, taken back."""

from __future__ import annotations

from handlers.customers.initiatives.kind import WAY
from handlers.people import access
from handlers.promises.hangs import GIVE
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.initiatives import Initiative, InitiativeState

INITIATIVE = (Initiative.noun,)
OPEN = (InitiativeState.OPEN,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""

WRITE = Move(
    INITIATIVE, "written down", access.WRITE_INITIATIVE, (), InitiativeState.OPEN,
    facts={"initiative": dict},
    told=NOBODY,
)  # fmt: skip
CHANGE = Move(
    INITIATIVE, "changed", access.CHANGE_INITIATIVE, OPEN, None,
    facts=DIFFERENT,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
CUT = Move(
    INITIATIVE, "cut", access.CHANGE_INITIATIVE, OPEN, InitiativeState.CUT,
    facts=DIFFERENT,
    opens_if=(WAY.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PUT = Move(
    INITIATIVE, "put to the executives", access.CHANGE_INITIATIVE, OPEN, None,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
CUT_AS_DECIDED = Move(
    INITIATIVE, "cut as decided", None, OPEN, InitiativeState.CUT,
    facts=DIFFERENT,
    opens_if=(WAY.name,),
    told=NOBODY,
)  # fmt: skip
ANOTHER_WAY = Move(
    INITIATIVE, "went another way", access.ANSWER_WAY, (InitiativeState.CUT,), None,
    facts={"words": str},
    ends={WAY.name: Outcome.ANSWERED},
    own=True,
    told=NOBODY,
)  # fmt: skip
WENT_ON = Move(
    INITIATIVE, "went on", None, (InitiativeState.CUT,), None,
    facts={"owner": str},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    INITIATIVE, "escalated", None, (InitiativeState.CUT,), None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip
GO_ON = Move(
    INITIATIVE, "goes on as decided", None, OPEN, None,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
JOIN = Move(
    INITIATIVE, "joined", None, OPEN, InitiativeState.JOINED,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
TAKE_IN = Move(
    INITIATIVE, "took another in", None, OPEN, None,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    INITIATIVE, UNDOING, access.UNDO, OPEN, InitiativeState.TAKEN_BACK,
    facts={"undid": str},
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip
UNDO_IMPORT = Move(
    INITIATIVE, "import undone", access.CHANGE_INITIATIVE, OPEN, InitiativeState.TAKEN_BACK,
    facts={"file": str},
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip
UNDO = Move(
    INITIATIVE, UNDOING, access.UNDO, (InitiativeState.OPEN, InitiativeState.CUT),
    InitiativeState.OPEN,
    facts={"undid": str, **DIFFERENT},
    ends={WAY.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip

MOVES = (
    WRITE, CHANGE, GIVE, CUT, PUT, CUT_AS_DECIDED, ANOTHER_WAY, WENT_ON, ESCALATE, GO_ON, JOIN,
    TAKE_IN, TAKE_BACK, UNDO_IMPORT, UNDO,
)  # fmt: skip
"""All of the above, in the order in which they are told.

What it costs stands under `initiative`, `before` and `after`: not everybody who searches may read
it.
"""

"""The table of moves of two initiatives that look alike: asked, the same or different, decided."""

from __future__ import annotations

from handlers.customers.initiatives.twins.kind import TWIN
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from storage.asks import Outcome
from storage.twins import Twin, TwinState

PAIR = (Twin.noun,)
ASKED, PROPOSED = (TwinState.ASKED,), (TwinState.PROPOSED,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""

FIND = Move(
    PAIR, "found alike", None, (), TwinState.ASKED,
    facts={"one": str, "other": str},
    opens_if=(TWIN.name,),
    told=NOBODY,
)  # fmt: skip
SAME = Move(
    PAIR, "called the same", access.ANSWER_TWIN, ASKED, None,
    facts=DIFFERENT,
    ends={TWIN.name: Outcome.ANSWERED},
    own=True,
    told=NOBODY,
)  # fmt: skip
PROPOSE = Move(
    PAIR, "proposed as one", access.ANSWER_TWIN, ASKED, TwinState.PROPOSED,
    facts={**DIFFERENT, "decision": str},
    ends={TWIN.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
DIFFER = Move(
    PAIR, "called different", access.ANSWER_TWIN, ASKED, TwinState.DIFFERENT,
    facts=DIFFERENT,
    ends={TWIN.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
TALK = Move(
    PAIR, "talked about", access.ANSWER_TWIN, ASKED, None,
    facts=DIFFERENT,
    ends={TWIN.name: Outcome.REDATED},
    own=True,
    opens=(TWIN.name,),
    told=NOBODY,
)  # fmt: skip
JOIN = Move(
    PAIR, "joined", None, PROPOSED, TwinState.JOINED,
    facts={"kept": str, "joined": str},
    told=NOBODY,
)  # fmt: skip
KEEP = Move(
    PAIR, "kept apart", None, PROPOSED, TwinState.KEPT,
    told=NOBODY,
)  # fmt: skip
END = Move(
    PAIR, "alike no more", None, (TwinState.ASKED, TwinState.PROPOSED), TwinState.OVER,
    ends={TWIN.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    PAIR, "escalated", None, ASKED, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip

MOVES = (FIND, SAME, PROPOSE, DIFFER, TALK, JOIN, KEEP, END, ESCALATE)
"""All of the above, in the order in which they are told."""

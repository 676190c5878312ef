"""The table of moves of a voice: it is asked for, told, put off for the month, corrected."""

from __future__ import annotations

from datetime import datetime

from handlers.executives.voices.kind import HEAR
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.voices import Voice, VoiceState

VOICE = (Voice.noun,)
OPEN, TOLD = (VoiceState.OPEN,), (VoiceState.TOLD,)
SAID = {"to": str, "month": str, "heard": dict}
"""Whose it is, for which month it counts, and what they said, by column."""

ASK = Move(
    VOICE, "asked", None, (), VoiceState.OPEN,
    facts={"to": str, "month": str, "due": datetime},
    opens=(HEAR.name,),
    told=NOBODY,
)  # fmt: skip
TELL = Move(
    VOICE, "told", access.HEAR_CUSTOMERS, (), VoiceState.TOLD,
    facts=SAID,
    told=NOBODY,
)  # fmt: skip
ANSWER = Move(
    VOICE, "told", access.HEAR_CUSTOMERS, OPEN, VoiceState.TOLD,
    facts=SAID,
    ends={HEAR.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PASS = Move(
    VOICE, "passed", access.HEAR_CUSTOMERS, OPEN, VoiceState.PASSED,
    facts={"because": str},
    ends={HEAR.name: Outcome.DECLINED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
CORRECT = Move(
    VOICE, "corrected", access.HEAR_CUSTOMERS, TOLD, None,
    facts={"before": dict, "after": dict},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
LAPSE = Move(
    VOICE, "lapsed", None, OPEN, VoiceState.LAPSED,
    ends={HEAR.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    VOICE, UNDOING, access.UNDO, TOLD, VoiceState.TAKEN_BACK,
    facts={"undid": str},
    told=NOBODY,
)  # fmt: skip
UNDO_ANSWER = Move(
    VOICE, UNDOING, access.UNDO, (VoiceState.TOLD, VoiceState.PASSED), VoiceState.OPEN,
    facts={"undid": str},
    told=NOBODY,
)  # fmt: skip
UNDO_CORRECTION = Move(
    VOICE, UNDOING, access.UNDO, TOLD, None,
    facts={"undid": str},
    told=NOBODY,
)  # fmt: skip

BROUGHT: dict[VoiceState, Move] = {
    state: Move(VOICE, "brought in", None, (), state, facts=SAID, told=NOBODY)
    for state in VoiceState
    if state != VoiceState.OPEN
}
"""It comes in from a file as it was, by how it stands there."""

MOVES = (
    ASK, TELL, ANSWER, PASS, CORRECT, LAPSE, TAKE_BACK, UNDO_ANSWER, UNDO_CORRECTION,
    *BROUGHT.values(),
)  # fmt: skip
"""All of the above, in the order in which they are told."""

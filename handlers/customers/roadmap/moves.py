"""The table of moves of an outcome: written, taken, counted, looked at again, met or not, ended."""

from __future__ import annotations

from dataclasses import replace

from handlers.customers.roadmap.kind import COURSE, NUMBER, STAND, TAKE
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.customer_outcomes import OPEN_OUTCOMES, CustomerOutcome, OutcomeState

OUTCOME = (CustomerOutcome.noun,)
PROPOSED, STANDING = (OutcomeState.PROPOSED,), (OutcomeState.STANDING,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""
KINDS = (TAKE.name, NUMBER.name, STAND.name, COURSE.name)

WRITE = Move(
    OUTCOME, "written", access.WRITE_OUTCOME, (), OutcomeState.PROPOSED,
    facts={"outcome": dict},
    opens_if=(TAKE.name,),
    told=NOBODY,
)  # fmt: skip
EDIT = Move(
    OUTCOME, "changed", access.CHANGE_OUTCOME, OPEN_OUTCOMES, None,
    facts=DIFFERENT,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
EDIT_OWNER = Move(
    OUTCOME, "changed", access.CHANGE_OUTCOME, OPEN_OUTCOMES, None,
    facts=DIFFERENT,
    ends=dict.fromkeys(KINDS, Outcome.HANDED_OVER),
    opens_if=KINDS,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
"""The same with somebody else who answers for it: they are asked."""
ACCEPT = Move(
    OUTCOME, "taken", access.TAKE_OUTCOME, OPEN_OUTCOMES, OutcomeState.STANDING,
    facts=DIFFERENT,
    ends={TAKE.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
REFUSE = Move(
    OUTCOME, "not taken", access.TAKE_OUTCOME, PROPOSED, OutcomeState.ENDED,
    facts=DIFFERENT,
    ends={TAKE.name: Outcome.DECLINED},
    others=Outcome.WITHDRAWN,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    OUTCOME, "passed on", access.ANSWER_OUTCOME, OPEN_OUTCOMES, None,
    facts={**DIFFERENT, "to": str, "asked_for": str},
    ends=dict.fromkeys(KINDS, Outcome.HANDED_OVER),
    opens_if=KINDS,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
INHERIT = Move(
    OUTCOME, "left behind", None, STANDING, None,
    facts={**DIFFERENT, "to": str},
    ends=dict.fromkeys((NUMBER.name, STAND.name, COURSE.name), Outcome.HANDED_OVER),
    opens=(TAKE.name,),
    told=NOBODY,
)  # fmt: skip
"""Whoever answered for it has left."""
ASK_NUMBER = Move(
    OUTCOME, "number asked for", None, STANDING, None,
    facts={**DIFFERENT, "to": str},
    opens=(NUMBER.name,),
    told=NOBODY,
)  # fmt: skip
ASK_STAND = replace(ASK_NUMBER, verb="asked how it stands", opens=(STAND.name,))
"""Duly has counted the number itself."""
READ = Move(
    OUTCOME, "counted by Duly", None, STANDING, None,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
"""The same while its owner is still asked how it stands."""
COUNT = Move(
    OUTCOME, "counted", access.ANSWER_OUTCOME, STANDING, None,
    facts=DIFFERENT,
    ends={
        NUMBER.name: Outcome.ANSWERED,
        STAND.name: Outcome.ANSWERED,
        COURSE.name: Outcome.WITHDRAWN,
    },
    opens_if=(COURSE.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
NO_NUMBER = Move(
    OUTCOME, "no number yet", access.ANSWER_OUTCOME, STANDING, None,
    facts=DIFFERENT,
    ends={NUMBER.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
DOUBT = Move(
    OUTCOME, "looked at again", None, STANDING, None,
    facts={**DIFFERENT, "to": str},
    opens=(COURSE.name,),
    told=NOBODY,
)  # fmt: skip
HOLD = Move(
    OUTCOME, "said again", access.ANSWER_OUTCOME, STANDING, None,
    facts=DIFFERENT,
    ends={COURSE.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
MEET = Move(
    OUTCOME, "met", None, STANDING, OutcomeState.MET,
    ends=dict.fromkeys(KINDS, Outcome.WITHDRAWN),
    told=NOBODY,
)  # fmt: skip
MISS = Move(
    OUTCOME, "not met", None, STANDING, OutcomeState.NOT_MET,
    ends=dict.fromkeys(KINDS, Outcome.WITHDRAWN),
    told=NOBODY,
)  # fmt: skip
MEET_COUNTED = replace(MEET, facts=DIFFERENT)
MISS_COUNTED = replace(MISS, facts=DIFFERENT)
"""The same where Duly counted it."""
END = Move(
    OUTCOME, "ended", access.CHANGE_OUTCOME, OPEN_OUTCOMES, OutcomeState.ENDED,
    facts=DIFFERENT,
    others=Outcome.WITHDRAWN,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    OUTCOME, "escalated", None, OPEN_OUTCOMES, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    OUTCOME, UNDOING, access.UNDO, OPEN_OUTCOMES, OutcomeState.TAKEN_BACK,
    facts={"undid": str},
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip
UNDO_IMPORT = Move(
    OUTCOME, "import undone", access.CHANGE_OUTCOME, OPEN_OUTCOMES, OutcomeState.TAKEN_BACK,
    facts={"file": str},
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip
UNDO_TO = {
    state: Move(
        OUTCOME, UNDOING, access.UNDO, (*OPEN_OUTCOMES, OutcomeState.ENDED), state,
        facts={"undid": str, **DIFFERENT},
        ends=dict.fromkeys(KINDS, Outcome.WITHDRAWN),
        told=NOBODY,
    )
    for state in OPEN_OUTCOMES
}  # fmt: skip
"""By how it stood before what is undone; the asks that this began end with it."""

MOVES = (
    WRITE, EDIT, EDIT_OWNER, ACCEPT, REFUSE, PASS_ON, INHERIT, ASK_NUMBER, ASK_STAND, READ, COUNT,
    NO_NUMBER, DOUBT, HOLD, MEET, MISS, MEET_COUNTED, MISS_COUNTED, END, ESCALATE, TAKE_BACK,
    UNDO_IMPORT,
    *UNDO_TO.values(),
)  # fmt: skip
"""All of the above, in the order in which they are told."""

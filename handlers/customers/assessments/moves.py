"""The table of moves of an assessment: begun, answered, closed, and what follows from it.

What somebody says of an area stands in no history: only they read it.
"""

from __future__ import annotations

from handlers.customers.assessments.kind import ASSESS, NEXT
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.assessments import RESULTS, Assessment, AssessmentState

ASSESSMENT = (Assessment.noun,)
OPEN, CLOSED = (AssessmentState.OPEN,), (AssessmentState.CLOSED,)

BEGIN = Move(
    ASSESSMENT, "begun", access.BEGIN_ASSESSMENT, (), AssessmentState.OPEN,
    facts={"begun": dict, "people": int},
    opens=(ASSESS.name,),
    told=NOBODY,
)  # fmt: skip
REPEAT = Move(
    ASSESSMENT, "repeated", None, (), AssessmentState.OPEN,
    facts={"begun": dict, "people": int},
    opens=(ASSESS.name,),
    told=NOBODY,
)  # fmt: skip
RATE = Move(
    ASSESSMENT, "area answered", access.RATE, OPEN, None,
    facts={"area": str},
    told=NOBODY,
)  # fmt: skip
GIVE_PART = Move(
    ASSESSMENT, "part given", access.RATE, OPEN, None,
    ends={ASSESS.name: Outcome.ANSWERED},
    own=True,
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    ASSESSMENT, "part passed on", access.RATE, OPEN, None,
    facts={"after": dict},
    may_say={"to": str},
    ends={ASSESS.name: Outcome.DECLINED},
    own=True,
    opens_if=(ASSESS.name,),
    told=NOBODY,
)  # fmt: skip
CLOSE = Move(
    ASSESSMENT, "closed", None, OPEN, AssessmentState.CLOSED,
    facts={"after": dict},
    ends={ASSESS.name: Outcome.WITHDRAWN},
    opens_if=(NEXT.name,),
    told=NOBODY,
)  # fmt: skip
CHOOSE = Move(
    ASSESSMENT, "task chosen", access.CHOOSE_NEXT, RESULTS, AssessmentState.SETTLED,
    facts={"task": str, "area": str},
    ends={NEXT.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
REST = Move(
    ASSESSMENT, "nothing this half", access.CHOOSE_NEXT, CLOSED, AssessmentState.SETTLED,
    facts={"after": dict},
    ends={NEXT.name: Outcome.DECLINED},
    told=NOBODY,
)  # fmt: skip
SHOW = Move(
    ASSESSMENT, "evidence added", access.RATE, RESULTS, None,
    facts={"area": str},
    told=NOBODY,
)  # fmt: skip
UNDO = Move(
    ASSESSMENT, UNDOING, access.UNDO, RESULTS, None,
    facts={"undid": str, "area": str},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    ASSESSMENT, "escalated", None, (*OPEN, *CLOSED), None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    ASSESSMENT, "taken back", access.BEGIN_ASSESSMENT, OPEN, AssessmentState.TAKEN_BACK,
    others=Outcome.WITHDRAWN,
    told=NOBODY,
)  # fmt: skip

MOVES = (
    BEGIN, REPEAT, RATE, GIVE_PART, PASS_ON, CLOSE, CHOOSE, REST, SHOW, UNDO, ESCALATE, TAKE_BACK,
)  # fmt: skip
"""All of the above, in the order in which they are told."""

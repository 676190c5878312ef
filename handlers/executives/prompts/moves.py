"""The table of moves of an inquiry: it is put, passed on, answered, or over before it is."""

from __future__ import annotations

from datetime import datetime

from handlers.executives.prompts.kind import QUESTION
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.inquiries import Inquiry, InquiryState

INQUIRY = (Inquiry.noun,)
OPEN = (InquiryState.OPEN,)
PUT_FACTS = {"due": datetime, "channel": str, "fact": str, "subject": str, "to": str, "said": str}

PUT = Move(
    INQUIRY, "put", access.SCHEDULE_PROMPT, (), InquiryState.OPEN,
    facts=PUT_FACTS,
    opens=(QUESTION.name,),
    told=NOBODY,
)  # fmt: skip
PUT_ON_TIME = Move(
    INQUIRY, "put", None, (), InquiryState.OPEN,
    facts=PUT_FACTS,
    opens=(QUESTION.name,),
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    INQUIRY, "passed on", access.ANSWER_INQUIRY, OPEN, None,
    facts={"to": str, "from_id": str},
    ends={QUESTION.name: Outcome.HANDED_OVER},
    opens=(QUESTION.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
ANSWER = Move(
    INQUIRY, "answered", access.ANSWER_INQUIRY, OPEN, InquiryState.ANSWERED,
    facts={"course": str, "words": str, "led_to": str},
    ends={QUESTION.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
TAKE_BACK = Move(
    INQUIRY, "taken back", None, OPEN, InquiryState.TAKEN_BACK,
    facts={"words": str},
    ends={QUESTION.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    INQUIRY, "escalated", None, OPEN, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip

UNDO_ANSWER = Move(
    INQUIRY, UNDOING, access.UNDO, (InquiryState.ANSWERED,), InquiryState.OPEN,
    facts={"undid": str},
    told=NOBODY,
)  # fmt: skip
UNDO_PASS_ON = Move(
    INQUIRY, UNDOING, access.UNDO, OPEN, None,
    facts={"undid": str},
    ends={QUESTION.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
MOVES = (PUT, PUT_ON_TIME, PASS_ON, ANSWER, TAKE_BACK, ESCALATE, UNDO_ANSWER, UNDO_PASS_ON)
"""All of the above, in the order in which they are told."""

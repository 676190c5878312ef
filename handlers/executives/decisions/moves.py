"""The table of moves of a decision: it is asked about, by somebody or on schedule, and answered."""

from __future__ import annotations

from datetime import datetime

from handlers.executives.decisions.kind import DECIDE as ASKS_DECIDER
from handlers.executives.decisions.kind import FORECAST, IMPACT
from handlers.people import access
from handlers.promises.hearers import NOBODY, THOSE_WHO_WAIT, Hearer, Hears
from handlers.promises.lifecycle import Column, Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.decisions import Decision, DecisionState

DECISION = (Decision.noun,)
WAITING, ANSWERED = DecisionState.WAITING, DecisionState.ANSWERED
DECIDED, WITHDRAWN = DecisionState.DECIDED, DecisionState.WITHDRAWN
STANDING = (WAITING, ANSWERED, DECIDED)
WEIGHED = {
    "customers": int, "confidence": str, "stance": str, "cheap": str, "cost": int,
    "accepted_by": str,
}  # fmt: skip
"""What may be said with an answer beside it."""
FOLLOWERS = Hears(daily=(Hearer.FOLLOWER,))
"""Those who asked and answer read it on the card."""

ASK = Move(
    DECISION, "asked", access.ASK_IMPACT, (), WAITING,
    facts={"due": datetime, "channel": str},
    may_say={"why": str, "topic": str, "decider": str, "outcome": str},
    opens_if=(IMPACT.name, ASKS_DECIDER.name),
    told=NOBODY,
)  # fmt: skip
PROPOSE = Move(
    DECISION, "asked", None, (), WAITING,
    facts={"due": datetime, "channel": str},
    may_say={"why": str, "topic": str, "decider": str},
    opens_if=(IMPACT.name, ASKS_DECIDER.name),
    told=NOBODY,
)  # fmt: skip
"""What others than executives agreed on is put to them by Duly itself."""
PROMPT = Move(
    DECISION, "asked", access.SCHEDULE_PROMPT, (), WAITING,
    facts={"due": datetime, "channel": str, "prompt": str},
    told=NOBODY,
)  # fmt: skip
PROMPT_ON_TIME = Move(
    DECISION, "asked", None, (), WAITING,
    facts={"due": datetime, "channel": str, "prompt": str},
    told=NOBODY,
)  # fmt: skip
ANSWER = Move(
    DECISION, "answered", access.ANSWER_IMPACT, (WAITING, ANSWERED), ANSWERED,
    facts={"impact": str, "tiers": list, "tell": bool, "why": str, "tasks": list},
    may_say={"before": dict, **WEIGHED},
    ends={IMPACT.name: Outcome.ANSWERED},
    own=True,
    can_undo=True,
    told=FOLLOWERS,
)  # fmt: skip

MAKE_PRIVATE = Move(
    DECISION, "made private", access.OPEN_DECISION, STANDING, None,
    changes=frozenset({Column.AUDIENCE}),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
SHOW = Move(
    DECISION, "shown to all", access.OPEN_DECISION, STANDING, None,
    changes=frozenset({Column.AUDIENCE}),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip

ANSWER_LATE = Move(
    DECISION, "answered", access.ANSWER_IMPACT, (DECIDED,), None,
    facts={"impact": str, "tiers": list, "tell": bool, "why": str, "tasks": list},
    may_say={"before": dict, **WEIGHED},
    can_undo=True,
    told=FOLLOWERS,
)  # fmt: skip
NAME = Move(
    DECISION, "decider named", access.ASK_IMPACT, (WAITING, ANSWERED), None,
    facts={"to": str},
    may_say={"before": str},
    ends={ASKS_DECIDER.name: Outcome.HANDED_OVER},
    opens=(ASKS_DECIDER.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
MOVE_DAY = Move(
    DECISION, "day moved", access.DECIDE, (WAITING, ANSWERED), None,
    facts={"day": datetime, "before": datetime},
    may_say={"reason": str},
    # Who has not answered by the first day has not, whatever comes later.
    ends={IMPACT.name: Outcome.WITHDRAWN, ASKS_DECIDER.name: Outcome.REDATED},
    opens=(ASKS_DECIDER.name,),
    opens_if=(IMPACT.name,),
    can_undo=True,
    told=Hears(at_once=THOSE_WHO_WAIT),
)  # fmt: skip
DECIDE = Move(
    DECISION, "decided", access.DECIDE, (WAITING, ANSWERED), DECIDED,
    facts={"words": str, "reason": str},
    may_say={
        "accepted_by": str, "accepted": list, "tasks": list,
        "expected": str, "expected_customers": int, "expected_tiers": list, "review": datetime,
    },
    ends={ASKS_DECIDER.name: Outcome.ANSWERED},
    others=Outcome.WITHDRAWN,
    can_undo=True,
    told=Hears(daily=THOSE_WHO_WAIT),
)  # fmt: skip
WITHDRAW = Move(
    DECISION, "withdrawn", access.DECIDE, (WAITING, ANSWERED), WITHDRAWN,
    facts={"reason": str},
    others=Outcome.WITHDRAWN,
    can_undo=True,
    told=Hears(daily=THOSE_WHO_WAIT),
)  # fmt: skip
_REOPENED = {
    "ruled": str, "ruled_at": datetime, "ruled_by": str, "before": dict, "foreseen": dict,
    "accepted": list, "price": dict,
}  # fmt: skip
"""What stood so far, in words and as its columns had it."""
NEEDLESS = Move(
    DECISION, "not asked any more", None, (WAITING, ANSWERED), WITHDRAWN,
    facts={"reason": str},
    others=Outcome.WITHDRAWN,
    # Whom it concerns reads it at once, in words of its own.
    told=NOBODY,
)  # fmt: skip
REOPEN = Move(
    DECISION, "reopened", access.DECIDE, (DECIDED, WITHDRAWN), ANSWERED,
    facts={"reason": str},
    may_say=_REOPENED,
    others=Outcome.WITHDRAWN,
    opens=(ASKS_DECIDER.name,),
    opens_if=(IMPACT.name,),
    can_undo=True,
    told=Hears(at_once=THOSE_WHO_WAIT),
)  # fmt: skip
REOPEN_UNANSWERED = Move(
    DECISION, "reopened", access.DECIDE, (WITHDRAWN,), WAITING,
    facts={"reason": str},
    may_say=_REOPENED,
    others=Outcome.WITHDRAWN,
    opens=(ASKS_DECIDER.name,),
    opens_if=(IMPACT.name,),
    can_undo=True,
    told=Hears(at_once=THOSE_WHO_WAIT),
)  # fmt: skip
LOOK_BACK = Move(
    DECISION, "due to be looked back at", None, (DECIDED,), None,
    opens_if=(FORECAST.name,),
    told=NOBODY,
)  # fmt: skip
CAME_TRUE = Move(
    DECISION, "looked back", access.DECIDE, (DECIDED,), None,
    facts={"came_true": str, "expected": str},
    may_say={"words": str, "before": dict},
    ends={FORECAST.name: Outcome.ANSWERED},
    can_undo=True,
    told=Hears(daily=THOSE_WHO_WAIT),
)  # fmt: skip
PUT_OFF = Move(
    DECISION, "looking back put off", access.DECIDE, (DECIDED,), None,
    facts={"day": datetime},
    may_say={"before": dict},
    ends={FORECAST.name: Outcome.REDATED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
UNDO_CAME_TRUE = Move(
    DECISION, UNDOING, access.UNDO, (DECIDED,), None,
    facts={"undid": str},
    told=Hears(daily=THOSE_WHO_WAIT),
)  # fmt: skip
UNDO_LATER = Move(
    DECISION, UNDOING, access.UNDO, (DECIDED,), None,
    facts={"undid": str},
    told=NOBODY,
)  # fmt: skip
UNDO_NAMING = Move(
    DECISION, UNDOING, access.UNDO, (WAITING, ANSWERED), None,
    facts={"undid": str},
    told=NOBODY,
)  # fmt: skip
UNDO_MOVING_DAY = Move(
    DECISION, UNDOING, access.UNDO, (WAITING, ANSWERED), None,
    facts={"undid": str},
    told=Hears(at_once=THOSE_WHO_WAIT),
)  # fmt: skip
UNDO_END = Move(
    DECISION, UNDOING, access.UNDO, (DECIDED, WITHDRAWN), ANSWERED,
    facts={"undid": str},
    told=Hears(daily=THOSE_WHO_WAIT),
)  # fmt: skip
UNDO_END_UNANSWERED = Move(
    DECISION, UNDOING, access.UNDO, (DECIDED, WITHDRAWN), WAITING,
    facts={"undid": str},
    told=Hears(daily=THOSE_WHO_WAIT),
)  # fmt: skip
UNDO_REOPENING = Move(
    DECISION, UNDOING, access.UNDO, (ANSWERED,), DECIDED,
    facts={"undid": str},
    told=Hears(at_once=THOSE_WHO_WAIT),
)  # fmt: skip
UNDO_REOPENING_WITHDRAWN = Move(
    DECISION, UNDOING, access.UNDO, (WAITING, ANSWERED), WITHDRAWN,
    facts={"undid": str},
    others=Outcome.WITHDRAWN,
    told=Hears(at_once=THOSE_WHO_WAIT),
)  # fmt: skip
RETYPE = Move(
    DECISION, "type changed", access.ASK_IMPACT, (WAITING, ANSWERED), None,
    facts={"topic": str, "before": str},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
UNDO_RETYPE = Move(
    DECISION, UNDOING, access.UNDO, (WAITING, ANSWERED), None,
    facts={"undid": str},
    told=NOBODY,
)  # fmt: skip
LET_IN = Move(
    DECISION, "let in", access.OPEN_DECISION, STANDING, None,
    facts={"to": str},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
UNDO_AUDIENCE = Move(
    DECISION, UNDOING, access.UNDO, STANDING, None,
    facts={"undid": str},
    changes=frozenset({Column.AUDIENCE}),
    # As nobody hears who may see it.
    told=NOBODY,
)  # fmt: skip
NOTE = Move(
    DECISION, "noted", access.NOTE, STANDING, None,
    facts={"words": str},
    told=FOLLOWERS,
)  # fmt: skip
UNDO_ASKING = Move(
    DECISION, UNDOING, access.UNDO, (WAITING,), WITHDRAWN,
    facts={"undid": str},
    others=Outcome.WITHDRAWN,
    told=FOLLOWERS,
)  # fmt: skip
UNDO_FIRST_ANSWER = Move(
    DECISION, UNDOING, access.UNDO, (ANSWERED,), WAITING,
    facts={"undid": str},
    told=FOLLOWERS,
)  # fmt: skip
UNDO_ANSWER = Move(
    DECISION, UNDOING, access.UNDO, (ANSWERED, DECIDED), None,
    facts={"undid": str},
    told=FOLLOWERS,
)  # fmt: skip

MOVES = (
    ASK, PROPOSE, PROMPT, PROMPT_ON_TIME, ANSWER, ANSWER_LATE, NAME, MOVE_DAY, DECIDE, WITHDRAW,
    NEEDLESS, REOPEN, REOPEN_UNANSWERED, LOOK_BACK, CAME_TRUE, PUT_OFF, RETYPE, MAKE_PRIVATE, SHOW,
    LET_IN, UNDO_AUDIENCE, NOTE, UNDO_RETYPE, UNDO_NAMING, UNDO_MOVING_DAY, UNDO_END,
    UNDO_END_UNANSWERED, UNDO_REOPENING, UNDO_REOPENING_WITHDRAWN, UNDO_CAME_TRUE, UNDO_LATER,
    UNDO_ASKING, UNDO_FIRST_ANSWER, UNDO_ANSWER,
)  # fmt: skip
"""All of the above, in the order in which they are told."""

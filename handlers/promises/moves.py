"""The table of moves: what may become of a task or an issue, who may, and who is asked next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from handlers.people import access
from handlers.promises.asked import (
    ACCEPT,
    ACKNOWLEDGE,
    CHECK,
    FINISH,
    INFORM,
    OF_LOOP,
    OF_OWNER,
    PREVENT,
    REVIEW,
    SUPPLY,
    TELL,
    TRIAGE,
    VERIFY,
    WARN,
)
from handlers.promises.asked import HELP as HAND
from handlers.promises.hearers import (
    NOBODY,
    OWNER_AND_WAITING,
    THOSE_WHO_WAIT,
    WAITING,
    Hearer,
    Hears,
)
from handlers.promises.lifecycle import Column, Move
from handlers.promises.undoable import UNDOING
from storage import issues, tasks
from storage.asks import Outcome
from storage.issues import Step
from storage.items import CLOSED_STATES, LIVE_STATES, PROMISED_STATES, State

TASK, ISSUE = (tasks.Promise.noun,), (issues.Experience.noun,)
BOTH = (*TASK, *ISSUE)
OPEN, TAKEN, LIVE, ANY = (State.OPEN,), (State.ACKNOWLEDGED,), PROMISED_STATES, tuple(State)
CORRECTED = (State.CORRECTED,)
ANSWERED, REDATED, WITHDRAWN = Outcome.ANSWERED, Outcome.REDATED, Outcome.WITHDRAWN
ENDED = (State.DONE, State.DECLINED)
DUE, AUDIENCE = frozenset({Column.DUE}), frozenset({Column.AUDIENCE})
FEELING = frozenset({Column.FEELING})
SPOKEN: Mapping[str, type] = {"said": list, "left_out": str, "answered": str}
"""What is kept of speaking with a customer: the steps that were said, and what they answered."""

GIVE = Move(
    TASK, "created", access.CREATE_TASK, (), State.OPEN,
    facts={"owner": str},
    may_say={"reason": str},
    opens=(ACKNOWLEDGE,),
    told=NOBODY,
)  # fmt: skip
GIVE_ONESELF = Move(
    TASK, "created", access.CREATE_TASK, (), State.ACKNOWLEDGED,
    facts={"owner": str},
    may_say={"reason": str},
    opens=(FINISH,),
    told=NOBODY,
)  # fmt: skip
REPORT = Move(
    ISSUE, "reported", access.CREATE_ISSUE, (), State.OPEN,
    facts={"rule": str},
    may_say={"felt": str, "departments": str, "more": str, "cause": str, "cause_id": str},
    opens=(ACKNOWLEDGE,),
    opens_if=(INFORM,),
    told=NOBODY,
)  # fmt: skip
REPORT_UNROUTED = Move(
    ISSUE, "reported", access.CREATE_ISSUE, (), State.OPEN,
    facts={"rule": str},
    may_say={"felt": str, "more": str, "cause": str, "cause_id": str},
    opens_if=(TRIAGE, INFORM),
    told=NOBODY,
)  # fmt: skip
SCORED_LOW = Move(
    ISSUE, "scored low", None, LIVE_STATES, None,
    facts={"survey": str},
    opens_if=(INFORM,),
    told=NOBODY,
)  # fmt: skip
"""Its customer gave a low score while it was open: they hear from us about both at once."""
CALL_TODAY = Move(
    ISSUE, "call promised", access.INFORM, LIVE_STATES, None,
    facts={"on": str, "weights": dict},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
"""Whoever is asked to tell the customer calls on that local day: a promise, and not the call."""
ROUTE = Move(
    ISSUE, "routed", access.TRIAGE, OPEN, State.OPEN,
    facts={"department": str, "words": list},
    changes=frozenset({Column.OWNER, Column.DEPARTMENT, Column.DUE}),
    ends={TRIAGE: ANSWERED},
    others=WITHDRAWN,
    keeps=(WARN, INFORM),
    opens=(ACKNOWLEDGE,),
    told=WAITING,
)  # fmt: skip
TAKE = Move(
    BOTH, "acknowledged", access.TAKE, OPEN, State.ACKNOWLEDGED,
    changes=DUE,
    ends=dict.fromkeys(OF_OWNER, ANSWERED),
    opens=(FINISH,),
    opens_if=(INFORM,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
REDATE_AND_TAKE = Move(
    BOTH, "dated", access.TAKE, OPEN, State.ACKNOWLEDGED,
    facts={"due": datetime, "reason": str},
    changes=DUE,
    ends=dict.fromkeys(OF_OWNER, REDATED),
    opens=(FINISH,),
    opens_if=(INFORM,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
REDATE = Move(
    BOTH, "dated", access.CHANGE_DATE, TAKEN, None,
    facts={"due": datetime, "reason": str},
    changes=DUE,
    ends=dict.fromkeys(OF_OWNER, REDATED),
    opens=(FINISH,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
REDATE_FOR_THEM = Move(
    BOTH, "dated", access.CHANGE_DATE, OPEN, None,
    facts={"due": datetime, "reason": str},
    changes=DUE,
    ends=dict.fromkeys(OF_OWNER, WITHDRAWN),
    opens_if=(ACKNOWLEDGE,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
CONFIRM = Move(
    BOTH, "confirmed", access.TAKE, TAKEN, None,
    ends={FINISH: Outcome.CONFIRMED},
    opens=(FINISH,),
    told=NOBODY,
)  # fmt: skip
NEW_DATES = (REDATE, REDATE_AND_TAKE, REDATE_FOR_THEM)
"""What a new date can be, by state and person: the first that fits."""

SNOOZE = Move(
    BOTH, "snoozed", access.SNOOZE, LIVE, None,
    facts={"until": datetime, "reason": str},
    told=NOBODY,
)  # fmt: skip
WAIT = Move(
    BOTH, "paused", access.WAIT, TAKEN, None,
    facts={"until": datetime, "reason": str, "days": int, "weights": dict},
    may_say={"whom": str},
    changes=DUE,
    opens_if=(SUPPLY,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""It waits for a customer or a department: the clock of its owner is paused until a day."""
WAIT_WITH_STEP = replace(
    WAIT, nouns=ISSUE, right=access.WAIT_WITH_STEP, start=CORRECTED, changes=frozenset()
)
"""The same of a step that is left once an issue is corrected."""
WAITS = (WAIT_WITH_STEP, WAIT)
RESUME = Move(
    BOTH, "resumed", access.RESUME, TAKEN, None,
    facts={"days": int, "weights": dict},
    may_say={"whom": str},
    changes=DUE,
    ends={SUPPLY: WITHDRAWN},
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
RESUME_STEP = replace(RESUME, nouns=ISSUE, start=CORRECTED, changes=frozenset())
RESUMES = (RESUME_STEP, RESUME)
SUPPLIED = Move(
    BOTH, "supplied", access.SUPPLY, (*TAKEN, *CORRECTED), None,
    facts={"words": str, "days": int},
    may_say={"whom": str},
    ends={SUPPLY: ANSWERED},
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
NOT_SUPPLIED = Move(
    BOTH, "not supplied", access.SUPPLY, (*TAKEN, *CORRECTED), None,
    facts={"reason": str, "days": int},
    may_say={"whom": str},
    ends={SUPPLY: Outcome.DECLINED},
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""The department cannot give it, and says why: whoever waited has to find another way."""
WAIT_OVER = Move(
    BOTH, "waited", None, (*TAKEN, *CORRECTED), None,
    facts={"days": int},
    may_say={"whom": str},
    told=NOBODY,
)  # fmt: skip
"""Its day has come: whoever is asked goes on, and reads so in the message of their day."""
DONE = Move(
    BOTH, "done", access.FINISH, LIVE, State.DONE,
    may_say={"evidence": str},
    ends=dict.fromkeys(OF_OWNER, ANSWERED),
    others=WITHDRAWN,
    does=Step.CORRECTED,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
CORRECT = Move(
    ISSUE, "corrected", access.FINISH, LIVE, State.CORRECTED,
    may_say={"evidence": str},
    ends=dict.fromkeys(OF_OWNER, ANSWERED),
    others=WITHDRAWN,
    keeps=OF_LOOP,
    opens_if=OF_LOOP,
    does=Step.CORRECTED,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""What was promised is done, and more of the loop is to come; else it is done."""
INFORMED = Move(
    ISSUE, "told", access.INFORM, LIVE_STATES, None,
    may_say={"words": str, "evidence": str, "feels": str, **SPOKEN},
    changes=FEELING,
    ends={INFORM: ANSWERED},
    does=Step.TOLD,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
PREVENTED = Move(
    ISSUE, "prevented", access.FINISH, LIVE_STATES, None,
    facts={"cause": str, "cause_id": str, "words": str},
    may_say={"evidence": str, "repeat": str},
    changes=frozenset({Column.CAUSE}),
    ends={PREVENT: ANSWERED},
    does=Step.PREVENTED,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
VERIFIED = Move(
    ISSUE, "verified", access.VERIFY, CORRECTED, None,
    may_say={"words": str, "evidence": str, "feels": str},
    changes=FEELING,
    ends={VERIFY: ANSWERED},
    does=Step.VERIFIED,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
STEPS = {move.does: move for move in (INFORMED, PREVENTED, VERIFIED)}
LAST_STEPS = {
    step: replace(move, start=CORRECTED, end=State.DONE, others=WITHDRAWN)
    for step, move in STEPS.items()
}
"""The same where nothing of the loop is left: it closes with it."""
TOLD_JOINED = replace(INFORMED, start=(State.WITHDRAWN,))
"""The same of what is joined to another: its own customer hears of it."""
CHECK_UP = Move(
    ISSUE, "due to be checked", None, (State.DONE,), None,
    opens_if=(CHECK,),
    told=NOBODY,
)  # fmt: skip
"""A while after it was closed somebody is asked whether it held."""
HELD = Move(
    ISSUE, "held", access.VERIFY, (State.DONE,), None,
    may_say={"words": str, "evidence": str},
    ends={CHECK: ANSWERED},
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
DECLINE = Move(
    BOTH, "declined", access.DECLINE, LIVE, State.DECLINED,
    facts={"reason": str},
    may_say={"teller": str, "by": datetime, "weighed": str, "instead": str, "avoids": int,
             "causes": int, "currency": str},
    ends=dict.fromkeys(OF_OWNER, Outcome.DECLINED),
    others=WITHDRAWN,
    keeps=(WARN,),
    opens_if=(TELL, REVIEW),
    can_undo=True,
    told=Hears(at_once=(*THOSE_WHO_WAIT, Hearer.OWNER)),
)  # fmt: skip
WITHDRAW = Move(
    BOTH, "withdrawn", access.WITHDRAW, LIVE_STATES, State.WITHDRAWN,
    may_say={"reason": str},
    others=WITHDRAWN,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
WITHDRAW_PART = replace(WITHDRAW, nouns=TASK, right=access.LET_GO)
"""The same of what a department was to take of an issue, when that is taken back."""
UNDO_IMPORT = Move(
    BOTH, "import undone", access.WITHDRAW, (*LIVE_STATES, *ENDED), State.WITHDRAWN,
    facts={"file": str},
    others=WITHDRAWN,
    voids=True,
    told=NOBODY,
)  # fmt: skip
"""Nobody has touched it since it came in, so nobody waits for it."""
MERGE = Move(
    ISSUE, "merged", access.MERGE, LIVE, State.WITHDRAWN,
    facts={"into": str},
    changes=frozenset({Column.JOINED}),
    others=WITHDRAWN,
    keeps=(INFORM,),
    opens_if=(INFORM,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""It goes on as a part of another, so nobody is asked about it any more."""
TOLD = Move(
    BOTH, "told", access.TELL, (State.DECLINED,), None,
    may_say={"words": str, "evidence": str, "feels": str, **SPOKEN},
    changes=FEELING,
    ends={TELL: ANSWERED},
    does=Step.TOLD,
    told=WAITING,
)  # fmt: skip
STAND = Move(
    BOTH, "stood by", access.REVIEW, (State.DECLINED,), None,
    ends={REVIEW: ANSWERED},
    told=OWNER_AND_WAITING,
)  # fmt: skip
FEEL = Move(
    ISSUE, "felt", access.INFORM, (*LIVE_STATES, *ENDED), None,
    may_say={"felt": str, "feels": str},
    changes=FEELING,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""How the customer felt when it was reported, or feels by now."""
HELP = Move(
    BOTH, "helped", access.ASK_FOR_HELP, LIVE_STATES, None,
    facts={"reason": str},
    opens_if=(HAND,),
    told=NOBODY,
)  # fmt: skip
NOTE = Move(
    BOTH, "noted", access.NOTE, ANY, None,
    facts={"words": str},
    told=OWNER_AND_WAITING,
)  # fmt: skip
JOIN = Move(
    BOTH, "joined", access.JOIN, LIVE_STATES, None,
    ends={HAND: ANSWERED},
    told=Hears(at_once=(Hearer.OWNER,)),
)  # fmt: skip
FIND = Move(
    BOTH, "referred", access.FIND_HELP, LIVE_STATES, None,
    facts={"to": str},
    ends={HAND: Outcome.HANDED_OVER},
    opens=(HAND,),
    told=Hears(at_once=(Hearer.OWNER,)),
)  # fmt: skip
PASS_ON = Move(
    ISSUE, "passed on", access.PASS_ON, (*LIVE_STATES, State.DONE, State.WITHDRAWN), None,
    facts={"to": str, "step": str},
    may_say={"reason": str},
    ends=dict.fromkeys((*OF_LOOP, CHECK), Outcome.HANDED_OVER),
    opens_if=(*OF_LOOP, CHECK),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""Somebody else is asked for one step: that question ends, the others go on."""
OFFER = Move(
    BOTH, "offered", access.HAND_OVER, LIVE, None,
    facts={"to": str, "reason": str},
    may_say={"tried": str, "told": str, "needs": str},
    opens=(ACCEPT,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
TAKE_OVER = Move(
    BOTH, "accepted", access.ACCEPT, LIVE, State.ACKNOWLEDGED,
    facts={"from_id": str},
    may_say={"giver": str, "reason": str},
    changes=DUE | {Column.OWNER, Column.DEPARTMENT},
    ends={ACCEPT: ANSWERED},
    others=Outcome.HANDED_OVER,
    keeps=(WARN,),
    opens=(FINISH,),
    opens_if=(INFORM,),
    can_undo=True,
    told=Hears(at_once=(Hearer.FORMER,), daily=THOSE_WHO_WAIT),
)  # fmt: skip
RETRACT = Move(
    BOTH, "retracted", access.HAND_OVER, LIVE, None,
    ends={ACCEPT: WITHDRAWN},
    told=OWNER_AND_WAITING,
)  # fmt: skip
RETURN = Move(
    BOTH, "returned", access.ACCEPT, LIVE, None,
    facts={"from_id": str, "reason": str},
    ends={ACCEPT: Outcome.DECLINED},
    told=WAITING,
)  # fmt: skip
TALK = Move(
    BOTH, "talked", access.TALK, LIVE_STATES, None,
    facts={"until": datetime},
    # Its owner reads so in a message of its own, about all of the talk at once.
    told=NOBODY,
)  # fmt: skip
REOPEN = Move(
    BOTH, "reopened", access.REOPEN, (*CORRECTED, *CLOSED_STATES), State.OPEN,
    facts={"reason": str},
    may_say={"heard": str},
    fails=(Step.TOLD, Step.CORRECTED, Step.VERIFIED),
    changes=frozenset({Column.OWNER, Column.DUE}),
    others=WITHDRAWN,
    keeps=(WARN,),
    opens_if=(ACKNOWLEDGE, TRIAGE),
    can_undo=True,
    told=Hears(at_once=THOSE_WHO_WAIT),
)  # fmt: skip
CAME_BACK = replace(
    REOPEN, nouns=ISSUE, start=(State.DONE,),
    facts={**REOPEN.facts, "failed": str},
    fails=tuple(Step),
)  # fmt: skip
"""The same where somebody is asked whether it held: what was to prevent it did not."""
BRING_BACK = Move(
    TASK, REOPEN.verb, None, (State.DONE,), State.OPEN,
    facts={"reason": str},
    changes=REOPEN.changes,
    opens=(ACKNOWLEDGE,),
    can_undo=True,
    told=REOPEN.told,
)  # fmt: skip
"""It was to keep an issue from coming back, and the cause of that came back."""
NOT_HELD = Move(
    ISSUE, "not held", None, (State.DONE,), None,
    facts={"reason": str},
    ends={CHECK: WITHDRAWN},
    can_undo=True,
    told=WAITING,
)  # fmt: skip
"""Its cause came back in another issue: that answers whether what was to prevent it held."""
GIVE_TO = Move(
    BOTH, "given", access.GIVE_TO, LIVE, State.OPEN,
    facts={"to": str, "from_id": str, "reason": str},
    changes=frozenset({Column.OWNER, Column.DEPARTMENT}),
    others=Outcome.HANDED_OVER,
    keeps=(WARN,),
    opens=(ACKNOWLEDGE,),
    can_undo=True,
    told=Hears(at_once=(Hearer.FORMER,), daily=THOSE_WHO_WAIT),
)  # fmt: skip
SETTLE = Move(
    BOTH, "given", access.SETTLE, LIVE, State.OPEN,
    facts={"to": str, "from_id": str, "reason": str},
    changes=frozenset({Column.OWNER, Column.DEPARTMENT}),
    others=Outcome.HANDED_OVER,
    keeps=(WARN,),
    opens=(ACKNOWLEDGE,),
    can_undo=True,
    told=Hears(at_once=(Hearer.FORMER,), daily=THOSE_WHO_WAIT),
)  # fmt: skip
"""It went back and forth between departments: executives say whose it is, or that it stays."""
EDIT = Move(
    BOTH, "edited", access.EDIT, LIVE_STATES, None,
    facts={"before": dict, "after": dict, "weights": dict},
    may_say={"reason": str},
    changes=frozenset({Column.TITLE, Column.CUSTOMER, Column.SEVERITY, Column.DEPARTMENT,
                       Column.DUE, Column.OUTCOME}),
    ends=dict.fromkeys(OF_LOOP, WITHDRAWN),
    opens_if=OF_LOOP,
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""What is still needed of its loop is asked for, and what is not needed any more is not."""
EDIT_CUSTOMER = replace(EDIT, fails=(Step.TOLD,))
"""The same where it is for somebody else than before: they have heard nothing from us."""
EDIT_PART = replace(EDIT, nouns=TASK, right=access.LET_GO, start=LIVE, ends={}, opens_if=())
"""What a department takes of an issue is called, and weighs, as that does."""
EDIT_LAST, EDIT_LAST_CUSTOMER = (
    replace(move, nouns=ISSUE, start=CORRECTED, end=State.DONE, others=WITHDRAWN, opens_if=())
    for move in (EDIT, EDIT_CUSTOMER)
)
"""The same where it needs nothing more than it has: it closes with it."""
UNDO = Move(
    BOTH, UNDOING, access.UNDO, ANY, None,
    facts={"undid": str, "restored": dict},
    changes=frozenset({Column.BEFORE}),
    takes_back=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
UNDO_BEGINNING = Move(
    BOTH, UNDOING, access.UNDO, LIVE, State.WITHDRAWN,
    facts={"undid": str},
    others=WITHDRAWN,
    voids=True,
    told=WAITING,
)  # fmt: skip
ADD_TASK = Move(
    ISSUE, "tasked", access.CREATE_TASK, LIVE_STATES, None,
    facts={"task": str},
    told=NOBODY,
)  # fmt: skip
SET_TO_PREVENT = Move(
    TASK, "set to prevent", access.LET_GO, LIVE, None,
    facts={"issue": str},
    changes=frozenset({Column.PREVENTS}),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""A task of an issue is to keep that from coming back: it is open again where it does."""
INVOLVE = Move(
    ISSUE, "involved", access.INVOLVE, LIVE, None,
    facts={"departments": str, "tasks": str},
    may_say={"reason": str},
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""Other departments are asked to take their part: each of these is a task."""
CONCERN = Move(
    ISSUE, "concerned", access.CONCERN, (*LIVE, State.DECLINED), None,
    facts={"customers": str, "count": int},
    opens_if=(WARN,),
    can_undo=True,
    told=OWNER_AND_WAITING,
)  # fmt: skip
"""Other customers will meet it: each is to hear it from us before they notice."""
WARNED = Move(
    ISSUE, "told first", access.WARN, (*LIVE_STATES, *ENDED), None,
    facts={"customers": str, "count": int},
    may_say={"words": str},
    can_undo=True,
    told=WAITING,
)  # fmt: skip
"""Whoever has told all of theirs is not asked any more; neither by this nor by the next."""
SPARED = Move(
    ISSUE, "need not hear", access.WARN, (*LIVE_STATES, *ENDED), None,
    facts={"customers": str, "count": int, "reason": str},
    can_undo=True,
    told=WAITING,
)  # fmt: skip
MAKE_PRIVATE = Move(
    BOTH, "made private", access.CHANGE_AUDIENCE, ANY, None,
    changes=AUDIENCE,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
SHOW = Move(
    BOTH, "shown to all", access.CHANGE_AUDIENCE, ANY, None,
    changes=AUDIENCE,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PART_PRIVATE = replace(MAKE_PRIVATE, nouns=TASK, right=access.LET_GO)
PART_SHOWN = replace(SHOW, nouns=TASK, right=access.LET_GO)
"""The parts that departments take of an issue are seen by those who see that."""
LET_IN = Move(
    BOTH, "let in", access.CHANGE_AUDIENCE, ANY, None,
    facts={"to": str},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
UNDO_AUDIENCE = replace(UNDO, told=NOBODY)
"""Nobody hears who may see it, nor that this is undone."""
ESCALATE = Move(
    BOTH, "escalated", None, ANY, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip
INHERIT = Move(
    BOTH, "inherited", None, LIVE_STATES, None,
    facts={"from_id": str, "to": str},
    changes=frozenset({Column.OWNER}),
    told=NOBODY,
)  # fmt: skip
"""Whom it concerns reads of all that somebody leaves at once, in one message."""
INHERIT_OFFERED = replace(INHERIT, ends={ACCEPT: WITHDRAWN})
"""The same where it was on offer to who follows them: it is theirs, and not on offer any more."""

MOVES = (
    GIVE, GIVE_ONESELF, REPORT, REPORT_UNROUTED, SCORED_LOW, CALL_TODAY, ROUTE, TAKE,
    REDATE_AND_TAKE, REDATE, REDATE_FOR_THEM, CONFIRM, SNOOZE, *WAITS, *RESUMES, SUPPLIED,
    NOT_SUPPLIED, WAIT_OVER, DONE, CORRECT, INFORMED, LAST_STEPS[Step.TOLD], PREVENTED,
    LAST_STEPS[Step.PREVENTED], VERIFIED,
    LAST_STEPS[Step.VERIFIED], CHECK_UP, HELD, FEEL, DECLINE, WITHDRAW, WITHDRAW_PART, MERGE,
    TOLD_JOINED, TOLD, STAND, HELP, JOIN, FIND, NOTE, PASS_ON, OFFER, TAKE_OVER, RETRACT, RETURN,
    TALK, REOPEN, CAME_BACK, BRING_BACK, NOT_HELD, GIVE_TO, SETTLE, EDIT, EDIT_CUSTOMER, EDIT_PART,
    EDIT_LAST, EDIT_LAST_CUSTOMER, UNDO, UNDO_BEGINNING, UNDO_IMPORT, ADD_TASK, SET_TO_PREVENT,
    INVOLVE, CONCERN, WARNED, SPARED,
    MAKE_PRIVATE, SHOW, PART_PRIVATE, PART_SHOWN, LET_IN, UNDO_AUDIENCE, ESCALATE, INHERIT,
    INHERIT_OFFERED,
)  # fmt: skip
"""All of the above, in the order in which they are told."""

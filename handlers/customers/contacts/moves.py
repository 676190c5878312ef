"""The table of moves of a contact: named, heard, called by a day, let rest, gone; sought, found."""

from __future__ import annotations

from handlers.customers.contacts.kind import CALLING, REACH, STILL, WHO
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from storage.asks import Outcome
from storage.contacts import ASKED, CALLS, NAMELESS, THERE, Contact, ContactState

CONTACT = (Contact.noun,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""

NAME = Move(
    CONTACT, "named", access.NAME_CONTACT, (), ContactState.NAMED,
    facts={"contact": dict},
    told=NOBODY,
)  # fmt: skip
BRING = Move(
    CONTACT, "brought in", None, (), ContactState.NAMED,
    facts={"contact": dict},
    told=NOBODY,
)  # fmt: skip
SEEK = Move(
    CONTACT, "sought", None, (), ContactState.SOUGHT,
    facts={"contact": dict},
    opens=(WHO.name,),
    told=NOBODY,
)  # fmt: skip
FOUND = Move(
    CONTACT, "found", access.NAME_CONTACT, NAMELESS, ContactState.NAMED,
    facts=DIFFERENT,
    ends={WHO.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
NOBODY_KNOWS = Move(
    CONTACT, "nobody knows", access.ANSWER_CONTACT, (ContactState.SOUGHT,), ContactState.UNKNOWN,
    facts={"task": str},
    ends={WHO.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
CORRECT = Move(
    CONTACT, "corrected", access.NAME_CONTACT, THERE, None,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
ASK_CALL = Move(
    CONTACT, "call asked for", None, (ContactState.NAMED,), ContactState.UNHEARD,
    facts={"to": str},
    opens=(REACH.name,),
    told=NOBODY,
)  # fmt: skip
PROMISE = Move(
    CONTACT, "call promised", access.ANSWER_CONTACT, THERE, ContactState.PROMISED,
    facts=DIFFERENT,
    ends={REACH.name: Outcome.ANSWERED, CALLING.name: Outcome.REDATED},
    opens=(CALLING.name,),
    told=NOBODY,
)  # fmt: skip
GIVE = Move(
    CONTACT, "call given", access.ANSWER_CONTACT, ASKED, ContactState.PROMISED,
    facts=DIFFERENT,
    ends=dict.fromkeys(CALLS, Outcome.ANSWERED),
    told=NOBODY,
)  # fmt: skip
AGAIN = Move(
    CONTACT, "call missing again", None, (ContactState.PROMISED, ContactState.NAMED),
    ContactState.NAMED,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
HEAR = Move(
    CONTACT, "heard", access.ANSWER_CONTACT, THERE, ContactState.NAMED,
    facts={**DIFFERENT, "heard": dict},
    ends=dict.fromkeys((*CALLS, STILL.name), Outcome.ANSWERED),
    told=NOBODY,
)  # fmt: skip
ANSWERED = Move(
    CONTACT, "answered", None, (ContactState.NAMED, ContactState.UNHEARD), ContactState.NAMED,
    facts={**DIFFERENT, "heard": dict},
    ends=dict.fromkeys((REACH.name, STILL.name), Outcome.ANSWERED),
    told=NOBODY,
)  # fmt: skip
ANSWERED_BEFORE_CALL = Move(
    CONTACT, "answered before the call", None, (ContactState.PROMISED,), None,
    facts={**DIFFERENT, "heard": dict},
    ends={STILL.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
REST = Move(
    CONTACT, "let rest", access.ANSWER_CONTACT, THERE, ContactState.NAMED,
    facts=DIFFERENT,
    ends=dict.fromkeys(CALLS, Outcome.DECLINED),
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    CONTACT, "passed on", access.ANSWER_CONTACT, (*ASKED, ContactState.SOUGHT), None,
    facts={"to": str, "asked_for": str},
    ends=dict.fromkeys((*CALLS, WHO.name), Outcome.HANDED_OVER),
    opens_if=(REACH.name, WHO.name),
    told=NOBODY,
)  # fmt: skip
LEAVE = Move(
    CONTACT, "gone", access.ANSWER_CONTACT, THERE, ContactState.GONE,
    facts=DIFFERENT,
    ends={**dict.fromkeys(CALLS, Outcome.WITHDRAWN), STILL.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
DOUBT = Move(
    CONTACT, "doubted", None, THERE, None,
    facts={**DIFFERENT, "to": str},
    opens=(STILL.name,),
    told=NOBODY,
)  # fmt: skip
CONFIRM = Move(
    CONTACT, "still there", access.ANSWER_CONTACT, THERE, None,
    facts=DIFFERENT,
    ends={STILL.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
FIND_OUT = Move(
    CONTACT, "found out by a task", access.ANSWER_CONTACT, THERE, None,
    facts={**DIFFERENT, "task": str},
    ends={STILL.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
ASK_ANOTHER = Move(
    CONTACT, "another asked", access.ANSWER_CONTACT, THERE, None,
    facts={"to": str},
    ends={STILL.name: Outcome.HANDED_OVER},
    opens=(STILL.name,),
    told=NOBODY,
)  # fmt: skip
TRUST = Move(
    CONTACT, "doubted no more", None, (*THERE, ContactState.GONE), None,
    facts=DIFFERENT,
    ends={STILL.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
DROP = Move(
    CONTACT, "not asked any more", None, ASKED, ContactState.NAMED,
    ends=dict.fromkeys(CALLS, Outcome.WITHDRAWN),
    told=NOBODY,
)  # fmt: skip
DROP_SEAT = Move(
    CONTACT, "not sought any more", None, NAMELESS, ContactState.GONE,
    ends={WHO.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    CONTACT, "escalated", None, (*THERE, ContactState.SOUGHT), None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip

MOVES = (
    NAME, BRING, SEEK, FOUND, NOBODY_KNOWS, CORRECT, ASK_CALL, PROMISE, GIVE, AGAIN, HEAR, ANSWERED,
    ANSWERED_BEFORE_CALL, REST, PASS_ON, LEAVE, DOUBT, CONFIRM, FIND_OUT,
    ASK_ANOTHER, TRUST, DROP, DROP_SEAT, ESCALATE,
)  # fmt: skip
"""All of the above, in the order in which they are told.

What customers' people said stands under `before`, `after` and `heard`: not everybody who searches
may read it.
"""

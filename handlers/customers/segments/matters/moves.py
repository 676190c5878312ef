"""The table of moves of a matter: asked, answered, asked of the customer first, passed on, over."""

from __future__ import annotations

from datetime import datetime

from handlers.customers.segments.matters.kind import ACCEPTS, ALIKE, BEHIND, LEADS, TERMS
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from storage.asks import Outcome
from storage.matters import STANDING, Matter, MatterState

MATTER = (Matter.noun,)
ASKED, FOLLOWED = (MatterState.ASKED,), (MatterState.FOLLOWED,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""
KINDS = (TERMS.name, ALIKE.name, BEHIND.name, LEADS.name, ACCEPTS.name)

ASK = Move(
    MATTER, "asked", None, (), MatterState.ASKED,
    facts={"matter": dict, "to": str},
    opens_if=KINDS,
    told=NOBODY,
)  # fmt: skip
ANSWER = Move(
    MATTER, "answered", access.ANSWER_MATTER, STANDING, MatterState.ANSWERED,
    facts=DIFFERENT,
    ends=dict.fromkeys(KINDS, Outcome.ANSWERED),
    told=NOBODY,
)  # fmt: skip
NAME_LEAD = Move(
    MATTER, "lead named", access.NAME_LEAD, ASKED, MatterState.ANSWERED,
    facts=DIFFERENT,
    ends={LEADS.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
ACCEPT = Move(
    MATTER, "accepted", access.PLACE_CUSTOMERS, ASKED, MatterState.ANSWERED,
    facts=DIFFERENT,
    ends={ACCEPTS.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
DECLINE = Move(
    MATTER, "not asked of them", access.ANSWER_MATTER, STANDING, MatterState.ANSWERED,
    facts=DIFFERENT,
    ends=dict.fromkeys(KINDS, Outcome.DECLINED),
    told=NOBODY,
)  # fmt: skip
FOLLOW = Move(
    MATTER, "followed", access.ANSWER_MATTER, ASKED, MatterState.FOLLOWED,
    facts=DIFFERENT,
    ends=dict.fromkeys(KINDS, Outcome.ANSWERED),
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    MATTER, "passed on", access.ANSWER_MATTER, ASKED, None,
    facts={"to": str},
    ends=dict.fromkeys(KINDS, Outcome.HANDED_OVER),
    opens_if=KINDS,
    told=NOBODY,
)  # fmt: skip
PUT_OFF = Move(
    MATTER, "put off", access.ANSWER_MATTER, ASKED, None,
    facts={"until": datetime, "reason": str},
    told=NOBODY,
)  # fmt: skip
AGAIN = Move(
    MATTER, "asked again", None, FOLLOWED, MatterState.ASKED,
    facts={**DIFFERENT, "to": str},
    opens_if=KINDS,
    told=NOBODY,
)  # fmt: skip
KNOWN = Move(
    MATTER, "known meanwhile", None, STANDING, MatterState.ANSWERED,
    facts=DIFFERENT,
    ends=dict.fromkeys(KINDS, Outcome.ANSWERED),
    told=NOBODY,
)  # fmt: skip
DROP = Move(
    MATTER, "not asked any more", None, STANDING, MatterState.OVER,
    ends=dict.fromkeys(KINDS, Outcome.WITHDRAWN),
    told=NOBODY,
)  # fmt: skip
LAPSE = Move(
    MATTER, "not answered", None, ASKED, MatterState.UNANSWERED,
    ends=dict.fromkeys(KINDS, Outcome.WITHDRAWN),
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    MATTER, "escalated", None, ASKED, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip

MOVES = (
    ASK, ANSWER, NAME_LEAD, ACCEPT, DECLINE, FOLLOW, PASS_ON, PUT_OFF, AGAIN, KNOWN, DROP, LAPSE,
    ESCALATE,
)  # fmt: skip
"""All of the above, in the order in which they are told."""

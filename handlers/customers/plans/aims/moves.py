"""The table of moves of an aim: asked, written, asked of the customer, passed on, undone, over."""

from __future__ import annotations

from handlers.customers.plans.aims.kind import PLAN
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.aims import STANDING, Aim, AimState
from storage.asks import Outcome

AIM = (Aim.noun,)
ASKED, FOLLOWED = (AimState.ASKED,), (AimState.FOLLOWED,)
SAID, OVER = (AimState.SAID,), (AimState.OVER,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""

ASK = Move(
    AIM, "asked", None, (), AimState.ASKED,
    facts={"aim": dict, "to": str},
    opens_if=(PLAN.name,),
    told=NOBODY,
)  # fmt: skip
WRITE = Move(
    AIM, "written", access.WRITE_AIM, (), AimState.SAID,
    facts={"aim": dict, "words": str},
    told=NOBODY,
)  # fmt: skip
SAY = Move(
    AIM, "said", access.WRITE_AIM, (*STANDING, *SAID, *OVER), AimState.SAID,
    facts={**DIFFERENT, "words": str},
    ends={PLAN.name: Outcome.ANSWERED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
FOLLOW = Move(
    AIM, "followed", access.WRITE_AIM, ASKED, AimState.FOLLOWED,
    facts=DIFFERENT,
    ends={PLAN.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    AIM, "passed on", access.WRITE_AIM, ASKED, None,
    facts={"to": str},
    ends={PLAN.name: Outcome.HANDED_OVER},
    opens=(PLAN.name,),
    told=NOBODY,
)  # fmt: skip
AGAIN = Move(
    AIM, "asked again", None, FOLLOWED, AimState.ASKED,
    facts={"to": str},
    opens_if=(PLAN.name,),
    told=NOBODY,
)  # fmt: skip
BACK = Move(
    AIM, "asked after all", None, OVER, AimState.ASKED,
    facts={"to": str, **DIFFERENT},
    opens_if=(PLAN.name,),
    told=NOBODY,
)  # fmt: skip
HAND_ON = Move(
    AIM, "handed on", None, ASKED, None,
    facts={"to": str, **DIFFERENT},
    ends={PLAN.name: Outcome.HANDED_OVER},
    opens=(PLAN.name,),
    told=NOBODY,
)  # fmt: skip
NEW_LEAD = Move(
    AIM, "led by another", None, STANDING, None,
    facts={"to": str, **DIFFERENT},
    told=NOBODY,
)  # fmt: skip
DROP = Move(
    AIM, "not asked any more", None, STANDING, AimState.OVER,
    ends={PLAN.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    AIM, "escalated", None, ASKED, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip
UNDONE = {
    state: Move(
        AIM, UNDOING, access.UNDO, SAID, state,
        facts={"undid": str, **DIFFERENT},
        opens_if=(PLAN.name,) if state == AimState.ASKED else (),
        told=NOBODY,
    )
    for state in AimState
}  # fmt: skip
"""How what was said is undone, by how it stood before."""

MOVES = (
    ASK, WRITE, SAY, FOLLOW, PASS_ON, AGAIN, BACK, HAND_ON, NEW_LEAD, DROP, ESCALATE,
    *UNDONE.values(),
)  # fmt: skip
"""All of the above, in the order in which they are told."""

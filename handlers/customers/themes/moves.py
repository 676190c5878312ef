"""The table of moves of a theme: found, asked about, followed, left to rest, open again, ended."""

from __future__ import annotations

from handlers.customers.themes.kind import ACT
from handlers.people import access
from handlers.promises.hearers import NOBODY
from handlers.promises.lifecycle import Move
from handlers.promises.undoable import UNDOING
from storage.asks import Outcome
from storage.themes import LIVE, Theme, ThemeState

THEME = (Theme.noun,)
OPEN, RESTING = (ThemeState.OPEN,), (ThemeState.RESTING,)
DIFFERENT = {"before": dict, "after": dict}
"""What is different about it, by column."""

FIND = Move(
    THEME, "found", None, (), ThemeState.OPEN,
    facts={"theme": dict},
    told=NOBODY,
)  # fmt: skip
ASK = Move(
    THEME, "asked", None, OPEN, None,
    facts={**DIFFERENT, "to": str},
    opens=(ACT.name,),
    told=NOBODY,
)  # fmt: skip
NAME = Move(
    THEME, "named", access.ANSWER_THEME, LIVE, None,
    facts=DIFFERENT,
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
FOLLOW = Move(
    THEME, "followed", access.ANSWER_THEME, (*OPEN, *RESTING), ThemeState.FOLLOWED,
    facts=DIFFERENT,
    ends={ACT.name: Outcome.ANSWERED},
    told=NOBODY,
)  # fmt: skip
REST = Move(
    THEME, "left to rest", access.ANSWER_THEME, OPEN, ThemeState.RESTING,
    facts=DIFFERENT,
    ends={ACT.name: Outcome.DECLINED},
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
PASS_ON = Move(
    THEME, "passed on", access.ANSWER_THEME, OPEN, None,
    facts={**DIFFERENT, "to": str},
    ends={ACT.name: Outcome.HANDED_OVER},
    opens=(ACT.name,),
    can_undo=True,
    told=NOBODY,
)  # fmt: skip
AGAIN = Move(
    THEME, "open again", None, (ThemeState.FOLLOWED, *RESTING), ThemeState.OPEN,
    facts=DIFFERENT,
    told=NOBODY,
)  # fmt: skip
END = Move(
    THEME, "ended", None, LIVE, ThemeState.ENDED,
    ends={ACT.name: Outcome.WITHDRAWN},
    told=NOBODY,
)  # fmt: skip
ESCALATE = Move(
    THEME, "escalated", None, OPEN, None,
    facts={"to": str, "owner": str, "rung": int},
    told=NOBODY,
)  # fmt: skip

UNDO_TO = {
    state: Move(
        THEME, UNDOING, access.UNDO, LIVE, state,
        facts={"undid": str, **DIFFERENT},
        ends={ACT.name: Outcome.WITHDRAWN},
        told=NOBODY,
    )
    for state in LIVE
}  # fmt: skip
"""By how it stood before what is undone; whoever was asked by that is asked no more."""

MOVES = (FIND, ASK, NAME, FOLLOW, REST, PASS_ON, AGAIN, END, ESCALATE, *UNDO_TO.values())
"""All of the above, in the order in which they are told."""

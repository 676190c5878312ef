"""The lead of a department is asked for what another waits for, and reminded like everybody."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Kind, Says, within
from handlers.promises import asked
from handlers.promises.items.words import open_story, supply_buttons
from handlers.speech import blocks
from storage.nudges import Part

SAYS = Says(
    ends="Giving it, or saying that you cannot, ends this line.",
    owes=(
        "Can you give it?",
        "Can you give it by then?",
        "Today is the day. Can you give it?",
        "It has not come. Who could give it?",
    ),
    deputy="You stand in for {owner}: {late}. Can you see to it?",
    lead="It is with {owner}: {late}. Who could give it?",
    cco="It is with {owner}: {late}. Who could give it?",
)
STANDS = (
    "Something has waited for your department since {day}.",
    "{Count} things wait for your department, the first since {day}.",
)
"""How it stands above whoever is asked for it."""


def _buttons(asking: Asking) -> Block | None:
    """Give it, or say that it cannot be given; whoever only hears of it opens it."""
    if asking.part is None:
        return None
    if asking.part in (Part.OWES, Part.CCO):
        return supply_buttons(asking.ref)
    return blocks.actions(open_story(asking.ref))


SUPPLY = Kind(
    name=asked.SUPPLY,
    wants="for what it waits for",
    rungs=(1, 2, 4, 5),
    due=within(lambda policy: policy.accept),
    says=SAYS,
    buttons=_buttons,
    is_afterwards=True,
    says_what_is_needed=True,
    stands=STANDS,
)

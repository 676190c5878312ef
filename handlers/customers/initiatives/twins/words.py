"""The words of two initiatives that look alike: what is asked, its buttons, and what they share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.customers.initiatives import words as named
from handlers.customers.initiatives.twins.alike import TwinPair, TwinSide
from handlers.customers.initiatives.twins.rules import Alike
from handlers.promises.items.words import open_story
from handlers.speech import blocks, money
from handlers.speech import words as plain
from storage.nudges import Part
from storage.twins import TwinState

SAME, SAME_SEND = "twin.same", "twin.same.send"
DIFFER, DIFFER_SEND = "twin.differ", "twin.differ.send"
TALK = "twin.talk"
IS_SAME, IS_DIFFERENT, WE_TALK = "Same thing…", "Different, because…", "We talk first"
SHORT = 300

STATES = {
    TwinState.ASKED: "asked of who answers for them",
    TwinState.PROPOSED: "proposed as one; the executives decide",
    TwinState.DIFFERENT: "different",
    TwinState.JOINED: "joined",
    TwinState.KEPT: "both go on",
    TwinState.OVER: "alike no more",
}
SAYS = Says(
    ends="Either answer ends this line: the same thing, or different, with a reason.",
    owes=(
        "Same thing? The answer is due {due}.",
        "Do you know by now whether they are the same thing?",
        "Today is the day to say whether they are the same thing.",
        "Are they the same thing? The answer is {late_by}.",
    ),
)
STANDS = (
    "Whether two initiatives are the same thing has had no answer since {day}.",
    "Whether {count} pairs of initiatives are the same has had no answer, the first since {day}.",
)


def look_alike(pair: TwinPair, reader_id: str = "") -> str:
    """“N-5 First ninety days (Grace, Support) and N-8 … look alike: …”, as markup.

    `reader_id` is the Slack id of whoever reads it: what the other said first is told to them.
    """
    both = plain.join_names([_side(side) for side in pair.sides])
    said = ""
    if pair.twin.same_by and pair.twin.same_by != reader_id:
        who = blocks.person(pair.twin.same_by)
        pooled = plain.quote(_quoted(pair.twin.pooled))
        said = f" {who} says: the same thing. One of them would be {pooled}"
    return f"{both} look alike: {in_common(pair)}.{said}"


def _side(side: TwinSide) -> str:
    who = ", ".join(
        blocks.safe(each, 80) for each in (plain.first_name(side.owner), side.department) if each
    )
    return f"{named.named(side.initiative)} ({who})" if who else named.named(side.initiative)


def in_common(pair: TwinPair) -> str:
    """“14 customers are in both, the same months, “welcome call” in both”: what they share."""
    return _shared(pair.alike, _quoted(pair.alike.words))


def shared_plainly(alike: Alike) -> str:
    """The same, plain."""
    return _shared(alike, alike.words)


def _shared(alike: Alike, words: str) -> str:
    said = []
    if alike.customers:
        are = "is" if alike.customers == 1 else "are"
        said.append(f"{plain.count(alike.customers, 'customer')} {are} in both")
    if alike.is_same_time:
        said.append("the same months")
    if words:
        said.append(f"“{words}” in both")
    return ", ".join(said) or "nothing any more"


def at_most(sums: Iterable[tuple[str | None, int]]) -> str:
    """“at most €45 k is spent twice”; empty where nothing is known."""
    amounts = [money.amount(amount, currency) for currency, amount in sums]
    if not amounts:
        return ""
    return f"at most {plain.join_names(amounts)} {'is' if len(amounts) == 1 else 'are'} spent twice"


def months(pair: TwinPair, today: date) -> str:
    """“both Fri 1 Jan to Wed 31 Mar”, where both have the same days; else the days of each."""
    one, other = (named.span(side.initiative, today) for side in pair.sides)
    return f"both {one}" if one == other else f"{one} · {other}"


def buttons(asking: Asking) -> Block | None:
    """The same thing, different with a reason, or first they talk."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    talk = [blocks.button(WE_TALK, TALK, asking.ref)] if asking.is_theirs else []
    return blocks.actions(
        blocks.button(IS_SAME, SAME, asking.ref),
        blocks.button(IS_DIFFERENT, DIFFER, asking.ref),
        *talk,
        open_story(asking.ref),
    )


def _quoted(words: str) -> str:
    return blocks.safe(words, SHORT)

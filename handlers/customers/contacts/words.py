"""What reminders say about whoever decides at a customer, and the ways out that they give."""

from __future__ import annotations

from datetime import date

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking, Says
from handlers.people.tiers import TIERS
from handlers.promises.items.words import OPEN as STORY
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.contacts import Contact, Influence, Through
from storage.customers import Customer, Tier
from storage.nudges import Part

FORM, SEND = "contact.form", "contact.send"
EDIT, EDIT_SEND = "contact.edit", "contact.edit.send"
SPOKE, SPOKE_SEND = "contact.spoke", "contact.spoke.send"
WILL, WILL_FORM, WILL_SEND = "contact.will", "contact.will.form", "contact.will.send"
GONE, GONE_SEND = "contact.gone", "contact.gone.send"
NO, NO_SEND = "contact.no", "contact.no.send"
PASS, PASS_SEND = "contact.pass", "contact.pass.send"
NOBODY, LIST, ALL = "contact.nobody", "contact.list", "contact.all"

STILL, FIND, FIND_SEND = "contact.still", "contact.find", "contact.find.send"
PASS_STILL, PASS_STILL_SEND = "contact.another", "contact.another.send"

SEAT = "Who decides at {name}"
FIND_OUT = "Find out who decides at {name}"
SPOKE_LABEL, GONE_LABEL, NAME_LABEL = "We spoke…", "Not there any more…", "Name them…"
CALL_LABEL, OTHER_LABEL, NO_LABEL = "I'll call…", "Somebody else…", "No, because…"
STILL_LABEL, FIND_LABEL = "Yes, still", "I'll find out…"
CAME_BACK = "The survey to {name} came back."
NAMED_BY_FILE = "A file names {other} at {customer}."
FIND_OUT_WHETHER = "Find out whether {name} still decides at {customer}"
INFLUENCES = {
    Influence.DECIDES: "decides",
    Influence.INFLUENCES: "influences",
    Influence.USES: "uses it",
}
DOES = {
    Influence.DECIDES: "decide",
    Influence.INFLUENCES: "have a say",
    Influence.USES: "use it",
}
HOW = {
    Through.CALL: "a call",
    Through.VISIT: "a visit",
    Through.MAIL: "a mail that they answered",
    Through.SURVEY: "a survey that they answered",
    Through.ANSWER: "what they answered",
}
SHORT = 300
"""Characters of somebody's words in a sentence of ours."""

REACH_SAYS = Says(
    ends="What they said, a day on which you call, or “No, because…” ends this line.",
    owes=(
        "Can you call by {due}?",
        "Have you reached them by now? “I'll call…” keeps a day.",
        "Today is the day by which a call was asked for. Can you call?",
        "The call is {late_by}. Can you call, or can somebody else?",
    ),
    lead="{owner} has not reached them. Could you? {owner} tells you what waits.",
    cco="{owner} has not reached them: {late}. Who calls?",
)
REACH_STANDS = (
    "One who decides has waited for a call since {day}.",
    "{Count} who decide have waited for a call, the first since {day}.",
)
CALLING_SAYS = Says(
    ends="What they said, another day, or “No, because…” ends this line.",
    owes=(
        "You call by {due}. A line of what they said is enough.",
        "You call by {due}. Still good?",
        "Today is the day by which you call. What did they say?",
        "The call is {late_by}. What did they say, or which day is better?",
    ),
    lead="{owner} has not reached them. Could you? {owner} tells you what waits.",
    cco="{owner} has not reached them: {late}. Who calls?",
)
CALLING_STANDS = (
    "One call to somebody who decides was to be made by {day}.",
    "{Count} calls to those who decide were to be made, the first by {day}.",
)
WHO_SAYS = Says(
    ends="A name, or “Nobody here knows”, ends this line.",
    owes=(
        "Who decides there? The answer is due {due}.",
        "Do you know by now who decides there?",
        "Today is the day to say who decides there.",
        "Who decides there? The answer is {late_by}.",
    ),
)
WHO_STANDS = (
    "Who decides at one customer has had no answer since {day}.",
    "Who decides at {count} customers has had no answer, the first since {day}.",
)

STILL_SAYS = Says(
    ends="“Yes, still”, “Not there any more…”, or a task that finds out ends this line.",
    owes=(
        "The answer is due {due}.",
        "Do you know by now?",
        "Today is the day to say so.",
        "The answer is {late_by}.",
    ),
    lead="{owner} has not said. Do you know? A word with {owner} may do.",
)
STILL_STANDS = (
    "Whether one who decides is still there has had no answer since {day}.",
    "Whether {count} who decide are still there has had no answer, the first since {day}.",
)


# --- what a question begins with ---


def doubted(contact: Contact, customer: Customer) -> str:
    """“The survey to Jana Weiss came back. Does Jana Weiss still decide at Acme?”."""
    name, at = blocks.safe(contact.title, 80), blocks.safe(customer.name, 80)
    does = DOES[Influence(contact.influence)]
    return f"{blocks.safe(contact.doubt, SHORT)} Does {name} still {does} at {at}?"


def not_heard(contact: Contact, today: date) -> str:
    """“Nobody has heard Jana Weiss since Tue 3 Nov.”, or since when they are named in vain."""
    name = blocks.safe(contact.title, 80)
    if contact.heard_on is None:
        day = plain.plain_day(contact.quiet_from, today)
        return f"{name} has heard nothing from us yet, and was named on {day}."
    return f"Nobody has heard {name} since {plain.plain_day(contact.heard_on, today)}."


def nobody_named(customer: Customer) -> str:
    """“Delmar Foods is a key account, and nobody is written down who decides there.”."""
    name, tier = blocks.safe(customer.name, 80), TIERS[Tier(customer.tier)]
    return f"{name} is a {tier}, and nobody is written down who decides there."


def gave_day(contact: Contact, today: date) -> str:
    """The same as `not_heard`; a day that was given does not count as heard."""
    return not_heard(contact, today)


# --- buttons ---


def reach_buttons(asking: Asking) -> Block | None:
    """To give a day, to say what they said, to name somebody else; less likely ones in the menu."""
    label = f"I'll call by {asking.by}" if asking.by and asking.is_theirs else CALL_LABEL
    verb = WILL if label != CALL_LABEL else WILL_FORM
    return _buttons(asking, label, verb)


def digest_ways(ref: str) -> list[Button]:
    """The answers to what executives are asked: a day on which they call, or who else does."""
    return [
        blocks.button("I'll call them…", WILL_FORM, ref, "primary"),
        blocks.button("Give it to…", PASS, _carried(ref, "reach")),
        blocks.button("Open…", STORY, ref),
    ]


def calling_buttons(asking: Asking) -> Block | None:
    """What they said, or another day."""
    return _buttons(asking, "Another day…", WILL_FORM)


def _buttons(asking: Asking, label: str, verb: str) -> Block | None:
    if asking.part is None:
        return None
    if asking.part == Part.LEAD:
        return blocks.actions(
            blocks.button("I'll call them…", WILL_FORM, asking.ref, "primary"),
            blocks.button("Give it to…", PASS, _carried(asking.ref, "reach")),
            open_story(asking.ref),
        )
    return blocks.actions(
        blocks.button(label, verb, asking.ref, "primary"),
        blocks.button(SPOKE_LABEL, SPOKE, asking.ref),
        blocks.button(OTHER_LABEL, PASS, _carried(asking.ref, "reach")),
        blocks.overflow({GONE: GONE_LABEL, NO: NO_LABEL, STORY: "Open…"}, asking.ref),
    )


def still_buttons(asking: Asking) -> Block | None:
    """That they are there, that they are not, or a day by which somebody finds out."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(STILL_LABEL, STILL, asking.ref, "primary"),
        blocks.button(GONE_LABEL, GONE, asking.ref),
        blocks.button(FIND_LABEL, FIND, asking.ref),
        blocks.overflow({PASS_STILL: OTHER_LABEL, STORY: "Open…"}, asking.ref),
    )


def who_buttons(asking: Asking) -> Block | None:
    """A name, that nobody knows, or who could say."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(NAME_LABEL, FORM, asking.ref, "primary"),
        blocks.button("Nobody here knows", NOBODY, asking.ref),
        blocks.button(OTHER_LABEL, PASS, _carried(asking.ref, "who")),
        open_story(asking.ref),
    )


def _carried(ref: str, kind: str) -> str:
    return f"{ref}{blocks.SEPARATOR}{kind}"

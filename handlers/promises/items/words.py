"""What reminders say to the owner of a promise, and the ways out they give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from slackblocks import Block, Button

from handlers.chasing.kinds import Alone, Asking, Says
from handlers.chasing.owed.cards import talk_label
from handlers.promises.deadlines import HOUR, ByWhen
from handlers.speech import blocks, inputs, words
from storage.items import Item
from storage.nudges import Part
from storage.people import Person

DONE_SIGN, NOW_SIGN, TO_COME_SIGN, LATE_SIGN, NO_SIGN = "✓", "→", "○", "!", "✗"
"""How far something has come, each with its word beside it."""
HELP = "What would help: a new date, another pair of hands, or a different owner?"
OPEN = "story.open"
"""The button that leads to the whole story of a thing."""
HEARD = "item.heard"
"""The button that keeps what a customer has heard from us."""
DRAFT, DRAFT_IT = "item.draft", "Draft it…"
"""The button that leads to a draft for speaking with them."""
PREVENTED, VERIFIED = "step.prevented", "step.verified"
FEELING = "feeling.open"
"""Those that lead to the forms of these steps of a loop."""
HELD = "step.held"
"""The one by which somebody says that what was to prevent it held."""
IT_HELD, CAME_BACK = "It held", "It came back…"
PASS_ON, SOMEBODY_ELSE = "step.other", "Somebody else…"
"""The button that leads to the form in which somebody else is named for a step: behind its verb
stands the kind of the question, as a row may have one for each."""
DONE_FORM = "item.done.form"
"""The button that leads to the form for what was done, and a link that shows it."""
STANDS, NO_BACK = "item.stands", "item.back"
"""Those by which somebody says whether a no stands."""
NOT_MINE = "Not mine…"
ASKED_WHETHER_IT_HOLDS = 1
"""The rung on which the owner is asked whether the date still holds."""
WAYS_OUT = {
    "item.help": "Need help…", "item.snooze": "Later…", "item.no": "No, because…", OPEN: "Open…",
}  # fmt: skip
WAIT_FORM, RESUME = "item.wait", "item.resume"
"""The button that leads to the form for a wait, and the one by which it goes on."""
GIVES, CANNOT_GIVE = "item.gives", "item.cannot"
"""Those that lead to the forms of whoever is asked for what a wait needs."""
WAITS_FOR, GOES_ON = "Wait for somebody…", "It goes on"
WAYS_OF_TAKEN = {
    WAIT_FORM: WAITS_FOR,
    "item.help": "Need help…", "item.snooze": "Later…", "item.no": "No, because…", OPEN: "Open…",
}  # fmt: skip
"""What its owner may do with what they have taken; Slack shows five in a menu at most."""
STILL_GOOD_WAYS = {
    "item.handoff": NOT_MINE, WAIT_FORM: WAITS_FOR,
    "item.snooze": "Later…", "item.no": "No, because…", OPEN: "Open…",
}  # fmt: skip
"""The same where they are asked whether the date still holds; help is behind “Open…”."""
FOR_THEM = {"item.handoff": "Another owner…", "item.no": "No, because…", OPEN: "Open…"}
"""What whoever stands in for its owner may do instead."""
SMALLER = "item.smaller"
"""The button that leads to less than was promised."""
INSTEAD = {SMALLER: "Smaller…", "item.no": "No, because…", OPEN: "Open…"}
"""What somebody above its owner may do instead."""

ENDS = "A new date, another owner or a no ends this line."
TAKE_IT = Says(
    ends=ENDS,
    owes=(
        "{asks} {can_you}",
        "Still waiting for your first answer, since {since}. {can_you}",
        "Today the answer is due. Yours, somebody else's, or a no? It is asked for by {due}.",
        "No answer since {since}, asked for by {due}. " + HELP,
    ),
    lead="{owner} was asked on {since} and has not said more since: {late_by}.{account}",
    alone=Alone(
        owes=(
            "*{who_waits}* still waits for a first word: {named}. It is due {left} after this "
            "message, {by}."
        ),
        late="*{who_waits}* still waits for a first word: {named}. It was due {by}.",
        above=(
            "*{who_waits}* has been blocked since {reported}, and {home} has not answered: {named}."
        ),
    ),
)
MEET_IT = Says(
    ends=ENDS,
    owes=(
        "{asks} {can_you}",
        "It is asked for by {due}, and nobody has taken it yet. Can you?",
        "It is asked for by {due}. Yours, another date, somebody else's, or a no?",
        "It was asked for by {due}, and nobody has taken it yet. " + HELP,
    ),
)
KEEP_IT = Says(
    ends=ENDS,
    owes=(
        "{gave} {due}.",
        "{gave} {due}. Still good?",
        "{today}",
        "{gave} {due}. " + HELP,
    ),
    lead="This is {late_by}: it was due {due}, and {owner} has not said more since.{account}",
    alone=Alone(
        owes=(
            "{day} is the {nth} day on which *{who_waits}* is blocked: {named}. What have they "
            "heard from us?"
        ),
        late=(
            "{day} is the {nth} day on which *{who_waits}* is blocked: {named}. It was promised "
            "for {due}. What have they heard from us?"
        ),
        above=("*{who_waits}* has been blocked since {reported}: {named}. {owner} has it, {late}."),
    ),
)


def due(item: Item, now: datetime, nothing: str = "no date", at: datetime | None = None) -> str:
    """By when an item was promised, with its hour if one was given; else `nothing`.

    `at` (UTC) is by when it was at another time.
    """
    at = at or item.due_at
    if at is None:
        return nothing
    timed = item.due_timed and at == item.due_at
    return words.promised(at, item.due_zone, now, timed=timed)


def early(days: int) -> str:
    """How early it was done: “one day early”; empty where it was not."""
    return f"{words.count(days, 'day')} early" if days else ""


def quoted(said: object, sentence: str = "“{words}”") -> str:
    """What somebody said, as a part of a sentence; empty where they said nothing."""
    return sentence.format(words=blocks.safe(str(said), 500)) if said else ""


def plain_due(item: Item, now: datetime, reader: Person) -> str:
    """The same without markup, for a button: an hour is said on the reader's own clock."""
    if item.due_at is None:
        return "no date"
    if item.due_timed:
        return words.moment(item.due_at, reader.zone, now)
    return words.day(item.due_at, item.due_zone, now)


def hour_input(hour: str) -> Block:
    """Until which hour of a day something will be done, as it was given."""
    hint = "On the owner's clock. If you leave this empty, it is the end of the day."
    return inputs.time(HOUR, "At what hour?", value=hour, hint=hint)


def remark(by: ByWhen | None) -> str:
    """What somebody may not have meant by a date, with a space before it; mostly nothing.

    A weekday's name said on that day is a week away, and on a day off nobody is at work.
    """
    if by is None:
        return ""
    day = by.deadline.day
    weekday = words.WEEKDAYS[day.weekday()]
    parts = []
    if by.deadline.again:
        parts.append(f"{weekday} next week, {day.day} {words.MONTH_NAMES[day.month - 1]}")
    if by.is_day_off:
        off = day.weekday() not in by.calendar.days
        named = () if parts else (f"a {weekday}" if off else "a public holiday",)
        where = f" in {blocks.safe(by.department, 80)}" if by.department else ""
        parts = [*parts, *named, f"nobody{where} works then"]
    return f" That is {'; '.join(parts)}." if parts else ""


# --- each button once, for cards, reminders and Home ---


def take_it(ref: str) -> Button:
    """It is mine, by the date it has."""
    return blocks.button("Take it", "item.take", ref, "primary")


def another_owner(ref: str) -> Button:
    """Somebody else is to have it, whoever has it now."""
    return blocks.button("Another owner…", "item.owner", ref)


def take_when(ref: str) -> Button:
    """It is mine, by a day that is asked for, as the one that was wanted has passed."""
    return blocks.button("Take it…", "item.take", ref, "primary")


def goes_on(ref: str) -> Button:
    """What it waited for is there, or is not needed any more."""
    return blocks.button(GOES_ON, RESUME, ref, "primary")


def say_no(ref: str) -> Button:
    """It is a no, with its reason."""
    return blocks.button("Say no, because…", "item.no", ref)


def done(ref: str) -> Button:
    """The promise is kept."""
    return blocks.button("Done", "item.done", ref, "primary")


def that_is_right(ref: str) -> Button:
    """The date stands that somebody else gave."""
    return blocks.button("That is right", "item.confirm", ref, "primary")


def still_good(ref: str) -> Button:
    """The date stands that was given before."""
    return blocks.button("Still good", "item.confirm", ref, "primary")


def another_date(ref: str) -> Button:
    """It will be another day."""
    return blocks.button("Another date…", "item.date", ref)


def not_mine(ref: str) -> Button:
    """Somebody else is to have it."""
    return blocks.button(NOT_MINE, "item.handoff", ref)


def open_story(ref: str) -> Button:
    """All that happened to it, and all that can be done."""
    return blocks.button("Open…", OPEN, ref)


def told_them(ref: str) -> Button:
    """The customer has heard from us."""
    return blocks.button("Told them…", HEARD, ref, "primary")


def draft_it(ref: str) -> Button:
    """What to say to the customer, made of what is known."""
    return blocks.button(DRAFT_IT, DRAFT, ref)


def prevented(ref: str) -> Button:
    """Why it happened, and what keeps it from coming back."""
    return blocks.button("Prevented…", PREVENTED, ref, "primary")


def verified(ref: str) -> Button:
    """Whether it helped the customer."""
    return blocks.button("Verified…", VERIFIED, ref, "primary")


def held(ref: str) -> Button:
    """What was to prevent it held."""
    return blocks.button(IT_HELD, HELD, ref, "primary")


def came_back(ref: str) -> Button:
    """It did not, so that it is opened again."""
    return blocks.button(CAME_BACK, "item.reopen", ref)


def somebody_else(ref: str, kind: str) -> Button:
    """Somebody else does what is asked by a question of this kind."""
    return blocks.button(SOMEBODY_ELSE, f"{PASS_ON}.{kind}", f"{ref}{blocks.SEPARATOR}{kind}")


# --- the rows of buttons in reminders ---


def take_buttons(asking: Asking) -> Block | None:
    """The ways out for whoever has not taken it yet, or for those around them."""
    if asking.is_theirs:
        return _own(take_it(asking.ref), asking.ref)
    return around(blocks.button("Take it", "item.take", asking.ref), asking)


def finish_buttons(asking: Asking) -> Block | None:
    """The ways out for whoever has taken it, or for those around them."""
    ref = asking.ref
    if not asking.is_theirs:
        return around(blocks.button("Done", "item.done", ref), asking)
    if asking.rung == ASKED_WHETHER_IT_HOLDS:
        row = (still_good(ref), another_date(ref), blocks.button("Done", "item.done", ref))
        return blocks.actions(*row, blocks.overflow(STILL_GOOD_WAYS, ref))
    return _own(done(ref), ref, WAYS_OF_TAKEN)


def confirm_buttons(ref: str) -> Block:
    """Say that a date stands that somebody else gave for its owner, or what else."""
    return blocks.actions(
        that_is_right(ref), another_date(ref), not_mine(ref), blocks.overflow(WAYS_OF_TAKEN, ref)
    )


def they_know(ref: str) -> Button:
    """The customer has heard about a no."""
    return blocks.button("They know", "item.told", ref, "primary")


def tell_buttons(ref: str) -> Block:
    """The same in a row of its own."""
    return blocks.actions(they_know(ref), draft_it(ref))


def review_buttons(ref: str) -> Block:
    """A no to a key account stands, or it is taken back."""
    return blocks.actions(
        blocks.button("It stands", STANDS, ref, "primary"),
        blocks.button("Take it back, because…", NO_BACK, ref),
        open_story(ref),
    )


def supply_buttons(ref: str) -> Block:
    """Give what another department waits for, or say that it cannot be given."""
    return blocks.actions(
        blocks.button("Here it is…", GIVES, ref, "primary"),
        blocks.button("We cannot, because…", CANNOT_GIVE, ref),
        open_story(ref),
    )


def help_buttons(ref: str) -> Block:
    """Lend a hand, or say who could."""
    return blocks.actions(
        blocks.button("I'll help", "item.join", ref, "primary"),
        blocks.button("Find somebody…", "item.find", ref),
    )


def offer_buttons(ref: str) -> Block:
    """Take over what is on offer, or return it."""
    return blocks.actions(
        blocks.button("Take it over", "offer.accept", ref, "primary"),
        blocks.button("Give it back…", "offer.return", ref),
        open_story(ref),
    )


def answer_offer_buttons(asking: Asking) -> Block | None:
    """Take over what is on offer, or return it; or for the CCO, end the offer."""
    ref = asking.ref
    if asking.part == Part.CCO:
        back = blocks.button("Take the offer back", "offer.retract", ref)
        return blocks.actions(back, another_date(ref), say_no(ref))
    return offer_buttons(ref) if asking.part else None


def _own(first: Button, ref: str, ways: Mapping[str, str] = WAYS_OUT) -> Block:
    return blocks.actions(first, another_date(ref), not_mine(ref), blocks.overflow(ways, ref))


def around(first: Button, asking: Asking) -> Block | None:
    """For those around its owner: to talk with them, or one of the ways to decide it."""
    ref = asking.ref
    ways = (another_owner(ref), another_date(ref))
    match asking.part:
        case None:
            return None
        case Part.DEPUTY:
            return blocks.actions(
                talk(asking), first, another_date(ref), blocks.overflow(FOR_THEM, ref)
            )
        case Part.TALKED:
            return blocks.actions(*ways, blocks.overflow(INSTEAD, ref))
        case _ if asking.decides:
            return blocks.actions(*ways, blocks.overflow(INSTEAD, ref))
        case _:
            return blocks.actions(talk(asking), *ways, blocks.overflow(INSTEAD, ref))


def talk(asking: Asking) -> Button:
    """Somebody above its owner talks with them, and reminders rest."""
    return blocks.button(talk_label(asking.owner), "item.talk", asking.ref, "primary")

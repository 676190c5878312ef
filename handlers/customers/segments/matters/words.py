"""What is said of a question about an account: what it rests on, its ways out, how it stands."""

from __future__ import annotations

from datetime import date

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.customers.segments import words as segment_words
from handlers.customers.segments.matters.likeness import Likeness
from handlers.people.tiers import TIERS
from handlers.promises.items.words import OPEN as STORY
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.customers import Customer, Tier
from storage.matters import Matter, MatterAnswer, MatterState, MatterTopic
from storage.segments import FlagKind

FIT = "matter.fit"
NEED, NEED_SEND = "matter.need", "matter.need.send"
WILL, WILL_SEND = "matter.will", "matter.will.send"
NO, NO_SEND = "matter.no", "matter.no.send"
PASS, PASS_SEND = "matter.pass", "matter.pass.send"
ACCEPT = "matter.accept"
PROPOSE, PROPOSE_SEND = segment_words.PROPOSE, "matter.propose.send"
LATER, LATER_SEND = "matter.later", "matter.later.send"
LEAD, LEAD_SEND = "matter.lead", "matter.lead.send"
FIT_LABEL, NEED_LABEL, WILL_LABEL, OTHER_LABEL, NO_LABEL = (
    "They fit", "They need…", "I'll ask them…", "Somebody else…", "No, because…",
)  # fmt: skip
ALL_TERMS = "All of it"
"""Of which term it is said that it fits, where nobody wrote down any."""
QUOTED = 200
"""Characters of what a customer said, beside a question."""

WOULD_NOT_LABEL, ANOTHER_LABEL = "It would not, because…", "Ask somebody else…"
WHY_LABEL = "I know why…"
LATER_LABEL, ACCEPT_LABEL = "Later…", "Accept it"
LEAD_LABEL = "Say who leads it…"

TITLES = {
    MatterTopic.TERMS: "Whether the terms of {name} fit",
    MatterTopic.ALIKE: "Whether {other} would help {name}",
    MatterTopic.BEHIND: "What is behind an answer of {name}",
    MatterTopic.LEADER: "Who leads {name}",
    MatterTopic.PROPOSAL: "How {name} is looked after",
}
STANDS = {
    MatterState.ASKED: "an answer is asked for",
    MatterState.FOLLOWED: "{task} asks them",
    MatterState.OVER: "not asked any more",
    MatterState.UNANSWERED: "not answered",
    MatterState.ANSWERED: "",
}
ANSWERS = {
    MatterAnswer.FITS: "they fit",
    MatterAnswer.NEEDS: "they need something else",
    MatterAnswer.WILL_ASK: "{task} asks them",
    MatterAnswer.WOULD_NOT: "it would not help them",
    MatterAnswer.KNOWS: "somebody knows why",
    MatterAnswer.LEADS: "somebody leads it",
    MatterAnswer.ACCEPTED: "accepted",
}
NOT_ASKED = "not asked of them"
NOES = {MatterTopic.LEADER: "nobody is to lead it", MatterTopic.PROPOSAL: "not accepted"}
"""How one stands, and what a no says of it."""
ASKS = {
    MatterTopic.TERMS: "Do they fit?",
    MatterTopic.ALIKE: "Would it help them?",
    MatterTopic.BEHIND: "What do you see?",
    MatterTopic.LEADER: "Who leads it?",
    MatterTopic.PROPOSAL: "Is it to be so?",
}

TERMS_SAYS = Says(
    ends="“They fit”, what they need, or “No, because…” ends this line.",
    owes=(
        "Do they fit? The answer is due {due}.",
        "Do you know by now whether they fit?",
        "Today is the day to say whether they fit.",
        "Do they fit? The answer is {late_by}.",
    ),
    lead="{owner} has not said whether they fit. Could you? A word with {owner} may do.",
)
TERMS_STANDS = (
    "Whether the terms of one account fit has had no answer since {day}.",
    "Whether the terms of {count} accounts fit has had no answer, the first since {day}.",
)

ALIKE_SAYS = Says(
    ends="Each answer ends this line.",
    owes=(
        "Would it help them? Without an answer it ends on {due}.",
        "Do you know by now whether it would help them? Without an answer it ends on {due}.",
        "Today is the last day to say whether it would help them.",
        "Would it help them?",
    ),
)

BEHIND_SAYS = Says(
    ends="Each answer ends this line.",
    owes=(
        "What do you see? The answer is due {due}.",
        "What do you see? The answer is due {due}.",
        "I ask once more, and then it ends: what do you see?",
        "I ask once more, and then it ends: what do you see?",
    ),
)


LEADS_SAYS = Says(
    ends="Who leads it, or “No, because…”, ends this line.",
    owes=(
        "Who leads it? The answer is due {due}.",
        "Do you know by now who leads it?",
        "Today is the day to say who leads it.",
        "Who leads it? The answer is {late_by}.",
    ),
    lead="{owner} has not said who leads it. Do you know? A word with {owner} may do.",
    cco="{owner} has not said who leads it: {late}. Who does?",
)
LEADS_STANDS = (
    "Who leads one account has had no answer since {day}.",
    "Who leads {count} accounts has had no answer, the first since {day}.",
)


ACCEPTS_SAYS = Says(
    ends="“Accept it” or “No, because…” ends this line.",
    owes=(
        "Is it to be so? The answer is due {due}.",
        "Do you know by now whether it is to be so?",
        "Today is the day to say whether it is to be so.",
        "Is it to be so? The answer is {late_by}.",
    ),
)
ACCEPTS_STANDS = (
    "A proposal how a customer is looked after has had no answer since {day}.",
    "{Count} proposals how customers are looked after have had no answer, the first since {day}.",
)


def proposed(customer: Customer, what: str) -> str:
    """“Globex is to be a key account.”, or that it cannot be lost, as plain words."""
    if what == FlagKind.CANNOT_LOSE:
        return f"{customer.name} is one that we cannot afford to lose."
    if what == Tier.STANDARD:
        return f"{customer.name} is to be looked after as standard."
    return f"{customer.name} is to be a {TIERS[Tier(what)]}."


def nobody_leads(customer: Customer) -> str:
    """“Nobody leads Acme, a key account.”, as plain words."""
    return f"Nobody leads {customer.name}, a {TIERS[Tier(customer.tier)]}."


def renews(customer: Customer, on: date, same: int) -> str:
    """“Acme renews on Mon 1 Mar 2027 on the same terms as 40 others.”, as plain words."""
    said = f"{customer.name} renews on {plain.dated(on)}"
    if not same:
        return f"{said}."
    others = "one other" if same == 1 else f"{plain.number(same)} others"
    return f"{said} on the same terms as {others}."


def scored(customer: Customer, score: int | None, highest: int | None, on: date) -> str:
    """“Acme gave 8 of 10 on Fri 20 Nov 2026.”, as plain words; or that they answered in words."""
    said = "answered" if score is None else f"gave {score} of {highest}"
    return f"{customer.name} {said} on {plain.dated(on)}."


def not_renewed(
    customer: Customer, score: int | None, highest: int | None, on: date, ends_on: date
) -> str:
    """“Acme gave 9 of 10 on …. Their renewal is on …, and nobody has said yet that they renew.”."""
    said = scored(customer, score, highest, on)
    return (
        f"{said} Their renewal is on {plain.dated(ends_on)}, and nobody has said yet that they "
        "renew."
    )


def alike(found: Likeness) -> str:
    """“Six of nine hotels with Flow also use Night Desk. Harbor Hotels has Flow only.”."""
    of, many = plain.number(found.of), plain.capital(plain.number(found.many))
    trade = found.trade.lower()
    who = trade if trade.endswith("s") else f"customers in {trade}"
    others = f"{many} of {of} {who} with {found.product} also use {found.other}."
    if len(found.has) == 1:
        return f"{others} {found.name} has {found.product} only."
    return f"{others} {found.name} does not."


def task(matter: Matter, customer: Customer) -> str:
    """What the task is called that asks a customer."""
    if matter.topic == MatterTopic.TERMS:
        return f"Ask {customer.name} whether their terms fit"
    if matter.topic == MatterTopic.BEHIND:
        return f"Ask {customer.name} what is behind their answer"
    return f"Ask {customer.name}: {matter.title[0].lower()}{matter.title[1:]}"


def rests_on(matter: Matter, said: str = "") -> str:
    """What the question rests on, as markup; `said` are the words of the customer."""
    quoted = f" “{blocks.safe(said, QUOTED)}”" if said else ""
    question = f"{blocks.safe(matter.question, 600)}{quoted}"
    if not matter.proposed_by:
        return question
    why = blocks.safe(matter.proposed_why, 500)
    return f"{blocks.person(matter.proposed_by)} proposes: {question} “{why}”"


def asks(matter: Matter) -> str:
    """“Do they fit?”."""
    return ASKS[MatterTopic(matter.topic)]


def state(matter: Matter) -> str:
    """How it stands."""
    said = STANDS[MatterState(matter.state)] or _answer(matter)
    return said.format(task=matter.led_to)


def _answer(matter: Matter) -> str:
    """What was answered."""
    no = NOES.get(MatterTopic(matter.topic), NOT_ASKED)
    return ANSWERS.get(MatterAnswer(matter.answer), no) if matter.answer else no


def terms_buttons(asking: Asking) -> Block | None:
    """That they fit, what they need, or a day on which somebody asks; the rest in the menu."""
    if asking.part is None:
        return None
    rest = {PASS: OTHER_LABEL, LATER: LATER_LABEL, NO: NO_LABEL, STORY: "Open…"}
    return blocks.actions(
        blocks.button(FIT_LABEL, FIT, asking.ref, "primary"),
        blocks.button(NEED_LABEL, NEED, asking.ref),
        blocks.button(WILL_LABEL, WILL, asking.ref),
        blocks.overflow(rest, asking.ref),
    )


def alike_buttons(asking: Asking) -> Block | None:
    """That somebody asks them, why it would not help, or who could say; none is the green one."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(WILL_LABEL, WILL, asking.ref),
        blocks.button(WOULD_NOT_LABEL, NO, asking.ref),
        blocks.button(ANOTHER_LABEL, PASS, asking.ref),
        open_story(asking.ref),
    )


def accepts_buttons(asking: Asking) -> Block | None:
    """That it is so, or why not."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(ACCEPT_LABEL, ACCEPT, asking.ref, "primary"),
        blocks.button(NO_LABEL, NO, asking.ref),
        open_story(asking.ref),
    )


def leads_buttons(asking: Asking) -> Block | None:
    """A person, or who could say; that nobody is to lead it stands in the menu."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(LEAD_LABEL, LEAD, asking.ref, "primary"),
        blocks.button(OTHER_LABEL, PASS, asking.ref),
        blocks.overflow({NO: NO_LABEL, STORY: "Open…"}, asking.ref),
    )


def behind_buttons(asking: Asking) -> Block | None:
    """Why, a task that asks them, or who could say; none is the green one."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(WHY_LABEL, NO, asking.ref),
        blocks.button(WILL_LABEL, WILL, asking.ref),
        blocks.button(OTHER_LABEL, PASS, asking.ref),
        open_story(asking.ref),
    )

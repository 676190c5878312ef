"""What people read and fill in when a decision ends: decided, or taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from slackblocks import Block

from handlers.executives.decisions.forecasts.rules import AFTER_DAYS
from handlers.executives.decisions.rulings import again_cards, day_cards
from handlers.executives.decisions.words import (
    ANOTHER_DAY,
    OPEN_DAY,
    OPEN_DECIDE,
    OPEN_WITHDRAW,
    TELL_TITLE,
)
from handlers.people.tiers import GROUPS
from handlers.promises import items
from handlers.promises.items.words import OPEN
from handlers.speech import blocks, inputs, reasons, words
from handlers.speech.request import Json
from storage.customers import Tier
from storage.decisions import Decision, DecisionState, Impact, ImpactAnswer
from storage.people import Person


class Blank(StrEnum):
    """The inputs of the form in which somebody says what was decided."""

    WORDS = "words"
    ACCEPTOR = "acceptor"
    FINDER = "finder"
    TELLER = "teller"
    DAY = "day"
    REVIEW = "review"


PLACES: Mapping[Impact, Blank] = {
    Impact.WORSE: Blank.ACCEPTOR,
    Impact.UNKNOWN: Blank.FINDER,
    Impact.BETTER: Blank.TELLER,
}
"""The input that settles what somebody said."""
PERSON = "person"
DECIDER, ASKED = "decider", "asked"
UNDOABLE = frozenset({"decided", "withdrawn", "decider named", again_cards.VERB, day_cards.VERB})
"""The verbs of moves after whose undoing all stands as it stood."""
WORDS_MISSING = "Please say in a sentence what was decided."
DAY_MISSING = "Please choose the day by which they do it."
NOT_KNOWN = "I don't know this person yet. Please choose somebody else."
LEFT = {
    Impact.WORSE: "{who} it gets worse for customers, and nobody softens it.",
    Impact.UNKNOWN: "{who} it is not known yet, and nobody finds out.",
    Impact.BETTER: "{who} it gets better, and nobody tells customers.",
}
STEPS = {
    Impact.WORSE: "Name who accepts that, or give somebody the task in an answer: [Worse].",
    Impact.UNKNOWN: "Name who finds out, and by when.",
    Impact.BETTER: "Name who tells them, and by when.",
}
LABELS = {
    Impact.WORSE: "Who accepts that it gets worse for customers?",
    Impact.UNKNOWN: "Who finds out what it means for customers?",
    Impact.BETTER: "Who tells customers that it gets better?",
}
SHOWN = 900
DECIDED_USAGE = "decided D-3 as proposed, because key accounts keep the old fee"
WITHDRAW_USAGE = "withdraw D-3 because the tender was lost"
OWNER_USAGE = "owner D-3 @victor"


def missing(impact: Impact, names: Sequence[str]) -> str:
    """What keeps a decision from being made, and the step that helps."""
    return f"{_left(impact, names)} {STEPS[impact]}"


def _left(impact: Impact, names: Sequence[str]) -> str:
    said = "says that" if len(names) == 1 else "say that"
    return LEFT[impact].format(who=f"{words.join_names(list(names))} {said}")


def form(
    decision: Decision,
    left: Mapping[Impact, Sequence[str]],
    silent: str = "",
    said: str = "",
    why: str = "",
    review: date | None = None,
) -> Json:
    """What was decided and why; `left` are the names behind each answer that needs a step.

    `silent` names who has not answered: only whoever decides reads it. `review` is the day on which
    is asked what came true; None where nobody has said what to expect.
    """
    open_lines = [f"• {blocks.safe(_left(impact, names), 600)}" for impact, names in left.items()]
    parts: list[Block] = [
        blocks.section(f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*"),
        *([blocks.section("\n".join(open_lines))] if open_lines else []),
        inputs.text(Blank.WORDS, "What was decided?", value=said, lines=True, most=inputs.LONGEST),
        reasons.ask_for("Why?", why),
        *(
            inputs.person(PLACES[impact], LABELS[impact], hint=_hint(impact), optional=True)
            for impact in left
        ),
    ]
    if set(left) - {Impact.WORSE}:
        # Slack would only say that a field is needed: what is missing is said with its step.
        parts.append(inputs.date(Blank.DAY, "By when?", optional=True))
    if review is not None:
        parts.append(
            inputs.date(
                Blank.REVIEW, "When do we look back at it?", value=review.isoformat(),
                optional=True, hint=f"I ask you then what came true. Empty: in {AFTER_DAYS} days.",
            )
        )  # fmt: skip
    ends = "Nobody is asked about it any more. Whoever asked and follows it reads what was decided."
    parts.append(blocks.context(f"{silent} {ends}".strip()))
    return blocks.form(
        "What was decided?", "decision.decide.send", *parts, value=decision.ref, submit="Decide"
    )


def _hint(impact: Impact) -> str:
    if impact is not Impact.WORSE:
        return ""
    return "Their name stands on the card. Or give somebody the task to soften it, in an answer."


def withdraw_form(decision: Decision, why: str = "") -> Json:
    """Why the question is taken back."""
    return blocks.form(
        "Take it back",
        "decision.withdraw.send",
        blocks.section(f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*"),
        reasons.ask_for("Why is it not to be decided any more?", why),
        blocks.context("Nobody is asked about it any more. What follows from it stays as it is."),
        value=decision.ref,
        submit="Take it back",
    )


def name_form(decision: Decision, decider: Person | None) -> Json:
    """Who decides."""
    return blocks.form(
        "Who decides?",
        "decision.owner.send",
        blocks.section(f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*"),
        inputs.person(
            PERSON, "Who decides it?", value=decider.user_id if decider else None,
            hint="An executive or the CCO. They are asked for it by its day.",
        ),
        value=decision.ref,
        submit="Save",
    )  # fmt: skip


def ways(decision: Decision) -> list[tuple[str, str, str]]:
    """What else can be done with it, for the “…” menu of its card."""
    return [
        ("Decide…", OPEN_DECIDE, decision.ref),
        (ANOTHER_DAY, OPEN_DAY, decision.ref),
        ("Who decides…", "decision.owner", decision.ref),
        ("Take it back…", OPEN_WITHDRAW, decision.ref),
        ("Open…", OPEN, decision.ref),
    ]


def ruling_lines(
    decision: Decision, answers: Sequence[ImpactAnswer], names: Mapping[str, str]
) -> list[str]:
    """What was decided and why, and who has accepted its price, as markup; nothing before that."""
    if decision.state != DecisionState.DECIDED:
        return []
    said = f"*Decided*: {blocks.safe(decision.decided, SHOWN)}"
    lines = [said, f"*Because*: {blocks.safe(decision.decided_why, SHOWN)}"]
    price = [each for each in answers if each.accepted_by]
    for user_id in dict.fromkeys(each.accepted_by or "" for each in price):
        theirs = [each for each in price if each.accepted_by == user_id]
        who = blocks.safe(names.get(user_id, "somebody"), 80)
        tiers = list(dict.fromkeys(GROUPS[Tier(tier)] for each in theirs for tier in each.tiers))
        for_whom = f" for {words.join_names(tiers)}" if tiers else ""
        lines.append(f"*Known price*: worse{for_whom}, accepted on purpose by {who}.")
    return ["\n".join(lines)]


def find_out(decision: Decision) -> str:
    """The title of the task by which somebody finds out."""
    return blocks.clip(f"Find out what it means for customers: {decision.title}", items.TITLE)


def tell(decision: Decision) -> str:
    """The title of the task by which customers hear of it."""
    return blocks.clip(TELL_TITLE.format(subject=decision.title), items.TITLE)


def decided(decision: Decision, tasks: Collection[str]) -> str:
    """To whoever decided it."""
    follow = f" {words.join_names(sorted(tasks))} follows." if len(tasks) == 1 else ""
    if len(tasks) > 1:
        follow = f" {words.join_names(sorted(tasks))} follow."
    return f"Decided: {items.named(decision)}. Whoever asked and follows it reads it.{follow}"


def withdrawn(decision: Decision) -> str:
    """To whoever took it back."""
    return f"Taken back: {items.named(decision)}. Nobody is asked about it any more."


def named(decision: Decision, to: Person) -> str:
    """Who decides from now on."""
    return f"{blocks.person(to.user_id)} decides {items.named(decision)}."


def undone(decision: Decision) -> str:
    """To whoever undid how it ended, or who decides it."""
    return f"Undone. {items.named(decision)} stands as it stood before."


def accepts(decision: Decision, by: Person) -> str:
    """To who was named as accepting that it gets worse."""
    return (
        f"{blocks.person(by.user_id)} wrote down that you accept what {items.named(decision)} "
        "makes worse for customers: it was decided so, and your name stands on its card."
    )


def late_answer(decision: Decision, by: Person, said: str, why: str) -> str:
    """To whoever decided: somebody has answered since."""
    because = f": “{blocks.safe(why, 300)}”" if why else "."
    return (
        f"{blocks.person(by.user_id)} {said} of {items.named(decision)}, which is decided{because}"
    )

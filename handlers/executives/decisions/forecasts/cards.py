"""What people read and fill in when they look back at a decision, and how often forecasts held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from slackblocks import Block

from handlers.calendar import hours
from handlers.chasing.kinds import Asking, Says
from handlers.executives.decisions.forecasts import rules
from handlers.executives.decisions.forecasts.rules import Outcomes, Rate, Turned
from handlers.executives.decisions.forecasts.since import Aftermath
from handlers.executives.decisions.words import SIGNS
from handlers.people.tiers import GROUPS
from handlers.promises import items
from handlers.promises.items.words import OPEN
from handlers.speech import blocks, inputs, words
from handlers.speech.request import Json
from storage.customers import Tier
from storage.decisions import Decision, DecisionState, Impact

SAME, BETTER, WORSE = "forecast.same", "forecast.better", "forecast.worse"
LATER, CHANGE = "forecast.later", "forecast.change"
SAID_IN_WORDS = "forecast.said"
"""What came true is said in a message."""
SEND, LATER_SEND = "forecast.send", "forecast.later.send"
WORDS = 1000
SHOWN = 600
FAR = timedelta(days=300)
"""From here on a month is said with its year."""
SAID = {Impact.BETTER: "better", Impact.NONE: "no change", Impact.WORSE: "worse"}
TURNED = {Turned.AS: "which we expected", Turned.BETTER: str(Turned.BETTER),
          Turned.WORSE: str(Turned.WORSE)}  # fmt: skip
LOOKED_BACK, PUT_OFF = "looked back", "looking back put off"
"""What history calls it."""
SAYS = Says(
    ends="Any answer ends this line; “Too early to say…” names another day.",
    owes=(
        "What came true?",
        "Can you say by now what came true?",
        "Today is the day to say it. What came true for customers?",
        "Your answer is {late_by}. What came true for customers?",
    ),
)
HEADER = "Did our forecasts come true?"
NOTHING_YET = (
    "Nobody has looked back at a decision yet. Whoever decides is asked "
    f"{rules.AFTER_DAYS} days later, or on the day that they name."
)
MADE_OF = (
    "Of a decision: what most had said when it was decided, beside what was seen. Under "
    f"{rules.LEAST} nothing is said."
)


class FormField(StrEnum):
    """The inputs of the forms."""

    CAME_TRUE = "came_true"
    WORDS = "words"
    DAY = "day"
    SAID = "said"
    """Words of a message, which no form shows."""


# --- what was expected, and what happened since ---


def expected(decision: Decision, zone: str, now: datetime) -> str:
    """“In November we expected *worse* for about 12 customers (key accounts).”, as markup."""
    at = decision.decided_at or now
    month = f"{hours.day_of(at, zone):{'%B %Y' if now - at > FAR else '%B'}}"
    return f"In {month} we expected {_expected(decision)}."


def _expected(decision: Decision) -> str:
    count = decision.expected_customers
    whom = "customers" if count is None else f"about {words.figures(count, 'customer')}"
    tiers = _tiers(decision)
    among = f" ({tiers})" if tiers else ""
    return f"*{SAID[Impact(decision.expected or Impact.NONE)]}* for {whom}{among}"


def _tiers(decision: Decision) -> str:
    return words.join_names([GROUPS[Tier(tier)] for tier in decision.expected_tiers])


def happened(decision: Decision, since: Aftermath) -> str:
    """What happened since, in counts; what is private is in them, and is not told."""
    number, customers = since.after.issues, since.after.customers
    whose = _tiers(decision) or "customers"
    were = "was" if number == 1 else "were"
    line = f"Since then {words.count(number, 'issue')} of {whose} {were} reported"
    if number and since.customers is not None:
        line += f", by {words.number(customers)} of {since.customers:,}"
    elif number:
        line += f", by {words.count(customers, 'customer')}"
    before = words.number(since.before.issues) if since.before.issues else "none"
    line += f"; in as long a time before, {before}."
    tasks = _tasks(since.tasks)
    return f"{line} Tasks that followed: {tasks}." if tasks else line


def _tasks(found: Outcomes) -> str:
    parts = (
        (found.kept, "done by the day first given"),
        (found.late, "done later"),
        (found.open, "open"),
        (found.overdue, "open and late"),
        (found.dropped, "not done"),
    )
    return ", ".join(f"{words.number(count)} {said}" for count, said in parts if count)


def lines(decision: Decision, zone: str, now: datetime) -> list[str]:
    """What stands on its card: what was expected, and what came true or when that is asked."""
    if decision.state != DecisionState.DECIDED or decision.expected is None:
        return []
    if decision.came_true is not None:
        said = SAID[Impact(decision.came_true)]
        how = TURNED[rules.turned(decision.expected, decision.came_true)]
        quoted = blocks.safe(decision.came_true_words, SHOWN)
        why = f" “{quoted}”" if quoted else ""
        return [f"*Expected*: {_expected(decision)}. *What came true*: *{said}*, {how}.{why}"]
    asked = "whoever decided is asked now what came true."
    if decision.review_at and decision.review_at > now:
        asked = f"what came true is asked on {words.day(decision.review_at, zone, now)}."
    return [f"*Expected*: {_expected(decision)}; {asked}"]


# --- the question, and its forms ---


def buttons(asking: Asking) -> Block | None:
    """The ways out of the question what came true."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button("As expected", SAME, asking.ref),
        blocks.button("Better…", BETTER, asking.ref),
        blocks.button("Worse…", WORSE, asking.ref),
        blocks.menu([("Too early to say…", LATER, asking.ref), ("Open…", OPEN, asking.ref)]),
    )


def form(decision: Decision, chosen: Impact, known: str, said: str = "") -> Json:
    """How it turned out; `known` is what was expected and happened since, as markup."""
    return blocks.form(
        "What came true?",
        SEND,
        blocks.section(f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*\n{known}"),
        inputs.choice(
            FormField.CAME_TRUE,
            "How did it turn out for customers?",
            {str(each): SIGNS[each].form for each in rules.SEEN},
            value=chosen,
        ),
        inputs.text(
            FormField.WORDS, "What came true?", value=said, lines=True, most=WORDS, optional=True,
            hint="In a sentence, where it is not what we expected.",
        ),
        value=decision.ref,
        submit="Save",
    )  # fmt: skip


def later_form(decision: Decision, known: str) -> Json:
    """The day on which it is asked again."""
    return blocks.form(
        "Too early to say",
        LATER_SEND,
        blocks.section(f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*\n{known}"),
        inputs.date(FormField.DAY, "When shall I ask again?"),
        value=decision.ref,
        submit="Save",
    )


LABEL = "What came true…"
WAYS = {"As expected": SAME, "Better…": BETTER, "Worse…": WORSE, "Too early to say…": LATER}


def told(details: Mapping[str, object]) -> dict[str, str]:
    """What history says of it, in words; nothing where it says something else."""
    came_true, was = details.get("came_true"), details.get("expected")
    if came_true not in rules.SEEN or was not in rules.SEEN:
        return {}
    how = TURNED[rules.turned(str(was), str(came_true))]
    return {"came_true": SAID[Impact(str(came_true))], "turned": how}


# --- short replies ---


def kept(decision: Decision) -> str:
    """To whoever has said what came true."""
    said = SAID[Impact(decision.came_true or Impact.NONE)]
    how = TURNED[rules.turned(decision.expected or said, decision.came_true or said)]
    return f"Kept for {items.named(decision)}: it turned out *{said}*, {how}."


def asked_later(decision: Decision, zone: str, now: datetime) -> str:
    """To whoever has put it off."""
    day = words.day(decision.review_at or now, zone, now)
    return f"{items.named(decision)}: I ask on {day} what came true."


def undone(decision: Decision) -> str:
    """To whoever took that back."""
    return f"Undone. What came true of {items.named(decision)} stands as it stood before."


def heir(left: str) -> str:
    """What the question begins with for whoever is asked in the place of who decided."""
    return f"{blocks.safe(left, 80)} decided it and has left."


# --- how often forecasts held ---


def rates(by_type: Mapping[str, Rate], of_all: Rate, own: Rate) -> blocks.Shown:
    """By type of decision, and of the reader's own answers, which nobody else reads."""
    if not of_all.n:
        return blocks.Shown(NOTHING_YET, blocks.message(blocks.section(NOTHING_YET)))
    said = [f"• {name}: {rate(found)}" for name, found in by_type.items()]
    parts = [
        blocks.header(HEADER),
        blocks.section("\n".join([f"*All decisions*: {rate(of_all)}", *said])),
    ]
    if own.n:
        parts.append(blocks.section(f"*Your own answers*: {rate(own)}. Only you read this."))
    return blocks.Shown(f"{HEADER} {rate(of_all)}", blocks.message(*parts, blocks.context(MADE_OF)))


def rate(found: Rate) -> str:
    """“four of six as expected; one turned out better, one worse”, or that they are too few."""
    if found.n < rules.LEAST:
        return f"too few to tell ({found.n} of {rules.LEAST})"
    line = f"{found.met:,} of {found.n:,} as expected"
    others = [
        f"{count:,} turned out {said}"
        for count, said in ((found.better, "better"), (found.worse, "worse"))
        if count
    ]
    return f"{line}; {words.join_names(others)}" if others else line

"""What Duly says when somebody answers, and the forms in which they give a reason or a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.promises import items
from handlers.promises.answers import Rest
from handlers.promises.answers.words import why_no_longer
from handlers.promises.deadlines import ByWhen, InForm
from handlers.promises.items.words import due, hour_input, remark
from handlers.promises.items.words import early as ahead
from handlers.promises.steps import cards as steps
from handlers.speech import blocks, evidence, inputs, long_texts, reasons, words
from handlers.speech.request import Json
from storage.issues import Issue, Step
from storage.items import Item

DATE = "date"
DONE_SEND = "item.done.send"
WORDS = ("words", "words2", "words3", "words4")
"""The inputs for what was done: one, and more where a text does not fit into it."""

DATE_USAGE = "date T-12 friday because …"
SNOOZE_USAGE = "snooze T-12 friday because …"
AGAIN = ("This was the last time.", "You can do this once more.", "You can do this {times}.")
"""How often something can be put off again: never, once, or more often."""


def taken(item: Item, by: ByWhen | None, owner: str, actor: str, now: datetime) -> str:
    """Thanks for taking it, for oneself or for its owner; `by` is the date named with it."""
    whose = "is yours" if owner == actor else f"is taken for {blocks.person(owner)}"
    return f"Thank you. {items.named(item)} {whose}, by {due(item, now)}.{remark(by)}"


def finished(item: Item, early: int, actor: str, left: Sequence[Step] = ()) -> str:
    """It is kept; whoever asked, and whose it is, reads it. What is `left` of a loop closes it."""
    when = f", {ahead(early)}" if early else ""
    hears = {item.created_by: ", who asked, knows.", item.owner_id: ", whose it is, knows."}
    others = {who: says for who, says in hears.items() if who and who != actor}
    told = [f" {blocks.person(who)}{says}" for who, says in others.items()]
    what, rest = ("Corrected", f" {steps.closes_when(left)}") if left else ("Done", "")
    return f"{what}{when}: {items.named(item)}.{''.join(told)}{rest}"


def confirmed(item: Item, now: datetime) -> str:
    """The date stands."""
    return f"Noted: {items.named(item)} stands, by {due(item, now)}."


def redated(item: Item, by: ByWhen, now: datetime) -> str:
    """A new date is noted."""
    noted = f"Noted: {items.named(item)} is due {due(item, now)} now."
    return f"{noted}{remark(by)} Thank you for saying so."


def snoozed(item: Item, until: datetime, left: int, zone: str) -> str:
    """Until when Duly is quiet, and what is left."""
    more = AGAIN[min(left, 2)].format(times=words.count(left, "more time"))
    return f"Quiet about {items.named(item)} until {words.slack_moment(until, zone)}. {more}"


def take_form(item: Item, now: datetime) -> Json:
    """By when it will be done, where the day that was asked for has passed."""
    asked = f"It was asked for by {due(item, now)}. By when can you do it?"
    return blocks.form(
        "Take it",
        "item.take.send",
        blocks.section(f"*{items.named(item)}*\n{asked}"),
        inputs.date(DATE, "It will be done by"),
        submit="Take it",
        value=item.ref,
    )


def date_form(item: Item, shown: InForm, why: str = "") -> Json:
    """When it will be done, and why that changed; the hour, where the promise has one."""
    hour = [hour_input(shown.hour)] if shown.hour else []
    return blocks.form(
        "Another date",
        "item.date.send",
        blocks.section(
            f"*{items.named(item)}*\nA new date now is worth more than an apology later."
        ),
        inputs.date(DATE, "It will be done by", value=shown.day),
        *hour,
        reasons.ask_for("What changed?", why),
        value=item.ref,
    )


def snooze_form(
    item: Item, rest: Rest, zone: str, now: datetime, day: str | None = None, why: str = ""
) -> Json:
    """Until when to be quiet, and why; the latest is told on the clock of `zone`."""
    said = words.day if rest.days else words.moment
    most = said(rest.latest, zone, now)
    limit = why_no_longer(rest.days, rest.is_late)
    again = "This is the last time."
    if rest.left > 1:
        again = f"You can do this {words.count(rest.left - 1, 'more time')} after this."
    return blocks.form(
        "Later",
        "item.snooze.send",
        blocks.section(f"*{items.named(item)}*\nI can be quiet until {most}: {limit}. {again}"),
        inputs.date(DATE, "Quiet until", value=day),
        reasons.ask_for("Why later?", why),
        value=item.ref,
    )


def done_form(item: Item, still: str = "") -> Json:
    """What was done, and a link that shows it; `still` as in a no."""
    is_issue = isinstance(item, Issue)
    return blocks.form(
        "Corrected" if is_issue else "Done",
        DONE_SEND,
        blocks.section(f"*{items.named(item)}*"),
        *([blocks.context(still)] if still else []),
        *long_texts.ask_for(WORDS, "What was done?", ""),
        evidence.ask_for(),
        blocks.context("It stands in the story as you write it."),
        submit="It is corrected" if is_issue else "It is done",
        value=item.ref,
    )

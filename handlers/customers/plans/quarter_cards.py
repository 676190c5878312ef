"""What is done in a year, by the quarter in which it begins: a few of each, and all on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from slackblocks import Block

from handlers.customers.initiatives import words as initiative_words
from handlers.customers.plans import quarters, words
from handlers.customers.plans.reading import PlannedWork
from handlers.promises.items.words import open_story
from handlers.speech import blocks, paging
from handlers.speech import words as plain
from handlers.speech.request import Json

IN_A_QUARTER, A_PAGE = 5, 10
"""So many initiatives of a quarter stand in the plan, and so many on a page of their own."""
NAME, REASON = 80, 150
PlanName = Callable[[str], str]
"""What somebody is called, as markup, by their Slack id."""


def quarters_of(
    work: Sequence[PlannedWork],
    year: int,
    today: date,
    of: str,
    *,
    is_whole: bool = False,
    can_open: bool = True,
    called: PlanName = blocks.person,
) -> list[Block]:
    """What is done, by the quarter of the year in which it begins, or goes on.

    `of` is the customer whose plan it is, empty for the company; `is_whole` has all of each. A
    quarter of which only some are told is opened there, if that `can_open`. `called` says what
    people are called, as markup.
    """
    if not work:
        return [blocks.section(f"*What we do* {words.NO_WORK}")]
    parts = []
    for number, name in enumerate(words.QUARTERS, start=1):
        theirs = [each for each in work if quarters.begins_in(each.initiative, year, number)]
        if theirs and is_whole:
            lines = [f"• {line(each, today, called)}" for each in theirs]
            parts += blocks.paragraphs([f"*{name}*", *lines])
        elif theirs:
            lines = [f"• {line(each, today, called)}" for each in theirs[:IN_A_QUARTER]]
            more = len(theirs) - len(lines)
            lines += [f"• and {plain.count(more, 'more', 'more')}"] if more > 0 else []
            which = quarters.which(of, year, number)
            show = blocks.button(f"Show all {len(theirs):,}…", words.QUARTER, paging.value(which))
            said = "\n".join([f"*{name}*", *lines])
            parts.append(blocks.section(said, show if more > 0 and can_open else None))
    return parts


def page(
    theirs: Sequence[PlannedWork], said: str, which: str, year: int, number: int,
    after: int, today: date,
) -> Json:  # fmt: skip
    """All that begins in one quarter, ten a page; `said` is whose plan it is, as markup."""
    shown = theirs[after : after + A_PAGE]
    head = blocks.section(f"*{said}, {words.QUARTERS[number - 1]} {year}*")
    parts = [head, *(_entry(each, today) for each in shown)]
    return paging.form(
        f"Plan of {year}", words.QUARTER, parts, which=which, after=after, total=len(theirs),
        nothing=words.NO_WORK, of="initiative", page=A_PAGE,
    )  # fmt: skip


def line(each: PlannedWork, today: date, called: PlanName = blocks.person) -> str:
    """“*N-5 First ninety days* · @grace answers for it · €60 k · until …”, as markup."""
    one = each.initiative
    what = initiative_words.what_of(one)
    parts = [
        initiative_words.named(one),
        f"{called(one.owner_id)} answers for it",
        *([initiative_words.cost(one) or "cost not known"] if each.money else []),
        f"until {plain.plain_day(one.ends_on, today)}",
        *([f"“{blocks.safe(what, REASON)}”"] if what else []),
    ]
    return " · ".join(parts)


def _entry(each: PlannedWork, today: date) -> Block:
    return blocks.section(line(each, today), open_story(each.initiative.ref))

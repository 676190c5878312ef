"""What people see of initiatives: one of them, the register, and short replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from slackblocks import Block

from handlers.customers.initiatives import words
from handlers.customers.initiatives.reading import (
    A_PAGE,
    MOST_PAIRS,
    InitiativeLine,
    RegisterPage,
)
from handlers.customers.initiatives.twins import cards as twin_cards
from handlers.customers.initiatives.twins.alike import TwinPair
from handlers.promises.items.words import open_story
from handlers.speech import blocks, paging
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Tier
from storage.initiatives import Initiative, InitiativeState

TITLE = "Who spends on what"
ADD_IT, EDIT_IT, UNDO = "Add an initiative…", "Change…", "Undo"
NOTHING = "No initiative is written down. The first one is enough to begin."
ONE = "One initiative is written down{money}. Twins show from two on."
NONE_ALIKE = "None overlaps another."
MANY = "{count} are written down{money}."
OF_CUSTOMER = 5
"""So many stand on the page of a customer."""
NAMES = 10
"""So many customers are named on one page."""


def line(shown: InitiativeLine, in_tier: Mapping[str, int]) -> str:
    """“*N-5 First ninety days* · Grace · €60 k · 22 customers · “welcome call””, as markup."""
    one = shown.initiative
    what = words.what_of(one)
    parts = [
        words.named(one),
        blocks.safe(plain.first_name(shown.owner), 60) or "nobody",
        *([words.cost(one) or "cost not known"] if shown.money else []),
        words.how_many(shown.reach, in_tier),
        *([f"“{blocks.safe(what, words.SHORT)}”"] if what else []),
    ]
    return " · ".join(parts)


def register(page: RegisterPage, today: date) -> Json:
    """The modal: how many there are and what they cost, then each of a page."""
    new = blocks.actions(blocks.button(ADD_IT, words.OPEN, ""))
    if not page.total:
        return blocks.form(TITLE, words.LIST, blocks.section(NOTHING), new, submit=None)
    parts: list[Block] = [blocks.section(f"*{headline(page)}*"), new]
    parts += alike(page, today) if not page.after else []
    parts += [_entry(each, page.in_tier, today) for each in page.lines]
    parts += paging.turns(words.LIST, "", page.after, A_PAGE, page.total)
    return blocks.form(TITLE, words.LIST, *parts, submit=None, value=str(page.after))


def alike(page: RegisterPage, today: date) -> list[Block]:
    """What looks alike, above all else: what customers get twice."""
    if page.total < 2:
        return []
    money_shown = page.sums is not None
    counted = twin_cards.counted(page.pairs, money_shown=money_shown)
    if not counted:
        return [blocks.section(NONE_ALIKE)]
    parts: list[Block] = [blocks.section(f"*{counted}*")]
    for pair in page.pairs[:MOST_PAIRS]:
        parts += twin_cards.entry(
            pair, today, money_shown=money_shown, may_answer=pair.twin.number in page.mine
        )
    more = len(page.pairs) - MOST_PAIRS
    if more > 0:
        parts.append(blocks.context(f"and {plain.count(more, 'more pair')}"))
    return [*parts, blocks.divider()]


def week(pairs: Sequence[TwinPair]) -> str:
    """“Three pairs of initiatives look alike; at most €90 k is spent twice.”, for the CCO."""
    twice = twin_cards.spent_twice(pairs)
    count = plain.capital(plain.count(len(pairs), "pair"))
    looks = "looks" if len(pairs) == 1 else "look"
    return f"{count} of initiatives {looks} alike{f'; {twice}' if twice else ''}."


def headline(page: RegisterPage) -> str:
    """“23 initiatives are written down, €1.1 M this year.”: how many, and what they cost."""
    cost = words.amounts(page.sums or {})
    money = f", {cost} this year" if cost else ""
    if page.total == 1:
        return ONE.format(money=money)
    count = plain.capital(plain.count(page.total, "initiative"))
    return MANY.format(count=count, money=money)


def _entry(shown: InitiativeLine, in_tier: Mapping[str, int], today: date) -> Block:
    one = shown.initiative
    when = f"{words.state(one, today)} · {words.span(one, today)}"
    below = f"{blocks.safe(shown.department, 80)} pays · {when}"
    said = f"{line(shown, in_tier)}\n{below}"
    return blocks.section(said, accessory=open_story(one.ref))


def of_customer(found: Sequence[Initiative], today: date) -> str:
    """“*What we do for them* N-5 First ninety days, until Wed 31 Mar · …”, as markup."""
    said = [
        f"{each.ref} {blocks.safe(words.name_of(each), words.NAME)}, "
        f"{words.state(each, today)}, until {plain.plain_day(each.ends_on, today)}"
        for each in found[:OF_CUSTOMER]
    ]
    more = len(found) - len(said)
    if more > 0:
        said.append(f"and {plain.count(more, 'more', 'more')}")
    return f"*What we do for them* {' · '.join(said)}"


# --- one of them ---


def facts(
    shown: InitiativeLine, names: list[str], in_tier: Mapping[str, int], today: date
) -> list[str]:
    """Who pays and answers, from when until when, what it costs, and for whom it is."""
    one = shown.initiative
    what = words.what_of(one)
    money = []
    if shown.money:
        money = [f"{words.cost(one)} this year" if one.amount is not None else "cost not known"]
    head = [
        f"{blocks.safe(shown.department, 80)} pays",
        f"{blocks.person(one.owner_id)} answers for it",
        words.span(one, today),
        *money,
    ]
    return [
        *([f"Customers get: “{blocks.safe(what, 300)}”"] if what else []),
        " · ".join(head),
        _for_whom(shown, names, in_tier),
    ]


def moves(outcome: CustomerOutcome | None) -> list[str]:
    """“It moves O-4 An invoice is right the first time.”, where it moves one."""
    if outcome is None:
        return []
    return [f"It moves {outcome.ref} {blocks.safe(outcome.title, 150)}."]


def _for_whom(shown: InitiativeLine, names: list[str], in_tier: Mapping[str, int]) -> str:
    reach = shown.reach
    if not reach.tiers and not reach.segments and not reach.named:
        return "For no customers yet: [Change…] names them."
    tiers = [words.TIERS[tier].lower() for tier in Tier if tier in reach.tiers]
    tiers += [blocks.safe(words.segment(each), 120) for each in sorted(reach.segments)]
    said = [blocks.safe(name, 80) for name in names[:NAMES]]
    more = len(names) - len(said)
    if more > 0:
        said.append(f"{plain.number(more)} more")
    return f"For {words.how_many(reach, in_tier)}: {plain.join_names([*tiers, *said])}."


def state(initiative: Initiative, today: date) -> str:
    """How it stands."""
    return f"{initiative.ref} · {words.state(initiative, today)}"


def written(initiative: Initiative) -> Shown:
    """For whoever wrote it down: its number, who may read it, and the way back."""
    text = f"Noted: {words.named(initiative)}. Everybody may read it but the money."
    return done(initiative, text)


def changed(initiative: Initiative) -> Shown:
    """For whoever said something else of it."""
    return done(initiative, f"Changed: {initiative.ref} says it now.")


def done(initiative: Initiative, said: str) -> Shown:
    """A line, and the way back."""
    row = [open_story(initiative.ref), blocks.button(UNDO, words.UNDO, initiative.ref)]
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(*row)))


def undone(initiative: Initiative) -> str:
    """How it stands again."""
    if initiative.state == InitiativeState.TAKEN_BACK:
        return f"Undone. {initiative.ref} is taken back."
    return f"Undone. {initiative.ref} stands as it stood before."

"""What a digest looks like in its channel, and that of the executives in particular."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from slackblocks import Block

from handlers.executives.digests import (
    added,
    decide_cards,
    department_cards,
    rules,
    standings,
    weeks,
)
from handlers.executives.digests.shapes import (
    DepartmentDigest,
    DepartmentLine,
    Digest,
    ExecutiveDigest,
    Whole,
)
from handlers.executives.digests.words import (
    HEADLINE_NAME,
    TITLE,
    compared,
    few,
    is_counted,
    is_or_are,
    occasion_line,
    shown_name,
)
from handlers.people.tiers import TIERS
from handlers.promises.listed import ALL
from handlers.speech import blocks, money, paging, shares, words
from handlers.speech.request import Json
from storage.accounts import Account
from storage.customers import Tier
from storage.decisions import Decision

TITLES = {
    "departments": "By department",
    "accounts": "Accounts to look after",
    "decisions": "Decisions that wait",
}
OF = {"departments": "department", "accounts": "account", "decisions": "decision"}
"""What one of them is called."""
THANKED = 5
"""So many people are thanked by name, those who did the most."""
WAITED_FOR = 5
"""Departments that are named for which others waited."""


def shown(digest: Digest) -> blocks.Shown:
    """A digest as it is posted."""
    if isinstance(digest, DepartmentDigest):
        return department_cards.shown(digest)
    return _executives(digest)


# --- the executives ---


def _executives(digest: ExecutiveDigest) -> blocks.Shown:
    headline = executive_headline(digest)
    parts = [blocks.header(headline), blocks.context(occasion_line(digest.occasion, digest.kept))]
    parts += decide_cards.shown(digest)
    parts += added.shown(digest.added.lines)
    parts += weeks.shown(digest.weeks)
    parts += _thanks(digest.departments)
    parts += blocks.paragraphs(digest.heard)
    parts += _noes(digest.departments, digest.currency)
    parts += _first(digest.first)
    parts += _reopened(digest.departments)
    parts += _waited(digest.waited)
    if pointer := standings.pointer(digest):
        parts.append(blocks.context(pointer))
    said = f"{blocks.safe(headline)} {decide_cards.notification(digest)}".strip()
    return blocks.Shown(said, blocks.message(*parts))


def executive_headline(digest: ExecutiveDigest) -> str:
    """The sentence a CEO would repeat, in plain text."""
    kept = digest.kept.now
    if not kept.of:
        late = sum(each.late for each in digest.departments)
        still = (
            f"{words.count(late, 'older promise')} {is_or_are(late)} late"
            if late
            else "none is late"
        )
        return f"No promise fell due this week, and {still}."
    if not kept.missed:
        return f"We kept {_all(kept.of)} of this week on the day."
    missed = (
        "the one we missed was" if kept.missed == 1 else f"the {few(kept.missed)} we missed were"
    )
    return f"We kept {kept.met} of {_promises(kept.of)} on the day; {missed} {_with(digest)}."


def _with(digest: ExecutiveDigest) -> str:
    missed = [
        blocks.clip(each.name, HEADLINE_NAME)
        for each in rules.most_missed_first(digest.departments)
    ]
    most = "mostly " if len(missed) > 2 else ""
    return f"{most}with {words.join_names(missed[:2])}"


def _all(number: int) -> str:
    return "the one promise" if number == 1 else f"all {words.count(number, 'promise')}"


def _promises(number: int) -> str:
    return f"{number:,} {'promise' if number == 1 else 'promises'}"


def department_line(each: DepartmentLine) -> str:
    """How much is open in a department, how much of it late, and how much was kept."""
    late = f"{each.late:,} late" if each.late else "none late"
    kept = f" · on the day {compared(each.kept)}" if is_counted(each.kept) else ""
    return f"• *{shown_name(each.name)}* · {each.live:,} open, {late}{kept}"


def account_line(each: Account) -> str:
    """An account with what is late or severe of it."""
    facts = [f"*{shown_name(each.name)}*", TIERS[Tier(each.tier)]]
    if each.annual_value:
        facts.append(money.a_year(each.annual_value, each.currency))
    if each.renews_on:
        facts.append(f"renews {words.dated(each.renews_on)}")
    open_work = []
    if each.late:
        open_work.append(f"{few(each.late)} late")
    if each.severe:
        open_work.append(f"{few(each.severe)} of severity 1 or 2")
    return f"• {' · '.join(facts)}: {words.join_names(open_work)}"


def decision_line(each: Decision, zone: str, now: datetime) -> str:
    """A decision that waits for its first answer."""
    asked = words.day(each.created_at, zone, now)
    return f"• *{each.ref}* {blocks.safe(each.title, TITLE)} · asked {asked}"


def _noes(departments: Sequence[DepartmentLine], currency: str | None) -> list[Block]:
    """How many noes there were, what they avoid and cause, and whether customers heard in time."""
    noes = sum(each.declined for each in departments)
    before = sum(each.declined_before for each in departments)
    told = sum((each.heard for each in departments), shares.Share())
    if not noes:
        return [blocks.context(_heard(told))] if told.of else []
    was = "was" if noes == 1 else "were"
    said_no = f"{words.count(noes, 'promise').capitalize()} {was} answered with a no and its reason"
    said = [f"{said_no}; {few(before) if before else 'none'} the week before."]
    avoided = sum(each.costs.avoided for each in departments)
    caused = sum(each.costs.caused for each in departments)
    found = [("avoid", avoided), ("cause", caused)]
    costs = [f"{does} {money.amount(value, currency)}" for does, value in found if value]
    if costs:
        said.append(f"By what was said with them, they {words.join_names(costs)}.")
    if told.of:
        said.append(_heard(told))
    return [blocks.context(" ".join(said))]


def _reopened(departments: Sequence[DepartmentLine]) -> list[Block]:
    """How many things came back that had been called done."""
    found = sum((each.reopened for each in departments), shares.Share())
    if not found.met:
        return []
    were = "thing was" if found.met == 1 else "things were"
    again = f"{few(found.met).capitalize()} {were} opened again within 30 days of being done"
    number = few(found.of) if found.of else "none"
    closed = f"{number} {'was' if found.of <= 1 else 'were'} done"
    return [blocks.context(f"{again}; {closed} this week.")]


def _waited(departments: Sequence[DepartmentLine]) -> list[Block]:
    """How many working days were waited for customers, and for which departments."""
    customers = sum(each.waited.for_customers for each in departments)
    others = [each for each in departments if each.waited.for_it]
    parts = [f"{words.count(customers, 'working day')} for customers"] if customers else []
    parts += [
        f"{words.count(each.waited.for_it, 'working day')} for {shown_name(each.name)}"
        for each in sorted(others, key=lambda each: -each.waited.for_it)[:WAITED_FOR]
    ]
    if not parts:
        return []
    return [blocks.context(f"What waited and went on this week waited {words.join_names(parts)}.")]


def _thanks(departments: Sequence[DepartmentLine]) -> list[Block]:
    """How much was done this week, and who did most of it: a channel names people to thank them."""
    done: Counter[str] = Counter()
    for each in departments:
        done.update(each.done_by)
    if not done:
        return []
    most = sorted(done.items(), key=lambda each: (-each[1], each[0]))
    named = [blocks.person(user_id) for user_id, _ in most[:THANKED]]
    if len(most) > THANKED:
        named.append(words.count(len(most) - THANKED, "more", "more"))
    total = done.total()
    was = "was" if total == 1 else "were"
    promises = words.count(total, "promise").capitalize()
    said = f"{promises} {was} done this week. Thank you, {words.join_names(named)}."
    return [blocks.section(f"*What was won* {said}")]


def _first(told: shares.Share) -> list[Block]:
    """How many of those who would meet an issue heard it from us before they reported it."""
    if not told.of:
        return []
    heard = few(told.met) if told.met else "none"
    who = f"Of {words.count(told.of, 'customer')} who would meet an issue as others did"
    return [blocks.context(f"{who}, in the last 90 days, {heard} heard it from us first.")]


def _heard(told: shares.Share) -> str:
    """In how many of so many cases a customer heard our no by the day that was named."""
    if told.of == 1:
        return f"The customer who was to hear a no {'did' if told.met else 'did not'} in time."
    heard = few(told.met) if told.met else "none"
    return f"Of {words.count(told.of, 'customer')} who were to hear a no, {heard} did in time."


def whole(
    found: Whole,
    after: int,
    zone: str,
    now: datetime,
    buttons: Callable[[Decision], Block | None],
) -> Json:
    """A page of all the departments, accounts or decisions that a digest shows the first of.

    `buttons` are the answers to a decision for its reader.
    """
    entries = [
        blocks.section(_whole_line(row, zone, now), blocks.button("Open the list…", ALL, key))
        for row, key in zip(found.rows, found.keys, strict=False)
    ]
    for row in found.rows:
        if isinstance(row, Decision):
            entries.append(blocks.section(_whole_line(row, zone, now)))
            answers = buttons(row)
            entries += [answers] if answers else []
    return paging.form(
        TITLES[found.which], standings.ALL_OF_IT, entries, which=found.which, after=after,
        total=found.total, nothing="There is nothing here any more.", of=OF[found.which],
    )  # fmt: skip


def _whole_line(row: DepartmentLine | Account | Decision, zone: str, now: datetime) -> str:
    match row:
        case DepartmentLine():
            return department_line(row)
        case Account():
            return account_line(row)
        case Decision():
            return decision_line(row, zone, now)

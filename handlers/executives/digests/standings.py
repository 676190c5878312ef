"""Under the executives' digest stands what it rests on: a message with a table for each list."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Button

from handlers.chasing.owed import cards as owed
from handlers.executives.digests.rules import neediest_first
from handlers.executives.digests.shapes import DepartmentLine, ExecutiveDigest
from handlers.executives.digests.words import at_risk, few
from handlers.people.tiers import TIERS
from handlers.promises import listed
from handlers.speech import blocks, money, paging, tables, words
from handlers.speech.blocks import Shown
from handlers.speech.shares import Share
from storage.customers import Tier

ALL_OF_IT = "digest.all"
"""The button that leads to all of what a table shows the first of."""
IN_THREAD = "In the thread: {lists}."
DEPARTMENTS, ACCOUNTS, DECISIONS = 30, 30, 20
NAME, TITLE, WHY = 40, 80, 100
"""Characters of a cell: all cells of a table together have room for 10,000."""
NAMED = 3
"""So many rows are named in the line for notifications."""
BY_DEPARTMENT = "By department"
WAITING = "Decisions waiting for an answer"


def thread(digest: ExecutiveDigest) -> tuple[Shown, ...]:
    """One message for each list that is not empty, as a message takes one table."""
    return tuple(_lists(digest).values())


def pointer(digest: ExecutiveDigest) -> str:
    """“In the thread: departments and accounts.”: the lists that stand there; empty for none."""
    names = list(_lists(digest))
    return IN_THREAD.format(lists=words.join_names(names)) if names else ""


def _lists(digest: ExecutiveDigest) -> dict[str, Shown]:
    """Each list that is not empty, by its name."""
    every: dict[str, Shown | None] = {
        "departments": _departments(digest),
        "accounts": _accounts(digest),
        "decisions": _decisions(digest),
        "what was closed with a no": _noes(digest),
        **{each.below.name: each.below.shown for each in digest.added.lines if each.below},
    }
    return {name: shown for name, shown in every.items() if shown}


def _departments(digest: ExecutiveDigest) -> Shown | None:
    lines = neediest_first(digest.departments)
    rows = [
        (
            each.name, f"{each.live:,} open", f"{each.late:,} late",
            _share(each.kept.now, "kept"), _share(each.kept.before, "before:"),
        )
        for each in lines
    ]  # fmt: skip
    head = ("Department", "Open", "Late", "Kept on the day", "The week before")
    said = [f"{blocks.safe(each.name, NAME)} {_fallback(each)}" for each in lines[:NAMED]]
    every = _all_of("departments", len(rows), DEPARTMENTS)
    return _message(BY_DEPARTMENT, head, rows[:DEPARTMENTS], said, every)


def _fallback(each: DepartmentLine) -> str:
    kept = _share(each.kept.now, "kept") or "nothing due"
    return f"{kept}, {each.late:,} late"


def _share(share: Share, before: str) -> str:
    return f"{before} {share.met:,} of {share.of:,}" if share.of else ""


def _accounts(digest: ExecutiveDigest) -> Shown | None:
    rows = [
        (
            each.name,
            TIERS[Tier(each.tier)],
            money.a_year(each.annual_value, each.currency) if each.annual_value else "",
            words.dated(each.renews_on) if each.renews_on else "",
            f"{each.late:,} late",
            f"{each.severe:,} of severity 1 or 2",
        )
        for each in digest.accounts
    ]
    head = ("Account", "Tier", "A year", "Renews", "Late", "Severity 1 or 2")
    said = [blocks.safe(each.name, NAME) for each in digest.accounts[:NAMED]]
    every = _all_of("accounts", len(rows), ACCOUNTS)
    return _message(at_risk(digest.accounts), head, rows[:ACCOUNTS], said, every)


def _decisions(digest: ExecutiveDigest) -> Shown | None:
    zone, now = digest.occasion.calendar.zone, digest.occasion.now
    rows = [
        (each.ref, blocks.clip(each.title, TITLE), words.day(each.created_at, zone, now))
        for each in digest.decisions
    ]
    said = [each.ref for each in digest.decisions[:NAMED]]
    head = ("Decision", "What is decided", "Asked")
    every = _all_of("decisions", len(rows), DECISIONS)
    return _message(WAITING, head, rows[:DECISIONS], said, every)


def _noes(digest: ExecutiveDigest) -> Shown | None:
    """What was closed with a no in seven days; what is private is counted."""
    total, private = digest.refused.total, digest.refused.private
    if not total:
        return None
    title = f"Closed with a no this week: {few(total)}"
    if private:
        title += f", {few(private)} of them private"
    rows = [
        (each.ref, each.customer, blocks.clip(each.title, TITLE), each.department, each.why)
        for each in digest.refused.things
    ]
    if not rows:
        return Shown(f"{title}.", blocks.message(blocks.section(f"*{title}*")))
    head = ("Thing", "Customer", "What", "Department", "Why")
    is_cut = len(rows) < total - private
    every = blocks.button("Open the list…", listed.ALL, listed.NOES) if is_cut else None
    return _message(title, head, rows, [row[0] for row in rows[:NAMED]], every)


def _message(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    said: Sequence[str],
    every: Button | None,
) -> Shown | None:
    """A list with its title as a table; where not all of it is shown, with the way to the rest."""
    if not rows:
        return None
    shown = [[blocks.clip(cell, WHY) for cell in row] for row in rows]
    parts = [blocks.section(f"*{title}*"), tables.table(head, shown)]
    parts += [blocks.actions(every)] if every else []
    return Shown(f"{title}: {'; '.join(said)}", blocks.message(*parts))


def _all_of(which: str, total: int, most: int) -> Button | None:
    return owed.show_all(total, ALL_OF_IT, paging.value(which)) if total > most else None

"""What the digest of one department looks like in its channel."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from slackblocks import Block

from handlers.chasing.owed import cards as owed
from handlers.executives.digests import resting, rules, weeks
from handlers.executives.digests.rules import DepartmentDigest, Occasion
from handlers.executives.digests.words import (
    HEADLINE_NAME,
    NAME,
    TITLE,
    as_sentence,
    bullet,
    compared,
    few,
    headed,
    is_counted,
    is_or_are,
    lateness,
    occasion_line,
    shown_name,
    waits,
)
from handlers.people.tiers import TIERS
from handlers.promises.asked import INFORM, TELL
from handlers.promises.items import silence
from handlers.promises.listed import ALL
from handlers.speech import blocks, paging, words
from storage.counts import Line, Lines
from storage.customers import Tier

ONE_PRIVATE = "One of these is private, and is counted only."
MANY_PRIVATE = "Of these {count} are private, and are counted only."
SILENT = frozenset({INFORM, TELL})
"""What is owed while a customer has not heard from us."""
THANKED = 6
BORDERS = 3
"""Other departments that are named between which and this one things lay."""

LIST_ROOM = 1800
"""Room in characters, so that even the longest titles stay below blocks.MESSAGE_TEXT."""


def shown(digest: DepartmentDigest) -> blocks.Shown:
    """The digest of one department as it is posted."""
    headline, summary = department_headline(digest), department_summary(digest)
    waiting = rules.without_the_new(digest)
    parts = [blocks.header(headline), blocks.context(occasion_line(digest.occasion))]
    if summary != headline:
        parts.append(blocks.section(summary))
    parts += _numbers(digest)
    listed, left = _lists(digest, waiting)
    parts += listed
    if digest.new.total >= rules.MANY:
        parts.append(blocks.section(_new_issues(digest)))
    parts += resting.shown(digest)
    if digest.offers:
        parts.append(blocks.section(_offers(digest.offers)))
    if digest.at_border:
        parts.append(blocks.section(_at_border(digest)))
    if digest.kept_by:
        parts.append(blocks.section(_thanks(digest)))
    private = sum(each.private for each in (digest.late, digest.due, waiting, digest.rests))
    if left > private and digest.key:
        open_there = owed.show_all(digest.live, ALL, paging.value(digest.key))
        parts += [
            blocks.context(f"and {words.figures(left - private, 'more thing')}"),
            blocks.actions(open_there),
        ]
    if private:
        parts.append(blocks.context(ONE_PRIVATE if private == 1 else (
            MANY_PRIVATE.format(count=few(private)))))  # fmt: skip
    parts += weeks.shown(digest.weeks)
    return blocks.Shown(blocks.safe(headline), blocks.message(*parts))


def department_headline(digest: DepartmentDigest) -> str:
    """The one sentence that matters, in plain text: the customer who waits, or how it stands."""
    for line in rules.most_urgent_first(digest.late.lines):
        if line.tier in rules.WATCHED_TIERS:
            whom = f"{blocks.clip(line.customer, HEADLINE_NAME)}, a {TIERS[Tier(line.tier)]},"
            late = lateness(line, digest.occasion)
            if line.due_at and line.due_at < digest.occasion.now:
                return f"Our promise to {whom} is {late}."
            return _without(line, whom, late, digest.occasion)
    return department_summary(digest)


def _without(line: Line, whom: str, late: str, occasion: Occasion) -> str:
    """What a customer waits for whose issue was taken in time, or has had no answer."""
    if line.since is None or line.since.kind not in silence.WITHOUT:
        return f"{whom} has had {late}."
    if line.since.kind not in SILENT:
        return f"About {whom} {late}."
    since = words.day(line.since.opened_at, occasion.calendar.zone, occasion.now)
    return f"{whom} has not heard from us since {since}."


def department_summary(digest: DepartmentDigest) -> str:
    """How it stands in one sentence: late, due and waiting; or what was kept, or came in."""
    silent, unfinished = _otherwise(digest)
    late = digest.late.total - silent - unfinished
    due, waiting = digest.due.total, digest.waiting.total
    clauses: list[str] = []
    if late:
        clauses.append(f"{_numbered(late, clauses)} {is_or_are(late)} late")
    if silent:
        has = "has" if silent == 1 else "have"
        clauses.append(f"{words.count(silent, 'customer')} {has} not heard from us")
    if unfinished:
        last = "waits for its last step" if unfinished == 1 else "wait for their last steps"
        clauses.append(f"{words.count(unfinished, 'issue')} {last}")
    if due:
        clauses.append(f"{_numbered(due, clauses)} {is_or_are(due)} due within a week")
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        clauses.append(f"{_numbered(waiting, clauses)} {wait} for an answer")
    if not clauses:
        return _quiet_summary(digest)
    sentence = words.join_names(clauses)
    is_late = late or silent or unfinished
    return as_sentence(sentence if is_late else f"nothing is late; {sentence}")


def _otherwise(digest: DepartmentDigest) -> tuple[int, int]:
    """What was answered in time of all that is late: whose customers have not heard, and others."""
    now = digest.occasion.now
    kinds = [
        line.since.kind
        for line in digest.late.lines
        if line.since and not (line.due_at and line.due_at < now)
    ]
    silent = sum(kind in SILENT for kind in kinds)
    return silent, sum(kind in silence.WITHOUT for kind in kinds) - silent


def _quiet_summary(digest: DepartmentDigest) -> str:
    if digest.resting:
        return f"Nothing is late; {resting.count(digest)} for somebody."
    kept = sum(digest.kept_by.values())
    if kept:
        was = "was" if kept == 1 else "were"
        return f"Nothing is late or waiting, and {words.count(kept, 'promise')} {was} kept."
    if digest.offers:
        offer = words.count(digest.offers, "hand-off")
        return f"Nothing is late; {offer} from elsewhere {waits(digest.offers)} for an answer."
    came = "came in and is" if digest.new.total == 1 else "came in and are"
    return as_sentence(f"{words.count(digest.new.total, 'issue')} {came} answered already")


def _numbered(number: int, before: list[str]) -> str:
    """“five promises”, and only “five” when promises were named before."""
    return few(number) if before else words.count(number, "promise")


def _numbers(digest: DepartmentDigest) -> list[Block]:
    lines = []
    if is_counted(digest.acknowledged):
        lines.append(f"Answered in time: {compared(digest.acknowledged)}")
    if is_counted(digest.kept):
        lines.append(f"Kept on the day: {compared(digest.kept)}")
    return [blocks.section("\n".join(lines))] if lines else []


def _lists(digest: DepartmentDigest, waiting: Lines) -> tuple[list[Block], int]:
    """Late, due, waiting and resting, together a dozen lines; and how many are left out."""
    occasion, room, shown_of_all = digest.occasion, rules.LINES, 0
    parts: list[Block] = []
    groups = (
        ("Late", rules.most_urgent_first(digest.late.lines), _late_line),
        ("Due within a week", digest.due.lines, _due_line),
        ("Waiting for an answer", rules.most_urgent_first(waiting.lines), _waiting_line),
        ("Waiting for somebody else", digest.rests.lines, partial(_resting_line, digest.until)),
    )
    for title, found, draw in groups:
        chosen = found[: room - shown_of_all]
        lines = rules.fitting([draw(line, occasion) for line in chosen], LIST_ROOM)
        shown_of_all += len(lines)
        if lines:
            parts.append(blocks.section("\n".join([f"*{title}*", *lines])))
    total = sum(each.total for each in (digest.late, digest.due, waiting, digest.rests))
    return parts, total - shown_of_all


def _late_line(line: Line, occasion: Occasion) -> str:
    return bullet(line, lateness(line, occasion))


def _waiting_line(line: Line, occasion: Occasion) -> str:
    since = line.since.opened_at if line.since else line.created_at
    return bullet(line, f"since {words.day(since, occasion.calendar.zone, occasion.now)}")


def _resting_line(until: Mapping[tuple[str, int], str], line: Line, occasion: Occasion) -> str:
    """Its day is not called due while it waits."""
    del occasion
    return bullet(line, until.get((line.noun, line.number), ""))


def _due_line(line: Line, occasion: Occasion) -> str:
    due = line.due_at or occasion.now
    return bullet(
        line, f"due {words.promised(due, line.due_zone, occasion.now, timed=line.due_timed)}"
    )


def _new_issues(digest: DepartmentDigest) -> str:
    new, zone = digest.new, digest.occasion.calendar.zone
    first = f"*{words.count(new.total, 'new issue').capitalize()}*"
    if new.oldest is None:
        return f"{first}, all of them answered."
    since = words.day(new.oldest.created_at, zone, digest.occasion.now)
    title = blocks.safe(headed(new.oldest), TITLE + NAME)
    return f"{first}; the oldest is *{new.oldest.ref}* {title}, here since {since}."


def _offers(number: int) -> str:
    offer = words.count(number, "hand-off").capitalize()
    return f"{offer} from elsewhere {waits(number)} for a yes, or for a return with a reason."


def _at_border(digest: DepartmentDigest) -> str:
    """The days that things lay between it and others, all of them together."""
    (name, days), *others = digest.at_border[:BORDERS]
    more = [f"{few(took)} with {shown_name(other)}" for other, took in others]
    rest = [took for _, took in digest.at_border[BORDERS:]]
    if rest:
        more.append(f"{few(sum(rest))} with {words.count(len(rest), 'other department')}")
    also = f", and {words.join_names(more)}" if more else ""
    took_in_all = f"{words.count(days, 'working day')} in all"
    return f"Hand-offs waited {took_in_all} at the border with {shown_name(name)} this week{also}."


def _thanks(digest: DepartmentDigest) -> str:
    people = [blocks.person(user_id) for user_id in digest.kept_by]
    named = people[:THANKED]
    if len(people) > THANKED:
        named.append(words.count(len(people) - THANKED, "more", "more"))
    since = words.day(digest.occasion.since, digest.occasion.calendar.zone, digest.occasion.now)
    kept = words.count(sum(digest.kept_by.values()), "promise").capitalize()
    return f"{kept} kept since {since}. Thank you, {words.join_names(named)}."

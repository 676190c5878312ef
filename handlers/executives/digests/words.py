"""The words of digests: what they have in common, and what Duly says to whoever asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.calendar import hours
from handlers.chasing import standing
from handlers.executives.digest_lines import Occasion
from handlers.people.tiers import TIERS
from handlers.promises.items import silence
from handlers.promises.items.titles import within
from handlers.speech import blocks, money, words
from handlers.speech.shares import Compared, Share
from handlers.speech.timetable import planned
from storage.accounts import Account
from storage.counts import Line
from storage.customers import Tier
from storage.endings import Kept
from storage.schedules import TOO_LATE, Schedule

TITLE, NAME, HEADLINE_NAME = 100, 60, 30
"""Characters of a title, of a name, and of a name in a headline."""
BROKE = "the last one broke, its log says where; it is tried again then"
TROUBLE = {TOO_LATE: "the last one was left out, more than a day late"}


def shown_name(name: str) -> str:
    """The name of a department, customer or whoever reads a digest."""
    return blocks.safe(name, NAME)


# --- what digests have in common ---


def bullet(line: Line, when: str) -> str:
    """One promise of a list, and what is to be said of when."""
    title = blocks.safe(headed(line), TITLE + NAME)
    tier = "" if line.tier in ("", Tier.STANDARD) else f" · {TIERS[Tier(line.tier)]}"
    return f"• *{line.ref}* {title}{tier} · {when}"


def headed(line: Line) -> str:
    """“Acme: Rewrite the refund mail”, as everywhere else."""
    return words.headed(within(line.title, line.part_of), line.customer)


def compared(share: Compared) -> str:
    """“7 of 10; 6 of 9 the week before”."""
    return f"{_share(share.now)}; {_share(share.before)} the week before"


def _share(share: Share) -> str:
    return f"{share.met:,} of {share.of:,}" if share.of else "nothing due"


def is_counted(share: Compared) -> bool:
    """Whether there is anything to compare."""
    return bool(share.now.of or share.before.of)


def occasion_line(occasion: Occasion, kept: Compared) -> str:
    """Whose digest it is, of which week, and how the week before was.

    Where it comes late, also when it was planned.
    """
    name = shown_name(f"{occasion.name[:1].upper()}{occasion.name[1:]}")
    today = hours.local_day(occasion.calendar, occasion.now)
    line = f"{name} · week to {words.plain_day(today - timedelta(days=1), today)}"
    if kept.before.of:
        line += f" · the week before: {kept.before.met:,} of {kept.before.of:,}"
    if occasion.planned is None:
        return line
    moment = words.slack_moment(occasion.planned, occasion.calendar.zone)
    return f"{line} · late, it was planned for {moment}"


def lateness(line: Line, occasion: Occasion) -> str:
    """How late something is: by its date, or by the answer that is missing."""
    if line.due_at and line.due_at < occasion.now:
        zone = "" if line.due_timed else line.due_zone
        return words.late_by(line.due_at, occasion.now, occasion.calendar, zone=zone)
    return standing.of_thing(
        line.due_at, line.since, occasion.now, zone=occasion.calendar.zone, due_zone=line.due_zone,
        unanswered=silence.of(line.since),
    )  # fmt: skip


def at_risk(accounts: Sequence[Account]) -> str:
    """“Two accounts to look after, 630 k a year together”."""
    value = sum(each.annual_value or 0 for each in accounts)
    together = " together" if len(accounts) > 1 else ""
    currency = accounts[0].currency if accounts else None
    worth = f", {money.a_year(value, currency)}{together}" if value else ""
    return f"{words.count(len(accounts), 'account').capitalize()} to look after{worth}"


def for_days(days: int) -> str:
    """“for four working days”, or “since today”."""
    return f"for {words.count(days, 'working day')}" if days else "since today"


def is_or_are(number: int) -> str:
    """The verb for so many."""
    return "is" if number == 1 else "are"


def waits(number: int) -> str:
    """The verb for so many."""
    return "waits" if number == 1 else "wait"


def few(number: int) -> str:
    """“five”; larger ones in figures."""
    return words.NUMBERS[number] if 0 < number < len(words.NUMBERS) else f"{number:,}"


def as_sentence(clause: str) -> str:
    """A sentence of one clause."""
    return f"{clause[0].upper()}{clause[1:]}."


# --- what the asking person reads ---


def posted(name: str, channel_id: str) -> str:
    """Where the digest went."""
    return f"The digest of {shown_name(name)} is on its way to {blocks.channel(channel_id)}."


def nothing_to_say(name: str, kept: Kept | None, zone: str, now: datetime) -> str:
    """Why nothing was posted, with something pleasant to read."""
    quiet = f"Nothing is late or waiting in {shown_name(name)}."
    if kept is None:
        return f"{quiet} A quiet week is a good week to ask a customer how things are."
    customer = kept.line.customer
    whom = f" for {shown_name(customer)}" if customer else ""
    who = f" by {blocks.person(kept.owner_id)}," if kept.owner_id else ""
    day = words.day(kept.closed_at, zone, now)
    return f"{quiet} The last promise kept was *{kept.line.ref}*{whom},{who} on {day}."


def nothing_for_executives() -> str:
    """Why nothing was posted to the executives."""
    return "No promise is open and no decision waits, so there is nothing to post. Enjoy the quiet."


def scheduled(name: str, schedule: Schedule) -> str:
    """From now on, and when first."""
    return (
        f"The digest of {shown_name(name)} comes to {blocks.channel(schedule.channel_id)} "
        f"{planned(schedule)}. The next one is {_next(schedule)}; `/cx digest off` ends it."
    )


def ended(channel_id: str) -> str:
    """No more of them."""
    return (
        f"No more digests in {blocks.channel(channel_id)}. "
        "`/cx digest` still posts one whenever you like."
    )


def none_to_end(channel_id: str) -> str:
    """There was nothing to end."""
    return f"No digest is scheduled in {blocks.channel(channel_id)}. Nothing was changed."


def schedules(known: Sequence[Schedule]) -> str:
    """All schedules, next one first."""
    if not known:
        return "No digest is scheduled yet. Try `/cx digest weekly monday 9:00` in a channel."
    return "\n".join(["*Scheduled digests*", *(_line(each) for each in known)])


def _line(schedule: Schedule) -> str:
    """One schedule of the list."""
    skipped = f" · {TROUBLE.get(schedule.error, BROKE)}" if schedule.error else ""
    where = blocks.channel(schedule.channel_id)
    return f"• {where} {planned(schedule)} · next {_next(schedule)}{skipped}"


def _next(schedule: Schedule) -> str:
    return words.slack_moment(schedule.next_at, schedule.zone) if schedule.next_at else "never"

"""What the weekly digest of one department looks like: it asks for something, then tells."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block, Button

from handlers.executives.digest_lines import Occasion
from handlers.executives.digests import added, between, rules, shapes, weeks
from handlers.executives.digests.shapes import DepartmentDigest
from handlers.executives.digests.words import (
    HEADLINE_NAME,
    as_sentence,
    bullet,
    compared,
    few,
    is_counted,
    is_or_are,
    lateness,
    occasion_line,
    shown_name,
    waits,
)
from handlers.promises import listed
from handlers.speech import blocks, paging, words
from storage.counts import Line
from storage.listings import Which
from storage.weekly import ForCustomer

DAYS, OFFERS = "days", "offers"
"""What a department is to decide: on new days, or on what others offer it."""
TO_DECIDE = "digest.open"
"""The button that opens all of it."""
GIVE_DAYS, ANSWER_OFFERS, OPEN_LIST = "Give days…", "Answer…", "Open the list…"
ONE_TO_DECIDE = "One thing to decide today."
ONE_PRIVATE = "One of these is private, and is counted only."
MANY_PRIVATE = "Of these {count} are private, and are counted only."
THANKED = 6
LIST_ROOM = 2400
"""Room in characters, so that even the longest titles stay below blocks.MESSAGE_TEXT."""


def shown(digest: DepartmentDigest) -> blocks.Shown:
    """The digest of one department as it is posted."""
    headline, asked = department_headline(digest), _decide(digest)
    parts = [blocks.header(headline), blocks.context(occasion_line(digest.occasion, digest.kept))]
    parts += asked
    parts += _late(digest, is_led_to=bool(asked))
    parts += between.shown(digest)
    parts += _this_week(digest)
    parts += added.shown(digest.added.lines)
    parts += _thanks(digest)
    parts += _private(digest)
    parts += weeks.shown(digest.weeks)
    if is_counted(digest.acknowledged):
        parts.append(blocks.context(f"Answered in time: {compared(digest.acknowledged)}."))
    said = f"{blocks.safe(headline)} {ONE_TO_DECIDE if asked else ''}".strip()
    return blocks.Shown(said, blocks.message(*parts))


def department_headline(digest: DepartmentDigest) -> str:
    """The one sentence that matters, in plain text: what was kept, and who waits."""
    return f"{_kept(digest)}{_who_waits(digest)}."


def _kept(digest: DepartmentDigest) -> str:
    kept, name = digest.kept.now, blocks.clip(digest.occasion.name, HEADLINE_NAME)
    if not kept.of:
        return f"No promise of {name} fell due"
    if kept.of == 1:
        return f"{name} {'kept' if kept.met else 'missed'} the one promise of this week"
    if not kept.missed:
        return f"{name} kept all {words.count(kept.of, 'promise')} on the day"
    return f"{name} kept {kept.met:,} of {kept.of:,} promises on the day"


def _who_waits(digest: DepartmentDigest) -> str:
    """“; Acme waits for two”: the customer who weighs most of those for whom something is late."""
    if digest.late_for:
        first = digest.late_for[0]
        return f"; {blocks.clip(first.name, HEADLINE_NAME)} waits for {few(first.number)}"
    if digest.late.total:
        return f"; {few(digest.late.total)} {is_or_are(digest.late.total)} late"
    return "" if digest.kept.now.of else "; nothing is late"


def _decide(digest: DepartmentDigest) -> list[Block]:
    """The one thing that the department is asked today, and what leads there."""
    if digest.past:
        said = (
            "One late thing has no new day. Who gives it one?"
            if digest.past == 1
            else f"{words.count(digest.past, 'late thing').capitalize()} have no new day. "
            "Who gives one?"
        )
        return _asked(said, _opens(digest, GIVE_DAYS, DAYS), _list(digest, Which.LATE))
    if digest.offered:
        offer = words.count(digest.offered, "offer").capitalize()
        has = "has" if digest.offered == 1 else "have"
        said = f"{offer} from elsewhere {has} no answer. Who takes it over, or returns it?"
        return _asked(said, _opens(digest, ANSWER_OFFERS, OFFERS))
    if digest.late.total:
        number = digest.late.total
        answers = words.count(number, "answer").capitalize()
        said = (
            f"{answers} {is_or_are(number)} missing. Who gives {'it' if number == 1 else 'them'}?"
        )
        return _asked(said, _list(digest, Which.LATE))
    return []


def _asked(said: str, *row: Button | None) -> list[Block]:
    found = [each for each in row if each]
    part = blocks.section(f"*Decide today* {said}")
    return [part, blocks.actions(*found)] if found else [part]


def _opens(digest: DepartmentDigest, label: str, which: str) -> Button | None:
    if digest.home is None:
        return None
    value = paging.value(f"{which}:{digest.home.hex}")
    return blocks.button(label, TO_DECIDE, value, "primary")


def _list(digest: DepartmentDigest, which: Which) -> Button | None:
    if digest.home is None:
        return None
    return blocks.button(OPEN_LIST, listed.ALL, listed.of_department(digest.home, which))


def _late(digest: DepartmentDigest, *, is_led_to: bool) -> list[Block]:
    """The most urgent of what is late, without a name: whoever is late was told."""
    if not digest.late.total:
        return []
    lines = [bullet(each, _late_by(each, digest.occasion)) for each in digest.late.lines]
    fit = rules.fitting(lines, LIST_ROOM)
    text = "\n".join([f"*Late* ({digest.late.total:,})", *fit])
    is_cut = digest.late.total > len(fit) and not is_led_to
    return [blocks.section(text, _list(digest, Which.LATE) if is_cut else None)]


def _late_by(line: Line, occasion: Occasion) -> str:
    """“was due Tue 24 Nov”; of what is not, since when it waits for an answer."""
    if line.due_at and line.due_at < occasion.now:
        due = words.promised(line.due_at, line.due_zone, occasion.now, timed=line.due_timed)
        return f"was due {due}"
    return lateness(line, occasion)


def _this_week(digest: DepartmentDigest) -> list[Block]:
    """What is due, what nobody has taken yet, and what came in; with the way to all of it."""
    said = []
    if digest.due.total:
        due = f"{few(digest.due.total)} {is_or_are(digest.due.total)} due"
        said.append(as_sentence(f"{due}{_for_whom(digest.due_for, digest.due.total)}"))
    if digest.waiting.total:
        wait = waits(digest.waiting.total)
        said.append(as_sentence(f"{few(digest.waiting.total)} {wait} for a first answer"))
    if digest.new.total:
        said.append(_new_issues(digest))
    if not said:
        return []
    return [blocks.section(f"*This week* {' '.join(said)}", _list(digest, Which.OPEN))]


def _for_whom(whom: Sequence[ForCustomer], total: int) -> str:
    """“, two of them for Acme”."""
    if not whom:
        return ""
    name, number = shown_name(whom[0].name), whom[0].number
    if number == total:
        return f", for {name}" if total == 1 else f", all of them for {name}"
    return f", {few(number)} of them for {name}"


def _new_issues(digest: DepartmentDigest) -> str:
    new, zone = digest.new, digest.occasion.calendar.zone
    came = as_sentence(f"{words.count(new.total, 'issue')} came in").removesuffix(".")
    if new.oldest is None:
        return f"{came}."
    since = words.day(new.oldest.created_at, zone, digest.occasion.now)
    if new.total == 1:
        return f"{came}, *{new.oldest.ref}* on {since}."
    return f"{came}; the oldest that is open is *{new.oldest.ref}*, since {since}."


def _thanks(digest: DepartmentDigest) -> list[Block]:
    """Who did something, by name, and what: a channel names people to thank them."""
    thanks = digest.thanks
    if not thanks.people:
        return []
    named = [blocks.person(user_id) for user_id in thanks.people[:THANKED]]
    left = len(thanks.people) - len(named)
    names = words.join_names([*named, *([words.count(left, "more", "more")] if left else [])])
    return [blocks.section(f"*Thank you* {names}: {thanked_for(thanks)}.")]


def thanked_for(thanks: shapes.Thanks) -> str:
    """“three promises to key accounts kept, two of them early”; what was late is only done."""
    all_key = thanks.key == thanks.total
    verb = "kept" if thanks.kept == thanks.total else "done"
    done = f"{words.count(thanks.total, 'promise')}{' to key accounts' if all_key else ''} {verb}"
    if thanks.total == 1:
        return f"{done}, and early" if thanks.early else done
    more = []
    if thanks.key and not all_key:
        more.append(f"{few(thanks.key)} of them to key accounts")
    if thanks.early:
        number = "all" if thanks.early == thanks.total else few(thanks.early)
        more.append(f"{number} early" if more else f"{number} of them early")
    return ", ".join([done, words.join_names(more)]) if more else done


def _private(digest: DepartmentDigest) -> list[Block]:
    counted = (digest.late, digest.due, digest.waiting, digest.rests)
    private = sum(each.private for each in counted)
    if not private:
        return []
    said = ONE_PRIVATE if private == 1 else MANY_PRIVATE.format(count=few(private))
    return [blocks.context(said)]

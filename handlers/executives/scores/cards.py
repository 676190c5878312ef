"""What a scorecard looks like, and the list of the very things behind one of its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block

from handlers.calendar import hours
from handlers.executives.scores import Scorecard, bars, rows, words
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.rules import Measure, Scored
from handlers.executives.scores.subjects import CountedThing
from handlers.promises.items.words import open_story
from handlers.speech import blocks, paging
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from handlers.speech.words import number, plain_day

BEHIND, THINGS, FREEZE = "score.behind", "score.things", "score.freeze"
DISPUTE, FILE = "score.dispute", "score.file"
A_PAGE = 20
ONE_HIDDEN = "One of these is private, and is counted only."
MANY_HIDDEN = "{count} of these are private, and are counted only."
BESIDE = "*Beside these figures*"


@dataclass(frozen=True)
class ThingsSeen:
    """A page of the things behind a figure, with those that its reader may see, by noun and number.

    `names` are those who held them then, by Slack id, where the reader may know that.
    """

    measure: Measure | Caveat
    key: str
    page: Sequence[Scored]
    after: int
    total: int
    seen: Mapping[tuple[str, int], CountedThing]
    names: Mapping[str, str]


def shown(card: Scorecard, key: str, by: str = "") -> Shown:
    """The scorecard as a message; `key` is what its buttons carry, `by` who froze it."""
    return Shown(_fallback(card), blocks.message(*_parts(card, by), *_buttons(card, key)))


def posted(card: Scorecard, key: str, by: str = "") -> Shown:
    """The same in the channel of the department, with its promises month by month in a chart."""
    parts = [*_parts(card, by), *bars.shown(card), *_buttons(card, key)]
    return Shown(_fallback(card), blocks.message(*parts))


def _fallback(card: Scorecard) -> str:
    """Its one line, for notifications and screen readers."""
    head = blocks.safe(words.headline(card))
    if not rows.counted(card) and not card.beside:
        return f"{head}. {words.none_yet(card)}"
    said = words.compared(card)
    return f"{head}. {said}." if said else head


def _parts(card: Scorecard, by: str) -> list[Block]:
    parts: list[Block] = [
        blocks.header(words.headline(card)), blocks.context(words.occasion(card, by))
    ]  # fmt: skip
    figures = rows.table(card)
    if figures is None:
        parts.append(blocks.section(words.none_yet(card)))
    else:
        parts.append(figures)
    parts += blocks.paragraphs(words.corrected(card))
    if said := " ".join(filter(None, [words.change(card), words.waited(card)])):
        parts.append(blocks.section(said))
    if beside := words.beside(card):
        parts.append(blocks.section("\n".join([BESIDE, *beside])))
    if figures and (nothing := words.nothing(card)):
        parts.append(blocks.context(nothing))
    return parts


def _buttons(card: Scorecard, key: str) -> list[Block]:
    """The ways from it; none where nothing counts."""
    has_figures = bool(rows.counted(card))
    if not has_figures and not card.beside:
        return []
    row = [blocks.button("Where does this come from…", BEHIND, key)]
    if card.may_freeze:
        row.append(blocks.button("Freeze", FREEZE, key, confirm=words.SURE))
    if card.may_dispute and has_figures:
        row.append(blocks.button("Dispute…", DISPUTE, key))
    row.append(blocks.button("As a file…", FILE, key))
    return [blocks.actions(*row)]


def behind(card: Scorecard, key: str) -> Json:
    """All its figures, each with the way to the things behind it."""
    parts = [
        blocks.section(
            words.line(each, card.period.before, card.standards.goals.get(each.now.measure, 0)),
            blocks.button("Open…", THINGS, paging.value(f"{each.now.measure}/{key}")),
        )
        for each in card.lines
        if each.now.of
    ]
    parts += [
        blocks.section(
            words.sentence(caveat, count),
            blocks.button("Open…", THINGS, paging.value(f"{caveat}/{key}")),
        )
        for caveat, count in card.beside.items()
    ]
    head = blocks.section(f"*{blocks.safe(words.headline(card))}*")
    return blocks.form(
        "Where it comes from", BEHIND, head, blocks.context(words.occasion(card)), *parts,
        submit=None, value=key,
    )  # fmt: skip


def things(found: ThingsSeen, zone: str, now: datetime) -> Json:
    """A page of the very things behind one figure, each with who held it then."""
    which = f"{found.measure}/{found.key}"
    head = blocks.section(f"*{words.NAMES[found.measure]}* · n = {found.total:,}")
    entries = [
        blocks.section(_line(each, item, found, zone, now), open_story(item.ref))
        for each in found.page
        if (item := found.seen.get((each.noun, each.number)))
    ]
    hidden = len(found.page) - len(entries)
    parts = [head, *entries]
    if not found.page:
        parts.append(blocks.section(words.NOTHING))
    if hidden:
        many = MANY_HIDDEN.format(count=number(hidden).capitalize())
        said = ONE_HIDDEN if hidden == 1 else many
        parts.append(blocks.context(said))
    parts += paging.turns(THINGS, which, found.after, A_PAGE, found.total)
    parts.append(blocks.actions(blocks.button("All figures…", BEHIND, found.key)))
    return blocks.form(
        "Where it comes from", THINGS, *parts, submit=None,
        value=paging.value(which, found.after),
    )  # fmt: skip


def _line(each: Scored, item: CountedThing, found: ThingsSeen, zone: str, now: datetime) -> str:
    """“*T-12 Rewrite the refund mail* · Fri 27 Nov · missed · with Sara Novak then”."""
    met, missed = words.MISSED_IS[found.measure]
    said = [
        plain_day_of(each.at, zone, now),
        met if each.met else missed.format(value=number(each.value)),
    ]
    if name := found.names.get(each.owner_id or ""):
        said.append(f"with {blocks.safe(name)} then")
    return f"*{item.ref} {blocks.safe(item.title, 120)}*\n{' · '.join(said)}"


def plain_day_of(at: datetime, zone: str, now: datetime) -> str:
    """The day of an instant in the zone of the scorecards, in plain words."""
    from_zone = hours.day_of(at, zone)
    return plain_day(from_zone, hours.day_of(now, zone))

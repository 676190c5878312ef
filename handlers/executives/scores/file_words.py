"""What a scorecard says as a file: its columns, its rows, and what stands above it."""

from __future__ import annotations

from handlers.executives.scores import Scorecard, ScoreLine, words
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.rules import Measure, Scored
from handlers.executives.scores.subjects import CountedThing
from handlers.speech import blocks
from handlers.speech.words import figures

COLUMNS = (
    "row", "figure", "score", "met", "of", "low", "high", "goal", "before", "before_of",
    "item", "title", "day", "counted", "with",
)  # fmt: skip
FIGURE, THING, BESIDE, PRIVATE = "figure", "item", "beside", "private"
ON_ITS_WAY = "{headline}. It comes to you here as a file, with all that it is made of."


def on_its_way(card: Scorecard) -> str:
    """What whoever asks for one reads at once."""
    return ON_ITS_WAY.format(headline=blocks.safe(words.headline(card)))


def name(card: Scorecard) -> str:
    """“scorecard-billing-2026-Q4.csv”."""
    of = card.whose.person.handle if card.whose.person else card.whose.department.name
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in of.lower())
    return f"scorecard-{plain.strip('-')[:40] or 'department'}-{card.period.key}.csv"


def title(card: Scorecard) -> str:
    """What Slack calls the file; plain."""
    return blocks.clip(words.headline(card), blocks.HEADER)


def comment(card: Scorecard) -> str:
    """What stands above it, as markup."""
    return f"{blocks.safe(words.headline(card))}\n{words.occasion(card)}"


def figure(line: ScoreLine, goal: int) -> list[str]:
    """The row of one figure."""
    now, before = line.now, line.before
    interval = now.interval
    return [
        FIGURE, words.NAMES[now.measure],
        words.score(now) if now.says_something else "",
        str(now.total if now.is_mean else now.met), str(now.of),
        f"{words.percent(interval.low)} %" if interval else "",
        f"{words.percent(interval.high)} %" if interval else "",
        f"{goal} %" if goal else "",
        words.score(before) if before.of and before.says_something else "",
        str(before.of) if before.of else "",
        "", "", "", "", "",
    ]  # fmt: skip


def thing(
    measure: Measure | Caveat, each: Scored, item: CountedThing, day: str, held_by: str
) -> list[str]:
    """The row of one thing behind a figure, or beside them all."""
    met, missed = words.MISSED_IS[measure]
    counted = met if each.met else missed.format(value=f"{each.value:,}")
    return [
        THING if isinstance(measure, Measure) else BESIDE, words.NAMES[measure],
        *[""] * 8, item.ref, item.title, day, counted, held_by,
    ]  # fmt: skip


def hidden(measure: Measure | Caveat, count: int) -> list[str]:
    """The row that counts what its reader may not see."""
    return [PRIVATE, words.NAMES[measure], "", "", str(count), *[""] * 6,
            f"{figures(count, 'private thing')}, counted only", "", "", ""]  # fmt: skip

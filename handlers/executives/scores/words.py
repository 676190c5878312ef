"""How a scorecard speaks: the names of its figures, and what each of them says."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.calendar import hours
from handlers.executives.scores import Correction, Scorecard, ScoreLine
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import Figure, Measure
from handlers.speech import blocks, words
from storage.frozen import FrozenScore

NAMES: dict[Measure | Caveat, str] = {
    Measure.FIRST: "Kept on the day first given",
    Measure.LATEST: "Kept on the latest day",
    Measure.ANSWERED: "Answered in time",
    Measure.TOLD: "Told in time",
    Measure.PROMPTS: "Questions about customers answered in time",
    Measure.VERIFIED: "Verified before it was closed",
    Measure.STAYED: "Stayed done for 30 days",
    Measure.UNREPEATED: "Issues that were no repeat",
    Measure.HELD: "Prevention that held",
    Measure.TAKEN: "Offers taken over",
    Measure.BORDER: "Days until an offer was answered",
    Measure.WAITED: "Days that others waited for it",
    Measure.REMINDERS: "Reminders until an answer",
    Measure.FEELING: "Customers' feelings",
    Caveat.MOVED: "Moved past the end in its last seven days",
    Caveat.NOES: "A no after the day",
    Caveat.UNSEEN: "Closed though nobody saw that it helped",
    Caveat.OPENED: "Opened again since it was frozen",
    Caveat.LOWERED: "Made less grave within seven days before it was done",
}
BESIDE = {
    Caveat.MOVED: (
        "One day was moved past the end of this time in its last seven days.",
        "{count} days were moved past the end of this time in its last seven days.",
    ),
    Caveat.NOES: (
        "One no came after its day; the miss stays.",
        "{count} noes came after their day; the misses stay.",
    ),
    Caveat.UNSEEN: (
        "One issue was closed though nobody saw that it helped.",
        "{count} issues were closed though nobody saw that it helped.",
    ),
    Caveat.OPENED: (
        "One thing was opened again since this was frozen.",
        "{count} things were opened again since this was frozen.",
    ),
    Caveat.LOWERED: (
        "One thing was made less grave within seven days before it was done.",
        "{count} things were made less grave within seven days before they were done.",
    ),
}
TOO_FEW = "too few to say ({n} of {minimum})"
MISSED_IS: dict[Measure | Caveat, tuple[str, str]] = {
    Measure.FIRST: ("kept", "missed"),
    Measure.LATEST: ("kept", "missed"),
    Measure.ANSWERED: ("answered", "not answered by then"),
    Measure.TOLD: ("told", "not told by then"),
    Measure.PROMPTS: ("answered", "not answered by then"),
    Measure.VERIFIED: ("verified", "not verified"),
    Measure.STAYED: ("stayed done", "opened again"),
    Measure.UNREPEATED: ("no repeat", "a repeat"),
    Measure.HELD: ("held", "did not hold"),
    Measure.TAKEN: ("taken over", "given back"),
    Measure.BORDER: ("on the same day", "days lost: {value}"),
    Measure.WAITED: ("on the same day", "days waited: {value}"),
    Measure.REMINDERS: ("without a reminder", "after {value} of them"),
    Measure.FEELING: ("better", "no better"),
    Caveat.MOVED: ("", "moved"),
    Caveat.NOES: ("", "a no"),
    Caveat.UNSEEN: ("", "closed"),
    Caveat.OPENED: ("", "opened again"),
    Caveat.LOWERED: ("", "made less grave"),
}
"""What is said of a thing that was met, and of one that was not."""
LESS_IS_BETTER = frozenset({Measure.BORDER, Measure.WAITED, Measure.REMINDERS})
LAST_QUARTER = "last quarter"
NEAR = timedelta(days=300)
"""So far from its end a quarter, and its days, are told without their year."""
TRIAL, PAID = "trial: shown, not paid", "somebody is paid by it"
FIRST_ENDS = "No figures yet: the first quarter ends on {day}."
NOTHING = "Nothing counts here in this time."
PRIVATE_REASON = "It is about something private."
SURE = "Nothing changes these figures then: a correction is a record beside them."


def frozen(record: FrozenScore, department: str, name: str) -> str:
    """What whoever freezes a scorecard is told."""
    return (
        f"{department}, {name}, is frozen. Its fingerprint is {fingerprint(record.digest)}: "
        "write it down where only you can, and anybody can see that nothing was altered."
    )


def headline(card: Scorecard) -> str:
    """The sentence that matters, in plain text: “Billing, fourth quarter: 41 of 52 …”."""
    kept = card.line(Measure.FIRST).now
    whose = card.whose.person.name if card.whose.person else card.whose.department.name
    so_far = ", frozen" if card.records else "" if card.is_over else " so far"
    about = f"{whose}, {named(card.period, card.today)}{so_far}"
    if not kept.of:
        return about
    promises = "promise" if kept.of == 1 else "promises"
    return f"{about}: {kept.met:,} of {kept.of:,} {promises} kept on the day"


def named(period: ScorePeriod, today: date) -> str:
    """A period as a heading says it: a quarter near `today` without its year."""
    if "Q" not in period.key:
        return period.name
    year = "" if abs(today - period.last) <= NEAR else f" of {period.last.year}"
    return f"{period.name.split()[1]} quarter{year}"


def occasion(card: Scorecard, by: str = "") -> str:
    """Which days it is about, that it is not paid by, and since when it is frozen, `by` whom."""
    where = f" · held in {blocks.safe(card.whose.department.name)}" if card.whose.person else ""
    paid = TRIAL if card.standards.is_trial else PAID
    return f"{_days(card)}{where} · {paid}{_frozen(card, by)}"


def _days(card: Scorecard) -> str:
    """“1 Oct to 31 Dec”, with the year where that is far."""
    first, last = card.period.first, card.period.last
    needs_year = first.year != last.year or abs(card.today - last) > NEAR
    form = "%-d %b %Y" if needs_year else "%-d %b"
    return f"{first:{form}} to {last:{form}}"


def _frozen(card: Scorecard, by: str) -> str:
    if not card.records:
        ahead = card.freezes_on
        return f" · will be frozen on {words.plain_day(ahead, card.today)}" if ahead else ""
    first = card.records[0]
    who = f" by {blocks.safe(words.first_name(by))}" if by else ""
    print_of_it = fingerprint(first.digest)
    return f" · frozen {_day(first, card)}{who} · fingerprint {print_of_it}{_corrected(card)}"


def _day(record: FrozenScore, card: Scorecard) -> str:
    """The day on which a record was written, in the zone of the scorecards."""
    return words.plain_day(hours.day_of(record.frozen_at, card.zone), card.today)


def _corrected(card: Scorecard) -> str:
    count = len(card.corrections)
    if not count:
        return ""
    return f" · {words.number(count)} {'correction' if count == 1 else 'corrections'}"


def corrected(card: Scorecard) -> list[str]:
    """What was corrected since it was frozen, a line for each, as its reader may see it."""
    return [_correction(each, card) for each in card.corrections]


def _correction(each: Correction, card: Scorecard) -> str:
    """“Corrected on Thu 14 Jan: *Kept on the day first given* 42 of 52, was 41 of 52. T-27: …”."""
    said = (
        f"Corrected on {_day(each.record, card)}: *{NAMES[each.now.measure]}* "
        f"{how_many(each.now)}, was {how_many(each.was)}."
    )
    if each.ref:
        said += f" {each.ref}: “{blocks.safe(each.words, 1_000)}”"
    else:
        said += f" {PRIVATE_REASON}"
    return f"{said} · fingerprint {fingerprint(each.record.digest)}"


def how_many(figure: Figure) -> str:
    """“41 of 52”; of a mean its sum, “12 in 40”."""
    return f"{figure.total} in {figure.of}" if figure.is_mean else f"{figure.met} of {figure.of}"


def fingerprint(digest: str) -> str:
    """The beginning of a digest, as people compare it: “8f3a 91c2”."""
    return f"{digest[:4]} {digest[4:8]}"


def line(each: ScoreLine, before: ScorePeriod, goal: int = 0) -> str:
    """One figure with its n, how sure it is, its goal in percent if any, and the period before."""
    name = f"*{NAMES[each.now.measure]}*"
    said = score(each.now)
    if not each.now.says_something:
        return f"{name} · {said}"
    parts = [name, said, *_behind(each.now)]
    if goal:
        parts.append(f"goal {goal} %")
    if each.before.of:
        parts.append(f"{short(before)}: {score(each.before)}{_of(each.before)}")
    return " · ".join(parts)


def score(figure: Figure) -> str:
    """“79 %”, “0.4”, or that there are too few to tell."""
    if figure.score is None:
        return TOO_FEW.format(n=figure.of, minimum=figure.minimum)
    if figure.measure is Measure.FEELING:
        return f"{figure.score:+.1f} of four steps"
    return f"{figure.score:.1f}" if figure.is_mean else f"{percent(figure.score)} %"


def _behind(figure: Figure) -> list[str]:
    if figure.interval is None:
        return [f"n = {figure.of}"]
    low, high = percent(figure.interval.low), percent(figure.interval.high)
    return [f"{figure.met} of {figure.of}", f"likely {low} to {high} %"]


def _of(figure: Figure) -> str:
    return f" of {figure.of}" if figure.says_something and not figure.is_mean else ""


def percent(share: float) -> int:
    """A share, 0 to 1, in whole percent."""
    return round(share * 100)


def short(period: ScorePeriod) -> str:
    """A period in as few words as name it beside another: “October”, “Q3”."""
    if "Q" in period.key:
        return period.key.split("-")[1]
    if ".." in period.key:
        return "so many days before"
    return period.name.split()[0]


def change(card: Scorecard) -> str:
    """In how many figures it is better than before; empty where nothing can be compared."""
    said = compared(card)
    return f"{said} that can be compared." if said else ""


def compared(card: Scorecard) -> str:
    """The same in fewer words: “Better than last quarter in all three”."""
    both = [
        (each.now.score, each.before.score, each.now.measure)
        for each in card.lines
        if each.now.score is not None and each.before.score is not None
    ]
    if not both:
        return ""
    better = sum(
        now < before if measure in LESS_IS_BETTER else now > before for now, before, measure in both
    )
    whom = LAST_QUARTER if "Q" in card.period.key else short(card.period.before)
    if len(both) == 1:
        begins = "Better" if better else "Not better"
        return f"{begins} than {whom} in the one figure"
    count = words.number(len(both))
    if better == len(both):
        return f"Better than {whom} in {'both' if better == 2 else f'all {count}'}"
    many = words.number(better) if better else "none"
    return f"Better than {whom} in {many} of the {count}"


def waited(card: Scorecard) -> str:
    """For whom most misses waited; empty where that is nobody."""
    if card.delayed is None:
        return ""
    found = card.delayed
    where = blocks.safe(found.department, 80)
    if found.count == found.misses:
        return f"{'Both' if found.misses == 2 else 'All'} misses waited for {where} on their day."
    return f"Most misses waited for {where} on their day: {found.count:,} of {found.misses:,}."


def none_yet(card: Scorecard) -> str:
    """What is said where nothing counts: when the first figures come, if there never were any."""
    if card.first_ends is None:
        return NOTHING
    return FIRST_ENDS.format(day=words.plain_day(card.first_ends, card.today))


def beside(card: Scorecard) -> list[str]:
    """What stands beside the figures, a sentence for each: it is no accusation, and counts."""
    return [sentence(caveat, count) for caveat, count in card.beside.items()]


def sentence(caveat: Caveat, count: int) -> str:
    """How many things stand beside the figures, and why."""
    one, many = BESIDE[caveat]
    return one if count == 1 else many.format(count=words.number(count).capitalize())


def nothing(card: Scorecard) -> str:
    """Which figures have nothing to count; empty where all have."""
    names = [NAMES[each.now.measure] for each in card.lines if not each.now.of]
    return f"Nothing to count: {', '.join(name.lower() for name in names)}." if names else ""

"""The sentences of the customer room pack: the month in one of them, and what it asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.calendar import hours
from handlers.executives.room import figures
from handlers.executives.room.figures import (
    RENEWS_WITHIN,
    BorderMonth,
    CustomerStory,
    DecisionMonth,
    DepartmentMonth,
    OfferWaiting,
    RenewingAccount,
    RoomPack,
)
from handlers.executives.room.months import PackMonth
from handlers.people.tiers import TIERS
from handlers.speech import blocks, money, words
from handlers.speech.shares import Share
from storage.customers import Tier
from storage.decisions import Impact
from storage.items import Item

TITLE, NAME, STORY = 120, 60, 400
"""Characters of a title, of a name, and of what a customer said."""
NAMED = 2
"""So many departments are named with what was missed."""


def title(pack: RoomPack) -> str:
    """“Customer room, November 2026”."""
    return title_of(pack.month)


def title_of(month: PackMonth) -> str:
    """The same of a month."""
    so_far = "" if month.is_over else ", so far"
    return f"Customer room, {month.name}{so_far}"


def occasion(pack: RoomPack) -> str:
    """Whose it is, which days it is of, and when it was made."""
    month = pack.month
    made = words.moment(month.now, month.zone, month.now)
    days = f"{words.dated(month.first)} to {words.dated(month.through)}"
    return f"{blocks.clip(pack.company, NAME) or 'Our company'} · {days} · made {made}"


# --- the month in one sentence ---


def opening(pack: RoomPack) -> list[str]:
    """What a chief executive would repeat, and what it compares with."""
    when = f"{'In' if pack.month.is_over else 'So far in'} {pack.month.name}"
    said = [f"{when}, {_kept(pack)}."]
    if pack.kept_before.of:
        said.append(f"In {pack.month.before.name}, we kept {of(pack.kept_before)} on the day.")
    elif pack.kept.of:
        said.append(f"In {pack.month.before.name}, no promise was due.")
    if pack.issues:
        said.append(
            f"{words.capital(words.count(pack.issues, 'issue'))} {_was(pack.issues)} reported."
        )
    return said


def _kept(pack: RoomPack) -> str:
    if not pack.kept.of:
        return "no promise was due" + ("" if pack.issues else " and no issue was reported")
    if pack.kept.of == 1:
        return "we kept the one promise" if pack.kept.met else "we missed the one promise"
    return f"we kept {of(pack.kept)} promises on the day{_where_missed(pack)}"


def _where_missed(pack: RoomPack) -> str:
    """Where most of what was missed sits; nothing where nothing was."""
    theirs = [each for each in pack.departments if each.month.missed][:NAMED]
    missed = pack.kept.missed
    if not theirs:
        return ""
    here = sum(each.month.missed for each in theirs)
    names = words.join_names([name(each.name) for each in theirs])
    if here < missed:
        return f"; {words.number(here)} of the {words.number(missed)} misses sit with {names}"
    if missed == 1:
        return f"; the one miss sits with {names}"
    all_of_them = "both" if missed == 2 else f"all {words.number(missed)}"
    return f"; {all_of_them} misses sit with {names}"


# --- the decisions it asks for ---


def questions(pack: RoomPack) -> list[tuple[str, str]]:
    """At most three questions that only executives can answer, each with what is true."""
    asked = [_who_calls(pack, each) for each in figures.in_danger(pack.renewing)]
    asked += [_what_it_means(each) for each in pack.decisions if each.is_open]
    asked += [_who_owns(pack, each) for each in pack.offers if each.title]
    return asked[: figures.QUESTIONS]


def _who_calls(pack: RoomPack, account: RenewingAccount) -> tuple[str, str]:
    tier = TIERS[Tier(account.tier)]
    worth = (
        f", {money.a_year(account.annual_value, pack.currency)}"
        if account.annual_value is not None
        else ""
    )
    renews = words.plain_day(account.renews_on, pack.month.today)
    facts = f"{words.capital(tier)}{worth}, renews {renews}. They wait for {waits(account)}."
    return f"{name(account.name)}: who calls them?", facts


def waits(account: RenewingAccount) -> str:
    """“three things, two of them late”, “one thing, which is late”."""
    work = account.work
    said = words.count(work.total, "thing")
    if not work.late:
        return said
    if work.total == 1:
        return f"{said}, which is late"
    late = "all of them" if work.late == work.total else f"{words.number(work.late)} of them"
    return f"{said}, {late} late"


def _what_it_means(decision: DecisionMonth) -> tuple[str, str]:
    asked = f"{cut(decision.title)}: what does it mean for customers?"
    return asked, f"{decision.ref} was asked and nobody has answered."


def _who_owns(pack: RoomPack, offer: OfferWaiting) -> tuple[str, str]:
    since = day(pack, offer.since)
    facts = f"{name(offer.giver)} offered it to {name(offer.taker)} on {since}, without an answer."
    return f"Who owns “{cut(offer.title)}” ({offer.ref})?", facts


# --- what all of it is made of ---


def of(share: Share) -> str:
    """“7 of 10”; a dash where nothing was due."""
    return f"{share.met:,} of {share.of:,}" if share.of else "–"


def cut(said: str) -> str:
    """A title, as it was typed and no longer than a line."""
    return blocks.clip(said, TITLE)


def name(said: str) -> str:
    """A name of a department, a customer or a person."""
    return blocks.clip(said, NAME)


def day(pack: RoomPack, at: datetime) -> str:
    """The day of an instant on the clock of the pack."""
    return words.plain_day(hours.day_of(at, pack.month.zone), pack.month.today)


def titles(items: Sequence[Item]) -> str:
    """“I-7 Nobody can log in; T-12 Rewrite the refund mail”."""
    return "; ".join(f"{each.ref} {cut(each.title)}" for each in items)


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


# --- beside the tables ---


def private(number: int) -> str:
    """How many of the issues are private, and that they are only counted."""
    if number == 1:
        return "One of the issues is private: it is counted, and nothing else of it is shown."
    said = words.capital(words.number(number))
    return f"{said} of the issues are private: they are counted, and nothing else is shown of them."


def whose(story: CustomerStory) -> str:
    """“Globex, on the phone: Invoiced twice (I-7)”."""
    place = [name(story.customer), cut(story.touchpoint)]
    before = ", ".join(each for each in place if each)
    return f"{before + ': ' if before else ''}{cut(story.title)} ({story.ref})"


def more_departments(left: Sequence[DepartmentMonth]) -> str:
    """What the departments that have no line kept together."""
    if not left:
        return ""
    rest = sum((each.month for each in left), Share())
    others = words.capital(words.count(len(left), "other department"))
    return f"{others} kept {of(rest)} in the month." if rest.of else f"{others} had nothing due."


def more_borders(left: Sequence[BorderMonth]) -> str:
    """What waited between the departments that have no line."""
    if not left:
        return ""
    offers = words.count(sum(each.offers for each in left), "offer")
    days = words.count(sum(each.days for each in left), "working day")
    return f"Between others: {offers}, {days}."


def at_the_end(pack: RoomPack) -> str:
    """“at the end of November 2026”; “now” while that is to come."""
    return f"at the end of {pack.month.name}" if pack.month.is_over else "now"


def more_offers(left: int) -> str:
    """How many have no line."""
    return f"{words.capital(words.count(left, 'more offer'))} without an answer." if left else ""


def private_offers(number: int, when: str) -> str:
    """How many private things wait for an answer."""
    waits = "waits" if number == 1 else "wait"
    return (
        f"{words.capital(words.count(number, 'private thing'))} {waits} between departments {when}."
    )


def decided(pack: RoomPack) -> list[str]:
    """How much was put to the executives; nothing where that was nothing."""
    said = []
    put = len(pack.decisions) + pack.private_decisions
    if put:
        number = words.capital(words.count(put, "decision"))
        said.append(f"{number} {_was(put)} put to the executives.")
    if pack.private_decisions:
        is_not = "is" if pack.private_decisions == 1 else "are"
        said.append(
            f"{words.capital(words.number(pack.private_decisions))} of them {is_not} private, "
            "and only counted."
        )
    if pack.prompts.of:
        asked = words.count(pack.prompts.of, "question")
        said.append(f"Duly asked {asked} about customers: {of(pack.prompts)} answered.")
    if pack.forecasts.of:
        looked = words.count(pack.forecasts.of, "decision")
        said.append(f"What was expected of {looked} was looked back at: {of(pack.forecasts)} held.")
    return said


def stands(pack: RoomPack, decision: DecisionMonth) -> str:
    """What has become of a decision: “decided on Fri 27 Nov: half of it”."""
    if decision.decided_at is None:
        return "answered" if decision.is_answered else "no answer yet"
    what = f": {cut(decision.decided)}" if decision.decided else ""
    return f"decided on {day(pack, decision.decided_at)}{what}"


def answers(said: Counter[str]) -> str:
    """“two worse, one better”."""
    found = [f"{words.number(n)} {ANSWERS.get(sign, sign)}" for sign, n in said.most_common()]
    return ", ".join(found) or "–"


ANSWERS: Mapping[str, str] = {
    Impact.NONE: "no change", Impact.UNKNOWN: "not known yet", Impact.KNOWN: "they know it",
    Impact.UNTOLD: "they do not know it", Impact.BEYOND: "does not reach them",
    Impact.MINE: "does it", Impact.GIVEN: "gave it to somebody", Impact.NOBODY: "nobody needs to",
    Impact.WRITTEN: "wrote it down", Impact.NAMED: "named it", Impact.ABSENT: "nothing like it",
    Impact.PASSED_ON: "asked somebody else", Impact.HELPS: "would help",
    Impact.IN_VAIN: "would not help",
}  # fmt: skip


def renewals(pack: RoomPack) -> str:
    """How many accounts renew, what they are worth, and how many of those shown wait."""
    total, waiting = pack.renewal_worth, len(figures.in_danger(pack.renewing))
    accounts = words.capital(words.count(total.number, "account"))
    renews = "renews" if total.number == 1 else "renew"
    last = words.dated(pack.month.today + RENEWS_WITHIN)
    said = f"{accounts} {renews} by {last}"
    if total.valued:
        worth = money.a_year(total.value, pack.currency)
        known = "" if total.valued == total.number else f" as far as known ({total.valued:,})"
        said += f", worth {worth}{known}"
    late = {0: "None of those below waits", 1: "One of those below waits"}.get(
        waiting, f"{words.capital(words.number(waiting))} of those below wait"
    )
    return f"{said}. {late} for something late or severe."


def more_accounts(left: int) -> str:
    """How many have no line."""
    if not left:
        return ""
    renews = "renews" if left == 1 else "renew"
    return f"{words.capital(words.count(left, 'more account'))} {renews} as well."


def thanks(pack: RoomPack) -> str:
    """What they are thanked for."""
    met, done = sum(e.in_time for e in pack.thanked), sum(e.done for e in pack.thanked)
    who = "One person" if len(pack.thanked) == 1 else "These people"
    said = f"{who} did {words.count(done, 'thing')} in the month"
    if done == 1:
        return f"{said}, {'' if met else 'not '}by the date first given."
    many = {0: "none", done: "all"}.get(met) or words.number(met)
    return f"{said}, {many} of them by the date first given."

"""What people see of customers who left: how one stands, short replies, who left in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slackblocks import Block, Button

from handlers.customers.losses import words
from handlers.customers.losses.figures import LostInTime
from handlers.people.tiers import TIERS
from handlers.promises.items.words import open_story
from handlers.speech import blocks, leaving, money
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from storage.customers import Customer, Tier
from storage.losses import Loss, LossReason, LossState
from storage.people import Person

RECORD_IT, EDIT_IT, TASK, UNDO = "Record a loss…", "Change…", "Give a task…", "Undo"
ASK_THEM = "I'll ask them…"
WRITE_IT, NOBODY_KNOWS, BACK_IT = "Write it…", "Nobody knows…", "They are back…"
WHO_LEFT = "Who left"
PAY_AGAIN = "They pay as before…"
IT_SHOWS, IT_DOES_NOT = "It shows", "It does not, because…"
SHOWN = 1_000
LISTED = 10
"""So many losses stand in one list."""
NOBODY_LEFT = "Nobody has left in a year, as far as anybody has written it down."
OPEN_THINGS = (
    "",
    "One thing for {name} is still open. Close it with a no, or do it still?",
    "{Count} for {name} are still open. Close them with a no, or do them still?",
)
SEE_THEM = "See them…"
STAYED = "These stayed, and pay less since"
TAKEN_BACK = "Undone. {ref} is taken back: nobody has left."
PART_BACK = "Undone. {ref} is taken back: they pay what they paid."
STANDS_AGAIN = "Undone. {ref} stands as it stood before."


def week(count: int) -> str:
    """“*Lost customers*: two have no reason yet.”, on Home."""
    return (
        f"*Lost customers*: {plain.number(count)} {'has' if count == 1 else 'have'} no reason yet."
    )


# --- one loss ---


def facts(loss: Loss, customer: Customer | None, now: datetime, *, money_shown: bool) -> list[str]:
    """Who left and when, and what they said; with what they were worth, for whoever may read it."""
    name = blocks.safe(customer.name, 80) if customer else "a customer"
    worth = []
    if money_shown:
        worth = [_worth(loss.value, loss.currency) or "value not known"]
    day = plain.plain_day(loss.left_on, now.date())
    how = f"smaller since {day}" if loss.is_part else f"left {day}"
    head = " · ".join([f"*{name}*", TIERS[Tier(loss.tier)], *worth, how])
    told = f" ({blocks.safe(loss.told_by, 80)} told us)" if loss.told_by else ""
    return [
        head,
        f"They said: “{blocks.safe(loss.said, SHOWN)}”{told}",
        f"The reason they gave: {leaving.name_of(loss.stated)}",
    ]


def cause(loss: Loss, department: str) -> list[str]:
    """What stood behind it, with what shows it and who could have prevented it."""
    if loss.cause is None:
        why = f": “{blocks.safe(loss.behind, SHOWN)}”" if loss.behind else ""
        closed = loss.state == LossState.CLOSED
        return [f"What stood behind it: {'nobody knows' if closed else 'not known yet'}{why}"]
    reason = leaving.REASONS[LossReason(loss.cause)]
    choice = "They chose to leave." if reason.is_choice else "They had no choice."
    behind = f" “{blocks.safe(loss.behind, SHOWN)}”" if loss.behind else ""
    return [
        f"What stood behind it: {reason.name}.{behind} {choice}",
        f"What shows it: “{blocks.linked(loss.evidence, SHOWN)}”",
        words.prevented(loss, department),
    ]


def verdict(loss: Loss, on: date | None, now: datetime) -> list[str]:
    """Who verified it, and `on` which day, or who saw it otherwise; both stand."""
    who = blocks.person(loss.verified_by) if loss.verified_by else ""
    if on and who:
        return [f"Verified by {who} on {plain.plain_day(on, now.date())}."]
    if who and loss.checked:
        return [f"{who} says that it does not show: “{blocks.safe(loss.checked, SHOWN)}”"]
    return []


def call(loss: Loss, now: datetime, *, is_asked: bool) -> list[str]:
    """Who spoke with them and what they heard, or that somebody is asked to."""
    if not loss.caller_id:
        said = f"So far nobody calls them: “{blocks.safe(loss.learned, SHOWN)}”"
        return [said] if loss.learned else []
    who = blocks.person(loss.caller_id)
    if is_asked:
        before = f" Before: “{blocks.safe(loss.learned, SHOWN)}”" if loss.learned else ""
        return [f"{who} is asked to call them.{before}"]
    learned = f": “{blocks.safe(loss.learned, SHOWN)}”" if loss.learned else "."
    if loss.called_on:
        day = plain.plain_day(loss.called_on, now.date())
        return [f"{who} spoke with them on {day}{learned}"]
    if loss.learned:
        return [f"{who} does not call them{learned}"]
    return [f"{who} is asked to call them."]


def state(loss: Loss) -> str:
    """How it stands."""
    how = words.STATES[LossState(loss.state)]
    if loss.state == LossState.CLOSED and loss.verified_at is None:
        how = "closed; nobody knows what stood behind it"
    return f"{loss.ref} · {how}"


def recorded(
    loss: Loss, customer: Customer, asked: Person | None, still_open: int, page: Button
) -> Shown:
    """What was kept, who is asked for what stood behind it, and what is still open there."""
    name = blocks.safe(customer.name, 80)
    who = f"{blocks.person(asked.user_id)} is asked for what stood behind it." if asked else ""
    text = f"Noted as {loss.ref}: {name} {'is smaller' if loss.is_part else 'left'}. {who}".strip()
    # Who stays still waits for what is open: nobody is asked to end that.
    question = (
        ""
        if loss.is_part
        else OPEN_THINGS[min(still_open, 2)].format(
            name=name, Count=plain.count(still_open, "thing").capitalize()
        )
    )
    said = f"{text}\n{question}" if question else text
    row = [
        *([page] if question else []),
        open_story(loss.ref),
        blocks.button(UNDO, words.UNDO, loss.ref),
    ]
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(*row)))


def done(loss: Loss, said: str) -> Shown:
    """One warm line, and the way back."""
    row = [open_story(loss.ref), blocks.button(UNDO, words.UNDO, loss.ref)]
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(*row)))


def understood(loss: Loss, asked: Person | None) -> str:
    """For whoever wrote what stood behind it."""
    who = ""
    if asked:
        who = f" {blocks.person(asked.user_id)} looks whether it shows, or names who does."
    return f"Thank you: {loss.ref} says now what stood behind it.{who}"


def nobody_knows(loss: Loss) -> str:
    """For whoever says that nobody knows."""
    return f"Noted: nobody knows why. {loss.ref} counts as “not known”, until somebody does."


def verified(loss: Loss) -> str:
    """For whoever verified it."""
    return f"Thank you: {loss.ref} counts as verified."


def doubted(loss: Loss, asked: Person | None) -> str:
    """For whoever says that it does not show."""
    who = f" {blocks.person(asked.user_id)} is asked again." if asked else ""
    return f"Noted in {loss.ref}: it does not show. Both stand there.{who}"


def spoken(loss: Loss) -> str:
    """For whoever called them."""
    return f"Thank you for the call. What you heard stands in {loss.ref}."


def not_called(loss: Loss) -> str:
    """For whoever does not call them."""
    other = f" {blocks.person(loss.caller_id)} is asked instead." if loss.caller_id else ""
    return f"Noted in {loss.ref}, with your reason.{other}"


def asks_them(loss: Loss, by: date, today: date) -> str:
    """For whoever asks them first."""
    day = plain.plain_day(by, today)
    return f"Thank you for asking them. What stood behind {loss.ref} is asked of you by {day}."


def passed(loss: Loss, to: Person) -> str:
    """For whoever named somebody else."""
    return f"{blocks.person(to.user_id)} is asked that about {loss.ref} now."


def in_digest(loss: Loss, today: date) -> str:
    """“Key account, €240 k a year, left Sat 31 Oct. They said “price”.”, and what was behind it."""
    worth = _worth(loss.value, loss.currency)
    day = plain.plain_day(loss.left_on, today)
    who = ", ".join(filter(None, [plain.capital(TIERS[Tier(loss.tier)]), worth, f"left {day}"]))
    said = f" They said {plain.quote(blocks.safe(loss.said, 100))}" if loss.said else ""
    behind = leaving.name_of(loss.known_cause)
    return f"{who}.{said} What stood behind it: {behind[:1].lower()}{behind[1:]}."


def calls_them(loss: Loss) -> str:
    """For the executive who calls them."""
    return f"Noted: you call them about {loss.ref}. I ask you what you heard."


def back_label(loss: Loss) -> str:
    """The way to say that it is no loss any more: who lost in part has never gone."""
    return PAY_AGAIN if loss.is_part else BACK_IT


def back_on(loss: Loss, today: date) -> str:
    """Since when it is no loss any more; empty while it is one."""
    if loss.won_back_on is None or loss.state != LossState.WON_BACK:
        return ""
    day = plain.plain_day(loss.won_back_on, today)
    return f"They pay as before since {day}." if loss.is_part else f"They came back on {day}."


def won_back(loss: Loss, customer: Customer | None) -> str:
    """For whoever says that they are back, or pay as before."""
    name = blocks.safe(customer.name, 80) if customer else "They"
    news = f"{name} pays as before" if loss.is_part else f"{name} is back"
    return f"Good news: {news}. Nothing more is asked about {loss.ref}."


def corrected(loss: Loss) -> str:
    """For whoever changed what was recorded."""
    return f"Changed: {loss.ref} says it now."


def undone(loss: Loss) -> str:
    """How it stands again."""
    taken_back = PART_BACK if loss.is_part else TAKEN_BACK
    said = taken_back if loss.state == LossState.TAKEN_BACK else STANDS_AGAIN
    return said.format(ref=loss.ref)


def already(loss: Loss, customer: Customer, today: date) -> Shown:
    """They left before and are not back; the way to what is known of it."""
    name, day = blocks.safe(customer.name, 80), plain.plain_day(loss.left_on, today)
    text = f"{name} left on {day}: {loss.ref}. Nothing was recorded twice."
    row = [open_story(loss.ref), blocks.button(BACK_IT, words.BACK, loss.ref)]
    return Shown(text, blocks.message(blocks.section(text), blocks.actions(*row)))


# --- who left in a year ---


@dataclass(frozen=True)
class LossLine:
    """A loss in a list with the name of its customer, and whether the value is for its reader."""

    loss: Loss
    name: str
    money_shown: bool


def listed(
    lines: Sequence[LossLine],
    found: LostInTime,
    currency: str | None,
    today: date,
    smaller: Sequence[LossLine] = (),
) -> Shown:
    """Who left in the year up to today, why as far as known, and who is `smaller` since."""
    new = blocks.button(RECORD_IT, words.OPEN, "")
    head = year(found, currency) if lines else NOBODY_LEFT
    said = [f"*{head}*", by_reason(found, currency)] if lines else [head]
    parts: list[Block] = [blocks.section(each) for each in said]
    parts += _some(lines, today)
    if smaller:
        parts += [blocks.section(f"*{STAYED}*"), *_some(smaller, today)]
    return Shown(head, blocks.message(*parts, blocks.actions(new)))


def _some(lines: Sequence[LossLine], today: date) -> list[Block]:
    """The first of some losses, each with the way to its story, and how many more there are."""
    more = len(lines) - LISTED
    return [
        *(blocks.section(_line(each, today), open_story(each.loss.ref)) for each in lines[:LISTED]),
        *([blocks.context(f"and {plain.count(more, 'more', 'more')}")] if more > 0 else []),
    ]


def one(line: LossLine, today: date) -> Shown:
    """A loss that was named by its number, with the way to all of it."""
    text = _line(line, today)
    return Shown(text, blocks.message(blocks.section(text, open_story(line.loss.ref))))


def _line(line: LossLine, today: date) -> str:
    """“*L-1 Acme* · 480 k a year · Fri 20 Nov”, and below why they left, as markup."""
    loss = line.loss
    worth = [_worth(loss.value, loss.currency) or "value not known"] if line.money_shown else []
    day = plain.plain_day(loss.left_on, today)
    named = " · ".join([f"*{loss.ref} {blocks.safe(line.name, 80)}*", *worth, day])
    return f"{named}\n{leaving.name_of(loss.known_cause)}"


def year(found: LostInTime, currency: str | None) -> str:
    """“Two customers left in a year, €395 k a year. One of them is verified.”: in a sentence."""
    left = plain.count(found.count, "customer").capitalize()
    worth = f", {money.a_year(found.value, currency)}" if found.value else ""
    unvalued = ""
    if found.unvalued:
        unvalued = f" What {plain.number(found.unvalued)} of them paid is not known."
    why = how_many_verified(found.verified, found.count)
    return f"{left} left in a year{worth}.{unvalued} {plain.capital(why)}."


def how_many_verified(verified: int, lost: int) -> str:
    """“why they left is verified of two of three”: of how many somebody has seen why."""
    if not verified:
        return "why they left is not verified yet"
    if verified == lost:
        return "why they left is verified"
    return f"why they left is verified of {plain.number(verified)} of {plain.number(lost)}"


def by_reason(found: LostInTime, currency: str | None) -> str:
    """“*Why they left* Our service failed them: two, €290 k · Not known yet: three, €70 k”: all."""
    said = []
    for reason in found.by_value:
        worth = f", {money.amount(found.values[reason], currency)}" if found.values[reason] else ""
        said.append(f"{leaving.name_of(reason)}: {plain.number(found.counts[reason])}{worth}")
    many = f"\n{words.too_many_others(found)}" if found.has_many_others else ""
    return f"*Why they left* {' · '.join(said)}{many}"


def _worth(value: int | None, currency: str | None) -> str:
    return money.a_year(value, currency) if value is not None else ""

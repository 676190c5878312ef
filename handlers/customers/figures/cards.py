"""What people read of what customers say: who waits for a call, figures and ranges, and deeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block

from handlers.calendar import hours
from handlers.customers.figures import CustomersSay, LowScore, SaidAndDone, Surveyed, gauges
from handlers.customers.figures.rescue import AfterCall
from handlers.customers.surveys import words as survey_words
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from storage.customers import Customer
from storage.people import Person
from storage.surveys import Survey, SurveyResponse
from storage.themes import Theme

NOBODY = survey_words.NOBODY_YET
NOBODY_LOW = "Nobody who gave a low score waits to hear from us"
QUOTED = 200
"""Characters of what somebody said, where it stands in a line."""
UNHEARD = 5
"""So many themes that nobody acts on are told."""
NOT_YET = "*Nobody acts on this yet*"
THEY_SAY = "*They say* "
THEY_DO = "*They say, they do* "
AFTER_CALL = "*After a low score* "
SILENCE = "Silence is not a yes."


def listed(found: CustomersSay, reader: Person, now: datetime, *, may_open: bool) -> Shown:
    """All of it: who waits for a call, then the figures, then what became of those who said so."""
    if not found.surveyed:
        return Shown(NOBODY, blocks.message(blocks.section(NOBODY), _ways(may_open)))
    head = headline(found)
    parts: list[Block] = [blocks.section(f"*{head}*")]
    parts += [_low(each, reader, now) for each in found.low]
    more = found.waiting - len(found.low)
    if more > 0 and found.low:
        parts.append(blocks.context(f"and {plain.count(more, 'more', 'more')}"))
    parts += [unheard(each, reader, now) for each in found.unheard[:UNHEARD]]
    others = len(found.unheard) - UNHEARD
    if others > 0:
        parts.append(blocks.context(f"and {plain.count(others, 'theme')} more"))
    for each in found.surveyed:
        parts += [blocks.section(figure(each)), blocks.context(facts(each, reader, now))]
    done = said_and_done(found.done)
    parts += [blocks.section(done)] if done else []
    called = after_calls(found.after)
    parts += [blocks.section(called)] if called else []
    return Shown(head, blocks.message(*parts, _ways(may_open)))


def headline(found: CustomersSay) -> str:
    """“Three customers gave a low score and have not heard from us; Globex first”."""
    if not found.waiting:
        return NOBODY_LOW
    has = ("gave a low score and has", "gave low scores and have")[found.customers > 1]
    has = "gave a low score and have" if found.customers == found.waiting > 1 else has
    said = f"{plain.capital(plain.count(found.customers, 'customer'))} {has} not heard from us"
    first = f"; {blocks.safe(found.low[0].customer.name, 80)} first" if found.names_first else ""
    return f"{said}{first}"


def _low(low: LowScore, reader: Person, now: datetime) -> Block:
    """“*Globex*, Karim Haddad: 3 of 10 · “…” · I-17, Grace, by Mon 30 Nov, 09:00”."""
    said = [_answered(low.customer, low.who, low.response, low.survey)]
    said += [f"“{blocks.safe(low.response.words, QUOTED)}”"] if low.response.words else []
    asked = [low.issue.ref]
    if low.asked and low.asked_of:
        asked.append(blocks.safe(plain.first_name(low.asked_of.name), 80))
        asked.append(f"by {plain.moment(low.asked.due_at, reader.zone, now)}")
    return blocks.section(" · ".join([*said, ", ".join(asked)]), open_story(low.issue.ref))


def unheard(theme: Theme, reader: Person, now: datetime) -> Block:
    """“*Nobody acts on this yet* “credit note, late”: 11 answers, seven accounts, since …”."""
    quoted = f"“{blocks.safe(theme.name or theme.words, 120)}”"
    count = [plain.count(theme.answers, "answer")]
    count += [plain.count(theme.customers, "account")] if theme.customers else []
    since = plain.plain_day(theme.since, hours.day_of(now, reader.zone))
    return blocks.section(
        f"{NOT_YET} {quoted}: {', '.join(count)}, since {since}", open_story(theme.ref)
    )


def _answered(customer: Customer, who: str, response: SurveyResponse, survey: Survey) -> str:
    name = f"*{blocks.safe(customer.name, 80)}*"
    person = f", {blocks.safe(who, 80)}" if who else ""
    return f"{name}{person}: {scored(response, survey)}"


def scored(response: SurveyResponse, survey: Survey) -> str:
    """“3 of 10”, or that there are words alone."""
    return "in words" if response.score is None else f"{response.score} of {survey.highest}"


def figure(found: Surveyed) -> str:
    """“*Would recommend us* −7, from 14 answers. … Summer: 29, from 17. …”, as markup."""
    name = blocks.safe(found.before.survey.name, 80) if found.before else ""
    said = [gauges.said(found.gauge), gauges.compared(found.gauge, found.before, name)]
    return " ".join([f"*{found.gauge.name}*", *filter(None, said)])


def facts(found: Surveyed, reader: Person, now: datetime) -> str:
    """“Autumn survey · 31 asked, 14 answered · asked by name · closes Thu 10 Dec”."""
    gauge = found.gauge
    survey, today = gauge.survey, hours.day_of(now, reader.zone)
    answered = f"{gauge.answers:,} answered"
    if gauge.is_hidden:
        answered = "fewer than five answered"
    asked = f"{survey.asked:,} asked, " if survey.asked else ""
    said = [
        blocks.safe(survey.name, 80),
        f"{asked}{answered}",
        "asked by name" if survey.is_named else "asked without names",
    ]
    if survey.closes_on:
        verb = "closes" if survey.closes_on >= today else "closed"
        said.append(f"{verb} {plain.plain_day(survey.closes_on, today)}")
    if not gauge.is_hidden:
        said += _silent(found)
    return " · ".join(said)


def _silent(found: Surveyed) -> list[str]:
    """“17 did not answer, each of them somebody who decides. Silence is not a yes.”.

    Whoever stands on its list and did not answer; of a survey without one, how many fewer answered
    than were asked.
    """
    asked, invited = found.gauge.survey.asked or 0, found.invited
    if not invited.asked:
        silent = asked - found.gauge.answers
        return [f"{silent:,} did not answer. {SILENCE}"] if silent > 0 else []
    missing = invited.asked - invited.answered
    if not missing:
        return [f"all {invited.asked:,} who were asked by name answered"]
    if invited.asked < asked:
        who = f"of {invited.asked:,} who decide and were asked by name, {missing:,} did not answer"
        return [f"{who}. {SILENCE}"]
    others = found.gauge.answers - invited.answered
    came = f" {plain.capital(plain.number(others))} others answered." if others > 1 else ""
    came = " One other answered." if others == 1 else came
    each = "somebody who decides" if missing == 1 else "each of them somebody who decides"
    return [f"{missing:,} did not answer, {each}. {SILENCE}{came}"]


def said_and_done(found: SaidAndDone) -> str:
    """“*They say, they do* Of five who gave 9 or 10 in 2025, two left. Of seven who gave …”."""
    said = []
    if found.gladly:
        became = (found.gladly_left, found.gladly_renewed)
        said.append(_became(found.gladly, "9 or 10", found.year, *became))
    if found.hardly:
        became = (found.hardly_left, found.hardly_renewed)
        said.append(_became(found.hardly, "0 to 6", found.year, *became))
    return f"{THEY_DO}{' '.join(said)}" if said else ""


def _became(number: int, gave: str, year: int, left: int, renewed: int) -> str:
    went = plain.number(left) if left else "none"
    if number == 1:
        became = "left" if left else "renewed" if renewed else "is still one"
        return f"One customer gave {gave} in {year} and {became}."
    stayed = f" and {plain.number(renewed)} renewed" if renewed else ""
    return f"Of {plain.number(number)} who gave {gave} in {year}, {went} left{stayed}."


def after_calls(found: Sequence[AfterCall]) -> str:
    """“*After a low score* Of seven customers who gave one in 2026, six heard from us. …”."""
    said = [line for each in found for line in (_heard(each), _became_since(each)) if line]
    return f"{AFTER_CALL}{' '.join(said)}" if said else ""


def _heard(found: AfterCall) -> str:
    """“Of seven customers who gave one in 2026, six heard from us.”, or “… all …”."""
    if found.low == 1:
        return f"One customer gave one in {found.year} and heard from us."
    heard = "all" if found.heard == found.low else plain.number(found.heard)
    gave = f"Of {plain.number(found.low)} customers who gave one in {found.year}"
    return f"{gave}, {heard} heard from us."


def _became_since(found: AfterCall) -> str:
    """“Two of the six renewed or gave a better answer since (10 to 70 %): one …”."""
    if found.heard == 1:
        return _one_since(found)
    measured = found.measured
    surely = f" ({measured.range[0]} to {measured.range[1]} %)" if measured else ""
    kept = plain.capital(plain.number(found.kept) if found.kept else "none")
    said = (
        f"{kept} of the {plain.number(found.heard)} renewed or gave a better answer since{surely}"
    )
    if not found.tells_parts:
        return f"{said}."
    if found.renewed and found.better:
        how = f"{plain.number(found.renewed)} renewed, {plain.number(found.better)} answered better"
        said = f"{said}: {how}"
    left = f" {plain.capital(plain.number(found.left))} left." if found.left else ""
    still = f" Of {plain.number(found.open)} nothing is known yet." if found.open else ""
    return f"{said}.{left}{still}"


def _one_since(found: AfterCall) -> str:
    """What the only one of them did since."""
    if found.left:
        return "They left."
    if found.kept:
        return "They renewed since." if found.renewed else "They gave a better answer since."
    return "Nothing is known of them yet."


def of_customer(found: Sequence[tuple[SurveyResponse, Survey, str]], reader: Person,
                now: datetime) -> str:  # fmt: skip
    """“*They say* Karim Haddad: 3 of 10, Thu 26 Nov, “…” · …”: the newest first, as markup."""
    today = hours.day_of(now, reader.zone)
    said = []
    for response, survey, who in found:
        name = f"{blocks.safe(who, 80)}: " if who else ""
        day = plain.plain_day(response.answered_on, today)
        quoted = f", “{blocks.safe(response.words, QUOTED)}”" if response.words else ""
        said.append(f"{name}{scored(response, survey)}, {day}{quoted}")
    return f"{THEY_SAY}{' · '.join(said)}"


def counted(number: int) -> str:
    """“*They say* Seven answers in the last year.”: for who may not read which."""
    return f"{THEY_SAY}{plain.capital(plain.count(number, 'answer'))} in the last year."


def _ways(may_open: bool) -> Block:
    row = [
        blocks.button(survey_words.ADD_IT, survey_words.ADD),
        blocks.button(survey_words.LIST_IT, survey_words.LIST),
    ]
    row += [blocks.button(survey_words.NEW_IT, survey_words.NEW)] if may_open else []
    return blocks.actions(*row)

"""What people read of surveys: what was kept, which surveys there are, how many answered."""

from __future__ import annotations

from datetime import date, datetime

from slackblocks import Block, Button

from handlers.customers.surveys import (
    KeptAnswer,
    SurveyLine,
    SurveyList,
    invited_cards,
    low_cards,
    rules,
    undoing,
    words,
)
from handlers.customers.surveys.low_cards import CallAsked
from handlers.promises.items.words import open_story
from handlers.speech import blocks, paging
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from storage.customers import Customer
from storage.people import Person
from storage.surveys import FEW, Survey, SurveyResponse

NAMED = {True: "with names", False: "without names"}
HERE_ALREADY = "That answer is here already. It counts once."


def kept(
    found: KeptAnswer,
    survey: Survey,
    customer: Customer,
    followed: CallAsked | None,
    reader: Person,
    now: datetime,
) -> Shown:
    """“Noted: *Globex*, Karim Haddad: 3 of 10.”, and what follows from a low score."""
    if not found.is_new:
        return Shown(HERE_ALREADY, blocks.message(blocks.section(HERE_ALREADY)))
    who = f", {blocks.safe(found.respondent.name, 80)}" if found.respondent else ""
    given = rules.said_score(survey, found.response.score) or "their words are kept"
    text = f"Noted: *{blocks.safe(customer.name, 80)}*{who}: {given}."
    back = blocks.button(words.UNDO_IT, words.UNDO, undoing.ref_of(found.response.response_id))
    if followed is None:
        return Shown(text, blocks.message(blocks.section(text), blocks.actions(back)))
    text = f"{text} {low_cards.followed(followed, reader, now)}"
    is_theirs = followed.asked is not None and followed.asked.user_id == reader.user_id
    row = low_cards.ways(followed.ref) if is_theirs else blocks.actions(open_story(followed.ref))
    return Shown(text, blocks.message(blocks.section(text), row, blocks.actions(back)))


def undone(response: SurveyResponse) -> str:
    """An answer is gone that was written down just now."""
    if response.issue_number is None:
        return "That answer is gone, and counts nowhere."
    return "That answer is gone, and counts nowhere. Nobody is asked to call for it."


def opened(survey: Survey, listed: int, today: date) -> Shown:
    """A survey is open: what it asks, and of how many people by name."""
    said = [f"*{blocks.safe(survey.name, 120)}* is open. {_facts(survey, today)}"]
    said += [invited_cards.opened(listed)] if listed else []
    text = "\n".join(said)
    row = [blocks.actions(_who(survey))] if survey.is_named else []
    return Shown(text, blocks.message(blocks.section(text), *row))


def _who(survey: Survey) -> Button:
    which = paging.value(survey.survey_id.hex)
    return blocks.button("Who is asked…", words.INVITED, which)


def listed(
    found: SurveyList,
    today: date,
    *,
    may_open: bool,
    may_key: bool = False,
    reads_few: bool = True,
) -> Shown:
    """The surveys, those that opened last first, and the ways to add to them.

    `reads_few` says whether the reader may read single answers, and so how few there are.
    """
    head = words.NOBODY_YET
    if found.is_answered:
        number = len(found.lines) + found.older
        head = f"{plain.count(number, 'survey').capitalize()}, the newest first."
    parts: list[Block] = [blocks.section(f"*{head}*")]
    parts += [_line(each, today, reads_few=reads_few) for each in found.lines]
    if found.older:
        parts.append(blocks.context(f"and {plain.count(found.older, 'older one')}"))
    row = [blocks.button(words.ADD_IT, words.ADD)]
    row += [blocks.button(words.NEW_IT, words.NEW)] if may_open else []
    row += [blocks.button(words.WEBHOOK, words.KEY)] if may_key else []
    return Shown(head, blocks.message(*parts, blocks.actions(*row)))


def _line(line: SurveyLine, today: date, *, reads_few: bool) -> Block:
    survey = line.survey
    counted = [f"{survey.asked:,} asked"] if survey.asked else []
    counted.append(_answered(line, reads_few=reads_few))
    facts = " · ".join([*counted, _facts(survey, today)])
    # What is asked by the way asks nobody beforehand.
    is_standing = survey.name in rules.STANDING.values()
    way = None if is_standing else _who(survey)
    return blocks.section(f"*{blocks.safe(survey.name, 120)}*\n{facts}", way)


def _answered(line: SurveyLine, *, reads_few: bool) -> str:
    if 0 < line.answers < FEW and not (line.survey.is_named and reads_few):
        return "fewer than five answered"
    return f"{line.answers:,} answered" if line.answers else "nobody answered yet"


def _facts(survey: Survey, today: date) -> str:
    """“Would they recommend us? 0 to 10 · with names · closes Thu 10 Dec”."""
    facts = [rules.said_scale(survey), NAMED[survey.is_named]]
    if survey.closes_on is not None:
        verb = "closes" if survey.closes_on >= today else "closed"
        facts.append(f"{verb} {plain.plain_day(survey.closes_on, today)}")
    return " · ".join(facts)

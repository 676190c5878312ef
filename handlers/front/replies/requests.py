"""What people write to Duly in words is heard here: it is read, carried out, and answered there.

The answer is stored with what was done, and leaves like any other message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.front import corrections, replies
from handlers.front.corrections import cards as correction_cards
from handlers.front.corrections import missing, own
from handlers.front.corrections import requests as corrected
from handlers.front.corrections import rules as correction_rules
from handlers.front.corrections.rules import Course
from handlers.front.replies import Candidate, places, questions, rules
from handlers.front.replies.listener import Hearing, Replier
from handlers.front.replies.rules import Meant
from handlers.front.replies.sayings import Sense
from handlers.front.verbs import SAID
from handlers.people import access
from handlers.speech import blocks, values
from handlers.speech.blocks import Shown
from handlers.speech.errors import UserError
from handlers.speech.request import TYPED, Handler, Nothing, Request, Response
from storage import people
from storage.cards import Card
from storage.kept import KeptWords
from storage.people import Person

MENTION = "app_mention"


def concerns(request: Request, session: Session, now: datetime) -> bool:
    """Whether words in a channel are for Duly; what is not is neither read nor kept.

    They are in direct messages, where it is mentioned, and under a card of its own. Words under a
    card that mention it come twice, and count as the mention.
    """
    del now
    bot = replies.bot_of(session, request.team_id)
    if request.user_id == bot:
        return False
    if values.is_direct_channel(request.channel_id) or request.verb == MENTION:
        return True
    if bot and f"<@{bot}" in request.text:
        return False
    return _card(session, request) is not None


def hear(
    registers: Registers,
    handlers: Mapping[str, Handler],
    request: Request,
    session: Session,
    now: datetime,
) -> Response:
    """Do what somebody says in words, and answer them where they said it.

    Raises what `access.actor` and the commands raise, and TextTooLong.
    """
    if not concerns(request, session, now):
        return Nothing()
    person, card = access.actor(session, request), _card(session, request)
    above = replies.above(registers, session, person, request.channel_id, request.thread)
    hearing = replace(_heard(session, handlers, request, person, above), written=True)
    replier = Replier(registers, handlers, session, now, hearing)
    asked = corrections.asked_of(session, now, person, request.channel_id, request.thread)
    if asked and above is not None:
        hearing = _by_itself(handlers, hearing)
        replier = Replier(registers, handlers, session, now, hearing)
    found = questions.answered_by(asked, hearing.request.text, hearing.meant, _commands(handlers))
    if found:
        answer = _answered(registers, handlers, session, now, hearing, *found)
    else:
        answer = replier.answer()
    name = replies.name_of(registers, card) if card else ""
    spot = places.answered_in(request, hearing.meant, name)
    places.say(session, now, request, spot, answer)
    return Nothing()


def _by_itself(handlers: Mapping[str, Handler], hearing: Hearing) -> Hearing:
    """Under a question a whole command is one, as elsewhere; all else is read as it was."""
    known = _commands(handlers)
    meant = rules.read(hearing.request.text[:TYPED], known)
    is_command = questions.is_command(hearing.request.text, meant, known)
    return replace(hearing, meant=meant) if is_command else hearing


def _answered(
    registers: Registers, handlers: Mapping[str, Handler], session: Session, now: datetime,
    hearing: Hearing, question: KeptWords, way: Course,
) -> Response:  # fmt: skip
    """Carry out the command that the words complete; the question is answered then.

    Raises what the command raises, and nothing is answered then.
    """
    if way.verb == SAID:
        said = replace(hearing.request, text=way.text)
        again = replace(_heard(session, handlers, said, hearing.person, None), written=True)
        answer = Replier(registers, handlers, session, now, again).answer()
    else:
        answer = Replier(registers, handlers, session, now, hearing).carry_out(way)
    corrected.answer(session, now, question)
    return answer


def hear_again(
    registers: Registers,
    handlers: Mapping[str, Handler],
    request: Request,
    session: Session,
    now: datetime,
) -> Response:
    """The same for words that were kept, with the number of what they are about before them."""
    person = access.actor(session, request)
    hearing = _heard(session, handlers, request, person, None)
    return Replier(registers, handlers, session, now, hearing).answer()


def refuse(error: UserError, request: Request, session: Session, now: datetime) -> Response:
    """Say in the same place why nothing was done, and how it may go on."""
    markup = blocks.said(error)
    shown = Shown(markup, blocks.message(blocks.section(markup)))
    courses = correction_rules.courses(error, *error.command) if error.command else []
    courses += missing.of_refusal(error, *error.command) if error.command else []
    kept_id = None
    if courses:
        kept_id = corrected.keep(request, session, now, courses)
        shown = correction_cards.asked(markup, kept_id, courses)
    _ends(request, session, now, error)
    spot = places.refused_in(request, under_card=_card(session, request) is not None)
    if spot.is_direct and error.command:
        # In a channel the buttons are the card's, which each may press who may.
        row = own.buttons(session, now, request.team_id, request.user_id, error, error.command[1])
        shown = replace(shown, blocks=[*shown.blocks, *(blocks.message(*row) if row else [])])
    places.post(session, now, request, spot, shown, kept_id)
    return Nothing()


def _ends(request: Request, session: Session, now: datetime, error: UserError) -> None:
    """A question that no answer can finish waits for the next words no longer."""
    person = people.find(session, request.team_id, request.user_id)
    if person is None or not error.command:
        return
    for each in corrections.asked_of(session, now, person, request.channel_id, request.thread):
        ways = [correction_rules.read(stored) for stored in each.courses]
        if any(missing.is_in_vain(way, error, *error.command) for way in ways):
            corrections.answered_elsewhere(session, each)


def _card(session: Session, request: Request) -> Card | None:
    return replies.card_above(session, request.team_id, request.channel_id, request.thread)


def _heard(
    session: Session,
    handlers: Mapping[str, Handler],
    request: Request,
    person: Person,
    above: list[Candidate] | None,
) -> Hearing:
    text, called = request.text.strip(), request.verb == MENTION
    bot = replies.bot_of(session, request.team_id)
    if bot:
        text, named = _without_name(text, bot)
        called = called or named
    known = _commands(handlers)
    # Nobody answers in so many words; they are kept under a card, or refused as too many.
    meant = Meant(Sense.WORDS, text=text)
    if len(text) <= TYPED:
        meant = rules.read(
            text,
            known,
            here=above is not None,
            called=called,
            direct=values.is_direct_channel(request.channel_id),
        )
    return Hearing(replace(request, text=text), person, meant, above)


def _commands(handlers: Mapping[str, Handler]) -> frozenset[str]:
    return frozenset(verb for verb in handlers if "." not in verb)


def _without_name(text: str, bot: str) -> tuple[str, bool]:
    """A text without the name by which Duly is called before or behind it, and whether it is."""
    name, called = re.compile(rf"<@{bot}(?:\|[^<>]*)?>[\s,:]*"), False
    while found := name.match(text):
        text, called = text[found.end() :], True
    last = text.rfind("<@")
    if last >= 0 and name.fullmatch(text, last):
        text, called = text[:last].rstrip(" ,"), True
    return text, called

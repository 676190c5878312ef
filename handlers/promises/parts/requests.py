"""People type which further departments must take an issue, and read who was asked."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.promises import parts, preamble
from handlers.promises.parts import cards, reading
from handlers.promises.undoing import requests as undoing
from handlers.speech.errors import MissingWords
from handlers.speech.promise_errors import DepartmentsMissing
from handlers.speech.request import Request, Response
from handlers.speech.typing_errors import OneAtATime
from handlers.speech.words import number


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx involve I-7 Billing and Sales [because …]`.

    Raises MissingWords, OneAtATime, UnknownDepartment, and what `parts.involve` raises.
    """
    said = preamble.typed(request, session, cards.USAGE)
    if len(said.items) > 1:
        raise OneAtATime(count=number(len(said.items)), refs=said.refs)
    [item] = said.items
    named = reading.read(session, request.team_id, said.answer.words)
    try:
        found = parts.involve(session, now, said.person, item, named, said.answer.reason)
    except DepartmentsMissing as error:
        raise MissingWords(usage=cards.USAGE.replace(cards.EXAMPLE, item.ref)) from error
    told = [(each.part, cards.asked(each)) for each in found.asked]
    return undoing.reply(session, now, said.person, told)

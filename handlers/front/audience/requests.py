"""People say who may see something by its number: of a decision it is said in its own way."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import requests as decisions
from handlers.promises.sharing import requests as promises
from handlers.speech import phrases
from handlers.speech.request import Request, Response
from storage.decisions import Decision


def type_private(request: Request, session: Session, now: datetime) -> Response:
    """`/cx private T-12` or `D-1`: only those whom it concerns see it."""
    handler = decisions.type_private if _is_decision(request) else promises.type_private
    return handler(request, session, now)


def type_share(request: Request, session: Session, now: datetime) -> Response:
    """`/cx share T-12`, `share T-12 with @tom` or `share D-1`: more people see it."""
    handler = decisions.type_share if _is_decision(request) else promises.type_share
    return handler(request, session, now)


def _is_decision(request: Request) -> bool:
    named = phrases.reference(phrases.first_word(request.text)[0])
    return named is not None and named.letter == Decision.letter

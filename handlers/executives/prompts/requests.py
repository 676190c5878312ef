"""What executives type about the weekly question, and what they are told in return."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.executives import prompts
from handlers.executives.prompts import cards
from handlers.people import access
from handlers.speech.request import Reply, Request, Response


def command(request: Request, session: Session, now: datetime) -> Response:
    """`/cx prompt weekly monday 9:30`, `/cx prompt now` or `/cx prompt off`; alone: what is set."""
    person = access.actor(session, request)
    match request.text.strip().lower():
        case "now":
            return Reply(cards.prompted(prompts.prompt_now(session, now, person)))
        case "off":
            ended = prompts.stop(session, now, person)
            return Reply(cards.STOPPED if ended else cards.standing(None))
        case "":
            return Reply(cards.standing(prompts.standing(session, person)))
        case _:
            return Reply(cards.standing(prompts.schedule(session, now, person, request.text)))

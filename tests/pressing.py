"""Whoever is asked to do something has the button for it, and it works.

Every button of everybody's messages, and of their Home, is pressed by whoever reads it, as things
stand at the end of a story; nothing of it stays. A refusal of rights means that somebody was shown
what only others may do.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bot import routes
from handlers.people import access
from handlers.speech import blocks
from handlers.speech.errors import UserError
from handlers.speech.people_errors import GuestMayNot, NewcomerMayNot, NotOfHere, NotYours
from handlers.speech.promise_errors import NothingOwed, NotOffered
from handlers.speech.request import Request
from storage import people
from tests import cast
from tests.homes import Homes
from tests.stage import Stage

RIGHTS = (NotYours, GuestMayNot, NewcomerMayNot, NotOfHere, NothingOwed, NotOffered)
MOST = 60
"""Different buttons of one reader; of very many alike the first say what the rest would."""


def refusals(stage: Stage, homes: Homes) -> list[str]:
    """What somebody was shown and may not do."""
    readers = [user for user, *_ in cast.PEOPLE if stage.workspace.direct_messages(user)]
    return [said for user in readers for said in _of(stage, user, homes)]


def _of(stage: Stage, user: str, homes: Homes) -> Iterator[str]:
    person = people.find(homes.session, cast.TEAM, user)
    if person is None or access.standing_of(person) not in access.WITH_GUESTS:
        # Whoever left presses nothing any more.
        return
    shown = dict.fromkeys(_buttons(homes.drawn(person)["blocks"]), "Home")
    for message in stage.workspace.direct_messages(user):
        said = stage.workspace.plain(message, user).replace("\n", " / ")[:160]
        shown |= dict.fromkeys(_buttons(message.blocks), said)
    for (verb, value), where in islice(shown.items(), MOST):
        refused = _press(stage, user, verb, value)
        if refused:
            yield f"{user} presses {verb} {value} in “{where}”: {refused}"


def _press(stage: Stage, user: str, verb: str, value: str) -> str:
    """Why it is refused; empty where it is not, or for another reason than who presses it."""
    request = Request(
        team_id=cast.TEAM, user_id=user, verb=verb, key=f"{verb}:{value}", value=value
    )
    with stage.duly.database.write() as session:
        try:
            routes.BUTTONS[verb](request, session, stage.now)
        except RIGHTS as refused:
            return f"{type(refused).__name__}: {refused.message}"
        except UserError:
            return ""
        finally:
            session.rollback()
    return ""


def _buttons(shown: list[dict[str, object]]) -> Iterator[tuple[str, str]]:
    """Verb and value of each button, and of each choice behind “…” or in a menu."""
    for block in shown:
        accessory = block.get("accessory")
        elements = [*block.get("elements", []), *([accessory] if accessory else [])]  # type: ignore[misc]
        for element in elements:
            for option in element.get("options", []):
                if element["type"] == "overflow":
                    verb, _, value = option["value"].partition(blocks.SEPARATOR)
                    yield verb, value
                else:
                    yield element["action_id"], option["value"]
            if element.get("type") == "button" and element["action_id"] in routes.BUTTONS:
                yield element["action_id"], element.get("value") or ""

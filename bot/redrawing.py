"""What shows how something stands is drawn again, when somebody answers in it or in a form over it.

What lies behind a form is written on the form itself, behind what it carries of its own, and comes
back with it: https://docs.slack.dev/surfaces/modals#updating_views
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot import routes
from bot.deliveries import Payload
from bot.shapes import part, text
from handlers.speech import blocks
from handlers.speech.request import FIELD, Request

MODAL = "modal"
CARRIED = "private_metadata"


@dataclass(frozen=True)
class Redrawn:
    """A view on somebody's screen, the request by which it is drawn again, and what is behind it.

    `behind` is written on it, as on a form that is laid over something.
    """

    view_id: str
    request: Request
    behind: str = ""


def here(body: Payload, request: Request) -> Iterator[Redrawn]:
    """The view in which a click happened, where it shows how something stands."""
    view = part(body, "view")
    if view.get("type") == MODAL:
        yield from _redrawn(view.get("id"), _named(view), request)


def behind(body: Payload, request: Request) -> Iterator[Redrawn]:
    """The views behind a form that was sent or in which a click happened, the nearer one first."""
    view = part(body, "view")
    beneath = text(view.get(CARRIED)).partition(blocks.BEHIND)[2]
    farther = beneath.partition(blocks.BEHIND)[2]
    yield from _redrawn(view.get("previous_view_id"), beneath, request)
    if farther:
        yield from _redrawn(view.get("root_view_id"), farther, request)


def answer(body: Payload, request: Request) -> Request | None:
    """The request by which an answer is drawn again in which a click happened; None for others.

    The rows of its controls carry what it is, see `blocks.marked`.
    """
    [clicked, *_] = body["actions"]
    named = text(clicked.get("block_id")).rpartition(blocks.SEPARATOR)[0]
    verb, _, value = named.partition(blocks.SEPARATOR)
    if verb not in routes.ANSWERS:
        return None
    return replace(request, verb=verb, value=value, within="", text="", fields={})


def over(view: dict[str, Any], body: Payload) -> dict[str, Any]:
    """A form that is laid over another view, with what that is by which it can be drawn again."""
    below = part(body, "view")
    if below.get("callback_id") not in routes.VIEWS:
        return view
    return upon(view, _named(below))


def instead(view: dict[str, Any], body: Payload) -> dict[str, Any]:
    """What takes the place of a view, with the same behind it."""
    return upon(view, text(part(body, "view").get(CARRIED)).partition(blocks.BEHIND)[2])


def upon(view: dict[str, Any], behind: str) -> dict[str, Any]:
    """A view with what lies behind it written on it, where there is room."""
    carried = f"{view.get(CARRIED) or ''}{blocks.BEHIND}{behind}"
    return {**view, CARRIED: carried} if behind and len(carried) <= FIELD else view


def _named(view: dict[str, Any]) -> str:
    """What a view is, and what it carries."""
    return f"{text(view.get('callback_id'))}{blocks.SEPARATOR}{text(view.get(CARRIED))}"


def _redrawn(view_id: object, named: str, request: Request) -> Iterator[Redrawn]:
    own, _, further = named.partition(blocks.BEHIND)
    verb, _, value = own.partition(blocks.SEPARATOR)
    if view_id and verb in routes.VIEWS:
        again = replace(request, verb=verb, value=value, within="", text="", fields={})
        yield Redrawn(text(view_id), again, further)

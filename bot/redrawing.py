"""What shows how something stands is drawn again, when somebody answers in it or in a form over it.

What lies behind a form is written on the form itself, as `external_id`, which comes back with it:
https://docs.slack.dev/surfaces/modals#updating_views
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot import routes
from bot.deliveries import Payload
from bot.shapes import part, text
from handlers.speech import blocks
from handlers.speech.request import Request

MODAL = "modal"
LONGEST = 255
"""Characters of an external id: https://docs.slack.dev/reference/views/modal-views."""


@dataclass(frozen=True)
class Redrawn:
    """A view on somebody's screen, and the request by which it is drawn again."""

    view_id: str
    request: Request


def here(body: Payload, request: Request) -> Redrawn | None:
    """The view in which a click happened, where it shows how something stands."""
    view = part(body, "view")
    if view.get("type") != MODAL:
        return None
    verb, value = text(view.get("callback_id")), text(view.get("private_metadata"))
    return _redrawn(text(view.get("id")), verb, value, request)


def behind(body: Payload, request: Request) -> Redrawn | None:
    """The view behind a form that was sent, where it shows how something stands."""
    view = part(body, "view")
    verb, _, rest = text(view.get("external_id")).partition(blocks.SEPARATOR)
    value = rest.rpartition(blocks.SEPARATOR)[0]
    return _redrawn(text(view.get("previous_view_id")), verb, value, request)


def over(view: dict[str, Any], body: Payload) -> dict[str, Any]:
    """A form that is laid over another view, with what that is by which it can be drawn again."""
    below = part(body, "view")
    verb, value = text(below.get("callback_id")), text(below.get("private_metadata"))
    name = blocks.SEPARATOR.join((verb, value, text(body.get("trigger_id"))))
    if verb not in routes.VIEWS or len(name) > LONGEST:
        return view
    return {**view, "external_id": name}


def _redrawn(view_id: str, verb: str, value: str, request: Request) -> Redrawn | None:
    if not view_id or verb not in routes.VIEWS:
        return None
    again = replace(request, verb=verb, value=value, text="", fields={})
    return Redrawn(view_id, again)

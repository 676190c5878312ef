"""Answers as they are kept on a receipt, so that a repeated delivery gets the same one."""

from __future__ import annotations

from typing import Any

from handlers.speech.request import Nothing, OpenForm, PublishHome, Reply, Response, UpdateForm

KINDS: dict[str, type[Response]] = {
    kind.__name__: kind for kind in (Nothing, OpenForm, PublishHome, Reply, UpdateForm)
}


def encode(response: Response) -> dict[str, Any]:
    """An answer as JSON."""
    return {"kind": type(response).__name__, **vars(response)}


def decode(stored: dict[str, Any]) -> Response:
    """The answer that was encoded."""
    fields = dict(stored)
    kind = KINDS[fields.pop("kind")]
    return kind(**fields)

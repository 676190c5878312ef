"""The customer room pack becomes one page here: printable, and whole without anything beside it."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from handlers.executives.room import cards, words
from handlers.executives.room.figures import RoomPack

_PAGES = Environment(
    loader=PackageLoader("handlers.executives.room", "page"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(pack: RoomPack) -> str:
    """The whole file: HTML with its style and charts in it, no script, no outside address."""
    return _PAGES.get_template("pack.html").render(
        title=words.title(pack),
        occasion=words.occasion(pack),
        opening=words.opening(pack),
        questions=words.questions(pack),
        sections=cards.sections(pack),
    )

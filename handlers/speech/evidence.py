"""What shows that something was done: a link, in an input of its own or among somebody's words."""

from __future__ import annotations

from slackblocks import Block

from handlers.speech import blocks, inputs, values
from handlers.speech.request import Request

FIELD = "link"


def ask_for(link: str = "") -> Block:
    """The place in a form where a link is given; `link` is what somebody wrote already."""
    return inputs.text(
        FIELD, "A link that shows it", value=link, placeholder="https://…", optional=True
    )


def read(request: Request) -> str:
    """The link of a form; empty where none was given. Raises WrongLink."""
    return values.link(request.words(FIELD))


def among(words: str) -> str:
    """The first link in somebody's words; empty where there is none that leads anywhere."""
    found = (each for each in blocks.web_addresses(words) if values.is_link(each))
    return next(found, "")


def beside(words: str, link: str) -> str:
    """Somebody's words, and behind them the link, where they do not have it already."""
    return words if link in words else "\n".join(filter(None, (words, link)))

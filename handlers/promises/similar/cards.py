"""What Duly says of issues that are like another: the open ones, and what solved the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.promises import items, similar
from handlers.promises.items.view import state_of
from handlers.promises.items.words import open_story
from handlers.promises.similar import Neighbours
from handlers.speech import blocks, words
from handlers.speech.request import Reply
from storage.issues import Experience, Issue
from storage.items import Item

LIKE = "Looks like {issue}: join it instead?"
JOIN = "issue.join"
"""The button that joins two issues at once."""
SOLVED_BEFORE = "*Solved before*"
OPEN_NOW = "*Like this, and open*"
_TITLE, _WORDS, _MOST = 100, 200, 10


def added(
    reply: Reply, session: Session, now: datetime, issue: Experience, found: Neighbours
) -> Reply:
    """The answer to whoever reported an issue, with the nearest open one and what solved others."""
    parts: list[Block] = []
    likeliest = found.likeliest
    if likeliest:
        sentence = LIKE.format(issue=_named(session, likeliest.issue))
        ref = likeliest.issue.ref
        join = blocks.button(f"Join {ref}", JOIN, f"{issue.ref}{blocks.SEPARATOR}{ref}")
        parts += [blocks.section(sentence), blocks.actions(join, open_story(ref))]
    solved = _solved(session, now, found)
    parts += [blocks.context("\n".join(solved))] if solved else []
    if not parts:
        return reply
    before = reply.blocks or blocks.message(blocks.section(reply.text))
    return replace(reply, blocks=[*before, *blocks.message(*parts)])


def lines(session: Session, now: datetime, found: Neighbours) -> list[str]:
    """The same as paragraphs of a story: the nearest open ones, and what solved the nearest."""
    live = [f"• {_named(session, each.issue)}" for each in found.live]
    told = [OPEN_NOW, *live] if live else []
    return ["\n".join(part) for part in (told, _solved(session, now, found)) if part]


def joined(session: Session, parts: Sequence[Issue], seen: Callable[[Item], bool]) -> list[str]:
    """The issues that are part of one as a paragraph: of what not all may read, only the number."""
    told = [f"• {_named(session, each)}" for each in parts if seen(each)]
    hidden = len(parts) - len(told)
    told = told[:_MOST] + ([f"and {words.number(len(told) - _MOST)} more"] if told[_MOST:] else [])
    told += [f"• {words.count(hidden, 'issue')} that only some may see"] if hidden else []
    return ["\n".join(["*Joined to it*", *told])] if told else []


def _solved(session: Session, now: datetime, found: Neighbours) -> list[str]:
    told = []
    for issue in (each.issue for each in found.solved):
        by = similar.what_solved(session, issue)
        quoted = f": “{blocks.safe(by, _WORDS)}”" if by else ""
        told.append(f"• {_named(session, issue, now)}{quoted}")
    return [SOLVED_BEFORE, *told] if told else []


def _named(session: Session, issue: Issue, now: datetime | None = None) -> str:
    """“*I-3* Invoiced twice (Acme, taken)”; with `now`, since when it has ended."""
    customer = items.customer_of(session, issue)
    facts = [blocks.safe(customer.name, 80)] if customer else []
    state = state_of(issue)
    if now and issue.closed_at:
        state = f"{state} {words.day(issue.closed_at, issue.due_zone, now)}"
    return f"*{issue.ref}* {blocks.safe(issue.title, _TITLE)} ({', '.join([*facts, state])})"

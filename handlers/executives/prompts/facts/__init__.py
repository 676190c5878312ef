"""What is true this week and asks for a word of the executives: the loudest of it comes first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from handlers.executives.prompts.facts import readers, rules
from handlers.executives.prompts.facts.rules import Fact, FactKind


def loudest(
    session: Session,
    now: datetime,
    team_id: str,
    *,
    of: Collection[FactKind] = tuple(FactKind),
    but: Collection[FactKind] = (),
    asked: Collection[str] = (),
) -> Fact | None:
    """The loudest fact of a workspace; None where nothing stands out.

    What is looked for is as in `by_loudness`.
    """
    found = by_loudness(session, now, team_id, of=of, but=but, asked=asked)
    return found[0] if found else None


def by_loudness(
    session: Session,
    now: datetime,
    team_id: str,
    *,
    of: Collection[FactKind] = tuple(FactKind),
    but: Collection[FactKind] = (),
    asked: Collection[str] = (),
) -> list[Fact]:
    """The facts of a workspace, the loudest first.

    Only facts `of` some kinds are looked for. Those of the kinds `but`, and those about subjects
    that were `asked` already, are passed over.
    Nothing in it is private.
    """
    found = [
        fact
        for kind, read in readers.READERS.items()
        if kind in of and kind not in but
        for fact in read(session, now, team_id)
        if fact.subject not in asked
    ]
    return sorted(found, key=rules.order, reverse=True)

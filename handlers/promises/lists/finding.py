"""Things are looked for by their words; where nothing is found, what may be meant is offered."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlmodel import Session

from storage import listings, search, terms
from storage.people import Person
from storage.scopes import Reader

CLOSE_ENOUGH = 70


@dataclass(frozen=True)
class Suggested:
    """Other words that may be meant, and how many things they find that the reader may see."""

    words: str
    total: int


def suggest(session: Session, reader: Reader, person: Person, words: str) -> Suggested | None:
    """What to search for instead: words that are known and near, or the rarest of those there are.

    Only what finds something that this person may see.
    """
    asked = terms.asked(words)
    known = {term: search.is_known(session, person.team_id, term) for term in asked}
    near = [term if known[term] else _nearest(session, person.team_id, term) for term in asked]
    likely = [" ".join(filter(None, near))] if not all(known.values()) else []
    likely += [term for term in near if term] if len(asked) > 1 else []
    found = [Suggested(each, _count(session, reader, each)) for each in dict.fromkeys(likely)]
    return next((each for each in found if each.words and each.total), None)


def _nearest(session: Session, team_id: str, term: str) -> str:
    """The known word that is most like one that is not; empty where none is like it."""
    best = process.extractOne(
        term, search.near(session, team_id, term), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
    )
    return best[0] if best else ""


def _count(session: Session, reader: Reader, words: str) -> int:
    found = search.find(session, reader.team_id, words)
    things = [(hit.noun, hit.number) for hit in found]
    numbers = [hit.number for hit in found if hit.noun == "decision"]
    seen = listings.items(session, reader.team_id, reader, things)
    return len(seen) + len(listings.decisions(session, reader, numbers))

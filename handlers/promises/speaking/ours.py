"""Words for a customer name nobody here: no person and no department is blamed before them."""

from __future__ import annotations

import re
from itertools import pairwise

from sqlmodel import Session

from storage import departments, people
from storage.departments import key_of

MOST = 80
"""Words that are looked at."""
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MENTION = re.compile(r"<[@#!]|(?<!\w)@\w")


def names_us(session: Session, team_id: str, words: str) -> bool:
    """Whether words mention somebody who works here, or a department of ours.

    A name begins with a capital: “will” is no one, and “Will” may be somebody.
    """
    if _MENTION.search(words):
        return True
    found = [each.strip(".'’-").removesuffix("'s").removesuffix("’s")
             for each in _WORD.findall(words)[:MOST]]  # fmt: skip
    lower = f" {' '.join(found).casefold()} "
    if any(f" {key_of(each.name)} " in lower for each in departments.everyone(session, team_id)):
        return True
    pairs = [f"{one} {other}" for one, other in pairwise(found)]
    keys = {key_of(each) for each in (*found, *pairs) if each[:1].isupper()}
    return any(each.works_here or each.gone for each in people.called(session, team_id, keys))

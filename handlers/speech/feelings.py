"""How customers feel is said in five words, from angry to delighted, and read from some others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.speech import cleaning
from handlers.speech.promise_errors import WrongFeeling
from storage.issues import Feeling

SCALE = tuple(Feeling)
"""In order: how far one lies from another is how many steps there are between them."""
UNKNOWN = "not known"
LABELS = {UNKNOWN: "Not known", **{str(each): each.capitalize() for each in Feeling}}
"""What a form offers."""
_CALLED = {
    **dict.fromkeys(("furious", "outraged", "very angry", "mad"), Feeling.ANGRY),
    **dict.fromkeys(
        ("let-down", "letdown", "disappointed", "frustrated", "upset", "annoyed", "unhappy"),
        Feeling.LET_DOWN,
    ),
    **dict.fromkeys(("worried", "concerned", "anxious", "unsure"), Feeling.UNEASY),
    **dict.fromkeys(("happy", "content", "pleased", "glad", "fine"), Feeling.SATISFIED),
    **dict.fromkeys(("thrilled", "very happy", "enthusiastic"), Feeling.DELIGHTED),
}
_LONGEST, _SHOWN = 40, 60


@dataclass(frozen=True)
class FeelingChange:
    """How customers' feelings changed over some issues of which both ends are known.

    Of `known` issues, `better` ended with a better feeling than they began with, `worse` with a
    worse one. `mean` is the mean number of steps on the scale of five, up (+) or down.
    """

    known: int
    better: int
    worse: int
    mean: float


def find(words: str) -> Feeling | None:
    """The feeling that these words name; None where they name none."""
    said = cleaning.line(words[:_LONGEST]).casefold().strip(" .,;!")
    return _CALLED.get(said) or next((each for each in SCALE if each == said), None)


def read(words: str) -> Feeling | None:
    """The feeling that these words name; None for no words and “not known”.

    Raises WrongFeeling.
    """
    said = cleaning.line(words[: _LONGEST + 1]).casefold().strip()
    if said in ("", UNKNOWN, "unknown"):
        return None
    found = find(words) if len(words) <= _LONGEST else None
    if found is None:
        shown = cleaning.line(words[:_SHOWN])
        raise WrongFeeling(words=shown)
    return found


def change(pairs: Iterable[tuple[str | None, str | None]]) -> FeelingChange:
    """How feelings changed, by those before and after of each issue.

    mean = Σ (place after - place before) / n, over the n issues of which both are known, where the
    places are 1 (angry) to 5 (delighted). Docs: docs/metrics.md.
    """
    steps = [_place(after) - _place(before) for before, after in pairs if before and after]
    return FeelingChange(
        known=len(steps),
        better=sum(each > 0 for each in steps),
        worse=sum(each < 0 for each in steps),
        mean=sum(steps) / len(steps) if steps else 0.0,
    )


def _place(feeling: str) -> int:
    return SCALE.index(Feeling(feeling)) + 1


def arrow(felt: str | None, feels: str | None) -> str:
    """“let down → satisfied”; one of them where the other is not known; empty without both."""
    known: Sequence[str] = [each for each in (felt, feels) if each]
    return " → ".join(known)

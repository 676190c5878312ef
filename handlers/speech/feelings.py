"""How customers feel is said in five words, from angry to delighted, and read from some others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.speech import cleaning
from handlers.speech.promise_errors import WrongFeeling
from handlers.speech.runs import LEADS
from handlers.speech.typed import Word
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
_WHO = (("they",), ("the", "customer"))
_FEELS = frozenset({"felt", "feel", "feels"})
_APART = tuple(",;:.–—-")
_MOST_WORDS = 2
"""Words of a feeling."""


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


def is_unknown(words: str) -> bool:
    """Whether these words say that nobody knows it, which is something else than no words."""
    return cleaning.line(words[: _LONGEST + 1]).casefold().strip(" .,;!") in (UNKNOWN, "unknown")


def read(words: str) -> Feeling | None:
    """The feeling that these words name; None for no words and “not known”.

    Raises WrongFeeling.
    """
    if is_unknown(words) or not cleaning.line(words[: _LONGEST + 1]).strip():
        return None
    found = find(words) if len(words) <= _LONGEST else None
    if found is None:
        shown = cleaning.line(words[:_SHOWN])
        raise WrongFeeling(words=shown)
    return found


def taken_out(words: Sequence[Word]) -> tuple[list[Word], Feeling | None]:
    """What was typed without “, they felt angry”, and that; as it is where nothing says so.

    It stands apart from the title, behind a comma or as all there is, up to the end or to where a
    clause begins: of “they felt angry about the delay” nothing is taken.
    """
    for start in range(len(words) - 1, -1, -1):
        if start and not words[start - 1].seen.endswith(_APART):
            continue
        behind = _behind_who(words, start)
        for end in range(min(behind + _MOST_WORDS, len(words)), behind, -1) if behind else ():
            found = find(" ".join(word.plain for word in words[behind:end]))
            if found and _ends(words, end) and not any(each.quoted for each in words[start:end]):
                return [*_without_comma(words[:start]), *words[end:]], found
    return list(words), None


def _behind_who(words: Sequence[Word], start: int) -> int:
    """Where the feeling would stand behind “they felt”; 0 where nothing says so."""
    for who in _WHO:
        behind = start + len(who)
        said = tuple(word.plain.lower() for word in words[start:behind])
        if said == who and behind < len(words) and words[behind].plain.lower() in _FEELS:
            return behind + 1
    return 0


def _ends(words: Sequence[Word], end: int) -> bool:
    """Whether nothing follows but a clause, or what stands apart."""
    return end == len(words) or words[end].lead in LEADS or words[end - 1].seen.endswith((",", ";"))


def _without_comma(words: Sequence[Word]) -> Sequence[Word]:
    if not words or words[-1].link:
        return words
    last = words[-1].seen.rstrip("".join(_APART) + " ")
    kept = [words[-1]._replace(seen=last)] if last else []
    return [*words[:-1], *kept]


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

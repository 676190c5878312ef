"""What people see of two initiatives that look alike: the pair, the decision, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slackblocks import Block

from handlers.customers.initiatives import words as named
from handlers.customers.initiatives.twins import rules, words
from handlers.customers.initiatives.twins.alike import TwinPair, TwinSide
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from handlers.speech.lengths import cut
from storage.decisions import Decision
from storage.initiatives import Initiative
from storage.twins import TwinState

NAMED = 10
"""So many customers are named that move from one to the other."""
POOLED = 200
"""Characters of what one of them would be, in the title of a decision."""
LOOKS = (
    "",
    "One pair looks alike{twice}.",
    "{Count} pairs look alike{twice}.",
)


# --- in the register ---


def counted(pairs: Sequence[TwinPair], *, money_shown: bool) -> str:
    """“Three pairs look alike; at most €90 k is spent twice.”, or nothing where none does."""
    twice = spent_twice(pairs) if money_shown else ""
    said = LOOKS[min(len(pairs), 2)]
    count = plain.capital(plain.number(len(pairs)))
    return said.format(Count=count, twice=f"; {twice}" if twice else "")


def spent_twice(pairs: Sequence[TwinPair]) -> str:
    """“at most €90 k is spent twice”: of each pair the smaller budget, each initiative once."""
    both = [(pair.one.initiative, pair.other.initiative) for pair in pairs]
    return words.at_most(rules.twice(both).items())


def entry(pair: TwinPair, today: date, *, money_shown: bool, may_answer: bool) -> list[Block]:
    """Which two, what they share, and the answers of whoever is asked."""
    one, other = pair.sides
    twice = spent_twice([pair]) if money_shown else ""
    head = f"*Two plans look alike: {words.in_common(pair)}*"
    pays = ", ".join(
        f"{side.initiative.ref} {blocks.safe(side.department, 80)}" for side in pair.sides
    )
    facts = [pays, words.months(pair, today), *([twice] if twice else [])]
    lines = "\n".join(_side(side, money_shown=money_shown) for side in (one, other))
    row = [open_story(pair.twin.ref)]
    if may_answer and pair.twin.state == TwinState.ASKED:
        row = [
            blocks.button(words.IS_SAME, words.SAME, pair.twin.ref),
            blocks.button(words.IS_DIFFERENT, words.DIFFER, pair.twin.ref),
            *row,
        ]
    state = ""
    if pair.twin.state == TwinState.PROPOSED:
        state = f"\nProposed as one: D-{pair.twin.decision}"
    return [
        blocks.section(head),
        blocks.context(" · ".join(facts)),
        blocks.section(f"{lines}{state}"),
        blocks.actions(*row),
    ]


def _side(side: TwinSide, *, money_shown: bool) -> str:
    cost = named.cost(side.initiative) if money_shown else ""
    what = named.what_of(side.initiative)
    parts = [
        named.named(side.initiative),
        blocks.safe(plain.first_name(side.owner), 60),
        cost,
        plain.figures(side.customers, "customer"),
        f"“{blocks.safe(what, named.SHORT)}”" if what else "",
    ]
    return " · ".join(part for part in parts if part)


# --- one pair ---


def facts(pair: TwinPair, today: date, *, money_shown: bool) -> list[str]:
    """Both, what they share, and what was said of them."""
    twin = pair.twin
    twice = spent_twice([pair]) if money_shown else ""
    lines = [_side(side, money_shown=money_shown) for side in pair.sides]
    lines.append(f"Alike because: {words.in_common(pair)}")
    lines += [f"Both move O-{pair.moves}."] if pair.moves else []
    lines.append(plain.capital(" · ".join(filter(None, [words.months(pair, today), twice]))))
    if twin.same_by:
        lines.append(
            f"{blocks.person(twin.same_by)} says: the same thing. "
            f"One of them would be “{blocks.safe(twin.pooled, words.SHORT)}”"
        )
    if twin.why_by:
        why = blocks.safe(twin.why, words.SHORT)
        lines.append(f"{blocks.person(twin.why_by)} says: different. “{why}”")
    if twin.decision:
        lines.append(f"The executives decide: D-{twin.decision}")
    return lines


def state(pair: TwinPair) -> str:
    """How it stands."""
    return f"{pair.twin.ref} · {words.STATES[TwinState(pair.twin.state)]}"


# --- the decision ---


def decision_title(pair: TwinPair) -> str:
    """“One welcome for new customers instead of N-5 and N-8”, plain."""
    pooled = cut(pair.twin.pooled.rstrip(" ."), POOLED)
    return f"{pooled} instead of {pair.one.initiative.ref} and {pair.other.initiative.ref}"


def decision_facts(pair: TwinPair) -> str:
    """What each costs and who answers for it, and what they share: plain, for the executives."""
    both = [side.initiative for side in pair.sides]
    cost = named.together(both)
    sides = plain.join_names([
        f"{side.initiative.ref} {named.name_of(side.initiative)} ({side.owner}, {side.department})"
        for side in pair.sides
    ])  # fmt: skip
    moves = f"; both move O-{pair.moves}" if pair.moves else ""
    today = f"; today {cost} together" if cost else ""
    return f"{sides}: {words.in_common(pair)}{moves}{today}. Both owners call it the same thing."


# --- in the executives' digest ---


def both(pair: TwinPair) -> str:
    """“N-5 and N-8”."""
    return plain.join_names([side.initiative.ref for side in pair.sides])


def one_of_them(pair: TwinPair) -> str:
    """“N-5 and N-8 are the same thing. One of them?”, as both owners say."""
    return f"{both(pair)} are the same thing. One of them?"


def in_digest(pair: TwinPair, decision: Decision) -> str:
    """What they share and what is spent twice, as whoever answers for them says."""
    twice = spent_twice([pair])
    facts = f"{plain.capital(words.in_common(pair))}{f'; {twice}' if twice else ''}."
    return f"{facts} Both who answer for them say so ({decision.ref})."


def smaller(pair: TwinPair) -> int | None:
    """What is spent twice at most, in whole units; None where that is not known."""
    both_of = [(pair.one.initiative, pair.other.initiative)]
    return max(rules.twice(both_of).values(), default=None)


# --- replies ---


def waits_for_the_other(others: Sequence[str]) -> str:
    """For whoever says first that it is the same thing; `others` are asked still (Slack ids)."""
    who = plain.join_names([blocks.person(each) for each in others])
    return (
        f"Noted: the same thing. {who} is asked, too; once you agree, the executives read it. "
        "Nothing is stopped until they decide."
    )


def proposed(decision: Decision) -> str:
    """For whoever agrees: it stands before the executives."""
    return (
        f"The executives read it as {decision.ref}: {blocks.safe(decision.title, 200)}. "
        "Nothing is stopped until they decide."
    )


def different(pair: TwinPair) -> str:
    """For whoever says that they are different."""
    one, other = (side.initiative.ref for side in pair.sides)
    return f"Noted, with your reason: {one} and {other} are different. Nobody is asked again."


def talked(day: str) -> str:
    """For whoever talks first."""
    return f"Good. I ask you again by {day}, whether they are the same thing."


def both_go_on(pair: TwinPair, decision: Decision) -> str:
    """For both teams: it was decided otherwise, or nobody decides that any more."""
    one, other = (side.initiative.ref for side in pair.sides)
    if not decision.decided:
        return f"{decision.ref} was taken back: {one} and {other} both go on."
    said = plain.quote(blocks.safe(decision.decided, words.SHORT))
    return f"{decision.ref} is decided: {said} {one} and {other} both go on."


def needless(gone: Initiative, decision: Decision) -> str:
    """For both teams: one of them is no more, so that the executives are not asked any more."""
    return f"{blocks.safe(named.ended_meanwhile(gone), 200)} {decision.ref} is not asked any more."


def ended_before(pair: TwinPair, decision: Decision) -> str:
    """For both teams: it was decided, and one of them was joined to another or ended before."""
    gone = [side.initiative.ref for side in pair.sides if not side.initiative.stands]
    said = plain.quote(blocks.safe(decision.decided, words.SHORT))
    was = "was" if len(gone) == 1 else "were"
    return (
        f"{decision.ref} is decided: {said} Nothing is joined by it: {plain.join_names(gone)} "
        f"{was} joined to another or ended before."
    )


def joined(
    kept: Initiative, gone: Initiative, decision: Decision, come: Sequence[str], in_both: int
) -> str:
    """For both teams: which is joined to which, and whose customers move where."""
    said = [blocks.safe(name, 80) for name in come[:NAMED]]
    more = len(come) - len(said)
    if more > 0:
        said.append(f"{plain.number(more)} more")
    move = f" From {gone.ref} come {plain.join_names(said)}." if said else ""
    both = f" In both: {plain.count(in_both, 'customer')}." if in_both else ""
    return (
        f"{decision.ref} is decided as proposed: {named.named(gone)} is joined to "
        f"{named.named(kept)}, and {blocks.person(kept.owner_id)} answers for it.{move}{both} "
        "Its money stays as it is until somebody changes it."
    )

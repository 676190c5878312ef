"""How far the loop of an issue has come, in one line of words, and with whom it is next."""

from __future__ import annotations

from handlers.promises import asked
from handlers.promises.items import loop, parts
from handlers.promises.items.view import ItemView
from handlers.promises.items.words import DONE_SIGN, LATE_SIGN, NOW_SIGN, TO_COME_SIGN
from handlers.speech import blocks, words
from storage.issues import Issue, Step
from storage.items import State


def loop_line(view: ItemView, *, named: bool = False) -> str:
    """“✓ acknowledged · *→ corrected by Fri 27 Nov* · ○ prevented”: how far its loop has come.

    Where it is `named`, with whom each step is that is asked for. Empty for what is only put right,
    and for what ended otherwise.
    """
    item = view.item
    has_steps = (len(view.steps) > 1 or view.takings) and (item.live or item.state == State.DONE)
    if not isinstance(item, Issue) or not has_steps:
        return ""
    steps = [step for step in Step if _is_shown(view, step)]
    stands = [_taken(view), *(_stands(view, step) for step in steps)]
    if named:
        whom = [_with(view, step) for step in (None, *steps)]
        stands = [f"{said}{who}" for said, who in zip(stands, whom, strict=True)]
    now = next((at for at, each in enumerate(stands) if each[0] in (NOW_SIGN, LATE_SIGN)), None)
    if now is not None:
        stands[now] = f"*{stands[now]}*"
    return " · ".join(stands)


def next_step_with(view: ItemView) -> str:
    """Whoever is asked for the next step of its loop, as markup; empty where nobody is."""
    if not loop_line(view):
        return ""
    steps = [None, *(step for step in Step if _is_shown(view, step))]
    return next(filter(None, (_asked_for(view, step) for step in steps)), "")


def _with(view: ItemView, step: Step | None) -> str:
    who = _asked_for(view, step)
    return f", with {who}" if who else ""


def _asked_for(view: ItemView, step: Step | None) -> str:
    """Who owes a step now, as markup; the step None is that somebody takes it."""
    item = view.item
    if step is Step.CORRECTED:
        is_theirs = item.state == State.ACKNOWLEDGED
        return blocks.person(item.owner_id) if is_theirs and item.owner_id else ""
    owed = view.asked_for(loop.KINDS[step] if step else asked.ACKNOWLEDGE)
    return words.join_names([blocks.person(each) for each in owed])


def _is_shown(view: ItemView, step: Step) -> bool:
    return step in view.steps or view.done_at(step) is not None


def _taken(view: ItemView) -> str:
    """Whether it is taken: where several departments must take it, by all of them."""
    is_awaited = any(each.is_awaited for each in view.takings) or view.item.state == State.OPEN
    said = f"{NOW_SIGN if is_awaited else DONE_SIGN} acknowledged"
    return f"{said}: {parts.summary(view.takings)}" if parts.missing(view.takings) else said


def _stands(view: ItemView, step: Step) -> str:
    """One step: done, asked for by a day, late since then, waiting, or to come."""
    if view.done_at(step):
        return f"{DONE_SIGN} {step}"
    if view.paused and step is _paused_step(view):
        until = words.day(view.paused.wait.until, view.zone, view.now)
        return f"{NOW_SIGN} {step}, waits until {until}"
    by = view.item.owed_by if step is Step.CORRECTED else view.asked_by(loop.KINDS[step])
    is_asked = view.item.state == State.ACKNOWLEDGED or step is not Step.CORRECTED
    if by is None or not is_asked:
        return f"{TO_COME_SIGN} {step}"
    zone = view.item.due_zone if step is Step.CORRECTED else view.zone
    day = words.day(by, zone, view.now)
    return f"{LATE_SIGN} {step}, was due {day}" if by < view.now else f"{NOW_SIGN} {step} by {day}"


def _paused_step(view: ItemView) -> Step | None:
    """The step whose clock is paused."""
    wait = view.paused.wait if view.paused else None
    kinds = {ask.ask_id: ask.kind for ask in view.open_asks}
    kind = kinds.get(wait.ask_id) if wait else None
    if kind is None:
        return None
    return next((step for step, name in loop.KINDS.items() if name == kind), Step.CORRECTED)

"""Each decision has a type: guessed from its words, shown on its card, changed with one click."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from slackblocks import Block, StaticSelectMenu
from sqlmodel import Session

from handlers.executives.decisions import moves, rules
from handlers.executives.decisions.questions import Topic
from handlers.promises import lifecycle
from handlers.speech import blocks, inputs
from storage.decisions import Decision
from storage.people import Person

NAMES: Mapping[Topic, str] = {
    **{topic: str(topic) for topic in Topic if topic is not Topic.UNIVERSAL},
    Topic.UNIVERSAL: "other",
}
"""What people read, in the order in which they choose; `other` is whatever fits no other type."""
CHANGE = "decision.topic"
FIELD = "topic"
RETYPED = moves.RETYPE.verb


def read(words: str) -> Topic | None:
    """The type that a form or a menu names; None for none."""
    return Topic(words) if words in set(Topic) else None


def named(topic: object) -> str:
    """What people call a type that history names."""
    return NAMES[Topic(topic)] if isinstance(topic, str) and topic in set(Topic) else "other"


def change(
    session: Session, now: datetime, actor: Person, decision: Decision, topic: Topic
) -> bool:
    """Say what type of decision this is, which is held; False where it is that already.

    Its card asks the question of that type from then on. Raises what `lifecycle.permit` raises.
    """
    lifecycle.permit(session, actor, decision, moves.RETYPE)
    before = rules.topic_for(decision)
    if topic == before or decision.is_prompt:
        return False
    decision.topic = topic
    lifecycle.make(session, now, moves.RETYPE, decision, actor, topic=topic, before=before)
    return True


def menu(decision: Decision) -> StaticSelectMenu:
    """All types, with its own chosen."""
    values = {f"{decision.ref}{blocks.SEPARATOR}{topic}": name for topic, name in NAMES.items()}
    chosen = f"{decision.ref}{blocks.SEPARATOR}{rules.topic_for(decision)}"
    return blocks.choice_menu(CHANGE, values, chosen)


def question() -> Block:
    """The input that asks for its type."""
    return inputs.choice(
        FIELD,
        "What type of decision is it?",
        {str(topic): name for topic, name in NAMES.items()},
        optional=True,
        hint="If you leave this empty, I guess it from the words.",
    )


def is_now(decision: Decision) -> str:
    """What type it is, after somebody undid what they said of it."""
    return f"{decision.ref} is a decision of the type “{NAMES[rules.topic_for(decision)]}” again."

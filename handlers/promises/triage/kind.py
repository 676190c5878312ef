"""What the CCO is asked: which department an issue belongs to."""

from __future__ import annotations

from handlers.chasing.kinds import Kind, within
from handlers.promises import asked
from handlers.promises.triage import words
from storage.people import Role

TRIAGE = Kind(
    name=asked.TRIAGE,
    rungs=(1, 2),
    due=within(lambda policy: policy.triage),
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.CCO,),
)

"""Who can help is asked for a pair of hands, or to find one."""

from __future__ import annotations

from handlers.chasing.kinds import Kind, within
from handlers.promises import asked
from handlers.promises.helping import words

HELP = Kind(
    name=asked.HELP,
    rungs=(1, 2),
    due=within(lambda policy: policy.accept),
    says=words.SAYS,
    buttons=words.buttons,
    # The promise itself is chased as before: no customer waits on this alone.
    may_end=True,
)

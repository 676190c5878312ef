"""After a no, whoever asked for the promise is asked to tell the customer."""

from __future__ import annotations

from handlers.chasing.kinds import RUNGS, Kind, within
from handlers.promises import asked
from handlers.promises.answers import words

TELL = Kind(
    name=asked.TELL,
    wants="whether the customer knows",
    rungs=RUNGS,
    due=within(lambda policy: policy.tell_customer),
    says=words.SAYS,
    buttons=words.buttons,
    is_afterwards=True,
    stands=words.STANDS,
)

"""What one executive is asked at a time: to answer a question about this week's facts."""

from __future__ import annotations

from handlers.chasing.kinds import CCO_RUNG, Kind, within
from handlers.executives.prompts import words
from handlers.promises import asked

QUESTION = Kind(
    name=asked.QUESTION,
    wants="what they say to a question",
    rungs=(1, 2, CCO_RUNG),
    due=within(lambda policy: policy.impact_answer),
    says=words.SAYS,
    buttons=words.buttons,
    stands=words.STANDS,
)

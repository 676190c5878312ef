"""What cannot be done with how a department looks at itself, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class AssessedMissing(UserError):
    """Please choose at least one department that looks at itself."""


class AssessedAlready(UserError):
    """{name} looks at itself already, until {day}. Choose it again after that."""


class TooFewToAsk(UserError):
    """{name} has {people}, and three are needed. Give it a lead and members first."""


class EndsTooSoon(UserError):
    """Please choose a day after today, so that people find ten minutes."""


class EndsTooLate(UserError):
    """That is more than three months from now. Choose an earlier day."""


class OutsideNeeded(UserError):
    """{name} is the CCO's office. Two outside it are needed too: choose a neighbour."""


class OwnNeighbour(UserError):
    """{name} cannot be its own neighbour. Choose a department that works with it."""


class NotARater(UserError):
    """You are not asked about {name} this time, and nothing was changed. `/cx assess` has yours."""


class AssessmentEnded(UserError):
    """{ref} is {how}, and nothing was changed. `/cx {ref}` tells how it stands."""


class StageMissing(UserError):
    """Please choose the sentence that fits, or “I don't know”."""


class AreaWordsTooLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""


class EvidenceToCome(UserError):
    """That day has not come yet. From when is what shows it?"""


class ShowingMissing(UserError):
    """Please say what shows it: a link, or an item such as T-12."""


class EvidenceUnknown(UserError):
    """There is no {ref}. What else shows it?"""


class EvidenceHidden(UserError):
    """{ref} is not for you to name here. What else shows it?"""


class EvidenceTakenBack(UserError):
    """{ref} was taken back. What else shows it?"""


class EvidenceOld(UserError):
    """That is from {day}. Is there something newer?"""


class NotToShow(UserError):
    """You cannot add what shows {name}: who said as much of it can, and its lead."""


class ShownAlready(UserError):
    """There is nothing to add: each area that you can add to stands as it is said to."""


class LookedAgain(UserError):
    """{ref} is not the newest, or a year old. Nothing was changed. `/cx assess` has the newest."""


class NotOfSide(UserError):
    """{name} cannot answer instead. Choose somebody of {department} who is not asked yet."""


class AreaMissing(UserError):
    """Please choose the area that this changes."""


class NotTheirDepartment(UserError):
    """That is for the lead of {name} or the CCO. Nothing was changed."""


class NotYetClosed(UserError):
    """All is in on {day}: what should be different is asked then. Nothing was changed."""


class EnoughChanges(UserError):
    """{name} has three open already: {tasks}. Which one ends? End it, then give the next."""


class SentenceMissing(UserError):
    """Each stage needs a sentence of its own, and no two may be the same."""


class SentenceTooLong(UserError):
    """That has {length} characters, and a choice holds {most}. Please make it shorter."""


class AreasInUse(UserError):
    """People answer until {day}, and the sentences stay as they are until then."""

"""What cannot be done with a promise as it stands, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import Missing, UserError


class UnknownItem(UserError):
    """There is no {ref} here. `/cx list` shows what you owe, with its numbers."""


class NoSuchNumber(UnknownItem):
    """There is no {ref}. {newest}"""


class UnclearItem(UserError):
    """Which one? Write its number, like T-12 or I-7. `/cx list` shows them."""


class NoItem(UnclearItem):
    """{ref} is no task and no issue. `/cx {ref}` shows what you can do with it."""


class OtherAnswers(UserError):
    """{ref} has other answers by now. `/cx {ref}` shows them."""


class InquiryAnswered(UserError):
    """{ref} is answered already, and nothing was changed. `/cx {ref}` shows by whom, and how."""


class InquiryOver(UserError):
    """{ref} needs no answer any more: {why} Nothing was changed."""


class PrivateThing(UserError):
    """{ref} is private. {who} can add you."""


class SeesAlready(UserError):
    """{name} may see {ref} already. Nothing was changed."""


class NoSuchReader(UserError):
    """I could not place “{words}”, so nothing was changed. Write it like this: `/cx {usage}`"""


class AlreadyClosed(UserError):
    """{ref} is closed already: {how}. Nothing was changed."""


class StepOfTask(UserError):
    """{ref} is a task: only an issue is told, prevented and verified. `/cx done {ref}` ends it."""


class NoDraft(UserError):
    """{ref} is a task: there is a draft for an issue, and for a no. Nothing was changed."""


class NothingToTell(UserError):
    """{ref} was taken back, so there is nothing to tell the customer. Nothing was changed."""


class OwnPrevention(UserError):
    """You said what prevents {ref}: somebody else says whether it held. Nothing was changed."""


class NobodyAsked(UserError):
    """Nobody is asked that about {ref} any more: `/cx {ref}` shows how it stands. Nothing was
    changed.
    """


class AskedOfOther(UserError):
    """{name} is asked that about {ref} now. Nothing was changed."""


class NobodyElseCalls(UserError):
    """Nobody is left to ask about {ref}: [Somebody else…] names somebody. Nothing was changed."""


class OwnWork(UserError):
    """{name} worked on {ref} themselves. Choose somebody who sees it with other eyes, {other} for
    instance. Nothing was changed.
    """


class RestsStill(UserError):
    """{ref} waits at the moment, and nobody is reminded. Say that it goes on, with `/cx resume
    {ref}`, and then choose who does it. Nothing was changed.
    """


class CauseTooLong(UserError):
    """A cause is known by its words. These are {length} characters, and {most} fit. Say it in
    fewer, and write the rest into what keeps it from coming back. Nothing was changed.
    """


class UnclearCause(UserError):
    """Which cause? Write its number, like `/cx cause C-3`: the card of each of its issues has it,
    below what happened.
    """


class UnknownCause(UserError):
    """I don't know a cause called “{words}”. The card of each issue says its cause by its number,
    like C-3.
    """


class HiddenCause(UserError):
    """{ref} is the cause of what is private, and of nothing else. Who sees one of its issues sees
    it.
    """


class KnownCause(UserError):
    """{other} is called that already: “{words}”. Two causes cannot have one name, so {ref} stays as
    it is. If they are one: `/cx merge {ref} with {other}`.
    """


class NearCause(UserError):
    """There is one like it, {ref}: “{words}”. Is it that one? Nothing was changed."""


class WhyTwice(UserError):
    """Choose a cause that is known, or write why it happened: not both, as they are two causes."""


class TaskTwice(UserError):
    """Choose a task that is there, or say who does a new one: not both. Nothing was changed."""


class NotItsTask(UserError):
    """{task} is no open task of {ref}: choose one that is, or say who does it and by when. Nothing
    was changed.
    """


class KnownAlias(UserError):
    """{other}, which is joined to {ref}, is called that. Take it apart on the page of {ref} first,
    or choose other words. Nothing was changed.
    """


class CauseToItself(UserError):
    """{ref} is one cause already. Name the other one, like `/cx merge {ref} with C-3`. Nothing was
    changed.
    """


class NotJoined(UserError):
    """{ref} stands for itself: it is joined to no other cause. Nothing was changed."""


class FeelingOfTask(UserError):
    """{ref} is no issue: how a customer feels is kept with what happened to them. `/cx note {ref}`
    keeps your words.
    """


class WrongFeeling(UserError):
    """“{words}” is no feeling that I know. It can be angry, let down, uneasy, satisfied, delighted
    or not known.
    """


class NotCorrectedYet(UserError):
    """{ref} is not corrected yet, so nobody can say whether it helped. First comes
    `/cx done {ref}`. Nothing was changed.
    """


class StepsToCome(UserError):
    """{ref} is corrected already. It closes when {steps}. `/cx {ref}` shows how."""


class NothingToUndo(UserError):
    """You did nothing in the last ten minutes that can be undone. Nothing was changed."""


class UndoneAlready(NothingToUndo):
    """What you did last is undone already. Nothing more was changed."""


class NotYoursToUndo(UserError):
    """{name} did that to {ref}, and can undo it. Nothing was changed."""


class ChangedSince(UserError):
    """Since then something else happened to {ref}, so it stays as it is. `/cx {ref}` shows what."""


class TooLateToUndo(UserError):
    """That was more than ten minutes ago, so {ref} stays as it is. `/cx {ref}` shows what you can
    do.
    """


class TooLateButReopen(TooLateToUndo):
    """That was more than ten minutes ago, so {ref} stays as it is. To open it again:
    `/cx reopen {ref} because …`.
    """


class AlreadyTaken(UserError):
    """{ref} was taken already, by {name}. Nothing was changed."""


class YoursAlready(AlreadyTaken):
    """{ref} is yours already, by {day}. Nothing was changed. `/cx date {ref} friday because …`
    gives it another date.
    """


class AlreadyOffered(UserError):
    """{ref} is already on offer to {name}. Wait for their answer, or do it yourself."""


class NotOffered(UserError):
    """{ref} is not on offer any more. Nothing was changed."""


class SameOwner(UserError):
    """{ref} is with {name} already. Choose another person or department."""


class NothingBetween(UserError):
    """That is settled: nothing goes back and forth there any more. Nothing was changed."""


class OtherDepartment(UserError):
    """{name} is in {department}, so {ref} can only be offered there: `/cx handoff {ref} to {name}
    because …`.
    """


class NothingChanged(UserError):
    """{ref} is like that already. Nothing was changed."""


class TasksStillOpen(UserError):
    """{ref} has {count} still open: {tasks}. End {them} first, or close {ref} anyway:
    `/cx {usage}`. Nothing was changed.
    """


class PartsStillOpen(UserError):
    """{ref} waits until each department has done its part, or said no to it. Still open: {parts}.
    Whoever asked for a part, or the CCO, can take it back: `/cx withdraw {one} because …`. Nothing
    was changed.
    """


class PartOfEnded(UserError):
    """{ref} is a part of {issue}, which is not open any more. Open that first:
    `/cx reopen {issue} because …`. Nothing was changed.
    """


class PartsComeLate(UserError):
    """{into} is corrected, and a department still has its part of {ref} to do: {one}. Join them
    once that is done, or open {into} first: `/cx reopen {into} because …`. Nothing was changed.
    """


class PartOfPrivate(UserError):
    """{ref} is a part of {issue}, which is private, and so it stays. Whoever may say who sees
    {issue} can show both: `/cx share {issue}`. Nothing was changed.
    """


class OnlyIssuesHaveParts(UserError):
    """{ref} is a task, which one person keeps. Of an issue several departments can be asked to take
    their part: `/cx involve I-7 Billing and Sales because …`.
    """


class DepartmentsMissing(Missing):
    """Which departments must take it, too? Please name them."""


class AnswersAlready(UserError):
    """{department} answers for {ref} already. Name the other departments. Nothing was changed."""


class HasPartAlready(UserError):
    """{department} is asked for its part of {ref} already: {part}. Nothing was changed."""


class AnswersFirst(UserError):
    """Which department answers for it? Choose that first, and then who else must take it."""


class TooManyParts(UserError):
    """Those are {count} departments, and {most} can be asked for their part of one issue. Nothing
    was changed.
    """


class NotNow(UserError):
    """{ref} {how}, so nothing was changed. `/cx {ref}` shows what you can do with it."""


class NothingOwed(UserError):
    """Nobody waits for your answer about {ref}. Nothing was changed."""


class NothingToPutOff(UserError):
    """Nobody owes an answer about {ref} at the moment, so there is nothing to put off."""


class NoMoreSnoozes(UserError):
    """{ref} was put off {times} already. Give it a new date, hand it over, or say no."""


class NeverLater(NoMoreSnoozes):
    """{ref} cannot wait until later: the house rules allow it for nothing. Give it a new date, hand
    it over, or say no.
    """


class SnoozeTooLong(UserError):
    """{ref} can rest until {day}: {why}. If it takes longer, give it a new date instead."""


class TakeItFirst(UserError):
    """{ref} is not taken yet, so there is no time of yours that could stand still. Take it first:
    `/cx take {ref} by friday`. Nothing was changed.
    """


class WaitsAlready(UserError):
    """{ref} {how} already. `/cx resume {ref}` says that it goes on. Nothing was changed."""


class NothingToPause(UserError):
    """Nobody is asked about {ref} at the moment, so nothing of it can wait. Nothing was changed."""


class NobodyToWaitFor(UserError):
    """{ref} names no customer for whom it could wait. `/cx edit {ref}` says for whom it is. Nothing
    was changed.
    """


class WaitsForNobody(UserError):
    """“{words}” is neither the customer of {ref} nor a department, so nothing was changed. Write it
    like this: `/cx wait {ref} for customer until friday because …`, or `for Logistics`.
    """


class WaitsForItself(UserError):
    """{ref} is with {department} itself, or with whoever leads it, so there is nobody else to wait
    for. `/cx help {ref} because …` asks for a pair of hands. Nothing was changed.
    """


class WaitTooLong(UserError):
    """{ref} can wait until {day}: {why}. If it takes longer, give it a new date instead."""


class NothingWaits(UserError):
    """{ref} waits for nobody, so it goes on as it is. Nothing was changed."""


class AlreadyRouted(UserError):
    """{ref} is with {department} already. Nothing was changed."""


class NotRoutedYet(UserError):
    """{ref} is in no department yet. “Send to a department…” comes first: `/cx {ref}` has it.
    Nothing was changed.
    """


class JoinedToItself(UserError):
    """{ref} is already the same as {ref}. Name another issue: `/cx merge {ref} with I-3`. Nothing
    was changed.
    """


class OnlyIssuesJoin(UserError):
    """{ref} is no issue, and only issues can be joined: `/cx merge I-9 with I-3`. Nothing was
    changed.
    """


class NotAnIssue(UserError):
    """{ref} is a task, and only issues are sent to departments."""

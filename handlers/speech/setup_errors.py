"""What cannot be set up so, each in one sentence: offices, names, channels, rules, schedules."""

from __future__ import annotations

from handlers.speech.errors import UserError


class UnclearDay(UserError):
    """I can't read {words} as a date. Write it 2026-11-27 or 27.11.2026."""


class UnclearAmount(UserError):
    """I can't read {words} as an amount. Write it 480,000 or 480 k."""


class UnclearScale(UserError):
    """{words} means different numbers to different people. Write all digits, or 480 k, or 4.8 M."""


class TooMuch(UserError):
    """{words} is more than I can hold. The most is {most}."""


class OtherCurrency(UserError):
    """{words} is in {theirs}, and amounts here are in {own}. Write it in {own}."""


class UnknownCurrency(UserError):
    """I know no currency {words}. Write its ISO 4217 code, such as EUR, USD or CHF."""


class NameMissing(UserError):
    """Please give it a name."""


class NameTooLong(UserError):
    """That has {length} characters, and a name holds {most}. Please choose a shorter one."""


class NameTaken(UserError):
    """There is one of that name already. `/cx setup {what} NAME` changes it."""


class UnknownCountry(UserError):
    """I know no holidays for {words}. Write a code like DE, US-NY or SG."""


class OfficeEmpty(UserError):
    """Nobody looks after customers here yet, as CCO. {who} can say who does with `/cx setup`; on
    the server, `duly setup --cco USER` does it, too. Nothing was changed.
    """


class LastCco(UserError):
    """{name} is the only CCO, who looks after customers. Name somebody else first."""


class LeadsStill(UserError):
    """{name} leads or stands in for {departments}, and a CCO leads no department. Name somebody
    else there first: `/cx setup department {first}`.
    """


class OwesStill(UserError):
    """{name} still owes {refs}, and a CCO owns nothing. Finish it or hand it over first:
    `/cx handoff {first} to …`.
    """


class SharedChannel(UserError):
    """People of other companies read this channel, so nothing of ours is posted there. Please
    choose another one.
    """


class WrongSchedule(UserError):
    """I can't read “{words}” as a schedule. Try `weekly monday 9:00`, `daily 9:00` or
    `monthly 1 9:00`.
    """


class NoDigestHere(UserError):
    """This channel belongs to no department. Use one of a department or the executives' channel."""


class NoExecutiveChannel(UserError):
    """There is no executive channel yet. The CCO can choose one with `/cx setup`."""


class NotSetUp(UserError):
    """Duly is not set up here yet. Whoever looks after customers can start with `/cx setup`."""


class WrongPromptDay(UserError):
    """Questions come once a week, on a working day. Try `/cx prompt weekly monday 9:30`."""


class PromptWaits(UserError):
    """{ref} still waits for its first answer. Answer that one, then ask for the next."""


class NothingToAsk(UserError):
    """Nothing stands out this week, and no question of the bank fits that is switched on, so
    nothing was asked. `/cx prompts` shows them.
    """


class UnknownQuestion(UserError):
    """No question is called “{key}”. Those that came with Duly are called like pricing-2, and a
    house's own like pricing-own-change-3: `duly export questions` has them.
    """


class NoQuestion(UserError):
    """Please write a question."""


class LongQuestion(UserError):
    """That has {length} characters, and a question holds {most}. Please ask it in fewer."""


class KnownQuestion(UserError):
    """The bank asks that already{off}."""


class BankFull(UserError):
    """There are {most} questions of your own already. Change one of them instead."""


class NoChannel(UserError):
    """{department} has no channel yet. The CCO can choose one with `/cx setup`."""


class UnknownZone(UserError):
    """I don't know a time zone called {name}. Write it like Europe/Berlin or Asia/Singapore."""


class UnknownRule(UserError):
    """There is no rule “{rule}”. Choose one of {names}."""


class WrongRule(UserError):
    """The rule {rule} can't be “{words}”: {why}. Nothing was changed."""


class RulesMoved(UserError):
    """{who} changed the rules meanwhile, so nothing was changed. Open `/cx policy` again."""


class UnclearRule(UserError):
    """I can't read “{words}”. Write a rule and its value: `acknowledge.1.key=2 h`."""


class UnclearMonth(UserError):
    """I can't read {words} as a month. Write the year and the month: 2026-11, or november."""


class MonthToCome(UserError):
    """{month} has not begun yet, so there is nothing to tell of it. {this} is told so far with
    {key}.
    """

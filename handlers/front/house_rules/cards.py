"""Everything people read when they look at the house rules, try others, and switch them on."""

from __future__ import annotations

from collections.abc import Mapping

from slackblocks import Block

from handlers.chasing.policy import Policy, Preview, rules
from handlers.chasing.policy import cards as policy_cards
from handlers.chasing.policy.score_rules import NEVER
from handlers.chasing.what_if import Messages, Played
from handlers.front.house_rules import InForce, Trial, account_words, question_words
from handlers.front.house_rules.pages import (
    ACCOUNTS,
    ANSWERS,
    CLOCKS,
    CLOSING,
    FIRST_ANSWER,
    HEARD,
    PAGES,
    PREVENTED,
    QUESTIONS,
    REMINDERS,
    SCORECARDS,
    SOLVED,
    VERIFIED,
    RuleInput,
    RulePage,
)
from handlers.speech import blocks, inputs, words
from handlers.speech.dates import NumericDates
from handlers.speech.request import Json
from storage.customers import Tier

CORRECTED = "Every issue is corrected before it closes."
TOLD = "Its customer has heard from us: {}."
FOUND = "Somebody has said why it happened, and what keeps it from coming back: {}."
SEEN = "Somebody has seen that it helped: {}."
SEVERITIES_UP_TO = {
    0: "never", 1: "severity 1", 2: "severity 1 and 2", 3: "severity 1 to 3", 4: "any severity",
}  # fmt: skip
SHOW, PAGE, TRY, SWITCH_ON = "rules.show", "rules.page", "rules.try", "rules.send"
WHY = "why"
TITLE = "House rules"
MOST_PEOPLE = 12
UNITS = {
    "h": ("hour", "hours"),
    "bh": ("working hour", "working hours"),
    "bd": ("working day", "working days"),
}
NUMERIC = {
    NumericDates.ASK: "A date like 1/5/2027 is asked about.",
    NumericDates.DAY_FIRST: "1/5/2027 is 1 May.",
    NumericDates.MONTH_FIRST: "1/5/2027 is 5 January.",
}
UNANSWERED = (
    "While an answer is missing, its owner is reminded after {} times the time that it may take, "
    "the lead after {}, the CCO after {}."
)
URGENT = (
    "At severity 1 its owner is reminded after {} times that time, the lead after {}, the CCO "
    "after {}."
)
ABOUT_A_DATE = "About a date its owner is reminded {}; the lead {}, the CCO {}."
FAR_OFF = "For a date more than {} away, the first reminder comes {} before it."
BUNDLED = (
    "One message a day, at {} on the reader's clock, shows {} things in full. Severity 1 waits for "
    "no message."
)
HALVED = (
    "Whoever acts on fewer than {} % of their last {} reminders, each within one working day, gets "
    "half as many, and the CCO reads who."
)
NEVER_HALVED = "Everybody gets all reminders, whatever comes of them."
LATER = "A thing can wait until later {}: {}; {} when it is late."
NEVER_LATER = "Nothing can wait until later."
OTHERS = (
    "An offer is answered within {}, a department is chosen within {}, a customer hears our no "
    "within {}, and executives say what a decision means within {}."
)
ATTENDANCE = (
    "Where executives or a department answer less than {} % of what they did in their first month, "
    "the CCO reads whom to see in person."
)
OFFICE = "At most {} % of what is open waits for the CCO; more is said once a week."
SCORED = "Of fewer than {} things no score is said."
GOALS = {
    "kept_first": "kept on the day first given",
    "kept_latest": "kept on the latest day",
    "answered": "answered in time",
    "told": "told in time",
    "verified": "verified before it was closed",
}
NO_GOALS = "There are no goals yet."
TRIAL = "Scorecards are on trial: shown, not paid by."
PAID_FROM = "Scorecards are paid by from {} on; those before it are shown only."
FROZEN_AFTER = "A quarter is frozen {} after its end."
BY_HAND = "A quarter is frozen when the CCO does it."
OF_ITS_TIME = (
    "A scorecard keeps the rules of its time, and what is paid by is said before it begins."
)
UNREAD = "I could not place “{words}”, so nothing was changed."
CHANGED_HERE = "“Change…” beside a rule changes it."
NOT_YOURS = "Whoever looks after customers can change these."
FROM_NOW = (
    "They count for what is asked from now on. Questions that are open keep their time; their next "
    "reminders go by the new rules."
)
NO_DIFFERENCE = "Nobody would have read more or fewer messages in the last fortnight."


def overview(found: InForce, *, done: Preview | None = None, unread: str = "") -> Json:
    """The rules in words, by page; `done` is what was changed just now, `unread` what was typed."""
    parts: list[Block] = []
    if unread:
        way = CHANGED_HERE if found.may_change else NOT_YOURS
        parts.append(blocks.section(f"{UNREAD.format(words=blocks.safe(unread, 300))} {way}"))
    if done:
        parts += [blocks.section(_listed("Switched on", done))]
        parts += [blocks.context(FROM_NOW), blocks.divider()]
    for page, lines in _in_words(found.policy).items():
        change = blocks.button("Change…", PAGE, page.name) if found.may_change else None
        parts.append(blocks.section("\n".join((f"*{page.title}*", *lines)), change))
    if not found.may_change:
        parts.append(blocks.context(NOT_YOURS))
    return blocks.form(TITLE, SHOW, *parts, submit=None)


def form(page: RulePage, found: InForce, value: str) -> Json:
    """The inputs of one page, with the rules in force filled in."""
    asked = [_input(shown, found.policy) for shown in page.inputs]
    note = blocks.context("Nothing changes yet: you see first what it would mean.")
    return blocks.form(page.title, TRY, *asked, note, submit="Try it", value=value)


def _input(shown: RuleInput, policy: Policy) -> Block:
    return inputs.text(
        shown.rule, shown.label, value=shown.written(policy), hint=shown.hint, most=200
    )


def trial(tried: Trial, value: str) -> Json:
    """What would change, and whom it would have brought how many messages."""
    if not tried.preview.changes:
        return blocks.notice(TITLE, policy_cards.NOTHING_DIFFERENT)
    return blocks.form(
        "Before it counts",
        SWITCH_ON,
        blocks.section(_listed("This would change", tried.preview)),
        blocks.section("\n".join([*meaning(tried), *account_words.silence(tried.silent)])),
        blocks.context(_played(tried.played)),
        inputs.text(WHY, "Why?", most=300),
        blocks.context(FROM_NOW),
        submit="Switch it on",
        value=value,
    )  # fmt: skip


def meaning(tried: Trial) -> list[str]:
    """What the change would have brought in all, then person by person, as markup."""
    played = tried.played
    if not played.people:
        return [NO_DIFFERENCE]
    lines = [_in_all(played)]
    lines += [_of_person(load, tried.names) for load in played.people[:MOST_PEOPLE]]
    left = len(played.people) - MOST_PEOPLE
    if left > 0:
        lines.append(f"• and {words.count(left, 'other person', 'other people')}")
    return lines


def _in_all(played: Played) -> str:
    return (
        "With these, the last fortnight would have brought "
        f"{words.count(played.after, 'message')} instead of {played.before:,}:"
    )


def _of_person(load: Messages, names: Mapping[str, str]) -> str:
    name = blocks.safe(names.get(load.user_id, load.user_id), 80)
    return f"• {name}: {load.after:,} instead of {load.before:,}"


def _played(played: Played) -> str:
    # A fortnight ago, which is never far.
    since = words.day(played.since, "UTC", played.since)
    if not played.whole:
        return (
            f"Played with {played.questions:,} questions that were open since {since}, those due "
            "last: there were more. `duly policy --dry-run` plays them all."
        )
    if played.questions == 1:
        return f"Played with the one question that was open since {since}."
    number = words.count(played.questions, "question")
    return (
        f"Played with the {number} that were open since {since}, by the ladder that reminds people."
    )


def _listed(title: str, preview: Preview) -> str:
    """What is different, a line for each input of the pages: a row of a table is one line."""
    changed = [each.rule for each in preview.changes]
    lines = [
        f"• {_label(page, each)}: {each.written(preview.before)} → {each.written(preview.after)}"
        for page in PAGES.values()
        for each in page.inputs
        if any(rule == each.rule or rule.startswith(f"{each.rule}.") for rule in changed)
    ]
    return "\n".join((f"*{title}*", *map(blocks.safe, lines)))


def _label(page: RulePage, shown: RuleInput) -> str:
    """How an input is called where it does not stand on its page: “First answer, severity 1”."""
    if page in CLOCKS:
        return f"{page.title}, {shown.label.lower()}"
    return shown.label


# --- the rules in words ---


def _in_words(policy: Policy) -> dict[RulePage, list[str]]:
    return {
        FIRST_ANSWER: _clocks(policy.acknowledge),
        SOLVED: _clocks(policy.resolve),
        HEARD: _clocks(policy.contact),
        PREVENTED: _clocks(policy.prevent),
        VERIFIED: _clocks(policy.verify),
        CLOSING: _needs(policy),
        REMINDERS: _reminders(policy),
        ANSWERS: _answers(policy),
        SCORECARDS: _scorecards(policy),
        QUESTIONS: question_words.lines(policy.questions),
        ACCOUNTS: account_words.lines(policy.accounts),
    }


def _needs(policy: Policy) -> list[str]:
    told, prevented, verified = policy.needs.told, policy.needs.prevented, policy.needs.verified
    return [
        CORRECTED,
        TOLD.format(_up_to(told)),
        FOUND.format(_up_to(prevented)),
        SEEN.format(_up_to(verified)),
    ]


def _up_to(severities: Mapping[Tier, int]) -> str:
    """“severity 1 to 4 for key accounts; severity 1 and 2 for standard accounts”."""
    return _row({tier: SEVERITIES_UP_TO[most] for tier, most in severities.items()})


def _clocks(clocks: rules.Clocks) -> list[str]:
    rows = {each: {tier: span(of) for tier, of in clocks[each].items()} for each in sorted(clocks)}
    return [f"Severity {severity}: {_row(row)}." for severity, row in rows.items()]


def _row(row: Mapping[Tier, str]) -> str:
    """What is said of the tiers, those that are the same together."""
    together: dict[str, list[str]] = {}
    for tier in Tier:
        together.setdefault(row[tier], []).append(tier.value)
    if len(together) == 1:
        return f"{next(iter(together))} for every account"
    return "; ".join(
        f"{each} for {words.join_names(tiers)} accounts" for each, tiers in together.items()
    )


def span(written: str) -> str:
    """A span in words: “4 working hours”."""
    amount, unit = written.split()
    one, many = UNITS[unit]
    return f"{amount} {one if amount == '1' else many}"


def _reminders(policy: Policy) -> list[str]:
    days, at = policy.days_from_due, policy_cards.said(policy.bundle_at)
    mine = words.join_names([_around(days[rung]) for rung in (1, 2, 3)])
    return [
        UNANSWERED.format(*_shares(policy.fractions)),
        URGENT.format(*_shares(policy.urgent_fractions)),
        ABOUT_A_DATE.format(mine, _around(days[4]), _around(days[5])),
        FAR_OFF.format(
            words.count(policy.long_days, "working day"),
            words.count(policy.early_days_when_long, "working day"),
        ),
        BUNDLED.format(at, policy.bundle_items),
        HALVED.format(policy.nudge_yield, policy.nudge_yield_of)
        if policy.nudge_yield
        else NEVER_HALVED,
    ]


def _shares(rungs: Mapping[int, float]) -> tuple[str, str, str]:
    """How often the time of an answer has passed: for its owner, the lead and the CCO."""
    said = [f"{rungs[rung]:g}" for rung in (1, 2, 3)]
    return words.join_names(said), f"{rungs[4]:g}", f"{rungs[5]:g}"


def _around(days: int) -> str:
    if days == 0:
        return "on the day"
    number = words.count(abs(days), "working day")
    return f"{number} {'before' if days < 0 else 'after'}"


def _answers(policy: Policy) -> list[str]:
    return [
        _later(policy),
        OTHERS.format(
            *map(span, (policy.accept, policy.triage, policy.tell_customer, policy.impact_answer))
        ),
        OFFICE.format(policy.office_share),
        ATTENDANCE.format(policy.attendance_share),
        NUMERIC[policy.numeric_dates],
    ]


def _scorecards(policy: Policy) -> list[str]:
    """Of how many on something is said, the goals, and from when on somebody is paid by them."""
    scores = policy.scores
    goals = [
        f"{GOALS[name]} {percent} %"
        for name, percent in scores.goals.model_dump().items()
        if percent
    ]
    return [
        SCORED.format(scores.minimum),
        f"Goals: {', '.join(goals)}." if goals else NO_GOALS,
        FROZEN_AFTER.format(words.count(scores.freeze_days, "day"))
        if scores.freeze_days
        else BY_HAND,
        TRIAL if scores.paid_from == NEVER else PAID_FROM.format(scores.paid_from),
        OF_ITS_TIME,
    ]


def _later(policy: Policy) -> str:
    """How often and how long something can wait."""
    if not policy.snoozes:
        return NEVER_LATER
    rests = [
        f"{_rest(policy.snooze_days[severity])} for severity {severity}"
        for severity in sorted(policy.snooze_days)
    ]
    late = _rest(policy.snooze_days_overdue)
    return LATER.format(words.times(policy.snoozes), words.join_names(rests), late)


def _rest(days: int) -> str:
    """So many working days; where there is none, it is a matter of hours."""
    return words.count(days, "working day") if days else words.span(rules.URGENT_REST)

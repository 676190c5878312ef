"""The table of contents: which word, button, form and event goes to which handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.enclosures import FileMaker
from bot.payloads import DeliveryKind
from bot.settling import OnLost
from bot.written import MESSAGES
from handlers.chasing import exported as chased
from handlers.chasing import nudges as reminders
from handlers.chasing.nouns import Renderer
from handlers.chasing.nudges import conversation_cards as talks
from handlers.chasing.nudges import requests as bundles
from handlers.chasing.nudges.mondays import ALL as ALL_OF_IT
from handlers.chasing.owed import requests as owed
from handlers.chasing.registers import Register, Registers
from handlers.chasing.yields import cards as yield_cards
from handlers.chasing.yields import requests as yield_requests
from handlers.chasing.yields import stopped
from handlers.chasing.yields.exported import HALVINGS, SPARED, YIELDS
from handlers.customers import contents, posted_pages
from handlers.customers.assessments.contents import CONTENTS as ASSESSMENTS
from handlers.customers.contacts.contents import CONTENTS as CONTACTS
from handlers.customers.figures.contents import CONTENTS as FIGURES
from handlers.customers.growth.contents import CONTENTS as GROWTH
from handlers.customers.initiatives.contents import CONTENTS as INITIATIVES
from handlers.customers.losses.contents import CONTENTS as LOSSES
from handlers.customers.plans import filing as plan_filing
from handlers.customers.plans import posting as plan_posting
from handlers.customers.plans.contents import CONTENTS as PLANS
from handlers.customers.posted_pages import PostedSort
from handlers.customers.renewals.contents import CONTENTS as RENEWALS
from handlers.customers.roadmap import posting as roadmap_posting
from handlers.customers.roadmap.contents import CONTENTS as ROADMAP
from handlers.customers.sales.contents import CONTENTS as SALES
from handlers.customers.segments.contents import CONTENTS as SEGMENTS
from handlers.customers.surveys.contents import CONTENTS as SURVEYS
from handlers.customers.themes.contents import CONTENTS as THEMES
from handlers.executives import attendance
from handlers.executives.chapters import ChapterReader
from handlers.executives.decisions import moves as decision_moves
from handlers.executives.decisions import requests as decisions
from handlers.executives.decisions import topics
from handlers.executives.decisions.ends import again as opened_again
from handlers.executives.decisions.ends import day as moved_day
from handlers.executives.decisions.ends import requests as deciding
from handlers.executives.decisions.exported import DECISIONS
from handlers.executives.decisions.forecasts import cards as forecast_cards
from handlers.executives.decisions.kind import DECIDE, FORECAST, IMPACT
from handlers.executives.decisions.noun import DECISION
from handlers.executives.decisions.reviews import requests as forecasts
from handlers.executives.decisions.rulings import again_cards, day_cards
from handlers.executives.decisions.words import OPEN_DAY, OPEN_DECIDE, OPEN_WITHDRAW
from handlers.executives.digest_lines import DigestReaders
from handlers.executives.digests import decide_cards, department_cards, standings
from handlers.executives.digests import requests as digests
from handlers.executives.digests.bounces import cards as bounce_cards
from handlers.executives.digests.bounces import requests as bounces
from handlers.executives.prompts import ending, events, inquiry_cards
from handlers.executives.prompts import moves as inquiry_moves
from handlers.executives.prompts import requests as prompts
from handlers.executives.prompts.bank import cards as bank_cards
from handlers.executives.prompts.bank import requests as bank
from handlers.executives.prompts.bank.exported import QUESTIONS_CHANGED
from handlers.executives.prompts.exported import INQUIRIES
from handlers.executives.prompts.kind import QUESTION
from handlers.executives.prompts.noun import INQUIRY
from handlers.executives.room.orders import requests as rooms
from handlers.executives.scores import cards as score_cards
from handlers.executives.scores import filing as score_filing
from handlers.executives.scores import ranking_cards as score_ranking
from handlers.executives.scores import requests as scores
from handlers.executives.scores.disputes import cards as dispute_cards
from handlers.executives.scores.disputes import moves as dispute_moves
from handlers.executives.scores.disputes import requests as disputes
from handlers.executives.scores.disputes import words as dispute_words
from handlers.executives.scores.disputes.exported import DISPUTES
from handlers.executives.scores.disputes.kind import DISPUTED
from handlers.executives.scores.disputes.noun import DISPUTE
from handlers.executives.scores.exported import SCORECARDS
from handlers.executives.voices import asking as voices_asked
from handlers.executives.voices import moves as voice_moves
from handlers.executives.voices import requests as voices
from handlers.executives.voices import words as voice_words
from handlers.executives.voices.exported import VOICES
from handlers.executives.voices.kind import HEAR
from handlers.executives.voices.noun import VOICE
from handlers.front import arrivals
from handlers.front import help as help_desk
from handlers.front.aftercare import requests as aftercare
from handlers.front.audience import requests as audiences
from handlers.front.away import cards as away_cards
from handlers.front.away import requests as away
from handlers.front.channels import requests as channels
from handlers.front.corrections import cards as corrections
from handlers.front.corrections import requests as corrected
from handlers.front.customers import cards as customer_cards
from handlers.front.customers import requests as customers
from handlers.front.dropped import cards as dropped_cards
from handlers.front.dropped import requests as dropped
from handlers.front.home import cards as home_cards
from handlers.front.home import requests as home
from handlers.front.house_rules import cards as rule_cards
from handlers.front.house_rules import requests as house_rules
from handlers.front.imports import Subject
from handlers.front.replies import requests as replies
from handlers.front.setup import requests as setup
from handlers.front.story import cards as story_cards
from handlers.front.story import requests as story
from handlers.front.stuck import requests as stuck
from handlers.front.verbs import SAID
from handlers.people import absent, choices
from handlers.people.exported import CUSTOMERS, DEPARTMENTS, PEOPLE
from handlers.promises import lifecycle, moves, nouns, traces, triage, undoable
from handlers.promises.answers import cards as answer_cards
from handlers.promises.answers import requests as answers
from handlers.promises.causes import cards as cause_cards
from handlers.promises.causes import requests as causes
from handlers.promises.causes.exported import CAUSES
from handlers.promises.closing import requests as closing
from handlers.promises.concerns import cards as concern_cards
from handlers.promises.concerns import requests as concerns
from handlers.promises.concerns.exported import CONCERNS
from handlers.promises.editing import cards as editing_cards
from handlers.promises.editing import requests as editing
from handlers.promises.follows import cards as follow_cards
from handlers.promises.handoffs import requests as handoffs
from handlers.promises.handoffs.exported import HANDOFFS
from handlers.promises.handoffs.kind import ACCEPT
from handlers.promises.helping import requests as helping
from handlers.promises.helping.cards import TALK_ABOUT
from handlers.promises.helping.kind import HELP
from handlers.promises.issues import requests as issues
from handlers.promises.items.anyway import SEND as ANYWAY
from handlers.promises.items.exported import ISSUES, TASKS
from handlers.promises.items.kinds import ACKNOWLEDGE, DATE, FINISH
from handlers.promises.items.words import (
    CANNOT_GIVE,
    DONE_FORM,
    DRAFT,
    FEELING,
    GIVES,
    HELD,
    NO_BACK,
    OPEN,
    PASS_ON,
    PREVENTED,
    RESUME,
    SMALLER,
    STANDS,
    VERIFIED,
    WAIT_FORM,
)
from handlers.promises.items.words import HEARD as HEARD_FROM_US
from handlers.promises.listed import ALL, CUSTOMER_PAGE, MINE
from handlers.promises.listed import CUSTOMERS as CUSTOMERS_BY_NAME
from handlers.promises.lists import cards as list_cards
from handlers.promises.lists import requests as lists
from handlers.promises.merging import cards as merging_cards
from handlers.promises.merging import requests as merging
from handlers.promises.noes import cards as no_cards
from handlers.promises.noes import requests as noes
from handlers.promises.noes.kind import REVIEW, TELL
from handlers.promises.notes import requests as notes
from handlers.promises.offered import requests as offered
from handlers.promises.parts import cards as part_cards
from handlers.promises.parts import requests as parts
from handlers.promises.progress import cards as progress_cards
from handlers.promises.progress import requests as progress
from handlers.promises.reopening import cards as reopening_cards
from handlers.promises.reopening import requests as reopening
from handlers.promises.sharing.cards import OPEN as AUDIENCE
from handlers.promises.sharing.cards import SEND as AUDIENCE_SEND
from handlers.promises.similar import cards as similar_cards
from handlers.promises.speaking import call_requests as calls
from handlers.promises.speaking import requests as speaking
from handlers.promises.steps import cards as step_cards
from handlers.promises.steps import prevention_requests as prevention
from handlers.promises.steps import requests as steps
from handlers.promises.steps.kind import CHECK, INFORM, PREVENT, VERIFY
from handlers.promises.steps.somebody_else import PASSED
from handlers.promises.steps.words import CALLS, CALLS_NOT, CALLS_NOT_SEND, SPOKE
from handlers.promises.tasks import requests as tasks
from handlers.promises.triage.kind import TRIAGE
from handlers.promises.waits import cards as wait_cards
from handlers.promises.waits import requests as waits
from handlers.promises.waits.kind import SUPPLY
from handlers.promises.warnings import words as warning_words
from handlers.promises.warnings.kind import WARN
from handlers.speech.errors import UserError
from handlers.speech.request import Handler, Precheck, Request, Response
from storage.cards import BUNDLE, PROGRESS
from storage.decisions import Impact
from storage.dropped_files import DroppedFile
from storage.inquiries import InquiryAnswer
from storage.outbox import Message

COMMAND = "/cx"
"""The one slash command; its first word is one of VERBS."""

CUSTOMERS_SIDE = contents.put_together(
    (
        LOSSES, RENEWALS, SALES, GROWTH,
        ROADMAP, ASSESSMENTS, SURVEYS, INITIATIVES, FIGURES, SEGMENTS, CONTACTS,
        THEMES, PLANS,
    )
)  # fmt: skip
"""What the rooms of the customers' side add, each in its own table of contents."""

NOUNS = Register(
    "noun", nouns.TASK, nouns.ISSUE, DECISION, INQUIRY, DISPUTE, VOICE, *CUSTOMERS_SIDE.nouns,
)  # fmt: skip
"""What people name by a letter and a number."""

KINDS = Register(
    "kind of ask", ACKNOWLEDGE, DATE, FINISH, ACCEPT, TELL, REVIEW, HELP, TRIAGE, INFORM, PREVENT,
    DECIDE, FORECAST, *CUSTOMERS_SIDE.kinds,
    VERIFY, CHECK, SUPPLY, WARN, IMPACT, QUESTION, DISPUTED, HEAR,
)  # fmt: skip
"""What people can owe an answer to."""

EXPORTS = Register(
    "export", TASKS, ISSUES, chased.asks(NOUNS, KINDS), chased.waits(NOUNS), HANDOFFS,
    chased.history(NOUNS), YIELDS, HALVINGS, SPARED, PEOPLE, CUSTOMERS,
    DEPARTMENTS, DECISIONS, CAUSES, CONCERNS, SCORECARDS, INQUIRIES,
    QUESTIONS_CHANGED, DISPUTES, VOICES, *CUSTOMERS_SIDE.exports,
)  # fmt: skip
"""What can be written to a file, with all its columns."""

REGISTERS = Registers(
    NOUNS,
    KINDS,
    visits=(
        triage.look_after,
        voices_asked.look_after,
        ending.look_after,
        events.look_after,
        attendance.look_after,
        stopped.look_after,
        *CUSTOMERS_SIDE.visits,
    ),
    undoing=tuple(CUSTOMERS_SIDE.undoing),
    unsettling=CUSTOMERS_SIDE.unsettling,
    talk=TALK_ABOUT,
)
"""All that reminders and audits know of features."""

CHAPTERS: Sequence[ChapterReader] = CUSTOMERS_SIDE.chapters
"""What other rooms add to the customer room pack, in this order."""

DIGESTS = DigestReaders(CUSTOMERS_SIDE.department_digest, CUSTOMERS_SIDE.executive_digest)
"""What other rooms add to the digests of departments, and to that of the executives."""

VERBS: dict[str, Handler] = {
    "": partial(lists.start, REGISTERS),
    "task": tasks.typed,
    "issue": issues.typed,
    "list": partial(lists.show, REGISTERS),
    "search": partial(lists.search, REGISTERS),
    "follow": aftercare.type_follow,
    "unfollow": aftercare.type_unfollow,
    "ack": offered.type_take,
    "take": offered.type_take,
    "done": answers.type_done,
    "told": concerns.type_told,
    "concerns": concerns.typed,
    "draft": speaking.type_draft,
    "prevented": prevention.type_prevented,
    "cause": causes.show,
    "causes": causes.show_all,
    "verified": steps.type_verified,
    "held": steps.type_held,
    "feeling": steps.type_feeling,
    "involve": parts.typed,
    "date": aftercare.type_date,
    "confirm": answers.type_confirm,
    "join": helping.type_join,
    "talk": helping.type_talk,
    "snooze": answers.type_snooze,
    "wait": waits.typed,
    "resume": waits.type_resume,
    "no": offered.type_no,
    "stands": noes.type_stands,
    "handoff": handoffs.typed,
    "return": handoffs.type_return,
    "owner": aftercare.type_owner,
    "edit": editing.typed,
    "note": aftercare.type_note,
    "undo": partial(aftercare.type_undo, REGISTERS),
    "reopen": aftercare.type_reopen,
    "merge": merging.typed,
    "show": partial(story.typed, REGISTERS),
    "impact": decisions.ask,
    "decided": deciding.type_decided,
    "forecasts": forecasts.show,
    "prompt": prompts.command,
    "prompts": bank.show,
    "heard": voices.typed,
    "digest": partial(digests.command, DIGESTS),
    "room": rooms.command,
    "score": scores.typed_score,
    "department": partial(lists.show_departments, REGISTERS),
    "departments": partial(lists.show_departments, REGISTERS),
    "customer": partial(customers.show, CUSTOMERS_SIDE.page),
    "customers": partial(lists.show_customers, REGISTERS),
    "setup": setup.open_form,
    "policy": house_rules.show,
    "stuck": partial(stuck.show, NOUNS),
    "withdraw": aftercare.type_withdraw,
    "away": partial(away.typed, REGISTERS),
    "back": partial(away.back, REGISTERS),
    "private": audiences.type_private,
    "share": audiences.type_share,
    "help": partial(help_desk.show, helping.type_help),
    **CUSTOMERS_SIDE.verbs,
}

IMPACTS: dict[str, Handler] = {
    f"{decisions.VERB}{impact}": decisions.open_answer for impact in Impact
}
"""The answers to a decision."""

INQUIRED: dict[str, Handler] = {
    f"{inquiry_cards.VERB}{course}": prompts.open_answer for course in InquiryAnswer
}
"""The answers to an inquiry."""

HEARD: dict[str, Handler] = {
    **VERBS,
    "cause": causes.tell,
    "causes": causes.tell_all,
    "concerns": concerns.tell_list,
    "customer": partial(customers.tell, CUSTOMERS_SIDE.page),
    "item.told": answers.told,
    "offer.accept": handoffs.accept,
    forecast_cards.SAID_IN_WORDS: forecasts.say,
    **IMPACTS,
}
"""What people can do in words: every command, and the answers to what they are asked."""

COURSES: dict[str, Handler] = {
    **HEARD,
    "cause": causes.show,
    "causes": causes.show_all,
    "concerns": concerns.typed,
    "customer": partial(customers.show, CUSTOMERS_SIDE.page),
    "task.typed": tasks.open_typed,
    "issue.typed": issues.open_typed,
    "task.shortcut": tasks.open_form,
    "issue.shortcut": issues.open_form,
    "item.date": aftercare.open_date,
    "item.snooze": answers.open_snooze,
    "item.no": noes.open_no,
    "item.handoff": handoffs.open_form,
    "offer.return": handoffs.open_return,
    "item.help": helping.open_help,
    reopening_cards.OPEN: aftercare.open_reopen,
    HEARD_FROM_US: speaking.open_told,
    PREVENTED: prevention.open_prevented,
    WAIT_FORM: waits.open_form,
    FEELING: steps.open_feeling,
    "item.note": aftercare.open_note,
    "item.owner": handoffs.open_owner,
    part_cards.OPEN: parts.open_form,
    SAID: partial(replies.hear_again, REGISTERS, HEARD),
    **CUSTOMERS_SIDE.courses,
}
"""How words may go on that came to nothing: as another command, or as its form."""

BUTTONS: dict[str, Handler] = {
    **dict.fromkeys(corrections.VERBS, partial(corrected.finish, COURSES)),
    OPEN: partial(story.open_view, REGISTERS),
    story_cards.WORDS: partial(story.open_words, REGISTERS),
    story_cards.MORE: partial(story.open_more, REGISTERS),
    follow_cards.FOLLOW: aftercare.follow,
    follow_cards.UNFOLLOW: aftercare.unfollow,
    "item.take": answers.take,
    "item.done": answers.done,
    DONE_FORM: answers.open_done,
    "item.date": answers.open_date,
    "item.snooze": answers.open_snooze,
    "item.no": noes.open_no,
    "item.handoff": handoffs.open_form,
    WAIT_FORM: waits.open_form,
    RESUME: waits.resume,
    GIVES: waits.open_gives,
    CANNOT_GIVE: waits.open_cannot,
    "item.help": helping.open_help,
    "item.join": helping.join,
    "item.find": helping.open_find,
    "item.talk": helping.talk,
    "item.told": answers.told,
    STANDS: noes.stands,
    NO_BACK: noes.open_back,
    "item.note": aftercare.open_note,
    HEARD_FROM_US: speaking.open_told,
    DRAFT: speaking.open_draft,
    PREVENTED: prevention.open_prevented,
    VERIFIED: steps.open_verified,
    cause_cards.PAGE: causes.open_page,
    cause_cards.CHANGE: causes.open_change,
    cause_cards.ALL: causes.open_all,
    cause_cards.JOIN: causes.open_join,
    cause_cards.PART: causes.press_part,
    score_cards.BEHIND: scores.open_behind,
    score_cards.THINGS: scores.open_things,
    score_cards.FREEZE: scores.press_freeze,
    score_ranking.ALL: scores.open_all,
    score_cards.FILE: scores.press_file,
    score_cards.DISPUTE: disputes.open_form,
    dispute_words.CORRECT: disputes.open_correct,
    dispute_words.KEEP: disputes.open_keep,
    dispute_words.BACK: disputes.take_back,
    FEELING: steps.open_feeling,
    **{f"{PASS_ON}.{kind}": steps.open_other for kind in PASSED},
    HELD: steps.held,
    CALLS: calls.press_today,
    SPOKE: calls.press_spoke,
    CALLS_NOT: calls.open_no,
    part_cards.OPEN: parts.open_form,
    concern_cards.OPEN: concerns.open_form,
    concern_cards.KNOWS: concerns.knows,
    concern_cards.SPARE: concerns.open_spare,
    warning_words.TOLD_ALL: concerns.open_told,
    warning_words.LIST: concerns.open_list,
    "item.owner": handoffs.open_owner,
    editing_cards.OPEN: editing.open_form,
    SMALLER: editing.open_smaller,
    reopening_cards.OPEN: reopening.open_form,
    merging_cards.OPEN: merging.open_form,
    similar_cards.JOIN: merging.press,
    undoable.UNDO: partial(aftercare.press_undo, REGISTERS),
    undoable.IN_PLACE: partial(aftercare.press_undo_in_story, REGISTERS),
    "item.confirm": answers.confirm,
    "item.withdraw": tasks.withdraw,
    AUDIENCE: audiences.open_audience,
    "offer.accept": handoffs.accept,
    "offer.retract": handoffs.retract,
    "offer.return": handoffs.open_return,
    "task.form": tasks.open_form,
    "issue.form": issues.open_form,
    "issue.route": issues.open_route,
    "setup.open": setup.open_form,
    "setup.department": setup.open_new_department,
    rule_cards.PAGE: house_rules.open_page,
    bank_cards.PAGE: bank.open_page,
    bank_cards.CHANGE: bank.open_change,
    bank_cards.ADD: bank.open_add,
    bank_cards.OFF: bank.switch_off,
    bank_cards.ON: bank.switch_on,
    bank_cards.RESTORE: bank.restore,
    bank_cards.UNDO: bank.undo,
    "setup.change": setup.open_known_department,
    ALL_OF_IT: partial(bundles.show_all, REGISTERS),
    talks.DECIDE: partial(bundles.decide, REGISTERS),
    TALK_ABOUT: partial(helping.talk_about, REGISTERS),
    MINE: partial(lists.show_mine, REGISTERS),
    owed.CLIMBED: partial(owed.show_climbed, REGISTERS),
    owed.STUCK: partial(owed.show_stuck, REGISTERS),
    ALL: partial(lists.show_all, REGISTERS),
    absent.OPEN: away.open_form,
    absent.BACK: partial(away.back, REGISTERS),
    away_cards.CALENDAR_FORM: away.open_calendar,
    away_cards.ANSWERED: partial(away.show_answered, REGISTERS),
    progress_cards.ALL: progress.show_all,
    home_cards.CHOOSE: home.choose,
    home_cards.ALL_ACCOUNTS: partial(home.show_accounts, CUSTOMERS_SIDE),
    list_cards.DEPARTMENTS: lists.page_departments,
    CUSTOMERS_BY_NAME: lists.page_customers,
    CUSTOMER_PAGE: partial(customers.open_page, CUSTOMERS_SIDE.page),
    customer_cards.LIVED: customers.open_lived,
    customer_cards.EDIT: setup.open_known_customer,
    standings.ALL_OF_IT: partial(digests.show_all, REGISTERS),
    department_cards.TO_DECIDE: digests.open_decisions,
    decide_cards.CALL: digests.call,
    decide_cards.DECIDE: partial(digests.decide, REGISTERS),
    bounce_cards.OPENED: bounces.open_all,
    bounce_cards.SETTLE: bounces.open_settle,
    bounce_cards.HAND: bounces.open_hand,
    list_cards.NEXT: partial(lists.turn, REGISTERS),
    list_cards.EARLIER: partial(lists.turn, REGISTERS),
    list_cards.OWNER: partial(lists.choose, REGISTERS),
    list_cards.WHICH: partial(lists.choose, REGISTERS),
    list_cards.CUSTOMER: partial(lists.choose, REGISTERS),
    list_cards.SORTING: partial(lists.choose, REGISTERS),
    yield_cards.OPEN: yield_requests.open_page,
    yield_cards.AGAIN_ALL: yield_requests.send_all_again,
    "stuck.open": partial(stuck.open_list, NOUNS),
    "stuck.each": partial(stuck.open_each, NOUNS),
    "stuck.again": stuck.send_again,
    "stuck.anyway": stuck.send_anyway,
    "stuck.drop": stuck.let_go,
    voice_words.TELL: voices.open_tell,
    voice_words.PASS: voices.open_pass,
    voice_words.CORRECT: voices.open_correct,
    voice_words.UNDO: voices.press_undo,
    voice_words.AS_ISSUE: partial(voices.open_as, issues.open_form),
    voice_words.AS_TASK: partial(voices.open_as, tasks.open_form),
    "decision.audience": audiences.press_audience,
    topics.CHANGE: decisions.change_topic,
    OPEN_DECIDE: deciding.open_decide,
    OPEN_WITHDRAW: deciding.open_withdraw,
    "decision.owner": deciding.open_owner,
    OPEN_DAY: moved_day.open_form,
    again_cards.OPEN: opened_again.open_form,
    forecast_cards.SAME: forecasts.same,
    forecast_cards.BETTER: forecasts.open_form,
    forecast_cards.WORSE: forecasts.open_form,
    forecast_cards.CHANGE: forecasts.open_form,
    forecast_cards.LATER: forecasts.open_later,
    dropped_cards.BRING: dropped.bring_in,
    dropped_cards.OPEN: dropped.open_form,
    dropped_cards.LEAVE: dropped.leave,
    dropped_cards.UNDO: dropped.take_back,
    **{dropped_cards.kind_verb(each): dropped.choose for each in Subject},
    **IMPACTS,
    **INQUIRED,
    **CUSTOMERS_SIDE.buttons,
}

FORMS: dict[str, Handler] = {
    list_cards.VIEW: partial(lists.send, REGISTERS),
    "task.send": tasks.send,
    "issue.send": issues.send,
    "issue.route.send": issues.send_route,
    part_cards.SEND: parts.send,
    concern_cards.SEND: concerns.send,
    concern_cards.TOLD_SEND: concerns.send_told,
    concern_cards.SPARE_SEND: concerns.send_spare,
    "item.take.send": answers.send_take,
    answer_cards.DONE_SEND: answers.send_done,
    "item.date.send": answers.send_date,
    "item.snooze.send": answers.send_snooze,
    wait_cards.SEND: waits.send,
    wait_cards.GIVES_SEND: waits.send_gives,
    wait_cards.CANNOT_SEND: waits.send_cannot,
    no_cards.SEND: noes.send_no,
    no_cards.BACK_SEND: noes.send_back,
    step_cards.TOLD_SEND: partial(speaking.send, REGISTERS),
    step_cards.PREVENTED_SEND: prevention.send_prevented,
    step_cards.VERIFIED_SEND: steps.send_verified,
    cause_cards.SEND: causes.send_change,
    cause_cards.JOIN_SEND: causes.send_join,
    step_cards.FEELING_SEND: steps.send_feeling,
    step_cards.OTHER_SEND: steps.send_other,
    CALLS_NOT_SEND: calls.send_no,
    "item.handoff.send": handoffs.send,
    "item.help.send": helping.send_help,
    "item.find.send": helping.send_find,
    AUDIENCE_SEND: audiences.send_audience,
    "item.note.send": aftercare.send_note,
    "item.owner.send": handoffs.send_owner,
    ANYWAY: closing.send,
    bounce_cards.SETTLE_SEND: bounces.send_settle,
    bounce_cards.HAND_SEND: bounces.send_hand,
    editing_cards.SEND: partial(editing.send, REGISTERS),
    editing_cards.SEND_SMALLER: partial(editing.send_smaller, REGISTERS),
    reopening_cards.SEND: reopening.send,
    merging_cards.SEND: merging.send,
    "offer.return.send": handoffs.send_return,
    away_cards.SEND: partial(away.send, REGISTERS),
    away_cards.CALENDAR_SEND: away.send_calendar,
    away_cards.SAVE: partial(away.save, REGISTERS),
    "decision.ask.send": decisions.send_ask,
    "decision.answer.send": decisions.send_answer,
    "decision.decide.send": deciding.send_decide,
    "decision.withdraw.send": deciding.send_withdraw,
    "decision.owner.send": deciding.send_owner,
    day_cards.SEND: moved_day.send,
    again_cards.SEND: opened_again.send,
    forecast_cards.SEND: forecasts.send,
    forecast_cards.LATER_SEND: forecasts.send_later,
    inquiry_cards.SEND: partial(prompts.send_answer, CUSTOMERS_SIDE.settling),
    bank_cards.SEND: bank.send_change,
    bank_cards.ADD_SEND: bank.send_add,
    dispute_cards.SEND: disputes.send,
    dispute_cards.CORRECT_SEND: disputes.send_correct,
    dispute_cards.KEEP_SEND: disputes.send_keep,
    voice_words.SEND: voices.send,
    voice_words.PASS_SEND: voices.send_pass,
    "setup.company.send": setup.send_company,
    "setup.department.send": setup.send_department,
    "setup.customer.send": setup.send_customer,
    rule_cards.TRY: partial(house_rules.try_it, REGISTERS),
    rule_cards.SWITCH_ON: house_rules.send,
    dropped_cards.SEND: dropped.send,
    **CUSTOMERS_SIDE.forms,
}

VIEWS: dict[str, Handler] = {
    OPEN: BUTTONS[OPEN],
    list_cards.VIEW: partial(lists.redraw, REGISTERS),
    CUSTOMER_PAGE: partial(customers.open_page, CUSTOMERS_SIDE.page),
    cause_cards.PAGE: causes.open_page,
    cause_cards.ALL: causes.open_all,
    warning_words.LIST: concerns.open_list,
    bank_cards.PAGE: bank.open_page,
    yield_cards.OPEN: yield_requests.open_page,
    talks.DECIDE: BUTTONS[talks.DECIDE],
    decide_cards.DECIDE: BUTTONS[decide_cards.DECIDE],
    **CUSTOMERS_SIDE.views,
}
"""Forms that show how something stands, drawn again after each answer in them or over them."""

ANSWERS: dict[str, Handler] = {
    list_cards.MINE: partial(lists.mine_again, REGISTERS),
    list_cards.START: partial(lists.start_again, REGISTERS),
}
"""Replies that show how something stands, drawn again after each answer that is clicked in them."""

CHOICES: dict[str, Handler] = {
    choices.CUSTOMER: choices.find_customers,
    choices.DEPARTMENT: choices.find_departments,
    cause_cards.CAUSE: causes.find,
    choices.DEPARTMENTS: choices.find_departments,
    choices.CUSTOMERS: choices.find_customers,
    traces.FIELD: tasks.find_outcomes,
    list_cards.OWNER: lists.find_owners,
    list_cards.CUSTOMER: lists.find_customers,
    **CUSTOMERS_SIDE.choices,
}
"""Fields whose choices are found while somebody types."""

SHORTCUTS: dict[str, Handler] = {
    "task.from_message": tasks.open_form,
    "note.from_message": notes.open_from_message,
    "task.shortcut": tasks.open_form,
    "issue.shortcut": issues.open_form,
    **CUSTOMERS_SIDE.shortcuts,
}

EVENTS: dict[str, Handler] = {
    "app_home_opened": partial(home.show, REGISTERS, CUSTOMERS_SIDE),
    "user_change": arrivals.changed,
    "team_join": arrivals.changed,
    "channel_shared": channels.shared,
    "channel_unshared": channels.unshared,
    **dict.fromkeys(
        MESSAGES, partial(dropped.hear, partial(replies.hear, REGISTERS, HEARD), frozenset(VERBS))
    ),
}

NEWS: dict[str, Precheck] = {
    "user_change": arrivals.is_news,
    "team_join": arrivals.is_news,
    **dict.fromkeys(MESSAGES, replies.concerns),
}
"""Events that often say nothing new: where that is so, nothing is written down."""

ASK_BACK: Mapping[DeliveryKind, Callable[[UserError, Request, Session, datetime], Response]] = {
    DeliveryKind.COMMAND: corrected.ask_back,
    DeliveryKind.EVENT: replies.refuse,
}
"""Who says why words came to nothing, and how they may go on, by how they came in."""

MOVES = lifecycle.table(
    REGISTERS,
    *moves.MOVES,
    *decision_moves.MOVES,
    *inquiry_moves.MOVES,
    *dispute_moves.MOVES,
    *voice_moves.MOVES,
    *CUSTOMERS_SIDE.moves,
)
"""What may become of what has a number."""

POSTED_PAGES: tuple[PostedSort[Any], ...] = (roadmap_posting.PAGE, plan_posting.PAGE)
"""The pages that stand in channels, each kept up to date in its place."""

RENDERERS: dict[str, Renderer] = {
    **{noun.name: noun.render for noun in NOUNS.values() if noun.render},
    BUNDLE: partial(reminders.render, REGISTERS),
    PROGRESS: progress_cards.render,
    DroppedFile.noun: dropped_cards.render,
    **{each.table.noun: partial(posted_pages.render, each) for each in POSTED_PAGES},
}
"""Who draws a card, by what it shows."""

LOST: dict[str, OnLost] = {
    each.table.noun: partial(posted_pages.lost, each) for each in POSTED_PAGES
}
"""What becomes of a card that Slack takes no more, by what it shows; of others the CCO hears."""

FILES: dict[str, FileMaker] = {
    score_filing.OF: score_filing.made,
    plan_filing.OF: plan_filing.made,
}
"""Who makes a file that one person asked for, by what its message keeps."""


def enclosed(session: Session, message: Message, now: datetime) -> dict[str, str] | None:
    """The file of a message, as its reader may see it; None where there is nothing for them."""
    make = next((FILES[each] for each in FILES if each in message.payload), None)
    return make(session, message, now) if make else None

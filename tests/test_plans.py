"""What it costs to look for work follows what is unfinished, never what was ever done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from handlers.customers import segments
from handlers.customers.contacts import asking
from storage import (
    absences,
    asks,
    assessments,
    attendance,
    audits,
    backlog,
    bundles,
    calendar_links,
    contract_terms,
    counts,
    customer_outcomes,
    customers,
    decisions,
    deeds,
    departures,
    digests,
    exports,
    forecasts,
    freezings,
    handoffs,
    held,
    history,
    inquiries,
    issues,
    kept_counts,
    listings,
    lists,
    lived,
    nudges,
    outbox,
    owed,
    people,
    reaches,
    response_counts,
    responses,
    room_orders,
    rooms,
    sending,
    standouts,
    stuck,
    twins,
    unsent,
    waited,
    weekly,
    years,
    yields,
)
from storage import aims as stored_aims
from storage import contacts as stored_contacts
from storage import customers as stored_customers
from storage import hanging as stored_hanging
from storage import hearings as stored_hearings
from storage import history as stored_history
from storage import initiatives as stored_initiatives
from storage import invitations as stored_invitations
from storage import look_backs as stored_look_backs
from storage import losses as stored_losses
from storage import matters as stored_matters
from storage import renewals as stored_renewals
from storage import sales as stored_sales
from storage import segments as stored_segments
from storage import surveys as stored_surveys
from storage import themes as stored_themes
from storage import voices as stored_voices
from storage.aims import AimState
from storage.assessments import AssessmentState
from storage.bundles import Extract
from storage.columns import new_id
from storage.contacts import Contact
from storage.customers import Customer, Tier
from storage.database import Database
from storage.exports import Excerpt
from storage.history import Event
from storage.initiatives import Initiative
from storage.listings import ListWanted, Which
from storage.losses import LossState
from storage.matters import MatterTopic, WaitingAnswer
from storage.nudges import Part
from storage.owed import Whose
from storage.reaches import Reach
from storage.scopes import Period, Reader, Scope, whoever
from storage.segments import Facet, Flag, FlagKind, SegmentRule
from storage.surveys import Survey
from storage.tasks import Task
from storage.themes import Theme, ThemeState
from tests import cast
from tests.plans import Plans, reads_everything

TEAM, NOW = cast.TEAM, cast.MONDAY
CLIMBED = Extract(only=(Part.CCO, Part.TALKED), person_id=cast.SARA)
LONG = timedelta(minutes=10)


def listed(session: Session, which: Which, **wanted: Any) -> object:
    reader = Reader(TEAM, cast.OMAR, sees_all=True)
    return listings.rows(session, reader, ListWanted(which=which, **wanted), NOW)


OF_BILLING = Initiative(
    team_id=TEAM, number=1, title="N", created_at=NOW, recorded_by="U1", department_id=new_id(),
    owner_id="U1", begins_on=NOW.date(), ends_on=NOW.date(),
)  # fmt: skip
OF_NOBODY = Customer(team_id=TEAM, name="A", key="a")
A_THEME = Theme(
    team_id=TEAM, number=1, title="W", words="late, note", marks="late, note", created_at=NOW,
    since=NOW.date(), last_on=NOW.date(),
)  # fmt: skip
A_SURVEY = Survey(
    team_id=TEAM, name="A", key="a", question="recommend", highest=10, opened_on=NOW.date(),
    created_at=NOW, created_by="U1",
)  # fmt: skip
FEW_IDS = [new_id(), new_id()]
WHAT_BECAME = {
    "sqlite_autoindex_said_years_1",
    "said_years_pkey",
    "losses_customer",
    "renewals_customer",
    "sqlite_autoindex_customers_1",
    "customers_pkey",
    "sqlite_autoindex_issues_1",
}
"""How is looked up what customers did after what they said."""
LOOKS: dict[str, tuple[Callable[[Session], object], set[str]]] = {
    "messages that may leave": (
        lambda session: sending.claim(session, NOW, 8),
        {"outbox_ready", "outbox_unfinished", "paces"},
    ),
    "messages in doubt": (
        lambda session: sending.doubtful(session, NOW, 8),
        {"outbox_doubtful", "paces"},
    ),
    "messages whose sender vanished": (
        lambda session: sending.abandoned(session, NOW),
        {"outbox_leased"},
    ),
    "an update that waits": (
        lambda session: unsent.cards_among(session, TEAM, ["C1", "C2"], [new_id(), new_id()]),
        {"outbox_unfinished"},
    ),
    "what Slack refused": (lambda session: stuck.failed(session, TEAM), {"outbox_failed"}),
    "what waits long": (
        lambda session: stuck.waiting(session, TEAM, NOW, LONG),
        {"outbox_unfinished"},
    ),
    "whom to remind": (lambda session: nudges.next_person(session, NOW), {"nudges_due", "people"}),
    "of what to remind": (
        lambda session: nudges.asks_due(session, TEAM, [cast.SARA, cast.OMAR], NOW, 51),
        {"nudges_person_due"},
    ),
    "reminders that broke": (lambda session: nudges.broken(session, TEAM), {"nudges_broken"}),
    "what climbed high": (
        lambda session: owed.first(session, Whose(TEAM, "", 5, but=("triage",)), 5),
        {"asks_stuck", "asks_subject"},
    ),
    "a bundle's reminders": (
        lambda session: bundles.contents(session, TEAM, new_id(), 7),
        {"nudges_card"},
    ),
    "how much is in a bundle": (
        lambda session: bundles.count(
            session, TEAM, new_id(), 1_007, began=NOW, tonight=NOW, extract=CLIMBED
        ),
        {"nudges_card"},
    ),
    "what of a bundle is one person's": (
        lambda session: bundles.contents(session, TEAM, new_id(), 5, extract=CLIMBED),
        {"nudges_card"},
    ),
    "what had happened last": (
        lambda session: history.last_two(session, TEAM, "task", 7, NOW),
        {"history_subject"},
    ),
    "what a customer lived through": (
        lambda session: lived.ended(
            session, Reader(TEAM, cast.OMAR, sees_all=True), new_id(), NOW - LONG
        ),
        {"issues_customer_ended"},
    ),
    "what a customer was told last": (
        lambda session: lived.told(session, TEAM, new_id(), 20),
        {"history_told"},
    ),
    "what happened after that": (
        lambda session: history.since(
            session, Event(team_id=TEAM, happened_at=NOW, actor="", verb="told", noun="issue",
                           number=7)
        ),
        {"history_subject"},
    ),
    "what one person owes": (
        lambda session: owed.first(session, Whose(TEAM, cast.SARA), 10),
        {"asks_owed", "asks_subject"},
    ),
    "how much one person owes": (
        lambda session: owed.count(session, Whose(TEAM, cast.SARA)),
        {"asks_owed", "asks_late"},  # either is small where PostgreSQL knows of no rows yet
    ),
    "what cannot wait until somebody is back": (
        lambda session: held.cannot_wait(
            session, TEAM, cast.SARA, NOW, ["impact"], ["task:1"], 25
        ),
        {"asks_owed"},
    ),
    "what others hold in place of somebody": (
        lambda session: held.by_others(session, TEAM, cast.SARA, 25),
        {"asks_held", "asks_late"},  # either is small where PostgreSQL knows of no rows yet
    ),
    "what others answered in place of somebody": (
        lambda session: held.answered(session, TEAM, cast.SARA, NOW, 5),
        {"asks_held", "asks_subject"},  # the same
    ),
    "who is away": (
        lambda session: absences.seen_of(session, TEAM, cast.SARA),
        {"absences_open"},
    ),
    "who was away": (
        lambda session: absences.away_within(session, TEAM, [cast.SARA], NOW - LONG, NOW),
        {"absences_over", "absences_open"},
    ),
    "what reminded people in a week": (
        lambda session: (
            yields.reminded(session, TEAM, NOW - LONG, NOW, None, 200),
            yields.reminded(session, TEAM, NOW - LONG, NOW, (NOW - LONG, new_id()), 200),
        ),
        {"nudges_reminded"},
    ),
    "what was done with things": (
        lambda session: history.deeds(session, TEAM, "task", [1, 2], NOW - LONG, NOW),
        {"history_subject"},
    ),
    "what came of reminders": (
        lambda session: (
            yields.by_rung(session, TEAM, NOW.date(), NOW.date()),
            yields.forget(session, TEAM, NOW.date()),
        ),
        {"yields_person", "yields_week", "sqlite_autoindex_yields"},
    ),
    "whose quarters are frozen next": (
        lambda session: freezings.next_due(session, NOW),
        {"freezings_due"},
    ),
    "whose reminders are counted next": (
        lambda session: yields.next_due(session, NOW),
        {"yield_turns_due"},
    ),
    "an absence that begins or ends": (
        lambda session: absences.next_due(session, NOW),
        {"absences_due"},
    ),
    "for whom somebody stands in": (
        lambda session: people.stood_in_for(session, TEAM, cast.LEE),
        {"people_stood_in_for"},
    ),
    "somebody who has left": (
        lambda session: departures.next_due(session, NOW),
        {"departures_due"},
    ),
    "what somebody who has left owned": (
        lambda session: departures.left_behind(session, Task, TEAM, cast.SARA, 0, 10),
        {"tasks_owner_live"},
    ),
    "an issue to be checked": (
        lambda session: issues.next_check(session, NOW),
        {"issues_check"},
    ),
    "a decision to be looked back at": (
        lambda session: forecasts.next_review(session, NOW),
        {"decisions_review"},
    ),
    "what came true of decisions": (
        lambda session: [
            forecasts.reviewed(session, TEAM),
            forecasts.foreseen_by(session, TEAM, cast.NORA),
            forecasts.held(session, TEAM, Period(NOW - LONG, NOW)),
        ],
        {"decisions_reviewed"},
    ),
    "what customers lived through since a decision": (
        lambda session: [
            forecasts.reported(session, TEAM, [None, new_id()], ["key"], Period(NOW - LONG, NOW)),
            forecasts.reported(session, TEAM, [new_id()], [], Period(NOW - LONG, NOW)),
            forecasts.customers_of(session, TEAM, ["key"]),
        ],
        {
            "issues_created", "customers_tier", "customers_worth", "customers_pkey",
            # Of an empty table PostgreSQL takes any index that begins with the workspace.
            "issues_pkey",
        },
    ),
    "a renewal to be looked at": (
        lambda session: customers.next_watch(session, NOW),
        {"customers_watch"},
    ),
    "other renewals of whoever leads the account": (
        lambda session: customers.watched_beside(
            session, Customer(team_id=TEAM, name="A", key="a", owner_id=cast.SARA), NOW, 9
        ),
        {"customers_watch_of"},
    ),
    "a calendar to be read": (
        lambda session: calendar_links.claim(session, NOW),
        {"calendar_links_due"},
    ),
    "what has come up to whoever leads": (
        lambda session: owed.first(session, Whose(TEAM, cast.SARA, 4, new_id()), 5),
        {"asks_high", "asks_subject"},
    ),
    "whose promises somebody has": (
        lambda session: lists.owned(session, TEAM, cast.SARA, 3),
        {"_live"},
    ),
    "since when things wait": (
        lambda session: asks.overdue_since(session, TEAM, "task", [1, 2], NOW),
        {"asks_subject", "asks_late"},
    ),
    "what waits for somebody in a department": (
        lambda session: waited.resting(session, Scope(TEAM, new_id())),
        {"waits_open", "_pkey", "autoindex"},
    ),
    "whether anything waits for somebody in a department": (
        lambda session: waited.is_resting(session, Scope(TEAM, new_id())),
        {"waits_open", "_pkey", "autoindex"},
    ),
    "who carries what in a department": (
        lambda session: lists.carried(session, Scope(TEAM, new_id()), NOW),
        {"_live", "asks_subject"},
    ),
    "what is late in a department": (
        lambda session: lists.late(session, Scope(TEAM, new_id()), NOW, 7, reader=whoever(TEAM)),
        {"_live", "asks_subject"},
    ),
    "what somebody kept in a week": (
        lambda session: lists.count_kept(session, TEAM, cast.SARA, NOW),
        {"_ended"},
    ),
    "of which kinds is what somebody owes": (
        lambda session: owed.kinds_owed(session, Whose(TEAM, cast.SARA)),
        {"asks_owed", "asks_late"},
    ),
    "with whom things are stuck": (
        lambda session: owed.loads(session, Whose(TEAM, cast.OMAR, 5), 3),
        {"asks_stuck"},
    ),
    "what is late": (
        lambda session: listed(session, Which.LATE),
        {"asks_late", "_due_live", "_pkey", "autoindex", "_live"},
    ),
    "what is open anywhere": (
        lambda session: listed(session, Which.OPEN),
        {"_live"},
    ),
    "what waits for an answer": (
        lambda session: listed(session, Which.WAITING),
        {"_waiting", "_live"},
    ),
    "what was done": (
        lambda session: listed(session, Which.DONE, since=NOW),
        {"_ended", "_closed"},
    ),
    "what somebody asked for": (
        lambda session: listed(session, Which.OPEN, asked_by=cast.SARA),
        {"_live"},
    ),
    "what somebody asked others for": (
        lambda session: listings.asked_for(session, TEAM, cast.SARA, 7),
        {"_live"},
    ),
    "what somebody owes, as a list": (
        lambda session: listed(session, Which.OPEN, owes=cast.SARA),
        {"asks_owed", "asks_late", "_pkey", "autoindex"},
    ),
    "what is owed by and for somebody, as a list": (
        lambda session: listed(session, Which.OPEN, owes=cast.SARA, held_for=cast.SARA),
        {"asks_held", "asks_owed", "asks_late", "_pkey", "autoindex"},
    ),
    "what is on offer": (
        lambda session: listed(session, Which.OFFERED),
        {"handoffs_open", "_live", "_pkey", "autoindex"},
    ),
    "what is open in a department, as a list": (
        lambda session: listed(session, Which.LATE, department_id=new_id()),
        {"_department_live", "asks_subject", "asks_late"},
    ),
    "what waits for triage": (
        lambda session: [issues.in_triage(session, TEAM), issues.count_in_triage(session, TEAM)],
        {"issues_in_triage", "issues_department_live", "issues_asker_live"},
    ),
    "what nobody was asked about": (
        lambda session: issues.nobody_asked(session, TEAM, 50),
        {"issues_in_triage"},
    ),
    "what waits for a new CCO": (
        lambda session: asks.open_of_others(session, TEAM, "triage", [cast.OMAR], 50),
        {"asks_homeless", "asks_late"},
    ),
    "what was offered to a department": (
        lambda session: counts.offers(session, Scope(TEAM, new_id())),
        {"handoffs_to", "handoffs_waiting"},
    ),
    "what waited at a border in a week": (
        lambda session: handoffs.waiting_within(session, TEAM, NOW - LONG, NOW),
        {"handoffs_answered", "handoffs_taken", "handoffs_waiting"},
    ),
    "what was offered of a thing": (
        lambda session: [
            handoffs.of_item(session, TEAM, "task", 7), handoffs.returned(session, TEAM, "task", 7),
        ],
        {"handoffs_about"},
    ),
    "questions that were asked": (
        lambda session: decisions.prompts_asked(session, TEAM, "C1"),
        {"decisions_prompts"},
    ),
    "inquiries of a channel": (
        lambda session: [
            inquiries.waiting(session, TEAM, "C1"),
            inquiries.asked_since(session, TEAM, "C1", NOW - LONG),
            inquiries.that_brought(session, TEAM, "T-1"),
        ],
        {"inquiries_open", "inquiries_asked", "inquiries_led_to"},
    ),
    "what executives heard": (
        lambda session: [
            stored_voices.open_of(session, TEAM, "U1"),
            stored_voices.all_open(session, TEAM),
            stored_voices.of_month(session, TEAM, "2026-11"),
            stored_voices.told_between(session, TEAM, NOW - LONG, NOW, 5),
            stored_voices.last_with(session, TEAM, new_id()),
            stored_voices.told_by(session, TEAM, "U1", NOW.date()),
            stored_voices.last_heard(session, TEAM, ["U1", "U2"]),
        ],
        {"voices_state", "voices_month", "voices_told", "voices_customer", "voices_person"},
    ),
    "who answers": (
        lambda session: [
            attendance.put_to_executives(session, TEAM, NOW),
            attendance.first_asked(session, TEAM, new_id(), "acknowledge"),
            attendance.any_before(session, TEAM, NOW),
        ],
        {"asks_executives", "asks_department_opened", "sqlite_autoindex_asks_1", "asks_pkey"},
    ),
    "who is looked after how": (
        lambda session: [
            stored_segments.placings(session, TEAM, [new_id(), new_id()]),
            stored_segments.said(session, TEAM),
            contract_terms.of_customers(session, TEAM, [new_id(), new_id()]),
            contract_terms.of_tier(session, TEAM, "key"),
            stored_segments.flags_of(session, TEAM, [new_id(), new_id()]),
            stored_segments.flagged(session, TEAM, FlagKind.CANNOT_LOSE, 0, 10),
            stored_segments.with_words(session, TEAM, Facet.VERTICAL, "hotels", 0, 10),
            *(stored_segments.in_segment(session, TEAM, each)
              for each in ("product:x", "geography:x", "vertical:x", "flag:first")),
            stored_segments.of_tier(session, TEAM, "key", 0, 10),
            stored_customers.anybody_leads(session, TEAM, "key", 500),
            stored_matters.of_nobody(session, TEAM, "key", NOW.date(), 50),
        ],
        {
            "sqlite_autoindex_placings_1", "placings_pkey", "placings_said", "flags_one",
            "flags_kind", "customers_vertical", "customers_worth", "contract_terms_one",
            "customers_tier", "sqlite_autoindex_kept_counts_1", "kept_counts_pkey",
            "sqlite_autoindex_customers_1", "customers_pkey", "customers_unled",
            "matters_customer", "matters_one", "customers_product", "customers_region",
        },
    ),
    "what hangs on initiatives": (
        lambda session: [
            stored_hanging.live(session, TEAM, 1),
            stored_hanging.waiting(session, TEAM),
        ],
        {"initiative_tasks_waits", "sqlite_autoindex_initiative_tasks_1", "initiative_tasks_pkey",
         "sqlite_autoindex_tasks_1", "tasks_pkey"},
    ),
    "what accounts should be able to do": (
        lambda session: [
            stored_aims.of_year(session, TEAM, new_id(), 2027),
            stored_aims.in_state(session, TEAM, AimState.FOLLOWED),
            stored_aims.astray(session, TEAM, AimState.ASKED, 2026),
            stored_aims.without(session, TEAM, "key", 2027, 50),
        ],
        {
            "aims_one", "aims_state", "customers_tier", "sqlite_autoindex_customers_1",
            "customers_pkey",
        },
    ),
    "what is asked about accounts": (
        lambda session: [
            stored_matters.look(session, TEAM),
            stored_matters.in_state(session, TEAM, *stored_matters.STANDING),
            stored_matters.of_customers(session, TEAM, MatterTopic.TERMS, [new_id(), new_id()]),
            stored_matters.titles_of(session, TEAM, MatterTopic.ALIKE, [new_id(), new_id()]),
            stored_matters.about(session, TEAM, MatterTopic.PROPOSAL, new_id()),
            stored_matters.received(session, TEAM, NOW - LONG, NOW, 10),
            stored_matters.waiting(session, TEAM, 10),
            stored_matters.waiting(
                session, TEAM, 10,
                behind=WaitingAnswer(
                    team_id=TEAM, customer_id=new_id(), response_id=new_id(), since=NOW
                ),
            ),
            stored_surveys.responses(session, TEAM, [new_id(), new_id()]),
            stored_surveys.is_any(session, TEAM, NOW.date()),
            response_counts.last_month(session, TEAM, NOW.date()),
            stored_matters.waited_for(session, TEAM, [new_id(), new_id()], NOW),
            stored_matters.renewing(session, TEAM, "key", NOW.date(), NOW.date() + LONG),
        ],
        {
            "sqlite_autoindex_matter_looks_1", "matter_looks_pkey", "matters_state", "matters_one",
            "waiting_answers_since", "sqlite_autoindex_responses_1", "responses_pkey",
            "surveys_opened", "response_counts_month",
            "customers_renewal", "sqlite_autoindex_workspaces_1", "workspaces_pkey",
            "tasks_customer_live", "issues_customer_live", "matters_customer", "responses_received",
            "tasks_of_customer", "issues_of_customer", "tasks_asker_live", "issues_asker_live",
        },
    ),
    "who decides": (
        lambda session: [
            stored_contacts.at(session, TEAM, new_id()),
            stored_contacts.at_these(session, TEAM, [new_id(), new_id()]),
            stored_contacts.standing(session, TEAM, stored_contacts.ASKED),
            stored_contacts.to_be_called(session, TEAM, "key"),
            stored_contacts.has_any(session, TEAM),
            stored_hearings.of_contact(session, TEAM, 1, 5),
            stored_hearings.talked_last(session, TEAM, [1, 2], NOW.date() - LONG),
            stored_customers.sponsored_by(session, TEAM, "U1", 5),
        ],
        {"contacts_customer", "contacts_state", "hearings_contact", "customers_sponsored",
         "sqlite_autoindex_contacts_1", "contacts_pkey"},
    ),
    "who decides at the customers of a tier": (
        lambda session: [
            stored_contacts.deciding(session, TEAM, "key"),
            stored_contacts.quiet(session, TEAM, dict.fromkeys(Tier, NOW.date() - LONG)),
            stored_contacts.without_decider(session, TEAM, "key"),
            stored_contacts.without_decider(session, TEAM, "key", unasked=True),
            stored_invitations.deciding(session, TEAM, ["key"], 10),
            stored_invitations.deciding(session, TEAM, ["key"], 10, Facet.PRODUCT, "Flow"),
        ],
        {"contacts_decide", "contacts_customer"},
    ),
    "whom surveys ask": (
        lambda session: [
            stored_invitations.lines(session, TEAM, new_id()),
            stored_invitations.counted(session, TEAM, new_id()),
            stored_invitations.asked_since(session, TEAM, [new_id()], NOW.date()),
            stored_invitations.of_contact(
                session,
                Contact(
                    team_id=TEAM, number=1, title="Jana", created_at=NOW, customer_id=new_id(),
                    quiet_from=NOW.date(),
                ),
                NOW.date(),
            ),
            stored_invitations.of_survey(session, TEAM, new_id()),
            stored_invitations.customers_of(session, TEAM, [new_id(), new_id()]),
        ],
        {"survey_invitations_once", "survey_invitations_customer",
         "sqlite_autoindex_survey_invitations_2"},
    ),
    "who left": (
        lambda session: [
            stored_losses.standing_of(session, TEAM, new_id()),
            stored_losses.standing(session, TEAM, [new_id(), new_id()]),
            stored_losses.left_between(session, TEAM, NOW.date() - LONG, NOW.date()),
            stored_losses.in_state(session, TEAM, LossState.VERIFIED),
        ],
        {"losses_customer", "losses_left", "losses_state"},
    ),
    "what was sold": (
        lambda session: [
            stored_sales.of_customer(session, TEAM, new_id()),
            stored_sales.behind(session, TEAM, new_id(), NOW.date()),
            stored_sales.started_between(session, TEAM, NOW.date() - LONG, NOW.date()),
            stored_sales.unasked(session, TEAM, NOW.date(), 10),
            stored_sales.blamed(session, TEAM, NOW.date() - LONG),
            stored_history.of_customer(session, TEAM, new_id()),
        ],
        {"sales_customer", "sales_started", "sales_unasked", "issues_caused", "losses_left",
         "sqlite_autoindex_causes_1", "causes_pkey", "sqlite_autoindex_customers_1",
         "customers_pkey", "history_of_customer"},
    ),
    "what renews": (
        lambda session: [
            stored_renewals.open_of(session, TEAM, new_id()),
            stored_renewals.open_among(session, TEAM, [new_id(), new_id()]),
            stored_renewals.ended_between(session, TEAM, NOW.date() - LONG, NOW.date()),
            stored_renewals.coming(session, TEAM, NOW.date(), NOW.date() + LONG, 10, 0),
            stored_renewals.has_days(session, TEAM),
            stored_renewals.outlooks(session, TEAM, NOW.date()),
            stored_renewals.astray(session, TEAM, 10),
        ],
        {"renewals_customer", "renewals_ended", "renewals_state", "customers_renewal",
         "sqlite_autoindex_customers_1", "customers_pkey"},
    ),
    "who pays for what": (
        lambda session: [
            stored_initiatives.going_on(session, TEAM, NOW.date(), NOW.date()),
            stored_initiatives.costliest(session, TEAM, NOW.date(), NOW.date(), 10),
            stored_initiatives.costs_between(session, TEAM, NOW.date(), NOW.date()),
            stored_initiatives.cut_between(session, TEAM, NOW.date(), NOW.date()),
            stored_initiatives.newest(session, TEAM, 10, 10),
            stored_initiatives.put_to_executives(session, TEAM),
            stored_initiatives.moving(session, TEAM, 1),
            reaches.of(session, TEAM, [OF_BILLING]),
            reaches.worth(session, TEAM, Reach(named={new_id(): "x"})),
            reaches.renewing(session, TEAM, Reach(), NOW.date(), NOW.date() + LONG),
            stored_initiatives.names(session, TEAM, [1, 2]),
            stored_initiatives.of_customer(session, TEAM, new_id()),
            stored_initiatives.named_with(session, TEAM, 1),
        ],
        {"initiatives_state", "initiatives_begin", "initiatives_decision", "initiatives_outcome",
         "initiatives_days", "initiatives_cut",
         "sqlite_autoindex_initiative_customers_1",
         "initiative_customers_pkey", "initiative_customers_of", "customers_worth",
         "customers_pkey", "sqlite_autoindex_customers_1", "customers_renewal"},
    ),
    "how many accounts and initiatives there are": (
        lambda session: [
            rooms.worth(session, TEAM),
            stored_initiatives.costs(session, TEAM),
            reaches.customers_in(session, TEAM),
            reaches.worth(session, TEAM, Reach(frozenset({"key"}))),
            kept_counts.of(session, TEAM, customers.BY_TIER, "key"),
        ],
        {"kept_counts_most", "sqlite_autoindex_kept_counts_1", "kept_counts_pkey"},
    ),
    "which words most accounts have": (
        lambda session: stored_segments.words_of(session, TEAM, Facet.VERTICAL, 90),
        {"kept_counts_most"},
    ),
    "what is paid for a customer": (
        lambda session: [
            stored_initiatives.meant_for(session, OF_NOBODY, NOW.date(), NOW.date()),
            stored_initiatives.cut_for(session, OF_NOBODY, NOW.date()),
        ],
        {"initiatives_all_of", "initiative_customers_of", "flags_one"},
    ),
    "how departments deal with customers": (
        lambda session: [
            assessments.of_department(session, TEAM, new_id()),
            assessments.in_state(session, TEAM, AssessmentState.OPEN),
            assessments.raters(session, TEAM, 1),
            assessments.asked_of(session, TEAM, "U0SARA"),
            assessments.answers(session, TEAM, 1),
            assessments.answers_of(session, TEAM, 1, "U0SARA"),
            assessments.results(session, TEAM, [1, 2]),
            assessments.result_of_area(session, TEAM, 1, "tools"),
            assessments.tasks_of(session, TEAM, [new_id()]),
            assessments.to_repeat(session, TEAM, NOW),
            assessments.closed_between(session, TEAM, NOW.date() - LONG, NOW.date()),
        ],
        {"assessments_department", "assessments_state", "assessments_again",
         "assessments_closed", "raters_person", "area_tasks_department",
         "sqlite_autoindex_raters_1", "raters_pkey", "sqlite_autoindex_area_answers_1",
         "area_answers_pkey", "sqlite_autoindex_area_results_1", "area_results_pkey"},
    ),
    "which initiatives look alike": (
        lambda session: [
            twins.of_initiative(session, TEAM, 1),
            twins.in_state(session, TEAM, *twins.LIVE),
            twins.with_same_customers(session, TEAM, 1),
        ],
        {"twins_one", "twins_other", "twins_state", "initiative_customers_of",
         "sqlite_autoindex_initiative_customers_1", "initiative_customers_pkey"},
    ),
    "who came and who left": (
        lambda session: [
            stored_losses.turned_between(session, TEAM, NOW.date() - LONG, NOW.date()),
            stored_losses.spans_away(session, TEAM, [new_id(), new_id()]),
            stored_losses.has_any(session, TEAM),
            customers.came_between(session, TEAM, NOW.date() - LONG, NOW.date()),
            customers.has_starts(session, TEAM),
            history.of_customers(session, TEAM, NOW - LONG),
        ],
        {"losses_left", "losses_back", "losses_customer", "customers_came",
         "history_of_customers"},
    ),
    "what customers answered": (
        lambda session: [
            stored_surveys.named(session, TEAM, "autumn survey"),
            stored_surveys.newest(session, TEAM, 20),
            stored_surveys.how_many(session, TEAM),
            stored_surveys.received(session, TEAM, new_id(), ["r-1", "r-2"]),
            stored_surveys.of_customer(session, TEAM, new_id(), NOW.date(), 5),
            stored_surveys.of_issue(session, TEAM, 7),
            stored_surveys.answers_of(session, TEAM, new_id(), NOW.date()),
            stored_surveys.waiting(session, TEAM, new_id(), 100),
            stored_surveys.respondents(session, TEAM, [new_id(), new_id()]),
            stored_surveys.answered_last(session, TEAM, [new_id(), new_id()], NOW.date()),
            stored_surveys.last_of(session, TEAM, new_id()),
            responses.to_call(session, TEAM),
            responses.to_call_in(session, TEAM, new_id()),
            responses.first_to_call(session, TEAM, 10, 0),
            responses.first_to_call(session, TEAM, 10, 0, of_person="U1"),
        ],
        {
            "surveys_key", "sqlite_autoindex_surveys_2", "surveys_opened", "responses_once",
            "sqlite_autoindex_responses_2", "responses_answered", "responses_customer",
            "responses_issue", "responses_waiting", "responses_to_call", "responses_respondent",
            "sqlite_autoindex_respondents_1",
            "respondents_pkey",
        },
    ),
    "how many answered what, and what became of them": (
        lambda session: [
            response_counts.surveys_of(session, TEAM, date.min, NOW.date(), 3),
            response_counts.surveys_of(session, TEAM, NOW.date() - LONG, NOW.date(), 3),
            response_counts.before(session, A_SURVEY),
            response_counts.surveys_answered(session, TEAM, NOW.date(), NOW.date()),
            response_counts.by_score(session, TEAM, new_id(), NOW.date() - LONG, NOW.date()),
            response_counts.answers(session, TEAM, new_id()),
            deeds.of_year(session, TEAM, NOW.year),
            years.after_issue(session, TEAM, 7),
            years.keep(session, TEAM, set(FEW_IDS), turned=FEW_IDS, called=FEW_IDS),
            years.keep(session, TEAM, set(FEW_IDS), stale=FEW_IDS),
        ],
        {"surveys_opened", "responses_issue", "responses_customer",
         "sqlite_autoindex_response_counts_1", "response_counts_pkey",
         "response_counts_month",
         "sqlite_autoindex_deed_counts_1", "deed_counts_pkey", *WHAT_BECAME},
    ),
    "what many customers write of": (
        lambda session: [
            stored_themes.reading(session, TEAM),
            stored_themes.in_state(session, TEAM, ThemeState.OPEN, ThemeState.RESTING),
            stored_themes.unread(session, TEAM, new_id(), 100),
            stored_themes.of_none(session, TEAM, new_id(), 100),
            stored_themes.add(session, A_THEME, []),
        ],
        {"themes_state", "theme_answers_customer", "responses_pkey", "theme_answers_pkey",
         "sqlite_autoindex_responses_1", "sqlite_autoindex_theme_answers_1",
         "sqlite_autoindex_theme_readings_1", "theme_readings_pkey"},
    ),
    "low scores that came in old": (
        lambda session: [
            stored_look_backs.open_now(session, TEAM),
            stored_look_backs.surveys_that_wait(session, TEAM, 2),
            stored_look_backs.count(session, TEAM, new_id()),
            stored_look_backs.accounts(session, TEAM, new_id(), 2),
            stored_look_backs.newest_of(session, TEAM, new_id(), new_id()),
            stored_look_backs.follow_all(session, TEAM, new_id(), new_id(), 1),
            stored_look_backs.let_be(session, TEAM, new_id(), "x"),
        ],
        {"look_backs_state", "responses_waiting", "responses_customer",
         *WHAT_BECAME},
    ),
    "what stands out in a week": (
        lambda session: [
            standouts.severe_of(session, TEAM, new_id(), 2),
            standouts.returned(session, TEAM, NOW - LONG, 2),
            standouts.overdue(session, TEAM, "inform", "issue", NOW),
            standouts.late_by_department(session, TEAM, NOW),
            standouts.answered_in(session, TEAM, new_id(), NOW - LONG),
            standouts.tiers_spoken_of(session, TEAM, NOW - LONG, 3),
            standouts.largest_of(session, TEAM, ["key"]),
            standouts.is_severe(session, TEAM, NOW - LONG),
            standouts.gravest(session, TEAM, NOW - LONG, NOW),
            standouts.gains(session, TEAM, NOW - LONG, NOW),
            standouts.renews(session, TEAM, ["key"], NOW.date(), NOW.date()),
        ],
        {
            "issues_of_customer", "handoffs_answered", "handoffs_taken", "asks_late",
            "asks_answered", "issues_severe", "customers_renewal",
            "decisions_created", "customers_tier", "customers_worth",
            # Of an empty table PostgreSQL takes any index of those that are open.
            "issues_asker_live",
        },
    ),
    "room packs on their way": (
        lambda session: [room_orders.is_any_due(session, NOW), room_orders.claim(session, NOW)],
        {"room_orders_due"},
    ),
    "digests that are wanted": (
        lambda session: digests.next_due(session, NOW),
        {"digests_due"},
    ),
    "how a thing stood": (
        lambda session: history.standing(session, TEAM, "task", 7, NOW),
        {"history_subject"},
    ),
    "one roadmap": (
        lambda session: [
            customer_outcomes.open_ones(session, TEAM),
            customer_outcomes.of_quarter(session, TEAM, NOW.date()),
            customer_outcomes.between(session, TEAM, NOW.date(), NOW.date() + LONG),
        ],
        {"customer_outcomes_state", "customer_outcomes_quarter"},
    ),
    "the newest event of a thing": (
        lambda session: history.newest_id(session, TEAM, "task", 7),
        {"history_subject"},
    ),
    "what happened in a department": (
        lambda session: history.in_department(session, TEAM, new_id(), NOW - LONG, NOW, 20),
        {"history_department"},
    ),
    "workspaces to audit": (lambda session: audits.next_due(session, NOW), {"audits_due"}),
    "the backlog": (
        lambda session: backlog.of_everything(session, NOW),
        {
            "outbox_ready", "outbox_leased", "outbox_doubtful", "outbox_failed", "nudges_due",
            "nudges_person_due",
            "schedules_due", "digests_due", "audits",
        },
    ),
}  # fmt: skip

OF_EMPTY = {
    "contract_terms_pkey", "customers_tier", "customers_vertical", "initiatives_owner",
    "customers_mirror",
    "responses_received", "responses_customer", "kept_counts_most",
}  # fmt: skip
"""Of an empty table PostgreSQL takes any index that begins with the workspace: not SQLite."""


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_reads_nothing_but_what_is_open(database: Database, look: str) -> None:
    ask, expected = LOOKS[look]
    plans = _plans(database, ask)
    assert plans
    if not database.is_sqlite:
        expected = expected | OF_EMPTY
    for plan in plans:
        assert any(name in plan for name in expected), plan
        for big in ("outbox", "nudges"):
            assert f"Seq Scan on {big}" not in plan, plan
            assert f"SCAN {big}\n" not in plan, plan
            assert f"sqlite_autoindex_{big}" not in plan, plan
            assert f"{big}_pkey" not in plan, plan


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "look",
    [
        "what one person owes",
        "whose promises somebody has",
        "what has come up to whoever leads",
        "what climbed high",
        "what waits for triage",
        "which words most accounts have",
    ],
)
def test_the_first_of_a_list_are_found_without_sorting_all_of_it(
    database: Database, look: str
) -> None:
    """A lead may have ten thousand open issues, and Home shows ten."""
    ask, _ = LOOKS[look]
    plans = _plans(database, ask)
    assert plans
    for plan in plans:
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whether_a_thing_is_late_is_looked_up_by_its_number(database: Database) -> None:
    """Of ten thousand in a department each costs one look, and not one at all that is late."""
    for count in (
        lambda session: lists.carried(session, Scope(TEAM, new_id()), NOW),
        lambda session: weekly.late(session, Scope(TEAM, new_id()), NOW, 5),
    ):
        plans = _plans(database, count)
        by_number = (
            "asks USING INDEX asks_subject (team_id=? AND noun=? AND number=?)",
            "waits USING INDEX waits_open (team_id=? AND noun=? AND number=?)",
        )
        looked = [plan for plan in plans if "SUBQUERY" in plan]
        assert looked
        assert all(any(each in plan for each in by_number) for plan in looked), plans
        assert not [plan for plan in plans if "asks_late" in plan], plans


SOMEBODY = Reader(TEAM, cast.MARIA, decides=True, speaks_for=frozenset({new_id(), new_id()}))
OF_A_DEPARTMENT = Excerpt(SOMEBODY, since=NOW, department_id=new_id())
OF_ALL = Excerpt(SOMEBODY, since=NOW)
PAGES: dict[str, tuple[Callable[[Session], object], str]] = {
    "tasks": (lambda session: exports.tasks(session, OF_A_DEPARTMENT, 7, 5), "number"),
    "issues": (lambda session: exports.issues(session, OF_A_DEPARTMENT, 7, 5), "number"),
    "decisions": (lambda session: exports.decisions(session, OF_ALL, 7, 5), "number"),
    "asks": (
        lambda session: exports.asks(session, OF_A_DEPARTMENT, new_id(), 5, hidden=["impact"]),
        "ask_id",
    ),
    "history": (
        lambda session: exports.history(session, OF_A_DEPARTMENT, new_id(), 5),
        "event_id",
    ),
    "people": (lambda session: exports.people(session, OF_A_DEPARTMENT, "U1", 5), "user_id"),
    "customers": (lambda session: exports.customers(session, OF_ALL, new_id(), 5), "customer_id"),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", PAGES)
def test_a_page_of_an_export_is_a_stretch_of_keys(database: Database, table: str) -> None:
    """Whoever and whatever it is for: never all that a department or a person has."""
    page, key = PAGES[table]
    plans = _plans(database, page)
    assert len(plans) == 2
    for plan in plans:
        first, *looked_up = plan.splitlines()
        assert f"SEARCH {table} USING" in first, plan
        assert f"(team_id=? AND {key}>?)" in first, plan
        assert "TEMP B-TREE" not in plan, plan
        assert not [step for step in looked_up if "SCAN" in step and "CORRELATED" not in step], plan


def test_the_test_can_tell_a_bad_plan(database: Database) -> None:
    [plan] = _plans(database, lambda session: session.execute(outbox.select(outbox.Message)))
    assert "SCAN outbox\n" in plan or "Seq Scan on outbox" in plan


@pytest.mark.parametrize(
    ("step", "everything"),
    [
        ("SCAN asks", True),
        ("SCAN tasks USING COVERING INDEX tasks_due_live", True),
        ("SCAN outbox USING INDEX outbox_ready", False),
        ("SCAN departments", False),
        ("SCAN search_words", True),
        ("SCAN audience_members_1 USING INDEX sqlite_autoindex_audience_members_1", True),
        ("SCAN outbox USING INDEX outbox_standing", True),
        ("SEARCH impact_answers USING INDEX impact_answers_person (team_id=?)", True),
        ("SEARCH asks USING INDEX sqlite_autoindex_asks_1 (team_id=?)", True),
        ("SEARCH outbox_1 USING INDEX sqlite_autoindex_outbox_1 (team_id=?)", True),
        ("SEARCH nudges USING INDEX nudges_ask (team_id=?)", True),
        ("SEARCH nudges USING INDEX nudges_broken (team_id=?)", False),
        ("SEARCH asks USING INDEX asks_subject (team_id=? AND noun=? AND number=?)", False),
        ("SEARCH tasks USING INDEX tasks_due_live (team_id=? AND due_at<?)", False),
    ],
)
def test_a_step_that_reads_everything_is_known(step: str, everything: bool) -> None:
    assert reads_everything(step) is everything


@pytest.mark.parametrize(
    ("step", "words", "everything"),
    [
        ("tasks_of_department (team_id=? AND department_id=?)", "tasks.closed_at IS NULL", True),
        ("issues_created (team_id=? AND department_id=?)", "issues.closed_at IS NULL", True),
        ("tasks_of_customer (team_id=? AND customer_id=?)", "tasks.closed_at IS NULL", True),
        ("tasks_of_customer (team_id=? AND customer_id=?)", "tasks.closed_at IS NOT NULL", False),
        ("tasks_of_customer (team_id=? AND customer_id=? AND closed_at=?)",
         "tasks.closed_at IS NULL", False),
        ("tasks_department_live (team_id=? AND department_id=?)", "tasks.closed_at IS NULL", False),
    ],
)  # fmt: skip
def test_what_is_open_is_not_looked_for_in_all_that_ever_was(
    step: str, words: str, everything: bool
) -> None:
    table = step.partition("_")[0]
    assert reads_everything(f"SEARCH {table} USING INDEX {step}", words) is everything


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_question_that_reads_everything_is_heard(database: Database, plans: Plans) -> None:
    """The question is asked by a stranger to both: a handler, made up here."""
    asked = "def look(session): session.execute(text(\"SELECT * FROM asks WHERE team_id = 'T'\"))"
    handler: dict[str, Any] = {"__name__": "handlers.curious", "text": text}
    exec(asked, handler)  # noqa: S102
    with database.read() as session:
        handler["look"](session)
        session.execute(text("SELECT * FROM asks WHERE number = 7"))
    heard, plans.complaints = plans.complaints, []
    assert [each.splitlines()[0] for each in heard] == [
        "SEARCH asks USING INDEX asks_subject (team_id=?)"
    ]


def test_a_list_of_many_accounts_reads_what_it_shows(database: Database) -> None:
    plans = _plans(
        database,
        lambda session: [
            stored_segments.of_tier(session, TEAM, "key", 20, 10),
            *(
                stored_segments.with_words(session, TEAM, facet, "flow", 20, 10)
                for facet in stored_segments.COLUMNS
            ),
            stored_matters.of_nobody(session, TEAM, "key", NOW.date(), 50),
        ],
    )
    of_customers = [each for each in plans if "customers_" in each]
    assert len(of_customers) == 10, "those whose worth is known, and then the others, of each list"
    named = ("worth", "product", "region", "vertical", "unled")
    assert all(any(f"customers_{name}" in each for name in named) for each in of_customers)
    if database.is_sqlite:
        # Of those that are worth the same only, which stand side by side.
        sorts = [step for each in of_customers for step in each.splitlines() if "B-TREE" in step]
        assert all("RIGHT PART OF ORDER BY" in step or "LAST TERM" in step for step in sorts), sorts


def test_why_an_account_is_one_of_the_first_is_known_without_a_look_at_others(
    database: Database,
) -> None:
    asked: list[str] = []
    with database.write() as session:
        session.add(SegmentRule(
            team_id=TEAM, place=0, facet="product", words="Flow", gives="first", made_by=cast.OMAR,
            starts_on=NOW.date(),
        ))  # fmt: skip
        customer = stored_customers.first(session, TEAM, 1)[0]
        customer.product = "Flow"
        session.flush()
        rule = stored_segments.rules(session, TEAM)[0]
        session.add(Flag(
            team_id=TEAM, customer_id=customer.customer_id, kind="first", of="Flow",
            rule_id=rule.rule_id, since=NOW.date(),
        ))  # fmt: skip
        session.flush()
        event.listen(database.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
        says = segments.why(session, NOW, customer).says
        assert (says.tier, says.rule) == ("beachhead", rule)
    assert not [each for each in asked if "FROM customers" in each]


def test_an_audit_takes_few_questions_to_know_that_nobody_is_silent(database: Database) -> None:
    asked: list[str] = []
    with database.write() as session:
        event.listen(database.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
        asking.look_after(session, NOW, TEAM)
    questions = [each for each in asked if each.startswith("SELECT")]
    assert sum("FROM contacts" in each for each in questions) == 3, questions
    assert len(questions) <= 5, "what day it is, who is asked about, the rules, and who is silent"


def _plans(database: Database, ask: Callable[[Session], object]) -> list[str]:
    """How the database answers each question that is asked of it."""
    with database.write() as session:
        if not database.is_sqlite:
            # These tables are too small for an index to be worth its while.
            session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        asked: list[tuple[str, object]] = []

        def hear(_c: object, _cursor: object, words: str, given: object, *_: object) -> None:
            asked.append((words, given))

        event.listen(database.engine, "before_cursor_execute", hear)
        ask(session)
        event.remove(database.engine, "before_cursor_execute", hear)
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        plans = []
        for words, given in asked:
            if not words.startswith("SELECT"):
                continue
            rows = session.connection().exec_driver_sql(f"{explain} {words}", given)
            plans.append("".join(f"{row[-1]}\n" for row in rows))
        return plans

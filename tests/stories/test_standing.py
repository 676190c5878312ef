"""Guests see what is theirs, strangers of a connected workspace see nothing at all."""

from __future__ import annotations

import pytest

from bot import routes
from bot.incoming import Refused
from bot.practice.slack.objects import User
from handlers.people.routing import WORDS
from handlers.speech.request import FormErrors, Request
from storage import departments, handoffs, history, issues, people, tasks
from storage.items import State
from storage.people import Standing
from tests.cast import BEN, LEE, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
KIM, INES = "U1KIM", "U1INES"
OURS = "This is for people of Brightwater"
HANDLERS = {
    **{f"/cx {word}": handler for word, handler in routes.VERBS.items()},
    **routes.BUTTONS, **routes.FORMS, **routes.SHORTCUTS,
    "app_home_opened": routes.EVENTS["app_home_opened"],
}  # fmt: skip


def hire(stage: Stage, user: User, standing: Standing) -> None:
    stage.people.hire(user)

    def known() -> bool:
        with stage.duly.database.read() as session:
            person = people.find(session, TEAM, user.id)
        return person is not None and person.standing == standing

    assert stage.workspace.wait_until(known)
    for channel in ("#general", "#billing"):
        stage.workspace.named(channel).members.add(user.id)


@pytest.fixture
def guest(stage: Stage) -> Stage:
    """Kim of an agency is a guest of Brightwater's workspace."""
    hire(stage, User(KIM, "kim", "Kim Lund", is_restricted=True), Standing.GUEST)
    return stage


@pytest.fixture
def stranger(stage: Stage) -> Stage:
    """Ines of Acme reads a channel that both companies share."""
    hire(stage, User(INES, "ines", "Ines Vogt", home_team="T0ACME"), Standing.STRANGER)
    return stage


def routed(stage: Stage) -> None:
    """A refund is for Billing to put right."""
    with stage.duly.database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing
        session.add(departments.new_route(billing, WORDS, "refund"))


def happened(stage: Stage) -> int:
    with stage.duly.database.read() as session:
        return len(session.exec(history.select(history.Event)).all())


# --- strangers ---


@pytest.mark.parametrize("is_listed", [True, False], ids=["listed", "not listed"])
def test_no_door_opens_for_a_stranger(stage: Stage, is_listed: bool) -> None:
    if is_listed:
        hire(stage, User(INES, "ines", "Ines Vogt", home_team="T0ACME"), Standing.STRANGER)
    stage.types(OMAR, TASK)
    before = happened(stage)
    for door, handler in HANDLERS.items():
        request = Request(
            team_id=TEAM, user_id=INES, verb=door, key=f"forged {door}", value="T-1",
            text="T-1 friday because of Acme", channel_id="C0BILLING", stranger=not is_listed,
        )  # fmt: skip
        answer = stage.duly.incoming.carry_out(handler, request)
        if isinstance(answer, FormErrors):
            # Nothing was filled in, and that is all that is said.
            assert not any("Acme" in words for words in answer.errors.values()), door
            continue
        assert isinstance(answer, Refused), door
        assert answer.words == f"{OURS}. Nothing was changed.", door
    assert happened(stage) == before


def test_a_stranger_is_shown_no_home_and_changes_no_card(stranger: Stage) -> None:
    stranger.types(OMAR, TASK)
    answer = stranger.clicks(INES, "Take it", "T-1")
    assert answer.ok
    assert OURS in stranger.sees_form(INES)
    stranger.people.open_home(INES)
    stranger.settle()
    assert stranger.workspace.home(INES) is None
    with stranger.duly.database.read() as session:
        task = tasks.find(session, TEAM, 1)
        assert task
        assert task.state == State.OPEN


@pytest.mark.parametrize(
    "text",
    [
        "task Call Acme to @ines by friday in Billing",
        "handoff T-1 to @ines because she knows",
    ],
)
def test_a_stranger_owns_nothing(stranger: Stage, text: str) -> None:
    stranger.types(OMAR, TASK)
    assert "Ines Vogt works for another company." in stranger.types(OMAR, f"/cx {text}")
    with stranger.duly.database.read() as session:
        assert tasks.find(session, TEAM, 2) is None
        first = tasks.find(session, TEAM, 1)
        assert first
        assert first.owner_id == SARA


# --- guests ---


OF_OURS = (
    "list overdue", "list triage", "list Billing", "list Acme", "list @sara", "department",
    "customer", "department Billing", "customer Acme", "digest", "digest when", "impact Raise",
    "prompt", "prompts", "setup", "stuck", "task Call Acme to @sara by friday", "task",
)  # fmt: skip


@pytest.mark.both
def test_a_guest_reads_nothing_of_ours(guest: Stage) -> None:
    guest.types(OMAR, TASK)
    before = happened(guest)
    for text in OF_OURS:
        told = guest.types(KIM, f"/cx {text}")
        refused = f"{OURS}. Nothing was changed. As a guest you can report"
        assert told.startswith(refused), f"{text}: {told}"
        assert guest.workspace.view(KIM) is None, text
        assert happened(guest) == before, text


def test_a_guest_says_what_a_customer_experienced(guest: Stage) -> None:
    routed(guest)
    assert "Billing answers for it" in guest.types(KIM, "/cx issue Refund lost on the phone")
    assert "Refund lost on the phone" in guest.reads_all(MARIA)


def test_the_home_of_a_guest_shows_their_own(guest: Stage) -> None:
    guest.types(OMAR, TASK)
    home = guest.opens_home(KIM)
    assert "Wait for your answer" in home
    assert "[Report an issue…]" in home
    assert "[Give a task…]" not in home
    assert "T-1" not in home
    assert "/cx task" not in guest.types(KIM, "/cx help")
    assert "/cx issue" in guest.types(KIM, "/cx help")


def test_a_number_tells_a_guest_nothing(guest: Stage) -> None:
    for _ in range(2):
        guest.types(OMAR, TASK)
    guest.types(SARA, "/cx done T-2")
    before = happened(guest)
    for ref in ("T-1", "T-2", "T-99999"):
        for text in (
            f"ack {ref}", f"done {ref}", f"date {ref} friday because time",
            f"snooze {ref} friday because time", f"no {ref} because time",
            f"handoff {ref} to Billing because time",
        ):  # fmt: skip
            told = guest.types(KIM, f"/cx {text}")
            assert told.startswith(f"{OURS}. Nothing was changed."), text
    assert happened(guest) == before


def test_no_door_tells_a_guest_whose_something_is(guest: Stage) -> None:
    guest.types(OMAR, TASK)
    before = happened(guest)
    for door, handler in {**routes.BUTTONS, **routes.FORMS}.items():
        if door.startswith("issue."):
            continue  # reporting is open to them
        request = Request(
            team_id=TEAM, user_id=KIM, verb=door, key=f"pressed {door}", value="T-1",
            text="T-1", channel_id="C0BILLING",
        )  # fmt: skip
        answer = guest.duly.incoming.carry_out(handler, request)
        said = str(answer.errors) if isinstance(answer, FormErrors) else str(answer)
        assert not any(name in said for name in ("Sara", "Maria", "Lee", "Omar")), (door, said)
    assert happened(guest) == before


def test_a_guest_is_offered_nothing_that_is_not_for_them(guest: Stage) -> None:
    for text in ("/cx", "/cx list", "/cx help"):
        told = guest.types(KIM, text)
        assert "task" not in told, text
        assert "department" not in told, text
        assert "a customer" not in told.replace("what happened to a customer", ""), text


def test_a_guest_takes_up_what_they_reported(guest: Stage) -> None:
    routed(guest)
    guest.types(KIM, "/cx issue Refund lost on the phone")
    told = guest.types(KIM, "/cx done I-1")
    assert told.startswith("That is for "), "whoever answers for it is no secret to who reported it"


def test_a_guest_owns_nothing_new(guest: Stage) -> None:
    guest.types(OMAR, TASK)
    told = guest.types(OMAR, "/cx task Call Acme to @kim by friday in Billing")
    assert (
        told.splitlines()[0]
        == "Kim Lund is a guest here, and only members keep promises. Please choose a member."
    )
    assert "Kim Lund is a guest here" in guest.types(SARA, "/cx handoff T-1 to @kim because time")
    with guest.duly.database.read() as session:
        assert tasks.find(session, TEAM, 2) is None


def test_what_was_theirs_before_stays_theirs_to_answer(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.people.change_profile(SARA, is_restricted=True)

    def is_guest() -> bool:
        with stage.duly.database.read() as session:
            sara = people.find(session, TEAM, SARA)
        return sara is not None and sara.standing == Standing.GUEST

    assert stage.workspace.wait_until(is_guest)
    assert "T-1" in stage.types(SARA, "/cx list")
    assert "T-1" in stage.types(SARA, "/cx done T-1")
    with stage.duly.database.read() as session:
        task = tasks.find(session, TEAM, 1)
        assert task
        assert task.state == State.DONE


def test_a_lead_who_becomes_a_guest_leads_no_more(stage: Stage) -> None:
    routed(stage)
    stage.types(OMAR, TASK)
    with stage.duly.database.write() as session:
        maria = people.find(session, TEAM, MARIA)
        assert maria
        maria.standing = Standing.GUEST
        session.add(maria)
    assert OURS in stage.types(MARIA, "/cx done T-1")
    assert "That is for Sara Novak, Lee Park or Omar Haddad" in stage.types(BEN, "/cx done T-1")
    assert "Billing answers for it" in stage.types(BEN, "/cx issue Refund lost")
    with stage.duly.database.read() as session:
        issue = issues.find(session, TEAM, 1)
        assert issue
        assert issue.owner_id == LEE, "whoever stands in for her"


# --- those who are not known yet ---


def test_a_person_nobody_knows_cannot_be_given_anything(stage: Stage) -> None:
    def gives(key: str) -> str:
        text = "Call Acme to <@U1FAKE> by friday in Billing"
        forged = Request(team_id=TEAM, user_id=OMAR, verb="task", key=key, text=text)
        answer = stage.duly.incoming.carry_out(routes.VERBS["task"], forged)
        return answer.words if isinstance(answer, Refused) else str(answer)

    assert "I don't know a person called" in gives("before")
    met = Request(team_id=TEAM, user_id="U1FAKE", verb="help", key="met")
    stage.duly.incoming.carry_out(routes.VERBS["help"], met)
    sentence = "Slack has not told me yet who U1FAKE is. Please try again in a minute."
    assert gives("after") == sentence
    with stage.duly.database.read() as session:
        assert tasks.find(session, TEAM, 1) is None


def test_of_two_with_one_name_the_one_who_is_here_is_meant(stage: Stage) -> None:
    stage.people.hire(User("U1LEE", "lee.park", "Lee Park", tz="Europe/Berlin"))
    stage.people.deactivate("U0LEE")

    def alone() -> bool:
        with stage.duly.database.read() as session:
            named = people.named(session, TEAM, "Lee Park")
        return [each.user_id for each in named if each.works_here] == ["U1LEE"]

    assert stage.workspace.wait_until(alone)
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to Lee Park because she wrote the last one")
    with stage.duly.database.read() as session:
        offer = handoffs.offered(session, TEAM, "task", 1)
        assert offer
        assert offer.to_id == "U1LEE"


def test_a_guest_chooses_from_none_of_our_customers(guest: Stage) -> None:
    guest.types(KIM, "/cx issue")
    form = guest.sees_form(KIM)
    assert "How bad is it?" in form
    assert "Acme" not in form
    assert "Logistics" not in form
    guest.closes(KIM)
    near = guest.types(KIM, "/cx issue Parcel lost for Akme")
    assert "Did you mean" not in near
    assert "Parcel lost for Akme" in near, "nothing that was said is lost"

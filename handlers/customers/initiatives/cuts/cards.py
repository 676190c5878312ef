"""What people read before an initiative is cut, and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import notes
from handlers.customers.initiatives import way_words as hanging_words
from handlers.customers.initiatives import words
from handlers.promises.items.words import open_story
from handlers.speech import blocks, inputs, money, reasons
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from storage import people
from storage.customers import Customer
from storage.decisions import Decision
from storage.initiatives import Initiative
from storage.people import Person
from storage.reaches import Worth
from storage.tasks import Task

CUT, ASK, CUT_IT, KEEP = "Cut…", "Ask the executives…", "Cut it, because…", "Keep it"
ACCEPTOR, DECIDER, DAY = "acceptor", "decider", "day"
NAMED = 5
"""So many customers are named who renew soon."""


class Touching(Protocol):
    """Whom a cut touches; see `cuts.Touched`."""

    @property
    def initiative(self) -> Initiative:
        """What is cut."""

    @property
    def count(self) -> int:
        """How many customers it is for."""

    @property
    def worth(self) -> Worth | None:
        """What they pay, for whoever may know."""

    @property
    def currency(self) -> str | None:
        """In which currency."""

    @property
    def renewing(self) -> Sequence[Customer]:
        """Who of them renews soon."""

    @property
    def others(self) -> Sequence[Initiative]:
        """What else is for some of them."""

    @property
    def also_move(self) -> Sequence[Initiative]:
        """What else moves the outcome that it moves."""

    @property
    def hanging(self) -> Sequence[Task]:
        """What hangs on it."""


def form(found: Touching, today: date) -> Json:
    """Whom it touches, and the three ways: ask, cut, keep."""
    ref = found.initiative.ref
    row = blocks.actions(
        blocks.button(ASK, words.PUT, ref),
        blocks.button(CUT_IT, words.CUT_IT, ref),
        blocks.button(KEEP, words.KEEP, ref),
    )
    return blocks.form(
        f"Cut {ref}?", words.CUT, blocks.section(touches(found, today)),
        *([blocks.section(line) for line in was_asked(found.initiative)]), row, submit=None,
        value=ref,
    )  # fmt: skip


def touches(found: Touching, today: date) -> str:
    """“Cutting N-5 touches 22 customers, €1.4 M a year; three renew before …: …”, as markup."""
    one = found.initiative
    hang = hanging_words.promises(found.hanging)
    if not found.count:
        nobody = f"Cutting {words.named(one)} touches no customers that anybody has named."
        return f"{nobody} {hang}".rstrip()
    paid = ""
    if found.worth and found.worth.value:
        paid = f", {money.a_year(found.worth.value, found.currency)}"
    said = [f"Cutting {words.named(one)} touches {plain.figures(found.count, 'customer')}{paid}."]
    if found.worth and found.worth.unvalued:
        said.append(f"What {plain.number(found.worth.unvalued)} of them pay is not known.")
    if found.renewing:
        names = [
            f"{blocks.safe(each.name, 80)} ({plain.plain_day(each.renewal_on, today)})"
            for each in found.renewing[:NAMED]
            if each.renewal_on
        ]
        more = len(found.renewing) - len(names)
        if more > 0:
            names.append(f"{plain.number(more)} more")
        count = plain.capital(plain.number(len(found.renewing)))
        renew = "renews" if len(found.renewing) == 1 else "renew"
        said.append(f"{count} of them {renew} within 90 days: {plain.join_names(names)}.")
    said += [hang] if hang else []
    if found.others:
        others = plain.join_names([words.named(each) for each in found.others])
        said.append(f"Also for some of them: {others}.")
    else:
        said.append("Nothing else like it is written down for them.")
    if one.outcome_number is not None:
        said.append(_moves(one.outcome_number, found.also_move))
    return " ".join(said)


def _moves(outcome: int, others: Sequence[Initiative]) -> str:
    """“One other initiative moves O-4: N-8.”, or that none does."""
    if not others:
        return f"No other initiative moves O-{outcome}."
    names = [words.named(each) for each in others[:NAMED]]
    more = len(others) - len(names)
    names += [f"{plain.number(more)} more"] if more > 0 else []
    count = plain.capital(plain.count(len(others), "other initiative"))
    move = "moves" if len(others) == 1 else "move"
    return f"{count} {move} O-{outcome}: {plain.join_names(names)}."


def plainly(found: Touching, actor: Person, now: datetime) -> str:
    """The same for the executives."""
    today = hours.day_of(now, actor.zone)
    return touches(found, today).replace("*", "")


def decision_title(initiative: Initiative) -> str:
    """“Cut N-5 First ninety days”, plain."""
    return f"Cut {initiative.ref} {words.name_of(initiative)}"[: words.SHORT]


def cut_form(initiative: Initiative) -> Json:
    """Why, and who accepts it."""
    return blocks.form(
        f"Cut {initiative.ref}", words.CUT_SEND,
        reasons.ask_for("Why is it cut?"),
        inputs.person(ACCEPTOR, "Who accepts that?", hint="An executive or the CCO, by name."),
        blocks.context("Nothing is lost for good: what you did can be undone for ten minutes."),
        value=initiative.ref,
        submit="Cut it",
    )  # fmt: skip


def put_form(initiative: Initiative, day: str) -> Json:
    """Who decides, by when."""
    return blocks.form(
        "Ask the executives", words.PUT_SEND,
        inputs.person(DECIDER, "Who decides?", hint="An executive or the CCO."),
        inputs.date(DAY, "By when?", value=day),
        blocks.context("They read whom it touches. It goes on until they decide “as proposed”."),
        value=initiative.ref,
        submit="Ask them",
    )  # fmt: skip


def kept(initiative: Initiative) -> Json:
    """It stays."""
    return blocks.notice(
        f"Keep {initiative.ref}", f"{initiative.ref} goes on. Nothing was changed."
    )


def done(initiative: Initiative, closed: Decision | None, asked: int) -> Shown:
    """For whoever cut it; `closed` is the decision that nobody is asked about any more.

    So many are `asked` how their promises go on.
    """
    who = blocks.person(initiative.accepted_by)
    said = f"Noted: {words.named(initiative)} is cut, and {who} reads that they accept it."
    if closed:
        said += f" {closed.ref} is not asked any more, and who was asked reads why."
    if asked:
        are = "is" if asked == 1 else "are"
        people = plain.capital(plain.count(asked, "person", "people"))
        said += f" {people} {are} asked how their promises go on without it."
    row = [open_story(initiative.ref), blocks.button("Undo", words.UNDO, initiative.ref)]
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(*row)))


def asked(decision: Decision) -> str:
    """For whoever asked the executives."""
    return f"Asked: {decision.ref} {blocks.safe(decision.title, 200)}. It goes on until then."


def was_cut(initiative: Initiative, today: date) -> list[str]:
    """Since when it is cut, why, and who accepts that."""
    if initiative.cut_on is None:
        return []
    day = plain.plain_day(initiative.cut_on, today)
    why = blocks.safe(initiative.cut_why, 300)
    return [f"Cut since {day}, which {blocks.person(initiative.accepted_by)} accepts: “{why}”"]


def is_asked(initiative: Initiative) -> list[str]:
    """That the executives are asked whether it is cut, while it goes on."""
    if initiative.decision is None or not initiative.stands:
        return []
    return [f"The executives are asked whether it is cut: D-{initiative.decision}. It goes on."]


def was_asked(initiative: Initiative) -> list[str]:
    """For whoever wants to cut it while the executives are asked: what becomes of that."""
    if initiative.decision is None:
        return []
    ref = f"D-{initiative.decision}"
    return [f"The executives are asked already: {ref}. Cut it, and {ref} is not asked any more."]


def decided_so(decision: Decision) -> str:
    """Why it is cut, for everybody: what executives said of it they alone read."""
    return f"The executives decided so in {decision.ref}."


def cut_as_decided(initiative: Initiative, decision: Decision) -> str:
    """For whoever answers for it, pays, asked and decided."""
    return (
        f"{decision.ref} is decided as proposed: {words.named(initiative)} is cut, which "
        f"{blocks.person(initiative.accepted_by)} accepts. `/cx {initiative.ref}` says whom it "
        "was for."
    )


def goes_on(initiative: Initiative, decision: Decision) -> str:
    """For the same, where it was decided otherwise or nobody decides that any more."""
    if not decision.decided:
        return f"{decision.ref} was taken back: {words.named(initiative)} goes on."
    said = plain.quote(blocks.safe(decision.decided, words.SHORT))
    return f"{decision.ref} is decided: {said} {words.named(initiative)} goes on."


def tell(
    session: Session, now: datetime, actor: Person, acceptor: Person, initiative: Initiative
) -> None:
    """Who accepts it and who answered for it read it, but for whoever did it."""
    text = (
        f"{blocks.person(actor.user_id)} cut {words.named(initiative)}: "
        f"“{blocks.safe(initiative.cut_why, 300)}” "
        f"{blocks.person(acceptor.user_id)} is named as who accepts that."
    )
    owner = people.find(session, initiative.team_id, initiative.owner_id)
    readers = {each.user_id: each for each in (acceptor, owner) if each and each.works_here}
    for person in readers.values():
        if person.user_id != actor.user_id:
            notes.send(session, now, person, text, open_button(initiative))


def open_button(initiative: Initiative) -> Block:
    """The way to all of it."""
    return blocks.actions(open_story(initiative.ref))

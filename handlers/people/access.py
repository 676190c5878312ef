"""Who may do what, who could do it instead, and who may be given something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn, Protocol
from uuid import UUID

from sqlmodel import Session

from handlers.people import audiences
from handlers.people.relations import Relation, is_one_of, names
from handlers.speech import phrases
from handlers.speech.errors import UserError
from handlers.speech.people_errors import (
    BotPerson,
    CcoLeads,
    CcoOwns,
    GonePerson,
    GuestMayNot,
    GuestPerson,
    NewcomerMayNot,
    NewcomerPerson,
    NotOfHere,
    NotYours,
    StrangerPerson,
)
from handlers.speech.promise_errors import PrivateThing
from handlers.speech.words import join_names
from storage import people, workspaces
from storage.counters import Numbered
from storage.customers import Customer
from storage.items import Item
from storage.people import Person, Role, Standing

MEMBERS = frozenset({Standing.MEMBER})
WITH_GUESTS = MEMBERS | {Standing.GUEST}
"""Guests hear customers, too, and see nothing else of ours. What was theirs while they were
members stays theirs until it is done or somebody else has taken it."""
WITH_NEWCOMERS = MEMBERS | {Standing.NEWCOMER}
"""Newcomers are almost always colleagues who joined a minute ago: what they say is not lost, and
what is ours they read once the directory has brought them."""
EVERYBODY = WITH_GUESTS | WITH_NEWCOMERS
"""All but strangers, who work for another company."""


@dataclass(frozen=True)
class Right:
    """Something that people may do or not.

    `allowed` are those who may, by what they are to the thing; `open_to` are the standings that may
    at all, which is stronger. `words` say it in an imperative: “give a new date”.
    """

    words: str
    allowed: frozenset[Relation]
    open_to: frozenset[Standing] = MEMBERS

    def is_open_to(self, person: Person) -> bool:
        """Whether somebody of this standing may do it at all, whatever they are to the thing."""
        return standing_of(person) in self.open_to


_ANYBODY = frozenset({Relation.ANYBODY})
_OWNERS = frozenset({Relation.OWNER, Relation.LEAD, Relation.STAND_IN})
_CCO = frozenset({Relation.CCO})
_EXECUTIVES = _CCO | {Relation.EXECUTIVE}
_DECIDERS = _CCO | {Relation.DECIDER}

CREATE_TASK = Right("create a task", _ANYBODY, WITH_NEWCOMERS)
CREATE_ISSUE = Right("report an issue", _ANYBODY, EVERYBODY)
TAKE = Right("take", _OWNERS, WITH_GUESTS)
CHANGE_DATE = Right("give a new date", _OWNERS | _DECIDERS, WITH_GUESTS)
FINISH = Right("call it done", _OWNERS | _CCO, WITH_GUESTS)
SNOOZE = Right("put off", _OWNERS, WITH_GUESTS)
WAIT = Right("let it wait for somebody", _OWNERS, WITH_GUESTS)
WAIT_WITH_STEP = Right("let what is left of it wait", _OWNERS | {Relation.ASKED}, EVERYBODY)
RESUME = Right("say that it goes on", _OWNERS | _CCO | {Relation.ASKER, Relation.ASKED}, EVERYBODY)
SUPPLY = Right("give what it waits for", _CCO | {Relation.ASKED, Relation.REMINDED}, WITH_GUESTS)
DECLINE = Right("say no", _OWNERS | _DECIDERS, WITH_GUESTS)
HAND_OVER = Right("hand over", _OWNERS | _CCO, WITH_GUESTS)
WITHDRAW = Right("take back", _CCO | {Relation.ASKER}, EVERYBODY)
INVOLVE = Right(
    "ask other departments for their part", _OWNERS | _CCO | {Relation.ASKER}, WITH_NEWCOMERS
)
CONCERN = Right("say who else will meet it", _OWNERS | _CCO | {Relation.ASKER})
WARN = Right(
    "say who has heard it from us first",
    _OWNERS | _CCO | {Relation.ASKER, Relation.ASKED, Relation.REMINDED},
)
LET_GO = Right("change a part with its issue", _ANYBODY, EVERYBODY)
MERGE = Right("join it to another issue", _OWNERS | _CCO | {Relation.ASKER}, EVERYBODY)
REOPEN = Right("open it again", _OWNERS | _CCO | {Relation.ASKER, Relation.ASKED}, WITH_GUESTS)
GIVE_TO = Right("give it to another owner", _DECIDERS | {Relation.LEAD})
SETTLE = Right("say whose it is that goes back and forth", _EXECUTIVES)
EDIT = Right("change what it is", _OWNERS | _CCO | {Relation.ASKER})
UNDO = Right("undo what they did themselves", _ANYBODY, EVERYBODY)
ACCEPT = Right("accept or return", frozenset({Relation.OFFERED}), WITH_GUESTS)
INFORM = Right(
    "say what the customer has heard",
    _OWNERS | _CCO | {Relation.ASKER, Relation.ASKED, Relation.REMINDED},
    EVERYBODY,
)
VERIFY = Right(
    "say whether it helped",
    _CCO | {Relation.ASKER, Relation.ASKED, Relation.LEAD, Relation.REMINDED},
    EVERYBODY,
)
TELL = Right("tell the customer", _CCO | {Relation.ASKED, Relation.LEAD}, EVERYBODY)
REVIEW = Right("say whether a no stands", _CCO | {Relation.ASKED, Relation.LEAD})
TALK = Right("say that you talk with its owner", _CCO | {Relation.LEAD})
ASK_FOR_HELP = Right("ask for help", _OWNERS, WITH_GUESTS)
NOTE = Right("add a note", _ANYBODY, EVERYBODY)
JOIN = Right("help", _ANYBODY)
FIND_HELP = Right("find somebody to help", _CCO | {Relation.ASKED, Relation.LEAD}, WITH_GUESTS)
PASS_ON = Right(
    "name somebody else for a step",
    _CCO | {Relation.ASKED, Relation.LEAD, Relation.REMINDED},
    EVERYBODY,
)
FOLLOW = Right("follow", _ANYBODY)
TRIAGE = Right("send to a department", _CCO)
ASK_IMPACT = Right("ask about customer impact", _EXECUTIVES)
ANSWER_IMPACT = Right("say what it means for customers", _EXECUTIVES)
DECIDE = Right("say how a decision ends", _EXECUTIVES)
ANSWER_INQUIRY = Right(
    "answer a question that was put to an executive",
    _EXECUTIVES | {Relation.ASKED, Relation.REMINDED},
)
HEAR_CUSTOMERS = Right("tell what a customer said to an executive", _EXECUTIVES)
WRITE_OUTCOME = Right("write an outcome for customers", _EXECUTIVES | {Relation.LEAD})
_ANSWERING = frozenset({Relation.ANSWERS})
CHANGE_OUTCOME = Right("change an outcome", _CCO | _ANSWERING | {Relation.THEIR_LEAD})
TAKE_OUTCOME = Right("say whether you answer for an outcome", _ANSWERING | {Relation.ASKED})
ANSWER_OUTCOME = Right(
    "say how an outcome stands", _CCO | _ANSWERING | {Relation.THEIR_LEAD, Relation.ASKED}
)
_LEADING = _EXECUTIVES | {Relation.LEAD, Relation.ACCOUNT_LEAD}
RECORD_LOSS = Right("record that a customer left", _LEADING)
READ_LOSSES = Right("read why customers left", _LEADING | {Relation.ASKED})
GIVE_CALL = Right("say who calls a customer who left", _EXECUTIVES)
READ_GROWTH = Right("read who came and who left", _LEADING)
SAY_RENEWAL = Right("say how a renewal stands", _CCO | {Relation.ASKED, Relation.ACCOUNT_LEAD})
READ_RENEWALS = Right("read what renews next", _LEADING | {Relation.ASKED})
ANSWER_LOSS = Right("say why a customer left", _CCO | {Relation.ASKED})
RECORD_SALE = Right("write down what was sold", _ANYBODY)
READ_SALES = Right("read what was sold", _LEADING | {Relation.ASKED})
ANSWER_SALE = Right(
    "say what a customer needs it for", _CCO | {Relation.ASKED, Relation.ACCOUNT_LEAD}
)
KEEP_ANSWER = Right("keep what a customer answered", _ANYBODY)
READ_ANSWERS = Right(
    "read what a customer answered",
    _EXECUTIVES | {Relation.OWNER, Relation.LEAD, Relation.ASKED, Relation.REMINDED},
)
ANSWER_LOOK_BACK = Right("say who still hears from us", _EXECUTIVES | {Relation.ASKED})
OPEN_SURVEY = Right("open a survey", _LEADING)
MAKE_KEY = Right("make a key for deliveries", _CCO)
WRITE_INITIATIVE = Right("write down an initiative", _ANYBODY)
CHANGE_INITIATIVE = Right("change an initiative", _EXECUTIVES | {Relation.OWNER, Relation.LEAD})
ANSWER_TWIN = Right("say whether two initiatives are the same thing", _CCO | {Relation.ASKED})
ANSWER_WAY = Right("say how it goes on without an initiative", frozenset({Relation.ASKED}))
READ_BUDGETS = Right("read what an initiative costs", _EXECUTIVES | {Relation.OWNER, Relation.LEAD})
PLACE_CUSTOMERS = Right("say how customers are looked after", _CCO)
NAME_LEAD = Right("say who leads an account", _CCO | {Relation.ASKED})
PROPOSE_PLACING = Right("propose how customers are looked after", _LEADING)
ANSWER_MATTER = Right("answer what is asked of an account", _LEADING | {Relation.ASKED})
POST_PLAN = Right("let the plan of a year stand in a channel", _EXECUTIVES | {Relation.LEAD})
WRITE_AIM = Right("write what a customer should be able to do", _LEADING | {Relation.ASKED})
KEEP_TERMS = Right("say what a customer needs of their terms", _LEADING)
READ_PLACING = Right("read why customers are looked after as they are", _LEADING)
BEGIN_ASSESSMENT = Right("have a department look at itself", _CCO)
READ_ASSESSMENTS = Right("read how departments deal with customers", _ANYBODY)
RATE = Right("say how a department deals with customers", _ANYBODY)
CHOOSE_NEXT = Right(
    "say what a department will do differently", _CCO | {Relation.ASKED, Relation.LEAD}
)
NAME_CONTACT = Right("name who decides at a customer", _LEADING | {Relation.ASKED})
READ_CONTACTS = Right("read who decides at a customer", _LEADING | {Relation.ASKED})
ANSWER_CONTACT = Right("say when a customer was heard", _LEADING | {Relation.ASKED})
ANSWER_THEME = Right("say what follows from what customers write", _LEADING | {Relation.ASKED})
CHOOSE = Right("choose from customers and departments", _ANYBODY)
CHANGE_CAUSE = Right("say more of a cause", _CCO | {Relation.LEAD})
READ = Right("read what is open", _ANYBODY)
BE_AWAY = Right("say that you are away", _ANYBODY)
READ_DIGEST = Right("read a digest", _ANYBODY)
SCHEDULE_DIGEST = Right("schedule a digest", _EXECUTIVES | {Relation.LEAD})
SCHEDULE_PROMPT = Right("schedule a prompt", _EXECUTIVES)
ORDER_ROOM = Right("have the customer room pack in Slack", _EXECUTIVES)
READ_BANK = Right("read the bank of questions", _EXECUTIVES)
CHANGE_BANK = Right("change the bank of questions", _CCO)
SET_UP = Right("set up Duly", _CCO | {Relation.ADMIN})
CHANGE_POLICY = Right("change the rules", _CCO)
CHANGE_AUDIENCE = Right("say who may see it", _CCO | {Relation.ASKER, Relation.LEAD})
OPEN_DECISION = Right("say who may see a decision", _EXECUTIVES)
REMIND_FULLY = Right("have all reminders sent again", _CCO)
FREEZE = Right("freeze a scorecard", _CCO)
DISPUTE = Right("dispute a figure of their department", frozenset({Relation.LEAD}))
ANSWER_DISPUTE = Right("say whether a disputed figure stays", _CCO | {Relation.ASKED})
FREE = Right("send what is stuck again", _CCO)
IMPORT = Right("bring in a list", _CCO)

RIGHTS = (
    CREATE_TASK, CREATE_ISSUE, TAKE, CHANGE_DATE, FINISH, SNOOZE, WAIT, WAIT_WITH_STEP,
    RESUME, SUPPLY, DECLINE, HAND_OVER, WITHDRAW,
    ACCEPT, TELL, REVIEW, INFORM, VERIFY, TALK, ASK_FOR_HELP, NOTE, FOLLOW, JOIN, FIND_HELP,
    PASS_ON, INVOLVE, CONCERN, WARN, LET_GO, MERGE, REOPEN, GIVE_TO, SETTLE, EDIT, UNDO,
    TRIAGE,
    WRITE_OUTCOME, CHANGE_OUTCOME, TAKE_OUTCOME, ANSWER_OUTCOME,
    ASK_IMPACT,
    ANSWER_IMPACT, ANSWER_INQUIRY, DECIDE, HEAR_CUSTOMERS, RECORD_LOSS,
    READ_LOSSES, READ_RENEWALS, SAY_RENEWAL,
    RECORD_SALE, READ_SALES, ANSWER_SALE,
    READ_GROWTH, GIVE_CALL, ANSWER_LOSS, WRITE_INITIATIVE, CHANGE_INITIATIVE, READ_BUDGETS,
    ANSWER_TWIN, ANSWER_WAY,
    KEEP_ANSWER, READ_ANSWERS, ANSWER_LOOK_BACK, OPEN_SURVEY, ANSWER_THEME, MAKE_KEY,
    PLACE_CUSTOMERS, READ_PLACING, PROPOSE_PLACING,
    NAME_CONTACT, READ_CONTACTS, ANSWER_CONTACT,
    KEEP_TERMS, ANSWER_MATTER, NAME_LEAD, WRITE_AIM, POST_PLAN,
    CHOOSE, READ, BE_AWAY, READ_DIGEST,
    SCHEDULE_DIGEST, SCHEDULE_PROMPT, ORDER_ROOM, READ_BANK, CHANGE_BANK, SET_UP,
    CHANGE_POLICY, CHANGE_AUDIENCE, OPEN_DECISION, FREE, REMIND_FULLY, FREEZE, DISPUTE,
    ANSWER_DISPUTE, IMPORT, CHANGE_CAUSE,
    BEGIN_ASSESSMENT, READ_ASSESSMENTS, RATE, CHOOSE_NEXT,
)  # fmt: skip
"""All of the above."""


class Speaker(Protocol):
    """What says who asks: a request from Slack, or whatever else speaks for somebody."""

    @property
    def team_id(self) -> str:
        """The workspace that is asked."""

    @property
    def user_id(self) -> str:
        """The Slack id of whoever asks."""

    @property
    def stranger(self) -> bool:
        """Whether they belong to a connected workspace (Slack Connect)."""

    @property
    def text(self) -> str:
        """What they say, which may mention somebody."""


def actor(session: Session, speaker: Speaker) -> Person:
    """The person who asks. Raises what `recognise` raises."""
    mentioned = phrases.mentioned(speaker.text) or ""
    return recognise(
        session, speaker.team_id, speaker.user_id, stranger=speaker.stranger, mentioned=mentioned
    )


def recognise(
    session: Session, team_id: str, user_id: str, *, stranger: bool = False, mentioned: str = ""
) -> Person:
    """The person of a Slack id; made on the spot when the directory has not brought them yet.

    `mentioned` is the Slack id of whoever will be looked for next; both are read at once. Raises
    NotOfHere for somebody of a connected workspace, who sees and changes nothing of ours.
    """
    people.read_both(session, team_id, user_id, mentioned or user_id)
    person = people.find(session, team_id, user_id)
    if stranger or (person is not None and person.standing == Standing.STRANGER):
        raise NotOfHere(company=_company(session, team_id))
    return person or people.meet(session, team_id, user_id)


def check(session: Session, person: Person, right: Right, thing: Numbered | None = None) -> None:
    """Let a person go on.

    Raises NotYours naming who could do it instead, PrivateThing for what they may not see, or
    NotOfHere, GuestMayNot or NewcomerMayNot for those who do not work here or are not known yet.
    """
    if not may(session, person, right, thing):
        refuse(session, person, right, thing)


def refuse(
    session: Session, person: Person, right: Right, thing: Numbered | None = None
) -> NoReturn:
    """Say why a person may not; raises what `check` raises."""
    if right.is_open_to(person):
        _check_seen(session, person, thing)
        raise NotYours(who=_who_could(session, person.team_id, right, thing))
    raise _closed_to(session, person)


def may(session: Session, person: Person, right: Right, thing: Numbered | None = None) -> bool:
    """Whether this person may do this; nobody does anything with what they may not see."""
    if not right.is_open_to(person) or not is_one_of(session, person, right.allowed, thing):
        return False
    return thing is None or may_see(session, person, thing)


def may_see(session: Session, person: Person, thing: Numbered) -> bool:
    """Whether this person may see a thing at all, its title and all that is said of it."""
    return audiences.sees(session, person, thing)


def check_known(session: Session, person: Person, item: Numbered | None) -> None:
    """Let a person look something up by its number.

    Members may ask for anything, and of what is private they are told that it is. Whoever is none
    reads of what is theirs and is not told of the rest: neither who owns it, nor how it stands, nor
    that it exists.

    Raises PrivateThing, GuestMayNot, NewcomerMayNot or NotOfHere.
    """
    if READ.is_open_to(person):
        _check_seen(session, person, item)
    elif item is None or not may_see(session, person, item):
        raise _closed_to(session, person)


def _check_seen(session: Session, person: Person, thing: Numbered | None) -> None:
    """Raises PrivateThing naming who can add them."""
    if thing is None or may_see(session, person, thing):
        return
    ccos = people.with_role(session, thing.team_id, Role.CCO)
    who = join_names([cco.name for cco in ccos] or ["Whoever asked for it"], "or")
    raise PrivateThing(ref=f"{thing.letter}-{thing.number}", who=who)


def standing_of(person: Person) -> Standing:
    """What a person is here when they act; Slack lets nobody act whose account is closed.

    Whoever does so nevertheless came back, and the directory has not said so yet.
    """
    return Standing.NEWCOMER if person.gone or person.is_bot else Standing(person.standing)


def _closed_to(session: Session, person: Person) -> UserError:
    company = _company(session, person.team_id)
    match standing_of(person):
        case Standing.GUEST:
            return GuestMayNot(company=company)
        case Standing.NEWCOMER:
            return NewcomerMayNot(company=company)
        case _:
            return NotOfHere(company=company)


def _company(session: Session, team_id: str) -> str:
    workspace = workspaces.find(session, team_id)
    return (workspace and workspace.name) or "this workspace"


def _who_could(session: Session, team_id: str, right: Right, thing: Numbered | None) -> str:
    allowed = right.allowed
    named = names(session, thing, allowed) if thing else []
    titles = {
        Relation.ACCOUNT_LEAD: "an account lead",
        Relation.LEAD: "a department lead",
        Relation.THEIR_LEAD: "their lead",
        Relation.EXECUTIVE: "an executive",
        Relation.CCO: "the CCO",
        Relation.OFFERED: "whoever it is offered to",
    }
    if not isinstance(thing, Item):
        named += [title for relation, title in titles.items() if relation in allowed]
    elif Relation.CCO in allowed:
        named += [cco.name for cco in people.with_role(session, team_id, Role.CCO)]
    return join_names(list(dict.fromkeys(named)) or ["the CCO"], "or")


# --- what customers pay ---


def may_see_money(session: Session, person: Person, customer: Customer | None = None) -> bool:
    """Whether somebody may read what a customer pays; without one, what each of them does.

    Those are the CCO, executives, leads and deputies of departments, whoever stands in for one of
    them, and whoever leads the account. All others read how it is looked after, and counts.
    """
    return audiences.reader(session, person).reads_money_of(customer)


def money_seen(session: Session, person: Person, customers: Iterable[Customer]) -> frozenset[UUID]:
    """Those of these customers, by their ids, of whom somebody may read what they pay."""
    several = list(customers)
    reader = audiences.reader(session, person) if several else None
    return frozenset(each.customer_id for each in several if reader and reader.reads_money_of(each))


# --- what customers answered ---


def reads_all_answers(person: Person) -> bool:
    """Whether somebody may read what any customer answered: executives and the CCO may."""
    return person.works_here and person.role in (Role.EXECUTIVE, Role.CCO)


def may_read_answers(
    session: Session, person: Person, customer: Customer, item: Item | None = None
) -> bool:
    """Whether somebody may read what a customer answered, with who gave it and their words.

    Those are whoever leads the account, executives and the CCO; of an `item` that it opened also
    its owner, who leads its department, and whoever is asked about it or was told.
    """
    if not person.works_here:
        return False
    if customer.owner_id == person.user_id or reads_all_answers(person):
        return True
    return item is not None and may(session, person, READ_ANSWERS, item)


# --- who may be given something ---


def check_works_here(person: Person) -> None:
    """Refuse somebody who cannot be asked for anything here, whatever it is.

    Raises GonePerson, BotPerson, GuestPerson, StrangerPerson or NewcomerPerson.
    """
    if person.gone:
        raise GonePerson(name=person.name)
    if person.is_bot:
        raise BotPerson(name=person.name)
    match Standing(person.standing):
        case Standing.GUEST:
            raise GuestPerson(name=person.name)
        case Standing.STRANGER:
            raise StrangerPerson(name=person.name)
        case Standing.NEWCOMER:
            raise NewcomerPerson(name=person.name)


def check_owner(person: Person) -> None:
    """Refuse an owner who cannot keep a promise, however it would come to them.

    Raises CcoOwns, as accountability stays with those who can correct and prevent (domain
    reference, section 2, feature 5), and what `check_works_here` raises.
    """
    check_works_here(person)
    if person.role == Role.CCO:
        raise CcoOwns(name=person.name)


def check_lead(person: Person) -> None:
    """Refuse a lead or deputy to whom what others leave behind could not come.

    Raises CcoLeads, and what `check_works_here` raises.
    """
    check_works_here(person)
    if person.role == Role.CCO:
        raise CcoLeads(name=person.name)


def can_own(person: Person) -> bool:
    """Whether a person may be given something: the question that `check_owner` answers."""
    try:
        check_owner(person)
    except UserError:
        return False
    return True

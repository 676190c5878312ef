"""What somebody may not do stays closed to them, even where they forge the form for it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from bot import routes
from bot.incoming import Incoming, Refused
from handlers.speech.request import FormErrors, Request
from storage import counters, customers, departments
from storage.aims import Aim
from storage.assessments import Assessment
from storage.contacts import Contact
from storage.customer_outcomes import CustomerOutcome
from storage.database import Database
from storage.decisions import Decision, Impact
from storage.disputes import Dispute
from storage.handoffs import Handoff
from storage.initiatives import Initiative
from storage.inquiries import Inquiry, InquiryAnswer
from storage.issues import Issue
from storage.items import State
from storage.look_backs import LookBack
from storage.losses import Loss
from storage.matters import Matter
from storage.people import Person, Standing
from storage.renewals import Renewal
from storage.sales import Sale
from storage.tables import metadata
from storage.tasks import Task
from storage.themes import Theme
from storage.twins import Twin
from storage.voices import Voice
from tests.cast import LEE, MONDAY, NORA, OMAR, SARA, TEAM, TOM
from tests.filled import SENT
from tests.stage import StoryClock

BORDER = f"{'0' * 32}:{'1' * 32}"
DOORS = {**routes.BUTTONS, **routes.FORMS, **routes.SHORTCUTS}
KIM, ELI, INES = "U1KIM", "U1ELI", "U1INES"
"""A guest, a newcomer whom the directory has not brought yet, and somebody of another company."""
SALE_DOORS = {"sale.form", "sale.send", "sale.edit", "sale.edit.send", "sale.undo"}
"""Whoever sold something writes it down: tests/stories/test_sales.py."""
FOR_LEADS = {
    "cause.change", "cause.send", "cause.join", "cause.join.send", "cause.part",
    "loss.form", "loss.send", "loss.edit", "loss.edit.send", "loss.back", "loss.back.send",
    "renewals.list", "loss.list", "loss.task", "loss.undo",
    "survey.new", "survey.new.send", "survey.change", "survey.change.send", "segments.rules",
    "contact.list",
    *(verb for verb in DOORS if verb.startswith(("theme.", "matter.", "aim."))),
    "plan.post", "plan.post.send", "plan.post.down",
    "outcome.form", "outcome.send", "outcome.post", "outcome.post.send", "outcome.post.down",
    "outcome.carry",
    "segments.need", "segments.need.send",
}  # fmt: skip
"""For who leads a department, as Tom does: test_causes_known.py, test_losses.py and so on."""
INITIATIVE_DOORS = {"initiative.list", "initiative.show", "initiative.form", "initiative.send"}
"""Whoever works here writes one down: tests/stories/test_initiatives.py."""
OPEN_TO_ALL = {
    "outcome.page", "outcome.roadmap", "outcome.nothing", "outcome.task", "outcome.undo",
    "plan.quarter", "plan.file", "plan.open",
}  # fmt: skip
TASK_DOORS = {"task.form", "task.send", "task.shortcut", "task.from_message"}
ISSUE_DOORS = {"issue.form", "issue.send", "issue.shortcut"}
SEGMENT_DOORS = {verb for verb in DOORS if verb.startswith("segments.page")}
OTHER_DOORS = {verb for verb in DOORS if verb.startswith("step.other.")}
STORY_DOORS = {"story.open", "story.words", "story.more"}
FOLLOW_DOORS = {"item.follow", "item.unfollow"}
UNDO_DOORS = {"item.undo", "story.undo", "initiative.undo"}
"""For anybody who did something a moment ago."""
NOTE_DOORS = {"item.draft", "item.heard", "item.note", "item.note.send", "note.from_message"}
AWAY_DOORS = {
    "away.calendar",
    "away.calendar.send",
    "away.open",
    "away.back",
    "away.answered",
    "away.send",
    "away.save",
}
"""Whoever works here says for themselves that they are away."""
OWN_LISTS = {"owed.mine", "owed.climbed", "bundle.all", "bundle.decide", "bundle.talk",
             "progress.all"}  # fmt: skip
"""Each shows what is that person's and nothing else: of those who are no member, too."""
KEPT_DOORS = {verb for verb in DOORS if verb.startswith("kept.")}
"""Each finishes what that person typed themselves: tests/stories/test_replies.py."""
LISTS = {"home.show", "home.accounts", "list.all", "list.next", "list.earlier", "list.whose",
         "list.which", "list.customer", "list.order", "list.search", "directory.departments",
         "directory.customers", "digest.all", "digest.open", "border.open", "customer.open",
         "customer.lived", "cause.page", "cause.all", "concern.list",
         "score.all", "score.behind", "score.file", "score.things",
         "assess.open", "assess.list", "assess.all", "assess.compare"}  # fmt: skip
"""Of others' things, which every member may read as far as each is for them."""
SCORE_DOORS = {"score.dispute", "score.dispute.send"}
"""For who leads the department whose scorecard it is: tests/stories/test_disputes.py."""
ASSESS_DOORS = {f"assess.{what}{sent}" for what in ("page", "pass", "task", "rest", "add")
                for sent in ("", ".send")} | {"assess.undo"}  # fmt: skip
"""For who is asked, or leads the department: tests/stories/test_assessments.py."""
OURS = "This is for people of Brightwater"
REPORT = "As a guest you can report what a customer experienced: `/cx issue …`."
WAIT = "Slack has not told me yet who you are. Please try again in a minute."
REFUSED = {
    KIM: (
        set(DOORS) - ISSUE_DOORS - OWN_LISTS - KEPT_DOORS,
        f"{OURS}. Nothing was changed. {REPORT}",
    ),
    ELI: (
        set(DOORS) - ISSUE_DOORS - TASK_DOORS - OWN_LISTS - KEPT_DOORS,
        f"{OURS}, and {WAIT} Nothing was changed.",
    ),
    INES: (set(DOORS), f"{OURS}. Nothing was changed."),
}
"""Who is no member, with the doors that are closed to them and what they are told there."""
OWNER = "Sara Novak, Maria Costa or Lee Park"
OWNER_OR_CCO = "Sara Novak, Maria Costa, Lee Park or Omar Haddad"
ASKER_LEAD_OR_CCO = "Omar Haddad, Maria Costa or Lee Park"
LEADS_OR_CCO = "Maria Costa, Lee Park or Omar Haddad"
OWNER_ASKER_OR_CCO = "Sara Novak, Omar Haddad, Maria Costa or Lee Park"
OWNER_OR_ASKER = "Sara Novak, Omar Haddad, Maria Costa or Lee Park"
FOR_OTHERS = {
    **dict.fromkeys(
        ["item.wait", "item.wait.send",
         "item.take", "item.take.send", "item.confirm", "item.snooze", "item.snooze.send",
         "item.help", "item.help.send"], OWNER,
    ),
    **dict.fromkeys(
        ["offer.retract", "item.done", "item.done.form", "item.done.send", "item.close.send",
         "item.date", "item.date.send",
         "item.no", "item.no.send", "item.smaller", "item.smaller.send",
         "item.handoff", "item.handoff.send"], OWNER_OR_CCO,
    ),
    "item.resume": OWNER_OR_ASKER,
    **dict.fromkeys(["assess.begin", "assess.begin.send", "assess.stop", "assess.nine",
         "assess.reword", "assess.reword.send"], "the CCO"),
    "survey.key": "the CCO", "survey.key.send": "the CCO",
    "score.freeze": "the CCO", "yields.open": "the CCO", "yields.again": "the CCO",
    **{verb: "the CCO" for verb in DOORS if verb.startswith("dispute.")},
    "item.talk": "Maria Costa, Lee Park or Omar Haddad",
    **dict.fromkeys(
        ["step.told.send", "issue.involve", "issue.involve.send", "feeling.open",
         "feeling.send", "concern.form", "concern.send", "concern.told", "concern.told.send",
         "concern.knows", "concern.spare", "concern.spare.send"], OWNER_ASKER_OR_CCO,
    ),
    **dict.fromkeys(["step.prevented", "step.prevented.send"], OWNER_OR_CCO),
    **dict.fromkeys(["step.verified", "step.verified.send"], ASKER_LEAD_OR_CCO),
    **dict.fromkeys(["item.audience", "item.audience.send"], ASKER_LEAD_OR_CCO),
    **dict.fromkeys(["item.owner", "item.owner.send", "digest.decide"], LEADS_OR_CCO),
    **dict.fromkeys(
        ["item.edit", "item.edit.send", "item.reopen", "item.reopen.send"], OWNER_OR_ASKER
    ),
    **dict.fromkeys(["item.withdraw", "issue.route", "issue.route.send",
         "issue.join", "issue.merge", "issue.merge.send"], "Omar Haddad",
    ),
    **{verb: "Sara Novak, their lead or the CCO" for verb in DOORS if verb.startswith("outcome.")
       and verb not in FOR_LEADS | OPEN_TO_ALL},
    **dict.fromkeys(("outcome.take", "outcome.no", "outcome.no.send"), "Sara Novak"),
    **dict.fromkeys(
        ["offer.accept", "offer.return", "offer.return.send"], "Lee Park or Maria Costa"
    ),
    **dict.fromkeys(
        [*(verb for verb in DOORS if verb.startswith("border.") and verb != "border.open"),
         "decision.audience", "decision.topic", "decision.decide", "decision.withdraw",
         "decision.owner", *(verb for verb in DOORS if verb.startswith("forecast.")),
         "decision.decide.send", "decision.withdraw.send", "decision.owner.send",
         "decision.date", "decision.date.send", "decision.reopen", "decision.reopen.send",
         *(f"decision.{impact}" for impact in Impact), "decision.ask.send",
         "decision.answer.send", *(f"inquiry.{course}" for course in InquiryAnswer),
         "inquiry.send", "bank.page", *(verb for verb in DOORS if verb.startswith("voice."))],
        "an executive or the CCO",
    ),
    **dict.fromkeys(
        ["setup.open", "setup.department", "setup.customer", "setup.change", "setup.company.send",
         "setup.department.send",
         "setup.customer.send", "stuck.open", "stuck.each", "stuck.again", "stuck.anyway",
         "stuck.drop", "rules.page", "rules.try", "rules.send",
         *(verb for verb in DOORS if verb.startswith("bank.") and verb != "bank.page")], "the CCO",
    ),
    **dict.fromkeys(
        ["initiative.edit", "initiative.edit.send", "initiative.cut", "initiative.keep",
         "initiative.cutting", "initiative.cutting.send", "initiative.put", "initiative.put.send",
         "initiative.give", "initiative.give.send"],
        "a department lead, an executive or the CCO",
    ),
    **{verb: "the account lead, the sponsor, an executive or the CCO" for verb in DOORS
       if verb.startswith("contact.") and verb != "contact.list"},
    **{verb: "an account lead or the CCO" for verb in DOORS
       if verb.startswith(("renewal.", "sale.")) and verb not in SALE_DOORS},
    **{verb: "an executive or the CCO" for verb in DOORS if verb.startswith("lookback.")},
    **{verb: "the CCO" for verb in DOORS
       if verb.startswith(("file.", "loss.", "twin.", "segments."))
       and verb not in FOR_LEADS | SEGMENT_DOORS},
    **dict.fromkeys(["loss.mine", "loss.give", "loss.give.send"], "an executive or the CCO"),
}  # fmt: skip
"""For whom a door is that stays closed to a member who has nothing to do with it."""
TYPED = {
    **dict.fromkeys(["withdraw T-1", "merge I-1", "merge I-1 with I-1"], "Omar Haddad"),
    **dict.fromkeys(
        ["told I-2 it comes on Friday", "feeling I-2 angry", "involve I-2 Sales",
         "concerns I-2 Globex"],
        OWNER_ASKER_OR_CCO,
    ),
    "prevented I-2 read from the contract because copied by hand": OWNER_OR_CCO,
    "verified I-3": ASKER_LEAD_OR_CCO,
    **dict.fromkeys(["private T-1", "share T-1", "share T-1 with @hana"], ASKER_LEAD_OR_CCO),
    "talk T-1": "Maria Costa, Lee Park or Omar Haddad",
    **dict.fromkeys(
        ["confirm T-1", "ack T-1", "take T-1 by friday", "snooze T-1 tomorrow because why",
         "wait T-1 for customer until friday because why"], OWNER
    ),
    "owner T-1 to @lee because why": LEADS_OR_CCO,
    "decided D-1 as proposed because why": "an executive or the CCO",
    "return T-2 because why": "Lee Park or Maria Costa",
    **dict.fromkeys(
        ["resume T-1", "edit T-1 other words", "reopen T-3 because why"], OWNER_OR_ASKER
    ),
    **dict.fromkeys(
        ["done T-1", "date T-1 friday because why", "no T-1 because why",
         "handoff T-1 to @maria because why"], OWNER_OR_CCO,
    ),
    **dict.fromkeys(
        ["forecasts", "impact", "impact Raise the standard plan", "prompt", "prompt now",
         "prompt off", "prompt weekly monday 9:30", "prompts", "heard", "heard Acme they wait",
         "room", "room november", "room monthly", "room off"],
        "an executive or the CCO",
    ),
    **dict.fromkeys(
        ["digest Billing", "digest now Billing", "digest daily", "digest off"],
        "Maria Costa and Lee Park or the CCO",
    ),
    **dict.fromkeys(
        ["setup", "setup department Legal", "setup customer Acme", "stuck"], "the CCO"
    ),
}  # fmt: skip
"""The same for what is typed; a digest is the lead's to schedule, and elsewhere to ask for."""
ABOUT = {
    **{verb: "T-1" for verb in DOORS if verb.startswith("item.")},
    "digest.call": "T-1", "digest.decide": "T-1",
    "border.open": f"{BORDER}|0", **dict.fromkeys(
        ["border.settle", "border.hand", "border.settle.send", "border.hand.send"], BORDER),
    **{verb: "T-1" for verb in DOORS if verb.startswith("story.")}, "story.more": "T-1|0",
    **{verb: "T-2" for verb in DOORS if verb.startswith("offer.")},
    **{verb: "I-1" for verb in DOORS if verb.startswith(("issue.route", "issue.merge"))},
    "issue.join": "I-1|I-2", **dict.fromkeys(["issue.involve", "issue.involve.send"], "I-2"),
    **{verb: "D-1" for verb in DOORS if verb.startswith("decision.")},
    **{verb: "D-1" for verb in DOORS if verb.startswith("forecast.")},
    **{verb: "1" for verb in DOORS if verb.startswith("file.")},
    **{verb: "pricing-1" for verb in DOORS if verb.startswith("bank.")}, "bank.page": "0",
    "yields.open": "0", "yields.again": SARA,
    **{verb: "I-2" for verb in DOORS if verb.startswith(("step.", "feeling.", "concern."))},
    **dict.fromkeys(["step.verified", "step.verified.send"], "I-3"),
    **dict.fromkeys(OTHER_DOORS, "I-2|inform"),
    **dict.fromkeys(["item.reopen", "item.reopen.send"], "T-3"), "item.close.send": "T-1|done",
    "decision.ask.send": "", "decision.answer.send": "D-1|none",
    **{verb: "O-1" for verb in DOORS if verb.startswith("outcome.")}, "outcome.form": "",
    **dict.fromkeys(("outcome.post", "outcome.post.send"), ""), "outcome.post.down": "1",
    "outcome.send": "", "outcome.pass": "O-1|take", "outcome.pass.send": "O-1|take",
    "outcome.miss.send": "O-1|may miss", "outcome.page": "0",
    "outcome.roadmap": "0", "outcome.nothing": "begin",
    **{verb: "F-1" for verb in DOORS if verb.startswith("dispute.")},
    **{verb: "E-1" for verb in DOORS if verb.startswith("inquiry.")}, "inquiry.send": "E-1|because",
    **{verb: "Y-1" for verb in DOORS if verb.startswith("voice.")}, "voice.send": "Y-1|told",
    **{verb: "P-1" for verb in DOORS if verb.startswith("contact.")}, "contact.list": "0",
    "contact.pass": "P-1|reach", "contact.pass.send": "P-1|reach",
    **{verb: "L-1" for verb in DOORS if verb.startswith("loss.")}, "loss.form": "", "loss.send": "",
    "loss.pass": "L-1|why", "loss.pass.send": "L-1|why",
    **{verb: "S-1" for verb in DOORS if verb.startswith("sale.")}, "sales.list": "0",
    "sale.form": "", "sale.send": "", "sale.pass": "S-1|need", "sale.pass.send": "S-1|need",
    **{verb: "R-1" for verb in DOORS if verb.startswith("renewal.")}, "renewals.list": "0",
    **{verb: "B-1" for verb in DOORS if verb.startswith("matter.")},
    **{verb: "M-1" for verb in DOORS if verb.startswith("theme.")},
    **{verb: "G-1" for verb in DOORS if verb.startswith("aim.")},
    "aim.begin": f"{'0' * 32}|2027", "aim.begin.send": f"{'0' * 32}|2027",
    "plan.quarter": "2027.1|0", "plan.file": "2027", "plan.open": "2027", "loss.list": "0",
    "plan.post": "|2027", "plan.post.send": "2027", "plan.post.down": "1",
    **{verb: "H-1" for verb in DOORS if verb.startswith("lookback.")},
    **{verb: "N-1" for verb in DOORS if verb.startswith("initiative.")},
    "initiative.list": "0", "initiative.form": "", "initiative.send": "",
    **{verb: "A-1" for verb in DOORS if verb.startswith("assess.")}, "assess.begin": "",
    "assess.open": "", "assess.compare": "", "assess.list": "0", "assess.begin.send": "",
    "assess.page.send": "A-1|people",
    **{verb: "W-1" for verb in DOORS if verb.startswith("twin.")},
}  # fmt: skip
"""What each door is about: T-1 is Sara's, T-2 is on offer to Lee, T-3 is done, I-1 has nobody.

I-2 is Sara's as well, and I-3 is corrected."""


@pytest.fixture
def incoming(database: Database) -> Incoming:
    """There is something behind every door, and somebody of each standing."""
    common = {"team_id": TEAM, "created_at": MONDAY}
    with database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing is not None
        mine = {"owner_id": SARA, "department_id": billing.department_id, "created_by": OMAR}
        session.add_all(Task(number=number, title="A", **mine, **common) for number in (1, 2))
        session.add(Issue(number=1, title="B", created_by=OMAR, **common))
        session.add(Issue(number=2, title="B", **mine, **common))
        session.add(Issue(number=3, title="B", state=State.CORRECTED, **mine, **common))
        session.add(Task(number=3, title="A", state=State.DONE, closed_at=MONDAY, **mine, **common))
        for noun in ("task", "task", "task", "issue", "issue", "issue", "decision", "inquiry",
                     "dispute", "voice", "loss", "renewal", "sale", "assessment", "initiative",
                     "twin", "contact", "theme", "matter", "aim"):  # fmt: skip
            counters.next_number(session, TEAM, noun)
        session.add(CustomerOutcome(
            number=1, title="O", written_by=OMAR, owner_id=SARA, quarter_on=date(2026, 10, 1),
            ends_on=date(2026, 12, 31), baseline=31, baseline_on=date(2026, 10, 1), target=12,
            first_target=12, **common,
        ))  # fmt: skip
        counters.next_number(session, TEAM, "outcome")
        session.add(Handoff(
            team_id=TEAM, noun="task", number=2, from_id=SARA, to_id=LEE, offered_at=MONDAY,
        ))  # fmt: skip
        session.add(Decision(
            number=1, title="D", asked_by=OMAR, channel_id="C0EXEC", due_at=MONDAY, **common,
        ))  # fmt: skip
        session.add(Inquiry(
            number=1, title="Q", said="S", fact="account", subject="customer:1", to_id=NORA,
            channel_id="C0EXEC", due_at=MONDAY, **common,
        ))  # fmt: skip
        session.add(Dispute(
            number=1, title="F", department_id=billing.department_id, period="2026-10",
            measure="kept_first", words="W", asked_by=LEE, due_at=MONDAY, **common,
        ))  # fmt: skip
        session.add(Voice(
            number=1, title="A conversation", to_id=NORA, month="2026-11", is_asked=True,
            due_at=MONDAY, **common,
        ))  # fmt: skip
        session.add(Assessment(
            number=1, title="A", department_id=billing.department_id, due_at=MONDAY, **common,
        ))  # fmt: skip
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        session.add(Renewal(
            number=1, title="R", customer_id=acme.customer_id, tier="key",
            renews_on=MONDAY.date(), **common,
        ))  # fmt: skip
        session.add(Sale(
            number=1, title="S", recorded_by=OMAR, customer_id=acme.customer_id, sold="Flow",
            sold_by=OMAR, starts_on=MONDAY.date(), **common,
        ))  # fmt: skip
        session.add(Loss(
            number=1, title="L", recorded_by=OMAR, customer_id=acme.customer_id, tier="key",
            left_on=MONDAY.date(), said="W", stated="price", **common,
        ))  # fmt: skip
        session.add(Contact(
            number=1, title="P", key="p", customer_id=acme.customer_id, quiet_from=MONDAY.date(),
            **common,
        ))  # fmt: skip
        session.add(LookBack(number=1, title="S", survey_id=billing.department_id, **common))
        counters.next_number(session, TEAM, "lookback")
        session.add(Theme(
            number=1, title="W", words="credit note, late", marks="credit note, late", answers=5,
            since=MONDAY.date(), last_on=MONDAY.date(), **common,
        ))  # fmt: skip
        session.add(Aim(
            number=1, title="G", customer_id=acme.customer_id, year=2027, **common,
        ))  # fmt: skip
        session.add(Matter(
            number=1, title="B", topic="terms", customer_id=acme.customer_id,
            about_on=MONDAY.date(), question="Q", **common,
        ))  # fmt: skip
        session.add(Initiative(
            number=1, title="N", recorded_by=OMAR, department_id=billing.department_id,
            owner_id=SARA, begins_on=MONDAY.date(), ends_on=MONDAY.date(), **common,
        ))  # fmt: skip
        session.add(Twin(number=1, title="W", one=1, other=2, **common))
        session.add(Initiative(
            number=2, title="N", recorded_by=OMAR, department_id=billing.department_id,
            owner_id=LEE, begins_on=MONDAY.date(), ends_on=MONDAY.date(), **common,
        ))  # fmt: skip
        standings = {KIM: Standing.GUEST, ELI: Standing.NEWCOMER, INES: Standing.STRANGER}
        for user_id, standing in standings.items():
            key = user_id.lower()
            session.add(Person(
                team_id=TEAM, user_id=user_id, handle=key, name=key, key=key, standing=standing,
            ))  # fmt: skip
    return Incoming(database, StoryClock(MONDAY), lambda: None)


def told(incoming: Incoming, who: str, verb: str) -> str:
    """What somebody reads who sends a filled-in form or click that they were never given."""
    answer = incoming.carry_out(DOORS[verb], Request(
        team_id=TEAM, user_id=who, verb=verb, key=f"{verb}:{who}", value=ABOUT.get(verb, ""),
        text="Refund lost", fields=SENT.get(verb, {}), channel_id="C0BILLING",
    ))  # fmt: skip
    if isinstance(answer, FormErrors):
        return " ".join(answer.errors.values())
    return answer.words if isinstance(answer, Refused) else f"{type(answer).__name__}, no refusal"


def hears(incoming: Incoming, who: str, words: str, where: str = "C0BILLING") -> str:
    """What somebody reads who types a command."""
    word, _, rest = words.partition(" ")
    answer = incoming.carry_out(routes.VERBS[word], Request(
        team_id=TEAM, user_id=who, verb=word, key=f"{words}:{who}", text=rest, channel_id=where,
    ))  # fmt: skip
    return answer.words if isinstance(answer, Refused) else f"{type(answer).__name__}, no refusal"


def everything(session: Session) -> dict[str, list[str]]:
    """Every row there is, but the receipts of what was carried out."""
    return {
        name: sorted(str(row) for row in session.exec(select(table)))
        for name, table in metadata.tables.items()
        if name != "receipts"
    }


@pytest.mark.parametrize("who", REFUSED)
def test_what_is_not_for_guests_newcomers_or_strangers_is_refused(
    who: str, incoming: Incoming, database: Database
) -> None:
    with database.read() as session:
        before = everything(session)
    doors, sentence = REFUSED[who]
    said = {verb: told(incoming, who, verb) for verb in sorted(doors)}
    assert said == dict.fromkeys(sorted(doors), sentence)
    with database.read() as session:
        assert everything(session) == before


def test_what_is_for_others_to_do_is_refused_and_says_whose_it_is(
    incoming: Incoming, database: Database
) -> None:
    with database.read() as session:
        before = everything(session)
    said = {verb: told(incoming, TOM, verb) for verb in FOR_OTHERS}
    assert said == {
        verb: f"That is for {whose} to do. Nothing was changed."
        for verb, whose in FOR_OTHERS.items()
    }
    with database.read() as session:
        assert everything(session) == before


def test_what_is_typed_and_for_others_to_do_is_refused_and_says_whose_it_is(
    incoming: Incoming, database: Database
) -> None:
    with database.read() as session:
        before = everything(session)
    asked = {words: "C0LOGIST" for words in TYPED if words.endswith("Billing")}
    said = {words: hears(incoming, TOM, words, asked.get(words, "C0BILLING")) for words in TYPED}
    assert said == {
        words: f"That is for {whose} to do. Nothing was changed." for words, whose in TYPED.items()
    }
    with database.read() as session:
        assert everything(session) == before


@pytest.mark.parametrize("who", REFUSED)
def test_what_is_typed_is_no_way_round_for_guests_newcomers_or_strangers(
    who: str, incoming: Incoming, database: Database
) -> None:
    with database.read() as session:
        before = everything(session)
    said = {words: hears(incoming, who, words) for words in TYPED}
    assert said == dict.fromkeys(TYPED, REFUSED[who][1])
    with database.read() as session:
        assert everything(session) == before


def test_every_door_is_for_everybody_or_somebody() -> None:
    """A new button, form, shortcut or command wants its line above."""
    for_anybody_here = ISSUE_DOORS | TASK_DOORS | NOTE_DOORS | STORY_DOORS | UNDO_DOORS | AWAY_DOORS
    anybody = (
        for_anybody_here
        | KEPT_DOORS
        | OWN_LISTS
        | LISTS
        | OPEN_TO_ALL
        | FOLLOW_DOORS
        | SCORE_DOORS
        | ASSESS_DOORS
        | INITIATIVE_DOORS
        | SALE_DOORS
        | {"sales.list"}
        | SEGMENT_DOORS
        | {"owed.stuck", "item.join", "digest.call", "survey.answer", "survey.answer.send"}
        | {"answer.from_message", "survey.answer.undo"}
        | {"survey.list", "survey.invited", "survey.invited.page"}
    )
    # Who owes no answer about an item has none to give: tests/stories/test_answers.py.
    for_asked = {"item.told", "item.stands", "item.back", "item.back.send", "item.find",
                 "item.find.send", *OTHER_DOORS, "step.held", "step.calls", "step.spoke",
                 "step.nocall", "step.nocall.send",
                 "item.gives", "item.gives.send", "item.cannot", "item.cannot.send",
                 "initiative.way", "initiative.way.send"}  # fmt: skip
    assert anybody | set(FOR_OTHERS) | for_asked | FOR_LEADS == set(DOORS)
    assert not anybody & set(FOR_OTHERS)
    for_anybody = {
        "", "task", "issue", "list", "search", "follow", "unfollow", "department",
        "departments", "customer", "customers", "help", "note", "policy", "show", "undo", "away",
        "roadmap", "outcomes",
        "back", "join", "stands", "held", "cause", "causes", "draft",
        "score", "assess", "initiatives", "plan", "voices",
        "survey",
    }  # fmt: skip
    # Tom may record who left: tests/stories/test_losses.py.
    for_anybody |= {"lost", "growth", "renewals", "sale", "segments", "silence"}
    assert for_anybody | {words.split()[0] for words in TYPED} == set(routes.VERBS)


@pytest.mark.parametrize(("who", "doors"), [(TOM, TASK_DOORS), (ELI, TASK_DOORS), (KIM, set())])
def test_what_is_for_everybody_is_refused_to_nobody(
    who: str, doors: set[str], incoming: Incoming
) -> None:
    """Else the refusals above would prove nothing."""
    for verb in doors | ISSUE_DOORS:
        assert told(incoming, who, verb).endswith("no refusal"), verb

"""What replies in words mean, and how refused commands may go on: tables of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import routes
from handlers.front import verbs
from handlers.front.corrections import rules as corrections
from handlers.front.corrections.rules import Course
from handlers.front.replies.rules import Meant, read
from handlers.front.replies.sayings import Sense
from handlers.speech import phrases
from handlers.speech.errors import SlipOfCommand, UnknownCommand
from handlers.speech.people_errors import UnknownCustomer
from handlers.speech.typing_errors import (
    NotDone,
    NotYetDone,
    OneAtATime,
    OneOwner,
    PerhapsDate,
    PerhapsWhy,
)

KNOWN = frozenset(routes.VERBS)
ANSWER, COMMAND, DATE, YES = Sense.ANSWER, Sense.COMMAND, Sense.DATE, Sense.YES


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("friday", Meant(DATE, text="friday")),
        ("by friday please", Meant(DATE, text="friday please")),
        ("I'll take it by friday.", Meant(DATE, text="friday")),
        ("yes, I’ll have it done by 27 nov", Meant(DATE, text="27 nov")),
        ("no later than friday", Meant(DATE, text="no later than friday")),
        ("friday because legal is late", Meant(DATE, text="friday because legal is late")),
        ("T-12 friday", Meant(DATE, text="friday", refs=("T-12",))),
        ("I'll take T-12 by friday", Meant(DATE, text="friday", refs=("T-12",))),
        ("end of next week works for me", Meant(DATE, text="end of next week")),
        ("done", Meant(ANSWER, "done")),
        ("done, mail is live", Meant(ANSWER, "done", ", mail is live")),
        ("It's done - mail is live", Meant(ANSWER, "done", ": mail is live")),
        ("T-12 and T-13 done", Meant(ANSWER, "done", refs=("T-12", "T-13"))),
        ("not mine", Meant(ANSWER, "handoff")),
        ("no because legal forbids it", Meant(ANSWER, "no", "because legal forbids it")),
        ("I can't because legal forbids it", Meant(ANSWER, "no", "because legal forbids it")),
        ("need help: printer access", Meant(ANSWER, "help", ": printer access")),
        ("move it to friday because x", Meant(ANSWER, "date", "to friday because x")),
        ("remind me tomorrow because x", Meant(ANSWER, "snooze", "tomorrow because x")),
        ("on it", Meant(ANSWER, "ack")),
        ("ok", Meant(YES)),
        ("👍", Meant(YES)),
        ("they know", Meant(ANSWER, "told")),
        ("told them, they are glad", Meant(ANSWER, "told", ", they are glad")),
        ("it helped", Meant(ANSWER, "verified")),
        ("it still holds", Meant(ANSWER, "held")),
        ("it stands", Meant(ANSWER, "stands")),
        ("it came back today", Meant(ANSWER, "failed", "because it came back today")),
        ("T-12", Meant(Sense.NAMED, refs=("T-12",))),
        ("thanks a lot!", Meant(Sense.COURTESY)),
        ("no problem", Meant(Sense.COURTESY)),
        ("maybe friday", Meant(Sense.WORDS, text="maybe friday")),
        ("not done yet", Meant(Sense.WORDS, text="not done yet")),
        ("T-12 done?", Meant(Sense.NAMED, text="done?", refs=("T-12",))),
        ("T-12 is done", Meant(ANSWER, "done", refs=("T-12",))),
        ("T-12 is finished", Meant(ANSWER, "done", refs=("T-12",))),
        ("done with T-12", Meant(ANSWER, "done", refs=("T-12",))),
        ("done with task 12", Meant(ANSWER, "done", refs=("T-12",))),
        (
            "can't, issue 12 in Jira is not fixed",
            Meant(ANSWER, "no", ", issue 12 in Jira is not fixed"),
        ),
        ("done, task 7 days trial sent", Meant(ANSWER, "done", ", task 7 days trial sent")),
        ("can do T-12 thursday", Meant(DATE, text="thursday", refs=("T-12",))),
        ("do T-12 friday", Meant(DATE, text="friday", refs=("T-12",))),
        ("T-12 friday?", Meant(DATE, text="friday", refs=("T-12",))),
        (
            "T-12 no because who would pay for it?",
            Meant(ANSWER, "no", "because who would pay for it?", ("T-12",)),
        ),
        (
            "T-12 done evidence issue 4711",
            Meant(ANSWER, "done", "evidence issue 4711", ("T-12",)),
        ),
        ("👎", Meant(ANSWER, "no")),
        ("T-12 → <@U0TOM>", Meant(ANSWER, "handoff", "to <@U0TOM>", ("T-12",))),
        ("T-12 is not done", Meant(Sense.WORDS, text="T-12 is not done", refs=("T-12",))),
        ("T-12–T-14 done", Meant(ANSWER, "done", refs=("T-12", "T-13", "T-14"))),
        ("is it done?", Meant(Sense.WORDS, text="is it done?")),
        ("yeah", Meant(YES)),
        ("👍🏽", Meant(YES)),
        (":thumbsup::skin-tone-2:", Meant(YES)),
        ("ok, will do", Meant(YES)),
        ("thank you :)", Meant(Sense.COURTESY)),
        ("nope", Meant(ANSWER, "no")),
        ("can't this week", Meant(ANSWER, "no", "this week")),
        ("No - legal forbids it", Meant(ANSWER, "no", ": legal forbids it")),
        ("I am stuck", Meant(ANSWER, "help")),
        ("I need until friday", Meant(DATE, text="friday")),
        ("can do friday", Meant(DATE, text="friday")),
        ("I can do it by Friday, ok?", Meant(DATE, text="friday")),
        ("ask <@U0TOM>", Meant(ANSWER, "handoff", "to <@U0TOM>")),
        ("I'm away until monday", Meant(COMMAND, "away", "until monday")),
        ("I'll be out of office next week", Meant(COMMAND, "away", "next week")),
        ("/cx list billing", Meant(COMMAND, "list", "billing")),
        ("CX, done T-12", Meant(COMMAND, "done", "T-12")),
    ],
)
@pytest.mark.parametrize("here", [False, True])
def test_a_reply_is_heard_as_it_was_meant(words: str, meant: Meant, here: bool) -> None:
    assert read(words, KNOWN, here=here) == meant


SAID_OF_A_THING = (
    "can't fix {}", "cannot do {}", "blocked by {}", "done with {}", "done {}", "{} is done",
    "{} isn't done", "not my {}", "need help with {}", "take {}", "I'll take {} by thursday",
    "date {} friday because x", "note {} they called", "undo {}", "{}", "is {} done?", "{} done?",
    "what about {}?", "hand over {} to <@U0TOM>", "assign {} to <@U0TOM>", "give {} to @lee",
    "decline {} because x", "show {}", "{} friday", "{} they called again", "{} because x",
    "{}: mail is live", "done {}: mail is live", "{} not done yet", "edit {} title Seven desks",
    "done, {}", "done, {} is still open", "can't, {} is first", "can't because {} is first",
    "done evidence {}", "/cx done {}", "close {} please", "{} done because x", "{}, friday",
)  # fmt: skip


@pytest.mark.parametrize("words", SAID_OF_A_THING)
@pytest.mark.parametrize("here", [False, True])
@pytest.mark.parametrize(("spelled", "sign"), [("issue 12", "I-12"), ("task #3", "T-3")])
def test_what_is_named_in_words_is_meant_as_by_its_sign(
    words: str, here: bool, spelled: str, sign: str
) -> None:
    meant = read(words.format(spelled), KNOWN, here=here)
    text = meant.text.replace(spelled, sign)
    if meant.verb == "show":
        meant = Meant(Sense.NAMED, refs=(sign,))
    told = read(words.format(sign), KNOWN, here=here)
    if told.verb == "show":
        told = Meant(Sense.NAMED, refs=(sign,))
    assert (meant.sense, meant.verb, meant.refs) == (told.sense, told.verb, told.refs)
    assert text == told.text or meant.sense is Sense.NAMED


@pytest.mark.parametrize(
    "words",
    [
        "issue 12 invoices are wrong", "task 12 new desks to sara by friday",
        "task 3 days of training by friday", "issue 12 IT tickets lost",
        "issue 12 closed accounts are open again", "new task 12 chairs to sara by friday",
    ],
)  # fmt: skip
def test_what_begins_with_a_number_of_things_is_new(words: str) -> None:
    meant = read(words, KNOWN)
    assert meant.sense is COMMAND
    assert meant.verb in ("task", "issue")
    assert meant.text.startswith(("12 ", "3 "))


@pytest.mark.parametrize(
    ("words", "verb", "text"),
    [
        ("can't, I-12 is first", "no", ", I-12 is first"),
        ("done, issue 12 is still open", "done", ", issue 12 is still open"),
        ("done, and T-12 was easy", "done", ", and T-12 was easy"),
    ],
)
@pytest.mark.parametrize("here", [False, True])
def test_what_is_told_of_another_thing_behind_an_answer_is_part_of_it(
    words: str, verb: str, text: str, here: bool
) -> None:
    assert read(words, KNOWN, here=here) == Meant(ANSWER, verb, text)


@pytest.mark.parametrize(
    ("words", "alone", "under_a_thing"),
    [
        ("task Call them to sara by friday", COMMAND, Sense.WORDS),
        ("issue is with legal", Sense.WORDS, Sense.WORDS),
        ("problem with the invoice", Sense.WORDS, Sense.WORDS),
        ("list", COMMAND, COMMAND),
        ("show my tasks", COMMAND, Sense.WORDS),
        ("help", COMMAND, COMMAND),
        ("hello", COMMAND, Sense.WORDS),
    ],
)
def test_a_sentence_is_no_command_unless_it_can_be_nothing_else(
    words: str, alone: Sense, under_a_thing: Sense
) -> None:
    assert read(words, KNOWN).sense is alone
    assert read(words, KNOWN, here=True).sense is under_a_thing
    assert read(words, KNOWN, here=True, called=True).sense in (COMMAND, Sense.WORDS)


@pytest.mark.parametrize(
    ("words", "verb", "text"),
    [
        ("T-12", "show", "T-12"),
        ("#12", "show", "#12"),
        ("Ｔ-１２", "show", "Ｔ-１２"),
        ("issue 7", "show", "I-7"),
        ("task 12", "show", "T-12"),
        ("search T-12", "show", "T-12"),
        ("find T-12", "show", "T-12"),
        ("is T-12 done", "show", "T-12"),
        ("when is T-12 due?", "show", "T-12"),
        ("T-12 done", "reply", "T-12 done"),
        ("T-12 friday", "reply", "T-12 friday"),
        ("not done T-12", "reply", "not done T-12"),
        ("don't close T-12", "reply", "don't close T-12"),
        ("do not close T-12", "reply", "do not close T-12"),
        ("i'll take T-12 by friday", "reply", "i'll take T-12 by friday"),
        ("please done T-12", "done", "T-12"),
        ("postpone T-12 by a week", "date", "T-12 by another a week"),
        ("extend T-12 2 days because x", "date", "T-12 by another 2 days because x"),
        ("postpone T-12 to 2 dec", "date", "T-12 to 2 dec"),
        ("delay T-12 in 12 days", "date", "T-12 in 12 days"),
        ("delay T-12 within 10 days", "date", "T-12 within 10 days"),
        ("delay T-12 in another 2 days", "date", "T-12 in another 2 days"),
        ("delay T-12 to 2 weeks from now", "date", "T-12 to 2 weeks from now"),
        ("delay T-12 2 weeks from now", "date", "T-12 2 weeks from now"),
        ("delay T-12 until 2 days before easter", "date", "T-12 until 2 days before easter"),
        ("delay T-12 till 2 days before easter", "date", "T-12 till 2 days before easter"),
        ("delay T-12 12 days", "date", "T-12 by another 12 days"),
        (
            "delay T-12 to friday because it needs 3 days",
            "date",
            "T-12 to friday because it needs 3 days",
        ),
        ("can do T-12 thursday", "reply", "can do T-12 thursday"),
        ("do T-12 friday", "reply", "do T-12 friday"),
        ("can I close T-12?", "show", "T-12?"),
        ("what's open?", "list", ""),
        ("what is late?", "list", "late"),
        ("how do I close a task", "help", ""),
        ("i am on holiday until monday", "away", "until monday"),
        ("out of office until 7 dec", "away", "until 7 dec"),
        ("i am late", "i", "am late"),
        ("nope T-12", "no", "T-12"),
    ],
)
def test_a_command_is_found_in_what_people_say(words: str, verb: str, text: str) -> None:
    first, rest = phrases.first_word(words)
    assert verbs.meant(first, rest, KNOWN) == (verb, text)


SAID = (
    "friday", "done", "not mine", "no", "because", "T-12", "I-7", "thanks", "by", "to", "ok",
    "help", "need help", ",", ":", "-", "yes", "it", "task", "list", "take it", "I'll", "please",
    "they know", "show", "/cx", "cx", "and", "this", "works for me", "what about", "is", "done?",
    "not", "can't", "week", "T-1–T-3", "i'm away until", "stuck", "yeah", "ask",
)  # fmt: skip
CONTENT = st.from_regex(r"zq[a-z0-9]{1,8}[,.!?:]?", fullmatch=True)
"""Words that stand for what nobody can foresee."""


SENTENCE = st.lists(st.sampled_from(SAID) | CONTENT, min_size=1, max_size=9).map(" ".join)


@given(SENTENCE, st.booleans())
def test_no_word_is_lost(words: str, here: bool) -> None:
    """What has no meaning of its own is handed on, with its signs, in its order."""
    meant = read(words, KNOWN, here=here)
    told = [word for word in words.split() if word.startswith("zq")]
    handed_on = [word for word in meant.text.split() if word.startswith("zq")]
    assert handed_on == told
    if meant.sense is Sense.WORDS:
        assert meant.text.split()[-1:] == words.split()[-1:]


@pytest.mark.parametrize(
    "words",
    [
        "have called them, still waiting for their answer",
        "can do, waiting for parts",
        "should be open tomorrow",
    ],
)
def test_a_statement_is_no_question_though_it_begins_with_the_word_of_one(words: str) -> None:
    assert verbs.wondered(words) is None
    assert verbs.wondered(f"{words}?") is not None


@pytest.mark.parametrize(
    ("error", "verb", "text", "courses"),
    [
        (
            UnknownCustomer(
                name="“Acmee”", hint="", wrong="for Acmee", right="for Acme", called="Acme"
            ),
            "issue", "Acmee asks: late for  Acmee sev 2",
            [
                Course("Use Acme", "issue", "Acmee asks: late for Acme sev 2"),
                Course("Open as a form…", "issue.typed", "Acmee asks: late for  Acmee sev 2"),
            ],
        ),
        (
            UnknownCustomer(name="", hint="", wrong="R&D Co", right="R&D <Co>"), "list",
            "R&amp;D Co",
            [Course("Use R&D <Co>", "list", "R&amp;D &lt;Co&gt;")],
        ),
        (
            SlipOfCommand(words="taks", nearest="task"), "unknown", "taks Call them",
            [Course("Use /cx task", "task", "Call them")],
        ),
        (
            UnknownCommand(words="x"), "unknown", "printer is broken",
            [
                Course("Give a task…", "task.shortcut", "printer is broken"),
                Course("Report an issue…", "issue.shortcut", "printer is broken"),
                Course("My list", "list"),
            ],
        ),
        (
            PerhapsDate(words="", ref="T-6", verb="done", when="friday"), "done",
            "T-6 not yet, by friday",
            [Course("Another date…", "item.date", value="T-6", fields={"by": "friday"})],
        ),
        (
            NotDone(words="", ref="T-6", verb="done"), "done", "T-6 but half because of <legal>",
            [Course("Done, and keep my words", "done",
                    "T-6 evidence but half because of &lt;legal&gt;")],
        ),
        (
            PerhapsWhy(words="", ref="T-6", verb="no"), "no", "T-6 legal forbids it",
            [
                Course("That is why", "no", "T-6 because legal forbids it"),
                Course("Open as a form…", "item.no", value="T-6",
                       fields={"reason": "legal forbids it"}),
            ],
        ),
        (
            NotDone(words="", ref="T-6 T-7", verb="done"), "done", "T-6 as in T-7",
            [
                Course("Both", "done", "T-6 T-7 evidence as in"),
                Course("Only T-6", "done", "T-6 evidence as in T-7"),
                Course("Only T-7", "done", "T-7 evidence as in T-6"),
            ],
        ),
        (
            OneAtATime(count="two", refs="T-6 T-7"), "no",
            "T-6 and T-7: see <https://acme.example|plan> &amp; R because <https://x.example|it>",
            [
                Course(
                    f"Only {ref}", "no",
                    f"{ref}: see <https://acme.example|plan> &amp; R because <https://x.example|it>",
                )
                for ref in ("T-6", "T-7")
            ],
        ),
        (
            NotYetDone(words="", names="T-6", ref="T-6"), "done",
            "T-6 not yet, see <https://acme.example|plan>",
            [
                Course("Another date…", "item.date", value="T-6"),
                Course("Need help…", "item.help", value="T-6"),
                Course(
                    "Keep it as a note", "note",
                    "T-6 not yet, see <https://acme.example|plan>",
                ),
            ],
        ),
        (
            OneOwner(names="", ids="U0SARA U0LEE", called="Sara Novak\nLee Park"), "handoff",
            "T-6 to <@U0SARA> <@U0LEE> because of &amp;",
            [
                Course("Sara Novak", "handoff", "T-6 to <@U0SARA> because of &amp;"),
                Course("Lee Park", "handoff", "T-6 to <@U0LEE> because of &amp;"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_refusal_offers_how_it_may_go_on(
    error: object, verb: str, text: str, courses: list[Course]
) -> None:
    found = corrections.courses(error, verb, text)  # type: ignore[arg-type]
    assert found[: len(courses)] == courses
    assert {course.label for course in found[len(courses) :]} <= {"Open as a form…"}
    assert all(course.verb in routes.COURSES for course in found)

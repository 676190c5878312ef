"""What people type is read word by word: nothing is lost, in whatever order and shape it comes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.promises.issues import rules as issues
from handlers.promises.tasks import rules as tasks
from handlers.promises.tasks.rules import TypedTask
from handlers.speech import answered, grammar, phrases, typed
from handlers.speech.clauses import KnownNames
from handlers.speech.runs import Slot
from storage.customers import Customer
from storage.departments import Department, key_of
from tests.cast import LEE, MARIA, OMAR, SARA, TEAM, TOM

CUSTOMERS = ("Acme", "Globex", "O'Brien & Sons", "Corner Café")
KNOWN = KnownNames(
    people={"sara": SARA, "sara novak": SARA, "lee": LEE},
    customers={
        key_of(name): Customer(team_id=TEAM, name=name, key=key_of(name)) for name in CUSTOMERS
    },
    departments={
        key: Department(team_id=TEAM, name=name, key=key_of(name))
        for key, name in (("billing", "Billing"), ("C0BILLING", "Billing"), ("product", "Product"))
    },
)
AT_SARA, AT_LEE, AT_MARIA, AT_TOM = (
    f"<@{user_id}|{user_id[2:].lower()}>" for user_id in (SARA, LEE, MARIA, TOM)
)


def task(text: str) -> TypedTask:
    return tasks.read(typed.words(text), KNOWN, OMAR)


def fields(said: TypedTask) -> dict[str, str]:
    """What was read, in words."""
    shown = {name: getattr(value, "name", value) for name, value in vars(said).items() if value}
    return {name: str(value) for name, value in shown.items() if isinstance(value, str)}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            f"Ask {AT_MARIA} about the refund to {AT_SARA} by friday",
            {"what": "Ask @maria about the refund", "owner": AT_SARA, "when": "friday"},
        ),
        (
            f"for Acme to {AT_TOM} in 3 days check the dock pass",
            {
                "what": "check the dock pass", "owner": AT_TOM, "when": "in 3 days",
                "customer": "Acme",
            },
        ),
        (
            "to sara rewrite FAQ by monday for acme",
            {
                "what": "rewrite FAQ", "owner": f"<@{SARA}|sara>", "when": "monday",
                "customer": "Acme",
            },
        ),
        (
            f"Call them to {AT_SARA} by friday for Acme because they waited",
            {
                "what": "Call them", "owner": AT_SARA, "when": "friday", "customer": "Acme",
                "reason": "they waited",
            },
        ),
        (
            "Call Globex to me by friday",
            {"what": "Call Globex", "owner": f"<@{OMAR}|me>", "when": "friday"},
        ),
        (
            "Call Globex to @me by friday",
            {"what": "Call Globex", "owner": f"<@{OMAR}|me>", "when": "friday"},
        ),
        (
            f"Send it for “Acme” to {AT_SARA} by 2026–11–27",
            {"what": "Send it", "owner": AT_SARA, "when": "2026-11-27", "customer": "Acme"},
        ),
        (
            f"It in <#C0BILLING|billing> to {AT_SARA}, by “next friday”, for O’BRIEN &amp; Sons",
            {
                "what": "It", "owner": AT_SARA, "when": "next friday",
                "customer": "O'Brien & Sons", "department": "Billing",
            },
        ),
        (
            f"Check <https://acme.example/i/7|acme.example/i/7> to {AT_SARA} by friday",
            {"what": "Check acme.example/i/7", "owner": AT_SARA, "when": "friday"},
        ),
        (
            f"Ask for Acme to pay the bill to {AT_SARA} by friday",
            {
                "what": "Ask for Acme to pay the bill", "owner": AT_SARA, "when": "friday",
                "customer": "Acme",
            },
        ),
        (
            f"Say “by monday to {AT_LEE}” to {AT_SARA} by friday",
            {"what": "Say “by monday to @lee”", "owner": AT_SARA, "when": "friday"},
        ),
        (
            f"Meet on monday about it to {AT_SARA} by friday",
            {"what": "Meet on monday about it", "owner": AT_SARA, "when": "friday"},
        ),
        (
            f"Rewrite the mail {AT_SARA} tomorrow",
            {"what": "Rewrite the mail", "owner": AT_SARA, "when": "tomorrow"},
        ),
    ],
)  # fmt: skip
def test_a_task_is_read_as_meant(text: str, read: dict[str, str]) -> None:
    said = task(text)
    assert fields(said) == read
    assert said.complete


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (f"Call them to {AT_SARA} and {AT_LEE} by friday", {"rivals": [AT_SARA, AT_LEE]}),
        (f"Call them to {AT_SARA}, {AT_LEE} by friday", {"rivals": [AT_SARA, AT_LEE]}),
        (
            "Call them to Lee, Sara Novak by friday",
            {"rivals": [f"<@{LEE}|Lee>", f"<@{SARA}|Sara Novak>"]},
        ),
        (f"To {AT_SARA} call them to {AT_LEE} by friday", {"rivals": [AT_SARA, AT_LEE]}),
        (
            "Call them to <!subteam^S0BILL|@billing-team> by friday",
            {"group": "@billing-team", "owner": ""},
        ),
        (
            f"Invoice wrong, for Smith &amp; Sons, to {AT_SARA} by friday",
            {"unplaced": [("customer", "for Smith & Sons")]},
        ),
        (
            f"Call for Acme to {AT_SARA} by friday for Globex",
            {"unplaced": [("customer", "for Globex")]},
        ),
        (f"Call to {AT_SARA} by friday by monday", {"unplaced": [("date", "by monday")]}),
        ("Send the note to Globex by friday", {"unplaced": [("owner", "to Globex")]}),
        (f"Ask {AT_MARIA} about the refund by friday", {"guessed": True, "owner": AT_MARIA}),
        (f"Call them by blursday to {AT_SARA}", {"when": "blursday", "owner": AT_SARA}),
        (f"Call them to {AT_SARA} by friday for Acmee", {"customer": "Acmee"}),
        (f"Call them to {AT_SARA} by friday in Biling", {"department": "Biling"}),
        ("Call them to @nobody by friday", {"owner": "@nobody"}),
    ],
)
def test_what_is_not_clear_is_asked(text: str, question: dict[str, object]) -> None:
    said = task(text)
    assert {name: getattr(said, name) for name in question} == question
    refused = {"customer", "department", "when", "owner"} & set(question) and not said.guessed
    assert refused or not said.complete, "what gives it refuses it, or the form asks"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        (f"{AT_SARA} <@{LEE}> <@U0GONE>", "@sara @lee-of-ours @U0GONE"),
        ("<#C0BILLING|billing> <#C0BILLING>", "#billing #C0BILLING"),
        ("<!subteam^S0BILL|@billing-team> <!subteam^S0BILL>", "@billing-team @S0BILL"),
        ("<!here> <!channel> <!everyone|everyone>", "@here @channel @everyone"),
        ("<https://x.example|them> <https://x.example>", "them https://x.example"),
        ("<mailto:a@x.example|a@x.example> <tel:+1|+1>", "a@x.example +1"),
        ("<!date^1^{date}|Fri 27 Nov>", "Fri 27 Nov"),
        ("a &lt;b&gt; &amp;amp; c < d", "a <b> &amp; c < d"),
    ],
)
def test_markup_is_read_back_into_what_its_writer_saw(markup: str, shown: str) -> None:
    handles = {LEE: "lee-of-ours"}
    assert typed.seen(markup, handles) == shown
    assert typed.line(typed.words(markup, handles)) == shown


def test_where_links_lead_is_kept_where_it_is_asked_for() -> None:
    text = "call <https://x.example|them> or <https://y.example|y.example>"
    assert typed.seen(text, addresses=True) == "call them (https://x.example) or y.example"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien & Sons", "O’BRIEN  & Sons"),
        ("Café", "Cafe\u0301"),
        ("A-B", "a‑b"),
        ('"Best" Ltd', "“best” ltd"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_compare_as_they_look(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


CLAUSES = {
    "owner": ("to", AT_SARA), "when": ("by", "next friday"), "customer": ("for", "O'Brien & Sons"),
    "department": ("in", "Billing"),
}  # fmt: skip
PLAIN = st.sampled_from(
    ["call", "them", "again,", "T-9", "5", "é", "don't", "refund.", "(soon)", "a&amp;b", "“x”"]
)


@given(
    order=st.permutations([*CLAUSES, "what"]),
    title=st.lists(PLAIN, min_size=1, max_size=6),
    gaps=st.lists(st.sampled_from([" ", "  ", "\n", "\u00a0", "\t", " \u2003"]), min_size=30),
    quotes=st.sampled_from(["", '"', "“”", "„“"]),
    shout=st.booleans(),
    composed=st.sampled_from(["NFC", "NFD"]),
)
def test_order_space_quotes_case_and_composition_make_no_difference(
    order: list[str], title: list[str], gaps: list[str], quotes: str, shout: bool, composed: str
) -> None:
    said: list[str] = []
    for name in order:
        if name == "what":
            said += title
            continue
        lead, value = CLAUSES[name]
        if quotes and name != "owner":
            value = f"{quotes[0]}{value}{quotes[-1]}"
        said += [lead.upper() if shout else lead, *value.replace("'", "’").split()]
    text = "".join(word + gaps[at % len(gaps)] for at, word in enumerate(said))
    read = task(unicodedata.normalize(composed, text))

    assert (read.owner, read.when) == (AT_SARA, "next friday")
    assert getattr(read.customer, "name", "") == "O'Brien & Sons"
    assert getattr(read.department, "name", "") == "Billing"
    wanted = " ".join(title).replace("&amp;", "&").strip(" ,.")
    assert _letters(read.what) == _letters(wanted)


WORDS = st.sampled_from(
    [
        "to", "by", "for", "in", "on", "until", "because", "sev", "no", "and", AT_SARA, AT_LEE,
        "sara", "@who", "me", "friday", "3", "days", "Acme", "acme,", "Billing", "O'Brien", "&amp;",
        "Sons", '"Acme"', "“by", "friday”", "(call", "them)", "‘a", "b’", "<#C0BILLING|billing>",
        "<https://x.example|x>", "<!subteam^S0|@all>", "—", ",", "T-1.", "at", "5pm", "or", "->",
        "owner:", "customer:", "due:", "why:", "Acme:", "[Acme]", "remind", "privately", "tomorrow",
        f"{AT_SARA}/{AT_LEE}", f"{AT_SARA}{AT_LEE}", "monday,",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=14))
def test_every_word_ends_in_a_field_the_title_or_a_question(said: list[str]) -> None:
    text = " ".join(said)
    read = task(text)
    kept = [read.what, read.reason, read.group, *read.rivals, read.owner, read.when]
    kept += [str(getattr(row, "name", row)) for row in (read.customer, read.department)]
    kept += [words for _, words in read.unplaced]
    kept += ["privately"] if read.audience else []
    found = _letters(typed.seen(" ".join(kept)).lower() + " me")
    for word in typed.words(text):
        letters = _letters(word.plain.lower())
        led = word.lead in {"to", "by", "for", "in", "on", "until", "because", "and", "no"}
        assert led or letters in found or word.person or word.channel, (word, kept)


ISSUE = KnownNames(
    people=KNOWN.people, customers=KNOWN.customers, departments=KNOWN.departments, reasons=False,
    severities=True, levels=True,
)  # fmt: skip
SAYS = {
    "severity": ["sev 2", "(SEV-2)", "severity: 2", "sev2", "Severity 2,"],
    "customer": ["for Acme", "for “acme”", "FOR Acme,"],
    "department": ["in Billing", "in <#C0BILLING|billing>", "in 'Billing'"],
}


@given(
    order=st.permutations([*SAYS, "what"]),
    title=st.lists(PLAIN, min_size=1, max_size=6),
    chosen=st.tuples(*(st.sampled_from(each) for each in SAYS.values())),
)
def test_an_issue_is_read_in_any_order(
    order: list[str], title: list[str], chosen: tuple[str, ...]
) -> None:
    said = dict(zip(SAYS, chosen, strict=True)) | {"what": " ".join(title)}
    read = issues.read(typed.words(" ".join(said[name] for name in order)), ISSUE)
    assert read.severity == "2"
    assert getattr(read.customer, "name", "") == "Acme"
    assert getattr(read.department, "name", "") == "Billing"
    assert read.unplaced == []
    assert _letters(read.what) == _letters(" ".join(title).replace("&amp;", "&"))


@given(st.lists(WORDS, max_size=14))
def test_every_word_of_an_issue_ends_in_a_field_the_title_or_a_question(said: list[str]) -> None:
    words = typed.words(" ".join(said))
    read = issues.read(words, ISSUE)
    kept = [read.what, read.severity, *(each for _, each, _ in read.unplaced)]
    kept += [str(getattr(row, "name", "")) for row in (read.customer, read.department)]
    kept += ["privately"] if read.audience else []
    found = _letters(" ".join(kept)).lower()
    for word in words:
        is_lead = word.lead in {"for", "in", "to", "sev"}
        assert is_lead or _letters(word.plain.lower()) in found or word.channel, (word, kept)


ANSWER = st.sampled_from(
    [
        "T-1", "(T‑2).", "#3", "4", "and", ",", "friday", "by", "to", "because", "evidence", "not",
        "yet", AT_SARA, "<https://x.example|x>", "“next", "friday”", "I-7:", "D-1", "5pm", "Q4",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        (f"Call Globex at 5pm friday to {AT_SARA}", "Call Globex", "at 5pm friday"),
        (f"Call Globex Nov 27, 2026 at 17:00 to {AT_SARA}", "Call Globex", "Nov 27, 2026 at 17:00"),
        (f"{AT_SARA} please call Globex tomorrow", "please call Globex", "tomorrow"),
        (f"Call Globex tomorrow at noon to {AT_SARA}", "Call Globex", "tomorrow at noon"),
        (f"Prepare slides for monday to {AT_SARA}", "Prepare slides", "monday"),
        (f"Fix the bill of tomorrow to {AT_SARA}", "Fix the bill of tomorrow", ""),
        (f"Meet them at noon to {AT_SARA} by friday", "Meet them at noon", "friday"),
        (f"Call the week after to {AT_SARA}", "Call the week after", ""),
    ],
)
def test_a_day_is_found_also_without_a_word_that_leads_to_it(
    text: str, what: str, when: str
) -> None:
    said = task(text)
    assert (said.what, said.when) == (what, when)


@pytest.mark.parametrize("glue", ["/", " / ", "+", ",", ", ", " & ", " and "])
def test_whoever_is_named_beside_another_is_asked_about(glue: str) -> None:
    said = task(f"Call Globex to {AT_SARA}{glue}{AT_LEE} by friday")
    assert list(said.rivals) == [AT_SARA, AT_LEE]
    assert (said.what, said.owner, said.complete) == ("Call Globex", "", False)


def test_whoever_is_named_right_behind_another_stays_in_the_title() -> None:
    said = task(f"Call Globex to {AT_SARA}{AT_LEE} by friday")
    assert (said.what, said.owner, said.complete) == ("Call Globex @lee", AT_SARA, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Call Globex by friday or monday to {AT_SARA}", ("Call Globex or monday", "friday")),
        (f"Call because to {AT_SARA} by friday", ("Call because", "friday")),
        (f"Call Globex -> {AT_SARA} by friday", ("Call Globex", "friday")),
        (f"for {AT_SARA} to call Globex by friday", ("call Globex", "friday")),
        (f"Buy a cake for {AT_LEE} by friday", ("Buy a cake for @lee", "friday")),
        (f"remind {AT_SARA} to call Globex by friday", ("call Globex", "friday")),
        (f"{AT_SARA} - call Globex by friday", ("call Globex", "friday")),
        (f"Call them owner: {AT_SARA} due: friday customer: Acme", ("Call them", "friday")),
    ],
)
def test_little_words_lead_only_to_what_follows_them(text: str, found: tuple[str, str]) -> None:
    said = task(text)
    assert (said.what, said.when) == found


@pytest.mark.parametrize(
    ("text", "what", "customer", "department"),
    [
        (f"Acme: call them to {AT_SARA} by friday", "Acme: call them", "Acme", ""),
        (f"[Acme] Call them to {AT_SARA} by friday", "Call them", "Acme", ""),
        (f"Nobody: call them to {AT_SARA} by friday", "Nobody: call them", "", ""),
        (f"Call them {AT_SARA} by friday, Acme", "Call them", "Acme", ""),
        (f"Call them {AT_SARA} by friday <#C0BILLING|billing>", "Call them", "", "Billing"),
        (f"Call them {AT_SARA} by friday, Acme reception", "Call them Acme reception", "", ""),
    ],
)
def test_a_name_is_known_where_it_stands_by_itself(
    text: str, what: str, customer: str, department: str
) -> None:
    said = task(text)
    assert said.what == what
    assert getattr(said.customer, "name", "") == customer
    assert getattr(said.department, "name", "") == department


@pytest.mark.parametrize("named", ["Billing", "<#C0BILLING|billing>", "billing,"])
def test_a_department_owns_nothing_and_it_is_asked_who_does(named: str) -> None:
    said = task(f"Call Globex to {named} by friday")
    assert (said.what, said.group, said.owner) == ("Call Globex", "Billing", "")
    assert not said.complete


@pytest.mark.parametrize(
    ("named", "rivals"),
    [
        (f"me and {AT_SARA}", [OMAR, SARA]), (f"{AT_SARA} and me", [SARA, OMAR]),
        (f"{AT_SARA}, me", [SARA, OMAR]), (f"sara and {AT_LEE}", [SARA, LEE]),
        (f"{AT_LEE} or sara", [LEE, SARA]),
    ],
)  # fmt: skip
def test_of_several_who_are_named_nobody_is_left_to_the_title(
    named: str, rivals: list[str]
) -> None:
    said = task(f"Call Globex to {named} by friday")
    assert (said.what, said.owner) == ("Call Globex", "")
    assert [phrases.mentioned(each) for each in said.rivals] == rivals


@pytest.mark.parametrize(
    "name", ["Sara Miller", "Sara Miller-Jones", "Sara Novak Junior", "Lee De Vries", "Sara's Team"]
)
def test_a_longer_name_than_the_one_that_is_known_is_asked_about(name: str) -> None:
    said = task(f"Call Globex to {name} by friday")
    assert said.owner == ""
    assert said.what == f"Call Globex to {name}"
    assert not said.complete


def test_a_title_may_follow_a_name_that_stands_first() -> None:
    said = task("to Sara Rewrite FAQ by monday")
    assert (said.what, said.owner) == ("Rewrite FAQ", f"<@{SARA}|Sara>")


@pytest.mark.parametrize(
    ("text", "what", "customer", "department"),
    [
        ("Refund for customer Acme", "Refund", "Acme", ""),
        ("Refund for our client Acme in Billing", "Refund", "Acme", "Billing"),
        ("Refund for the account Acme", "Refund", "Acme", ""),
        ("Refund for the Acme people", "Refund for the Acme people", "", ""),
        ("Refund in the Billing team", "Refund", "", "Billing"),
        ("Refund in our department Billing for Acme", "Refund", "Acme", "Billing"),
        ("Put it in the Billing folder", "Put it in the Billing folder", "", ""),
    ],
)
def test_the_noun_beside_a_name_belongs_to_it(
    text: str, what: str, customer: str, department: str
) -> None:
    said = fields(task(f"{text} to {AT_SARA} by friday"))
    assert said["what"] == what
    assert (said.get("customer", ""), said.get("department", "")) == (customer, department)


@pytest.mark.parametrize("mark", ["•", "-", "- [ ]", "[x]", "☐", "&gt;"])
def test_the_mark_of_a_list_is_no_part_of_a_title(mark: str) -> None:
    assert task(f"{mark} Call them to {AT_SARA} by friday").what == "Call them"


def test_what_is_private_is_so_also_where_the_reason_ends() -> None:
    said = task(f"Call them to {AT_SARA} by friday because they wait privately")
    assert (said.reason, said.audience) == ("they wait", "private")


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("because of training", "training"), ("because Of the move", "the move"),
        ("Because of: the move", "the move"), ("because of of", "of"),
        ("because “of mice” is sold out", "“of mice” is sold out"),
        ("because “they wait”", "they wait"), ('because of "old rules".', "old rules"),
        ("because they said “no”", "they said “no”"),
        ("because offers are late", "offers are late"), ("because they think of us",) * 2,
        ("because of", ""),
    ],
)  # fmt: skip
def test_a_reason_is_read_without_the_of_that_belongs_to_because(why: str, reason: str) -> None:
    reason = reason.removeprefix("because ")
    assert answered.read(typed.words(f"T-1 friday {why}")).reason == reason
    assert task(f"Call them to {AT_SARA} by friday {why}").reason == reason
    early = task(f"Call them {why} to {AT_SARA} by friday")
    assert (early.owner, early.reason) == (AT_SARA, reason)


@pytest.mark.parametrize(
    ("text", "evidence", "whole"),
    [
        ("T-1 evidence “mail is live”", "mail is live", "evidence “mail is live”"),
        ("T-1, mail is live because of training", *["mail is live because of training"] * 2),
        ("T-1 because of training", "training", "training"),
    ],
)
def test_a_reason_within_a_sentence_keeps_its_words(text: str, evidence: str, whole: str) -> None:
    said = answered.read(typed.words(text))
    assert (said.evidence, said.whole) == (evidence, whole)


@pytest.mark.parametrize(
    ("text", "severity"),
    [("Broke, sev. 2", "2"), ("Broke sev two", "2"), ("severity high: broke", "2"),
     ("Broke sev p1", "1"), ("Broke severity critical", "1"), ("Broke sev 5", "5"),
     ("Broke sev 12", "12"), ("Broke sev 34", "34"), ("Broke, severity level 2", "2"),
     ("Broke, severity is high", "2"), ("Broke prio 1", "1"), ("Broke priority high", "2"),
     ("Broke for priority customers", "")],
)  # fmt: skip
def test_how_bad_it_is_may_be_said_in_a_word(text: str, severity: str) -> None:
    assert issues.read(typed.words(text), ISSUE).severity == severity


@pytest.mark.parametrize(
    ("text", "severity", "what"),
    [
        ("P1 outage for Acme", "1", "outage"),
        ("Outage P1 for Acme", "1", "Outage"),
        ("p2: invoice wrong", "2", "invoice wrong"),
        ("Broke (P2)", "2", "Broke"),
        ("Outage for Acme critical", "1", "Outage"),
        ("Server down critical", "1", "Server down"),
        ("urgent: machine broke", "1", "machine broke"),
        ("Machine broke. Urgent!", "1", "Machine broke"),
        ("[high] machine broke", "2", "machine broke"),
        ("Low priority: typo on page two", "4", "typo on page two"),
        ("Machine broke, high priority", "2", "Machine broke"),
        ("Machine broke prio 1", "1", "Machine broke"),
        ("priority: high machine broke", "2", "machine broke"),
        ("sev 2 - high: broke", "2", "broke"),
        ("sev 2 high bills", "2", "high bills"),
        ("Broke for Acme, low", "4", "Broke"),
    ],
)
def test_how_bad_it_is_may_be_said_without_a_little_word(
    text: str, severity: str, what: str
) -> None:
    read = issues.read(typed.words(text), ISSUE)
    assert (read.severity, read.what, read.perhaps_severity) == (severity, what, "")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Door jammed at Acme", "Door jammed at Acme"),
        ("Door jammed at acme sev 1", "Door jammed at acme"),
        ("sev 2: double billing, acme", "double billing"),
        ("Acme broken door", "Acme broken door"),
        ("Acme's door broke", "Acme's door broke"),
        ("The door of (Acme) broke", "The door of (Acme) broke"),
        ("Broke: Acme waits", "Broke: Acme waits"),
        ("Why does Acme wait for Acme", "Why does Acme wait"),
    ],
)
def test_a_customer_is_found_without_a_little_word(text: str, what: str) -> None:
    read = issues.read(typed.words(text), ISSUE)
    assert (read.customer and read.customer.name, read.what) == ("Acme", what)
    assert read.perhaps_customers == []


@pytest.mark.parametrize(
    ("text", "perhaps"),
    [
        ("That was the acme of rudeness", ["Acme"]),
        ("Acme and Corner Café were mixed up", ["Acme", "Corner Café"]),
        ("The machine broke", []),
    ],
)
def test_a_customer_who_may_be_meant_is_asked_about(text: str, perhaps: list[str]) -> None:
    read = issues.read(typed.words(text), ISSUE)
    assert (read.customer, read.what) == (None, text)
    assert [each.name for each in read.perhaps_customers] == perhaps


@pytest.mark.parametrize(
    ("text", "perhaps"),
    [
        ("Critical review in the press", "Critical"),
        ("This is urgent", "urgent"),
        ("Door P3 jammed", "P3"),
        ("Acme blocker: no login", "blocker"),
        ("High bills", ""),
        ("The road is not urgent", ""),
        ("Priority boarding was refused", ""),
        ("Normal users see a minor notice", ""),
    ],
)
def test_a_word_that_may_say_how_bad_it_is_stays_in_the_title(text: str, perhaps: str) -> None:
    read = issues.read(typed.words(text), ISSUE)
    assert (read.severity, read.what, read.perhaps_severity) == ("", text, perhaps)


@pytest.mark.parametrize(
    ("text", "severity"),
    [("Sev 5 machine broke", "5"), ("sev 0: machine broke", "0"), ("P0 machine broke", "p0"),
     ("Machine broke sev5 for Acme", "sev5")],
)  # fmt: skip
def test_a_level_that_there_is_not_is_kept_so_that_it_is_refused(text: str, severity: str) -> None:
    read = issues.read(typed.words(text), ISSUE)
    assert (read.severity, read.what.lower()) == (severity, "machine broke")


@pytest.mark.parametrize("level", ["0", "5", "12", "34", "234"])
def test_a_level_that_there_is_not_is_no_value(level: str) -> None:
    found = grammar.clauses(typed.words(f"Broke sev {level}"), KnownNames(severities=True))
    assert [each.value for each in found] == [None]


@given(st.lists(ANSWER, min_size=1, max_size=10))
def test_every_word_of_an_answer_names_something_or_is_kept(said: list[str]) -> None:
    words = typed.words(" ".join(said))
    read = answered.read(words)
    kept = _letters(" ".join([*read.refs, read.left, read.reason]))
    assert read.refs or not words or words[0].lead == "because"
    for word in words:
        joins = word.seen in {"and", ","} or word.lead == "because"
        assert joins or _letters(word.plain) in kept, (word, read)
    closes = not read.words or read.evidence is not None
    assert closes or read.left, "what does not close something is asked about in its own words"


@pytest.mark.parametrize(
    ("text", "refs", "left"),
    [
        ("T-1–T-3", "T-1 T-2 T-3", ""),
        ("T-8 – T-10", "T-8 T-9 T-10", ""),
        ("T-8 to T-10 because x", "T-8 T-9 T-10", ""),
        ("T-8..10", "T-8 T-9 T-10", ""),
        ("I-8-I-9", "I-8 I-9", ""),
        ("T-11/12", "T-11 T-12", ""),
        ("T-13, 14 and 15", "T-13 T-14 T-15", ""),
        ("I-1 and 2", "I-1 I-2", ""),
        ("tasks 3 and 4", "T-3 T-4", ""),
        ("issue 7", "I-7", ""),
        ("both T-1 and also T-2", "T-1 T-2", ""),
        ("T-1 plus T-2, mail is live", "T-1 T-2", "mail is live"),
        ("Ｔ－１２", "T-12", ""),
        ("T-3 until 7 dec", "T-3", "until 7 dec"),
        ("T-3 to 7 dec", "T-3", "to 7 dec"),
        ("T-3, 7 dec", "T-3", "7 dec"),
        ("T-3, 2 people needed", "T-3", "2 people needed"),
        ("T-3, 2 by friday", "T-3 T-2", "by friday"),
        ("T-3, 2 friday", "T-3 T-2", "friday"),
        ("T-3, task 7 friday", "T-3 T-7", "friday"),
        ("T-3 done, task 7 days late", "T-3", "done, task 7 days late"),
        ("T-3 can't, issue 12 in Jira is open", "T-3", "can't, issue 12 in Jira is open"),
        ("T-3 in 3 days because issue 4711 is open", "T-3", "in 3 days"),
        ("T-3 evidence issue 4711", "T-3", "evidence issue 4711"),
        ("T-3 and 4 dec", "T-3", "and 4 dec"),
        ("T-3 - mail is live", "T-3", "mail is live"),
        ("T-3, issue 12 in Jira is open", "T-3", "issue 12 in Jira is open"),
        ("T-3, I-12 is still open", "T-3", "I-12 is still open"),
        ("T-3, I-12 friday", "T-3 I-12", "friday"),
        ("done, task 12", "T-12", "done,"),
        ("T-5 to T-3", "T-5 T-3", "to"),
        ("T-1 – I-2", "T-1 I-2", ""),
    ],
)
def test_what_an_answer_is_about_is_read_from_each_way_of_naming_it(
    text: str, refs: str, left: str
) -> None:
    read = answered.read(typed.words(text))
    assert (" ".join(read.refs), read.left) == (refs, left)


@given(
    st.integers(1, 400), st.integers(1, 20), st.sampled_from(["–", " to ", "..", " - ", "-", " – "])
)
def test_a_range_names_each_of_its_things(first: int, more: int, sign: str) -> None:
    read = answered.read(typed.words(f"T-{first}{sign}T-{first + more} friday"))
    assert read.refs == tuple(f"T-{number}" for number in range(first, first + more + 1))
    assert read.left == "friday"


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFC", words)
    return "".join(sign for sign in plain if sign.isalnum())


# --- who may see it ---


@pytest.mark.parametrize(
    ("text", "what", "audience"),
    [
        (f"Call them to {AT_SARA} by friday privately", "Call them", "private"),
        (f"privately call them to {AT_SARA} by friday", "call them", "private"),
        (f"Call them to {AT_SARA} private by friday", "Call them", "private"),
        (f"Call them to {AT_SARA} by friday, confidential", "Call them", "private"),
        (f"Call them to {AT_SARA} by friday openly because they wait", "Call them", "department"),
        (f"Call them to {AT_SARA} PRIVATELY tomorrow", "Call them", "private"),
        (f"Speak privately with Jana to {AT_SARA} by friday", "Speak privately with Jana", None),
        (f"Mend the private road to {AT_SARA} by friday", "Mend the private road", None),
        (f"Private road to {AT_SARA} by friday", "Private road", None),
        (f"“privately” to {AT_SARA} by friday", "“privately”", None),
    ],
)
def test_who_may_see_it_is_said_where_it_can_mean_nothing_else(
    text: str, what: str, audience: str | None
) -> None:
    said = task(text)
    assert (said.what, said.audience) == (what, audience)
    assert said.complete


@pytest.mark.parametrize(
    ("line", "left", "audience"),
    [
        ("privately Close the depot", "Close the depot", "private"),
        ("openly: Close the depot", "Close the depot", "department"),
        ("Close the depot, openly", "Close the depot", "department"),
        ("Close the depot; confidential.", "Close the depot", "private"),
        ("Close the depot openly", "Close the depot openly", None),
        ("Close the depot privately", "Close the depot", "private"),
        ("Raise the price by 6 % confidentially.", "Raise the price by 6 %", "private"),
        ("Sell the private road", "Sell the private road", None),
        ("privately", "privately", None),
    ],
)
def test_a_decision_says_so_at_an_end(line: str, left: str, audience: str | None) -> None:
    assert grammar.audience_of(line) == (left, audience)


@pytest.mark.parametrize("marks", ['""', "“”", "‘’", "«»", "``", "``````"])
@pytest.mark.parametrize("inside", ["Ask <@U0TOM|tom> by friday", "Ask <@U0TOM|tom>, Ben in May"])
def test_a_quotation_stays_whole_whoever_is_mentioned_in_it(marks: str, inside: str) -> None:
    opens, closes = marks[: len(marks) // 2], marks[len(marks) // 2 :]
    said = typed.words(f"{opens}{inside}{closes} to <@U0SARA|sara> by thursday")
    read = tasks.read(said, KnownNames(), OMAR)
    assert read.what == f"{opens}{typed.seen(inside)}{closes}"
    assert (read.owner, read.when, read.complete) == ("<@U0SARA|sara>", "thursday", True)


@pytest.mark.parametrize(
    "text", ["Fix `foo bar to @sara by friday", "Fix `T-1` to @sara by `friday`"]
)
def test_a_lone_mark_and_one_word_of_code_quote_nothing(text: str) -> None:
    read = tasks.read(typed.words(text), KnownNames(), OMAR)
    assert (read.owner, read.when) == ("@sara", "friday")


@pytest.mark.parametrize("arrow", ["→", "⇒", "->", "=>", "➜", "-->"])
def test_an_arrow_leads_to_whoever_does_it(arrow: str) -> None:
    read = task(f"Call them {arrow} {AT_TOM} by friday")
    assert (read.what, read.owner, read.when) == ("Call them", AT_TOM, "friday")


def test_somebodys_team_is_not_they_themselves() -> None:
    read = task("Call them to sara novak's team by friday")
    assert read.owner == ""
    assert not read.complete
    assert "sara novak's team" in read.what


def test_who_corrects_an_issue_is_asked_about() -> None:
    read = issues.read(typed.words(f"Door jammed to {AT_TOM} by friday"), ISSUE)
    assert [(kind, words) for kind, words, _ in read.unplaced] == [(Slot.OWNER, "to @tom")]
    assert issues.read(typed.words(f"Bill sent to {AT_TOM} twice"), ISSUE).unplaced == []

"""What a list says of itself: how much there is of what, whose and for whom, in whole sentences."""

from __future__ import annotations

from handlers.promises.lists import Listing
from handlers.promises.lists.filters import ListOwner, Sorting
from handlers.speech import blocks, words
from storage.listings import MOST, Which

WHICH = {
    Which.OPEN: "Open",
    Which.LATE: "Late",
    Which.WAITING: "Waiting for an answer",
    Which.WEEK: "Due this week",
    Which.OFFERED: "Offered",
    Which.DONE: "Done this week",
    Which.NO: "No, this month",
    Which.CLOSED: "Closed in the last 30 days",
    Which.EVERYTHING: "Open and closed",
}
"""What can be chosen."""
ORDERS = {Sorting.URGENT: "Most urgent", Sorting.DUE: "Due first", Sorting.NEWEST: "Newest"}
ME, GIVEN, ALL, TRIAGE = "Me", "What I asked for", "Everybody", "Without a department"
FOLLOWED = "What I follow"
OWNERS = {
    ListOwner.ME: ME,
    ListOwner.GIVEN: GIVEN,
    ListOwner.FOLLOWED: FOLLOWED,
    ListOwner.ALL: ALL,
    ListOwner.TRIAGE: TRIAGE,
}
TITLES = {
    ListOwner.ME: "What you owe",
    ListOwner.GIVEN: "What you asked for",
    ListOwner.FOLLOWED: "What you follow",
    ListOwner.ALL: "Everybody's",
    ListOwner.TRIAGE: "Waiting for a department",
}
MANY = 2
"""From here on the sentence of many is said; those of none and one stand before it."""
STATES = {
    Which.OPEN: ("Nothing{of} is open", "One thing{of} is open", "{count}{of} are open"),
    Which.LATE: ("Nothing{of} is late", "One thing{of} is late", "{count}{of} are late"),
    Which.WAITING: (
        "Nothing{of} waits for an answer", "One thing{of} waits for an answer",
        "{count}{of} wait for an answer",
    ),
    Which.WEEK: (
        "Nothing{of} is due this week", "One thing{of} is due this week",
        "{count}{of} are due this week",
    ),
    Which.OFFERED: (
        "Nothing{of} is on offer", "One thing{of} is on offer", "{count}{of} are on offer",
    ),
    Which.DONE: (
        "Nothing{of} was done this week", "One thing{of} was done this week",
        "{count}{of} were done this week",
    ),
    Which.NO: (
        "Nothing{of} was answered with a no this month",
        "One thing{of} was answered with a no this month",
        "{count}{of} were answered with a no this month",
    ),
    Which.CLOSED: (
        "Nothing{of} was closed in the last 30 days",
        "One thing{of} was closed in the last 30 days",
        "{count}{of} were closed in the last 30 days",
    ),
    Which.EVERYTHING: ("There is nothing{of}", "There is one thing{of}", "There are {count}{of}"),
}  # fmt: skip
WAITS = {
    ListOwner.ME: ("Nothing waits for you", "One thing waits for your answer",
                   "{count} wait for your answer"),
    ListOwner.PERSON: ("Nothing waits for {name}", "One thing waits for {name}",
                       "{count} wait for {name}"),
    ListOwner.TRIAGE: ("Every issue has a department", "One issue waits for a department",
                       "{issues} wait for a department"),
    ListOwner.DEPARTMENT: ("Nothing is open for {name}", "One thing is open for {name}",
                           "{count} are open for {name}"),
}  # fmt: skip
"""The same of what is open, where it is said otherwise."""
OF = {
    ListOwner.ME: " of yours",
    ListOwner.GIVEN: " that you asked for",
    ListOwner.FOLLOWED: " that you follow",
    ListOwner.PERSON: " of {name}",
    ListOwner.TRIAGE: " without a department",
}
"""Whose they are, behind what they are."""
IN = {ListOwner.DEPARTMENT: " in {name}"}
"""Where they are, at the end."""
FOUND = ("Nothing{of} found for “{words}”", "One thing{of} found for “{words}”",
         "{count}{of} found for “{words}”")  # fmt: skip
INSTEAD = ("", "One thing is open.", "{count} are open.")
"""What is said of what there is where nothing of the kind was found."""
SHOW = ("", "Show it…", "Show all {number}…")
CUT = (
    f"Here are the {MOST:,} things that are due first. "
    "Choose a department or a customer to see others."
)


def headline(found: Listing) -> str:
    """How much there is, as one sentence of markup without its full stop."""
    of = found.of
    sentences, where = STATES[of.which], IN.get(of.whose, "")
    if of.which is Which.OPEN and of.whose in WAITS and not of.customer_id:
        sentences, where = WAITS[of.whose], ""
    if of.words:
        sentences, where = FOUND, IN.get(of.whose, "")
    sentence = sentences[min(found.total, MANY)].replace("{of}", OF.get(of.whose, "")) + where
    sentence = _of_its_sort(sentence, found)
    if of.customer_id:
        sentence += " for {customer}"
    return sentence.format(
        count=_count(found, "thing"), issues=_count(found, "issue"),
        name=blocks.safe(found.name, 80), customer=blocks.safe(found.customer, 80),
        words=blocks.safe(of.words, 80),
    )  # fmt: skip


def _count(found: Listing, usual: str) -> str:
    """How many of what; `usual` is what it is where the list is of more than one sort."""
    noun = found.of.noun or usual
    said = words.count(found.total, noun)
    if found.is_cut:
        said = words.more_than(MOST, noun)
    inside = found.of.which is Which.EVERYTHING and not found.of.words
    return said if inside else f"{said[:1].upper()}{said[1:]}"


def _of_its_sort(sentence: str, found: Listing) -> str:
    """A sentence about things, of tasks or issues where the list is of one sort.

    “Nothing is open” is “No issue is open” where others may be.
    """
    noun = found.of.noun
    if not noun:
        return sentence
    sentence = sentence.replace("Nothing", f"No {noun}").replace("thing", noun)
    return sentence.replace("issue ", f"{noun} ")


def cut(found: Listing) -> str:
    """Which of very many there are, and how to see others; empty where these are all."""
    return _of_its_sort(CUT, found) if found.is_cut else ""


def instead(found: Listing) -> str:
    """What there is where nothing was found; empty where there is nothing else."""
    count = words.at_least(found.open_instead, found.of.noun or "thing").capitalize()
    sentence = INSTEAD[min(found.open_instead, MANY)].format(count=count)
    return _of_its_sort(sentence, found)


def show_instead(found: Listing) -> str:
    """What leads there."""
    number = f"{found.open_instead:,}"
    return SHOW[min(found.open_instead, MANY)].format(number=number)


def suggestion(found: Listing) -> str:
    """Other words, and how much they find."""
    if found.suggested is None:
        return ""
    finds = words.count(found.suggested.total, "thing")
    return f"*{blocks.safe(found.suggested.words, 60)}* finds {finds}."


def title(found: Listing) -> str:
    """What a list is called, in plain words."""
    return TITLES.get(found.of.whose) or found.name


def owner(found: Listing) -> str:
    """Whose it is, in plain words."""
    return OWNERS.get(found.of.whose) or found.name

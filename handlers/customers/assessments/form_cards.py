"""The forms of how a department deals with customers: one area a page, who begins, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slackblocks import Block

from handlers.customers.assessments import LONGEST, words
from handlers.customers.assessments.areas import AREAS
from handlers.customers.assessments.rules import AreaResult
from handlers.people import choices
from handlers.promises.items import TITLE as LONGEST_TITLE
from handlers.speech import blocks, inputs, reasons
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.assessments import AreaAnswer, Assessment

SENTENCE, EVIDENCE, EVIDENCE_ON, CUSTOMER_SAYS = "sentence", "evidence", "evidence_on", "says"
UNTIL, PERSON, AREA, WHAT, OWNER, BY = "until", "person", "area", "what", "owner", "by"
WHO_READS = (
    "What is said stays as it is. Whoever reads the page reads this too, and not who added it."
)
UNKNOWN = "0"
"""What stands for “I don't know”."""
ONLY_THE_MIDDLE = (
    "Only the middle is shown. The third and the fourth sentence need something that shows them."
)


def page(
    assessment: Assessment,
    name: str,
    area: str,
    said: AreaAnswer | None,
    seen: Sequence[str],
    *,
    is_last: bool,
    note: tuple[str, str] | None = None,
) -> Json:
    """One area with what is `seen` at each stage.

    `note` is what is said of the page before, and about which area.
    """
    known, nth = AREAS[area], list(AREAS).index(area) + 1
    options = {str(stage): each for stage, each in enumerate(seen, start=1)}
    parts: list[Block] = []
    if note:
        again = blocks.button(
            words.ADD_LABEL, words.GO_ON, f"{assessment.ref}{blocks.SEPARATOR}{note[1]}"
        )
        parts.append(blocks.section(note[0], again))
    chosen = None
    if said:
        chosen = UNKNOWN if said.stage is None else str(said.stage)
    parts += [
        blocks.section(f"*{blocks.safe(name, 80)}: {known.name}*"),
        inputs.choice(
            SENTENCE, "Which sentence fits?", {**options, UNKNOWN: "I don't know"}, value=chosen
        ),
        inputs.text(
            EVIDENCE, "What shows it?", value=said.evidence if said else "", lines=True,
            most=LONGEST, optional=True, hint="A link, or an item such as T-12.",
        ),
        inputs.date(
            EVIDENCE_ON, "From when is that?", optional=True, hint="Empty means today.",
            value=said.evidence_on.isoformat() if said and said.evidence_on else None,
        ),
        inputs.text(
            CUSTOMER_SAYS, "What would a customer say?", most=LONGEST, optional=True, lines=True,
            value=said.customer_says if said else "",
        ),
        blocks.context(ONLY_THE_MIDDLE),
    ]  # fmt: skip
    return blocks.form(
        f"{known.short}, {nth} of {len(AREAS)}", words.PAGE_SEND, *parts,
        submit="Close my part" if is_last else "Next",
        value=f"{assessment.ref}{blocks.SEPARATOR}{area}",
    )  # fmt: skip


def begin(departments: Choices, neighbours: Choices, until: date) -> Json:
    """Who looks at itself, until when, and which department looks as well."""
    return blocks.form(
        "Nine areas", words.BEGIN_SEND,
        inputs.several(choices.DEPARTMENTS, "Which departments?", departments),
        inputs.date(UNTIL, "Until when do people answer?", value=until.isoformat()),
        inputs.row(
            choices.DEPARTMENT, "Which neighbour looks as well?", neighbours, optional=True,
            hint="Two of it are asked. Its answers are only “higher”, “lower” or “the same”.",
        ),
        submit="Ask them",
    )  # fmt: skip


def pass_on(assessment: Assessment) -> Json:
    """Why it is not for somebody, and who answers instead."""
    return blocks.form(
        "Not for me", words.PASS_SEND,
        reasons.ask_for("Why not?"),
        inputs.person(PERSON, "Who answers instead?", optional=True),
        value=assessment.ref,
    )  # fmt: skip


def task(assessment: Assessment, area: str, moves: Sequence[Block] = ()) -> Json:
    """The first thing that is to be different in one area; `area` is chosen so far.

    `moves` asks which outcome it moves, where there are any.
    """
    names = {key: each.name for key, each in AREAS.items()}
    return blocks.form(
        "What is the first thing?", words.TASK_SEND,
        inputs.choice(AREA, "Which area should be different?", names, value=area or None),
        inputs.text(WHAT, "What will be done?", most=LONGEST_TITLE),
        inputs.person(OWNER, "Who does it?"),
        inputs.date(BY, "By when?"),
        *moves,
        value=assessment.ref, submit="Give it",
    )  # fmt: skip


def rest(assessment: Assessment) -> Json:
    """Why nothing should be different this half."""
    return blocks.form(
        "Not this half", words.REST_SEND,
        reasons.ask_for("Why should nothing be different by then?"),
        value=assessment.ref,
    )  # fmt: skip


def add(assessment: Assessment, said: Sequence[AreaResult]) -> Json:
    """What shows an area that is only `said` to be further; one alone is chosen."""
    names = {each.area: f"{AREAS[each.area].name}: {each.shown}, said {each.said}" for each in said}
    return blocks.form(
        "What shows it?", words.ADD_SEND,
        inputs.choice(
            AREA, "Which area does it show?", names,
            value=said[0].area if len(said) == 1 else None,
        ),
        inputs.text(
            EVIDENCE, "What shows it?", lines=True, most=LONGEST,
            hint="A link, or an item such as T-12.",
        ),
        inputs.date(
            EVIDENCE_ON, "From when is that?", optional=True,
            hint="Within the last twelve months. Empty means today.",
        ),
        blocks.context(WHO_READS),
        value=assessment.ref, submit="Add it",
    )  # fmt: skip

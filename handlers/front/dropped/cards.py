"""Everything people read about a file that they dropped, and the form that says how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slackblocks import Block, Element
from sqlmodel import Session

from handlers.front.dropped import options
from handlers.front.dropped.found import FoundThere
from handlers.front.imports import Subject, presets, undoing
from handlers.speech import blocks, inputs, values, words
from handlers.speech.blocks import Shown
from handlers.speech.lengths import cut
from handlers.speech.request import Json
from storage import dropped_files
from storage.cards import Card
from storage.dropped_files import DroppedFile, FileStage

BRING, KIND, OPEN, LEAVE, UNDO, SEND = (
    "file.bring", "file.kind", "file.open", "file.leave", "file.undo", "file.send",
)  # fmt: skip
UPDATES = "updates"
CHANGE_THEM = {UPDATES: "Change what is here"}
KINDS = {
    Subject.ISSUES: "Issues", Subject.TASKS: "Tasks", Subject.CUSTOMERS: "Customers",
    Subject.CAUSES: "Causes", Subject.PEOPLE: "People", Subject.DEPARTMENTS: "Departments",
    Subject.QUESTIONS: "Questions of the bank", Subject.VOICES: "What executives heard",
    Subject.SURVEYS: "Surveys",
    Subject.RESPONSES: "What customers answered", Subject.INITIATIVES: "Initiatives",
    Subject.OUTCOMES: "Outcomes for customers",
}  # fmt: skip
ONE = {
    Subject.ISSUES: ("issue", "issues"), Subject.TASKS: ("task", "tasks"),
    Subject.CUSTOMERS: ("customer", "customers"), Subject.PEOPLE: ("person", "people"),
    Subject.DEPARTMENTS: ("department", "departments"), Subject.CAUSES: ("cause", "causes"),
    Subject.QUESTIONS: ("question", "questions"), Subject.VOICES: ("voice", "voices"),
    Subject.SURVEYS: ("survey", "surveys"),
    Subject.RESPONSES: ("answer", "answers"),
    Subject.INITIATIVES: ("initiative", "initiatives"),
    Subject.OUTCOMES: ("outcome", "outcomes"),
}  # fmt: skip
LONGEST_NAME = 80
UNNAMED = "your file"
TITLE = "How to read it"
DATES = {"dmy": "Day first: 31/12/2026", "mdy": "Month first", "ymd": "Year first"}
DECIMALS = {"point": "A point: 1,234.50", "comma": "A comma: 1.234,50"}
ASKED = {
    "recommend": "Would they recommend us? 0 to 10", "satisfied": "Are they satisfied? 1 to 5",
    "easy": "Was it easy? 1 to 7", "easy-5": "Was it easy? 1 to 5", "words": "Words only",
}  # fmt: skip
CHANGED = "Rows that are here with other words change nothing, unless you say so in the form."
CHANGED_SINCE = "It has changed since I showed it last. Please look again."
NOTHING_NEW = "Nothing in it is new."
WRITE_OPTIONS = (
    "What a sentence above calls --map, --value, --route and so on goes here, each on a line."
)


def render(session: Session, card: Card, now: datetime) -> Shown | None:
    """A file as it stands; None where nobody knows it any more."""
    del now
    file = dropped_files.find(session, card.team_id, card.number)
    return drawn(file) if file else None


def drawn(file: DroppedFile) -> Shown:
    """The message of a file."""
    name, found = f"*{blocks.safe(file.name or UNNAMED, LONGEST_NAME)}*", file.found
    match FileStage(file.stage):
        case FileStage.NEW:
            return _said(f"I am reading {name}, and bring nothing in yet.{_so_far(found)}")
        case FileStage.UNCLEAR:
            return _unclear(file, name)
        case FileStage.READ:
            return _rehearsed(file, name)
        case FileStage.WANTED:
            return _said(f"{name} is coming in.{_so_far(found)}")
        case FileStage.IN:
            return _brought(file, name)
        case FileStage.UNWANTED:
            return _said(f"What {name} brought is being taken back.")
        case FileStage.UNDONE:
            return _said("\n".join([name, *map(blocks.ours, found.get("said", []))]))
        case FileStage.LEFT:
            said = f"{name} was left as it is, and nothing came in."
            return _said(said, blocks.actions(_differently(file)))
        case FileStage.FAILED:
            return _failed(file, name)


def _so_far(found: FoundThere) -> str:
    done, total = found.get("done", 0), found.get("total", 0)
    return f" {done:,} of {total:,} rows so far." if done and total else ""


def _unclear(file: DroppedFile, name: str) -> Shown:
    columns = [f"“{blocks.safe(each, 40)}”" for each in file.found.get("header", [])]
    likely = [each for each in Subject if str(each) in file.found.get("likely", [])]
    first = [each for each in KINDS if each in likely]
    rest = [each for each in KINDS if each not in likely]
    row = [
        blocks.button(KINDS[each], kind_verb(each), str(file.number)) for each in [*first, *rest]
    ]
    return _said(
        f"What does {name} hold? Its columns are {words.join_names(columns)}.",
        blocks.actions(*row),
        blocks.actions(_differently(file), _leave(file)),
    )


def _rehearsed(file: DroppedFile, name: str) -> Shown:
    found = file.found
    subject, brings = Subject(found["subject"]), found["brings"]
    lead = f"A rehearsal of {name}, as {subject}: nothing is written yet."
    row: list[Element] = []
    if brings:
        one, several = ONE[subject]
        what = f"{brings:,} {one if brings == 1 else several}"
        bring = f"Bring in {what}"
        confirm = f"{what.capitalize()} from {file.name} come in or change what is here."
        row.append(blocks.button(bring, BRING, str(file.number), "primary", confirm))
    notes = [] if brings else [blocks.context(NOTHING_NEW)]
    if "here with other words" in found["figures"] and not found.get("changes"):
        notes.append(blocks.context(CHANGED))
    return Shown(
        lead,
        blocks.message(
            blocks.section(lead),
            blocks.section(_figures(found)),
            blocks.actions(*row, _differently(file), _leave(file)),
            *_details(found, "The first rows as they would come in"),
            *notes,
        ),
    )


def _brought(file: DroppedFile, name: str) -> Shown:
    found = file.found
    lead = f"Import {found['number']}: {found['subject']} from {name}."
    row = []
    figures = found["figures"]
    if figures.get("added") or (found["subject"] in undoing.RECORDS and figures.get("updated")):
        confirm = (
            "What nobody has touched or used since goes again, and what was changed is as before. "
            "The rest stays, and is named."
        )
        row.append(blocks.button("Take it back", UNDO, str(file.number), confirm=confirm))
    parts = [blocks.section(lead), blocks.section(_figures(found))]
    parts += [blocks.actions(*row)] if row else []
    return Shown(lead, blocks.message(*parts, *_details(found, "The first rows")))


def _failed(file: DroppedFile, name: str) -> Shown:
    # It was made markup when it was kept.
    said = f"{name}: {file.found.get('why', '')}"
    if not file.found.get("readable"):
        return _said(said)
    return _said(said, blocks.actions(_differently(file), _leave(file)))


def _figures(found: FoundThere) -> str:
    return "\n".join(f"{number:,}  {name}" for name, number in found["figures"].items())


def _details(found: FoundThere, heading: str) -> list[Block]:
    """How it was read, row by row and column by column."""
    lines = [blocks.ours(line, 500) for line in found["said"]]
    if found["refused"]:
        lines += ["*Left out*", *[f"• {blocks.ours(each, 500)}" for each in found["refused"]]]
    if found["more"]:
        lines.append(f"• and {found['more']:,} more")
    if found["columns"]:
        columns = [
            f"{blocks.safe(field)} from “{blocks.safe(name, 40)}”"
            for field, name in found["columns"]
        ]
        lines += ["*Columns*", "; ".join(columns)]
    if found["rows"]:
        lines += [f"*{heading}*", *[f"• {blocks.safe(each, 250)}" for each in found["rows"]]]
    return blocks.paragraphs(lines)


def _differently(file: DroppedFile) -> Element:
    return blocks.button("Read it differently…", OPEN, str(file.number))


def _leave(file: DroppedFile) -> Element:
    return blocks.button("Leave it", LEAVE, str(file.number))


def _said(markup: str, *more: Block) -> Shown:
    return Shown(markup, blocks.message(blocks.section(markup), *more))


def form(file: DroppedFile, surveys: Sequence[str] = ()) -> Json:
    """How a file is to be read, with what was said before filled in.

    `surveys` are the names of those to which a file of answers may belong.
    """
    said = file.said
    subject = str(said.get(options.SUBJECT) or file.found.get("subject", ""))
    offered = {presets.NONE: "None", **{name: name.title() for name in presets.names()}}
    parts: Sequence[Block] = (
        blocks.context(f"*{blocks.safe(file.name, LONGEST_NAME)}*. Nothing comes in by this."),
        inputs.choice(options.SUBJECT, "What it holds", _kinds(), value=subject or None),
        *_survey(file, surveys, subject),
        inputs.text(
            options.SOURCE, "System that its ids are from", value=str(said.get(options.SOURCE, "")),
            optional=True, most=80, placeholder="zendesk",
        ),
        inputs.choice(
            options.PRESET, "Preset", offered, value=said.get(options.PRESET), optional=True
        ),
        inputs.choice(
            options.DATES, "Dates of three numbers", DATES, value=said.get(options.DATES),
            optional=True,
        ),
        inputs.choice(
            options.DECIMAL, "Decimal sign", DECIMALS, value=said.get(options.DECIMAL),
            optional=True,
        ),
        inputs.tick(options.UPDATE, "Rows that are here with other words", CHANGE_THEM),
        inputs.text(
            options.MORE, "More options", value=str(said.get(options.MORE, "")), optional=True,
            lines=True, hint=cut(WRITE_OPTIONS, 150), placeholder='--map "title=What happened"',
        ),
    )  # fmt: skip
    return blocks.form(TITLE, SEND, *parts, submit="Rehearse", value=str(file.number))


def _survey(file: DroppedFile, surveys: Sequence[str], subject: str) -> Sequence[Block]:
    """Which survey the answers of a file belong to, or which one opens with them."""
    if subject != Subject.RESPONSES:
        return ()
    said = file.said
    known = [
        inputs.choice(
            options.ANSWERS, "Which survey is it?", {each: each for each in surveys},
            value=said.get(options.ANSWERS), optional=True,
        )
    ] if surveys else []  # fmt: skip
    return (
        *known,
        inputs.text(
            options.NEW_SURVEY, "Or a new one: what is it called?", optional=True,
            value=str(said.get(options.NEW_SURVEY, "")), most=values.NAME,
            placeholder="Autumn survey",
        ),
        inputs.choice(
            options.ASKS, "What does the new one ask?", ASKED, value=said.get(options.ASKS),
            optional=True,
        ),
    )  # fmt: skip


def kind_verb(subject: Subject) -> str:
    """The button that says that a file holds this."""
    return f"{KIND}.{subject}"


def _kinds() -> dict[str, str]:
    return {str(each): label for each, label in KINDS.items()}

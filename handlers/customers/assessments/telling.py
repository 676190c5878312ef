"""What an assessment has to say above its story; who said what of an area is told to nobody."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.telling import Opening, StoryLine, Telling, Way
from handlers.customers import assessments as room
from handlers.customers.assessments import adding, cards, reading, undoing, words
from handlers.customers.assessments.areas import AREAS
from handlers.people import access
from handlers.promises import items, undoable
from handlers.speech import blocks
from storage import assessments, departments
from storage.assessments import Assessment, AssessmentState
from storage.departments import Department
from storage.history import Event
from storage.people import Person

HAPPENED = {
    "begun": "asked {people} how it deals with customers",
    "repeated": "asked {people} again how it deals with customers",
    "area answered": "One area was answered",
    "part given": "One part is in",
    "part passed on": "One part was given to somebody else, or to nobody",
    "closed": "closed it",
    "task chosen": "gave {task} for “{area}”",
    "nothing this half": "said why nothing should be different this half",
    "evidence added": "What shows “{area}” was added",
    "undone": "What was added for “{area}” was taken away again",
    "escalated": "told {to} that an answer is missing",
    "taken back": "took it back",
}
NAMELESS = ("area answered", "part given", "part passed on", "evidence added", "undone")
"""What is told without who did it."""


def _opening(session: Session, now: datetime, person: Person, number: int) -> Opening:
    """Raises NoSuchNumber, and what `access.check` raises."""
    assessment = assessments.find(session, person.team_id, number)
    access.check(session, person, access.READ_ASSESSMENTS, assessment)
    if assessment is None:
        raise items.unknown(session, person.team_id, Assessment, number)
    department = departments.find(session, person.team_id, assessment.department_id)
    lines = [cards.took_place(department, assessment, now)]
    ways: list[Way] = []
    if department and reading.may_read(session, person, department):
        if assessment.has_result:
            result = reading.result_of(session, assessment)
            lines = [f"{reading.headline(department, result)}.", *cards.stages(result)]
        ways = _ways(session, now, person, assessment, department)
    if assessment.reason and ways:
        lines.append(f"Nothing this half: “{blocks.safe(assessment.reason, 1000)}”")
    return Opening(
        name=assessment.ref,
        title=blocks.safe(assessment.title, 80),
        lines=lines,
        state=f"{assessment.ref} · {words.STATES[AssessmentState(assessment.state)]}",
        ways=ways,
    )


def _ways(
    session: Session, now: datetime, person: Person, assessment: Assessment, department: Department
) -> list[Way]:
    found = []
    rater = assessments.rater(session, person.team_id, assessment.number, person.user_id)
    is_open = assessment.state == AssessmentState.OPEN
    if is_open and rater and not rater.declined:
        found.append(Way(words.GO_ON_LABEL, words.GO_ON, assessment.ref, is_answer=True))
        if rater.finished_at is None:
            found.append(Way(words.PASS_LABEL, words.PASS, assessment.ref, is_answer=True))
    if assessment.has_result and room.may_choose(session, person, department):
        found.append(Way(words.TASK_LABEL, words.TASK, assessment.ref, is_answer=True))
        if assessment.state == AssessmentState.CLOSED:
            found.append(Way(words.REST_LABEL, words.REST, assessment.ref, is_answer=True))
    if adding.offered(session, now, person, assessment):
        found.append(Way(words.ADD_LABEL, words.ADD, assessment.ref, is_answer=True))
    if undoing.can(session, now, person, assessment):
        found.append(Way(undoable.LABEL, words.UNDO, assessment.ref))
    if assessment.has_result:
        found.append(Way(words.COMPARE_LABEL, words.COMPARE, department.department_id.hex))
    if is_open and access.may(session, person, access.BEGIN_ASSESSMENT):
        found.append(Way(cards.TAKE_BACK, words.STOP, assessment.ref))
    return found


def _line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    del before, reader
    details = event.details
    area = AREAS.get(str(details.get("area")))
    happened = HAPPENED.get(event.verb, event.verb).format(
        to=blocks.person(details.get("to")),
        people=cards.people(details.get("people", 0)),
        task=details.get("task", ""),
        area=area.name if area else "",
    )
    if event.verb in NAMELESS:
        return StoryLine(happened)
    actor = blocks.person(event.actor) if event.actor else "Duly"
    quoted = details.get("after", {}).get("reason", "")
    return StoryLine(f"{actor} {happened}", str(quoted))


TOLD = Telling(opening=_opening, line=_line)

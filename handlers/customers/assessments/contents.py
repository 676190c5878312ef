"""What the room of assessments adds: its word, its forms, what is asked, and what is exported."""

from __future__ import annotations

from handlers.chasing.registers import UndoneBy
from handlers.customers.assessments import (
    adding_requests,
    answer_requests,
    beginning,
    digest_lines,
    follow_requests,
    home_lines,
    moves,
    requests,
    room_page,
    undoing,
    words,
)
from handlers.customers.assessments.exported import AREAS, ASSESSMENTS
from handlers.customers.assessments.kind import ASSESS, NEXT
from handlers.customers.assessments.noun import ASSESSMENT
from handlers.customers.assessments.sentences import requests as wording
from handlers.customers.contents import Contents
from storage.assessments import Assessment

CONTENTS = Contents(
    nouns=(ASSESSMENT,),
    kinds=(ASSESS, NEXT),
    exports=(ASSESSMENTS, AREAS),
    moves=moves.MOVES,
    undoing=(UndoneBy(Assessment.noun, Assessment.letter, undoing.PASSING, adding_requests.undo),),
    visits=(beginning.look_after,),
    chapters=(room_page.read,),
    week=(home_lines.week,),
    department_digest=(digest_lines.department,),
    verbs={"assess": requests.typed},
    buttons={
        words.OPEN: requests.open_department,
        words.LIST: requests.show_list,
        words.ALL: requests.open_list,
        words.BEGIN: requests.open_begin,
        words.GO_ON: answer_requests.open_page,
        words.PASS: answer_requests.open_pass,
        words.TASK: follow_requests.open_task,
        words.REST: follow_requests.open_rest,
        words.ADD: adding_requests.open_form,
        words.UNDO: adding_requests.press_undo,
        words.COMPARE: requests.compare,
        words.STOP: requests.press_stop,
        words.NINE: wording.show,
        words.REWORD: wording.open_form,
    },
    forms={
        words.BEGIN_SEND: requests.send_begin,
        words.PAGE_SEND: answer_requests.send_page,
        words.PASS_SEND: answer_requests.send_pass,
        words.TASK_SEND: follow_requests.send_task,
        words.REST_SEND: follow_requests.send_rest,
        words.ADD_SEND: adding_requests.send,
        words.REWORD_SEND: wording.send,
    },
)

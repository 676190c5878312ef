"""What the room of the roadmap adds: its words, buttons, forms and what is asked of an outcome."""

from __future__ import annotations

from functools import partial

from handlers.chasing.registers import UndoneBy
from handlers.customers import posted_pages
from handlers.customers.contents import Contents
from handlers.customers.posted_pages import requests as posted_requests
from handlers.customers.roadmap import (
    asking,
    count_requests,
    digest_lines,
    home_lines,
    moves,
    page,
    page_requests,
    posting,
    requests,
    room_page,
    undoing,
    words,
)
from handlers.customers.roadmap.exported import OUTCOMES
from handlers.customers.roadmap.kind import COURSE, NUMBER, STAND, TAKE
from handlers.customers.roadmap.noun import OUTCOME
from handlers.promises.tasks import requests as tasks
from storage.customer_outcomes import CustomerOutcome

CONTENTS = Contents(
    nouns=(OUTCOME,),
    kinds=(TAKE, NUMBER, STAND, COURSE),
    exports=(OUTCOMES,),
    moves=moves.MOVES,
    visits=(asking.look_after, partial(posted_pages.look_after, posting.PAGE)),
    chapters=(room_page.read,),
    week=(home_lines.week,),
    department_digest=(digest_lines.department, digest_lines.moving_nothing),
    led=(home_lines.led,),
    undoing=(
        UndoneBy(CustomerOutcome.noun, CustomerOutcome.letter, undoing.PASSING, requests.undo),
    ),
    verbs={"roadmap": page_requests.typed, "outcomes": page_requests.typed},
    buttons={
        page.PAGE: page_requests.turn,
        words.ROADMAP: page_requests.open_roadmap,
        words.NOTHING: page_requests.open_nothing,
        words.OPEN: requests.open_form,
        words.EDIT: requests.open_edit,
        words.CARRY: requests.open_carry,
        words.TAKE_IT: requests.press_take,
        words.NOT_TAKE: requests.open_refuse,
        words.PASS: requests.open_pass,
        words.COUNT: count_requests.open_count,
        words.LATER: count_requests.open_later,
        words.HOLD: count_requests.open_hold,
        words.MAY_MISS: count_requests.open_may_miss,
        words.WILL_MISS: count_requests.open_will_miss,
        words.END: requests.open_end,
        words.UNDO: requests.press_undo,
        words.POST: page_requests.open_post,
        words.TAKE_DOWN: partial(posted_requests.press_down, posting.PAGE),
        words.AS_TASK: partial(requests.open_as_task, tasks.open_form),
    },
    forms={
        words.SEND: requests.send,
        words.EDIT_SEND: requests.send_edit,
        words.NOT_TAKE_SEND: requests.send_refuse,
        words.PASS_SEND: requests.send_pass,
        words.COUNT_SEND: count_requests.send_count,
        words.LATER_SEND: count_requests.send_later,
        words.HOLD_SEND: count_requests.send_hold,
        words.MISS_SEND: count_requests.send_miss,
        words.END_SEND: requests.send_end,
        words.POST_SEND: partial(posted_requests.send, posting.PAGE),
    },
)

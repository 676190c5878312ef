"""What the room of customers who left adds: their words, buttons, forms and what is asked."""

from __future__ import annotations

from functools import partial

from handlers.chasing.registers import UndoneBy
from handlers.customers.contents import Contents
from handlers.customers.losses import (
    after_requests,
    around,
    asking,
    cause_requests,
    digest_lines,
    moves,
    requests,
    settling,
    undoing,
    words,
)
from handlers.customers.losses.exported import LOSSES
from handlers.customers.losses.kind import CALL, PROOF, WHY
from handlers.customers.losses.noun import LOSS
from handlers.promises.tasks import requests as tasks
from storage.losses import Loss

CONTENTS = Contents(
    nouns=(LOSS,),
    kinds=(WHY, PROOF, CALL),
    exports=(LOSSES,),
    moves=moves.MOVES,
    visits=(asking.look_after,),
    week=(around.week,),
    department_digest=(digest_lines.department,),
    executive_digest=(digest_lines.executives,),
    settling={Loss.noun: settling.settle},
    unsettling={Loss.noun: settling.unsettle},
    undoing=(UndoneBy(Loss.noun, Loss.letter, undoing.PASSING, requests.undo),),
    verbs={"lost": requests.typed},
    buttons={
        words.OPEN: requests.open_form,
        words.WHO_LEFT: requests.open_list,
        words.EXPLAIN: cause_requests.open_explain,
        words.UNKNOWN: cause_requests.open_unknown,
        words.ASK_THEM: cause_requests.open_ask_them,
        words.SHOWN: cause_requests.press_shown,
        words.DOUBT: cause_requests.open_doubt,
        words.SPOKE: after_requests.open_spoke,
        words.NO_CALL: after_requests.open_no_call,
        words.PASS: after_requests.open_pass,
        words.MINE: after_requests.press_mine,
        words.GIVE: after_requests.open_give,
        words.BACK: after_requests.open_back,
        words.EDIT: requests.open_edit,
        words.UNDO: requests.press_undo,
        words.AS_TASK: partial(after_requests.open_as_task, tasks.open_form),
    },
    forms={
        words.SEND: requests.send,
        words.EXPLAIN_SEND: cause_requests.send_explain,
        words.UNKNOWN_SEND: cause_requests.send_unknown,
        words.ASK_THEM_SEND: cause_requests.send_ask_them,
        words.DOUBT_SEND: cause_requests.send_doubt,
        words.SPOKE_SEND: after_requests.send_spoke,
        words.NO_CALL_SEND: after_requests.send_no_call,
        words.PASS_SEND: after_requests.send_pass,
        words.GIVE_SEND: after_requests.send_give,
        words.BACK_SEND: after_requests.send_back,
        words.EDIT_SEND: requests.send_edit,
    },
)

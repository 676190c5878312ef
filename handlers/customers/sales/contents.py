"""What the room of sales adds: one word, two asks, and a line on the page of a customer."""

from __future__ import annotations

from handlers.chasing.registers import UndoneBy
from handlers.customers.contents import Contents
from handlers.customers.sales import around, asking, digest_lines, moves, requests, undoing, words
from handlers.customers.sales.exported import SALES
from handlers.customers.sales.kind import NEED, USE
from handlers.customers.sales.noun import SALE
from storage.sales import Sale

CONTENTS = Contents(
    nouns=(SALE,),
    kinds=(NEED, USE),
    exports=(SALES,),
    moves=moves.MOVES,
    visits=(asking.look_after,),
    undoing=(UndoneBy(Sale.noun, Sale.letter, undoing.PASSING, requests.undo),),
    page=(around.on_page,),
    week=(around.week,),
    department_digest=(digest_lines.department,),
    verbs={"sale": requests.typed},
    buttons={
        words.LIST: requests.page,
        words.OPEN: requests.open_form,
        words.FITS: requests.open_fits,
        words.LESS: requests.open_less,
        words.NEED: requests.open_need,
        words.UNKNOWN: requests.open_unknown,
        words.USED: requests.press_used,
        words.SOME: requests.open_some,
        words.HARDLY: requests.open_hardly,
        words.EDIT: requests.open_edit,
        words.PASS: requests.open_pass,
        words.UNDO: requests.press_undo,
    },
    forms={
        words.SEND: requests.send,
        words.NEED_SEND: requests.send_need,
        words.UNKNOWN_SEND: requests.send_unknown,
        words.SOME_SEND: requests.send_some,
        words.HARDLY_SEND: requests.send_hardly,
        words.EDIT_SEND: requests.send_edit,
        words.PASS_SEND: requests.send_pass,
    },
)

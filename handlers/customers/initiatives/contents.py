"""What the room of initiatives adds: their words, buttons, forms, and what is asked of twins."""

from __future__ import annotations

from handlers.chasing.registers import UndoneBy
from handlers.customers.contents import Contents
from handlers.customers.initiatives import moves, page, requests, room_page, undoing, words
from handlers.customers.initiatives import way_words as hanging_words
from handlers.customers.initiatives.cuts import following
from handlers.customers.initiatives.cuts import requests as cuts
from handlers.customers.initiatives.exported import INITIATIVES
from handlers.customers.initiatives.hanging import going_on
from handlers.customers.initiatives.hanging import requests as hanging_requests
from handlers.customers.initiatives.kind import WAY
from handlers.customers.initiatives.noun import INITIATIVE
from handlers.customers.initiatives.twins import digest_lines as twin_lines
from handlers.customers.initiatives.twins import moves as twin_moves
from handlers.customers.initiatives.twins import proposals
from handlers.customers.initiatives.twins import requests as twins
from handlers.customers.initiatives.twins import words as twin_words
from handlers.customers.initiatives.twins.exported import TWIN_ROWS
from handlers.customers.initiatives.twins.kind import TWIN
from handlers.customers.initiatives.twins.noun import TWINS
from storage.initiatives import Initiative

CONTENTS = Contents(
    nouns=(INITIATIVE, TWINS),
    kinds=(TWIN, WAY),
    exports=(INITIATIVES, TWIN_ROWS),
    moves=(*moves.MOVES, *twin_moves.MOVES),
    visits=(proposals.look_after, following.look_after, going_on.look_after),
    undoing=(UndoneBy(Initiative.noun, Initiative.letter, undoing.PASSING, requests.undo),),
    chapters=(room_page.read,),
    page=(page.read,),
    week=(requests.week,),
    executive_digest=(twin_lines.executives,),
    verbs={"initiatives": requests.typed_list},
    buttons={
        words.LIST: requests.turn,
        words.SHOW: requests.show,
        words.OPEN: requests.open_form,
        words.EDIT: requests.open_edit,
        words.UNDO: requests.press_undo,
        words.CUT: cuts.open_cut,
        words.CUT_IT: cuts.open_cutting,
        words.PUT: cuts.open_put,
        words.KEEP: cuts.keep,
        hanging_words.GIVE: hanging_requests.open_give,
        hanging_words.WAY: hanging_requests.open_way,
        twin_words.SAME: twins.open_same,
        twin_words.DIFFER: twins.open_differ,
        twin_words.TALK: twins.press_talk,
    },
    forms={
        words.SEND: requests.send,
        words.EDIT_SEND: requests.send_edit,
        words.CUT_SEND: cuts.send_cutting,
        words.PUT_SEND: cuts.send_put,
        hanging_words.GIVE_SEND: hanging_requests.send_give,
        hanging_words.WAY_SEND: hanging_requests.send_way,
        twin_words.SAME_SEND: twins.send_same,
        twin_words.DIFFER_SEND: twins.send_differ,
    },
)

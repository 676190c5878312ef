"""What the room of initiatives adds: their words, buttons and forms."""

from __future__ import annotations

from handlers.chasing.registers import UndoneBy
from handlers.customers.contents import Contents
from handlers.customers.initiatives import moves, requests, undoing, words
from handlers.customers.initiatives.exported import INITIATIVES
from handlers.customers.initiatives.noun import INITIATIVE
from storage.initiatives import Initiative

CONTENTS = Contents(
    nouns=(INITIATIVE,),
    exports=(INITIATIVES,),
    moves=moves.MOVES,
    undoing=(UndoneBy(Initiative.noun, Initiative.letter, undoing.PASSING, requests.undo),),
    verbs={"initiatives": requests.typed_list},
    buttons={
        words.LIST: requests.turn,
        words.OPEN: requests.open_form,
        words.EDIT: requests.open_edit,
        words.UNDO: requests.press_undo,
    },
    forms={
        words.SEND: requests.send,
        words.EDIT_SEND: requests.send_edit,
    },
)

"""What the room of surveys adds: what customers answered, and the ways to keep it."""

from __future__ import annotations

from handlers.chasing.registers import UndoneBy
from handlers.customers.contents import Contents
from handlers.customers.surveys import (
    delivering,
    invite_requests,
    lookbacks,
    requests,
    undoing,
    words,
)
from handlers.customers.surveys.exported import INVITATIONS, RESPONSES, SURVEYS
from handlers.customers.surveys.lookbacks import moves as lookback_moves
from handlers.customers.surveys.lookbacks import requests as lookback_requests
from handlers.customers.surveys.lookbacks import words as lookback_words
from handlers.customers.surveys.lookbacks.exported import LOOK_BACKS
from handlers.customers.surveys.lookbacks.kind import RECALL
from handlers.customers.surveys.lookbacks.noun import LOOK_BACK

CONTENTS = Contents(
    nouns=(LOOK_BACK,),
    kinds=(RECALL,),
    exports=(SURVEYS, INVITATIONS, RESPONSES, LOOK_BACKS),
    moves=lookback_moves.MOVES,
    undoing=(UndoneBy(undoing.NOUN, "", undoing.PASSING, requests.undo, undoing.named),),
    verbs={"survey": requests.typed_survey},
    buttons={
        words.ADD: requests.open_add,
        words.NEW: requests.open_new,
        words.LIST: requests.press_list,
        words.KEY: requests.open_key,
        words.INVITED: invite_requests.open_invited,
        words.INVITED_PAGE: invite_requests.turn,
        words.CHANGE: invite_requests.open_change,
        words.UNDO: requests.press_undo,
        lookback_words.CHOOSE: lookback_requests.open_choose,
        lookback_words.NONE: lookback_requests.open_none,
    },
    forms={
        words.ADD_SEND: requests.send_add,
        words.NEW_SEND: requests.send_new,
        words.KEY_SEND: requests.send_key,
        words.CHANGE_SEND: invite_requests.send_change,
        lookback_words.CHOOSE_SEND: lookback_requests.send_choose,
        lookback_words.NONE_SEND: lookback_requests.send_none,
    },
    shortcuts={words.FROM_MESSAGE: requests.open_from_message},
    visits=(delivering.look_after, lookbacks.look_after),
)

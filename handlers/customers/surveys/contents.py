"""What the room of surveys adds: what customers answered, and the ways to keep it."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.surveys import delivering, requests, words
from handlers.customers.surveys.exported import RESPONSES, SURVEYS

CONTENTS = Contents(
    exports=(SURVEYS, RESPONSES),
    buttons={
        words.ADD: requests.open_add,
        words.NEW: requests.open_new,
        words.LIST: requests.press_list,
        words.KEY: requests.open_key,
    },
    forms={
        words.ADD_SEND: requests.send_add,
        words.NEW_SEND: requests.send_new,
        words.KEY_SEND: requests.send_key,
    },
    visits=(delivering.look_after,),
)

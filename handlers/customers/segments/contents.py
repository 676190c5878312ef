"""What the room of segments adds: a word, its forms and buttons, a visit, and lines on pages."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.segments import requests, running, words
from handlers.customers.segments.exported import FLAGS, PLACINGS, SEGMENT_RULES

CONTENTS = Contents(
    exports=(SEGMENT_RULES, PLACINGS, FLAGS),
    visits=(running.look_after,),
    page=(requests.on_page,),
    verbs={"segments": requests.typed},
    buttons={
        words.PAGE: requests.turn,
        **dict.fromkeys(requests.FACET_VERBS, requests.turn),
        words.RULES: requests.open_rules,
        words.RULE: requests.open_rule,
        words.DROP: requests.open_drop,
        words.FLAG: requests.open_flag,
        words.TAKE_OFF: requests.press_off,
        words.PLACE: requests.open_place,
        words.KEEP: requests.press_keep,
        words.FOLLOW: requests.press_follow,
    },
    forms={
        words.TRY: requests.try_rule,
        words.SWITCH_ON: requests.send_rules,
        words.FLAG_SEND: requests.send_flag,
        words.PLACE_SEND: requests.send_place,
    },
    views={words.PAGE: requests.turn},
)

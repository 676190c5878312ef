"""What the room of segments adds: a word, its forms and buttons, a visit, and lines on pages."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.segments import flagging, requests, running, term_requests, words
from handlers.customers.segments.exported import CONTRACT_TERMS, FLAGS, PLACINGS, SEGMENT_RULES

CONTENTS = Contents(
    exports=(SEGMENT_RULES, PLACINGS, FLAGS, CONTRACT_TERMS),
    visits=(running.look_after, flagging.look_after),
    page=(requests.on_page,),
    week=(requests.on_home,),
    verbs={"segments": requests.typed},
    buttons={
        words.PAGE: requests.turn,
        **dict.fromkeys(requests.FACET_VERBS, requests.turn),
        words.RULES: requests.open_rules,
        words.RULE: requests.open_rule,
        words.DROP: requests.open_drop,
        words.FLAG: requests.open_flag,
        words.STILL: requests.press_still,
        words.TAKE_OFF: requests.press_off,
        words.PLACE: requests.open_place,
        words.NEED: term_requests.open_need,
        words.KEEP: requests.press_keep,
        words.FOLLOW: requests.press_follow,
    },
    forms={
        words.TRY: requests.try_rule,
        words.SWITCH_ON: requests.send_rules,
        words.FLAG_SEND: requests.send_flag,
        words.PLACE_SEND: requests.send_place,
        words.NEED_SEND: term_requests.send_need,
    },
    views={words.PAGE: requests.turn},
)

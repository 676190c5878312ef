"""What the room of segments adds: a word, its forms and buttons, a visit, and lines on pages."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.segments import (
    counting,
    digest_lines,
    flagging,
    requests,
    room_page,
    running,
    term_requests,
    words,
)
from handlers.customers.segments.exported import CONTRACT_TERMS, FLAGS, PLACINGS, SEGMENT_RULES
from handlers.customers.segments.matters import asking, moves
from handlers.customers.segments.matters import requests as matters
from handlers.customers.segments.matters import words as matter_words
from handlers.customers.segments.matters.exported import MATTERS
from handlers.customers.segments.matters.kind import ACCEPTS, ALIKE, BEHIND, LEADS, TERMS
from handlers.customers.segments.matters.noun import MATTER

CONTENTS = Contents(
    nouns=(MATTER,),
    kinds=(TERMS, ALIKE, BEHIND, LEADS, ACCEPTS),
    exports=(SEGMENT_RULES, PLACINGS, FLAGS, CONTRACT_TERMS, MATTERS),
    moves=moves.MOVES,
    chapters=(room_page.read,),
    visits=tuple(each.look_after for each in (running, flagging, asking, counting)),
    page=(requests.on_page,),
    week=(requests.on_home,),
    executive_digest=(digest_lines.executives,),
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
        words.UNDO_RULE: requests.press_undo_rule,
        words.UNDO_FLAG: requests.press_undo_flag,
        words.PLACE: requests.open_place,
        words.NEED: term_requests.open_need,
        words.KEEP: requests.press_keep,
        words.FOLLOW: requests.press_follow,
        matter_words.FIT: matters.press_fit,
        matter_words.NEED: matters.open_need,
        matter_words.WILL: matters.open_will,
        matter_words.NO: matters.open_no,
        matter_words.PASS: matters.open_pass,
        matter_words.LEAD: matters.open_lead,
        matter_words.LATER: matters.open_later,
        matter_words.PROPOSE: matters.open_propose,
        matter_words.ACCEPT: matters.press_accept,
    },
    forms={
        words.TRY: requests.try_rule,
        words.SWITCH_ON: requests.send_rules,
        words.FLAG_SEND: requests.send_flag,
        words.PLACE_SEND: requests.send_place,
        words.NEED_SEND: term_requests.send_need,
        matter_words.NEED_SEND: matters.send_need,
        matter_words.WILL_SEND: matters.send_will,
        matter_words.NO_SEND: matters.send_no,
        matter_words.PASS_SEND: matters.send_pass,
        matter_words.LEAD_SEND: matters.send_lead,
        matter_words.LATER_SEND: matters.send_later,
        matter_words.PROPOSE_SEND: matters.send_propose,
    },
    views={words.PAGE: requests.turn},
)

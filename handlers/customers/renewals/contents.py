"""What the room of renewals adds: one word, four answers, an ask, and lines on Home."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.renewals import around, look_after, moves, requests, words
from handlers.customers.renewals.exported import RENEWALS
from handlers.customers.renewals.kind import RENEW
from handlers.customers.renewals.noun import RENEWAL

CONTENTS = Contents(
    nouns=(RENEWAL,),
    kinds=(RENEW,),
    exports=(RENEWALS,),
    moves=moves.MOVES,
    visits=(look_after,),
    page=(around.on_page,),
    accounts=(around.accounts,),
    week=(around.week,),
    verbs={"renewals": requests.typed},
    buttons={
        words.LIST: requests.page,
        words.SAY_HOW: requests.open_four,
        words.RENEW: requests.open_renew,
        words.UNSURE: requests.open_unsure,
        words.LEAVE: requests.open_leave,
        words.CHANGE: requests.open_change,
        words.PASS: requests.open_pass,
    },
    forms={
        words.RENEW_SEND: requests.send_renew,
        words.UNSURE_SEND: requests.send_unsure,
        words.LEAVE_SEND: requests.send_leave,
        words.CHANGE_SEND: requests.send_change,
        words.PASS_SEND: requests.send_pass,
    },
)

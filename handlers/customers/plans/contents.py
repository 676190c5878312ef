"""What the room of the year's plan adds: one word, its pages, and what is asked once a year."""

from __future__ import annotations

from functools import partial

from handlers.chasing.registers import UndoneBy
from handlers.customers import posted_pages
from handlers.customers.contents import Contents
from handlers.customers.plans import posting, requests, words
from handlers.customers.plans.aims import asking, moves, undoing
from handlers.customers.plans.aims import requests as aims
from handlers.customers.plans.aims import words as aim_words
from handlers.customers.plans.aims.exported import AIMS
from handlers.customers.plans.aims.kind import PLAN
from handlers.customers.plans.aims.noun import AIM
from handlers.customers.posted_pages import requests as posted_requests
from storage.aims import Aim

CONTENTS = Contents(
    nouns=(AIM,),
    kinds=(PLAN,),
    exports=(AIMS,),
    moves=moves.MOVES,
    visits=(asking.look_after, partial(posted_pages.look_after, posting.PAGE)),
    undoing=(UndoneBy(Aim.noun, Aim.letter, undoing.PASSING, aims.undo),),
    verbs={"plan": requests.typed},
    buttons={
        words.QUARTER: requests.quarter,
        words.FILE: requests.press_file,
        words.OPEN: requests.open_company,
        words.POST: requests.open_post,
        words.TAKE_DOWN: partial(posted_requests.press_down, posting.PAGE),
        aim_words.WRITE: aims.open_write,
        aim_words.WILL: aims.open_will,
        aim_words.PASS: aims.open_pass,
        aim_words.BEGIN: aims.open_begin,
        aim_words.UNDO: aims.press_undo,
    },
    forms={
        words.POST_SEND: requests.send_post,
        aim_words.WRITE_SEND: aims.send_write,
        aim_words.WILL_SEND: aims.send_will,
        aim_words.PASS_SEND: aims.send_pass,
        aim_words.BEGIN_SEND: aims.send_begin,
    },
)

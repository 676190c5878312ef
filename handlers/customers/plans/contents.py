"""What the room of the year's plan adds: one word, its pages, and what is asked once a year."""

from __future__ import annotations

from handlers.chasing.registers import UndoneBy
from handlers.customers.contents import Contents
from handlers.customers.plans import requests, words
from handlers.customers.plans.aims import asking, moves, undoing
from handlers.customers.plans.aims import requests as aims
from handlers.customers.plans.aims import words as aim_words
from handlers.customers.plans.aims.exported import AIMS
from handlers.customers.plans.aims.kind import PLAN
from handlers.customers.plans.aims.noun import AIM
from storage.aims import Aim

CONTENTS = Contents(
    nouns=(AIM,),
    kinds=(PLAN,),
    exports=(AIMS,),
    moves=moves.MOVES,
    visits=(asking.look_after,),
    undoing=(UndoneBy(Aim.noun, Aim.letter, undoing.PASSING, aims.undo),),
    verbs={"plan": requests.typed},
    buttons={
        words.QUARTER: requests.quarter,
        words.FILE: requests.press_file,
        aim_words.WRITE: aims.open_write,
        aim_words.WILL: aims.open_will,
        aim_words.PASS: aims.open_pass,
        aim_words.BEGIN: aims.open_begin,
        aim_words.UNDO: aims.press_undo,
    },
    forms={
        aim_words.WRITE_SEND: aims.send_write,
        aim_words.WILL_SEND: aims.send_will,
        aim_words.PASS_SEND: aims.send_pass,
        aim_words.BEGIN_SEND: aims.send_begin,
    },
)

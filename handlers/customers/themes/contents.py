"""What the room of themes adds: a noun, what is asked of it, its buttons and forms."""

from __future__ import annotations

from handlers.chasing.registers import UndoneBy
from handlers.customers.contents import Contents
from handlers.customers.themes import (
    digest_lines,
    finding,
    home_lines,
    moves,
    requests,
    settling,
    undoing,
    words,
)
from handlers.customers.themes.exported import THEMES
from handlers.customers.themes.kind import ACT
from handlers.customers.themes.noun import THEME
from storage.themes import Theme

CONTENTS = Contents(
    nouns=(THEME,),
    kinds=(ACT,),
    exports=(THEMES,),
    moves=moves.MOVES,
    visits=(finding.look_after,),
    week=(home_lines.week,),
    department_digest=(digest_lines.department,),
    settling={Theme.noun: settling.settle},
    unsettling={Theme.noun: settling.unsettle},
    undoing=(UndoneBy(Theme.noun, Theme.letter, undoing.PASSING, requests.undo),),
    executive_digest=(digest_lines.executives,),
    buttons={
        words.FOLLOW: requests.open_follow,
        words.BELONGS: requests.open_belongs,
        words.REST: requests.open_rest,
        words.NAME: requests.open_name,
    },
    forms={
        words.FOLLOW_SEND: requests.send_follow,
        words.BELONGS_SEND: requests.send_belongs,
        words.REST_SEND: requests.send_rest,
        words.NAME_SEND: requests.send_name,
    },
)

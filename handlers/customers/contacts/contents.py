"""What the room of people at customers adds: their words, buttons, forms and what is asked."""

from __future__ import annotations

from functools import partial

from handlers.customers.contacts import (
    asking,
    digest_lines,
    doubt_requests,
    doubting,
    home_lines,
    list_requests,
    listing,
    moves,
    requests,
    settling,
    words,
)
from handlers.customers.contacts.exported import CONTACTS, HEARINGS
from handlers.customers.contacts.kind import CALLING, REACH, STILL, WHO
from handlers.customers.contacts.noun import CONTACT
from handlers.customers.contents import Contents
from handlers.promises.issues import requests as issues
from handlers.promises.tasks import requests as tasks
from storage.contacts import Contact

CONTENTS = Contents(
    nouns=(CONTACT,),
    kinds=(REACH, CALLING, WHO, STILL),
    exports=(CONTACTS, HEARINGS),
    moves=moves.MOVES,
    visits=(asking.look_after, doubting.look_after),
    page=(listing.at_customer,),
    accounts=(home_lines.accounts,),
    week=(home_lines.week,),
    settling={Contact.noun: settling.settle},
    unsettling={Contact.noun: settling.unsettle},
    executive_digest=(digest_lines.executives,),
    verbs={"silence": list_requests.typed},
    buttons={
        words.FORM: requests.open_form,
        words.EDIT: requests.open_edit,
        words.SPOKE: requests.open_spoke,
        words.WILL: requests.press_will,
        words.WILL_FORM: requests.open_will,
        words.GONE: requests.open_gone,
        words.NO: requests.open_no,
        words.PASS: requests.open_pass,
        words.NOBODY: requests.press_nobody,
        words.LIST: list_requests.turn,
        words.ALL: list_requests.open_all,
        words.STILL: doubt_requests.press_still,
        words.FIND: doubt_requests.open_find,
        words.PASS_STILL: doubt_requests.open_another,
    },
    forms={
        words.SEND: requests.send,
        words.EDIT_SEND: requests.send_edit,
        words.SPOKE_SEND: partial(requests.send_spoke, tasks.open_form, issues.open_form),
        words.WILL_SEND: requests.send_will,
        words.GONE_SEND: requests.send_gone,
        words.NO_SEND: requests.send_no,
        words.PASS_SEND: requests.send_pass,
        words.FIND_SEND: doubt_requests.send_find,
        words.PASS_STILL_SEND: doubt_requests.send_another,
    },
)

"""What the room of the year's plan adds: one word, and the pages of a quarter."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.plans import requests, words

CONTENTS = Contents(
    verbs={"plan": requests.typed},
    buttons={words.QUARTER: requests.quarter},
)

"""What the room of who came and who left adds: one word, and a page of the room pack."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.growth import requests, room_page

CONTENTS = Contents(chapters=(room_page.read,), verbs={"growth": requests.typed})

"""What the room of who came and who left adds: one word, and a page of the room pack."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.growth import digest_lines, requests, room_page

CONTENTS = Contents(
    chapters=(room_page.read,),
    executive_digest=(digest_lines.executives,),
    verbs={"growth": requests.typed},
)

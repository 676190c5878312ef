"""What the room of what customers say adds: one word, a line on their page, and one of the pack."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.figures import digest_lines, page, requests, room_page

CONTENTS = Contents(
    chapters=(room_page.read,),
    page=(page.read,),
    department_digest=(digest_lines.department,),
    verbs={"voices": requests.typed},
)

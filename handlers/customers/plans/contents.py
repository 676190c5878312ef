"""What the room of the year's plan adds: one word."""

from __future__ import annotations

from handlers.customers.contents import Contents
from handlers.customers.plans import requests

CONTENTS = Contents(verbs={"plan": requests.typed})

"""What surveys and their answers are called where people see them, and the verbs of their doors."""

from __future__ import annotations

from storage.surveys import CameBy

ADD, ADD_SEND = "survey.answer", "survey.answer.send"
NEW, NEW_SEND = "survey.new", "survey.new.send"
LIST = "survey.list"
FROM_MESSAGE = "answer.from_message"
KEY, KEY_SEND = "survey.key", "survey.key.send"
INVITED, INVITED_PAGE = "survey.invited", "survey.invited.page"
CHANGE, CHANGE_SEND = "survey.change", "survey.change.send"
"""The verbs of buttons and forms."""
ADD_IT, NEW_IT, LIST_IT = "Add an answer…", "New survey…", "Surveys…"
CAME = {
    CameBy.CALL: "On a call",
    CameBy.MAIL: "By mail",
    CameBy.VISIT: "On a visit",
    CameBy.SURVEY: "In a survey",
}
TITLE = "{score} in “{survey}”"
BY_THE_WAY = "{score}, in conversation"
NAMED = 120
"""What the issue of a low score is called: neither who gave it nor their words are in it."""
UNDO, UNDO_IT = "survey.answer.undo", "Undo"
"""The button that takes an answer back which was just written down."""
KEY_IT = "New key…"
WEBHOOK = "Webhook…"
NOBODY_YET = "Nobody has answered anything yet."

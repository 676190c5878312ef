"""Survey tools deliver answers over HTTP, each signed with a key and kept before the receipt."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import Response
from fastapi.responses import PlainTextResponse
from starlette.datastructures import Headers

from bot import webhooks
from bot.app import Duly
from bot.envelope import TurnedAway
from bot.patience import limit, persistently
from handlers.customers.surveys import delivering
from handlers.speech import values
from handlers.speech.errors import UserError
from storage.errors import StorageError
from storage.survey_keys import SurveyKey

NOT_SIGNED = "Not signed with this key just now."
KEEP_SECONDS = 5.0
"""So long it is tried to keep an answer that comes at the same moment as another."""


def answer(
    team_id: str, key_id: str, duly: Duly, headers: Headers, body: bytes, arrived: float
) -> Response:
    """Answer a delivery to the address of a key: 200 once its answer is on disk.

    401 for an unknown key and a wrong or an old signature alike, 422 with a sentence for an answer
    that cannot be kept, 503 while the database is not there.
    """
    del arrived
    try:
        return _answered(team_id, values.row_id(key_id), duly, headers, body)
    except TurnedAway as away:
        return PlainTextResponse(away.status.phrase, away.status)
    except StorageError:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return PlainTextResponse(status.phrase, status)


def _answered(
    team_id: str, key_id: UUID | None, duly: Duly, headers: Headers, body: bytes
) -> Response:
    key = _key(duly, team_id, key_id)
    if key is None:
        return PlainTextResponse(NOT_SIGNED, HTTPStatus.UNAUTHORIZED)
    sent_id, stamp = _only(headers, webhooks.ID), _only(headers, webhooks.STAMP)
    signatures = _only(headers, webhooks.SIGNATURE)
    if not webhooks.is_signed(key.secret, sent_id, stamp, signatures, body, time.time()):
        with duly.database.write() as session:
            delivering.was_wrong(session, team_id, key.key_id)
        return PlainTextResponse(NOT_SIGNED, HTTPStatus.UNAUTHORIZED)
    payload = webhooks.opened(body)
    try:
        persistently(partial(_keep, duly, key, payload), limit(KEEP_SECONDS))
    except UserError as error:
        with duly.database.write() as session:
            delivering.was_refused(session, team_id, key.key_id, error)
        return PlainTextResponse(error.message, HTTPStatus.UNPROCESSABLE_ENTITY)
    duly.committed()
    return Response()


def _keep(duly: Duly, key: SurveyKey, payload: Mapping[str, Any]) -> None:
    with duly.database.write() as session:
        delivering.deliver(session, duly.clock.now(), key, payload)


def _key(duly: Duly, team_id: str, key_id: UUID | None) -> SurveyKey | None:
    """The key that still opens something; a copy that belongs to no session."""
    if key_id is None:
        return None
    with duly.database.read() as session:
        found = delivering.standing(session, team_id, key_id)
        return SurveyKey.model_validate(found.model_dump()) if found else None


def _only(headers: Headers, name: str) -> str:
    """A header that must be there once; what is said twice is not believed."""
    found = headers.getlist(name)
    return found[0] if len(found) == 1 else ""

"""The desk: what the page in the browser asks of the practice workspace, as plain JSON.

Every path is under /desk; `as` is the id of the person the reader is acting as. What a person
cannot do is answered with HTTP 400 and {"error": "a plain sentence"}.
"""

import asyncio
import base64
import binascii
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body, Query, Request, WebSocket
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect

from bot.practice.show import showing
from bot.practice.slack.elements import NotPossibleError
from bot.practice.slack.errors import SlackError
from bot.practice.slack.faults import HOWS
from bot.practice.slack.files import SharedFile
from bot.practice.slack.objects import Channel, Json, User
from bot.practice.slack.people import People
from bot.practice.slack.sockets import Answer
from bot.practice.slack.workspace import Workspace

FEED_SECONDS = 0.1
STEP = timedelta(minutes=30)
LONGEST_MOVE = timedelta(days=100)
SHUT_OFF = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
SHOWN = {"text/html", "image/png", "application/pdf"}
"""What opens in the browser, in a place of its own that nothing here can be reached from."""

As = Annotated[str, Query(alias="as")]
FromPage = Annotated[Json, Body()]


class _Route(APIRoute):
    """Answers what is not possible with a sentence instead of a failure."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except NotPossibleError as problem:
                return JSONResponse({"error": str(problem)}, 400)
            except SlackError as error:
                return JSONResponse({"error": f"Slack says: {error.error}."}, 400)
            except (KeyError, TypeError, ValueError) as problem:
                return JSONResponse({"error": f"The page asked wrongly: {problem}."}, 400)

        return handler


def build(workspace: Workspace) -> APIRouter:
    """The desk of a workspace."""
    router = APIRouter(route_class=_Route)
    people, lapse = People(workspace), _TimeLapse(workspace)
    _add_looking(router, workspace)
    _add_acting(router, workspace, people)
    _add_sharing(router, workspace, people)
    _add_controls(router, workspace, lapse)
    return router


def _add_looking(router: APIRouter, workspace: Workspace) -> None:
    """What the page shows, and what has been seen.

    These run on the event loop, so that people who wait for the app never hold them up.
    """

    @router.get("/state")
    async def state(acting: As) -> Json:
        return showing.state(workspace, _person(workspace, acting))

    @router.get("/messages")
    async def messages(acting: As, channel: str) -> Json:
        person = _person(workspace, acting)
        return {"messages": showing.messages(workspace, person, _place(workspace, person, channel))}

    @router.post("/read")
    async def read(given: FromPage) -> Json:
        person = _person(workspace, given["as"])
        workspace.mark_read(person.id, _place(workspace, person, given["channel"]).id)
        return {"ok": True}

    @router.post("/dismiss")
    async def dismiss(given: FromPage) -> Json:
        note = workspace.find_note(given["ts"])
        if note is not None and note.user == given["as"]:
            workspace.dismiss(note.ts)
        return {"ok": True}

    @router.websocket("/feed")
    async def feed(websocket: WebSocket) -> None:
        await _feed(workspace, websocket)


def _add_acting(router: APIRouter, workspace: Workspace, people: People) -> None:
    """What people do."""

    @router.post("/command")
    def command(given: FromPage) -> Json:
        text = str(given["text"])
        if text.startswith("/"):
            people.command(given["as"], given["channel"], text)
        else:
            people.say(given["as"], given["channel"], text, given.get("thread_ts"))
        return {"ok": True}

    @router.post("/click")
    def click(given: FromPage) -> Json:
        return _done(_click(workspace, people, given))

    @router.post("/submit")
    def submit(given: FromPage) -> Json:
        answer = people.submit(given["as"], given["view_id"], given.get("values") or {})
        view = workspace.screens.find(given["view_id"])
        if view is not None and view.errors:
            return {"ok": True, "errors": view.errors}
        return _done(answer)

    @router.post("/close")
    def close(given: FromPage) -> Json:
        people.close(given["as"], given["view_id"])
        return {"ok": True}

    @router.post("/options")
    def options(given: FromPage) -> Json:
        return people.suggest(
            given["as"],
            given["action_id"],
            str(given.get("query", "")),
            block_id=given.get("block_id"),
            view_id=given.get("view_id"),
            channel=given.get("channel"),
            ts=given.get("ts"),
        )

    @router.post("/home")
    def home(given: FromPage) -> Json:
        people.open_home(given["as"])
        return {"ok": True}

    @router.post("/shortcut")
    def shortcut(given: FromPage) -> Json:
        channel, ts = given.get("channel"), given.get("ts")
        return _done(people.shortcut(given["as"], given["callback_id"], channel, ts))


def _add_sharing(router: APIRouter, workspace: Workspace, people: People) -> None:
    """The files that people and apps share."""

    @router.post("/share")
    def share(given: FromPage) -> Json:
        try:
            content = base64.b64decode(str(given["content"]), validate=True)
        except binascii.Error:
            raise NotPossibleError("The file did not arrive whole. Try again.") from None
        name, text = str(given["name"]), str(given.get("text", ""))
        under = given.get("thread_ts")
        people.share_file(given["as"], given["channel"], name, content, text, under)
        return {"ok": True}

    @router.get("/file")
    def file(acting: As, channel: str, file: str) -> Response:
        place = _place(workspace, _person(workspace, acting), channel)
        shared = workspace.files.get(file)
        is_here = any(file in message.files for message in place.messages.values())
        if shared is None or shared.is_deleted or not is_here:
            raise NotPossibleError("There is no such file here.")
        return _opened(shared)


def _opened(file: SharedFile) -> Response:
    """What is in a file, shut off from the page: nothing in it runs, asks or is loaded.

    A page and a picture are shown; anything else is saved.
    """
    media_type = file.kind[1]
    shown = "inline" if media_type in SHOWN else "attachment"
    headers = {
        "Content-Security-Policy": SHUT_OFF,
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return Response(file.content, media_type=media_type, headers=headers)


def _add_controls(router: APIRouter, workspace: Workspace, lapse: "_TimeLapse") -> None:
    """The clock and the misbehaviour."""

    @router.post("/clock")
    def clock(given: FromPage) -> Json:
        if given.get("stop"):
            lapse.stop()
        else:
            lapse.start(_target(workspace, given))
        return {"ok": True}

    @router.post("/faults")
    def faults(given: FromPage) -> Json:
        _set_faults(workspace, given)
        return {"faults": workspace.faults.state()}


class _TimeLapse:
    """Runs the pretend clock forward in the background, one run at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._go_on = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, until: datetime) -> None:
        """Move to `until`; a run under way is replaced."""
        with self._lock:
            self._halt()
            clock = self._workspace.clock
            self._go_on.set()
            self._thread = threading.Thread(
                target=clock.run_forward,
                kwargs={
                    "until": until,
                    "step": STEP,
                    "keep_going": self._go_on.is_set,
                    "settle": self._workspace.wait_for_quiet,
                    "is_behind": self._workspace.app_is_behind,
                },
                name="practice-time-lapse",
                daemon=True,
            )
            self._thread.start()

    def stop(self) -> None:
        """Stay where the clock is now."""
        with self._lock:
            self._halt()

    def _halt(self) -> None:
        self._go_on.clear()
        if self._thread is not None:
            self._thread.join()


def _target(workspace: Workspace, given: Json) -> datetime:
    now = workspace.clock.now()
    if given.get("to"):
        until = datetime.fromisoformat(str(given["to"]))
    else:
        until = now + timedelta(minutes=float(given["minutes"]))
    if until.tzinfo is None:
        raise NotPossibleError("The moment needs a time zone.")
    if not now < until <= now + LONGEST_MOVE:
        raise NotPossibleError("The clock moves only forward, by at most 100 days.")
    return until.astimezone(UTC)


async def _feed(workspace: Workspace, websocket: WebSocket) -> None:
    """Tell the page the version whenever it has changed, at most ten times a second."""
    await websocket.accept()
    told = -1
    gone = asyncio.ensure_future(_until_gone(websocket))
    try:
        while not gone.done():
            if workspace.version != told:
                told = workspace.version
                await websocket.send_json({"version": told})
            await asyncio.wait([gone], timeout=FEED_SECONDS)
    except WebSocketDisconnect:
        return
    finally:
        gone.cancel()


async def _until_gone(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass


def _person(workspace: Workspace, user_id: str) -> User:
    if user_id not in workspace.users:
        raise NotPossibleError(f"There is nobody with the id {user_id}.")
    return workspace.users[user_id]


def _place(workspace: Workspace, person: User, channel_id: str) -> Channel:
    place = workspace.channels.get(channel_id)
    if place is None:
        raise NotPossibleError("There is no such channel.")
    if place.is_private and person.id not in place.members:
        raise NotPossibleError("Only members can look into this channel.")
    return place


def _done(answer: Answer) -> Json:
    if answer.error:
        raise NotPossibleError(answer.error)
    if not answer.ok:
        raise NotPossibleError(f"The app did not answer ({answer.outcome}).")
    return {"ok": True}


def _click(workspace: Workspace, people: People, given: Json) -> Answer:
    view_id = given.get("view_id")
    if given.get("home"):
        home = workspace.home(given["as"])
        if home is None:
            raise NotPossibleError("There is nothing on Home yet.")
        view_id = home.id
    user, action_id, block_id = given["as"], given["action_id"], given.get("block_id")
    value, selected = given.get("value"), given.get("selected")
    filled = given.get("values") or {}
    if view_id:
        return people.click_in_view(user, view_id, action_id, block_id, value, selected, filled)
    channel, ts = given["channel"], given["ts"]
    return people.click(user, channel, ts, action_id, block_id, value, selected, filled)


def _set_faults(workspace: Workspace, given: Json) -> None:
    faults = workspace.faults
    if given.get("clear"):
        faults.clear()
    if "history_lag" in given:
        faults.lag_history(float(given["history_lag"]))
    if "deliveries" in given:
        faults.deliver_times(int(given["deliveries"]))
    if "answer_delay" in given:
        faults.delay_answers(float(given["answer_delay"]))
    if given.get("close_sockets"):
        workspace.delivery.sockets.cut()
    if "fail_next" in given:
        wanted = dict(given["fail_next"])
        if wanted.get("how", HOWS[2]) not in HOWS:
            raise NotPossibleError(f"Choose one of {', '.join(HOWS)}.")
        faults.fail_next(wanted.pop("n", 1), **wanted)
    workspace.touch()

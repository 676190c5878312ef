"""The page in the browser and its desk, served beside the pretend Slack."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles

from bot.practice.show import desk
from bot.practice.slack.workspace import Workspace

PAGE = Path(__file__).parent / "page"


def add(app: FastAPI, workspace: Workspace) -> None:
    """Serve the page at /, what it consists of under /static, and its desk under /desk."""
    app.include_router(desk.build(workspace), prefix="/desk")
    app.mount("/static", StaticFiles(directory=PAGE), name="static")

    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})

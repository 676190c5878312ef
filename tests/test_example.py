"""The example of a new noun and a new kind of ask works, and touches nothing that is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATCH = ROOT / "docs" / "examples" / "thanks.patch"
VERSIONS = ROOT / "storage" / "migrations" / "versions"
OWN = ("handlers/promises/thanks/", "storage/thanks.py", "tests/stories/test_thanks.py")


def test_only_its_own_rooms_are_added_and_the_table_of_contents_changed() -> None:
    files = re.findall(r"^diff --git a/(\S+)", PATCH.read_text(), re.MULTILINE)
    new = re.findall(
        r"^new file mode 100644\n--- /dev/null\n\+\+\+ b/(\S+)", PATCH.read_text(), re.M
    )
    assert [each for each in files if each not in new] == ["bot/routes.py"]
    strange = [each for each in new if not each.startswith(OWN)]
    assert [Path(each).parent for each in strange] == [VERSIONS.relative_to(ROOT)]


def test_the_page_for_engineers_shows_what_it_changes() -> None:
    routes, _ = PATCH.read_text().split("diff --git a/handlers", maxsplit=1)
    changed = re.findall(r"^[+-](?!-- |\+\+ ).*$", routes, re.MULTILINE)
    shown = "\n".join(["```diff", *changed, "```"])
    assert shown in (ROOT / "CONTRIBUTING.md").read_text()


def test_it_is_reminded_answered_and_told_like_anything_else(tmp_path: Path) -> None:
    for each in ("bot", "handlers", "storage", "tests"):
        shutil.copytree(ROOT / each, tmp_path / each, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    newest = max(re.findall(r"^\d+", each.name)[0] for each in VERSIONS.glob("0*.py"))
    words = re.sub(r'(?<=down_revision = ")\d+', newest, PATCH.read_text())
    subprocess.run(["git", "apply", "-"], input=words, text=True, cwd=tmp_path, check=True)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider",
         "-k", "sqlite", "tests/stories/test_thanks.py"],
        # Its own place, too: a pytest closes the one that it shares to PostgreSQL's user.
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTEST_DEBUG_TEMPROOT": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout

"""Every demand that `docs/demands.md` names is kept by a test that exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "demands.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def names_in(path: Path) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_the_test_is_there(path: str, name: str) -> None:
    assert name in names_in(ROOT / path)


def test_every_demand_has_its_test_and_its_place() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| (?!demand)", line)]
    assert len(rows) >= 30
    for line in rows:
        _, demand, where, tested, _ = line.split("|")
        assert demand.strip()
        assert where.strip()
        assert "::" in tested

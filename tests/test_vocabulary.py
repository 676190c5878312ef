"""One word means one thing: no class and no type has the name of another."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot", "handlers", "storage")

# The pretend Slack stands on the other side of the wire and shares no code with Duly. There these
# words mean what they mean here.
ON_BOTH_SIDES = {
    "Answer": "what Duly says to one delivery of Slack's",
    "Backlog": "what waits to be done, counted by Duly and read from its numbers",
    "Clock": "what tells the time",
    "Delivery": "what brings to Duly that something was asked for in Slack",
    "Json": "an object as it goes over the wire",
    "Message": "what stands in a channel, or is to",
    "Promise": "what one person is to do by a date",
    "Workspace": "one Slack team",
}


def names(source: str) -> Iterator[str]:
    """The names of all classes, and of the types and type variables of a module."""
    tree = ast.parse(source)
    yield from (each.name for each in ast.walk(tree) if isinstance(each, ast.ClassDef))
    for each in tree.body:
        targets = each.targets if isinstance(each, ast.Assign) else []
        targets = [each.target] if isinstance(each, ast.AnnAssign) else targets
        for target in targets:
            if isinstance(target, ast.Name) and _is_a_type(target.id):
                yield target.id


def _is_a_type(name: str) -> bool:
    """By how it is written: constants are in capitals, and a lone letter stands for any type."""
    return name.lstrip("_")[:1].isupper() and not name.isupper()


def test_no_word_means_two_things() -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for package in PRODUCT:
        for path in (ROOT / package).rglob("*.py"):
            if path.parent.name != "versions":
                for name in names(path.read_text(encoding="utf-8")):
                    where[name].append(str(path.relative_to(ROOT)))
    double = {name: sorted(paths) for name, paths in where.items() if len(paths) > 1}
    assert {name: double[name] for name in double.keys() - ON_BOTH_SIDES.keys()} == {}
    assert ON_BOTH_SIDES.keys() <= double.keys(), "a reason that nothing needs any more"
    for name in ON_BOTH_SIDES:
        there = [path for path in double[name] if path.startswith("bot/practice/")]
        assert len(there) == 1, f"{name} is on each side once"
        assert len(double[name]) - len(there) == 1, f"{name} is on each side once"


def test_no_room_hides_a_module_of_its_own_behind_another() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}: {name}"
        for package in PRODUCT
        for path in (ROOT / package).rglob("__init__.py")
        for name, module in imported(path.read_text(encoding="utf-8"))
        if _is_module(path.parent / name) and module != _dotted(path.parent)
    ]
    assert hidden == []


def test_the_table_of_wings_names_every_room() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in told if "/` |" in line]
    named = {row[0].strip("`/"): row[-1].split(", ") for row in rows}
    wings = [path.parent for path in (ROOT / "handlers").glob("*/__init__.py")]
    assert named.keys() >= {wing.name for wing in wings}
    for wing in wings:
        rooms = {path.stem for path in wing.iterdir() if path.name != "__init__.py"}
        rooms = {room for room in rooms if _is_module(wing / room)}
        assert sorted(named[wing.name]) == sorted(rooms), wing.name


def imported(source: str) -> Iterator[tuple[str, str]]:
    """The names that a module imports from others, and from which."""
    for each in ast.parse(source).body:
        if isinstance(each, ast.ImportFrom):
            yield from ((alias.asname or alias.name, each.module or "") for alias in each.names)


def _is_module(path: Path) -> bool:
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _dotted(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT).parts)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("class Part:\n    class Inner:\n        pass", ["Part", "Inner"]),
        ("def part():\n    class Part:\n        pass", ["Part"]),
        ("Part = int | str\nPARTS = 7\npart = Part", ["Part"]),
        ('Part = TypeVar("Part")\nT = TypeVar("T")', ["Part"]),
        ("_Part: TypeAlias = int\nMost: int", ["_Part", "Most"]),
        ("from parts import Part\n\ndef f():\n    Other = 7", []),
    ],
)
def test_what_counts_as_a_name(source: str, found: list[str]) -> None:
    assert list(names(source)) == found

"""A small grammar for JSON shapes: what may be there, how long it may be, and where it went wrong.

Each shape is a function `(problems, value, pointer)` that notes problems in Slack's own wording.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Shape = Callable[["Problems", Any, str], None]


@dataclass
class Problems:
    """The problems found so far, for one surface (message, modal or home)."""

    surface: str
    found: list[str] = field(default_factory=list)

    def add(self, problem: str, pointer: str) -> None:
        """Note a problem at a JSON pointer."""
        self.found.append(f"{problem} [json-pointer:{pointer}]")


def units(words: str) -> int:
    """The length in UTF-16 code units, as JavaScript counts and Slack may: an emoji has two."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def anything(_problems: Problems, _value: Any, _pointer: str) -> None:
    """Accept whatever is there."""


def boolean(problems: Problems, value: Any, pointer: str) -> None:
    """Accept true or false."""
    if not isinstance(value, bool):
        problems.add("must be a boolean", pointer)


def number(least: int | None = None, most: int | None = None) -> Shape:
    """Accept a number within bounds, both inclusive."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            problems.add("must be a number", pointer)
        elif least is not None and value < least:
            problems.add(f"must be greater than {least - 1}", pointer)
        elif most is not None and value > most:
            problems.add(f"must be less than {most + 1}", pointer)

    return check


def string(most: int | None = None, least: int = 0) -> Shape:
    """Accept a string of `least` to `most` characters."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, str):
            problems.add("must be a string", pointer)
        elif units(value) < least:
            problems.add(f"must be more than {least - 1} characters", pointer)
        elif most is not None and units(value) > most:
            problems.add(f"must be less than {most + 1} characters", pointer)

    return check


def choice(*values: str) -> Shape:
    """Accept one of a few words."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if value not in values:
            problems.add(f"must be one of {', '.join(values)}", pointer)

    return check


def array(shape: Shape, most: int | None = None, least: int = 0) -> Shape:
    """Accept a list of `least` to `most` things of one shape."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, list):
            problems.add("must provide an array", pointer)
            return
        if most is not None and len(value) > most:
            problems.add(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            problems.add(f"no less than {least} items allowed", pointer)
        for index, item in enumerate(value):
            shape(problems, item, f"{pointer}/{index}")

    return check


def record(
    required: Mapping[str, Shape] | None = None,
    optional: Mapping[str, Shape] | None = None,
    *,
    one_of: tuple[str, ...] = (),
    also: Shape = anything,
) -> Shape:
    """Accept an object with these fields and no others.

    Args:
        required: fields that must be there.
        optional: fields that may be there.
        one_of: of these optional fields at least one must be there.
        also: one more check of the whole object, made when the fields are right.
    """
    needed, known = dict(required or {}), {**(required or {}), **(optional or {})}

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, dict):
            problems.add("must provide an object", pointer)
            return
        before = len(problems.found)
        for name in needed:
            if value.get(name) is None:
                problems.add(f"missing required field: {name}", pointer)
        if one_of and not any(value.get(name) for name in one_of):
            problems.add(f"missing required field: {one_of[0]}", pointer)
        for name, inner in value.items():
            if name not in known:
                problems.add(f"invalid additional property: {name}", pointer)
            elif inner is not None:
                known[name](problems, inner, f"{pointer}/{name}")
        if len(problems.found) == before:
            also(problems, value, pointer)

    return check


def by_type(shapes: Mapping[str, Shape], allowed: tuple[str, ...] | None = None) -> Shape:
    """Accept an object of one of several types, told apart by its field `type`."""

    def check(problems: Problems, value: Any, pointer: str) -> None:
        if not isinstance(value, dict):
            problems.add("must provide an object", pointer)
        elif "type" not in value:
            problems.add("missing required field: type", pointer)
        elif str(value["type"]) not in shapes or (allowed and value["type"] not in allowed):
            problems.add(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            shapes[str(value["type"])](problems, value, pointer)

    return check

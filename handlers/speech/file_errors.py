"""What can be wrong with a file, its columns or one of its rows, each in one sentence."""

from __future__ import annotations

from handlers.speech.errors import UserError


class FileMissing(UserError):
    """There is no file {file}. Check its name and folder."""


class FileUnreadable(UserError):
    """{file} cannot be opened: {why}."""


class FileTooLarge(UserError):
    """{file} has {size} MB, and the most is {most} MB. Split it and import the parts."""


class FileEmpty(UserError):
    """{file} is empty. Its first row names the columns, and every other row is one entry."""


class FileNotText(UserError):
    """{file} is not a text file. Save it as CSV (UTF-8) and try again, or say what it was saved in:
    `--encoding shift_jis`.
    """


class FileOfOtherKind(FileNotText):
    """{file} is {kind}, and no list of rows. Save it as CSV (UTF-8) and import that file."""


class EncodingUnmarked(FileNotText):
    """{file} looks like UTF-16 without its mark. Save it as CSV (UTF-8), or say
    `--encoding {encoding}`.
    """


class EncodingMixed(FileNotText):
    """Line {line} of {file} is not UTF-8, and line {other} is. Save it as CSV (UTF-8) anew, or say
    `--encoding cp1252` to read all of it as Windows text.
    """


class FieldEndless(UserError):
    """Line {line} of {file} has a field of more than {most} characters. A quotation mark may be
    missing. Nothing was changed.
    """


class FileBroken(UserError):
    """Line {line} of {file} opens a field in which a quotation mark is not closed, or not doubled.
    Nothing was changed.
    """


class UnknownEncoding(UserError):
    """I know no encoding called {words}. Common ones are utf-8, utf-16, cp1252 and latin-1."""


class NotInEncoding(UserError):
    """{file} is not text in {encoding}. Leave `--encoding` out, or name the one it was saved in."""


class HeaderMissing(UserError):
    """The first row of {file} names no columns. Add a row with their names."""


class ColumnMissing(UserError):
    """{file} has no column “{field}”; its first row says {columns}. Add `--map {field}=COLUMN`."""


class UnknownColumn(UserError):
    """{file} has no column {column}; its columns are {columns}."""


class MappedTwice(UserError):
    """“{field}” is mapped to {one} and to {other}, and one column holds a field. Leave one out."""


class SkipsAll(UserError):
    """{file} has no row below the {skip} that `--skip` leaves out. Say how many stand above the one
    that names the columns, or leave `--skip` out.
    """


class UnknownField(UserError):
    """There is no field {field} to map a column to; the fields are {fields}."""


class WrongMap(UserError):
    """I can't read {words}. Write our field and then your column: `--map title=Issue`."""


class WrongRoute(UserError):
    """I can't read {words}. Write `--route Product` or `--route "Product=mortgage:Billing"`."""


class RowRejected(UserError):
    """{reason}"""


class FileThere(UserError):
    """{file} is there already. Add `--force` to replace it, or choose another name."""


class FileIsFolder(UserError):
    """{file} is a folder. Add the name of a file to it."""


class FolderMissing(UserError):
    """There is no folder {folder}. Create it, or choose another."""


class FileNotWritten(UserError):
    """{file} could not be written: {why}. Nothing of it was kept."""


class NoDays(UserError):
    """{what} are exported as they are now, whenever they changed. Leave `--since` out."""


class NoDepartments(UserError):
    """{what} belong to no department. Leave `--department` out."""


class NoPeriods(UserError):
    """{what} are not counted by a month or a quarter. Leave out --period."""


class NobodyNamed(UserError):
    """Slack's directory has nobody called {name}. Use a handle, e-mail, full name or Slack id."""


class SeveralNamed(UserError):
    """{name} could be several people. Use the e-mail address or the Slack id."""


class WorkspaceMissing(UserError):
    """No workspace here is called {name}. Choose one with `--workspace`: {known}."""


class SeveralWorkspaces(UserError):
    """This database holds several workspaces. Choose one with `--workspace`: {known}."""


class NoSuchImport(UserError):
    """There is no import {number}. `duly import list` shows them."""


class NotToUndo(UserError):
    """When import {number} brought {subject}, Duly did not keep yet what stood before. Bring in a
    file with the right values instead.
    """


class StaysAsItCame(UserError):
    """Import {number} brought {subject}, and those stay. What is wrong in one is put right where it
    is shown: `/cx prompts`, `/cx Y-1`.
    """


class NobodyToUndo(UserError):
    """Nobody looks after customers here yet. Say who takes import {number} back: `--by omar`."""


class WrongValue(UserError):
    """I can't read {words}. Write our field, their word and what it means here:
    `--value "severity=Alta:2"`.
    """


class WrongDates(UserError):
    """I can't read {words} as an order. Write `--dates dmy`, `--dates mdy` or `--dates ymd`, and
    `--dates 1904` where Excel counts days from then.
    """


class WrongDecimal(UserError):
    """I can't read {words} as a decimal sign. Write `--decimal point` or `--decimal comma`."""


class DaysUnclear(UserError):
    """{column} of {file} says {words} in row {row}: {first} or {second}? No row decides. Say what
    comes first: `--dates {one}` or `--dates {other}`. Nothing was changed.
    """


class DaysMixed(UserError):
    """{column} of {file} says {words} in row {row} and {other} in row {other_row}. Say what comes
    first: `--dates dmy` or `--dates mdy`; rows that are no day then are refused. Nothing was
    changed.
    """


class AmountsUnclear(UserError):
    """{column} of {file} says {words} in row {row} and {other} in row {other_row}. Say which sign
    is the decimal one: `--decimal point` or `--decimal comma`. Nothing was changed.
    """


class CurrenciesMixed(UserError):
    """{file} has amounts in {currencies}, and this workspace has no currency yet. Set it with
    `duly setup --currency {one}`, or say which of them to take: `--currency {one}`. Nothing was
    changed.
    """


class UnknownPreset(UserError):
    """I know no preset called {name}. There are {names}; a file of your own ends in “.toml”."""


class PresetNotFor(UserError):
    """The preset {name} has nothing for {subject}; it is for {kinds}."""


class PresetBroken(UserError):
    """The preset {name} cannot be used: {why}."""

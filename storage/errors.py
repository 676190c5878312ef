"""What can go wrong with the database, in Duly's words instead of a driver's."""

from __future__ import annotations


class StorageError(Exception):
    """The database could not do what was asked, and never will; the message says why."""


class DatabaseUnreachable(StorageError):
    """The database cannot be reached, opened or written to; it may be later."""


class OutcomeUnknown(DatabaseUnreachable):
    """The database went away during a commit: it may have been kept, or not."""


class DatabaseFull(DatabaseUnreachable):
    """There is no room on the disk of the database; nothing was changed."""


class DatabaseReadOnly(DatabaseUnreachable):
    """The database can be read but not written to, as a standby; nothing was changed."""


class DatabaseDamaged(DatabaseUnreachable):
    """What lies in the database's place is damaged, or no database; the message says what to do."""


class DatabaseBusy(StorageError):
    """Others held what was needed for too long, nothing was changed; trying again is safe."""


class DatabaseNewer(StorageError):
    """The database was made by a newer Duly than this one."""


class DatabaseOlder(StorageError):
    """The database needs `duly migrate` before this version can run."""


class DatabaseEmpty(DatabaseOlder):
    """Nothing is in the database yet, so that `duly migrate` has not been there."""


class RowBroken(Exception):
    """Work on one row broke and was undone; the cause is chained, the message names it."""


class AlreadyThere(StorageError):
    """A row with the same key exists already."""

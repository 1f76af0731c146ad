"""The one family of errors: every message names the place and what would be right."""

from __future__ import annotations


class QilianError(Exception):
    """Anything that Qilian can name and a person can mend; its text is shown as it stands."""

    exit_code = 1


class RecordRejected(QilianError):
    """One row or fact cannot be taken; the rest of its source goes on, the report counts it."""


class SourceUnusable(QilianError):
    """A file or table cannot be read as what it claims to be; only its own run stops."""

    exit_code = 3


class StoreUnavailable(QilianError):
    """A store cannot be opened, reached or written: address, password, disk, lock, version."""

    exit_code = 4


class OtherSchema(StoreUnavailable):
    """A store was made by a version of the program whose tables are others."""


class NotFound(QilianError):
    """Nothing in the store has this identifier or name."""

    exit_code = 5


class InvalidRequest(QilianError):
    """A question that cannot be answered as put: an empty query, an unknown kind, a bad date."""

    exit_code = 2

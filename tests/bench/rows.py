"""What a measurement leaves: one line of the table."""

from typing import NamedTuple


class Row(NamedTuple):
    """One measured number and what was promised."""

    what: str
    measured: str
    promised: str

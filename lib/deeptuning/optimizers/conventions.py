"""Who means what: the optimizers of torch, Keras and this library side by side."""

import re
from importlib.resources import files

from deeptuning._validation import known

SECTIONS = ("defaults", "eps", "momentum", "weight_decay", "state")


def convention_table(*sections: str) -> str:
    """Return the tables of conventions, in Markdown.

    Every entry was measured by running the optimizers, not copied from their documentation; a test
    measures again and compares.

    Args:
        sections: which tables, of "defaults", "eps", "momentum", "weight_decay" and "state"; all
            of them when none is named.

    Raises:
        ValueError: an unknown section; the message lists the known ones.

    Example:
        >>> print(convention_table("eps").splitlines()[0])
        ### Where ε stands
    """
    for section in sections:
        known("section", section, SECTIONS)
    text = files("deeptuning.optimizers").joinpath("conventions.md").read_text(encoding="utf-8")
    parts = re.split(r"^(?=### )", text, flags=re.MULTILINE)[1:]
    tables = dict(zip(SECTIONS, parts, strict=True))
    return "".join(tables[section] for section in sections or SECTIONS)

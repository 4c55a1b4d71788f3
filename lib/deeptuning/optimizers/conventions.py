"""Who means what: the optimizers of torch, Keras and this library side by side."""

from importlib.resources import files


def convention_table() -> str:
    """Return the table of conventions, in Markdown.

    Every entry was measured by running the optimizers, not copied from their documentation; a test
    measures again and compares.

    Example:
        >>> print(convention_table().splitlines()[0])
        ### Defaults
    """
    return files("deeptuning.optimizers").joinpath("conventions.md").read_text(encoding="utf-8")

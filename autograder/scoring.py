"""Scores that can be trusted: plain floats between 0 and what a cell is worth.

nbgrader reads a score from the first output of a cell, and takes NaN, negative numbers and text
for full marks, and anything on stderr for none. Classic test cells are therefore put into a form
here in which nbgrader reads what was meant.
"""

from __future__ import annotations

import math
import re

from nbformat import NotebookNode
from nbformat.v4 import new_output

# What a number looks like when NumPy or torch prints it: np.float64(0.5), tensor(0.5), array(0.5)
WRAPPED = re.compile(r"(?:np\.\w+|numpy\.\w+|array|tensor)\(\s*([^,()]+?)\s*(?:,[^()]*)?\)")
TENSORFLOW = re.compile(r"<tf\.Tensor: shape=\(\), dtype=\w+, numpy=([^>]+)>")


def number(text: str) -> float | None:
    """Return the number that a text stands for; None when it stands for none.

    Example:
        >>> number("2.5"), number("np.float64(2.5)"), number("tensor(2.5, dtype=torch.float64)")
        (2.5, 2.5, 2.5)
        >>> number("[<matplotlib.lines.Line2D>]") is None
        True
    """
    text = text.strip()
    for pattern in (WRAPPED, TENSORFLOW):
        if match := pattern.fullmatch(text):
            text = match[1]
    try:
        return float(text)
    except ValueError:
        return None


def clipped(score: float, points: float) -> float:
    """Return a score as a plain float in [0, points]; NaN earns nothing.

    Example:
        >>> clipped(2.0000001, 2), clipped(float("nan"), 2), clipped(-1, 2)
        (2.0, 0.0, 0.0)
    """
    if math.isnan(score):
        return 0.0
    return float(min(max(score, 0.0), points))


def tidy(cell: NotebookNode, points: float) -> None:
    """Rewrite the outputs of a classic test cell so that nbgrader reads the right score.

    An error earns nothing, whatever was shown before it. Otherwise the last result counts if it is
    a number, and the cell passes if there is none. Text on stderr costs nothing.
    """
    failed = any(output.output_type == "error" for output in cell.outputs)
    score = None
    kept = []
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"
        if output.output_type == "execute_result":
            found = number(str(output.data.get("text/plain", "")))
            score = score if found is None else clipped(found, points)
            output = new_output("display_data", output.data)
        kept.append(output)
    if score is not None and not failed:
        kept.append(new_output("execute_result", {"text/plain": repr(score)}))
    cell.outputs = kept

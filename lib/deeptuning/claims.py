"""Claims that are measured, with a verdict: the notebook fails when the verdict changes."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from deeptuning._validation import Choice

MIME = "application/vnd.deeptuning.claim+json"
CONDITION_FREE = ""


class ClaimChangedError(AssertionError):
    """The measurement no longer supports the verdict that the text states."""


@dataclass(frozen=True)
class Measurement:
    """The spread of one measured quantity under one condition."""

    condition: str
    median: float
    low: float
    high: float
    runs: int
    share: float  # of the runs that support the claim (0 or 1 where the median decides)

    def __str__(self) -> str:
        spread = "" if self.runs == 1 else f" [{self.low:.3g} to {self.high:.3g}], {self.runs} runs"
        return f"{self.median:.3g}{spread}"


@dataclass(frozen=True)
class Claim:
    """A claim, what was measured, and what follows."""

    says: str
    quantity: str
    measurements: tuple[Measurement, ...]
    verdict: str

    def __str__(self) -> str:
        lines = [f"Claim: {self.says}", f"Measured: {self.quantity}"]
        lines += [f"  {m.condition + ': ' if m.condition else ''}{m}" for m in self.measurements]
        return "\n".join([*lines, f"Verdict: {self.verdict}"])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'>{html.escape(m.condition) or 'all runs'}</td>"
            f"<td style='text-align:left'>{m}</td>"
            f"<td style='text-align:left'>{'supports' if m.share == 1 else 'contradicts'}</td></tr>"
            for m in self.measurements
        )
        colour, sign = {"holds": ("#009E73", "✓"), "does not hold": ("#D55E00", "✗")}.get(
            self.verdict, ("#E69F00", "◐")
        )
        return (
            f"<div style='border-left:6px solid {colour};padding:.4em 1em;margin:.5em 0'>"
            f"<div><b>Claim.</b> “{html.escape(self.says)}”</div>"
            f"<table style='margin:.4em 0'><thead><tr><th style='text-align:left'>when</th>"
            f"<th style='text-align:left'>{html.escape(self.quantity)}</th>"
            f"<th style='text-align:left'></th></tr></thead><tbody>{rows}</tbody></table>"
            f"<div><b>Verdict.</b> {sign} {html.escape(self.verdict)}</div></div>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/plain": str(self), "text/html": self._repr_html_(), MIME: asdict(self)}


def decide(measurements: tuple[Measurement, ...]) -> str:
    """Turn the shares of supporting runs into a verdict.

    All runs must agree under a condition: a claim that some seeds support and others do not is
    "undecided" there, and needs more seeds, a wider margin or an honest word.
    """
    if any(0 < m.share < 1 for m in measurements):
        return "undecided if " + " and ".join(
            m.condition or "nothing is fixed" for m in measurements if 0 < m.share < 1
        )
    supported = [m.condition for m in measurements if m.share == 1]
    if not supported:
        return "does not hold"
    return "holds" if len(supported) == len(measurements) else "holds if " + " or ".join(supported)


def claim(
    says: str,
    measured: Mapping[str, Any] | Any,
    *,
    quantity: str,
    supports: Callable[[float], bool],
    verdict: str,
    decided_by: str = "every run",
) -> Claim:
    """State a claim, what was measured over how many runs, and the verdict; fail if it changed.

    Args:
        says: the claim, as a handout would put it.
        measured: values, one per run (seed); or a dict of such, one entry per condition.
        quantity: what was measured, with its unit.
        supports: whether one value speaks for the claim.
        verdict: the verdict the text around this cell relies on: `"holds"`, `"does not hold"`,
            or `"holds if <condition>"` (several conditions joined by " or ").
        decided_by: `"every run"` (all must agree, or the claim is undecided) or `"median"`.

    Returns:
        The claim, displayed as a card.

    Raises:
        ClaimChangedError: the measurement gives another verdict.

    Example:
        >>> print(claim("Halving is smaller.", [0.5, 0.25], quantity="half",
        ...             supports=lambda x: x < 1, verdict="holds"))
        Claim: Halving is smaller.
        Measured: half
          0.375 [0.25 to 0.5], 2 runs
        Verdict: holds
    """
    Choice("every run", "median").check("decided_by", decided_by)
    conditions = measured if isinstance(measured, Mapping) else {CONDITION_FREE: measured}
    measurements = []
    for condition, values in conditions.items():
        values = np.asarray(values, dtype=float).ravel()
        if values.size == 0:
            raise ValueError(
                f"Argument `measured` must hold at least one value. Received: none for "
                f"{condition!r}. Run the experiment before stating the claim."
            )
        asked = values if decided_by == "every run" else [np.median(values)]
        share = float(np.mean([bool(supports(value)) for value in asked]))
        spread = float(np.median(values)), float(values.min()), float(values.max())
        measurements.append(Measurement(condition, *spread, values.size, share))
    found = Claim(says, quantity, tuple(measurements), decide(tuple(measurements)))
    if found.verdict != verdict:
        raise ClaimChangedError(f"Expected verdict: {verdict}.\n{found}")
    return found

"""The distribution of scores as an inline SVG picture."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

BINS = 10
WIDTH, HEIGHT, MARGIN, BOTTOM = 640, 220, 24, 34


def counts(scores: Sequence[float], points: float) -> list[int]:
    """Return how many scores lie in each tenth of what could be earned; the last has full marks.

    Example:
        >>> counts([0, 1.9, 2, 20], 20)
        [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    found = [0] * BINS
    for score in scores:
        share = score / points if points else 0.0
        found[max(0, min(int(share * BINS + 1e-9), BINS - 1))] += 1
    return found


def histogram(scores: Sequence[float], points: float) -> Markup:
    """Return the picture, with its numbers as alternative text."""
    found = counts(scores, points)
    step, top = (WIDTH - 2 * MARGIN) / BINS, max(*found, 1)
    edges = [points * i / BINS for i in range(BINS + 1)]
    spans = [f"{a:g} to {b:g}: {n}" for a, b, n in zip(edges, edges[1:], found, strict=False) if n]
    told = "Number of students by points. " + "; ".join(spans) + "."
    parts = []
    for i, count in enumerate(found):
        height = (HEIGHT - BOTTOM - 24) * count / top
        x, y = MARGIN + i * step, HEIGHT - BOTTOM - height
        parts.append(
            f'<rect x="{x + 2:.1f}" y="{y:.1f}" width="{step - 4:.1f}" height="{height:.1f}" '
            'rx="3" class="bar"/>'
        )
        if count:
            parts.append(f'<text x="{x + step / 2:.1f}" y="{y - 6:.1f}">{count}</text>')
    line = HEIGHT - BOTTOM
    parts.append(f'<path d="M{MARGIN} {line}H{WIDTH - MARGIN}" class="axis"/>')
    for i, edge in enumerate(edges):
        parts.append(f'<text x="{MARGIN + i * step:.1f}" y="{line + 16}">{edge:g}</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 2}" class="name">points</text>')
    return Markup(  # made of numbers alone
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">{"".join(parts)}</svg>'
    )

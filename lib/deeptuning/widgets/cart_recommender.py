"""Plan an A/B test: how many visits, which share treated, and what does it cost?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning.plots.style import CYCLE

WITHOUT = 0.58  # share of carts left behind when nothing is recommended
POLICIES = {"the net's product": -18.0, "the bestseller": 4.0, "a smaller button": -1.0}
Z = 1.96


class Plan(NamedTuple):
    """What to expect of a test: the standard error of its estimate (carts per 100 visits), the
    chances of finding the right and the wrong sign, and the carts lost because some visits got
    the worse of the two treatments."""

    error: float
    right: float
    wrong: float
    lost: float


def plan(effect: float, visits: float, share: float) -> Plan:
    r"""Return what a test is worth before it is made.

    $$\sigma^2 = \frac{p_1(1-p_1)}{sn} + \frac{p_0(1-p_0)}{(1-s)n}, \qquad
      P(\text{right sign}) = \Phi\left(\frac{|\Delta|}{\sigma} - 1.96\right)$$

    A sign is found when the 95 % interval lies on one side of 0.

    Args:
        effect: Δ, true effect in carts left behind per 100 visits.
        visits: n, visits in the test.
        share: s, share of them that is treated, in (0, 1).

    Example:
        >>> found = plan(effect=-18.0, visits=100, share=0.5)
        >>> round(found.error, 1), round(found.right, 2), round(found.lost, 1)
        (9.8, 0.45, 9.0)
    """
    from scipy.stats import norm  # heavy: only when asked for

    gap, with_it = abs(effect) / 100, WITHOUT + effect / 100
    variance = with_it * (1 - with_it) / share + WITHOUT * (1 - WITHOUT) / (1 - share)
    error = (variance / visits) ** 0.5
    worse = share if effect > 0 else 1 - share
    right, wrong = norm.cdf(gap / error - Z), norm.cdf(-gap / error - Z)
    return Plan(100 * error, float(right), float(wrong), visits * worse * gap)


def picture(policy: str, visits: float, share: float) -> Any:
    """Draw how the estimates of such a test would scatter, and the certainty against its size."""
    import matplotlib.pyplot as plt
    from scipy.stats import norm

    effect, visits = POLICIES[policy], round(visits)
    found = plan(effect, visits, share)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.8))
    reach = max(4 * found.error, 1.3 * abs(effect))
    x = np.linspace(effect - reach, effect + reach, 600)
    height = norm.pdf(x, effect, found.error) / norm.pdf(0, 0, found.error)
    undecided = np.abs(x) <= Z * found.error
    left.plot(x, height, color="black", linewidth=1.2)
    sign = (x < 0) == (effect < 0)
    for where, look, label in (
        (~undecided & sign, CYCLE[0]["color"], "right sign"),
        (undecided, "#bbbbbb", "interval contains 0"),
        (~undecided & ~sign, CYCLE[1]["color"], "wrong sign"),
    ):
        left.fill_between(x, height, where=where, color=look, alpha=0.6, linewidth=0, label=label)
    left.axvline(0, color="black", linewidth=0.8)
    left.set(xlabel="estimated effect, carts per 100 visits", yticks=[], ylim=(0, 1.45))
    left.set_title(f"right sign: {100 * found.right:.1f} %")
    left.legend(loc="upper left", fontsize=9, ncols=2)
    sizes = np.geomspace(100, 100_000, 200)
    right.plot(sizes, [100 * plan(effect, n, share).right for n in sizes], **CYCLE[0])
    right.plot(visits, 100 * found.right, "o", color="black", markersize=8)
    right.axhline(99, color="#666666", linewidth=0.8, linestyle=(0, (4, 2)))
    right.set(xscale="log", xlabel="visits in the test", ylim=(0, 104), ylabel="right sign, %")
    right.set_title(f"{visits:,} visits, {found.lost:,.0f} carts lost")
    return figure


def explore() -> Any:
    """Show the picture with controls for the policy, the visits and the treated share."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left, a bell curve of the effects that such a test would estimate, around the true one, "
        "in colours for the right sign, no decision and the wrong sign. Right, the chance of the "
        "right sign, rising with the number of visits, and a dot where this test stands.",
        policy=Dropdown(description="policy", options=list(POLICIES), value="the net's product"),
        visits=FloatLogSlider(
            100, min=2, max=5, step=0.02, description="visits", readout_format=".0f", **slow
        ),
        share=FloatSlider(0.5, min=0.02, max=0.98, step=0.01, description="treated", **slow),
    )

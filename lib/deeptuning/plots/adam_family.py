"""The pictures of the lesson on Adam: each takes what was measured, and says what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.data.surfaces import Surface
from deeptuning.plots.curves import rate_curves
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE, look
from deeptuning.plots.trajectories import small_multiples, trajectories
from deeptuning.training.many import Runs


def two_walks(surface: Surface, paths: Mapping[str, np.ndarray]) -> None:
    """Show SGD and Adam in the narrow valley; `paths` by optimizer name, `(steps + 1, 2)`."""
    show(
        trajectories(surface, paths, "100 steps in a narrow valley"),
        "SGD bounces from wall to wall of a narrow valley and creeps along it; Adam walks along "
        "the valley. Right: Adam's loss falls far lower within 100 steps.",
    )


def steady_and_shaken(walks: Mapping[str, np.ndarray]) -> None:
    """Show how far steadily pushed and shaken weights get; by title, `(steps, 2, weights)`."""
    panels = {}
    for title, walk in walks.items():
        distance = np.mean(walk**2, axis=-1) ** 0.5
        steps = np.arange(len(walk))
        panels[title] = {
            "steady push, 0.1": (steps, distance[:, 0]),
            "shaken, mean 0, spread 4": (steps, distance[:, 1]),
        }
    show(
        lines(panels, xlabel="step", ylabel="typical distance moved"),
        "Root-mean-square distance moved over 200 steps. Under SGD the shaken weights get further "
        "than the steadily pushed ones; under Adam the steady ones move 2 in a straight line and "
        "the shaken ones stay near their start.",
    )


def step_ratios(ratios: Mapping[str, np.ndarray]) -> None:
    """Show the uncorrected step over the corrected one; `ratios` by label, `(seeds, steps)`."""
    curves = {
        label: (np.arange(1, np.shape(values)[1] + 1), np.median(values, axis=0))
        for label, values in ratios.items()
    }
    show(
        lines(
            {"How much larger is a step without bias correction? (β₁ = 0.9)": curves},
            xlabel="step t",
            ylabel="uncorrected / corrected",
            xscale="log",
        ),
        "Uncorrected step over corrected step against the step number, for three values of beta2. "
        "For 0.999 it starts at 3.2, peaks above 6 near step 10 and sinks towards 1; for 0.99 it "
        "starts at 1; for 0.9 it starts at 0.3.",
    )


def corrected_or_not(corrected: Runs, uncorrected: Runs, steps: int) -> None:
    """Show the rate curves with and without bias correction."""
    curves = {
        "corrected": (corrected, look("adam")),
        "uncorrected": (uncorrected, {"color": "#0072B2", "linestyle": (0, (2, 1))}),
    }
    show(
        rate_curves({f"Digits, the first {steps} steps": curves}, steps),
        "Training loss against the learning rate. Both curves have the same U shape; the one "
        "without bias correction lies further left, at rates about five times smaller.",
    )


def spike(usual: np.ndarray, spiked: np.ndarray, at: int) -> None:
    """Show where a weight is with and without a spike at step `at`; η, `(seeds, steps + 1)`."""
    shown = slice(at - 100, None)
    steps = np.arange(usual.shape[1])
    curves = {
        "without the bad batch": (steps[shown], np.median(usual, axis=0)[shown]),
        "with it": (steps[shown], np.median(spiked, axis=0)[shown]),
    }
    show(
        lines(
            {f"One gradient of −100, at step {at:,}, among gradients near 1": curves},
            xlabel="step",
            ylabel="distance moved / η",
        ),
        "Distance moved, in units of eta, with and without one bad gradient. Without it the weight "
        "goes on in a straight line. With it the weight drops back a little and then continues "
        "with a much smaller slope, which recovers slowly over the rest of the picture.",
    )


def first_steps(sizes: np.ndarray, steps: Mapping[str, np.ndarray]) -> None:
    """Show the first step, in units of η, against the size of the gradient; `steps` by form."""
    show(
        lines(
            {
                "Below which gradient does a weight stop moving?": {
                    label: (sizes, values) for label, values in steps.items()
                }
            },
            xlabel="size of the gradient",
            ylabel="first step / η",
            xscale="log",
        ),
        "First step in units of eta against the size of the gradient, for three places of epsilon. "
        "All reach 1 for large gradients; the outside form falls off below 1e-8, the hat form "
        "below 3e-6, the inside form below 1e-4.",
    )


def characters(surface: Surface, paths: Mapping[str, np.ndarray]) -> None:
    """Show six optimizers side by side in one valley."""
    show(
        small_multiples(surface, paths),
        "Six small pictures of the same tilted valley with the paths of momentum, Nesterov, "
        "RMSProp, Adam, Nadam and AdaMax from the same start; the loss after 40 steps is in each "
        "title.",
    )


def two_decays(weights: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show mean weights under two kinds of decay; title → group → `(steps + 1,)`."""
    panels: dict[str, Any] = {
        title: {group: (np.arange(len(path)), path) for group, path in groups.items()}
        for title, groups in weights.items()
    }
    groups = next(iter(weights.values()))
    show(
        lines(
            panels,
            xlabel="step",
            ylabel="mean weight",
            # Of different widths, so that lines on top of each other can all be seen.
            looks={group: {**CYCLE[i], "linewidth": 6 - 2 * i} for i, group in enumerate(groups)},
            ylim=(-0.05, 1.05),
            legend="upper right",
        ),
        "Mean weight against the step for three groups of weights. Left, Adam with L2: the loud "
        "group stays near 0.9, the middling falls to 0.37, the quiet drops to zero. Right, AdamW: "
        "all three fall together to 0.37.",
    )


def rates_and_scales(plain: Mapping[str, Runs], scaled: Mapping[str, Runs], steps: int) -> None:
    """Show rate curves for the loss as it is and for the loss times 100; runs by optimizer."""
    panels = {
        title: {look(name)["label"]: (runs, look(name)) for name, runs in sweeps.items()}
        for title, sweeps in (("the loss as it is", plain), ("the loss × 100", scaled))
    }
    show(
        rate_curves(panels, steps),
        "Training loss against the learning rate, for SGD, Nesterov and Adam. All three are "
        "U-shaped. Multiplying the loss by 100 moves the curves of SGD and Nesterov two decades to "
        "the left; Adam's curve stays where it was.",
    )

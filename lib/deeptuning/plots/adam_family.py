"""The pictures of the lesson on Adam: each takes what was measured, and says what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.data.surfaces import Surface
from deeptuning.plots.curves import rate_curves
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import look
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
    """Show how far a steadily pushed and a shaken weight move; `walks` by title, `(steps, 2)`."""
    panels = {
        title: {
            "steady push of 0.1": (np.arange(len(walk)), -walk[:, 0]),
            "shaken, ±4 at random": (np.arange(len(walk)), -walk[:, 1]),
        }
        for title, walk in walks.items()
    }
    show(
        lines(panels, xlabel="step", ylabel="distance moved"),
        "Distance moved by two weights over 200 steps. Under SGD the shaken weight wanders further "
        "than the steady one has come; under Adam the steady weight moves 2 in a straight line "
        "and the shaken one stays near its start.",
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


def spike(moves: np.ndarray, at: int) -> None:
    """Show step sizes around a spike at step `at`; `moves` in units of η, `(seeds, steps)`."""
    shown = slice(at - 40, None)
    steps = np.arange(moves.shape[1])
    curve = {"one weight": (steps[shown], np.median(moves, axis=0)[shown])}
    show(
        lines(
            {f"One gradient 100 times larger, at step {at:,}": curve},
            xlabel="step",
            ylabel="step / η",
            legend=None,
            ylim=(0, None),
        ),
        "Step size in units of eta around a spike in the gradient. It is 1 before, jumps to nearly "
        "3, then falls to a quarter and stays there for the rest of the picture.",
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
    show(
        lines(
            panels, xlabel="step", ylabel="mean weight", ylim=(-0.05, 1.05), legend="upper right"
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

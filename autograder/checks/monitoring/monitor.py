"""Say what is wrong with a run, from its logs alone."""

from collections.abc import Iterator

import numpy as np

from autograder.checks.monitoring import monitors
from autograder.definition import Case, Check, Misconception

STEPS = 12


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """One run of each kind, in some kinds two."""

    def run(layers=3, fall=0.8, rise=0.0, vanishing=1.0, dead=(0.1, 0.1), end=None):
        """Scalars of a run: the loss falls by a share, the validation loss rises in the end."""
        t = np.linspace(0, 1, STEPS)
        start = rng.uniform(1.5, 2.5)
        train = start * (1 - fall * t) * rng.uniform(0.998, 1.002, STEPS)
        if end is not None:
            train[-1] = end * start
        middle = np.abs(t - 0.6) * 2.5
        validation = 1.2 - 0.6 * fall * np.minimum(t, 0.6) + rise * (t > 0.6) * middle
        logs = {"loss/train": train, "loss/validation": start * validation}
        for i in range(1, layers + 1):
            norm = rng.uniform(0.5, 1.5)
            if vanishing < 1:
                norm = vanishing ** ((layers - i) / (layers - 1))
            logs[f"gradient_norm/{i}"] = norm * rng.uniform(0.9, 1.1, STEPS)
            logs[f"dead/{i}"] = np.linspace(*dead, STEPS) if i == 2 else np.full(STEPS, 0.05)
        return logs

    deep = run(layers=12, vanishing=2e-4, fall=0.005)
    for i in (9, 10, 11):  # not the last ones, but the last in the order of the alphabet
        deep[f"gradient_norm/{i}"] = 0.05 * rng.uniform(0.9, 1.1, STEPS)
    broken = run()
    broken["loss/train"][int(rng.integers(5, 9))] = np.nan
    cured = run(dead=(0.8, 0.1))
    for group, logs in (
        ("runs that diverge, or do not", run(end=2.6, rise=1.0)),
        ("runs that diverge, or do not", broken),
        ("runs that diverge, or do not", run()),
        ("units that are dead, or were", run(dead=(0.1, 0.75), fall=0.005)),
        ("units that are dead, or were", cured),
        ("gradients that vanish, or do not", run(layers=4, vanishing=1e-4, fall=0.3)),
        ("gradients that vanish, or do not", deep),
        ("gradients that vanish, or do not", run(layers=5)),
        ("overfitting, or just a gap", run(rise=0.8)),
        ("overfitting, or just a gap", run(fall=0.9)),
        ("a run that stands still", run(fall=0.005)),
    ):
        yield Case(group, {"logs": logs})


def monitor(logs):
    """Ask for causes before symptoms."""
    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = sum(tag.startswith("gradient_norm/") for tag in logs)
    first, last = logs["gradient_norm/1"][-1], logs[f"gradient_norm/{layers}"][-1]
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverged"
    if any(logs[f"dead/{i}"][-1] > 0.5 for i in range(1, layers + 1)):
        return "dead units"
    if first < last / 1000:
        return "vanishing gradients"
    if validation[-1] > 1.2 * validation.min():
        return "overfitting"
    if train[-1] > 0.98 * train[0]:
        return "stalled"
    return "healthy"


MONITOR = Check(
    name="monitoring/monitor",
    title="What is wrong with this run?",
    points=4,
    cases=cases,
    reference=monitor,
    misconceptions=(
        Misconception(
            "layers in the order of the alphabet",
            "As texts, 10 comes before 9. Which layer is the last?",
            monitors.alphabet,
        ),
        Misconception(
            "symptoms before causes",
            "A loss that stands still has a cause. Which questions come first?",
            monitors.symptoms_first,
        ),
        Misconception(
            "NaN is not seen",
            "A single loss that is not a number is enough, and comparing with NaN is always false.",
            monitors.no_nan,
        ),
        Misconception(
            "a gap taken for overfitting",
            "Validation may lie above training all the time. Overfitting is a rise from its best.",
            monitors.gap,
        ),
        Misconception(
            "the mean over the layers",
            "One dead layer is enough to stop everything before it.",
            monitors.mean_dead,
        ),
        Misconception(
            "the whole history",
            "Units that were dead at the start and work now are no reason to worry.",
            monitors.any_time,
        ),
        Misconception("always healthy", "A monitor that never rings is not one.", monitors.calm),
    ),
)

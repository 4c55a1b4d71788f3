"""Readable rules as optimizers, beside the frameworks' own, one step of a pile of matrices.

On a GPU small matrices measure how fast Python can ask for a step, large ones how fast the memory
can serve it; the promise is about the second.
"""

from __future__ import annotations

import itertools
import statistics
import time
import warnings
from collections.abc import Callable, Iterator

import torch

from deeptuning.adapters.torch import RuleOptimizer
from tests.bench.rows import Row

SIZE, MATRICES = 256, 6
SIZES = {"cpu": (SIZE,), "cuda": (SIZE, 4096)}
TWINS = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {}),
}
Step = Callable[[], object]


def parameters(device: str, size: int) -> list[torch.nn.Parameter]:
    """Square matrices with gradients."""
    torch.manual_seed(0)
    found = [torch.nn.Parameter(torch.randn(size, size, device=device)) for _ in range(MATRICES)]
    for parameter in found:
        parameter.grad = torch.randn_like(parameter)
    return found


def in_turns(steps: dict[str, Step], device: str, rounds: int = 15, each: int = 20) -> dict:
    """Time the steps in turns; return the median of each in milliseconds.

    In turns, because another program on the machine must not decide who is faster.
    """
    wait = torch.cuda.synchronize if device == "cuda" else lambda: None
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for round_ in range(rounds + 1):
        for name, step in steps.items():
            wait()
            start = time.perf_counter()
            for _ in range(each):
                step()
            wait()
            if round_ > 0:  # the first round compiles and warms up
                taken[name].append((time.perf_counter() - start) / each * 1e3)
    return {name: statistics.median(times) for name, times in taken.items()}


def steps(rule: str, device: str, size: int) -> dict[str, Step]:
    """Every way to take a step with a rule: ours and torch's."""
    twin, arguments = TWINS[rule]

    def theirs(**how: bool) -> Step:
        return twin(parameters(device, size), lr=1e-3, **arguments, **how).step

    def ours() -> Step:
        return RuleOptimizer(parameters(device, size), rule, learning_rate=1e-3).step

    return {
        "ours": ours(),
        "torch": theirs(foreach=False),
        "torch foreach": theirs(foreach=True),
        "torch fused": theirs(fused=True),
        "ours compiled": torch.compile(ours()),
        "torch compiled": torch.compile(theirs()),
    }


def rows(device: str = "cpu") -> Iterator[Row]:
    """Ratios of one run; below 1 means that the readable rule is faster."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for rule, size in itertools.product(TWINS, SIZES[device]):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the compiler, about itself
            torch.compiler.reset()
            ms = in_turns(steps(rule, device, size), device)
        eager, compiled = ms["ours"] / ms["torch"], ms["ours compiled"] / ms["torch compiled"]
        fused = ms["ours compiled"] / ms["torch fused"]
        name = f"{rule}, {device}, {size}²: rule / torch.optim"
        yield Row(f"{name}, both eager, one tensor at a time", f"{eager:.2f}×", "")
        yield Row(f"{name}, both under torch.compile", f"{compiled:.2f}×", "")
        aim = "1×" if size > SIZE else ""
        yield Row(f"{name}, compiled / fused ({ms['torch fused']:.2f} ms)", f"{fused:.2f}×", aim)
    torch.set_num_threads(threads)


def keras_rows() -> Iterator[Row]:
    """The same step as a TensorFlow graph, as `fit` runs it."""
    import keras
    import tensorflow as tf

    from deeptuning.adapters.keras import RuleOptimizer as KerasRuleOptimizer

    keras.utils.set_random_seed(0)

    def step(optimizer: keras.optimizers.Optimizer) -> Step:
        weights = [keras.Variable(keras.random.normal((SIZE, SIZE))) for _ in range(MATRICES)]
        gradients = [keras.random.normal((SIZE, SIZE)) for _ in range(MATRICES)]
        optimizer.build(weights)
        return tf.function(lambda: optimizer.apply(gradients))

    twins = {
        "sgd": keras.optimizers.SGD(1e-3),
        "adam": keras.optimizers.Adam(1e-3),
        "adamw": keras.optimizers.AdamW(1e-3),
    }
    for rule, twin in twins.items():
        ours = KerasRuleOptimizer(rule, learning_rate=1e-3)
        ms = in_turns({"ours": step(ours), "Keras": step(twin)}, "cpu")
        yield Row(
            f"{rule}: rule / keras.optimizers, in a graph", f"{ms['ours'] / ms['Keras']:.2f}×", ""
        )

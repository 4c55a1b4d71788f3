"""`fit` beside a hand-written PyTorch loop, Keras's `fit` and Lightning: one CNN, the same data.

Everything optional is off. The loops run in turns, epoch by epoch, and on the CPU it is CPU time
that counts, because another program on the machine must not decide who is faster. A ratio is the
median over the turns.
"""

from __future__ import annotations

import itertools
import logging
import os
import statistics
import time
import warnings
from collections.abc import Callable, Iterator

import torch
from torch import nn

from deeptuning.training.torch_loop import fit
from tests.bench.rows import Row

EXAMPLES, BATCH, CLASSES = 4096, 64, 10
Epoch = Callable[[], object]


def batches(device: str, channels_last: bool = False) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Fixed batches in memory, so that the loops are timed and not the loading."""
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(EXAMPLES, 3, 16, 16, generator=generator).to(device)
    labels = torch.randint(CLASSES, (EXAMPLES,), generator=generator).to(device)
    if channels_last:
        images = images.to(memory_format=torch.channels_last)
    return list(zip(images.split(BATCH), labels.split(BATCH), strict=True))


class Ready(torch.utils.data.IterableDataset):
    """Batches that only have to be handed over."""

    def __init__(self, batches: list) -> None:
        self.batches = batches

    def __iter__(self) -> Iterator[tuple]:
        return iter(self.batches)

    def __len__(self) -> int:
        return len(self.batches)


def network(device: str) -> nn.Sequential:
    """A small CNN, always with the same weights."""
    torch.manual_seed(0)
    return nn.Sequential(
        *(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(32 * 4 * 4, CLASSES)),
    ).to(device)


def by_hand(device: str, precision: str = "float32", channels_last: bool = False) -> Epoch:
    """The loop of torch's tutorial, with the mean loss of the epoch read at its end."""
    model, data = network(device), batches(device, channels_last)
    if channels_last:
        model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    enabled, dtype = precision != "float32", torch.bfloat16

    def epoch() -> None:
        model.train()
        losses = []
        for images, labels in data:
            optimizer.zero_grad()
            with torch.autocast(device, dtype, enabled=enabled):
                loss = nn.functional.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        torch.stack(losses).mean().item()

    return epoch


def ours(device: str, **arguments: object) -> Epoch:
    """One epoch of `fit`, its set-up included."""
    model, data = network(device), batches(device, bool(arguments.get("channels_last")))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss = nn.functional.cross_entropy
    return lambda: fit(model, data, optimizer, loss, epochs=1, device=device, **arguments)


def lightning(device: str) -> Epoch:
    """One epoch of Lightning's Trainer, everything optional off; the Trainer is made once."""
    import lightning as pl

    class Module(pl.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.network = network(device)

        def training_step(self, batch: tuple, index: int) -> torch.Tensor:
            images, labels = batch
            return nn.functional.cross_entropy(self.network(images), labels)

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.SGD(self.parameters(), lr=0.01)

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    off = ("logger", "enable_checkpointing", "enable_progress_bar", "enable_model_summary")
    accelerator = "gpu" if device == "cuda" else "cpu"
    trainer = pl.Trainer(
        accelerator=accelerator, devices=1, max_epochs=1, **dict.fromkeys(off, False)
    )
    # A list would be taken for many loaders, one per item.
    module, data = Module(), torch.utils.data.DataLoader(Ready(batches(device)), batch_size=None)

    def epoch() -> None:
        trainer.fit_loop.max_epochs = trainer.current_epoch + 1
        trainer.fit(module, data)

    return epoch


def keras_fit() -> Epoch:
    """One epoch of Keras's `fit` of the same network, compiled by TensorFlow, on the CPU."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    layers = [keras.Input((16, 16, 3))]
    for channels in (16, 32):
        layers.append(keras.layers.Conv2D(channels, 3, padding="same", activation="relu"))
        layers.append(keras.layers.MaxPooling2D(2))
    model = keras.Sequential([*layers, keras.layers.Flatten(), keras.layers.Dense(CLASSES)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.01), loss, jit_compile=False)
    images = torch.cat([images for images, _ in batches("cpu")]).permute(0, 2, 3, 1).numpy()
    labels = torch.cat([labels for _, labels in batches("cpu")]).numpy()
    return lambda: model.fit(images, labels, batch_size=BATCH, shuffle=False, verbose=0)


def ratios(loops: dict[str, Epoch], device: str, rounds: int) -> dict[str, float]:
    """Time every loop beside the first one, in turns; return the median ratios."""
    wait = torch.cuda.synchronize if device == "cuda" else lambda: None
    clock = time.perf_counter if device == "cuda" else time.process_time
    base, *others = loops
    taken: dict[str, list[float]] = {name: [] for name in loops}
    # Every order in turn, so that nobody always runs after the same one.
    orders = itertools.cycle(itertools.permutations(loops))
    for turn in range(rounds + 2):
        for name in next(orders):
            wait()
            start = clock()
            loops[name]()
            wait()
            if turn > 1:  # the first two compile and warm up
                taken[name].append(clock() - start)
    pairs = {name: zip(taken[name], taken[base], strict=True) for name in others}
    found = {name: statistics.median(a / b for a, b in pair) for name, pair in pairs.items()}
    return {**found, "ms per step": statistics.median(taken[base]) / (EXAMPLES // BATCH) * 1e3}


def rows(device: str = "cpu", rounds: int = 21) -> Iterator[Row]:
    """Ratios of one run; the smaller, the less a loop costs beyond the hand-written one."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    loops = {"by hand": by_hand(device), "fit": ours(device), "Lightning": lightning(device)}
    if device == "cpu":
        loops["Keras"] = keras_fit()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Lightning's, about few workers and missing loggers
        found = ratios(loops, device, rounds)
    step = found.pop("ms per step")
    for name, ratio in found.items():
        promised = "≤ 1.02×" if name == "fit" else ""
        yield Row(
            f"{name} / loop by hand ({step:.1f} ms a step), {device}", f"{ratio:.3f}×", promised
        )
    if device == "cuda":
        yield from variants(device, rounds)
    torch.set_num_threads(threads)


def variants(device: str, rounds: int) -> Iterator[Row]:
    """What 16 bits, channels-last and the compiler bring `fit`, against `fit` without them."""
    pair = {"by hand": by_hand(device, "bfloat16"), "fit": ours(device, precision="bfloat16")}
    ratio = ratios(pair, device, rounds)["fit"]
    yield Row(f"fit / loop by hand, bfloat16, {device}", f"{ratio:.3f}×", "≤ 1.02×")
    loops = {
        "plain": ours(device),
        "bfloat16": ours(device, precision="bfloat16"),
        "channels last": ours(device, channels_last=True),
        "compiled": ours(device, compile=True),
    }
    for name, ratio in ratios(loops, device, rounds).items():
        if name != "ms per step":
            yield Row(f"fit {name} / fit, {device}", f"{ratio:.2f}×", "")


def main() -> None:
    """Print the table."""
    for device in ["cpu", *["cuda"] * torch.cuda.is_available()]:
        for row in rows(device):
            print(f"{row.what:<58} {row.measured:>16}  {row.promised}", flush=True)


if __name__ == "__main__":
    main()

"""A training loop to read in one sitting: what a good PyTorch loop does, and in which order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any

import torch
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau

from deeptuning._validation import Choice, checked, known, positive
from deeptuning.adapters.torch_schedules import ScheduledRate
from deeptuning.training._checks import Count
from deeptuning.training.torch_average import WeightAverage
from deeptuning.training.torch_device import pick_device
from deeptuning.training.torch_history import History
from deeptuning.training.torch_learner import Learner
from deeptuning.training.torch_loader import generators_of
from deeptuning.training.torch_log import log_to, write_epoch
from deeptuning.training.torch_position import Position, groups
from deeptuning.training.torch_precision import TYPES, mixed_precision
from deeptuning.training.torch_saver import Saver
from deeptuning.training.torch_stopper import Stopper
from deeptuning.training.torch_validation import validate


@checked(
    epochs=Count(0),
    schedule_per=Choice("step", "epoch"),
    precision=Choice(*TYPES),
    accumulate=Count(1),
    save_every=Count(1, optional=True),
    non_finite=Choice("raise", "record"),
)
def fit(
    model: torch.nn.Module,
    loader: Iterable[Any],
    optimizer: torch.optim.Optimizer,
    loss: Callable[[Any, Any], torch.Tensor],
    *,
    epochs: int,
    validation: Iterable[Any] | None = None,
    metrics: Mapping[str, Callable] | None = None,
    schedule: Callable | LRScheduler | None = None,
    schedule_per: str = "step",
    device: str | torch.device = "auto",
    precision: str = "float32",
    compile: bool = False,
    channels_last: bool = False,
    accumulate: int = 1,
    clip_norm: float | None = None,
    ema: float | None = None,
    early_stopping: Mapping[str, Any] | None = None,
    monitor: str | None = None,
    checkpoints: Any = None,
    save_every: int | None = None,
    resume: bool = False,
    log: Any = None,
    progress: bool = False,
    non_finite: str = "raise",
) -> History:
    r"""Train a torch module.

    In each step: forward and backward pass of `accumulate` batches, clipping, optimizer, schedule,
    average. After each epoch: validation with the averaged weights, early stopping, schedule,
    checkpoint. With everything optional left out, the weights are bit for bit those of the loop in
    torch's tutorial.

    **Exact resume.** With `checkpoints` and `resume=True`, a run that was killed at any moment goes
    on from its last checkpoint and ends, on a CPU, with the very bits of an uninterrupted run,
    dropout and shuffling included. Call `fit` again with everything made as before.

    Args:
        model: the module; it is trained in place. At the end it has the best weights
            (`early_stopping`), or else the averaged ones (`ema`), or else the last.
        loader: gives batches `(inputs, targets)`: a `DataLoader` or any iterable.
        optimizer: of the model's parameters.
        loss: `loss(outputs, targets)`, the *mean* over the examples of a batch.
        epochs: how often to go through the loader, 0 or more, interrupted runs included.
        validation: batches that are only measured, in `eval()` mode, after each epoch.
        metrics: name → `metric(outputs, targets)`, the mean over a batch; measured in validation.
        schedule: a schedule of `deeptuning.schedules`, which *sets* the rate, or a torch scheduler.
        schedule_per: whether it counts optimizer steps (`"step"`) or epochs (`"epoch"`).
        device: `"auto"`, or torch's name of one.
        precision: `"float32"`, `"bfloat16"` or `"float16"` (with loss scaling). Weights stay in
            float32. A step skipped by the scaler is none for schedule and average.
        compile: whether to run the model through `torch.compile`.
        channels_last: whether images are kept with channels last, faster on GPUs.
        accumulate: batches per optimizer step, 1 or more. Each is weighted by its examples, so that
            together they equal one big batch, also where the last group of an epoch is shorter.
            (Not for batch norm, which sees one batch at a time.)
        clip_norm: longest global norm of the gradients, > 0, by torch's `clip_grad_norm_`.
            `math.inf` measures without clipping.
        ema: decay in [0, 1) of a moving average of the weights, see `WeightAverage`.
        early_stopping: `{"patience": 3}`, and `min_delta` and `mode`, see
            `deeptuning.regularization.early_stopping`.
        monitor: what early stopping, checkpoints and a plateau scheduler look at: `"train_loss"`,
            `"validation_loss"` or a metric. By default the last loss there is.
        checkpoints: a `deeptuning.checkpointing.Keeper`. It is given the state after each epoch.
        save_every: optimizer steps after which it is given the state within an epoch, too.
        resume: whether to go on from its latest checkpoint, if it has one.
        log: a folder for TensorBoard, or a `SummaryWriter`.
        progress: whether to show a bar per epoch.
        non_finite: `"raise"` an error that names the step, or only `"record"` it.

    Returns:
        `History` of the whole run.

    Raises:
        ValueError: an argument out of range, an empty loader, a loss that is not finite, or a
            checkpoint of a run that was set up differently.

    Example:
        >>> from deeptuning.training.torch_loader import repeatable_loader
        >>> x = torch.linspace(-1, 1, 8).reshape(8, 1)
        >>> data = torch.utils.data.TensorDataset(x, 3 * x)
        >>> model = torch.nn.Linear(1, 1)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
        >>> loader = repeatable_loader(data, batch_size=4, seed=0)
        >>> history = fit(model, loader, optimizer, torch.nn.functional.mse_loss, epochs=50)
        >>> round(model.weight.item(), 3), len(history.train_loss), len(history.step_loss)
        (3.0, 50, 100)

    Source: Goyal et al., Accurate, Large Minibatch SGD, 2017 (order and scaling); the parts name
    their own.
    """
    metrics = metrics or {}
    monitor = monitor or ("train_loss" if validation is None else "validation_loss")
    require_monitored(monitor, [] if validation is None else ["validation_loss", *metrics])
    require_norm(clip_norm)
    device = pick_device(device)
    model.to(device)
    if channels_last:
        model.to(memory_format=torch.channels_last)
    forward = torch.compile(model) if compile else model
    autocast, scaler = mixed_precision(precision, device)
    learner = Learner(forward, optimizer, loss, device, autocast, scaler, channels_last, clip_norm)
    scheduler = as_scheduler(schedule, optimizer)
    average = None if ema is None else WeightAverage(model, ema)
    stopper = None if early_stopping is None else Stopper(model, **early_stopping)
    history, position = History(non_finite=non_finite), Position()

    # Whatever changes during training has a state_dict: a checkpoint is all of them.
    parts = {"model": model, "optimizer": optimizer, "schedule": scheduler, "scaler": scaler}
    parts |= {"average": average, "stopper": stopper, "history": history, "position": position}
    generators = generators_of(loader, validation)
    saver = Saver(checkpoints, save_every, parts, generators, (loader, validation))
    saver.resume(wanted=resume)

    with log_to(log, position.step) as writer:
        while position.epoch < epochs and not (stopper and stopper.stop):
            model.train()
            stream = position.enter_epoch(loader, generators)
            bar = with_bar(stream, loader, position) if progress else stream
            for group in groups(bar, accumulate):
                rate = optimizer.param_groups[0]["lr"]
                step = learner.step(group)
                if step.taken and scheduler and schedule_per == "step":
                    scheduler.step()
                if step.taken and average:
                    average.update()
                position.advance(len(group))
                history.add_step(step.loss, step.examples, rate, step.norm)
                saver.after_step(position)

            history.flush()
            first_step = position.first_step
            position.next_epoch()
            with average.swapped_in() if average else nullcontext():
                measured = validate(model, learner, validation, metrics)
                history.add_epoch(first_step, measured)
                watched = history.last()[monitor]
                if stopper:
                    stopper.watch(watched)
            if scheduler and schedule_per == "epoch":
                scheduler.step(*[watched] * isinstance(scheduler, ReduceLROnPlateau))
            if writer:
                write_epoch(writer, history, first_step)
            saver.after_epoch(position, watched)

    if stopper:
        stopper.go_back()
    elif average:
        average.copy_in()
    return history


def as_scheduler(schedule: Any, optimizer: torch.optim.Optimizer) -> LRScheduler | None:
    """Return a torch scheduler that sets the rates of a schedule, or the one given."""
    if schedule is None or isinstance(schedule, LRScheduler):
        return schedule
    return ScheduledRate(optimizer, schedule)


def require_monitored(monitor: str, measured: list[str]) -> None:
    """Raise unless the watched number is one that is measured."""
    known("monitor", monitor, ["train_loss", *measured], "Pass validation= to measure more.")


def require_norm(clip_norm: Any) -> None:
    """Raise unless it is None, infinity, or a positive number."""
    if clip_norm is not None and clip_norm != math.inf:
        positive.check("clip_norm", clip_norm)


def with_bar(stream: Iterable[Any], loader: Any, position: Position) -> Iterable[Any]:
    """Show a bar while the batches of an epoch go by."""
    from tqdm.auto import tqdm  # asks the notebook what it can show: only when wanted

    total = len(loader) if hasattr(loader, "__len__") else None
    return tqdm(stream, f"epoch {position.epoch + 1}", total, initial=position.batch, unit="batch")

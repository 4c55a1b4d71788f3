"""What a good training loop does, as callbacks for `keras.Model.fit`.

Keras has much of it already. Averaging of weights, accumulation and clipping are arguments of its
optimizers, `use_ema=True, ema_momentum=0.99`, `gradient_accumulation_steps=4` and
`global_clipnorm=1.0`; mixed precision is `keras.mixed_precision.set_global_policy`; compilation is
`jit_compile=True`; seeds and determinism are `keras.utils.set_random_seed` and
`tensorflow.config.experimental.enable_op_determinism`. Accumulation there takes the plain mean of
the gradients of k batches, also where one is shorter, and carries a short last group over into the
next epoch; `deeptuning.training.torch_loop.fit` weighs by examples and ends the group.

A schedule per step is `ScheduledRate`, one per epoch the callback `EpochRate`.
"""

from __future__ import annotations

from deeptuning.adapters.keras_schedules import EpochRate, ScheduledRate
from deeptuning.training.keras_batches import RepeatableBatches
from deeptuning.training.keras_resume import ExactResume
from deeptuning.training.keras_stopping import EarlyStopping

__all__ = ["EarlyStopping", "EpochRate", "ExactResume", "RepeatableBatches", "ScheduledRate"]

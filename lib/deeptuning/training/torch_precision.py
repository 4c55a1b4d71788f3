"""Mixed precision: compute in 16 bits where that is safe, keep the weights in 32."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch

from deeptuning._validation import Choice, checked

TYPES = {"float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}


@checked(precision=Choice(*TYPES))
def mixed_precision(
    precision: str, device: torch.device
) -> tuple[AbstractContextManager, torch.amp.GradScaler | None]:
    r"""Return what a loop needs for a precision: a context for the forward pass, and a scaler.

    bfloat16 has the range of float32 and needs no scaling. float16 ends at $6 \cdot 10^{-8}$ below,
    so small gradients vanish: the loss is multiplied by $s$ before the backward pass and the
    gradients are divided by it afterwards. When they overflow, the step is skipped and $s$ halved;
    after 2,000 good steps it is doubled.

    Args:
        precision: `"float32"`, `"bfloat16"` or `"float16"`. float32 changes nothing.
        device: where the model is.

    Returns:
        A context manager that may be entered again and again, and a `GradScaler` or None.

    Raises:
        ValueError: a precision that is none of the three.

    Example:
        >>> context, scaler = mixed_precision("bfloat16", torch.device("cpu"))
        >>> with context:
        ...     print((torch.ones(2, 2) @ torch.ones(2, 2)).dtype, scaler)
        torch.bfloat16 None

    Source: Micikevicius et al., Mixed Precision Training, 2018, sections 3.1 and 3.2.
    """
    if precision == "float32":
        return nullcontext(), None
    scaler = torch.amp.GradScaler(device.type) if precision == "float16" else None
    return torch.autocast(device.type, TYPES[precision]), scaler

"""The changes of many batches of images, each image with numbers of its own, for PyTorch.

`x` is `(runs, n, C, H, W)`, `limits` holds `(runs, 1)` and `drawn` numbers in [0, 1), `(runs, n)`,
under the names of `image_changes.Change`, and for places under "down", "top" and "left".
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from deeptuning.adapters.torch_augmentation import brightness, contrast, saturation
from deeptuning.augmentation import (
    compose,
    rotation_matrix,
    shear_matrix,
    shift_matrix,
    zoom_matrix,
)

Numbers = dict[str, torch.Tensor]


def moved(x: torch.Tensor, limits: Numbers, drawn: Numbers) -> torch.Tensor:
    """Make all geometric changes of `(runs, n, C, H, W)` with a single resampling."""
    angle, right, size, slant = (
        (limits[kind] * (2 * drawn[kind] - 1)).flatten()
        for kind in ("degrees", "shift", "zoom", "shear")
    )
    down = (limits["shift"] * (2 * drawn["down"] - 1)).flatten()
    signs = [1 - 2.0 * (drawn[kind] < limits[kind]).flatten() for kind in ("upside_down", "mirror")]
    flips = torch.diag_embed(torch.stack(signs, dim=-1))
    matrix = compose(
        rotation_matrix(angle),
        shift_matrix(down, right),
        shear_matrix(slant),
        zoom_matrix(1 + size, 1 + size),
        torch.cat([flips, torch.zeros(len(flips), 2, 1)], dim=-1),
    )
    return resampled(x.flatten(0, 1), matrix).reshape(x.shape)


def coloured(x: torch.Tensor, limits: Numbers, drawn: Numbers) -> torch.Tensor:
    """Change light, contrast and colour of `(runs, n, C, H, W)`, in this order."""
    flat = x.flatten(0, 1)
    for kind, change in (
        ("brightness", brightness),
        ("contrast", contrast),
        ("saturation", saturation),
    ):
        if limits[kind].any():
            amount = (limits[kind] * (2 * drawn[kind] - 1)).flatten()
            flat = change(flat, amount if kind == "brightness" else 1 + amount)
    return flat.reshape(x.shape)


def erased(x: torch.Tensor, limits: Numbers, drawn: Numbers) -> torch.Tensor:
    """Paint a square at a random place black in each image of `(runs, n, C, H, W)`."""
    inside = torch.ones((), dtype=torch.bool)
    for name, side, axis in (("top", x.shape[-2], -1), ("left", x.shape[-1], -2)):
        covered = torch.round(limits["erase"] * side)
        first = torch.floor(drawn[name] * (side - covered + 1))[..., None]
        at = torch.arange(side)
        inside = inside & ((at >= first) & (at < first + covered[..., None])).unsqueeze(axis)
    return torch.where(inside.unsqueeze(-3), 0.0, x)


# The kinds that are made together, and by what; noise comes last.
MAKE: dict[tuple[str, ...], Callable[[torch.Tensor, Numbers, Numbers], torch.Tensor]] = {
    ("degrees", "shift", "zoom", "shear", "mirror", "upside_down"): moved,
    ("brightness", "contrast", "saturation"): coloured,
    ("erase",): erased,
}


def resampled(images: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
    """Return `torch_augmentation.affine(images, matrix, fill="constant")`, several times faster.

    torch's `affine_grid` multiplies one small matrix after the other, which is slow on a CPU for
    thousands of little images; here it is one product.
    """
    height, width = images.shape[-2:]
    rows, columns = (torch.arange(side) - (side - 1) / 2 for side in (height, width))
    p = torch.cartesian_prod(rows, columns)  # (H W, 2), pixels from the centre
    p = torch.cat([p, torch.ones(len(p), 1)], dim=1)
    source = (matrix.reshape(-1, 3).float() @ p.T).reshape(len(matrix), 2, height, width)
    # In halves of the side, columns first, as grid_sample wants it.
    grid = source.flip(1) * torch.tensor([2 / width, 2 / height])[:, None, None]
    sample = torch.nn.functional.grid_sample
    return sample(images, grid.permute(0, 2, 3, 1), align_corners=False)

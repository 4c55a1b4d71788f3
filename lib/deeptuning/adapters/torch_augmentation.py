"""The image transforms of `deeptuning.augmentation` on torch batches, on whatever device they are.

Images are (n, channels, height, width), channels second, floating point. Colours are clipped to
[0, 1]; geometry takes any range. Every example has a parameter of its own: a number for all, or a
tensor (n,), best on the device of the images. `uniform` draws such tensors there; λ, boxes and
partners come from `draw_mixup`, `draw_cutmix` and `draw_erasing` of `deeptuning.augmentation`.
To let a GPU run ahead, nothing here looks at the numbers in a tensor: shapes and types are
checked, ranges are not.
"""

from __future__ import annotations

import math
from typing import Any

from deeptuning._validation import Choice, Range, checked
from deeptuning.augmentation import rotation_matrix, shear_matrix, shift_matrix, zoom_matrix

try:
    import torch
    from torch.nn import functional
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.torch_augmentation needs PyTorch, which is not installed. "
        "Run: pip install torch"
    ) from error

LUMA = (0.299, 0.587, 0.114)
EDGES = {"edge": "border", "constant": "zeros"}
FINITE = Range(-math.inf, math.inf, closed="neither")


def require_images(images: Any) -> tuple[int, int, int, int]:
    """Return n, channels, height and width; raise unless these are images as tensors."""
    if not isinstance(images, torch.Tensor) or not images.is_floating_point():
        kind = getattr(images, "dtype", type(images).__name__)
        raise TypeError(
            f"Argument `images` must be a floating point tensor. Received: {kind}. "
            "Pass images.float() / 255 for uint8."
        )
    if images.ndim != 4 or 0 in images.shape[1:]:
        raise ValueError(
            "Argument `images` must have shape (n, channels, height, width), only n may be 0. "
            f"Received: images with shape {tuple(images.shape)}. "
            "Put the channels second: images.permute(0, 3, 1, 2)."
        )
    return tuple(images.shape)


def per_example(name: str, value: Any, images: torch.Tensor) -> torch.Tensor:
    """Return one number for each example, (n,), of the type and on the device of `images`."""
    n = len(images)
    values = torch.as_tensor(value, dtype=images.dtype, device=images.device)
    if values.shape not in ((), (n,)):
        raise ValueError(
            f"Argument `{name}` must be a number, or one for each of the {n} examples. "
            f"Received: {name} with shape {tuple(values.shape)}. Pass shape ({n},)."
        )
    return values.expand(n)


def by_example(values: torch.Tensor) -> torch.Tensor:
    """Reshape (n,) to (n, 1, 1, 1), so that each image meets its own number."""
    return values[:, None, None, None]


def uniform(
    images: torch.Tensor, low: float, high: float, generator: torch.Generator | None = None
) -> torch.Tensor:
    r"""Draw one number per example, $u_i \sim U(low, high)$, on the device of the images.

    Args:
        images: the batch, for its length, type and device.
        low: smallest number.
        high: largest number, not below `low`.
        generator: a torch generator of that device; torch's own when None.

    Returns:
        Tensor of shape (n,).

    Raises:
        ValueError: `high` below `low`.

    Example:
        >>> generator = torch.Generator().manual_seed(0)
        >>> batch = torch.rand(2, 3, 8, 8, generator=generator)
        >>> rotate(batch, uniform(batch, -15, 15, generator)).shape
        torch.Size([2, 3, 8, 8])

    Source: the random draws of `deeptuning.augmentation`.
    """
    if not low <= high:
        raise ValueError(
            f"Argument `high` must not be below `low`. Received: low={low!r}, high={high!r}. "
            "Swap them."
        )
    u = torch.rand(
        require_images(images)[0], dtype=images.dtype, device=images.device, generator=generator
    )
    return low + (high - low) * u


@checked(fill=Choice("edge", "constant"), value=FINITE)
def affine(
    images: torch.Tensor, matrix: Any, *, fill: str = "edge", value: float = 0.0
) -> torch.Tensor:
    r"""`deeptuning.augmentation.affine`, differentiable, by `affine_grid` and `grid_sample`.

    torch counts (x, y) from the centre in halves of the width and height, so
    $A_{xy}$ is scaled by $H/W$, $A_{yx}$ by $W/H$, and $b$ by $2/W$ and $2/H$.

    Args:
        images: shape (n, C, H, W), floating point.
        matrix: $[A\,|\,b]$ on (row, column) in pixels, new image to old, shape (2, 3) or
            (n, 2, 3); those of `deeptuning.augmentation` take tensors too.
        fill: "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and device.

    Raises:
        TypeError: no floating point tensor.
        ValueError: a wrong shape, an unknown fill.

    Example:
        >>> x = torch.tensor([[[[0.0, 0.2, 0.4, 0.8]]]])
        >>> [round(v, 3) for v in affine(x, shift_matrix(right=1)).ravel().tolist()]
        [0.0, 0.0, 0.2, 0.4]

    Source: Jaderberg et al., Spatial Transformer Networks, 2015, equations 1 and 5.
    """
    n, _, height, width = require_images(images)
    matrix = torch.as_tensor(matrix, dtype=images.dtype, device=images.device)
    if matrix.shape not in ((2, 3), (n, 2, 3)):
        raise ValueError(
            f"Argument `matrix` must have shape (2, 3) or ({n}, 2, 3). "
            f"Received: matrix with shape {tuple(matrix.shape)}. Pass one [A | b] per example."
        )
    if n == 0:
        return images.clone()
    theta = matrix.expand(n, 2, 3).flip(1)[:, :, [1, 0, 2]]  # (row, column) → (x, y)
    ratio = [[1, height / width, 2 / width], [width / height, 1, 2 / height]]
    theta = theta * torch.tensor(ratio, dtype=images.dtype, device=images.device)
    grid = functional.affine_grid(theta, list(images.shape), align_corners=False)
    sampled = functional.grid_sample(
        images - value, grid, padding_mode=EDGES[fill], align_corners=False
    )
    return sampled + value


def rotate(images: torch.Tensor, degrees: Any, **how: Any) -> torch.Tensor:
    """Turn each image by its own angle, counter-clockwise: `deeptuning.augmentation.rotate`."""
    require_images(images)
    return affine(images, rotation_matrix(per_example("degrees", degrees, images)), **how)


def shift(images: torch.Tensor, down: Any = 0.0, right: Any = 0.0, **how: Any) -> torch.Tensor:
    """Move each image by its own number of pixels: `deeptuning.augmentation.shift`."""
    require_images(images)
    down, right = per_example("down", down, images), per_example("right", right, images)
    return affine(images, shift_matrix(down, right), **how)


def zoom(images: torch.Tensor, vertical: Any, horizontal: Any = None, **how: Any) -> torch.Tensor:
    """Magnify each image by its own factor, above 0: `deeptuning.augmentation.zoom`."""
    require_images(images)
    s_v = per_example("vertical", vertical, images)
    s_h = s_v if horizontal is None else per_example("horizontal", horizontal, images)
    return affine(images, zoom_matrix(s_v, s_h), **how)


def shear(images: torch.Tensor, degrees: Any, **how: Any) -> torch.Tensor:
    """Slide the rows of each image by its own angle: `deeptuning.augmentation.shear`."""
    require_images(images)
    return affine(images, shear_matrix(per_example("degrees", degrees, images)), **how)


def flip(images: torch.Tensor, horizontal: Any = True, vertical: Any = False) -> torch.Tensor:
    """Mirror the images for which it is said: `deeptuning.augmentation.flip`."""
    require_images(images)
    for axis, name, chosen in ((3, "horizontal", horizontal), (2, "vertical", vertical)):
        mirrored = by_example(per_example(name, chosen, images)) == 1
        images = torch.where(mirrored, images.flip(axis), images)
    return images


def brightness(images: torch.Tensor, amount: Any) -> torch.Tensor:
    """Add its own light to each image, in [-1, 1]: `deeptuning.augmentation.brightness`."""
    require_images(images)
    return (images + by_example(per_example("amount", amount, images))).clamp(0, 1)


def contrast(images: torch.Tensor, factor: Any) -> torch.Tensor:
    """Stretch each image about the mean of each channel: `deeptuning.augmentation.contrast`."""
    require_images(images)
    mu = images.mean(dim=(2, 3), keepdim=True)
    return (mu + by_example(per_example("factor", factor, images)) * (images - mu)).clamp(0, 1)


def saturation(images: torch.Tensor, factor: Any) -> torch.Tensor:
    """Pull each image's colours away from grey: `deeptuning.augmentation.saturation`."""
    if require_images(images)[1] != 3:
        raise ValueError(
            "Argument `images` must have 3 channels, red, green and blue, on axis 1. "
            f"Received: images with shape {tuple(images.shape)}. Grey images have no saturation."
        )
    luma = torch.tensor(LUMA, dtype=images.dtype, device=images.device)[:, None, None]
    grey = (luma * images).sum(dim=1, keepdim=True)
    f = by_example(per_example("factor", factor, images))
    return (grey + f * (images - grey)).clamp(0, 1)


def noise(
    images: torch.Tensor, sigma: Any, generator: torch.Generator | None = None
) -> torch.Tensor:
    """Add normal noise and clip: `deeptuning.augmentation.random_noise`."""
    require_images(images)
    epsilon = torch.empty_like(images).normal_(generator=generator)
    return (images + by_example(per_example("sigma", sigma, images)) * epsilon).clamp(0, 1)


def box_mask(images: torch.Tensor, boxes: Any) -> torch.Tensor:
    """Return which pixels of each image its box covers, shape (n, 1, height, width)."""
    n, _, height, width = require_images(images)
    boxes = torch.as_tensor(boxes, device=images.device)
    if boxes.shape not in ((4,), (n, 4)) or boxes.is_floating_point():
        raise ValueError(
            f"Argument `boxes` must be whole numbers of shape (4,) or ({n}, 4). "
            f"Received: {boxes.dtype} of shape {tuple(boxes.shape)}. "
            "Pass (top, left, bottom, right)."
        )
    t, left, b, right = boxes.expand(n, 4).T[..., None, None, None]
    r = torch.arange(height, device=images.device)[:, None]
    c = torch.arange(width, device=images.device)
    return (t <= r) & (r < b) & (left <= c) & (c < right)


def erase(images: torch.Tensor, boxes: Any, value: float = 0.0) -> torch.Tensor:
    """Paint a box of each image over: `deeptuning.augmentation.erase`."""
    FINITE.check("value", value)
    return torch.where(box_mask(images, boxes), value, images)


def blend(x: torch.Tensor, lam: torch.Tensor, partner: Any) -> torch.Tensor:
    """Return λ x + (1 − λ) x[partner]; λ has the shape (n,)."""
    lam = lam.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))
    return lam * x + (1 - lam) * x[torch.as_tensor(partner, device=x.device)]


def require_labels(images: torch.Tensor, labels: torch.Tensor) -> None:
    """Raise unless each image has a label that can be mixed."""
    if len(labels) != len(images):
        raise ValueError(
            f"Argument `labels` must hold one for each of the {len(images)} images. "
            f"Received: {len(labels)}. Pass shape (n, classes)."
        )
    if not labels.is_floating_point():
        raise TypeError(
            f"Argument `labels` must be floating point. Received: {labels.dtype}. "
            "Pass one-hot rows: torch.nn.functional.one_hot(labels).float()."
        )


def mixup(
    images: torch.Tensor, labels: torch.Tensor, lam: Any, partner: Any
) -> tuple[torch.Tensor, torch.Tensor]:
    r"""`deeptuning.augmentation.mixup` on the device of the batch.

    Args:
        images: shape (n, …), floating point.
        labels: shape (n, classes), floating point.
        lam: $\lambda \in [0, 1]$, a number or (n,), the share of the image itself.
        partner: shape (n,), indices such as `torch.randperm(n, device=images.device)`.

    Returns:
        Mixed images and labels.

    Raises:
        TypeError: labels that are whole numbers.
        ValueError: lengths that differ.

    Example:
        >>> images, labels = torch.tensor([[0.0], [1.0]]), torch.eye(2)
        >>> mixup(images, labels, 0.75, torch.tensor([1, 0]))[1].tolist()
        [[0.75, 0.25], [0.25, 0.75]]

    Source: Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018, section 2.
    """
    require_labels(images, labels)
    lam = per_example("lam", lam, images)
    return blend(images, lam, partner), blend(labels, lam, partner)


def cutmix(
    images: torch.Tensor, labels: torch.Tensor, boxes: Any, partner: Any
) -> tuple[torch.Tensor, torch.Tensor]:
    r"""`deeptuning.augmentation.cutmix`: λ is the share of pixels the clipped box leaves.

    Args:
        images: shape (n, C, H, W), floating point.
        labels: shape (n, classes), floating point.
        boxes: (top, left, bottom, right), shape (4,) or (n, 4); bottom and right are outside.
        partner: shape (n,), indices such as `torch.randperm(n, device=images.device)`.

    Returns:
        Mixed images and labels.

    Raises:
        TypeError: labels that are whole numbers.
        ValueError: lengths that differ, boxes that are none.

    Example:
        >>> images, labels = torch.arange(2.0).reshape(2, 1, 1, 1).expand(2, 1, 4, 4), torch.eye(2)
        >>> cutmix(images, labels, [2, 2, 6, 6], torch.tensor([1, 0]))[1].tolist()
        [[0.75, 0.25], [0.25, 0.75]]

    Source: Yun et al., CutMix, 2019, equation 1 and supplement, algorithm A1.
    """
    require_labels(images, labels)
    mask = box_mask(images, boxes)
    lam = (~mask).to(images.dtype).mean(dim=(1, 2, 3))
    partner = torch.as_tensor(partner, device=images.device)
    mixed = torch.where(mask, images[partner], images)
    return mixed, blend(labels, lam, partner)

"""Change every image of a batch by amounts of its own, many settings at once, for PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch

from deeptuning._validation import Range, non_negative
from deeptuning.experiments.image_making import MAKE

share = Range(0, 1, closed="both")


class Change(NamedTuple):
    r"""How far an image may be changed; at 0 it stays as it is.

    `degrees`, `shift` (pixels, both ways), `zoom`, `shear` (degrees) and `brightness` are limits
    $l$ of uniform draws from $\pm l$; zoom, `contrast` and `saturation` are factors from $1 \pm l$.
    `mirror` (left to right) and `upside_down` are chances. `noise` is a standard deviation, and
    `erase` the side of a black square as a share of the image's. With `alike`, all images of a
    batch get the same draw (but for the noise).
    """

    degrees: float = 0.0
    shift: float = 0.0
    zoom: float = 0.0
    shear: float = 0.0
    mirror: float = 0.0
    upside_down: float = 0.0
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    noise: float = 0.0
    erase: float = 0.0
    alike: bool = False


KINDS = Change._fields[:-1]
LEGAL = {
    **dict.fromkeys(("degrees", "shift", "noise"), non_negative),
    "zoom": Range(0, 1),
    "shear": Range(0, 90),
}
DRAWS = (*KINDS, "down", "top", "left")  # a number for each of them and each image


class Changer:
    """Draws and makes the changes: one stream per seed, shared by the settings of that seed.

    Args:
        settings: one `Change` each.
        seeds: one stream each.

    Raises:
        ValueError: a limit out of range.

    Example:
        >>> changer = Changer([Change(), Change(degrees=20)], seeds=[0, 1, 2])
        >>> changer(torch.rand(6, 32, 1, 12, 12)).shape  # (settings × seeds, batch, C, H, W)
        torch.Size([6, 32, 1, 12, 12])
    """

    def __init__(self, settings: Sequence[Change], seeds: Sequence[int]) -> None:
        for kind in KINDS:
            for setting in settings:
                LEGAL.get(kind, share).check(kind, getattr(setting, kind))
        limits = torch.tensor(settings, dtype=torch.float32).repeat_interleave(len(seeds), dim=0)
        self.limits = dict(zip(Change._fields, limits[..., None].unbind(1), strict=True))
        self.streams = [torch.Generator().manual_seed(int(seed)) for seed in seeds]
        self.seed = torch.arange(len(limits)) % len(seeds)  # of every run
        asked = {kinds: [self.limits[kind] for kind in kinds] for kinds in MAKE}
        self.runs = {k: torch.cat(v, dim=1).any(dim=1).nonzero()[:, 0] for k, v in asked.items()}

    def __call__(self, images: torch.Tensor) -> torch.Tensor:
        """Return changed images, `(runs, batch, channels, height, width)`, values in [0, 1]."""
        u = self.draw(torch.rand, (len(DRAWS), images.shape[1]))[self.seed]
        u = torch.where(self.limits["alike"][:, None] == 1, u[..., :1], u)
        x = images.clone()
        for kinds, make in MAKE.items():
            runs = self.runs[kinds]  # only these ask for such a change
            if len(runs):
                limits = {kind: limit[runs] for kind, limit in self.limits.items()}
                x[runs] = make(x[runs], limits, dict(zip(DRAWS, u[runs].unbind(1), strict=True)))
        runs = self.limits["noise"][:, 0].nonzero()[:, 0]
        if len(runs):
            epsilon = self.draw(torch.randn, images.shape[1:])[self.seed[runs]]
            sigma = self.limits["noise"][runs, :, None, None, None]
            x[runs] = (x[runs] + sigma * epsilon).clamp(0, 1)
        return x

    def draw(self, law: Callable[..., torch.Tensor], shape: Sequence[int]) -> torch.Tensor:
        """Draw `(seeds, *shape)`, each seed from its stream."""
        return torch.stack([law(tuple(shape), generator=stream) for stream in self.streams])

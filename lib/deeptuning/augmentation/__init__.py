"""Augmentation: more data from the data, for training only, never for validation.

Images are NumPy batches (n, height, width, channels), channels last, in [0, 1] when floating point
or uint8; shape, type and range stay. torch has channels second:
`deeptuning.adapters.torch_augmentation` does the same on whatever device the batch is. Every
example has a parameter of its own, so an argument is one number or (n,) of them. What is named
`random_…` or `draw_…` takes a generator `rng`; the rest is deterministic. Words are lists of
strings, signals are (n, time) or (n, time, channels).
"""

from deeptuning.augmentation.affine import affine, compose
from deeptuning.augmentation.augmix import augmix, draw_augmix, random_augmix, random_chain
from deeptuning.augmentation.boxes import box_mask, clip_boxes, kept_area
from deeptuning.augmentation.brightness import brightness, random_brightness
from deeptuning.augmentation.contrast import contrast, random_contrast
from deeptuning.augmentation.crop import crop, pad, random_crop
from deeptuning.augmentation.cutmix import cutmix, cutmix_boxes, draw_cutmix
from deeptuning.augmentation.delete_words import delete_words
from deeptuning.augmentation.erase import draw_erasing, erase, random_erasing
from deeptuning.augmentation.flip import flip, random_flip
from deeptuning.augmentation.insert_words import insert_words
from deeptuning.augmentation.jensen_shannon import jensen_shannon, jensen_shannon_gradient
from deeptuning.augmentation.jitter import jitter, noise_sigma
from deeptuning.augmentation.mixup import draw_mixup, mixup
from deeptuning.augmentation.noise import random_noise
from deeptuning.augmentation.random_affine import random_affine
from deeptuning.augmentation.replace_synonyms import replace_synonyms
from deeptuning.augmentation.rotate import random_rotation, rotate, rotation_matrix
from deeptuning.augmentation.saturation import random_saturation, saturation
from deeptuning.augmentation.scale_signal import scale_signal
from deeptuning.augmentation.shear import random_shear, shear, shear_matrix
from deeptuning.augmentation.shift import random_shift, shift, shift_matrix
from deeptuning.augmentation.shift_signal import shift_signal
from deeptuning.augmentation.swap_words import swap_words
from deeptuning.augmentation.zoom import random_zoom, zoom, zoom_matrix

__all__ = [
    "affine",
    "augmix",
    "box_mask",
    "brightness",
    "clip_boxes",
    "compose",
    "contrast",
    "crop",
    "cutmix",
    "cutmix_boxes",
    "delete_words",
    "draw_augmix",
    "draw_cutmix",
    "draw_erasing",
    "draw_mixup",
    "erase",
    "flip",
    "insert_words",
    "jensen_shannon",
    "jensen_shannon_gradient",
    "jitter",
    "kept_area",
    "mixup",
    "noise_sigma",
    "pad",
    "random_affine",
    "random_augmix",
    "random_brightness",
    "random_chain",
    "random_contrast",
    "random_crop",
    "random_erasing",
    "random_flip",
    "random_noise",
    "random_rotation",
    "random_saturation",
    "random_shear",
    "random_shift",
    "random_zoom",
    "replace_synonyms",
    "rotate",
    "rotation_matrix",
    "saturation",
    "scale_signal",
    "shear",
    "shear_matrix",
    "shift",
    "shift_matrix",
    "shift_signal",
    "swap_words",
    "zoom",
    "zoom_matrix",
]

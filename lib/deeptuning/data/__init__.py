"""Data: real sets where they can be had, honest stand-ins, and generators with known truth.

Real sets are `load_…`; what is not on this machine raises `DataUnavailable`, and no other data
ever take its place unasked. Generators take `rng` and return their data together with the truth
behind them. scikit-learn and Keras are imported only inside the loaders that need them.
"""

from deeptuning.data.abandonment import Trial, ab_test, abandonment
from deeptuning.data.cifar10 import load_cifar10
from deeptuning.data.colour_shapes import ColourShapes, Factors, colour_shapes
from deeptuning.data.different_scales import DifferentScales, different_scales
from deeptuning.data.digits import load_digits
from deeptuning.data.enlarged_digits import load_enlarged_digits
from deeptuning.data.images import Images
from deeptuning.data.imdb import Reviews, load_imdb
from deeptuning.data.known_importance import KnownImportance, known_importance
from deeptuning.data.lag_memory import LagMemory, lag_memory
from deeptuning.data.mnist import load_mnist
from deeptuning.data.noise_labels import NoiseLabels, noise_labels
from deeptuning.data.overfit_set import OverfitSet, overfit_set
from deeptuning.data.photographs import Patches, Photographs, load_photographs, patches
from deeptuning.data.plane import Plane, blobs, moons, spirals
from deeptuning.data.polynomial import Polynomial, polynomial
from deeptuning.data.shop import Sessions, Shop, open_shop
from deeptuning.data.shop_sessions import shop_sessions
from deeptuning.data.signals import Signals, signals
from deeptuning.data.sparse_features import SparseFeatures, sparse_features
from deeptuning.data.surfaces import SURFACES, Surface, surface
from deeptuning.data.tables import (
    Table,
    ThreeWay,
    load_breast_cancer,
    load_diabetes,
    load_wine,
    three_way_split,
)
from deeptuning.data.text import decode, encode, pad, word_index, words
from deeptuning.data.unavailable import DataDamaged, DataUnavailable
from deeptuning.data.written_reviews import Evidence, WrittenReviews, written_reviews

__all__ = [
    "SURFACES",
    "ColourShapes",
    "DataDamaged",
    "DataUnavailable",
    "DifferentScales",
    "Evidence",
    "Factors",
    "Images",
    "KnownImportance",
    "LagMemory",
    "NoiseLabels",
    "OverfitSet",
    "Patches",
    "Photographs",
    "Plane",
    "Polynomial",
    "Reviews",
    "Sessions",
    "Shop",
    "Signals",
    "SparseFeatures",
    "Surface",
    "Table",
    "ThreeWay",
    "Trial",
    "WrittenReviews",
    "ab_test",
    "abandonment",
    "blobs",
    "colour_shapes",
    "decode",
    "different_scales",
    "encode",
    "known_importance",
    "lag_memory",
    "load_breast_cancer",
    "load_cifar10",
    "load_diabetes",
    "load_digits",
    "load_enlarged_digits",
    "load_imdb",
    "load_mnist",
    "load_photographs",
    "load_wine",
    "moons",
    "noise_labels",
    "open_shop",
    "overfit_set",
    "pad",
    "patches",
    "polynomial",
    "shop_sessions",
    "signals",
    "sparse_features",
    "spirals",
    "surface",
    "three_way_split",
    "word_index",
    "words",
    "written_reviews",
]

"""Every schedule against its twins in torch and Keras, over two cycles and more."""

import numpy as np
import pytest

from deeptuning.schedules import CATALOGUE
from tests.lib.schedules.samples import (
    NAMES,
    SAMPLES,
    VARIANTS,
    keras_rates,
    make,
    torch_rates,
)
from tests.parity import deviation

STEPS = 60


def agreeing(framework):
    """The variants on which a twin is said to agree, without doubles."""
    chosen = {}
    for (name, arguments), label in zip(VARIANTS, NAMES, strict=True):
        twin = getattr(CATALOGUE[name], framework)
        if twin is not None:
            ours = arguments | dict(twin.agrees)
            chosen.setdefault(f"{name}{sorted(map(str, ours.items()))}", (name, ours, label))
    return [pytest.param(name, ours, id=label) for name, ours, label in chosen.values()]


@pytest.mark.parametrize(("name", "ours"), agreeing("torch"))
def test_rates_are_torchs(name, ours, agrees):
    schedulers = pytest.importorskip("torch").optim.lr_scheduler
    twin = CATALOGUE[name].torch
    steps = ours["steps"] if name == "one_cycle" else STEPS
    theirs = torch_rates(
        getattr(schedulers, twin.name), steps, **twin.spell(make(name, ours).arguments)
    )
    agrees(name, "torch", make(name, ours)(np.arange(steps)), theirs, within=1e-13)


@pytest.mark.parametrize(("name", "ours"), agreeing("keras"))
def test_rates_are_kerass(name, ours, agrees):
    pytest.importorskip("keras")
    twin = CATALOGUE[name].keras
    theirs = keras_rates(twin.name, STEPS, **twin.spell(make(name, ours).arguments))
    agrees(name, "Keras", make(name, ours)(np.arange(STEPS)), theirs, within=1e-13)


@pytest.mark.parametrize("name", ["cyclic", "one_cycle"])
def test_torchs_twins_leave_the_momentum_alone(name):
    torch = pytest.importorskip("torch")
    twin = CATALOGUE[name].torch
    theirs = twin.spell(make(name, SAMPLES[name]).arguments)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], theirs.pop("lr"), momentum=0.8)
    getattr(torch.optim.lr_scheduler, twin.name)(optimizer, **theirs)
    assert optimizer.param_groups[0]["momentum"] == 0.8


def test_twins_disagree_where_the_catalogue_says_so():
    """A twin that agrees under one variant must differ under the other."""
    schedulers = pytest.importorskip("torch").optim.lr_scheduler
    for name, other in [("cosine", {"after": "hold"}), ("piecewise_constant", {"switch": "after"})]:
        twin = CATALOGUE[name].torch
        ours = next(arguments for n, arguments in VARIANTS if n == name) | other
        theirs = torch_rates(
            getattr(schedulers, twin.name), STEPS, **twin.spell(make(name, ours).arguments)
        )
        assert deviation(make(name, ours)(np.arange(STEPS)), theirs) > 0.1

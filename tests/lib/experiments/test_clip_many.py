"""Every net of a stack is clipped as it would be alone."""

import numpy as np
import pytest
import torch

from deeptuning.experiments.clip_many import by_global_norm, by_value, global_norms


def gradients(nets=3):
    rng = np.random.default_rng(0)
    sizes = np.array([0.01, 1.0, 100.0])[:nets]
    shapes = {"w": (2, 4, 5), "b": (1, 5)}
    return {
        name: torch.tensor(rng.normal(size=(nets, *shape)) * sizes.reshape(-1, *[1] * len(shape)))
        for name, shape in shapes.items()
    }


@pytest.mark.parametrize("c", [0.5, [0.001, 2.0, float("inf")]])
def test_by_global_norm_equals_torch_net_by_net(c):
    g = gradients()
    found, bounds = by_global_norm(c)(g), np.broadcast_to(c, 3)
    for net, bound in enumerate(bounds):
        alone = [torch.nn.Parameter(torch.zeros_like(part[net])) for part in g.values()]
        for parameter, part in zip(alone, g.values(), strict=True):
            parameter.grad = part[net].clone()
        norm = torch.nn.utils.clip_grad_norm_(alone, float(bound))
        assert global_norms(g)[net].item() == pytest.approx(norm.item())
        for parameter, part in zip(alone, found.values(), strict=True):
            torch.testing.assert_close(part[net], parameter.grad, rtol=1e-3, atol=0)


def test_by_value_equals_torch():
    g = gradients()
    for part, found in zip(g.values(), by_value(0.3)(g).values(), strict=True):
        parameter = torch.nn.Parameter(torch.zeros_like(part))
        parameter.grad = part.clone()
        torch.nn.utils.clip_grad_value_([parameter], 0.3)
        assert torch.equal(found, parameter.grad)

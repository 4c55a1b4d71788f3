"""The stacked deep nets against a plain torch module, and their training against a plain loop."""

import numpy as np
import pytest
import torch

from deeptuning.data.digits import load_digits
from deeptuning.experiments import deep_nets
from deeptuning.experiments.clip_many import by_global_norm


class Plain(torch.nn.Module):
    """One net with the weights of `new_net`, written layer by layer."""

    def __init__(self, net, link, strength, normalize):
        super().__init__()
        self.parts = torch.nn.ParameterDict({n: part.clone() for n, part in net.items()})
        self.link, self.strength, self.normalize = link, strength, normalize

    def norm(self, z):
        if not self.normalize:
            return z
        centred = z - z.mean(dim=1, keepdim=True)
        return centred / (centred.square().mean(dim=1, keepdim=True) + 1e-5).sqrt()

    def forward(self, x):
        p, z = self.parts, x @ self.parts["in"]
        for layer in range(len(p["weights"])):
            f = torch.tanh(self.norm(z)) @ p["weights"][layer] + p["biases"][layer]
            if self.link == "gate":
                t = torch.sigmoid(z @ p["gates"][layer] + p["gate_biases"][layer])
                z = (1 - t) * z + t * f
            else:
                z = f if self.link == "plain" else z + self.strength * f
        return torch.tanh(self.norm(z)) @ p["out"] + p["out_bias"]


@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize("link", deep_nets.LINKS)
def test_training_equals_a_plain_loop(link, normalize):
    how = {"depth": 3, "width": 6, "gain": 1.1, "gate_bias": -1.0}
    found = deep_nets.train_deep(
        link, rate=[0.1, 0.4], seed=2, steps=4, batch=16, activation="tanh", strength=0.5,
        normalize=normalize, l2=0.01, clip=by_global_norm(0.8), **how,
    )  # fmt: skip
    model = Plain(deep_nets.new_net(2, 3, 6, 1.1, link, -1.0), link, 0.5, normalize)
    data, rng = load_digits(), np.random.default_rng([2, 1])
    images, labels = torch.tensor(data.train_images).float(), torch.tensor(data.train_labels)
    losses = []
    for step in range(4):
        rows = rng.choice(1200, 16, replace=False)
        loss = torch.nn.functional.cross_entropy(model(images[rows]), labels[rows])
        model.zero_grad()
        loss.backward()
        if step == 0:
            norms = model.parts["weights"].grad.flatten(1).norm(dim=1)
            np.testing.assert_allclose(found.norms[1], norms.numpy(), rtol=1e-4)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.8)
        with torch.no_grad():
            for theta in model.parameters():
                theta -= 0.4 * (theta.grad + 0.01 * theta)
        losses.append(loss.item())
    np.testing.assert_allclose(found.loss[1], losses, rtol=1e-4)
    guess = model(torch.tensor(data.validation_images).float()).argmax(dim=1).numpy()
    right = (guess == data.validation_labels).mean()
    assert found.accuracy[1] == pytest.approx(right, abs=0.005)


def test_an_unknown_link_is_named():
    with pytest.raises(ValueError, match="link"):
        deep_nets.train_deep("chain")

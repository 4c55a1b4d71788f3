"""Does it ask what it says, and time what it says?"""

from time import sleep

import numpy as np
import pytest
import torch

from deeptuning.experiments.torch_probing import ask_among, shortest_call

IMAGE, OTHERS = torch.tensor([[1.0, -1.0, 0.5]]), torch.arange(30.0).reshape(10, 3)


def network():
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 4))


def test_training_mode_normalizes_over_the_neighbours_that_rng_draws():
    asked = network()
    found = ask_among(asked, IMAGE, 2, OTHERS, 4, np.random.default_rng(5), training=True, times=3)
    rng, linear = np.random.default_rng(5), network()[1]
    for answer in found:
        x = torch.cat([IMAGE, OTHERS[rng.choice(10, 3)]])
        x = (x - x.mean(0)) / (x.var(0, correction=0) + 1e-5) ** 0.5
        assert answer == pytest.approx(torch.softmax(linear(x), 1)[0, 2].item(), rel=1e-4)
    assert asked.training
    assert asked[0].num_batches_tracked == 3


def test_eval_mode_gives_one_answer():
    rng = np.random.default_rng(0)
    found = ask_among(network(), IMAGE, 0, OTHERS, 6, rng, training=False)
    alone = torch.softmax(network().eval()(IMAGE), 1)[0, 0].item()
    np.testing.assert_allclose(found, alone, rtol=1e-5)
    assert found.shape == (60,)


def test_shortest_call_is_the_least_disturbed_one():
    pauses = iter([0.03, 0.01, 0.05])
    seconds = shortest_call(lambda _: sleep(next(pauses)), None, calls=3)
    assert 0.01 <= seconds < 0.03

"""Is a stack of nets what the single nets are?"""

import numpy as np
import pytest
import torch

from deeptuning.experiments.stacked import Batches, Stack, adam, tensor, wrong_labels


def one_of(nets, run):
    """A torch net with the weights of one run of a stack."""
    w1, b1, w2, b2 = (w[run].detach() for w in nets.weights)
    net = torch.nn.Sequential(
        torch.nn.Linear(*w1.shape), torch.nn.ReLU(), torch.nn.Linear(*w2.shape)
    )
    state = {"0.weight": w1.T, "0.bias": b1[0], "2.weight": w2.T, "2.bias": b2[0]}
    net.load_state_dict(state)
    return net


def test_outputs_are_those_of_single_nets():
    nets = Stack(2, seeds=[3, 4, 5], sizes=(6, 8, 4))
    x = torch.randn(7, 6, generator=torch.Generator().manual_seed(0))
    together = nets(x)
    assert together.shape == (2, 3, 7, 4)
    for run in range(6):
        torch.testing.assert_close(together.flatten(0, 1)[run], one_of(nets, run)(x))


def test_settings_of_a_seed_start_alike_and_seeds_differ():
    w = Stack(2, seeds=[3, 4], sizes=(6, 8, 4)).weights[0]
    torch.testing.assert_close(w[0], w[2])
    assert not torch.allclose(w[0], w[1])


def test_initial_weights_are_he_normal_times_gain():
    nets = Stack(1, seeds=[0], sizes=(200, 300, 100), gain=0.5)
    assert nets.weights[0].std().item() == pytest.approx(0.5 * (2 / 200) ** 0.5, rel=0.02)
    assert nets.weights[2].std().item() == pytest.approx(0.5 * (2 / 300) ** 0.5, rel=0.02)
    assert not nets.weights[1].any()


def test_adam_on_a_stack_is_adam_on_each():
    nets = Stack(1, seeds=[0, 1], sizes=(6, 8, 4))
    alone = one_of(nets, 1)
    x, y = torch.randn(9, 6), torch.arange(9) % 4
    loss = torch.nn.functional.cross_entropy
    both = (adam(nets, 0.01), torch.optim.Adam(alone.parameters(), lr=0.01))
    for _ in range(5):
        for optimizer in both:
            optimizer.zero_grad()
        sum(loss(z, y) for z in nets(x)[0]).backward()
        loss(alone(x), y).backward()
        for optimizer in both:
            optimizer.step()
    torch.testing.assert_close(nets(x)[0, 1], alone(x), rtol=1e-4, atol=1e-5)


def test_batches_are_shared_by_the_settings_and_stay_within_their_examples():
    draw = Batches([0, 1], total=50, examples=[50, 50, 5], batch=200)
    rows = draw()
    assert rows.shape == (6, 200)
    torch.testing.assert_close(rows[0], rows[2])
    assert not torch.equal(rows[0], rows[1])
    assert len(rows[4].unique()) == 5
    assert len(rows[0].unique()) > 45
    assert set(rows[4].tolist()) != set(rows[5].tolist())


@pytest.mark.parametrize("examples", [[0], [11], [5, 0]])
def test_impossible_examples_are_refused(examples):
    with pytest.raises(ValueError, match=r"`examples`.*Received"):
        Batches([0], total=10, examples=examples, batch=2)


@pytest.mark.parametrize(("seeds", "sizes"), [([], (1, 1, 1)), ([0], (1, 0, 1))])
def test_empty_stacks_are_refused(seeds, sizes):
    with pytest.raises(ValueError, match="Received"):
        Stack(1, seeds, sizes)


def test_tensor_keeps_labels_whole():
    assert tensor([1, 2]).dtype == torch.int64
    assert tensor(np.array([1.0])).dtype == torch.float32


def test_wrong_labels_are_wrong_and_as_many_as_asked():
    labels = np.arange(1000) % 10
    changed = wrong_labels(labels, 0.2, np.random.default_rng(0))
    assert (changed != labels).sum() == 200
    assert set(changed) == set(range(10))
    assert (wrong_labels(labels, 0.0, np.random.default_rng(0)) == labels).all()

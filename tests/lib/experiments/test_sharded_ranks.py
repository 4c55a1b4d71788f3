"""A training over ranks, against torch's own Adam on whole tensors."""

import pytest

torch = pytest.importorskip("torch")

from deeptuning.experiments import sharded_ranks  # noqa: E402


def test_one_rank_is_adam(tmp_path):
    weights = {
        n: w.clone().requires_grad_() for n, w in sharded_ranks.fresh_state()["theta"].items()
    }
    adam = torch.optim.Adam(weights.values(), lr=0.05)
    for step in range(1, 8):
        found = sharded_ranks.gradient({n: w.detach() for n, w in weights.items()}, step)
        for name, w in weights.items():
            w.grad = found[name]
        adam.step()
    trained = sharded_ranks.train(tmp_path, steps=7)
    for name, w in weights.items():
        torch.testing.assert_close(trained[name], w.detach(), rtol=1e-9, atol=1e-9)


def test_it_goes_on_from_the_latest_checkpoint(tmp_path):
    sharded_ranks.train(tmp_path / "a", steps=7)  # saved at 5
    resumed = sharded_ranks.train(tmp_path / "a", steps=12)
    whole = sharded_ranks.train(tmp_path / "b", steps=12)
    assert all(torch.equal(resumed[name], whole[name]) for name in whole)


@pytest.mark.slow
def test_three_ranks_end_where_one_does(tmp_path):
    assert sharded_ranks.in_ranks(3, tmp_path, steps=6) == [0, 0, 0]
    alone = sharded_ranks.train(tmp_path / "alone", steps=6)
    for rank in range(3):
        there = torch.load(tmp_path / f"weights-{rank}-of-3.pt")
        assert all(torch.equal(there[name], alone[name]) for name in alone)

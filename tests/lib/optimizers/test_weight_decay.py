import pytest

from deeptuning.optimizers import coupled_decay, decoupled_decay, momentum, sgd


def test_coupled_by_hand(agrees):
    # g + λθ = 1 + 0.5·2 = 2
    theta, state = coupled_decay(sgd, 0.5)(2.0, 1.0, {}, learning_rate=0.25)
    agrees("coupled_decay", "by hand", theta, 1.5, within=0)
    assert state == {}


def test_decoupled_by_hand(agrees):
    # θ − ηλθ = 2 − 0.25·0.5·2 = 1.75, then − 0.25·1
    theta, state = decoupled_decay(sgd, 0.5)(2.0, 1.0, {}, learning_rate=0.25)
    agrees("decoupled_decay", "by hand", theta, 1.5, within=0)
    assert state == {}


def test_momentum_remembers_the_penalty_only_when_it_is_coupled():
    _, state = coupled_decay(momentum, 0.5)(2.0, 1.0, {}, learning_rate=0.25)
    assert state == {"v": 2.0}
    _, state = decoupled_decay(momentum, 0.5)(2.0, 1.0, {}, learning_rate=0.25)
    assert state == {"v": 1.0}


@pytest.mark.parametrize("decay", [coupled_decay, decoupled_decay])
def test_hyperparameters_reach_the_rule_and_are_checked(decay):
    step = decay(momentum, 0.0)
    assert step(1.0, 1.0, {"v": 2.0}, learning_rate=0.5, momentum=0.25)[1] == {"v": 1.5}
    with pytest.raises(ValueError, match="momentum=7"):
        step(1.0, 1.0, {}, learning_rate=0.5, momentum=7)

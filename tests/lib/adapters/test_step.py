import pytest

from deeptuning.adapters._step import check, rule_defaults, with_decay
from deeptuning.optimizers import adam, adamw, sgd


def test_without_decay_the_formula_is_left_alone():
    assert with_decay(adam, 0.0, decoupled=False) is adam.formula
    assert with_decay(adam, 0.0, decoupled=True) is adam.formula


@pytest.mark.parametrize("decoupled", [False, True])
def test_decay_acts_once(decoupled):
    theta, _ = with_decay(sgd, 0.5, decoupled)(2.0, 0.0, {}, learning_rate=0.5)
    assert theta == 1.5
    theta, _ = with_decay(adamw, 0.5, decoupled)(2.0, 0.0, {}, learning_rate=0.5)
    assert theta == 1.5


def test_a_rate_that_rounding_made_negative_is_let_through():
    """A linear schedule may end at -1e-20 where it should end at 0."""
    assert with_decay(sgd, 0.0, False)(1.0, 1.0, {}, learning_rate=-1e-20)[0] == 1.0


def test_check_names_what_is_wrong():
    check(adam, {"beta1": 0.5}, 0.0)
    with pytest.raises(ValueError, match="beta1=2"):
        check(adam, {"beta1": 2}, 0.0)
    with pytest.raises(ValueError, match="weight_decay=-1"):
        check(adam, {}, -1)


def test_what_is_no_rule_is_refused():
    assert rule_defaults(sgd) == {"learning_rate": 0.01}
    with pytest.raises(TypeError, match="`rule` must be a rule.*Received: rule=<built-in"):
        rule_defaults(len)

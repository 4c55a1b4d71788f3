import math

import numpy as np
import pytest

from deeptuning._validation import (
    Choice,
    Range,
    checked,
    known,
    non_negative,
    positive,
    require_count,
    require_generator,
    rule,
    unit_interval,
)


@pytest.mark.parametrize(
    ("closed", "text", "low", "high"),
    [
        ("left", "[0, 1)", True, False),
        ("right", "(0, 1]", False, True),
        ("both", "[0, 1]", True, True),
        ("neither", "(0, 1)", False, False),
    ],
)
def test_a_range_is_written_as_it_is_meant(closed, text, low, high):
    interval = Range(0, 1, closed=closed)
    assert repr(interval) == text
    assert (0 in interval, 1 in interval) == (low, high)
    assert 0.5 in interval
    assert -0.1 not in interval
    assert 1.1 not in interval


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_in_no_range(value):
    assert value not in Range(-math.inf, math.inf, closed="both")


def test_the_named_ranges():
    assert [repr(r) for r in (non_negative, positive, unit_interval)] == [
        "[0, inf)",
        "(0, inf)",
        "[0, 1)",
    ]


def test_an_error_says_name_range_value_and_remedy():
    with pytest.raises(ValueError, match="beta1") as caught:
        unit_interval.check("beta1", 1.5)
    assert str(caught.value) == (
        "Argument `beta1` must be in [0, 1). Received: beta1=1.5. Choose a number in it."
    )


@pytest.mark.parametrize("value", ["0.5", None, True, [0.5], 0.5j])
def test_what_is_no_number_is_a_type_error(value):
    with pytest.raises(TypeError, match=r"`eps` must be a number in \[0, inf\)") as caught:
        non_negative.check("eps", value)
    assert f"eps={value!r} ({type(value).__name__}). Pass a float." in str(caught.value)


@pytest.mark.parametrize("value", [0, 0.5, np.float32(0.5), np.float64(0.5), np.int64(0)])
def test_every_kind_of_number_is_accepted(value):
    unit_interval.check("beta1", value)
    with pytest.raises(ValueError, match="beta1"):
        unit_interval.check("beta1", value + 1)


def test_a_tensor_is_left_to_its_maker():
    positive.check("learning_rate", np.zeros(1))


def test_a_choice_lists_its_variants():
    choice = Choice("left", "right")
    choice.check("side", "left")
    with pytest.raises(ValueError, match="side") as caught:
        choice.check("side", "middle")
    assert str(caught.value) == (
        "Argument `side` must be one of 'left', 'right'. Received: side='middle'."
    )


def test_known_lists_the_names_in_order_and_the_remedy():
    known("fruit", "fig", ["fig", "apple"])
    with pytest.raises(ValueError, match="fruit") as caught:
        known("fruit", "pear", ["fig", "apple"], "Buy one.")
    assert str(caught.value) == "Unknown fruit 'pear'. Known: apple, fig. Buy one."
    with pytest.raises(ValueError, match=r"Known: apple, fig\.$"):
        known("fruit", "pear", ["fig", "apple"])


@rule(rate=positive)
def halve(theta, g, state, *, rate=2.0):
    """Divide."""
    return theta / rate, state


def test_a_rule_is_its_formula_with_checks():
    assert halve(4.0, 0.0, {}) == (2.0, {})
    assert halve.formula(4.0, 0.0, {}, rate=-1.0) == (-4.0, {})
    assert halve.defaults == {"rate": 2.0}
    assert halve.legal == {"rate": positive}
    assert (halve.__name__, halve.__doc__) == ("halve", "Divide.")
    for call in (lambda: halve(4.0, 0.0, {}, rate=0.0), lambda: halve.validate(rate=0.0)):
        with pytest.raises(ValueError, match=r"`rate` must be in \(0, inf\)"):
            call()


def test_a_rule_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match=r"Unknown argument of halve: 'speed'\. Known: rate"):
        halve(4.0, 0.0, {}, speed=1.0)


@pytest.mark.parametrize(
    ("theta", "g"), [(np.ones(2), np.ones(3)), (np.ones(2), 1.0), (1.0, np.ones((1, 1)))]
)
def test_a_rule_wants_one_gradient_per_parameter(theta, g):
    with pytest.raises(ValueError, match="`g` must have the shape of `theta`") as caught:
        halve(theta, g, {})
    assert str(np.shape(theta)) in str(caught.value)
    assert str(np.shape(g)) in str(caught.value)


@pytest.mark.parametrize("ranges", [{}, {"rate": positive, "more": positive}, {"pace": positive}])
def test_ranges_must_match_the_signature(ranges):
    def formula(theta, g, state, *, rate=1.0):
        return theta, state

    with pytest.raises(TypeError, match="formula: ranges given for"):
        rule(**ranges)(formula)


class TestChecked:
    @staticmethod
    def function():
        @checked(b=unit_interval)
        def add(a, b=0.5, *, c=1):
            """Add."""
            return a + b + c

        return add

    def test_leaves_a_legal_call_alone(self):
        add = self.function()
        assert add(1) == 2.5
        assert add(1, 0.25, c=2) == 3.25
        assert (add.__name__, add.__doc__) == ("add", "Add.")

    @pytest.mark.parametrize("call", [lambda f: f(1, 1.0), lambda f: f(1, b=1.0)])
    def test_refuses_an_illegal_argument_however_it_is_passed(self, call):
        with pytest.raises(ValueError, match=r"Argument `b` must be in \[0, 1\). Received: b=1.0"):
            call(self.function())

    def test_none_is_legal_where_it_is_the_default_and_nowhere_else(self):
        both = checked(a=unit_interval, b=unit_interval)(lambda a=None, b=0.5: (a, b))
        assert both(None) == both() == (None, 0.5)
        with pytest.raises((TypeError, ValueError), match="b"):
            both(b=None)

    def test_refuses_a_range_for_an_argument_that_is_not_there(self):
        with pytest.raises(TypeError, match=r"no arguments \['x'\]"):
            checked(x=unit_interval)(lambda a: a)


@pytest.mark.parametrize("value", [1.0, True, "3", None])
def test_a_count_is_a_whole_number(value):
    kind = type(value).__name__
    with pytest.raises(TypeError, match=rf"`n` must be a whole number, 1 or more.*\({kind}\)"):
        require_count("n", value, 1)


@pytest.mark.parametrize("value", [0, 6, -1, 10**30])
def test_a_count_lies_in_its_range(value):
    with pytest.raises(ValueError, match=rf"from 1 to 5. Received: n={value}. Choose a number"):
        require_count("n", value, 1, 5)


@pytest.mark.parametrize("value", [1, 5, np.int64(3)])
def test_a_count_may_be_any_whole_number_of_its_range(value):
    require_count("n", value, 1, 5)
    require_count("n", value, 1)


@pytest.mark.parametrize("rng", [0, None, np.random.RandomState(0), np.random])
def test_a_generator_is_one_of_numpys_new_ones(rng):
    with pytest.raises(TypeError, match=r"`rng` must be a NumPy Generator.*default_rng\(seed\)"):
        require_generator(rng)
    require_generator(np.random.default_rng(0))

import numpy as np
import pytest

from deeptuning.schedules import Schedule, chain, constant, cosine, exponential, piecewise_constant


@pytest.mark.parametrize(
    ("t", "shown"),
    [(-1, "-1"), ([3, -0.5], "-0.5"), (float("nan"), "nan"), (np.array([1.0, np.inf]), "inf")],
)
def test_what_is_no_count_is_refused(t, shown):
    with pytest.raises(
        ValueError, match=rf"Argument `t` must be in \[0, inf\). Received: t={shown}"
    ):
        constant(rate=0.1)(t)


@pytest.mark.parametrize("t", ["3", None, True, [True], 1j])
def test_what_is_no_number_is_refused(t):
    with pytest.raises(TypeError, match=r"Argument `t` must be a count.*Pass numbers"):
        constant(rate=0.1)(t)


def test_a_tensor_of_whole_numbers_is_refused():
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match=r"floating type. Received: t of type torch.int64"):
        cosine(maximum=0.1, period=5)(torch.arange(3))


def test_whole_numbers_are_computed_in_float64():
    assert cosine(maximum=0.1, period=10)(np.array([3], dtype=np.int8)).dtype == np.float64
    single = np.array([3], dtype=np.float32)
    assert cosine(maximum=0.1, period=10)(single)[0] == cosine(maximum=0.1, period=10)(3)


def test_it_shows_how_it_was_made():
    schedule = chain(schedules=[constant(rate=0.1), exponential(start=1)], boundaries=[5])
    assert isinstance(schedule, Schedule)
    assert repr(schedule) == (
        "chain(schedules=(constant(rate=0.1), exponential(start=1, factor=0.95, every=1)), "
        "boundaries=(5,))"
    )


def test_later_changes_of_a_list_change_nothing():
    values, boundaries = [0.2, 0.1], [5]
    schedule = piecewise_constant(values=values, boundaries=boundaries)
    values[0], boundaries[0] = 9.0, 1
    assert schedule([0, 4, 5]).tolist() == [0.2, 0.2, 0.1]
    assert schedule.arguments["values"] == (0.2, 0.1)


def test_numpys_numbers_become_pythons():
    schedule = piecewise_constant(values=np.array([0.2, 0.1]), boundaries=np.array([5]))
    assert schedule.arguments == {"values": (0.2, 0.1), "boundaries": (5,), "switch": "at"}
    assert type(schedule.arguments["boundaries"][0]) is int


def test_an_unknown_argument_is_refused():
    with pytest.raises(TypeError, match="T_max"):
        cosine(maximum=0.1, period=5, T_max=5)

"""Is the model that a student's function gets the one of the case?"""

import numpy as np
import torch

from deeptuning.checks.drivers import drive

RNG = np.random.default_rng(0)
MODEL = {
    "w1": RNG.normal(size=(4, 6)),
    "b1": RNG.normal(size=6),
    "w2": RNG.normal(size=6),
    "b2": 0.7,
}
X = RNG.normal(size=(5, 4))


def in_torch(x):
    x = torch.tensor(x, requires_grad=True)
    w1, b1, w2 = (torch.tensor(MODEL[name]) for name in ("w1", "b1", "w2"))
    y = torch.tanh(x @ w1 + b1) @ w2 + MODEL["b2"]
    y.sum().backward()
    return y.detach().numpy(), x.grad.numpy()


def asked(subject, **more):
    (answer,) = drive("with_model", subject, [{"model": MODEL | more, "x": X}])
    return answer


def test_does_the_model_answer_as_it_should():
    answer = asked(lambda predict, x: predict(x))
    np.testing.assert_allclose(answer["returned"], in_torch(X)[0])
    one = asked(lambda predict, x: predict(x[0]))
    np.testing.assert_allclose(one["returned"], in_torch(X)[0][0])


def test_are_lists_and_tensors_taken():
    plain = asked(lambda predict, x: predict(x))["returned"]
    for kind in (list, torch.tensor, np.ndarray.tolist):
        np.testing.assert_allclose(
            asked(lambda predict, x, k=kind: predict(k(x)))["returned"], plain
        )


def test_are_slopes_given_to_who_asks_for_them():
    answer = asked(lambda predict, gradient, x: gradient(x), slopes=True)
    np.testing.assert_allclose(answer["returned"], in_torch(X)[1])
    assert asked(lambda predict, gradient, x: 0.0)["status"] == "raised"


def test_is_a_change_of_the_rows_noticed():
    def careless(predict, x):
        x[:, 0] = 0
        return predict(x)

    assert asked(careless)["changed"] == ["x"]
    assert asked(lambda predict, x: predict(x))["changed"] == []


def test_is_a_model_no_answer():
    assert asked(lambda predict, x: predict)["status"] == "not plain"

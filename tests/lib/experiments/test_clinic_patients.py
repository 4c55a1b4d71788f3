"""Has every patient the one fault that its name says?"""

import numpy as np
import pytest
import torch

from deeptuning.experiments import clinic_patients as patients
from deeptuning.experiments.clinic import Training
from deeptuning.experiments.clinic_compare import stages


def test_overwritten_dropout_is_gone():
    net = patients.MissingDropout().net()
    kinds = [type(layer) for layer in net.modules()]
    assert torch.nn.Dropout not in kinds
    assert not hasattr(net, "fc2")
    x = torch.ones(3, 64)
    assert torch.equal(net(x), net.train()(x))


@pytest.mark.parametrize("kind", [patients.UndefinedLayer, patients.UnflattenedImages])
def test_some_do_not_start(kind):
    with pytest.raises((AttributeError, RuntimeError), match=r"fc2|cannot be multiplied"):
        stages(kind, 0)


def test_gradients_add_up_without_zero_grad():
    training = patients.ForgottenZeroGrad()
    net = training.net().eval()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.0)
    x, y = torch.ones(4, 64), torch.arange(4)
    grads = []
    for _ in range(3):
        training.step(net, optimizer, x, y)
        grads.append(net.fc2.weight.grad.clone())
    torch.testing.assert_close(grads[2], 3 * grads[0])


def test_softmax_twice_has_a_floor():
    outputs = torch.full((2, 10), -1e3)
    outputs[:, 4] = 1e3
    found = patients.SoftmaxTwice().loss(outputs, torch.tensor([4, 4])).item()
    assert found == pytest.approx(np.log(np.e + 9) - 1)


def test_sum_is_batch_times_mean():
    outputs, y = torch.randn(7, 10), torch.arange(7)
    ratio = patients.SummedLoss().loss(outputs, y) / Training().loss(outputs, y)
    assert ratio.item() == pytest.approx(7)


def test_classes_are_renumbered_by_the_alphabet():
    plain, ill = Training(1).data(), patients.AlphabeticalClasses(1).data()
    pairs = dict(zip(plain.validation_labels.tolist(), ill.validation_labels.tolist(), strict=True))
    assert [pairs[digit] for digit in (8, 5, 4, 9, 1, 7, 6, 3, 2, 0)] == list(range(10))
    np.testing.assert_array_equal(plain.train_labels, ill.train_labels)


def test_shuffled_labels_agree_at_chance_only():
    data, plain = patients.ShuffledLabels(1).data(), Training(1)
    images, labels = plain.scanned()
    truth = {image.tobytes(): label for image, label in zip(images, labels, strict=True)}
    true = [truth[image.tobytes()] for image in data.train_images]
    assert np.mean(np.array(true) == data.train_labels) < 0.15


def test_the_frozen_layer_stays():
    found = stages(patients.FrozenLayer, 0)
    assert torch.equal(found["first weights"][0], found["first step"][0])
    assert not torch.equal(found["first weights"][2], found["first step"][2])
    assert found["first gradient"][0].any()


def test_rates_biases_and_pixels():
    assert patients.RateTooHigh.learning_rate == pytest.approx(100 * Training.learning_rate)
    assert patients.RateTooLow.learning_rate == pytest.approx(Training.learning_rate / 100)
    assert patients.DeadUnits().net().fc1.bias.unique().item() == pytest.approx(-4.6)
    assert patients.RawPixels().prepare(Training().data().train_images).max() == 255


def test_dropout_at_test_answers_differently_each_time():
    training = patients.DropoutAtTest()
    net, images = training.net(), training.data().validation_images
    assert not torch.equal(training.predict(net, images), training.predict(net, images))

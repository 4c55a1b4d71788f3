"""Are the other sound scripts sound, and their patients ill in the way they say?"""

import numpy as np
import torch

from deeptuning.experiments import clinic_wards as wards


def test_the_memory_of_the_exploding_net_is_too_large():
    torch.manual_seed(0)
    usual = wards.RecurrentNet().net().rnn.weight_hh_l0
    large = wards.ExplodingRnn().net().rnn.weight_hh_l0
    assert np.abs(np.linalg.eigvals(usual.detach().numpy())).max() < 1
    assert np.abs(np.linalg.eigvals(large.detach().numpy())).max() > 3


def test_towers_differ_in_the_activation_only():
    nets = []
    for kind in (wards.DeepNet, wards.VanishingGradients):
        torch.manual_seed(0)
        nets.append(kind().net())
    for a, b in zip(*(net.parameters() for net in nets), strict=True):
        assert torch.equal(a, b)
    assert isinstance(nets[0][1], torch.nn.ReLU)
    assert isinstance(nets[1][1], torch.nn.Sigmoid)


def test_images_move_by_a_pixel_at_most():
    images = np.zeros((200, 8, 8), dtype=np.float32)
    images[:, 3, 4] = 1
    moved = wards.Noisy().moved(images)
    places = np.argwhere(moved)[:, 1:] - [3, 4]
    assert len(places) == 200
    assert set(places.ravel()) == {-1, 0, 1}


def test_augmentation_reaches_the_test_of_the_patient_only():
    for kind, same in ((wards.Noisy, True), (wards.AugmentedTest, False)):
        training = kind()
        net, images = training.net(), training.data().validation_images
        first, second = (training.predict(net, images) for _ in range(2))
        assert torch.equal(first, second) is same


def nearest(data):
    """Distance of every validation image to the nearest training image."""
    a, b = (np.reshape(x, (len(x), -1)) for x in (data.validation_images, data.train_images))
    return np.sqrt(((a[:, None] - b[None]) ** 2).sum(-1)).min(1)


def test_the_leak_puts_copies_on_both_sides():
    clean, leaking = wards.Copied().data(), wards.Leak().data()
    assert len(clean.train_labels) == len(leaking.train_labels) == 768
    noise = 20 * 2**0.5 * 8  # distance of two noisy copies: 64 pixels, twice a spread of 20
    assert np.mean(nearest(leaking) < 1.2 * noise) > 0.95
    assert np.mean(nearest(clean) < 1.2 * noise) < 0.5

"""Are pictures made smaller, marked and covered as said, and do real files go the same way?"""

import numpy as np
import pytest
import torch
from torch import nn

from deeptuning.data import colour_shapes, load_cifar10
from deeptuning.experiments import cifar10_cnn as project
from tests.lib.data import caches


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(256, size=(5, 32, 32, 3), dtype=np.uint8)


def test_halving_takes_the_mean_of_four_pixels(images):
    wanted = torch.from_numpy(images.transpose(0, 3, 1, 2) / 255)
    wanted = nn.functional.avg_pool2d(wanted, 2).numpy()
    found = project.halved(images)
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert found.dtype == np.float32


def test_real_files_and_the_stand_in_go_the_same_way(tmp_path):
    caches.cifar_folder(tmp_path)
    real = load_cifar10(tmp_path, verify=False)
    for data in (real, colour_shapes(60, np.random.default_rng(0)).split()):
        small = project.halved(data.train_images)
        dataset = project.as_torch(small, data.train_labels)
        picture, label = dataset[0]
        assert picture.shape == (3, 16, 16)
        assert label.dtype == torch.int64
        assert len(dataset) == len(data.train_labels)
        net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(784, 10)).eval()
        assert 0 <= project.accuracy(net, small, data.train_labels) <= 1
        assert project.cam(net, net[1], small[:2]).shape == (2, 16, 16)


def test_accuracy_counts_right_answers():
    net = nn.Linear(2, 2, bias=False).eval()
    nn.init.eye_(net.weight)
    x = np.array([[1, 0], [0, 1], [1, 0], [1, 0]], np.float32)
    assert project.accuracy(net, x, np.array([0, 1, 1, 0])) == 0.75


def test_marks_tell_the_class_at_the_rate_and_leave_the_rest():
    labels = np.random.default_rng(1).integers(10, size=4000)
    plain = np.full((4000, 3, 6, 6), 0.25)
    painted = project.marked(plain, labels, 0.9, seed=0)
    corner = painted[:, :, 0, 0]
    told = (corner[:, None] == project.COLOURS).all(axis=2).argmax(axis=1)
    assert (told == labels).mean() == pytest.approx(0.9 + 0.1 / 10, abs=0.02)
    assert (painted[:, :, project.MARK :] == 0.25).all()
    assert (painted[:, :, :, project.MARK :] == 0.25).all()
    assert (plain == 0.25).all()
    assert len(np.unique(project.COLOURS, axis=0)) == 10


def test_covering_takes_the_hottest_and_nothing_else():
    rng = np.random.default_rng(2)
    pictures, heat = rng.random((3, 3, 8, 8)), rng.random((3, 8, 8))
    hidden = project.covered(pictures, heat, 0.25, fill=-1.0)
    for before, after, warm in zip(pictures, hidden, heat, strict=True):
        gone = (after == -1).all(axis=0)
        assert gone.sum() == 16
        assert warm[gone].min() > warm[~gone].max()
        np.testing.assert_array_equal(after[:, ~gone], before[:, ~gone])


def test_the_map_explains_the_answer_of_the_net():
    """Two classes, told by the left and by the right half: the map must lie on the brighter one."""
    conv, dense = nn.Conv2d(3, 1, 1), nn.Linear(64, 2, bias=False)
    nn.init.constant_(conv.weight, 1.0)
    nn.init.zeros_(conv.bias)
    left = torch.zeros(8, 8)
    left[:, :4] = 1.0
    with torch.no_grad():
        dense.weight.copy_(torch.stack([left.flatten(), 1 - left.flatten()]))
    net = nn.Sequential(conv, nn.ReLU(), nn.Flatten(), dense).eval()
    pictures = np.zeros((2, 3, 8, 8), np.float32)
    pictures[0, :, :, :4] = pictures[1, :, :, 4:] = 1.0
    heat = project.cam(net, net[1], pictures)
    assert heat[0, :, :4].min() > heat[0, :, 4:].max()
    assert heat[1, :, 4:].min() > heat[1, :, :4].max()


def test_covering_a_square_costs_what_lies_there():
    """A linear net: the drop is the sum of what was under the square, and never below zero."""
    net = nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 2, bias=False)).eval()
    weight = torch.zeros(2, 3, 8, 8)
    weight[0, :, :4, :4], weight[0, :, 4:, 4:] = 1.0, -0.25
    with torch.no_grad():
        net[1].weight.copy_(weight.flatten(1))
    found = project.drops(net, np.ones((3, 8, 8), np.float32))
    np.testing.assert_allclose(found[:4, :4], 48, rtol=1e-5)
    assert found[4:].max() == found[:, 4:].max() == 0

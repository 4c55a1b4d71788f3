"""Are the digits dark on light, and is a module the same function as its place in the stack?"""

import numpy as np
import torch

from deeptuning.experiments.paper_digits import digit_readers, load_paper_digits, module
from deeptuning.experiments.small_nets import start


def test_paper_is_white_and_ink_is_dark():
    paper = load_paper_digits()
    assert paper.train_images.shape == (1200, 64)
    assert len(paper.test_images) == 597
    assert paper.train_images.min() == 0
    assert paper.train_images.max() == 1
    assert np.median(paper.train_images) > 0.7


def test_a_module_is_its_net_of_the_stack():
    nets = start([0, 1], 64, 8, 10)
    nets = nets._replace(b1=nets.b1 + 0.3, b2=nets.b2 - 0.1)
    x = np.random.default_rng(0).random((5, 64)).astype(np.float32)
    for run in range(2):
        ours = module(nets, run)(torch.from_numpy(x)).detach().numpy()
        np.testing.assert_allclose(ours, nets.logits(x)[run].numpy(), atol=1e-5)


def test_readers_can_read():
    paper = load_paper_digits()
    (net,) = digit_readers(paper, [0], steps=100)
    guess = net(torch.from_numpy(paper.test_images)).argmax(1).numpy()
    assert (guess == paper.test_labels).mean() > 0.9

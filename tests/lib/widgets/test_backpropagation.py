"""Does the net under the sliders blame the right weights?"""

import pytest
import torch

from deeptuning.widgets import backpropagation as widget
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize("setting", [(0.1, 0.5, 0.05), (-2.0, 7.0, 0.3), (4.0, -9.0, 1.0)])
def test_slopes_and_blame_are_those_of_autograd(setting):
    w1, w5, target = setting
    parts = [torch.tensor(p) for layer in widget.example_net(w1, w5) for p in layer.values()]
    for part in parts:
        part.requires_grad_()
    hidden = torch.sigmoid(torch.tensor(widget.INPUTS) @ parts[0] + parts[1])
    out = torch.sigmoid(hidden @ parts[2] + parts[3])[0]
    errors = (out - torch.tensor([target, widget.TARGET_2])) ** 2 / 2
    errors.sum().backward()
    found = widget.blame(w1, w5, target)
    assert found.errors == pytest.approx(errors.detach().numpy())
    for k in (0, 1):
        assert found.slopes[k]["w"] == pytest.approx(parts[2 * k].grad.numpy())
        assert found.slopes[k]["b"] == pytest.approx(parts[2 * k + 1].grad.numpy())
    assert found.delta_outputs == pytest.approx(parts[3].grad.numpy())
    assert found.delta_hidden == pytest.approx(parts[1].grad.numpy())


def test_the_worked_example_has_its_printed_digits():
    found = widget.blame(0.1, 0.5, 0.05)
    assert found.outputs.round(5).tolist() == [0.73493, 0.77955]
    assert f"{found.errors[0]:.5f}" == "0.23456"
    assert f"{found.slopes[1]['w'][0, 0]:.5f}" == "0.08020"
    assert f"{found.slopes[0]['w'][0, 0]:.5f}" == "0.00111"


def test_the_challenges_have_the_answers_the_lesson_gives():
    saturated = widget.blame(0.1, 10, 0.05)
    assert saturated.errors[0] > 0.45
    assert abs(saturated.slopes[1]["w"][0, 0]) < 0.001
    for w5 in (-6, -6.1):
        solved = widget.blame(0.1, w5, 0.05)
        assert solved.errors[0] < 4e-6
        assert abs(solved.slopes[1]["w"][0, 0]) < 1e-4
    targets = [k * 0.05 for k in range(1, 21)]
    negative = [t for t in targets if widget.blame(0.1, 0.5, t).slopes[0]["w"][0, 0] < 0]
    assert min(negative) == pytest.approx(0.55)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: the net' in panel.picture
    assert set(panel.controls) == {"w₁", "w₅", "target 1"}
    assert panel.set("w₅", 5.0) != panel.picture
    assert panel.set("w₅", 0.5) == panel.picture

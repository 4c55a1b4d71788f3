"""Is a control grey where it has no effect, and only there?"""

import pytest

from deeptuning.widgets import clipping, decay_schedules, moving_target, trajectories
from tests.lib.widgets.panel import Panel

# A widget, the control that decides, two choices, and a control with another value for it: it has
# no effect after the first choice and one after the second.
DECIDED = {
    "clipping": (clipping, "clipping", ("none", "by norm"), "threshold c", 0.01),
    "schedule": (decay_schedules, "schedule", ("constant", "exponential"), "s, in steps", 20),
    "memory": (moving_target, "rule", ("adagrad", "rmsprop"), "γ or ρ", 0.5),
    "momentum": (trajectories, "optimizer", ("sgd", "momentum"), "β₁ (or γ)", 0.5),
}


@pytest.mark.parametrize(("widget", "chooser", "choices", "name", "other"), DECIDED.values())
def test_a_control_is_grey_where_it_has_no_effect(shell, widget, chooser, choices, name, other):
    panel = Panel(widget.explore)
    control, chosen = panel.controls[name], panel.controls[chooser]
    values = [option[1] if isinstance(option, tuple) else option for option in chosen.options]
    first = control.value
    for choice, grey in zip(choices, (True, False), strict=True):
        value = next(v for v in values if v.startswith(choice))
        before = panel.set(chooser, value) if value != chosen.value else panel.picture
        assert (panel.set(name, other) == before) is control.disabled is grey
        panel.set(name, first)
        assert not chosen.disabled

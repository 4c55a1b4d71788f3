import copy
import io
import subprocess
import sys

import numpy as np
import pytest

from deeptuning._validation import rule
from deeptuning.optimizers import CATALOGUE, adam, coupled_decay, momentum
from tests.lib.optimizers.paths import deviation, follow_rule, follow_torch, problem

torch = pytest.importorskip("torch")
from deeptuning.adapters.torch import RuleOptimizer  # noqa: E402

each_rule = pytest.mark.parametrize("name", CATALOGUE)
each_twin = pytest.mark.parametrize("name", [n for n, entry in CATALOGUE.items() if entry.torch])


def small_net():
    """A net with its own data, the same at every call, in float64."""
    generator = torch.Generator().manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
    net = net.double()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64))
    inputs = torch.randn(20, 3, generator=generator, dtype=torch.float64)
    return net, inputs, inputs.sum(1, keepdim=True).sin()


def train(net, inputs, targets, optimizer, scheduler=None, steps=50):
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(net(inputs), targets).backward()
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
    return torch.nn.utils.parameters_to_vector(net.parameters()).detach().numpy()


@each_twin
@pytest.mark.parametrize("decay", [0.0, 0.05])
@pytest.mark.usefixtures("float64")  # torch keeps Nadam's product of momenta in the default type
def test_trains_like_the_twin_under_torchs_own_schedule(name, decay):
    entry = CATALOGUE[name]
    ours = {**entry.rule.defaults, **entry.torch.agrees, "learning_rate": 0.02}
    ours |= {"weight_decay": decay}
    theirs = entry.torch.torch_arguments(**ours)

    def trained(make):
        net, inputs, targets = small_net()
        optimizer = make(net.parameters())
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 60)
        return train(net, inputs, targets, optimizer, scheduler, steps=60)

    # torch keeps Nadam's product of momenta in float32 unless that is not the default type
    torch.set_default_dtype(torch.float64)
    try:
        oracle = trained(
            lambda parameters: getattr(torch.optim, entry.torch.name)(parameters, **theirs)
        )
        adapted = trained(lambda parameters: RuleOptimizer(parameters, name, **ours))
    finally:
        torch.set_default_dtype(torch.float32)
    np.testing.assert_allclose(adapted, oracle, rtol=1e-10, atol=1e-13)


@each_rule
def test_walks_the_path_of_the_rule(name):
    given = problem()
    path = follow_torch(lambda parameters: RuleOptimizer(parameters, name), given)
    assert deviation(path, follow_rule(CATALOGUE[name].rule, given)) <= 1e-12


@pytest.mark.parametrize("name", sorted(CATALOGUE.keys() - {"adamw"}))
def test_decoupled_decay_is_the_frameworks_shrinkage(name):
    """As torch's AdamW does it: first shrink, then a step on the plain gradient."""
    given, decay = problem(), 0.02
    path = follow_torch(
        lambda parameters: RuleOptimizer(parameters, name, weight_decay=decay, decoupled=True),
        given,
    )
    theta, state, oracle = given.start, {}, []
    for g, eta in zip(given.gradients, given.rates, strict=True):
        theta = theta * (1 - eta * decay)
        theta, state = CATALOGUE[name].rule(theta, g, state, learning_rate=eta)
        oracle.append(theta)
    assert deviation(path, oracle) <= 1e-11


@pytest.mark.parametrize("decoupled", [False, True])
def test_adamw_brings_its_own_decay(decoupled):
    given = problem()
    path = follow_torch(lambda p: RuleOptimizer(p, "adamw", decoupled=decoupled), given)
    assert deviation(path, follow_rule(CATALOGUE["adamw"].rule, given)) <= 1e-12
    path = follow_torch(
        lambda p: RuleOptimizer(p, "adamw", weight_decay=0.3, decoupled=decoupled), given
    )
    oracle = follow_rule(CATALOGUE["adamw"].rule, given, weight_decay=0.3)
    assert deviation(path, oracle) <= 1e-12


@each_rule
@pytest.mark.parametrize("through_file", [False, True])
def test_resuming_from_a_state_dict_changes_nothing(name, through_file):
    arguments = {"learning_rate": 0.02, "weight_decay": 0.01}
    net, inputs, targets = small_net()
    uninterrupted = train(net, inputs, targets, RuleOptimizer(net.parameters(), name, **arguments))

    net, inputs, targets = small_net()
    optimizer = RuleOptimizer(net.parameters(), name, **arguments)
    train(net, inputs, targets, optimizer, steps=20)
    saved = {"net": net.state_dict(), "optimizer": optimizer.state_dict()}
    if through_file:
        file = io.BytesIO()
        torch.save(saved, file)
        saved = torch.load(io.BytesIO(file.getvalue()), weights_only=True)
    other, _, _ = small_net()
    other.load_state_dict(saved["net"])
    resumed = RuleOptimizer(other.parameters(), name, learning_rate=0.7)
    resumed.load_state_dict(saved["optimizer"])
    assert np.array_equal(train(other, inputs, targets, resumed, steps=30), uninterrupted)


@each_rule
def test_state_is_a_plain_dict_per_parameter(name):
    net, inputs, targets = small_net()
    optimizer = RuleOptimizer(net.parameters(), name)
    train(net, inputs, targets, optimizer, steps=3)
    entry = CATALOGUE[name]
    for parameter in net.parameters():
        state = optimizer.state[parameter]
        assert type(state) is dict
        assert set(state) == {*entry.slots, *entry.scalars}
        assert all(state[slot].shape == parameter.shape for slot in entry.slots)
        assert all(not state[slot].requires_grad for slot in entry.slots)


def test_parameter_groups_have_their_own_hyperparameters():
    given = problem(constant_rate=True)
    slow, fast = (torch.nn.Parameter(torch.tensor(given.start)) for _ in range(2))
    optimizer = RuleOptimizer(
        [
            {"params": [slow]},
            {
                "params": [fast],
                "learning_rate": 0.5,
                "momentum": 0.3,
                "form": "average",
                "weight_decay": 0.1,
                "decoupled": True,
            },
        ],
        "momentum",
        learning_rate=0.01,
    )
    assert [group["lr"] for group in optimizer.param_groups] == [0.01, 0.5]
    for g in given.gradients[:10]:
        slow.grad, fast.grad = torch.tensor(g), torch.tensor(g)
        optimizer.step()
    theta, other, state, other_state = given.start, given.start, {}, {}
    for g in given.gradients[:10]:
        theta, state = momentum(theta, g, state, learning_rate=0.01)
        other, other_state = momentum(
            other * (1 - 0.5 * 0.1),
            g,
            other_state,
            learning_rate=0.5,
            momentum=0.3,
            form="average",
        )
    np.testing.assert_allclose(slow.detach(), theta, rtol=1e-13)
    np.testing.assert_allclose(fast.detach(), other, rtol=1e-11)


def test_a_group_can_join_later():
    first, second = torch.nn.Parameter(torch.ones(1)), torch.nn.Parameter(torch.ones(1))
    optimizer = RuleOptimizer([first], "sgd", learning_rate=0.5)
    group = {"params": second, "learning_rate": 0.25}
    optimizer.add_param_group(group)
    first.grad = second.grad = torch.ones(1)
    optimizer.step()
    assert (first.item(), second.item()) == (0.5, 0.75)
    assert group == {"params": second, "learning_rate": 0.25}


def test_closure_is_run_once_with_gradients_and_its_loss_returned():
    weight, calls = torch.nn.Parameter(torch.tensor([3.0])), []
    optimizer = RuleOptimizer([weight], "sgd", learning_rate=0.25)

    def closure():
        calls.append(torch.is_grad_enabled())
        optimizer.zero_grad()
        loss = (weight**2).sum()
        loss.backward()
        return loss

    with torch.no_grad():
        loss = optimizer.step(closure)
    assert (loss.item(), weight.item(), calls) == (9.0, 1.5, [True])
    assert optimizer.step() is None


def test_parameters_without_a_gradient_are_skipped_and_do_not_age():
    seen, unseen = torch.nn.Parameter(torch.ones(2)), torch.nn.Parameter(torch.ones(2))
    optimizer = RuleOptimizer([seen, unseen], "adam", weight_decay=0.1)
    seen.grad = torch.ones(2)
    optimizer.step()
    assert unseen not in optimizer.state
    unseen.grad = torch.ones(2)
    optimizer.step()
    assert (optimizer.state[seen]["t"], optimizer.state[unseen]["t"]) == (2, 1)


def test_sparse_gradients_are_refused_before_anything_moves():
    dense, table = torch.nn.Parameter(torch.ones(2)), torch.nn.Embedding(5, 2, sparse=True)
    optimizer = RuleOptimizer([dense, *table.parameters()], "adam")
    (dense.sum() + table(torch.tensor([1])).sum()).backward()
    with pytest.raises(RuntimeError, match=r"shape \(5, 2\) must be dense.*sparse=False"):
        optimizer.step()
    assert dense.tolist() == [1.0, 1.0]
    assert not optimizer.state


def test_gradients_are_left_alone():
    weight = torch.nn.Parameter(torch.ones(2))
    weight.grad = torch.tensor([1.0, 2.0])
    RuleOptimizer([weight], "adam", weight_decay=0.5).step()
    assert weight.grad.tolist() == [1.0, 2.0]


def test_two_optimizers_share_nothing():
    paths = [follow_torch(lambda p: RuleOptimizer(p, "adam"), problem()) for _ in range(2)]
    assert np.array_equal(*paths)


def test_a_rule_of_your_own():
    @rule(learning_rate=adam.legal["learning_rate"])
    def sign_descent(theta, g, state, *, learning_rate=0.1):
        return theta - learning_rate * g.sign(), {"steps": state.get("steps", 0) + 1}

    weight = torch.nn.Parameter(torch.tensor([1.0, 1.0]))
    optimizer = RuleOptimizer([weight], sign_descent, learning_rate=0.5)
    weight.grad = torch.tensor([3.0, -0.1])
    optimizer.step()
    assert weight.tolist() == [0.5, 1.5]
    assert optimizer.state[weight] == {"steps": 1}


def test_copies_keep_their_rule():
    weight = torch.nn.Parameter(torch.ones(1))
    optimizer = RuleOptimizer([weight], "momentum", learning_rate=0.5)
    twin = copy.deepcopy(optimizer)
    (copied,) = twin.param_groups[0]["params"]
    copied.grad = torch.ones(1)
    twin.step()
    assert (copied.item(), weight.item()) == (0.5, 1.0)


def test_a_cyclic_schedule_may_drive_the_momentum():
    weight = torch.nn.Parameter(torch.ones(1))
    optimizer = RuleOptimizer([weight], "momentum")
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=10)
    before = optimizer.param_groups[0]["momentum"]
    weight.grad = torch.ones(1)
    optimizer.step()
    schedule.step()
    assert before == pytest.approx(0.95)
    assert optimizer.param_groups[0]["momentum"] < before


def test_under_a_gradient_scaler_a_step_with_infinities_is_skipped():
    weight = torch.nn.Parameter(torch.ones(1))
    optimizer = RuleOptimizer([weight], "sgd", learning_rate=0.5)
    scaler = torch.amp.GradScaler("cpu", init_scale=4.0)
    scaler.scale((weight * float("inf")).sum()).backward()
    scaler.step(optimizer)
    scaler.update()
    assert weight.item() == 1.0
    optimizer.zero_grad()
    scaler.scale(weight.sum()).backward()
    scaler.step(optimizer)
    assert weight.item() == 0.5


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"rule": "adma"}, ValueError, r"Unknown rule 'adma'. Known: adadelta, "),
        ({"rule": "adam", "beta1": 1.0}, ValueError, r"`beta1` must be in \[0, 1\).*beta1=1\.0"),
        ({"rule": "adam", "learning_rate": -1}, ValueError, "`learning_rate`.*learning_rate=-1"),
        ({"rule": "sgd", "weight_decay": -1}, ValueError, "`weight_decay`.*weight_decay=-1"),
        ({"rule": "sgd", "lr": 0.1}, ValueError, "Unknown argument of sgd: 'lr'. Known: learning"),
        ({"rule": "sgd", "momentum": 0.9}, ValueError, "Unknown argument of sgd: 'momentum'"),
        ({"rule": coupled_decay(adam, 0.1)}, TypeError, "`rule` must be a rule.*weight_decay="),
    ],
)
def test_arguments_are_checked_at_construction(arguments, error, message):
    with pytest.raises(error, match=message):
        RuleOptimizer([torch.nn.Parameter(torch.ones(1))], **arguments)


@pytest.mark.parametrize(
    ("group", "message"),
    [
        ({"lr": 0.1}, "Unknown argument of sgd: 'lr'. Known: learning_rate"),
        ({"learning_rate": -0.5}, "learning_rate=-0.5"),
        ({"weight_decay": -0.5}, "weight_decay=-0.5"),
    ],
)
def test_parameter_groups_are_checked_too(group, message):
    with pytest.raises(ValueError, match=message):
        RuleOptimizer([{"params": [torch.nn.Parameter(torch.ones(1))], **group}], "sgd")


def test_without_torch_the_remedy_is_named():
    program = "import sys; sys.modules['torch'] = None; import deeptuning.adapters.torch"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(
        "ImportError: deeptuning.adapters.torch needs PyTorch, which is not installed. "
        "Run: pip install torch"
    )


@pytest.mark.gpu
@each_rule
def test_on_a_gpu_the_path_is_the_same(name):
    given, path = problem(), []
    theta = torch.nn.Parameter(torch.tensor(given.start, device="cuda"))
    optimizer = RuleOptimizer([theta], name)
    for g, eta in zip(given.gradients, given.rates, strict=True):
        optimizer.param_groups[0]["lr"] = eta
        theta.grad = torch.tensor(g, device="cuda")
        optimizer.step()
        path.append(theta.detach().cpu().numpy())
    assert deviation(path, follow_rule(CATALOGUE[name].rule, given)) <= 1e-12

"""Patient D of the clinic: frozen layer."""

from autograder.checks.monitoring.clinic import clinic_check


def repaired(x, y, x_new, steps, rng):
    """Train every layer."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    memory = {"w1": 0.0, "b1": 0.0, "w2": 0.0, "b2": 0.0}  # momentum's
    for _ in range(steps):
        rows = rng.integers(len(x), size=64)
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        for name in memory:
            memory[name] = 0.9 * memory[name] + net.gradients[name]
            net.parameters[name] = net.parameters[name] - 0.3 * memory[name]
    return "frozen layer", net(x_new).argmax(axis=1)


def named(x, y, x_new, steps, rng):
    """Say what it is, and leave it."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    memory = {"w2": 0.0, "b2": 0.0}  # momentum's
    for _ in range(steps):
        rows = rng.integers(len(x), size=64)
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        for name in memory:
            memory[name] = 0.9 * memory[name] + net.gradients[name]
            net.parameters[name] = net.parameters[name] - 0.3 * memory[name]
    return "frozen layer", net(x_new).argmax(axis=1)


def unnamed(x, y, x_new, steps, rng):
    """Repair it, and call it something else."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    memory = {"w1": 0.0, "b1": 0.0, "w2": 0.0, "b2": 0.0}  # momentum's
    for _ in range(steps):
        rows = rng.integers(len(x), size=64)
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        for name in memory:
            memory[name] = 0.9 * memory[name] + net.gradients[name]
            net.parameters[name] = net.parameters[name] - 0.3 * memory[name]
    return "rate too small", net(x_new).argmax(axis=1)


def guess(x, y, x_new, steps, rng):
    """See another fault."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    memory = {"w2": 0.0, "b2": 0.0}  # momentum's
    for _ in range(steps):
        rows = rng.integers(len(x), size=64)
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        for name in memory:
            memory[name] = 0.9 * memory[name] + net.gradients[name]
            net.parameters[name] = net.parameters[name] - 0.3 * memory[name]
    return "rate too small", net(x_new).argmax(axis=1)


def alone(x, y, x_new, steps, rng):
    """Return the classes alone."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    memory = {"w1": 0.0, "b1": 0.0, "w2": 0.0, "b2": 0.0}  # momentum's
    for _ in range(steps):
        rows = rng.integers(len(x), size=64)
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        for name in memory:
            memory[name] = 0.9 * memory[name] + net.gradients[name]
            net.parameters[name] = net.parameters[name] - 0.3 * memory[name]
    return net(x_new).argmax(axis=1)


SCRIPT_D = clinic_check(
    "d",
    "frozen layer",
    "spirals",
    (repaired, named, unnamed, guess, alone),
    unrepaired="The name is right. Which parameters does the momentum know?",
    guessed=("A larger rate helps a little. Print how far each of the four parameters has moved."),
)

"""Patient C of the clinic: dead units."""

from autograder.checks.monitoring.clinic import clinic_check


def repaired(x, y, x_new, steps, rng):
    """Start the hidden units at zero."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    seen, new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for step in range(steps):
        rows = rng.choice(len(seen), size=60, replace=False)
        net.zero_grad()
        net.backward(cross_entropy(net(seen[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "dead units", net(new).argmax(axis=1)


def named(x, y, x_new, steps, rng):
    """Say what it is, and leave it."""
    import numpy as np

    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    seen, new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    net.parameters["b1"] = np.full(32, -8.0)  # few units at a time shall be active
    for step in range(steps):
        rows = rng.choice(len(seen), size=60, replace=False)
        net.zero_grad()
        net.backward(cross_entropy(net(seen[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "dead units", net(new).argmax(axis=1)


def unnamed(x, y, x_new, steps, rng):
    """Repair it, and call it something else."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    seen, new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for step in range(steps):
        rows = rng.choice(len(seen), size=60, replace=False)
        net.zero_grad()
        net.backward(cross_entropy(net(seen[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "frozen layer", net(new).argmax(axis=1)


def guess(x, y, x_new, steps, rng):
    """See another fault."""
    import numpy as np

    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    seen, new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    net.parameters["b1"] = np.full(32, -8.0)  # few units at a time shall be active
    for step in range(steps):
        rows = rng.choice(len(seen), size=60, replace=False)
        net.zero_grad()
        net.backward(cross_entropy(net(seen[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "frozen layer", net(new).argmax(axis=1)


def alone(x, y, x_new, steps, rng):
    """Return the classes alone."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    seen, new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for step in range(steps):
        rows = rng.choice(len(seen), size=60, replace=False)
        net.zero_grad()
        net.backward(cross_entropy(net(seen[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return net(new).argmax(axis=1)


SCRIPT_C = clinic_check(
    "c",
    "dead units",
    "spirals",
    (repaired, named, unnamed, guess, alone),
    unrepaired=(
        "The name is right. A unit that is never active gets no gradient: where does it start?"
    ),
    guessed=(
        "The first layer does not move, but nobody froze it. How often is one of its units active?"
    ),
)

"""Patient E of the clinic: new inputs not prepared."""

from autograder.checks.monitoring.clinic import clinic_check


def repaired(x, y, x_new, steps, rng):
    """Prepare the new inputs as the old ones."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for _ in range(steps):
        rows = rng.integers(len(x), size=32)
        scores = net((x[rows] - mean) / spread)
        net.zero_grad()
        net.backward(cross_entropy(scores, y[rows])[1])
        net.step(rate=1.0)
    return "new inputs not prepared", net((x_new - mean) / spread).argmax(axis=1)


def named(x, y, x_new, steps, rng):
    """Say what it is, and leave it."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for _ in range(steps):
        rows = rng.integers(len(x), size=32)
        scores = net((x[rows] - mean) / spread)
        net.zero_grad()
        net.backward(cross_entropy(scores, y[rows])[1])
        net.step(rate=1.0)
    return "new inputs not prepared", net(x_new).argmax(axis=1)


def unnamed(x, y, x_new, steps, rng):
    """Repair it, and call it something else."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for _ in range(steps):
        rows = rng.integers(len(x), size=32)
        scores = net((x[rows] - mean) / spread)
        net.zero_grad()
        net.backward(cross_entropy(scores, y[rows])[1])
        net.step(rate=1.0)
    return "dropout left on", net((x_new - mean) / spread).argmax(axis=1)


def guess(x, y, x_new, steps, rng):
    """See another fault."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for _ in range(steps):
        rows = rng.integers(len(x), size=32)
        scores = net((x[rows] - mean) / spread)
        net.zero_grad()
        net.backward(cross_entropy(scores, y[rows])[1])
        net.step(rate=1.0)
    return "labels apart from inputs", net(x_new).argmax(axis=1)


def alone(x, y, x_new, steps, rng):
    """Return the classes alone."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for _ in range(steps):
        rows = rng.integers(len(x), size=32)
        scores = net((x[rows] - mean) / spread)
        net.zero_grad()
        net.backward(cross_entropy(scores, y[rows])[1])
        net.step(rate=1.0)
    return net((x_new - mean) / spread).argmax(axis=1)


SCRIPT_E = clinic_check(
    "e",
    "new inputs not prepared",
    "blobs",
    (repaired, named, unnamed, guess, alone),
    unrepaired=(
        "The name is right. What was done to x must be done to x_new, with the same numbers."
    ),
    guessed=(
        "On its own examples the net is right nearly always. Compare them with those it is "
        "asked about."
    ),
)

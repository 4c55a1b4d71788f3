"""Patient B of the clinic: labels apart from inputs."""

from autograder.checks.monitoring.clinic import clinic_check


def repaired(x, y, x_new, steps, rng):
    """Keep rows and labels together."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for step in range(steps):
        if step % 6 == 0:  # a new epoch, in a new order
            order = rng.permutation(len(x))
            x, y = x[order], y[order]
        batch = slice(step % 6 * 40, step % 6 * 40 + 40)
        net.zero_grad()
        _, slopes = cross_entropy(net(x[batch]), y[batch])
        net.backward(slopes)
        net.step(rate=1.0)
    return "labels apart from inputs", net(x_new).argmax(axis=1)


def named(x, y, x_new, steps, rng):
    """Say what it is, and leave it."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for step in range(steps):
        if step % 6 == 0:  # a new epoch, in a new order
            x, y = rng.permutation(x), rng.permutation(y)
        batch = slice(step % 6 * 40, step % 6 * 40 + 40)
        net.zero_grad()
        _, slopes = cross_entropy(net(x[batch]), y[batch])
        net.backward(slopes)
        net.step(rate=1.0)
    return "labels apart from inputs", net(x_new).argmax(axis=1)


def unnamed(x, y, x_new, steps, rng):
    """Repair it, and call it something else."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for step in range(steps):
        if step % 6 == 0:  # a new epoch, in a new order
            order = rng.permutation(len(x))
            x, y = x[order], y[order]
        batch = slice(step % 6 * 40, step % 6 * 40 + 40)
        net.zero_grad()
        _, slopes = cross_entropy(net(x[batch]), y[batch])
        net.backward(slopes)
        net.step(rate=1.0)
    return "leak", net(x_new).argmax(axis=1)


def guess(x, y, x_new, steps, rng):
    """See another fault."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for step in range(steps):
        if step % 6 == 0:  # a new epoch, in a new order
            x, y = rng.permutation(x), rng.permutation(y)
        batch = slice(step % 6 * 40, step % 6 * 40 + 40)
        net.zero_grad()
        _, slopes = cross_entropy(net(x[batch]), y[batch])
        net.backward(slopes)
        net.step(rate=1.0)
    return "rate too small", net(x_new).argmax(axis=1)


def alone(x, y, x_new, steps, rng):
    """Return the classes alone."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=24, classes=8, rng=rng)
    for step in range(steps):
        if step % 6 == 0:  # a new epoch, in a new order
            order = rng.permutation(len(x))
            x, y = x[order], y[order]
        batch = slice(step % 6 * 40, step % 6 * 40 + 40)
        net.zero_grad()
        _, slopes = cross_entropy(net(x[batch]), y[batch])
        net.backward(slopes)
        net.step(rate=1.0)
    return net(x_new).argmax(axis=1)


SCRIPT_B = clinic_check(
    "b",
    "labels apart from inputs",
    "blobs",
    (repaired, named, unnamed, guess, alone),
    unrepaired="The name is right. How many orders are drawn, and how many should it be?",
    guessed=(
        "The loss hardly falls at any rate. Take one row of x: is the label beside it still "
        "its own?"
    ),
)

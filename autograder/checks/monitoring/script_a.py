"""Patient A of the clinic: gradients add up."""

from autograder.checks.monitoring.clinic import clinic_check


def repaired(x, y, x_new, steps, rng):
    """Forget what older steps have left."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    velocity = {name: 0.0 for name in net.parameters}
    for _ in range(steps):
        net.zero_grad()
        rows = rng.integers(len(x), size=64)
        _, slopes = cross_entropy(net(x[rows]), y[rows])
        net.backward(slopes)
        for name, gradient in net.gradients.items():
            velocity[name] = 0.9 * velocity[name] - 0.3 * gradient
            net.parameters[name] = net.parameters[name] + velocity[name]
    return "gradients add up", net(x_new).argmax(axis=1)


def named(x, y, x_new, steps, rng):
    """Say what it is, and leave it."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    velocity = {name: 0.0 for name in net.parameters}
    for _ in range(steps):
        rows = rng.integers(len(x), size=64)
        _, slopes = cross_entropy(net(x[rows]), y[rows])
        net.backward(slopes)
        for name, gradient in net.gradients.items():
            velocity[name] = 0.9 * velocity[name] - 0.3 * gradient
            net.parameters[name] = net.parameters[name] + velocity[name]
    return "gradients add up", net(x_new).argmax(axis=1)


def unnamed(x, y, x_new, steps, rng):
    """Repair it, and call it something else."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    velocity = {name: 0.0 for name in net.parameters}
    for _ in range(steps):
        net.zero_grad()
        rows = rng.integers(len(x), size=64)
        _, slopes = cross_entropy(net(x[rows]), y[rows])
        net.backward(slopes)
        for name, gradient in net.gradients.items():
            velocity[name] = 0.9 * velocity[name] - 0.3 * gradient
            net.parameters[name] = net.parameters[name] + velocity[name]
    return "rate too small", net(x_new).argmax(axis=1)


def guess(x, y, x_new, steps, rng):
    """See another fault."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    velocity = {name: 0.0 for name in net.parameters}
    for _ in range(steps):
        rows = rng.integers(len(x), size=64)
        _, slopes = cross_entropy(net(x[rows]), y[rows])
        net.backward(slopes)
        for name, gradient in net.gradients.items():
            velocity[name] = 0.9 * velocity[name] - 0.3 * gradient
            net.parameters[name] = net.parameters[name] + velocity[name]
    return "loss summed", net(x_new).argmax(axis=1)


def alone(x, y, x_new, steps, rng):
    """Return the classes alone."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    velocity = {name: 0.0 for name in net.parameters}
    for _ in range(steps):
        net.zero_grad()
        rows = rng.integers(len(x), size=64)
        _, slopes = cross_entropy(net(x[rows]), y[rows])
        net.backward(slopes)
        for name, gradient in net.gradients.items():
            velocity[name] = 0.9 * velocity[name] - 0.3 * gradient
            net.parameters[name] = net.parameters[name] + velocity[name]
    return net(x_new).argmax(axis=1)


SCRIPT_A = clinic_check(
    "a",
    "gradients add up",
    "spirals",
    (repaired, named, unnamed, guess, alone),
    unrepaired="The name is right. Which line is missing in the loop?",
    guessed=(
        "The loss jumps, as it does when a rate is too large. What grows from step to step "
        "here, with the same rate?"
    ),
)

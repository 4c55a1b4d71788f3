"""Patient F of the clinic: loss summed."""

from autograder.checks.monitoring.clinic import clinic_check


def repaired(x, y, x_new, steps, rng):
    """Take the mean."""
    import numpy as np

    from deeptuning.checks.clinic_net import Net, cross_entropy

    center, width = np.median(x, axis=0), np.ptp(x, axis=0) / 4
    x, x_new = (x - center) / width, (x_new - center) / width
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for _ in range(steps):
        net.zero_grad()
        _, slopes = cross_entropy(net(x), y)
        net.backward(slopes)
        net.step(rate=1.5)
    return "loss summed", net(x_new).argmax(axis=1)


def named(x, y, x_new, steps, rng):
    """Say what it is, and leave it."""
    import numpy as np

    from deeptuning.checks.clinic_net import Net, cross_entropy

    center, width = np.median(x, axis=0), np.ptp(x, axis=0) / 4
    x, x_new = (x - center) / width, (x_new - center) / width
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for _ in range(steps):
        net.zero_grad()
        _, slopes = cross_entropy(net(x), y, reduction="sum")
        net.backward(slopes)
        net.step(rate=1.5)
    return "loss summed", net(x_new).argmax(axis=1)


def unnamed(x, y, x_new, steps, rng):
    """Repair it, and call it something else."""
    import numpy as np

    from deeptuning.checks.clinic_net import Net, cross_entropy

    center, width = np.median(x, axis=0), np.ptp(x, axis=0) / 4
    x, x_new = (x - center) / width, (x_new - center) / width
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for _ in range(steps):
        net.zero_grad()
        _, slopes = cross_entropy(net(x), y)
        net.backward(slopes)
        net.step(rate=1.5)
    return "softmax twice", net(x_new).argmax(axis=1)


def guess(x, y, x_new, steps, rng):
    """See another fault."""
    import numpy as np

    from deeptuning.checks.clinic_net import Net, cross_entropy

    center, width = np.median(x, axis=0), np.ptp(x, axis=0) / 4
    x, x_new = (x - center) / width, (x_new - center) / width
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for _ in range(steps):
        net.zero_grad()
        _, slopes = cross_entropy(net(x), y, reduction="sum")
        net.backward(slopes)
        net.step(rate=1.5)
    return "inputs not scaled", net(x_new).argmax(axis=1)


def alone(x, y, x_new, steps, rng):
    """Return the classes alone."""
    import numpy as np

    from deeptuning.checks.clinic_net import Net, cross_entropy

    center, width = np.median(x, axis=0), np.ptp(x, axis=0) / 4
    x, x_new = (x - center) / width, (x_new - center) / width
    net = Net(inputs=2, hidden=32, classes=3, rng=rng)
    for _ in range(steps):
        net.zero_grad()
        _, slopes = cross_entropy(net(x), y)
        net.backward(slopes)
        net.step(rate=1.5)
    return net(x_new).argmax(axis=1)


SCRIPT_F = clinic_check(
    "f",
    "loss summed",
    "spirals",
    (repaired, named, unnamed, guess, alone),
    unrepaired="The name is right. The slopes of a sum are larger by the number of examples.",
    guessed="The inputs are fine. Print the first loss, and compare it with ln 3.",
)

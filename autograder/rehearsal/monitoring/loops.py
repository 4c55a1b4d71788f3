"""A student who goes number by number, in plain Python."""

import math


def log_run(folder, losses, validation, weights, hparams):
    """Write line by line, the validation after the training."""
    from deeptuning.monitoring import EventWriter

    writer = EventWriter(str(folder))
    epochs, batches = len(losses), len(losses[0])
    for epoch in range(epochs):
        for batch in range(batches):
            step = epoch * batches + batch + 1
            writer.scalar("loss/train", float(losses[epoch][batch]), step)
    for epoch in range(epochs):
        writer.scalar("loss/validation", float(validation[epoch]), (epoch + 1) * batches)
    for epoch in range(epochs):
        writer.histogram("weights/w1", weights[epoch].tolist(), (epoch + 1) * batches)
    writer.hparams(hparams)
    writer.close()


def signals(before, after, gradients, activations):
    """Add up squares."""

    def length(numbers):
        return math.sqrt(sum(v * v for v in numbers))

    ratios = []
    for b, a in zip(before, after, strict=True):
        moved = [x - y for x, y in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)]
        ratios.append(length(moved) / length(b.ravel().tolist()))
    dead = []
    for layer in activations:
        units = list(zip(*layer.tolist(), strict=True))
        dead.append(sum(all(v == 0 for v in unit) for unit in units) / len(units))
    norms = [length(g.ravel().tolist()) for g in gradients]
    return {"update_ratio": ratios, "gradient_norm": norms, "dead": dead}


def monitor(logs):
    """Collect the layers by their numbers."""
    train, validation = logs["loss/train"].tolist(), logs["loss/validation"].tolist()
    norms, dead = {}, {}
    for tag, values in logs.items():
        kind, _, layer = tag.partition("/")
        if kind == "gradient_norm":
            norms[int(layer)] = float(values[-1])
        if kind == "dead":
            dead[int(layer)] = float(values[-1])
    if any(not math.isfinite(v) for v in train) or train[-1] > 2 * train[0]:
        return "diverged"
    for share in dead.values():
        if share > 0.5:
            return "dead units"
    if norms[min(norms)] / norms[max(norms)] < 0.001:
        return "vanishing gradients"
    if validation[-1] / min(validation) > 1.2:
        return "overfitting"
    return "stalled" if train[-1] / train[0] > 0.98 else "healthy"


def script_a(x, y, x_new, steps, rng):
    """Train in whole epochs, in an order drawn for each."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net, order = Net(inputs=2, hidden=40, classes=int(y.max()) + 1, rng=rng), []
    for step in range(steps):
        if len(order) < 60:
            order = rng.permutation(len(x)).tolist()
        rows, order = order[:60], order[60:]
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "gradients add up", [int(row.argmax()) for row in net(x_new)]


def script_b(x, y, x_new, steps, rng):
    """Train in whole epochs, in an order drawn for each."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net, order = Net(inputs=2, hidden=40, classes=int(y.max()) + 1, rng=rng), []
    for step in range(steps):
        if len(order) < 60:
            order = rng.permutation(len(x)).tolist()
        rows, order = order[:60], order[60:]
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "labels apart from inputs", [int(row.argmax()) for row in net(x_new)]


def script_c(x, y, x_new, steps, rng):
    """Train in whole epochs, in an order drawn for each."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net, order = Net(inputs=2, hidden=40, classes=int(y.max()) + 1, rng=rng), []
    for step in range(steps):
        if len(order) < 60:
            order = rng.permutation(len(x)).tolist()
        rows, order = order[:60], order[60:]
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "dead units", [int(row.argmax()) for row in net(x_new)]


def script_d(x, y, x_new, steps, rng):
    """Train in whole epochs, in an order drawn for each."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net, order = Net(inputs=2, hidden=40, classes=int(y.max()) + 1, rng=rng), []
    for step in range(steps):
        if len(order) < 60:
            order = rng.permutation(len(x)).tolist()
        rows, order = order[:60], order[60:]
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "frozen layer", [int(row.argmax()) for row in net(x_new)]


def script_e(x, y, x_new, steps, rng):
    """Train in whole epochs, in an order drawn for each."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net, order = Net(inputs=2, hidden=40, classes=int(y.max()) + 1, rng=rng), []
    for step in range(steps):
        if len(order) < 60:
            order = rng.permutation(len(x)).tolist()
        rows, order = order[:60], order[60:]
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "new inputs not prepared", [int(row.argmax()) for row in net(x_new)]


def script_f(x, y, x_new, steps, rng):
    """Train in whole epochs, in an order drawn for each."""
    from deeptuning.checks.clinic_net import Net, cross_entropy

    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    net, order = Net(inputs=2, hidden=40, classes=int(y.max()) + 1, rng=rng), []
    for step in range(steps):
        if len(order) < 60:
            order = rng.permutation(len(x)).tolist()
        rows, order = order[:60], order[60:]
        net.zero_grad()
        net.backward(cross_entropy(net(x[rows]), y[rows])[1])
        net.step(rate=2.0 * 0.99**step)
    return "loss summed", [int(row.argmax()) for row in net(x_new)]

"""A student who does everything with torch."""

import torch


def log_run(folder, losses, validation, weights, hparams):
    """Use three writers; the one for the hyperparameters has a folder below."""
    from deeptuning.monitoring import EventWriter

    losses, weights = torch.tensor(losses), torch.tensor(weights)
    with EventWriter(folder / "settings") as writer:
        writer.hparams(hparams)
    with EventWriter(folder) as writer:
        for step in range(losses.numel()):
            writer.scalar("loss/train", losses.flatten()[step], step + 1)
    with EventWriter(folder) as writer:
        for epoch in range(1, len(losses) + 1):
            step = epoch * losses.shape[1]
            writer.scalar("loss/validation", validation[epoch - 1], step)
            writer.histogram("weights/w1", weights[epoch - 1], step)


def signals(before, after, gradients, activations):
    """Let torch take the norms."""
    before, after = ([torch.tensor(w) for w in part] for part in (before, after))
    steps = [a - b for a, b in zip(after, before, strict=True)]
    return {
        "update_ratio": [s.norm() / b.norm() for s, b in zip(steps, before, strict=True)],
        "gradient_norm": [torch.tensor(g).norm() for g in gradients],
        "dead": [(torch.tensor(a).amax(dim=0) == 0).double().mean() for a in activations],
    }


def monitor(logs):
    """Ask one question after the other."""
    logs = {tag: torch.tensor(values) for tag, values in logs.items()}
    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = max(int(tag.split("/")[1]) for tag in logs if tag.startswith("dead/"))
    if not torch.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverged"
    dead = torch.stack([logs[f"dead/{i + 1}"][-1] for i in range(layers)])
    norms = torch.stack([logs[f"gradient_norm/{i + 1}"][-1] for i in range(layers)])
    if (dead > 0.5).any():
        return "dead units"
    if norms[0] * 1000 < norms[-1]:
        return "vanishing gradients"
    if validation[-1] > 1.2 * validation.min():
        return "overfitting"
    return "stalled" if train[-1] > 0.98 * train[0] else "healthy"


def script_a(x, y, x_new, steps, rng):
    """Smooth random waves in place of units, and least squares in torch."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = torch.tensor(x), torch.tensor(x_new)
    waves = 2 * torch.randn(2, 200, dtype=torch.float64)
    phases = 6.283 * torch.rand(200, dtype=torch.float64)
    mean, spread = x.mean(dim=0), x.std(dim=0)
    seen, new = (torch.cos((part - mean) / spread @ waves + phases) for part in (x, x_new))
    targets = torch.nn.functional.one_hot(torch.tensor(y)).double()
    ridge = 0.01 * torch.eye(200, dtype=torch.float64)
    top = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ targets)
    return "gradients add up", (new @ top).argmax(dim=1)


def script_b(x, y, x_new, steps, rng):
    """Smooth random waves in place of units, and least squares in torch."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = torch.tensor(x), torch.tensor(x_new)
    waves = 2 * torch.randn(2, 200, dtype=torch.float64)
    phases = 6.283 * torch.rand(200, dtype=torch.float64)
    mean, spread = x.mean(dim=0), x.std(dim=0)
    seen, new = (torch.cos((part - mean) / spread @ waves + phases) for part in (x, x_new))
    targets = torch.nn.functional.one_hot(torch.tensor(y)).double()
    ridge = 0.01 * torch.eye(200, dtype=torch.float64)
    top = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ targets)
    return "labels apart from inputs", (new @ top).argmax(dim=1)


def script_c(x, y, x_new, steps, rng):
    """Smooth random waves in place of units, and least squares in torch."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = torch.tensor(x), torch.tensor(x_new)
    waves = 2 * torch.randn(2, 200, dtype=torch.float64)
    phases = 6.283 * torch.rand(200, dtype=torch.float64)
    mean, spread = x.mean(dim=0), x.std(dim=0)
    seen, new = (torch.cos((part - mean) / spread @ waves + phases) for part in (x, x_new))
    targets = torch.nn.functional.one_hot(torch.tensor(y)).double()
    ridge = 0.01 * torch.eye(200, dtype=torch.float64)
    top = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ targets)
    return "dead units", (new @ top).argmax(dim=1)


def script_d(x, y, x_new, steps, rng):
    """Smooth random waves in place of units, and least squares in torch."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = torch.tensor(x), torch.tensor(x_new)
    waves = 2 * torch.randn(2, 200, dtype=torch.float64)
    phases = 6.283 * torch.rand(200, dtype=torch.float64)
    mean, spread = x.mean(dim=0), x.std(dim=0)
    seen, new = (torch.cos((part - mean) / spread @ waves + phases) for part in (x, x_new))
    targets = torch.nn.functional.one_hot(torch.tensor(y)).double()
    ridge = 0.01 * torch.eye(200, dtype=torch.float64)
    top = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ targets)
    return "frozen layer", (new @ top).argmax(dim=1)


def script_e(x, y, x_new, steps, rng):
    """Smooth random waves in place of units, and least squares in torch."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = torch.tensor(x), torch.tensor(x_new)
    waves = 2 * torch.randn(2, 200, dtype=torch.float64)
    phases = 6.283 * torch.rand(200, dtype=torch.float64)
    mean, spread = x.mean(dim=0), x.std(dim=0)
    seen, new = (torch.cos((part - mean) / spread @ waves + phases) for part in (x, x_new))
    targets = torch.nn.functional.one_hot(torch.tensor(y)).double()
    ridge = 0.01 * torch.eye(200, dtype=torch.float64)
    top = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ targets)
    return "new inputs not prepared", (new @ top).argmax(dim=1)


def script_f(x, y, x_new, steps, rng):
    """Smooth random waves in place of units, and least squares in torch."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = torch.tensor(x), torch.tensor(x_new)
    waves = 2 * torch.randn(2, 200, dtype=torch.float64)
    phases = 6.283 * torch.rand(200, dtype=torch.float64)
    mean, spread = x.mean(dim=0), x.std(dim=0)
    seen, new = (torch.cos((part - mean) / spread @ waves + phases) for part in (x, x_new))
    targets = torch.nn.functional.one_hot(torch.tensor(y)).double()
    ridge = 0.01 * torch.eye(200, dtype=torch.float64)
    top = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ targets)
    return "loss summed", (new @ top).argmax(dim=1)

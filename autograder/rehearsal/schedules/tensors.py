"""A student who does everything with torch tensors, and its schedulers where they fit."""

import torch


def step_decay(epochs, learning_rate, factor, every):
    """Let torch's StepLR count."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=learning_rate)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, every, factor)
    rates = []
    for _ in range(epochs):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return rates


def warmup_cosine(steps, warmup, peak, floor):
    """Choose between two tensors."""
    t = torch.arange(steps, dtype=torch.float64)
    u = (t - warmup) / (steps - 1 - warmup)
    wave = torch.lerp(
        torch.tensor(floor).double(), torch.tensor(peak).double(), (1 + torch.cos(torch.pi * u)) / 2
    )
    return torch.where(t < warmup, peak * (t + 1) / max(warmup, 1), wave)


def cyclic(steps, base, peak, half, mode, gamma):
    """Fold the time back onto the first climb."""
    t = torch.arange(steps, dtype=torch.float64)
    phase = torch.remainder(t, 2 * half)
    climb = torch.minimum(phase, 2 * half - phase) / half
    if mode == "triangular2":
        climb = climb * 0.5 ** torch.div(t, 2 * half, rounding_mode="floor")
    if mode == "exp_range":
        climb = climb * torch.tensor(gamma, dtype=torch.float64) ** t
    return torch.lerp(torch.tensor(base).double(), torch.tensor(peak).double(), climb)


def plateau(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Use torch's controller, which waits one epoch longer, and measures relative by default."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=learning_rate)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer,
        factor=factor,
        patience=patience - 1,
        threshold=min_delta,
        threshold_mode="abs",
        cooldown=cooldown,
        min_lr=floor,
        eps=0,
    )
    rates = []
    for loss in losses:
        scheduler.step(loss)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


def usable_rate(rates, losses):
    """Take the middle, on a logarithmic scale, between the first fall and the lowest loss."""
    rates, losses = torch.tensor(rates), torch.tensor(losses)
    low = rates[torch.nonzero(losses < 0.8 * losses[0])[0, 0]]
    return torch.sqrt(low * rates[losses.argmin()]) / 2


def read_curves(curves):
    """Compare the last third with its own straight line."""
    words = []
    for losses in torch.tensor(curves):
        end = losses[-20:] / losses[0]
        jumps = end.diff().abs().mean()
        if end.mean() > 1:
            words.append("lower")
        elif end.mean() > 0.5:
            words.append("raise")
        else:
            words.append("decay" if jumps > 0.015 else "keep")
    return words


def rates_for(steps):
    """Half a wave of the cosine."""
    return 0.03 * (1 + torch.cos(torch.pi * torch.arange(steps) / steps)) / 2

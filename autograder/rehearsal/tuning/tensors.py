"""A student who does everything with torch tensors."""

import itertools

import torch


def split(groups, labels, shares, rng):
    """Go through the classes with masks."""
    torch.manual_seed(int(rng.integers(2**31)))
    groups, labels = torch.tensor(groups), torch.tensor(labels)
    part = torch.zeros(len(groups), dtype=torch.long)
    for k in labels.unique():
        names = groups[labels == k].unique()
        names = names[torch.randperm(len(names))]
        sizes = [round(share * len(names)) for share in shares]
        for number, chosen in enumerate(names.split(sizes)):
            part[torch.isin(groups, chosen)] = number
    return [torch.nonzero(part == number).flatten() for number in range(3)]


def scale_parts(train, validation, test):
    """Use std_mean."""
    train, validation, test = (torch.tensor(part) for part in (train, validation, test))
    std, mean = torch.std_mean(train, dim=0, correction=0)
    std[train.amax(dim=0) == train.amin(dim=0)] = 1.0
    return tuple((part - mean) / std for part in (train, validation, test))


def grid(space, points):
    """Work with exponents."""
    lists = []
    for spec in space.values():
        if spec["kind"] == "choice":
            lists.append(list(spec["values"]))
            continue
        ends = torch.tensor([spec["low"], spec["high"]], dtype=torch.float64)
        ends = ends.log() if spec["kind"] == "log" else ends
        if points == 1:
            values = ends.mean()[None]
        else:
            values = torch.linspace(ends[0], ends[1], points, dtype=torch.float64)
        lists.append((values.exp() if spec["kind"] == "log" else values).tolist())
    return [dict(zip(space.keys(), row, strict=True)) for row in itertools.product(*lists)]


def sample(space, n, rng):
    """Draw with torch, from a seed that the generator gives."""
    torch.manual_seed(int(rng.integers(2**31)))
    columns = {}
    for name, spec in space.items():
        u = torch.rand(n, dtype=torch.float64)
        if spec["kind"] == "choice":
            drawn = torch.randint(len(spec["values"]), (n,)).tolist()
            columns[name] = [spec["values"][i] for i in drawn]
        elif spec["kind"] == "integer":
            columns[name] = torch.randint(spec["low"], spec["high"] + 1, (n,))
        elif spec["kind"] == "log":
            low, high = (torch.tensor(spec[end]).double().log() for end in ("low", "high"))
            columns[name] = torch.lerp(low, high, u).exp().clamp(spec["low"], spec["high"])
        else:
            columns[name] = spec["low"] + (spec["high"] - spec["low"]) * u
    return columns


def halving(trials, min_epochs, eta):
    """Walk down with a while loop, and price the rungs afterwards."""
    rungs = [(trials, min_epochs)]
    while rungs[-1][0] >= eta:
        n, epochs = rungs[-1]
        rungs.append((n // eta, epochs * eta))
    table = torch.tensor(rungs)
    before = torch.cat([torch.zeros(1, dtype=torch.long), table[:-1, 1]])
    return table, (table[:, 0] * (table[:, 1] - before)).sum()


def improvement(mean, std, best, margin):
    """Use torch's normal distribution."""
    mean, std = torch.tensor(mean), torch.tensor(std)
    gain, normal = best - margin - mean, torch.distributions.Normal(0.0, 1.0)
    z = gain / torch.where(std > 0, std, torch.ones_like(std))
    ei = gain * torch.special.ndtr(z) + std * normal.log_prob(z).exp()
    ei = torch.where(std > 0, ei, gain.clamp(min=0))
    return ei, ei.argmax()


def next_generation(population, losses, elite, rate, scale, rng):
    """Hold the tournaments with gather."""
    torch.manual_seed(int(rng.integers(2**31)))
    places = torch.tensor(population)
    losses = torch.tensor(losses).nan_to_num(nan=torch.inf)
    n, d = places.shape
    drawn = torch.randint(n, (n - elite, 2, 2))
    won = losses[drawn].argmin(dim=2, keepdim=True)
    parents = drawn.gather(2, won).squeeze(2)  # (children, 2)
    coin = torch.randint(2, (n - elite, d))
    children = places[parents.gather(1, coin), torch.arange(d)]
    hit = torch.rand_like(children) < rate
    children = (children + hit * scale * torch.randn_like(children)).clamp(0, 1)
    return torch.cat([places[losses.argsort()[:elite]], children])


def search(train, test, space, budget, rng):
    """Look coarsely, then more closely around the best rate."""
    low, high = (torch.tensor(space["rate"][end]).double().log10() for end in ("low", "high"))
    rates = 10 ** torch.linspace(low.item(), high.item(), 11, dtype=torch.float64)
    losses = torch.tensor([train({"rate": rate, "decay": 1e-6}, 4) for rate in rates.tolist()])
    best = rates[losses.argmin()]
    near = [(best * factor).item() for factor in (0.6, 1.0, 1.7)]
    losses = [train({"rate": rate, "decay": 1e-6}, 18) for rate in near]
    return {"rate": near[losses.index(min(losses))], "decay": torch.tensor(1e-6).double()}

"""A student who does everything with torch tensors."""

import torch


def flip(images, flags):
    """Call torch's flip."""
    x = torch.tensor(images)
    return torch.where(torch.tensor(flags)[:, None, None], x.flip(2), x)


def rotate(images, degrees):
    """Sample on a grid of places, counted in pixels from the centre."""
    x = torch.tensor(images)
    (_, h, w), t = x.shape, torch.deg2rad(torch.tensor(degrees))[:, None, None]
    r = torch.arange(h, dtype=torch.float64)[:, None] - (h - 1) / 2
    c = torch.arange(w, dtype=torch.float64) - (w - 1) / 2
    row, column = t.cos() * r + t.sin() * c, t.cos() * c - t.sin() * r
    grid = torch.stack([2 * column / (w - 1), 2 * row / (h - 1)], dim=-1)
    new = torch.nn.functional.grid_sample(x[:, None].double(), grid, align_corners=True)[:, 0]
    return (new.round() if x.dtype == torch.uint8 else new).to(x.dtype)


def brighten(images, amounts):
    """Compute in double precision and clamp."""
    x = torch.tensor(images)
    white = 255.0 if x.dtype == torch.uint8 else 1.0
    new = (x.double() + white * torch.tensor(amounts)[:, None, None]).clamp(0, white)
    return (new.round() if x.dtype == torch.uint8 else new).to(x.dtype)


def random_shift(images, most, training, rng):
    """Slice each picture out of a padded one."""
    x = torch.tensor(images)
    if not training:
        return x
    padded = torch.nn.functional.pad(x, (most, most, most, most))
    h, w = x.shape[1:]
    draws = rng.integers(0, 2 * most + 1, (len(x), 2))
    return torch.stack([p[a : a + h, b : b + w] for p, (a, b) in zip(padded, draws, strict=True)])


def mixup(images, labels, classes, lam, partner):
    """Interpolate with lerp."""
    x, a, j = torch.tensor(images), torch.tensor(lam), torch.tensor(partner)
    y = torch.nn.functional.one_hot(torch.tensor(labels), classes).double()
    return x[j].lerp(x, a[:, None, None]), y[j].lerp(y, a[:, None])


def cutmix(images, labels, classes, lam, row, column, partner):
    """Draw each box into a mask."""
    x, j = torch.tensor(images), torch.tensor(partner)
    y = torch.nn.functional.one_hot(torch.tensor(labels), classes).double()
    (n, h, w), inside = x.shape, torch.zeros(x.shape, dtype=torch.bool)
    for i in range(n):
        high, wide = int(h * (1 - lam[i]) ** 0.5), int(w * (1 - lam[i]) ** 0.5)
        top, left = row[i] - high // 2, column[i] - wide // 2
        inside[i, max(top, 0) : top + high, max(left, 0) : left + wide] = True
    pasted = inside.double().mean(dim=(1, 2))[:, None]
    return torch.where(inside, x[j], x), (1 - pasted) * y + pasted * y[j]


def change_words(texts, share, rng):
    """Draw with torch, from a seed that the generator gives."""
    g = torch.Generator().manual_seed(int(rng.integers(2**31)))
    new = []
    for text in texts:
        keep = torch.bernoulli(torch.full((len(text),), 1 - share), generator=g).bool()
        places = keep.nonzero()[:, 0]
        if len(places) == 0:
            places = torch.randint(len(text), (1,), generator=g)
        if len(places) > 1:
            pair = torch.randperm(len(places), generator=g)[:2]
            places[pair] = places[pair.flip(0)]
        new.append([text[i] for i in places])
    return new


def safe_set(scanner):
    """Allow what the scanner does, and forbid the rest."""
    turn, shift = torch.tensor([scanner["turn"], scanner["shift"]], dtype=torch.float64).tolist()
    return {"mirror": False, "upside_down": False, "turn": turn, "shift": shift}


def learn_moved(x, y, x_new, rng):
    """Train with Adam on copies from affine grids."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = (torch.tensor(each)[:, None].float() / 255 for each in (x, x_new))
    y, n = torch.tensor(y), len(x)
    net = torch.nn.Sequential(
        torch.nn.Flatten(), torch.nn.Linear(144, 64), torch.nn.ReLU(), torch.nn.Linear(64, 4)
    )
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(100):
        t = torch.deg2rad(torch.rand(n) * 40 - 20)
        theta = torch.stack([t.cos(), -t.sin(), t.sin(), t.cos()], dim=1).reshape(n, 2, 2)
        shift = torch.rand(n, 2, 1) / 2 - 0.25
        grid = torch.nn.functional.affine_grid(
            torch.cat([theta, shift], dim=2), x.shape, align_corners=False
        )
        batch = torch.nn.functional.grid_sample(x, grid, align_corners=False)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(batch), y).backward()
        optimizer.step()
    return net(x_new).argmax(dim=1)

"""A student who does everything with torch tensors."""

import torch


def importance(predict, x_train, y_train, x_test, y_test, orders):
    """Use a loss of torch."""
    x, y, loss = torch.tensor(x_test), torch.tensor(y_test), torch.nn.functional.mse_loss
    rises = []
    for j in range(x.shape[1]):
        errors = []
        for order in torch.tensor(orders):
            changed = x.clone()
            changed[:, j] = x[order, j]
            errors.append(loss(torch.tensor(predict(changed)), y))
        rises.append(torch.stack(errors).mean() - loss(torch.tensor(predict(x)), y))
    return torch.stack(rises)


def dependence(predict, x, feature, grid):
    """Index with a mask."""
    x, grid = torch.tensor(x), torch.tensor(grid)
    column = torch.nn.functional.one_hot(torch.tensor(feature), x.shape[1]).bool()
    curves = [torch.tensor(predict(torch.where(column, z, x))) for z in grid]
    curves = torch.stack(curves, dim=1)
    return curves - curves[:, :1], curves.mean(dim=0)


def shapley(predict, x, background):
    """Compare coalitions with and without the feature, and take the mean within each size."""
    x, background = torch.tensor(x), torch.tensor(background)
    members = torch.cartesian_prod(*[torch.tensor([False, True])] * 4)
    value = torch.stack(
        [torch.tensor(predict(torch.where(m, x, background))).mean() for m in members]
    )
    phi = []
    for j in range(4):
        # The rows of both halves are in the same order: that of the other three features.
        gain, size = value[members[:, j]] - value[~members[:, j]], members[~members[:, j]].sum(1)
        phi.append(torch.stack([gain[size == s].mean() for s in range(4)]).mean())
    return torch.stack(phi)


def overall(credits):
    """Sort with torch."""
    size = torch.tensor(credits).abs().mean(dim=0)
    return size, size.sort(descending=True).indices


def attribution(predict, gradient, x, baseline, steps):
    """Interpolate with lerp."""
    x, start = torch.tensor(x), torch.tensor(baseline)
    alpha = (torch.arange(steps, dtype=torch.float64)[:, None] + 0.5) / steps
    slopes = torch.tensor(gradient(torch.lerp(start, x, alpha)))
    credit = (x - start) * slopes.mean(dim=0)
    return credit, float(predict(x)) - float(predict(start)) - credit.sum()


def find_shortcut(predict, x, y):
    """Add up, over each place, how the answers change with each pixel."""
    x = torch.tensor(x)
    pixels = torch.eye(100, dtype=torch.float64)
    slopes = torch.stack([torch.tensor(predict(x + p) - predict(x)).abs().mean() for p in pixels])
    places = torch.nn.functional.avg_pool2d(slopes.reshape(1, 10, 10), 2, stride=1)
    return torch.unravel_index(places.argmax(), (9, 9))


def learn_honestly(x, y, x_new, rng):
    """Train a net on pictures whose edge is cut off."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, x_new = (torch.tensor(each).reshape(-1, 10, 10)[:, 2:8, 2:8] for each in (x, x_new))
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(36, 2))
    optimizer, y = torch.optim.Adam(net.parameters(), lr=0.05), torch.tensor(y)
    for _ in range(60):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    return net(x_new).argmax(dim=1)

"""A student who does everything with torch tensors."""

import torch


def standardize(train, test):
    """Use std_mean without correction."""
    train, test = torch.tensor(train), torch.tensor(test)
    std, mean = torch.std_mean(train, dim=0, correction=0)
    std = torch.where(train.amax(0) == train.amin(0), 1.0, std)
    mean = torch.where(train.amax(0) == train.amin(0), train[0], mean)
    return (train - mean) / std, (test - mean) / std


def batch_norm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Call torch's batch norm, whose momentum weighs the new value."""
    kept = [torch.tensor(running_mean), torch.tensor(running_var)]
    y = torch.nn.functional.batch_norm(
        torch.tensor(x),
        *kept,
        weight=torch.tensor(gamma),
        bias=torch.tensor(beta),
        training=True,
        momentum=1 - momentum,
        eps=eps,
    )
    return y, *kept


def batch_norm_predict(x, gamma, beta, running_mean, running_var, eps):
    """Call torch's batch norm in evaluation mode."""
    tensors = [torch.tensor(t) for t in (x, running_mean, running_var, gamma, beta)]
    return torch.nn.functional.batch_norm(*tensors, training=False, eps=eps)


def batch_norm_backward(dy, x, gamma, eps):
    """Let autograd do it."""
    x, gamma = torch.tensor(x, requires_grad=True), torch.tensor(gamma, requires_grad=True)
    beta = torch.zeros_like(gamma, requires_grad=True)
    y = torch.nn.functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
    y.backward(torch.tensor(dy))
    return x.grad, gamma.grad, beta.grad


def fold(w, b, gamma, beta, mean, var, eps):
    """Use torch's own function, which keeps the units in rows."""
    tensors = [torch.tensor(t) for t in (mean, var)]
    w, b = torch.nn.utils.fusion.fuse_linear_bn_weights(
        torch.tensor(w.T.copy()),
        torch.tensor(b),
        *tensors,
        eps,
        torch.tensor(gamma),
        torch.tensor(beta),
    )
    return w.T.detach(), b.detach()


def layer_norm(x, gamma, beta, eps):
    """Call torch's layer norm over the last axis."""
    tensors = [torch.tensor(t) for t in (gamma, beta)]
    return torch.nn.functional.layer_norm(torch.tensor(x), (x.shape[-1],), *tensors, eps=eps)


def choose_norm(situations):
    """One expression."""
    return [
        ("batch", "layer")[s["data"] == "sequences" or s["batch_size"] <= 7] for s in situations
    ]


def learn_scaled(x, y, x_new, rng):
    """Put a batch norm in front of a small net, and train with Adam."""
    torch.manual_seed(int(rng.integers(2**31)))
    net = torch.nn.Sequential(
        torch.nn.BatchNorm1d(2, eps=1e-30, momentum=None), torch.nn.Linear(2, 32), torch.nn.ReLU()
    )
    net.append(torch.nn.Linear(32, 1)).double()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.03)
    truth = torch.tensor(y, dtype=torch.float64)[:, None]
    for _ in range(200):
        optimizer.zero_grad()
        score = net(torch.tensor(x))
        torch.nn.functional.binary_cross_entropy_with_logits(score, truth).backward()
        optimizer.step()
    net.eval()
    return (net(torch.tensor(x_new))[:, 0] > 0).long()

"""A student who does everything with torch tensors."""

import torch


def penalty(parameters, l1, l2):
    """Let autograd find the gradients."""
    tensors = {name: torch.tensor(p, requires_grad=True) for name, p in parameters.items()}
    ws = [t for name, t in tensors.items() if name.startswith("w")]
    value = sum(l1 * w.abs().sum() + l2 * w.square().sum() / 2 for w in ws)
    value.backward()
    gradients = {
        name: torch.zeros_like(t) if t.grad is None else t.grad for name, t in tensors.items()
    }
    return value, gradients


def max_norm(w, limit):
    """Call renorm, and give back what it leaves as it is."""
    w = torch.tensor(w)
    norms = w.norm(dim=0)
    return torch.where(norms > limit, w * (limit / norms.clamp(min=1e-300)), w)


def dropout(x, rate, rng):
    """Call torch's dropout on ones, from a seed that the generator gives."""
    torch.manual_seed(int(rng.integers(2**31)))
    mask = torch.nn.functional.dropout(torch.ones(x.shape, dtype=torch.float64), p=rate)
    return torch.tensor(x) * mask, mask


def dropout_backward(dy, mask, rate):
    """Let autograd go through the product."""
    x = torch.ones(dy.shape, dtype=torch.float64, requires_grad=True)
    (x * torch.tensor(mask)).backward(torch.tensor(dy))
    return x.grad


def early_stopping(losses, patience, min_delta):
    """Use a running state of three numbers."""
    losses = torch.tensor(losses, dtype=torch.float64)
    best, best_epoch, bad = losses[0], 1, 0
    for i in range(1, len(losses)):
        bad += 1
        if best - losses[i] > min_delta:
            best, best_epoch, bad = losses[i], i + 1, 0
        if bad == patience:
            return i + 1, best_epoch
    return len(losses), best_epoch


def confidence_penalty(z, y, weight):
    """Let autograd find the gradient."""
    z = torch.tensor(z, requires_grad=True)
    log_p = torch.log_softmax(z, dim=1)
    entropy = -(log_p.exp() * log_p).sum(dim=1)
    loss = torch.nn.functional.cross_entropy(z, torch.tensor(y)) - weight * entropy.mean()
    loss.backward()
    return loss, z.grad


def learn_few(x, y, x_new, rng):
    """Train with an L1 penalty in the loss and Adam."""
    x, y = torch.tensor(x).double(), torch.tensor(y, dtype=torch.float64)
    w = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([w], lr=0.02)
    for _ in range(200):
        optimizer.zero_grad()
        fit = torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y)
        (fit + 0.06 * w.abs().sum()).backward()
        optimizer.step()
    return (torch.tensor(x_new).double() @ w.detach() > 0).long()

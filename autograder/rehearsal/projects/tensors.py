"""A student who does everything with torch tensors."""

import torch


def class_report(labels, predicted, classes):
    """Multiply one-hot rows."""
    truth, said = (
        torch.nn.functional.one_hot(torch.tensor(rows), classes) for rows in (labels, predicted)
    )
    confusion = truth.T @ said
    counts = confusion.sum(dim=1)
    recall = confusion.diagonal().double() / counts.clamp(min=1)
    return confusion, recall, recall[counts > 0].mean()


def leave_out(words, score):
    """Mask with an identity matrix."""
    words = torch.tensor(words)
    texts = words * (1 - torch.eye(len(words), dtype=torch.long))
    without = torch.tensor([score(text) for text in texts], dtype=torch.float64)
    importance = score(words) - without
    return importance, importance.abs().argmax()


def effect(treated, left):
    """Let torch find the means."""
    treated, left = torch.tensor(treated), torch.tensor(left).double()
    a, b = left[treated], left[~treated]
    difference = a.mean() - b.mean()
    error = (a.var(correction=0) / len(a) + b.var(correction=0) / len(b)).sqrt()
    return 100 * difference, 100 * (difference - 1.96 * error), 100 * (difference + 1.96 * error)


def audit(log):
    """Find the first selection and the first report beforehand."""
    names = [step["does"] for step in log]
    first = {name: names.index(name) for name in ("select", "report")}
    may = {"scale": "train", "fit": "train", "stop": "validation", "select": "validation"}
    may |= {"retrain": "train validation", "report": "test"}
    return [
        i + 1
        for i, step in enumerate(log)
        if i > first["report"]
        or (step["does"] in ("retrain", "report") and i < first["select"])
        or any(part not in may[step["does"]].split() for part in step["with"])
    ]


def select(trials):
    """Use min with indices."""
    minima = [
        torch.tensor(trial["validation"]).nan_to_num(nan=torch.inf).min(dim=0) for trial in trials
    ]
    selected = torch.stack([one.values for one in minima]).argmin().item()
    return selected, minima[selected].indices + 1


def capstone(x, y, x_test, score_test, rng):
    """Train one hidden layer with Adam on all rows at once, and search over width and rate."""
    torch.manual_seed(int(rng.integers(2**31)))
    x, y, x_test = torch.tensor(x), torch.tensor(y), torch.tensor(x_test)

    def train(x, y, units, rate):
        net = torch.nn.Sequential(
            torch.nn.Linear(x.shape[1], units), torch.nn.ReLU(), torch.nn.Linear(units, 10)
        )
        optimizer = torch.optim.Adam(net.parameters(), lr=rate)
        for _ in range(40):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        return net

    learn, choose = torch.randperm(len(x)).split([240, 60])
    trials = []
    for rate in (0.001, 0.01, 0.03, 0.1, 0.3):
        net = train(x[learn], y[learn], 48, rate)
        loss = torch.nn.functional.cross_entropy(net(x[choose]), y[choose]).item()
        trials.append({"settings": {"units": 48, "rate": rate}, "loss": loss})
    selected = min(trials, key=lambda trial: trial["loss"])["settings"]
    score_test(train(x, y, **selected)(x_test).argmax(dim=1))
    return {"trials": trials, "selected": selected}

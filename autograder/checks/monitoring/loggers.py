"""Ways to log a run that make it hard to read."""


def epochs(folder, losses, validation, weights, hparams):
    """Count epochs where steps are asked for, and write numbers as texts."""
    from deeptuning.monitoring import EventWriter

    with EventWriter(folder) as writer:
        writer.hparams({name: str(value) for name, value in hparams.items()})
        step = 0
        for epoch, row in enumerate(losses):
            for loss in row:
                step += 1
                writer.scalar("loss/train", loss, step)
            writer.scalar("loss/validation", validation[epoch], epoch + 1)
            writer.histogram("weights/w1", weights[epoch], epoch + 1)


def from_zero(folder, losses, validation, weights, hparams):
    """Number the steps from 0."""
    from deeptuning.monitoring import EventWriter

    with EventWriter(folder) as writer:
        writer.hparams(hparams)
        for epoch, row in enumerate(losses):
            for batch, loss in enumerate(row):
                step = epoch * len(row) + batch
                writer.scalar("loss/train", loss, step)
            writer.scalar("loss/validation", validation[epoch], step)
            writer.histogram("weights/w1", weights[epoch], step)


def means(folder, losses, validation, weights, hparams):
    """Write the running mean, and the mean weight of each unit."""
    from deeptuning.monitoring import EventWriter

    with EventWriter(folder) as writer:
        writer.hparams(hparams)
        step, total = 0, 0.0
        for epoch, row in enumerate(losses):
            for loss in row:
                step += 1
                total += loss
                writer.scalar("loss/train", total / step, step)
            writer.scalar("loss/validation", validation[epoch], step)
            writer.histogram("weights/w1", weights[epoch].mean(axis=0), step)


def one_step(folder, losses, validation, weights, hparams):
    """Leave the step out."""
    from deeptuning.monitoring import EventWriter

    with EventWriter(folder) as writer:
        writer.hparams(hparams)
        for epoch, row in enumerate(losses):
            for loss in row:
                writer.scalar("loss/train", loss, 0)
            writer.scalar("loss/validation", validation[epoch], 0)
            writer.histogram("weights/w1", weights[epoch], 0)


def own_names(folder, losses, validation, weights, hparams):
    """Use names of its own."""
    from deeptuning.monitoring import EventWriter

    with EventWriter(folder) as writer:
        writer.hparams({f"my_{name}": value for name, value in hparams.items()})
        step = 0
        for epoch, row in enumerate(losses):
            for loss in row:
                step += 1
                writer.scalar("train", loss, step)
            writer.scalar("validation", validation[epoch], step)
            writer.histogram("w1", weights[epoch], step)


def nothing(folder, losses, validation, weights, hparams):
    """Print in place of logging."""
    list(zip(losses, validation, weights, strict=True))

"""Ways to cut shards anew that go wrong."""


def as_they_come(shards, ranks):
    """Trust the order of the shards."""
    import numpy as np

    cut = [{} for _ in range(ranks)]
    for name, piece in shards[0].items():
        start = 0
        for i, rows in enumerate(
            np.array_split(np.concatenate([s[name]["rows"] for s in shards]), ranks)
        ):
            cut[i][name] = {"shape": piece["shape"], "start": start, "rows": rows}
            start += len(rows)
    return cut


def longer_last(shards, ranks):
    """Give all but the last ranks the same, rounded up."""
    import numpy as np

    cut = [{} for _ in range(ranks)]
    for name, piece in shards[0].items():
        pieces = sorted((s[name] for s in shards), key=lambda p: p["start"])
        rows = np.concatenate([p["rows"] for p in pieces])
        c = -(-len(rows) // ranks)
        for i in range(ranks):
            start = min(i * c, len(rows))
            part = rows[start : start + c]
            cut[i][name] = {"shape": piece["shape"], "start": start, "rows": part}
    return cut


def starts_at_zero(shards, ranks):
    """Count the rows of each piece from 0."""
    import numpy as np

    cut = [{} for _ in range(ranks)]
    for name, piece in shards[0].items():
        pieces = sorted((s[name] for s in shards), key=lambda p: p["start"])
        parts = np.array_split(np.concatenate([p["rows"] for p in pieces]), ranks)
        for i, rows in enumerate(parts):
            cut[i][name] = {"shape": piece["shape"], "start": 0, "rows": rows}
    return cut


def own_shape(shards, ranks):
    """Write the shape of the piece."""
    import numpy as np

    cut = [{} for _ in range(ranks)]
    for name in shards[0]:
        pieces, start = sorted((s[name] for s in shards), key=lambda p: p["start"]), 0
        parts = np.array_split(np.concatenate([p["rows"] for p in pieces]), ranks)
        for i, rows in enumerate(parts):
            cut[i][name] = {"shape": list(rows.shape), "start": start, "rows": rows}
            start += len(rows)
    return cut


def no_empty_pieces(shards, ranks):
    """Leave out what has no rows."""
    import numpy as np

    cut = [{} for _ in range(ranks)]
    for name, piece in shards[0].items():
        pieces, start = sorted((s[name] for s in shards), key=lambda p: p["start"]), 0
        parts = np.array_split(np.concatenate([p["rows"] for p in pieces]), ranks)
        for i, rows in enumerate(parts):
            if len(rows):
                cut[i][name] = {"shape": piece["shape"], "start": start, "rows": rows}
            start += len(rows)
    return cut


def everything_to_all(shards, ranks):
    """Give every rank the whole."""
    import numpy as np

    whole = {}
    for name, piece in shards[0].items():
        pieces = sorted((s[name] for s in shards), key=lambda p: p["start"])
        rows = np.concatenate([p["rows"] for p in pieces])
        whole[name] = {"shape": piece["shape"], "start": 0, "rows": rows}
    return [dict(whole) for _ in range(ranks)]

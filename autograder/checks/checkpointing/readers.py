"""Ways to read a checkpoint file that go wrong."""


def no_digest(path):
    """Check letters and length, and trust the rest."""
    import json

    data = path.read_bytes()
    if data[:4] != b"DTCK":
        raise ValueError(f"{path.name} is foreign")
    if len(data) < 44 or len(data) < 44 + int.from_bytes(data[4:12], "little"):
        raise ValueError(f"{path.name} is torn")
    return json.loads(data[44:])


def unpickles(path):
    """Take a file of another kind for a pickle."""
    import hashlib
    import json
    import pickle

    data = path.read_bytes()
    if data[:4] != b"DTCK":
        try:
            return pickle.loads(data)
        except Exception:
            raise ValueError(f"{path.name} is foreign") from None
    if len(data) < 44 or len(data) < 44 + int.from_bytes(data[4:12], "little"):
        raise ValueError(f"{path.name} is torn")
    if hashlib.sha256(data[44:]).digest() != data[12:44]:
        raise ValueError(f"{path.name} is damaged")
    return json.loads(data[44:])


def no_length(path):
    """Let the digest find everything."""
    import hashlib
    import json

    data = path.read_bytes()
    if data[:4] != b"DTCK":
        raise ValueError(f"{path.name} is foreign")
    if hashlib.sha256(data[44:]).digest() != data[12:44]:
        raise ValueError(f"{path.name} is damaged")
    return json.loads(data[44:])


def tidies_up(path):
    """Delete what cannot be read."""
    import hashlib
    import json

    data = path.read_bytes()
    if data[:4] == b"DTCK" and hashlib.sha256(data[44:]).digest() == data[12:44]:
        return json.loads(data[44:])
    path.unlink()
    raise ValueError(f"{path.name} is damaged")


def returns_none(path):
    """Return None for what cannot be read."""
    import hashlib
    import json

    data = path.read_bytes()
    if data[:4] == b"DTCK" and hashlib.sha256(data[44:]).digest() == data[12:44]:
        return json.loads(data[44:])
    return None


def any_error(path):
    """Let the assertion speak."""
    import hashlib
    import json

    data = path.read_bytes()
    assert data[:4] == b"DTCK"
    assert hashlib.sha256(data[44:]).digest() == data[12:44]
    return json.loads(data[44:])


def no_name(path):
    """Say what, but not which."""
    import hashlib
    import json

    data = path.read_bytes()
    if data[:4] != b"DTCK":
        raise ValueError("the file is foreign")
    if len(data) < 44 or len(data) < 44 + int.from_bytes(data[4:12], "little"):
        raise ValueError("the file is torn")
    if hashlib.sha256(data[44:]).digest() != data[12:44]:
        raise ValueError("the file is damaged")
    return json.loads(data[44:])


def digest_of_everything(path):
    """Compare with the digest of the whole file."""
    import hashlib
    import json

    data = path.read_bytes()
    if data[:4] != b"DTCK":
        raise ValueError(f"{path.name} is foreign")
    if len(data) < 44 or len(data) < 44 + int.from_bytes(data[4:12], "little"):
        raise ValueError(f"{path.name} is torn")
    if hashlib.sha256(data).digest() != data[12:44]:
        raise ValueError(f"{path.name} is damaged")
    return json.loads(data[44:])

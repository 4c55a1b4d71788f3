import pytest


@pytest.fixture(autouse=True)
def no_real_cache(tmp_path, monkeypatch):
    """Keep this machine's caches, and its network, out of the tests."""
    monkeypatch.delenv("DEEPTUNING_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))

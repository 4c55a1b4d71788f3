"""Two processes, one thread each, on the loopback only; and gone afterwards."""

import os

import pytest

from deeptuning.experiments.local_workers import local_workers


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_workers_are_other_processes_on_the_loopback():
    with local_workers(2) as client:
        pids = client.run(os.getpid)
        assert len(set(pids.values()) | {os.getpid()}) == 3
        assert set(client.nthreads().values()) == {1}
        assert all(address.startswith("tcp://127.0.0.1:") for address in pids)
        assert client.cluster.scheduler.services["dashboard"].port != 8787
    for pid in pids.values():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

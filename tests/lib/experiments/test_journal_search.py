"""Do two processes share one study in a file?"""

import pytest

from deeptuning.experiments import journal_search, shared_search


@pytest.mark.filterwarnings("ignore::optuna.exceptions.ExperimentalWarning")
def test_two_processes_finish_one_search(tmp_path):
    path = tmp_path / "journal.log"
    study = journal_search.journal_study(path)
    workers = [journal_search.start_worker(path, trials=6, seconds=0.2) for _ in range(2)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    finished = shared_search.states(study)["COMPLETE"]
    assert 6 <= finished <= 7
    assert len({trial.user_attrs["worker"] for trial in study.trials}) <= 2
    assert [trial.number for trial in study.trials] == list(range(finished))


def test_an_existing_file_is_opened_and_not_overwritten(tmp_path):
    path = tmp_path / "journal.log"
    shared_search.one_trial(journal_search.journal_study(path), 0.0)
    assert len(journal_search.journal_study(path).trials) == 1

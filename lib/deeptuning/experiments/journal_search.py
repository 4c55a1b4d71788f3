"""An Optuna study in a file, shared by plain processes: no cluster, no server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from deeptuning.experiments.shared_search import one_trial, quiet_optuna


def journal_study(path: str | Path, seed: int = 0) -> Any:
    """Open the study in a journal file; make it if it is not there.

    Args:
        path: of the file; every process on this machine (or with this disk) may open it.
        seed: of this process' sampler.
    """
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    quiet_optuna()
    return optuna.create_study(
        study_name="shared",
        storage=JournalStorage(JournalFileBackend(str(path))),
        sampler=optuna.samplers.RandomSampler(seed=seed),
        load_if_exists=True,
    )


def work(path: str | Path, trials: int, seconds: float) -> None:
    """Join the search in a file: run trials until the study has `trials` finished ones."""
    import optuna

    study = journal_study(path, seed=os.getpid())
    complete = (optuna.trial.TrialState.COMPLETE,)
    while len(study.get_trials(deepcopy=False, states=complete)) < trials:
        one_trial(study, seconds)


def start_worker(path: str | Path, trials: int, seconds: float) -> subprocess.Popen:
    """Start `work` in a process of its own."""
    command = f"from {__name__} import work; work({str(path)!r}, {trials}, {seconds})"
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", command])

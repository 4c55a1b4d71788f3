"""One Optuna study, several worker processes: what each worker runs, and who may die."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections import Counter
from typing import Any


def quiet_optuna() -> None:
    """Silence Optuna's log, and its note that some storages are experimental, in this process."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)


def dask_study(client: Any, seed: int) -> Any:
    """Make an empty study that lives in the memory of Dask's scheduler."""
    quiet_optuna()
    import optuna
    from optuna_integration.dask import DaskStorage

    sampler = optuna.samplers.RandomSampler(seed=seed)
    return optuna.create_study(storage=DaskStorage(client=client), sampler=sampler)


def one_trial(study: Any, seconds: float, busy: bool = False) -> int:
    """Ask a shared study for a trial, spend its cost, tell its loss; return the trial's number.

    Args:
        study: an Optuna study with a storage that this process can reach.
        seconds: what the trial costs.
        busy: whether the cost is computing; else it is waiting, as when a GPU elsewhere works.
    """
    quiet_optuna()
    study.sampler.reseed_rng()  # or all workers would draw the same
    trial = study.ask()
    trial.set_user_attr("worker", os.getpid())
    x = trial.suggest_float("x", -1.0, 1.0)
    if busy:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass
    else:
        time.sleep(seconds)
    study.tell(trial, (x - 0.3) ** 2)
    return trial.number


def timed(client: Any, study: Any, trials: int, seconds: float, **how: Any) -> float:
    """Run trials on the cluster and return how long it took, in seconds.

    Args:
        client: of the cluster.
        study: shared by the workers.
        trials: how many.
        seconds: what each costs.
        how: `busy`, and `workers`, the addresses that may be used.
    """
    busy = how.pop("busy", False)
    start = time.perf_counter()
    tasks = [
        client.submit(one_trial, study, seconds, busy, pure=False, **how) for _ in range(trials)
    ]
    collect(client, tasks)
    return time.perf_counter() - start


def collect(client: Any, tasks: list) -> list:
    """Wait for tasks, return their results, and let the cluster forget them.

    A cluster computes a result that it still remembers again when the worker that holds it dies.
    """
    results = client.gather(tasks)
    for task in tasks:
        task.release()
    return results


def wait_for(condition: Any, seconds: float = 60.0) -> Any:
    """Wait for a condition, return what it gave; raise a TimeoutError when it never came true."""
    end = time.monotonic() + seconds
    while not (given := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"The condition did not come true within {seconds:g} s.")
        time.sleep(0.02)
    return given


def kill_one(study: Any) -> Any:
    """Kill the process of a running trial, as a power cut would; return the trial.

    The process is stopped first: a trial that was just about to end may end, and another is chosen.
    """
    import optuna

    def running() -> dict[int, Any]:
        trials = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.RUNNING,))
        return {each.number: each for each in trials if each.params}

    wait_for(lambda: study.get_trials(deepcopy=False)[2:])
    while True:
        number, victim = max(wait_for(running).items())  # the youngest has most of its time left
        os.kill(victim.user_attrs["worker"], signal.SIGSTOP)
        time.sleep(0.1)  # what it has already sent arrives
        if number in running():
            os.kill(victim.user_attrs["worker"], signal.SIGKILL)
            return victim
        os.kill(victim.user_attrs["worker"], signal.SIGCONT)


def states(study: Any) -> dict[str, int]:
    """Count the trials of a study by state."""
    return dict(Counter(trial.state.name for trial in study.get_trials(deepcopy=False)))


def retry_orphans(study: Any) -> list[int]:
    """Mark every trial that still claims to run as failed, and queue its settings again.

    Call it when no worker is at work any more. Return the numbers of the orphans.
    """
    import optuna

    running = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.RUNNING,))
    for trial in running:
        study.tell(trial.number, state=optuna.trial.TrialState.FAIL)
        study.enqueue_trial(trial.params, user_attrs={"retry of": trial.number})
    return [trial.number for trial in running]

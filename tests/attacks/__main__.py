"""Print the table: attack × stock nbgrader × ours. Exit status 1 if one succeeds against ours."""

from __future__ import annotations

import shutil
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.attacks.course import Attacked
from tests.attacks.outcome import CLASSES, run_class
from tests.attacks.stock import Stock

LESS = "less protected"


def main() -> int:
    """Run all attacks on both."""
    warnings.simplefilter("ignore")
    names = sys.argv[1:] or list(CLASSES)
    if unknown := set(names) - set(CLASSES):
        print(f"Unknown: {', '.join(unknown)}. Known: {', '.join(CLASSES)}.", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.chmod(0o755)
    try:
        return _table(folder, names)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _table(folder: Path, names: list[str]) -> int:
    ours, stock = Attacked(folder / "ours"), Stock(folder / "stock")
    attempts = hits = succeeded = measured = 0
    for name in names:
        batch = run_class(ours, name)
        with ThreadPoolExecutor(2) as pool:
            numbers = range(attempts, attempts + len(batch.attacks))
            theirs = list(pool.map(stock.run, batch.attacks, numbers))
        print(f"\n## {name}\n\n| attack | stock nbgrader | ours |\n|---|---|---|")
        for attack, there in zip(batch.attacks, theirs, strict=True):
            found = batch.found[attack.who]
            here = "succeeded: " + "; ".join(found) if found else "failed"
            if attack.earns and not found:
                here = f"classic cell: {LESS}"
            print(f"| {attack.name} | {there} | {here} |".replace("\n", " "), flush=True)
            succeeded += bool(found)
            measured += not there.startswith("not run")
            hits += there != "failed" and not there.startswith("not run")
        attempts += len(batch.attacks)
        for fault in batch.faults:
            print(f"\n**{name}: {fault}**")
        succeeded += len(batch.faults)
    print(f"\n{attempts} attacks: {succeeded} succeed against ours, ", end="")
    print(f"{hits} of {measured} against stock nbgrader.")
    return int(succeeded > 0)


if __name__ == "__main__":
    sys.exit(main())

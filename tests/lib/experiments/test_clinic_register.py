"""Is every patient listed, beside the script that repairs it?"""

from deeptuning.experiments import clinic_patients, clinic_wards
from deeptuning.experiments.clinic import Training
from deeptuning.experiments.clinic_compare import repaired
from deeptuning.experiments.clinic_register import PATIENTS, SOUND


def test_every_script_is_listed_once():
    written = {
        thing
        for module in (clinic_patients, clinic_wards)
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Training)
    }
    assert sorted([*SOUND.values(), *PATIENTS.values()], key=str) == sorted(written, key=str)


def test_every_repair_is_sound():
    assert {repaired(kind) for kind in PATIENTS.values()} <= set(SOUND.values())

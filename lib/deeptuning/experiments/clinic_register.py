"""Who is in the clinic: broken trainings by the name of their fault, and sound ones beside them."""

from __future__ import annotations

from deeptuning.experiments import clinic_patients as patients
from deeptuning.experiments import clinic_wards as wards
from deeptuning.experiments.clinic import Training

SOUND: dict[str, type[Training]] = {
    "plain net": Training,
    "deep ReLU net": wards.DeepNet,
    "recurrent net": wards.RecurrentNet,
    "augmented": wards.Noisy,
    "copied after the split": wards.Copied,
}

PATIENTS: dict[str, type[Training]] = {
    "undefined fc2": patients.UndefinedLayer,
    "8×8 into 64 inputs": patients.UnflattenedImages,
    "raw pixels": patients.RawPixels,
    "summed loss": patients.SummedLoss,
    "exploding RNN": wards.ExplodingRnn,
    "dead ReLU": patients.DeadUnits,
    "rate × 100": patients.RateTooHigh,
    "vanishing gradients": wards.VanishingGradients,
    "rate / 100": patients.RateTooLow,
    "softmax twice": patients.SoftmaxTwice,
    "forgotten zero_grad": patients.ForgottenZeroGrad,
    "frozen layer": patients.FrozenLayer,
    "classes renumbered": patients.AlphabeticalClasses,
    "dropout at test": patients.DropoutAtTest,
    "augmented test": wards.AugmentedTest,
    "leak": wards.Leak,
    "shuffled labels": patients.ShuffledLabels,
    "dropout overwritten": patients.MissingDropout,
}

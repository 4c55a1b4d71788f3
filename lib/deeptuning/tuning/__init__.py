"""Tuning: choosing hyperparameters, and comparing choices fairly.

A space is a dict, name → dimension. Every search follows one protocol, `ask` and `tell`, written
down in `deeptuning.tuning.search`. `tune` runs a search on a budget of epochs, `compare` runs
several of them on equal terms.
"""

from deeptuning.tuning.bayesian_search import bayesian_search
from deeptuning.tuning.compare import Candidate, Row, compare
from deeptuning.tuning.dimensions import choice, integer, log_uniform, uniform
from deeptuning.tuning.expected_improvement import expected_improvement
from deeptuning.tuning.gaussian_process import fit_gp, gp_posterior, log_marginal_likelihood
from deeptuning.tuning.genetic import crossover, mutate, next_generation, tournament
from deeptuning.tuning.genetic_search import genetic_search
from deeptuning.tuning.grid_search import grid_search
from deeptuning.tuning.group_k_fold import group_k_fold
from deeptuning.tuning.halving_schedule import halving_schedule
from deeptuning.tuning.halving_search import halving_search
from deeptuning.tuning.hyperband_brackets import hyperband_brackets
from deeptuning.tuning.hyperband_search import hyperband_search
from deeptuning.tuning.hypergradient import hypergradient
from deeptuning.tuning.kernels import matern52, rbf
from deeptuning.tuning.random_search import random_search
from deeptuning.tuning.sealed import Sealed
from deeptuning.tuning.search import Search, Trial
from deeptuning.tuning.space import decode, encode, grid, sample
from deeptuning.tuning.three_way_split import three_way_split
from deeptuning.tuning.tune import Budget, tune

__all__ = [
    "Budget",
    "Candidate",
    "Row",
    "Sealed",
    "Search",
    "Trial",
    "bayesian_search",
    "choice",
    "compare",
    "crossover",
    "decode",
    "encode",
    "expected_improvement",
    "fit_gp",
    "genetic_search",
    "gp_posterior",
    "grid",
    "grid_search",
    "group_k_fold",
    "halving_schedule",
    "halving_search",
    "hyperband_brackets",
    "hyperband_search",
    "hypergradient",
    "integer",
    "log_marginal_likelihood",
    "log_uniform",
    "matern52",
    "mutate",
    "next_generation",
    "random_search",
    "rbf",
    "sample",
    "three_way_split",
    "tournament",
    "tune",
    "uniform",
]

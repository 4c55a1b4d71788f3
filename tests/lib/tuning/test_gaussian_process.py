import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern, WhiteKernel

from deeptuning.tuning import fit_gp, gp_posterior, log_marginal_likelihood
from deeptuning.tuning.gaussian_process import stable_cholesky
from tests.lib.tuning.oracles import rng

X = rng(1).random((14, 3))
Y = np.sin(5 * X[:, 0]) + X[:, 1] ** 2 + 0.1 * rng(2).normal(size=14)
NEW = rng(3).random((9, 3))
CASES = [
    {"lengthscale": 0.6, "variance": 2.0, "noise": 1e-2},
    {"lengthscale": np.array([0.3, 0.9, 5.0]), "variance": 0.7, "noise": 1e-4},
]
each_case = pytest.mark.parametrize("case", CASES)
each_kernel = pytest.mark.parametrize("kernel", ["rbf", "matern52"])


def oracle_kernel(kernel, case):
    lengthscale = case["lengthscale"]
    shape = RBF(lengthscale) if kernel == "rbf" else Matern(lengthscale, nu=2.5)
    return ConstantKernel(case["variance"]) * shape


@each_case
@each_kernel
def test_the_posterior_is_scikit_learns(agrees, kernel, case):
    theirs = GaussianProcessRegressor(
        oracle_kernel(kernel, case), alpha=case["noise"], optimizer=None
    ).fit(X, Y)
    mean, std = theirs.predict(NEW, return_std=True)
    ours = gp_posterior(X, Y, NEW, kernel=kernel, **case)
    agrees("gp_posterior", "scikit-learn", ours[0], mean, within=1e-11)
    agrees("gp_posterior", "scikit-learn", ours[1], std, within=1e-10)


@each_case
@each_kernel
def test_the_likelihood_and_its_gradient_are_scikit_learns(agrees, kernel, case):
    full = oracle_kernel(kernel, case) + WhiteKernel(case["noise"])
    theirs = GaussianProcessRegressor(full, alpha=0.0, optimizer=None).fit(X, Y)
    value, gradient = theirs.log_marginal_likelihood(full.theta, eval_gradient=True)
    ours = log_marginal_likelihood(X, Y, kernel=kernel, **case)
    agrees("log_marginal_likelihood", "scikit-learn", ours[0], value, within=1e-12)
    agrees("log_marginal_likelihood gradient", "scikit-learn", ours[1], gradient, within=1e-10)


@each_kernel
def test_the_gradient_is_the_slope(agrees, kernel):
    def value(theta):
        variance, *lengthscale, noise = np.exp(theta)
        how = {"lengthscale": lengthscale, "variance": variance, "noise": noise}
        return log_marginal_likelihood(X, Y, kernel=kernel, **how)

    theta = np.log([1.3, 0.4, 0.8, 1.5, 0.02])
    eps = 1e-5
    slopes = [(value(theta + d)[0] - value(theta - d)[0]) / (2 * eps) for d in eps * np.eye(5)]
    agrees(
        "log_marginal_likelihood gradient",
        "finite differences",
        value(theta)[1],
        slopes,
        within=1e-8,
    )


def test_two_points_by_hand(agrees):
    k = np.exp(-0.5)
    mean, std = gp_posterior(
        [[0.0]], [2.0], [[1.0]], kernel="rbf", lengthscale=1.0, variance=1.0, noise=0.5
    )
    agrees("gp_posterior", "by hand", mean, [2 * k / 1.5], within=1e-15)
    agrees("gp_posterior", "by hand", std, [np.sqrt(1 - k**2 / 1.5)], within=1e-15)
    value, _ = log_marginal_likelihood([[0.0]], [2.0], noise=0.5)
    by_hand = -4 / 3 - np.log(1.5) / 2 - np.log(2 * np.pi) / 2
    agrees("log_marginal_likelihood", "by hand", value, by_hand, within=1e-15)


def test_far_away_the_prior_is_back_and_at_the_data_the_spread_is_gone():
    mean, std = gp_posterior(X, Y, [[50.0] * 3], variance=4.0)
    assert (mean[0], std[0]) == (pytest.approx(0, abs=1e-12), pytest.approx(2))
    mean, std = gp_posterior(X, Y, X, lengthscale=0.2, noise=0.0)
    np.testing.assert_allclose(mean, Y, rtol=1e-10)
    assert std.max() < 1e-6


def test_a_point_told_twice_is_no_problem():
    x, y = np.repeat(X, 2, axis=0), np.repeat(Y, 2)
    for noise in (0.0, 1e-6):
        mean, std = gp_posterior(x, y, NEW, lengthscale=2.0, noise=noise)
        assert np.isfinite(mean).all()
        assert (std >= 0).all()
        assert np.isfinite(log_marginal_likelihood(x, y, lengthscale=2.0, noise=noise)[0])
    exact = gp_posterior(X, Y, NEW, noise=0.005)
    twice = gp_posterior(x, y, NEW, noise=0.01)  # two looks halve the noise
    np.testing.assert_allclose(twice, exact, rtol=1e-8, atol=1e-10)


def test_jitter_is_added_only_where_it_is_needed():
    k = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert np.array_equal(stable_cholesky(k, 0.0, 1.0), np.linalg.cholesky(k))
    assert np.array_equal(stable_cholesky(k, 0.5, 9.0), np.linalg.cholesky(k + 0.5 * np.eye(2)))
    ones = np.ones((3, 3)) - 1e-11 * np.eye(3)
    root = stable_cholesky(4 * ones, 0.0, 4.0)
    np.testing.assert_allclose(root @ root.T, 4 * (ones + 1e-10 * np.eye(3)), rtol=1e-13)
    with pytest.raises(ValueError, match="positive definite.*noise=0.1.*Raise the noise"):
        stable_cholesky(np.array([[1.0, 3.0], [3.0, 1.0]]), 0.1, 1.0)


def best_of_scipy(kernel, ard):
    lengths = 3 if ard else 1

    def loss(theta):
        variance, *lengthscale, noise = np.exp(theta)
        lengthscale = lengthscale if ard else lengthscale[0]
        how = {"lengthscale": lengthscale, "variance": variance, "noise": noise}
        value, gradient = log_marginal_likelihood(X, Y, kernel=kernel, **how)
        return -value, -gradient

    bounds = np.log([(0.01, 100), *[(0.01, 100)] * lengths, (1e-6, 1)])
    starts = [np.log([1.0, *[0.3] * lengths, 1e-3]), np.log([2.0, *[1.0] * lengths, 1e-2])]
    return max(-minimize(loss, s, jac=True, method="L-BFGS-B", bounds=bounds).fun for s in starts)


@each_kernel
@pytest.mark.parametrize("ard", [True, False])
def test_the_fit_is_as_likely_as_scipys(agrees, kernel, ard):
    fitted = fit_gp(X, Y, kernel=kernel, ard=ard, steps=150)
    assert fitted["kernel"] == kernel
    assert np.shape(fitted["lengthscale"]) == ((3,) if ard else ())
    value, _ = log_marginal_likelihood(X, Y, **fitted)
    agrees("fit_gp", "SciPy", value, best_of_scipy(kernel, ard), within=1e-4)


def test_the_fit_is_as_likely_as_scikit_learns(agrees):
    x = rng(8).random((30, 1))
    y = np.sin(6 * x[:, 0]) + 0.2 * rng(9).normal(size=30)
    kernel = ConstantKernel(1.0, (0.01, 100)) * Matern(0.3, (0.01, 100), nu=2.5)
    theirs = GaussianProcessRegressor(kernel + WhiteKernel(1e-3, (1e-6, 1)), alpha=0.0)
    theirs.fit(x, y)
    ours, _ = log_marginal_likelihood(x, y, **fit_gp(x, y, ard=False, steps=150))
    best = theirs.log_marginal_likelihood_value_
    agrees("fit_gp", "scikit-learn", ours, best, within=1e-4)


def test_more_steps_are_never_worse_and_bounds_are_kept():
    values = [
        log_marginal_likelihood(X, Y, **fit_gp(X, Y, steps=steps))[0] for steps in (1, 5, 20, 80)
    ]
    assert values == sorted(values)
    assert values[0] < values[-1]
    constant = fit_gp(X, np.zeros(14), steps=200)
    assert constant["noise"] == pytest.approx(1e-6)
    assert constant["variance"] == pytest.approx(0.01)
    noise = fit_gp(X, 100 * rng(0).normal(size=14), ard=False, steps=200)
    assert noise["noise"] <= 1.0 + 1e-12
    assert noise["variance"] == pytest.approx(100)
    start = fit_gp(X, Y, steps=1)
    assert (start["variance"], start["noise"]) == (1.0, pytest.approx(1e-3))
    np.testing.assert_allclose(start["lengthscale"], 0.3)


def test_a_dimension_that_does_not_matter_gets_a_long_lengthscale():
    x = rng(5).random((25, 2))
    long = fit_gp(x, np.sin(6 * x[:, 0]))["lengthscale"]
    assert long[1] > 10 * long[0]


@pytest.mark.parametrize("function", [log_marginal_likelihood, fit_gp])
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"y": Y[:-1]}, r"shapes \(N, d\) and \(N,\).*\(14, 3\) and \(13,\)"),
        ({"x": X[:, 0]}, "Give one value per point"),
        ({"x": np.ones((0, 3)), "y": []}, "N at least 1"),
        ({"y": [np.nan, *Y[1:]]}, "must be finite. Received: 1 values.*worst loss"),
        ({"x": np.full((14, 3), np.inf)}, "must be finite"),
        ({"kernel": "linear"}, "`kernel` must be one of 'matern52', 'rbf'"),
    ],
)
def test_what_is_refused(function, wrong, message):
    with pytest.raises(ValueError, match=message):
        function(**{"x": X, "y": Y} | wrong)
    if function is log_marginal_likelihood:
        with pytest.raises(ValueError, match=message):
            gp_posterior(**{"x": X, "y": Y, "x_new": NEW} | wrong)


def test_counts_and_noise_are_checked():
    with pytest.raises(ValueError, match="`steps` must be a whole number, 1 or more"):
        fit_gp(X, Y, steps=0)
    for function in (log_marginal_likelihood, lambda *a, **k: gp_posterior(*a, NEW, **k)):
        with pytest.raises(ValueError, match=r"`noise` must be in \[0, inf\)"):
            function(X, Y, noise=-1.0)

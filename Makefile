# Every command of the project. Each does all its own set-up; the second time it starts at once.

SHELL := bash
.DEFAULT_GOAL := help
# Settings: the interpreter to make .venv with (empty: the first suitable one), test processes (one
# more than two cores, because tests wait for kernels, browsers and sandboxes).
PYTHON ?=
WORKERS ?= 3
CLASS := build/class

# nbgrader finds its helpers and kernels on PATH.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv
export PYTHON

# JupyterLab asks root to say that it knows.
JUPYTER := .venv/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root)
PYTEST := .venv/bin/python -m pytest -n $(WORKERS) --dist loadfile

##@ Students
.PHONY: lab
lab: .venv/.ready ## open the lessons and labs in JupyterLab (LAB_ARGS="--no-browser --port 8899")
	$(JUPYTER) --LabApp.default_url=/lab/tree/README.md $(LAB_ARGS)

##@ Instructors
.PHONY: grade
grade: .venv/.ready ## grade a made-up class from release to feedback, in build/class
	.venv/bin/autograder rehearse --into $(CLASS) $(GRADE_ARGS)

.PHONY: formgrader
formgrader: .venv/.ready ## open JupyterLab on the class that `make grade` made (menu Nbgrader > Formgrader)
	@[ -d $(CLASS) ] || $(MAKE) grade
	cd $(CLASS) && $(CURDIR)/$(JUPYTER) --LabApp.default_url=/lab/workspaces/formgrader $(LAB_ARGS)

##@ Authors
.PHONY: test
test: .venv/.ready system ## run the tests, but for the slow ones (ARGS="-k adam")
	$(PYTEST) -m "not slow" $(ARGS)

.PHONY: test-all
test-all: .venv/.ready system ## run all tests
	$(PYTEST) $(ARGS)

.PHONY: lint
lint: .venv/.ready ## check style and formatting
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

.PHONY: labs
labs: .venv/.ready ## regenerate labs/ and the recorded public cases from solutions/ and autograder/checks/
	.venv/bin/autograder labs

.PHONY: claims
claims: .venv/.ready ## run every lesson and write what was measured into lessons/CLAIMS.md
	.venv/bin/python -m tests.lessons.claims_table

.PHONY: page
page: .venv/.ready ## write the table of lessons into lessons/README.md
	.venv/bin/python -m tests.lessons.course_page

.PHONY: bench
bench: .venv/.ready ## print the measured numbers beside the promised ones
	.venv/bin/python -m tests.bench

.PHONY: mutants
mutants: .venv/.ready ## break one operator at a time: do the tests notice? (TOPIC="optimizers --sample 60 --seed 0")
	.venv/bin/python -m tests.mutation $(TOPIC)

.PHONY: attacks
attacks: .venv/.ready system ## attack the grader, and stock nbgrader too: print the table (ARGS="forging")
	.venv/bin/python -m tests.attacks $(ARGS)

.PHONY: parity
parity: .venv/.ready ## compare the library with its oracles and write the tables into lib/deeptuning/README.md
	$(PYTEST) -m "not slow" tests/lib --publish-parity $(ARGS)

.PHONY: badges
badges: .venv/.ready ## write the repository's address from pyproject.toml into every badge and setup cell
	.venv/bin/python .ci/badges.py

.PHONY: lock
lock: .venv/.ready ## renew binder/requirements.txt from the ranges in pyproject.toml (TORCH=2.13.0)
	.venv/bin/python .ci/lock.py $(TORCH)

##@ Always
.PHONY: help
help: ## show this list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# A checkout that was moved, or whose Python is gone, gets its .venv anew.
ifneq ($(shell [ -x .venv/bin/python ] && cat .venv/.ready 2>/dev/null),$(CURDIR))
.PHONY: .venv/.ready
endif
.venv/.ready: binder/requirements.txt binder/overrides.json pyproject.toml
	@.ci/venv.sh

.PHONY: system
system:
	@.ci/system.sh

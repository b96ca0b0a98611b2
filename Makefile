# Two commands do all the set-up themselves: `make demo` and `make test`. `make help` lists the rest.
.PHONY: help venv demo test fast proof test-faults machine lint clean
.DEFAULT_GOAL := help
# The programs that tests start by the hundred find their modules compiled, also where this is set.
unexport PYTHONDONTWRITEBYTECODE

AFISIER := .venv/bin/afisier
PYTHON  := .venv/bin/python
ROUNDS  := 20
CUTS    := 10000
CUT     := tests/system/test_power_cuts.py tests/system/test_faults_of_calls.py
FAULTS  := tests/system/test_faults_of_the_card.py tests/system/test_faults_of_the_picture.py tests/display/test_wrong_clock.py \
	tests/display/screen/test_behind.py tests/display/test_hostile.py tests/display/test_player_programmes.py \
	tests/system/test_card_writes.py tests/system/test_clock_of_the_machine.py tests/system/test_unit.py \
	$(CUT) tests/system/test_faults_of_withdrawal.py tests/system/test_lossy_line.py \
	tests/system/test_never_black.py tests/display/test_broker_link.py \
	tests/wire/test_attacks.py tests/display/test_damaged_files.py tests/server/http/test_content_api.py \
	tests/system/test_record_of_plays.py \
	tests/display/test_sixty_days.py tests/display/screen/test_days_of_changes.py

help:           ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

venv: .venv/ready  ## set up what is missing: system packages (apt), .venv with the program in it

.venv/ready: pyproject.toml .ci/setup
	@sh .ci/setup
	@touch $@

demo: venv      ## a whole small city on this machine; prints the address of the wall
	@$(AFISIER) demo

test: fast      ## all tests: the fast suite, then the system suite (real broker, real windows, a real browser)
	@$(PYTHON) -m pytest -m system -n auto --dist loadfile --no-loadscope-reorder || { \
		echo "what failed beside others is run once more, alone:"; \
		$(PYTHON) -m pytest -m system --last-failed --last-failed-no-failures none; }

fast: venv      ## only the tests that need no broker and no window, on all cores
	@$(PYTHON) -m pytest -m "not system" -n auto --dist loadfile

proof: venv     ## the schedule and the imports against their oracles, the API against its document, 20 times as many cases as in `fast` (ROUNDS=20: 20 minutes); then all power cuts and faults of system calls
	@AFISIER_ROUNDS=$(ROUNDS) $(PYTHON) -m pytest tests/schedule/test_oracle.py tests/schedule/test_turns.py \
		tests/schedule/test_recurrence.py tests/server/publishing/test_compiled.py \
		tests/server/test_convergence.py tests/corpus/test_mutations.py tests/system/test_api_contract.py
	@AFISIER_CUTS=$(CUTS) AFISIER_POINTS=10000 $(PYTHON) -m pytest $(CUT)

test-faults: venv  ## a display's faults, a line each (figure, goal, holds); then one of two servers killed ROUNDS times (20: half an hour)
	@mkdir -p build && rm -f build/figures
	@AFISIER_FIGURES=$(CURDIR)/build/figures AFISIER_CUTS=2000 AFISIER_POINTS=50 $(PYTHON) -m pytest $(FAULTS); status=$$?; cat build/figures; exit $$status
	@AFISIER_ROUNDS=$(ROUNDS) $(PYTHON) -m pytest tests/system/test_two_servers.py

machine: venv   ## a whole emulated Debian with the shipped unit: boots, plays on its panel, survives what it is done; needs root (about half an hour)
	@sh tests/machine/setup
	@mkdir -p build && rm -rf build/figures build/machine
	@AFISIER_FIGURES=$(CURDIR)/build/figures $(PYTHON) -m pytest -m machine tests/machine; status=$$?; cat build/figures; exit $$status

lint: venv      ## style, types, and the architecture's import contracts
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

clean:          ## remove the virtual environment and caches
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

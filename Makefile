# The two commands that matter: `make run` and `make test`. Both do all the set-up themselves.
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup run test check proof battery test-live test-access bench package test-package test-windows bundle guide translations lock clean

setup:
	@sh installers/linux/prepare.sh
	@$(PY) -m ui.i18n.build --compile

run: setup
	@sh installers/linux/run.sh

test: setup
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto $(ARGS)

check: setup
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m ui.i18n.build --check
	sh installers/linux/check_tree.sh
	PYTHONPATH=. $(PY) installers/faults.py

# What an ordinary test run does less of: forms counted a second time for many facilities, large text in English.
proof: setup
	QT_QPA_PLATFORM=offscreen EMR_FACILITIES=200 $(PY) -m pytest -q tests/emr_desktop/exchange/test_every_form_against_plain_count.py $(ARGS)
	QT_QPA_PLATFORM=offscreen EMR_EVERY_SIZE=1 $(PY) -m pytest -q tests/ui/pictures/test_every_stop.py $(ARGS)

# Tens of thousands of faults, counted: `make battery ARGS="--long --jobs 2"`, or one part with --only.
battery: setup
	QT_QPA_PLATFORM=offscreen PYTHONPATH=. $(PY) tests/battery/run.py $(ARGS)

# Our FHIR target against a real HAPI FHIR server, which Maven fetches into build/; skips where it cannot.
test-live: setup
	QT_QPA_PLATFORM=offscreen EMR_LIVE=1 $(PY) -m pytest -q -rs tests/live $(ARGS)

# The real program on a virtual screen, heard over the accessibility bus as a screen reader hears it; needs Xvfb,
# dbus, at-spi2-core and the system Python's gi with Atspi (python3-gi gir1.2-atspi-2.0), and says so where not.
test-access: setup
	QT_QPA_PLATFORM=offscreen EMR_SCREEN_READER=1 $(PY) -m pytest -q -rs -n 0 tests/ui/accessibility $(ARGS)

bench: setup
	QT_QPA_PLATFORM=offscreen PYTHONPATH=. $(PY) tests/bench/bench.py $(ARGS)

# The program frozen for Windows and its installer, made here and tried under Wine; EMR_STAND_IN=1: the installer alone.
test-windows: setup
	sh installers/windows/try_with_wine.sh

# The signed bundle of a release: make bundle ARGS="make dist/emr-desktop dist --notes-sw F --notes-en F --key F"
bundle: setup
	PYTHONPATH=. $(PY) installers/update/make_bundle.py $(ARGS)

# docs/user-guide: pages and cards out of the texts behind F1, pictures out of the real windows.
guide: setup
	QT_QPA_PLATFORM=offscreen PYTHONPATH=. $(PY) -m ui.guide --pictures $(ARGS)

# The frozen program as a .deb and a portable folder in dist/; the same commit gives the same bytes.
package: setup
	sh installers/linux/build.sh

# That .deb on a bare Debian 12 (debootstrap; needs root): install, work, upgrade, remove, install again.
test-package: setup
	@ls dist/*.deb >/dev/null 2>&1 || sh installers/linux/build.sh
	sh installers/linux/proof.sh

translations: setup
	$(PY) -m ui.i18n.build --update --check

# Pins everything for Linux and Windows, with hashes and without any index address. Needs `pip install uv`.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv build dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Every screen in both languages and all colours, and contact sheets, in build/screenshots.
.PHONY: screenshots
screenshots: setup
	QT_QPA_PLATFORM=offscreen PYTHONPATH=. $(PY) -m ui.pictures $(ARGS)

# SPDX-License-Identifier: GPL-3.0-or-later
# The front door. `make serve` and `make test` work on a machine that has nothing but git, make and apt, and are quick when run again.

DATA    ?= queqiao-data
PORT    ?= 8080
QUEQIAO := build/release/queqiao
JOBS    ?= $(shell nproc)
PAGES   := web/ui/dist/index.html
SAMPLE  := $(addprefix corpus/sample/,enterprises.jsonl achievements.jsonl needs.jsonl experts.jsonl)

.PHONY: help serve test build pages bench eval test-deep asan tsan fuzz faults shards clean deps deps-test data

help: ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

serve: build pages data ## Build all, import the sample corpus, index it and serve it on http://127.0.0.1:8080
	$(QUEQIAO) --data $(DATA) serve --port $(PORT) --pages web/ui/dist

data: build
	@$(QUEQIAO) --data $(DATA) import --quiet $(SAMPLE)
	@$(QUEQIAO) --data $(DATA) index build --if-needed

build: deps ## A release build: build/release/queqiao
	@[ -f build/release/build.ninja ] || cmake --preset release -DQUEQIAO_TESTS=OFF >/dev/null
	@cmake --build build/release --target queqiao

pages: $(PAGES) ## The pages: web/ui/dist

web/ui/node_modules/.package-lock.json: web/ui/package-lock.json | deps
	cd web/ui && npm ci --no-audit --no-fund --loglevel=error

$(PAGES): web/ui/node_modules/.package-lock.json web/openapi.yaml $(shell find web/ui/src web/ui/public web/ui/index.html web/ui/vite.config.ts -type f ! -name schema.d.ts 2>/dev/null)
	cd web/ui && npm run --silent build
	@touch $@

# All tests: units under sanitizers first, then everything on the release build; the last lines are CTest's summary.
# Unit tests run once, under the sanitizers; flow tests and pages on the program as it is served. The pages are made and tested beside the first compiling, since
# npm keeps one processor busy at most.
test: deps-test ## Run all tests
	@mkdir -p build
	@{ $(MAKE) --no-print-directory pages && cd web/ui && npm run --silent test; } >build/pages.log 2>&1 & pages=$$!; \
	  cmake --preset asan-ubsan >/dev/null && cmake --build build/asan-ubsan --target unit_tests; built=$$?; \
	  wait $$pages; made=$$?; cat build/pages.log; [ $$made = 0 ] && [ $$built = 0 ]
	@ctest --test-dir build/asan-ubsan -j$(JOBS) --label-regex '^unit$$' --output-on-failure --no-tests=error
	@cmake --preset release -DQUEQIAO_TESTS=ON -DQUEQIAO_UNIT_TESTS=OFF -DQUEQIAO_BENCH=OFF >/dev/null
	@cmake --build build/release
	@ctest --test-dir build/release -j$(JOBS) --output-on-failure --no-tests=error

bench: deps pages ## Figures of docs/benchmarks.md, on ../shared/data where it is there
	@cmake --preset release >/dev/null
	@cmake --build build/release
	python3 tests/bench/run.py build/release

eval: build ## Ranking quality on the sample corpus and on the collections of ../shared/data where they are there
	tests/bench/eval.sh

test-deep: asan tsan fuzz faults shards ## Sanitizers over everything, long fuzzing, faults at many instants, every question of shards; hours

asan: deps-test pages
	@cmake --preset asan-ubsan >/dev/null
	@cmake --build build/asan-ubsan
	@ctest --test-dir build/asan-ubsan -j$(JOBS) --output-on-failure --no-tests=error --label-exclude browser

tsan: deps-test pages
	@cmake --preset tsan >/dev/null
	@cmake --build build/tsan
	@ctest --test-dir build/tsan -j$(JOBS) --output-on-failure --no-tests=error --label-exclude browser

fuzz: deps-test ## Long fuzzing; FUZZ_SECONDS each target (default 600)
	tests/fuzz/run.sh

faults: deps-test pages ## Kills, power cuts and full disks at 50 instants of each; QUEQIAO_FAULT_SEED repeats a run
	@cmake --preset release -DQUEQIAO_TESTS=ON >/dev/null
	@cmake --build build/release --target flow_tests queqiao
	QUEQIAO_FAULT_INSTANTS=50 build/release/tests/flow_tests "killed at any call*,after a power cut*,a full disk stops*"

shards: deps-test pages ## Every question of the tests that compare one local index with shards and servers
	@cmake --preset release -DQUEQIAO_TESTS=ON >/dev/null
	@cmake --build build/release --target flow_tests queqiao
	QUEQIAO_THOROUGH=1 build/release/tests/flow_tests "searches of three shards*,*over shards"

deps:
	@packaging/install-packages.sh packaging/packages.txt

deps-test: deps
	@packaging/install-packages.sh packaging/packages.txt packaging/packages-test.txt

clean: ## Remove what was built; data stay
	rm -rf build web/ui/dist web/ui/node_modules

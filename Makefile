# newspool: `make run` and `make test` do everything on a fresh Debian 12 with Swift.

PACKAGES = libcurl4-openssl-dev libxml2-dev libsqlite3-dev libtomlplusplus-dev libidn2-dev zlib1g-dev pkg-config python3
SUDO = $(if $(filter 0,$(shell id -u)),,sudo)
SWIFT ?= swift
CONFIG ?= feeds.toml

.PHONY: help deps build run test demo check format lint golden bench clean

help:
	@echo "make run      install what is missing, build, run the daemon on $(CONFIG)"
	@echo "make test     install what is missing, build, run all tests"
	@echo "make demo     show the main job on this machine alone, without a network"
	@echo "make check    format, build and test: before a commit"
	@echo "make golden   rewrite the expected outputs of the tests; read the diff"
	@echo "make bench    measure (Benchmarks/)"

# Asks apt only where a package is missing, so that a second call needs neither root nor a network.
deps:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y $$missing; \
	fi

build: deps
	$(SWIFT) build -c release --product newspool

run: build
	.build/release/newspool run --config $(CONFIG)

# The exit tests of DeliverTests look after every child of their process, so they run in one of their own.
test: deps
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip DeliverTests
	$(SWIFT) test --skip-build --filter DeliverTests

demo: build
	scripts/demo/run .build/release/newspool

check: format test

format:
	$(SWIFT) format -i -r -p Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict -r -p Package.swift Sources Tests

golden: deps
	NEWSPOOL_GOLDEN=1 $(SWIFT) test

bench: build
	Benchmarks/first-poll 1000 '[]'
	Benchmarks/first-poll 1000 '["json", "markdown"]'
	$(SWIFT) run -c release --package-path Benchmarks AdaptivePolling

clean:
	rm -rf .build demo

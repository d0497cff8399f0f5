# newspool: `make run` and `make test` do everything on a fresh Debian 12 with Swift.

PACKAGES = libcurl4-openssl-dev libxml2-dev libsqlite3-dev libpq-dev libtomlplusplus-dev libidn2-dev zlib1g-dev libzstd-dev libre2-dev pkg-config python3
SUDO = $(if $(filter 0,$(shell id -u)),,sudo)
SWIFT ?= swift
CONFIG ?= feeds.toml

.PHONY: help deps cache build run test demo check format lint golden bench fuzz clean install install-files deb \
  test-deb test-systemd

help:
	@echo "make run      install what is missing, build, run the daemon on $(CONFIG)"
	@echo "make test     install what is missing, build, run all tests"
	@echo "make demo     show the main job on this machine alone, without a network"
	@echo "make check    format, build and test: before a commit"
	@echo "make golden   rewrite the expected outputs of the tests; read the diff"
	@echo "make bench    measure (Benchmarks/)"
	@echo "make install  program, unit, manual, completions: PREFIX=/usr/local DESTDIR="
	@echo "make deb      a Debian package in .build/deb"
	@echo "make test-deb, make test-systemd    the package and the service in a bare Debian 12 that is booted; needs root"
	@echo "make fuzz     feed every reader of strangers' bytes with any bytes (Fuzz/)"

# Asks apt only where a package is missing, so that a second call needs neither root nor a network.
deps:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y $$missing; \
	fi

# Swift's cache of modules is bound to its place: a checkout that was moved or copied makes it anew.
cache:
	@for plan in .build/debug.yaml .build/release.yaml; do \
	  if [ -e $$plan ] && ! grep -qF "$(CURDIR)/" $$plan; then rm -rf .build/*/*/ModuleCache; fi; \
	done

# With the Swift runtime inside: the program runs where there is no Swift.
build: deps cache
	$(SWIFT) build -c release --static-swift-stdlib --product newspool

run: build
	.build/release/newspool run --config $(CONFIG)

# In five processes: tests that wait for sockets and clocks apart from those that keep the processors busy, or they would wait for
# those too; the exit tests of DeliverTests look after every child of theirs; and those that hold a thread while they wait for a
# program (of files, of parsers, of the built program) go one after the other.
test: deps cache
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip "^(FetchTests|DaemonTests|PollingTests|FilesTests|IntakeTests|ParserProcessTests|DeliverTests|CommandTests)\."
	$(SWIFT) test --skip-build --filter "^(FetchTests|DaemonTests|PollingTests|IntakeTests)\."
	$(SWIFT) test --skip-build --no-parallel --filter "^(FilesTests|ParserProcessTests)\."
	$(SWIFT) test --skip-build --no-parallel --filter "^CommandTests\."
	$(SWIFT) test --skip-build --filter "^DeliverTests\."

demo: build
	scripts/demo/run .build/release/newspool

check: format test

format:
	$(SWIFT) format -i -r -p Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict -r -p Package.swift Sources Tests
	scripts/check-arrows --self-test
	scripts/check-arrows --docs --unused

golden: deps
	NEWSPOOL_GOLDEN=1 $(SWIFT) test

# A quarter of an hour; PARTS="parsing pages" takes some of it, KEEP=1 keeps the numbers and draws the plots.
bench: build
	Benchmarks/bench $(if $(KEEP),--keep) $(PARTS)

# FUZZ_SECONDS of each target; see Fuzz/run.
fuzz: deps
	Fuzz/run $(or $(FUZZ_SECONDS),60)

clean:
	rm -rf .build demo

# Packages and others: what is built lands below DESTDIR; nothing is started, and a feeds.toml that is there stays.
PREFIX ?= /usr/local
DESTDIR ?=
SYSCONFDIR ?= /etc
PROGRAM ?= .build/release/newspool
UNITDIR ?= $(PREFIX)/lib/systemd/system
ZSHDIR ?= $(PREFIX)/share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
INSTALL ?= install

install: $(if $(wildcard $(PROGRAM)),,build)
	@$(MAKE) --no-print-directory install-files
	@echo "installed. As a service: systemd-sysusers && systemctl daemon-reload && systemctl enable --now newspool"

install-files:
	$(INSTALL) -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/newspool
	$(INSTALL) -d $(DESTDIR)$(UNITDIR)
	sed 's|/usr/bin/newspool|$(PREFIX)/bin/newspool|; s|/etc/newspool|$(SYSCONFDIR)/newspool|' \
	  systemd/newspool.service > $(DESTDIR)$(UNITDIR)/newspool.service
	chmod 644 $(DESTDIR)$(UNITDIR)/newspool.service
	$(INSTALL) -D -m 644 systemd/newspool.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/newspool.conf
	$(INSTALL) -D -m 644 systemd/newspool.tmpfiles $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/newspool.conf
	for page in newspool.1 newspool-feeds.toml.5 newspool-spool.5; do \
	  $(INSTALL) -D -m 644 man/$$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$$page || exit 1; \
	done
	sed 's|/usr/bin/newspool|$(PREFIX)/bin/newspool|; s|/etc/newspool|$(SYSCONFDIR)/newspool|g' \
	  systemd/newspool-consume@.service > $(DESTDIR)$(UNITDIR)/newspool-consume@.service
	chmod 644 $(DESTDIR)$(UNITDIR)/newspool-consume@.service
	for recipe in packaging/consume/*; do \
	  $(INSTALL) -D -m 755 $$recipe $(DESTDIR)$(PREFIX)/share/newspool/consume/$${recipe##*/} || exit 1; \
	done
	$(INSTALL) -D -m 644 packaging/systemd/addresses.conf $(DESTDIR)$(PREFIX)/share/newspool/systemd/addresses.conf
	$(INSTALL) -D -m 644 packaging/lnav/newspool.json $(DESTDIR)$(PREFIX)/share/newspool/lnav/newspool.json
	for schema in docs/schema/*.json; do \
	  $(INSTALL) -D -m 644 $$schema $(DESTDIR)$(PREFIX)/share/newspool/schema/$${schema##*/} || exit 1; \
	done
	$(INSTALL) -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(ZSHDIR) \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(PROGRAM) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/newspool
	$(PROGRAM) --generate-completion-script zsh > $(DESTDIR)$(ZSHDIR)/_newspool
	$(PROGRAM) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/newspool.fish
	$(INSTALL) -D -m 644 packaging/commands.conf $(DESTDIR)$(PREFIX)/share/newspool/commands.conf
	for source in flaresolverr gemini-to-atom mail-to-atom; do \
	  $(INSTALL) -D -m 755 packaging/sources/$$source $(DESTDIR)$(PREFIX)/share/newspool/sources/$$source || exit 1; \
	done
	$(INSTALL) -d $(DESTDIR)$(PREFIX)/share/newspool/prometheus
	$(INSTALL) -m 644 packaging/prometheus/* $(DESTDIR)$(PREFIX)/share/newspool/prometheus
	test -e $(DESTDIR)$(SYSCONFDIR)/newspool/feeds.toml || \
	  $(INSTALL) -D -m 644 packaging/feeds.toml $(DESTDIR)$(SYSCONFDIR)/newspool/feeds.toml

DEB = .build/deb/newspool.deb

deb: build
	packaging/build-deb $(PROGRAM) $(DEB)
	@if command -v lintian >/dev/null; then lintian --fail-on error $(DEB); \
	else echo "lintian is not here: the package is not checked"; fi

test-deb: deb
	packaging/tests/boot $(DEB) packaging/tests/deb packaging/tests/steps packaging/tests/server.py

test-systemd: deb
	packaging/tests/boot $(DEB) packaging/tests/systemd packaging/tests/steps packaging/tests/server.py

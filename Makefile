# SPDX-License-Identifier: MIT-0
.POSIX:

PREFIX = /usr/local
TOOLS = vc-record vc-transcribe vc-ask vc-speak vc-play vc-chat vc-index
BUILT = .build/release

all:
	scripts/setup --no-engines

check:
	scripts/test

# Installs what is built; vc-engine is there only if the engines were at build time.
install:
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/vc"
	for tool in $(TOOLS); do \
		install "$(BUILT)/$$tool" "$(DESTDIR)$(PREFIX)/bin/" || exit; \
	done
	if [ -e $(BUILT)/vc-engine ]; then \
		install $(BUILT)/vc-engine "$(DESTDIR)$(PREFIX)/libexec/vc/"; \
	fi
	for page in man/*.[1-8]; do \
		[ -e "$$page" ] || continue; \
		section="$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}"; \
		install -d "$$section" && install -m 644 "$$page" "$$section/" || exit; \
	done

uninstall:
	for tool in $(TOOLS); do rm -f "$(DESTDIR)$(PREFIX)/bin/$$tool"; done
	rm -f "$(DESTDIR)$(PREFIX)/libexec/vc/vc-engine"
	-rmdir "$(DESTDIR)$(PREFIX)/libexec/vc"
	for page in man/*.[1-8]; do \
		rm -f "$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}"; \
	done

clean:
	swift package clean

.PHONY: all check install uninstall clean

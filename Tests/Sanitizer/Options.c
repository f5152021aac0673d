// SPDX-License-Identifier: MIT-0

/// How the sanitizer's runtime behaves, unless TSAN_OPTIONS says something else. Linked in, where a
/// variable would be lost in an empty environment. scripts/sanitize defines OPTIONS.
const char *__tsan_default_options(void);
const char *__tsan_default_options(void) { return OPTIONS; }

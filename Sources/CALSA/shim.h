// SPDX-License-Identifier: MIT-0

#ifndef CALSA_SHIM_H
#define CALSA_SHIM_H

#include <alsa/asoundlib.h>

static inline void calsa_discard_message(
    const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

// Keeps the library's own messages off stderr: what failed is said by our errors. A shim, since the
// handler is variadic, which Swift can neither define nor pass, and NULL restores the noisy one.
static inline void calsa_silence_messages(void) {
    snd_lib_error_set_handler(calsa_discard_message);
}

#endif

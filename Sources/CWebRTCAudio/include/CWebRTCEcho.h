// SPDX-License-Identifier: MIT-0
//
// A C face over the echo canceller of webrtc-audio-processing 0.3.

#ifndef C_WEBRTC_ECHO_H
#define C_WEBRTC_ECHO_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Samples of the one frame size there is: 10 ms at 16 kHz, mono.
#define VC_ECHO_FRAME 160

/// One microphone's canceller. One thread at a time.
typedef struct vc_echo vc_echo;

/// Makes a canceller at the start of a stream; NULL if the library refuses or memory is short.
/// `suppression`: how much of the user's voice it may take with what the filter has left of the
/// echo, 0 (least) to 2 (`EchoCancellation::SuppressionLevel`). Free it with `vc_echo_destroy`.
vc_echo *vc_echo_create(int suppression);

/// Takes the playback's echo out of the next `VC_ECHO_FRAME` samples of the microphone.
/// `playback` are as many, 0 to 30 ms before their echo arrives: it reaches 48 ms.
/// `output` receives as many, 7 ms late, and may be `microphone`.
/// Returns 0, or the library's error code (negative).
int vc_echo_process(
    vc_echo *echo, const int16_t *microphone, const int16_t *playback, int16_t *output);

/// Frees a canceller. NULL is fine.
void vc_echo_destroy(vc_echo *echo);

#ifdef __cplusplus
}
#endif

#endif

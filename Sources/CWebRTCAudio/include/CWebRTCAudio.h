// SPDX-License-Identifier: MIT-0
//
// A C face over webrtc-audio-processing 0.3, whose own headers are C++: Swift sees only this.

#ifndef C_WEBRTC_AUDIO_H
#define C_WEBRTC_AUDIO_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Samples of the one frame size there is: 10 ms at 16 kHz, mono.
#define VC_HEARING_FRAME 160

/// One stream's processor. One thread at a time.
typedef struct vc_hearing vc_hearing;

/// What a processor does with each frame, fixed when it is made.
typedef struct {
    /// How ready it is to call a frame voice: 0 (least) to 3 (`VoiceDetection::Likelihood`).
    int likelihood;
    /// How much stationary noise is taken out first: 0 (least) to 3 (`NoiseSuppression::Level`);
    /// -1: none.
    int noise_suppression;
    /// Whether a high-pass filter takes out hum first.
    bool high_pass;
} vc_hearing_settings;

/// Makes a processor at the start of a stream; NULL if the library refuses or memory is short.
/// Free it with `vc_hearing_destroy`.
vc_hearing *vc_hearing_create(vc_hearing_settings settings);

/// Processes the next `VC_HEARING_FRAME` samples.
/// `output` may be NULL; else it receives as many: the frame as the filters have left it.
/// Returns 1 if the frame holds voice, 0 if not, and the library's error code (negative) if it
/// fails.
int vc_hearing_process(vc_hearing *hearing, const int16_t *input, int16_t *output);

/// Frees a processor. NULL is fine.
void vc_hearing_destroy(vc_hearing *hearing);

#ifdef __cplusplus
}
#endif

#endif

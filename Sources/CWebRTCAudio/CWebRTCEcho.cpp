// SPDX-License-Identifier: MIT-0

#include "CWebRTCEcho.h"

#include <memory>

#include <webrtc/modules/audio_processing/include/audio_processing.h>

#include "Samples.h"

using webrtc::AudioProcessing;
using webrtc::EchoCancellation;
using webrtc::StreamConfig;

struct vc_echo {
    std::unique_ptr<AudioProcessing> processing;
    StreamConfig stream{16000, 1};
};

// No exception may reach C. The library is built without them; `new` and `Create` may throw.

vc_echo *vc_echo_create(int suppression) try {
    auto echo = std::make_unique<vc_echo>();
    echo->processing.reset(AudioProcessing::Create());
    if (!echo->processing) return nullptr;
    const StreamConfig &stream = echo->stream;
    AudioProcessing &processing = *echo->processing;
    if (processing.Initialize({{stream, stream, stream, stream}})) return nullptr;
    EchoCancellation *cancellation = processing.echo_cancellation();
    const auto level =
        static_cast<EchoCancellation::SuppressionLevel>(std::clamp(suppression, 0, 2));
    if (cancellation->set_suppression_level(level)) return nullptr;
    // The canceller's filter is made for a signal without hum.
    if (cancellation->Enable(true) || processing.high_pass_filter()->Enable(true)) return nullptr;
    return echo.release();
} catch (...) {
    return nullptr;
}

int vc_echo_process(
    vc_echo *echo, const int16_t *microphone, const int16_t *playback, int16_t *output) try {
    float near[VC_ECHO_FRAME], far[VC_ECHO_FRAME];
    float *nears[] = {near};
    float *fars[] = {far};
    to_floats(microphone, VC_ECHO_FRAME, near);
    to_floats(playback, VC_ECHO_FRAME, far);
    AudioProcessing &processing = *echo->processing;
    const StreamConfig &stream = echo->stream;
    if (int status = processing.ProcessReverseStream(fars, stream, stream, fars)) return status;
    // Whoever calls has aligned the two.
    if (int status = processing.set_stream_delay_ms(0)) return status;
    if (int status = processing.ProcessStream(nears, stream, stream, nears)) return status;
    to_samples(near, VC_ECHO_FRAME, output);
    return 0;
} catch (...) {
    return AudioProcessing::kUnspecifiedError;
}

void vc_echo_destroy(vc_echo *echo) { delete echo; }

// SPDX-License-Identifier: MIT-0

#include "CWebRTCAudio.h"

#include <algorithm>
#include <memory>

#include <webrtc/modules/audio_processing/include/audio_processing.h>

#include "Samples.h"

using webrtc::AudioProcessing;
using webrtc::NoiseSuppression;
using webrtc::StreamConfig;
using webrtc::VoiceDetection;

struct vc_hearing {
    std::unique_ptr<AudioProcessing> processing;
    StreamConfig stream{16000, 1};
};

namespace {

constexpr int no_error = AudioProcessing::kNoError;

bool set_up(AudioProcessing &processing, const vc_hearing_settings &settings) {
    VoiceDetection *voice = processing.voice_detection();
    const auto likelihood =
        static_cast<VoiceDetection::Likelihood>(std::clamp(settings.likelihood, 0, 3));
    if (voice->set_likelihood(likelihood) != no_error) return false;
    if (voice->Enable(true) != no_error) return false;

    if (settings.noise_suppression >= 0) {
        NoiseSuppression *noise = processing.noise_suppression();
        const auto level =
            static_cast<NoiseSuppression::Level>(std::min(settings.noise_suppression, 3));
        if (noise->set_level(level) != no_error) return false;
        if (noise->Enable(true) != no_error) return false;
    }
    return !settings.high_pass || processing.high_pass_filter()->Enable(true) == no_error;
}

}  // namespace

// No exception may reach C. The library is built without them; `new` and `Create` may throw.

vc_hearing *vc_hearing_create(vc_hearing_settings settings) try {
    auto hearing = std::make_unique<vc_hearing>();
    hearing->processing.reset(AudioProcessing::Create());
    if (!hearing->processing) return nullptr;
    const StreamConfig &stream = hearing->stream;
    if (hearing->processing->Initialize({{stream, stream, stream, stream}}) != no_error) {
        return nullptr;
    }
    return set_up(*hearing->processing, settings) ? hearing.release() : nullptr;
} catch (...) {
    return nullptr;
}

int vc_hearing_process(vc_hearing *hearing, const int16_t *input, int16_t *output) try {
    float samples[VC_HEARING_FRAME];
    to_floats(input, VC_HEARING_FRAME, samples);
    const float *source[] = {samples};
    float *destination[] = {samples};
    const int status = hearing->processing->ProcessStream(
        source, hearing->stream, hearing->stream, destination);
    if (status != no_error) return status;
    if (output) to_samples(samples, VC_HEARING_FRAME, output);
    return hearing->processing->voice_detection()->stream_has_voice() ? 1 : 0;
} catch (...) {
    return AudioProcessing::kUnspecifiedError;
}

void vc_hearing_destroy(vc_hearing *hearing) { delete hearing; }

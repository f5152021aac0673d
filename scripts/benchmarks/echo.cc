// SPDX-License-Identifier: MIT-0
//
// One echo canceller over one recording, for scripts/bench echo:
//
//     echo CANDIDATE DELAY < FRAMES > RESULT
//
// FRAMES: for each 10 ms at 16 kHz, 160 samples of the microphone, then 160 of the playback
// (16-bit, little-endian). DELAY: what the canceller is told, in ms. RESULT: for each 10 ms 160
// samples and one more, which is 1 where voice activity as Hearing sets it (SpeechDetector) hears
// speech in them. stderr: seconds of CPU for the cancelling, and for the hearing.
//
// CANDIDATE: none | webrtc-LEVEL (suppression of 0 to 2) | webrtc-LEVEL+e (extended filter) |
// webrtc-LEVEL+a (delay agnostic) | webrtc-LEVEL+ae | speex-MS (a filter of so many ms) |
// speex-MS+s (and its suppressor of what remains).

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include <webrtc/modules/audio_processing/include/audio_processing.h>
#ifdef WITH_SPEEX
#include <speex/speex_echo.h>
#include <speex/speex_preprocess.h>
#endif

using webrtc::AudioProcessing;

namespace {

constexpr int frame = 160, rate = 16000;
using Samples = int16_t[frame];
using Level = webrtc::EchoCancellation::SuppressionLevel;
using Canceller = std::function<void(const Samples &, const Samples &, Samples &)>;
const webrtc::StreamConfig stream(rate, 1);

[[noreturn]] void fail(const char *why) {
    fprintf(stderr, "echo: %s\n", why);
    exit(70);
}

void check(int status) {
    if (status != AudioProcessing::kNoError) fail("the library refuses");
}

void to_float(const Samples &in, float *out) {
    for (int i = 0; i < frame; ++i) out[i] = in[i] / 32768.0f;
}

void to_int(const float *in, Samples &out) {
    for (int i = 0; i < frame; ++i)
        out[i] = std::clamp(std::lround(in[i] * 32768.0f), -32768l, 32767l);
}

Canceller webrtc_canceller(Level level, bool extended, bool agnostic, int delay) {
    webrtc::Config config;
    config.Set<webrtc::ExtendedFilter>(new webrtc::ExtendedFilter(extended));
    config.Set<webrtc::DelayAgnostic>(new webrtc::DelayAgnostic(agnostic));
    std::shared_ptr<AudioProcessing> apm(AudioProcessing::Create(config));
    check(apm->Initialize({{stream, stream, stream, stream}}));
    webrtc::EchoCancellation *echo = apm->echo_cancellation();
    check(echo->set_suppression_level(level));
    check(echo->Enable(true));
    check(apm->high_pass_filter()->Enable(true));
    return [=](const Samples &microphone, const Samples &playback, Samples &result) {
        float near[frame], far[frame];
        float *nears[] = {near}, *fars[] = {far};
        to_float(playback, far);
        to_float(microphone, near);
        check(apm->ProcessReverseStream(fars, stream, stream, fars));
        check(apm->set_stream_delay_ms(delay));
        check(apm->ProcessStream(nears, stream, stream, nears));
        to_int(near, result);
    };
}

#ifdef WITH_SPEEX
Canceller speex_canceller(int tail, bool suppresses, int delay) {
    int hertz = rate;
    SpeexEchoState *echo = speex_echo_state_init(frame, tail * rate / 1000);
    speex_echo_ctl(echo, SPEEX_ECHO_SET_SAMPLING_RATE, &hertz);
    SpeexPreprocessState *rest = nullptr;
    if (suppresses) {
        rest = speex_preprocess_state_init(frame, rate);
        int on = 1;
        speex_preprocess_ctl(rest, SPEEX_PREPROCESS_SET_DENOISE, &on);
        speex_preprocess_ctl(rest, SPEEX_PREPROCESS_SET_ECHO_STATE, echo);
    }
    // It knows no delay: the playback is held back by what it would be told.
    auto line = std::make_shared<std::deque<int16_t>>(std::max(0, delay) * rate / 1000, 0);
    return [=](const Samples &microphone, const Samples &playback, Samples &result) {
        Samples held;
        for (int i = 0; i < frame; ++i) {
            line->push_back(playback[i]);
            held[i] = line->front();
            line->pop_front();
        }
        speex_echo_cancellation(echo, microphone, held, result);
        if (rest) speex_preprocess_run(rest, result);
    };
}
#endif

Canceller canceller(const std::string &name, int delay) {
    if (name.rfind("webrtc-", 0) == 0) {
        const std::string options = name.substr(7);
        const auto has = [&](char option) { return options.find(option) != options.npos; };
        return webrtc_canceller(
            static_cast<Level>(atoi(options.c_str())), has('e'), has('a'), delay);
    }
#ifdef WITH_SPEEX
    if (name.rfind("speex-", 0) == 0)
        return speex_canceller(atoi(name.c_str() + 6), name.find("+s") != name.npos, delay);
#endif
    if (name != "none") fail("no such candidate");
    return [](const Samples &microphone, const Samples &, Samples &result) {
        std::copy_n(microphone, frame, result);
    };
}

}  // namespace

int main(int count, char **arguments) {
    if (count != 3) fail("usage: echo CANDIDATE DELAY");
    Canceller cancel = canceller(arguments[1], atoi(arguments[2]));
    std::unique_ptr<AudioProcessing> ear(AudioProcessing::Create());
    check(ear->Initialize({{stream, stream, stream, stream}}));
    check(ear->voice_detection()->set_likelihood(webrtc::VoiceDetection::kVeryLowLikelihood));
    check(ear->voice_detection()->Enable(true));
    check(ear->noise_suppression()->set_level(webrtc::NoiseSuppression::kHigh));
    check(ear->noise_suppression()->Enable(true));
    check(ear->high_pass_filter()->Enable(true));
    Samples microphone, playback, result;
    clock_t cancelling = 0, hearing = 0;
    while (fread(microphone, sizeof microphone, 1, stdin) == 1 &&
           fread(playback, sizeof playback, 1, stdin) == 1) {
        const clock_t before = clock();
        cancel(microphone, playback, result);
        const clock_t between = clock();
        cancelling += between - before;
        float heard[frame], *channels[] = {heard};
        to_float(result, heard);
        check(ear->ProcessStream(channels, stream, stream, channels));
        hearing += clock() - between;
        const int16_t voice = ear->voice_detection()->stream_has_voice();
        if (fwrite(result, sizeof result, 1, stdout) != 1 || fwrite(&voice, 2, 1, stdout) != 1)
            fail("cannot write");
    }
    constexpr double second = CLOCKS_PER_SEC;
    fprintf(stderr, "%f %f\n", cancelling / second, hearing / second);
}

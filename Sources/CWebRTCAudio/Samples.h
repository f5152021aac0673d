// SPDX-License-Identifier: MIT-0
//
// 16-bit samples to the library's floats and back.

#ifndef SAMPLES_H
#define SAMPLES_H

#include <algorithm>
#include <cmath>
#include <cstdint>

inline void to_floats(const int16_t *samples, int count, float *floats) {
    std::transform(samples, samples + count, floats, [](int16_t each) { return each / 32768.0f; });
}

inline void to_samples(const float *floats, int count, int16_t *samples) {
    std::transform(floats, floats + count, samples, [](float each) {
        return static_cast<int16_t>(std::clamp(std::lround(each * 32768.0f), -32768l, 32767l));
    });
}

#endif

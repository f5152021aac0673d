// SPDX-License-Identifier: MIT-0

import Glibc

/// CLOCK_MONOTONIC since its epoch.
func monotonicNow() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

// SPDX-License-Identifier: MIT-0
//
// Shows the thread sanitizer the half of Synchronization.Mutex that it can't see.
//
// A mutex that is free is taken and given back by atomic operations that the compiler puts into our
// own, instrumented code. One that is contended is taken and given back in
// libswiftSynchronization.so, which isn't instrumented: races would be reported where the lock keeps
// order. These three functions come before the library's, call them, and say which way the order
// goes. They are linked into what scripts/sanitize builds, and nowhere else: the lock that is tested
// is the one that is shipped. Rejected: a mutex of ours over pthread_mutex_t in its place.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

// Swift's names: _MutexHandle._lockSlow(_: UInt32), _tryLockSlow() -> Bool and _unlockSlow().
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

static SWIFT void (*real_lock)(uint32_t thread, SELF);
static SWIFT bool (*real_try_lock)(SELF);
static SWIFT void (*real_unlock)(SELF);

SWIFT void seen_lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool seen_try_lock(SELF) __asm__(TRY_LOCK);
SWIFT void seen_unlock(SELF) __asm__(UNLOCK);

static void *library(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (!function) {
        fprintf(stderr, "SlowLocks.c: this Swift has no %s\n", name);
        abort();
    }
    return function;
}

// Before any thread, so that nothing here needs a lock.
__attribute__((constructor)) static void find(void) {
    *(void **)&real_lock = library(LOCK);
    *(void **)&real_try_lock = library(TRY_LOCK);
    *(void **)&real_unlock = library(UNLOCK);
}

SWIFT void seen_lock(uint32_t thread, SELF) {
    real_lock(thread, self);
    __tsan_acquire(self);
}

SWIFT bool seen_try_lock(SELF) {
    if (!real_try_lock(self)) return false;
    __tsan_acquire(self);
    return true;
}

SWIFT void seen_unlock(SELF) {
    __tsan_release(self);
    real_unlock(self);
}

// SPDX-License-Identifier: MIT-0
//
// What glibc declares for _GNU_SOURCE only, and Swift's Glibc module therefore lacks.
#ifndef C_LINUX_H
#define C_LINUX_H

#include <spawn.h>

/// pipe2(2) with O_CLOEXEC: no process that is started meanwhile inherits an end.
int vc_pipe(int ends[2]);

/// posix_spawn_file_actions_addclosefrom_np(3).
int vc_spawn_close_from(posix_spawn_file_actions_t *actions, int descriptor);

#endif

// SPDX-License-Identifier: MIT-0

#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <unistd.h>

int vc_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int vc_spawn_close_from(posix_spawn_file_actions_t *actions, int descriptor) {
    return posix_spawn_file_actions_addclosefrom_np(actions, descriptor);
}

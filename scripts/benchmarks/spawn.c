/* SPDX-License-Identifier: MIT-0 */
/*
 * spawn RUNS COMMAND...: runs a command so often, one after the other, with /dev/null as stdin,
 * stdout and stderr, and prints a line for each run: wall time and CPU time in microseconds, the
 * most memory it had resident in KiB, and its exit status.
 *
 * Why not from Python: Linux counts the memory of the process that called exec as the new
 * program's own, so that nothing would ever seem smaller than the interpreter.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long microseconds(struct timeval time) { return time.tv_sec * 1000000L + time.tv_usec; }

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fprintf(stderr, "usage: spawn RUNS COMMAND...\n");
        return 64;
    }
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    for (int run = atoi(arguments[1]); run > 0; run--) {
        pid_t process;
        int status;
        struct rusage usage;
        double begin = now();
        int failure = posix_spawnp(&process, arguments[2], &files, NULL, arguments + 2, environ);
        if (failure) {
            fprintf(stderr, "spawn: cannot run '%s': %s\n", arguments[2], strerror(failure));
            return 69;
        }
        if (wait4(process, &status, 0, &usage) < 0) {
            perror("spawn: wait4");
            return 71;
        }
        printf("%.0f %ld %ld %d\n", now() - begin,
            microseconds(usage.ru_utime) + microseconds(usage.ru_stime), usage.ru_maxrss,
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
    return 0;
}

// Runs a program and tells what it took: wall seconds, user and system CPU seconds, peak memory in KiB, exit status.
// Usage: usage REPORT PROGRAM ARGUMENT...    REPORT is the file that is written
//
// A small program of its own, since Linux counts the memory of whoever forked as the child's (getrusage(2)): started from
// Python, every program would seem to need what Python does.
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc < 3) return 64;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child < 0) return 71;
    if (child == 0) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    int status = 0;
    struct rusage used;
    if (wait4(child, &status, 0, &used) < 0) return 71;
    clock_gettime(CLOCK_MONOTONIC, &end);
    FILE *report = fopen(argv[1], "w");
    if (!report) return 73;
    fprintf(report, "%.6f %ld.%06ld %ld.%06ld %ld %d\n",
            (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9,
            (long)used.ru_utime.tv_sec, (long)used.ru_utime.tv_usec, (long)used.ru_stime.tv_sec,
            (long)used.ru_stime.tv_usec, used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fclose(report) == 0 ? 0 : 74;
}

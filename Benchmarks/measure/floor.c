// What the disk gives: writes, syncs and renames COUNT files in batches, with one sync of the directory a batch.
// Usage: floor DIRECTORY COUNT SIZE BATCH    prints files a second
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    if (argc != 5) return 64;
    int count = atoi(argv[2]), size = atoi(argv[3]), batch = atoi(argv[4]);
    mkdir(argv[1], 0750);
    int directory = open(argv[1], O_RDONLY | O_DIRECTORY);
    char *bytes = malloc(size), temporary[64], name[64];
    memset(bytes, 'x', size);
    double start = now();
    for (int i = 0; i < count; i++) {
        snprintf(temporary, sizeof temporary, ".134501-an-article-of-this-morning-%08d.json", i);
        snprintf(name, sizeof name, "%s", temporary + 1);
        int file = openat(directory, temporary, O_WRONLY | O_CREAT | O_TRUNC, 0640);
        if (file < 0 || write(file, bytes, size) != size || fsync(file) || close(file)) return 74;
        if (renameat(directory, temporary, directory, name)) return 74;
        if ((i + 1) % batch == 0 && fsync(directory)) return 74;
    }
    if (fsync(directory)) return 74;
    printf("%.0f\n", count / (now() - start));
}

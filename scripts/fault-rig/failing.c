// Fails the n-th call of one kind on files below a directory, once. For LD_PRELOAD; see `run` beside it.
//   FAIL_ROOT   absolute path; only files below it count
//   FAIL_CALL   write, sync, rename, open or link
//   FAIL_NUMBER which of these calls fails, from 1
//   FAIL_ERRNO  EIO or ENOSPC
//   FAIL_MARK   an open descriptor that a byte is written to when it fired: newspool may make no file elsewhere
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls;

static int below(const char *path) {
    const char *root = getenv("FAIL_ROOT");
    return root && !strncmp(path, root, strlen(root));
}

static int fires(const char *call) {
    const char *wanted = getenv("FAIL_CALL"), *number = getenv("FAIL_NUMBER"), *mark = getenv("FAIL_MARK");
    if (!wanted || !number || strcmp(call, wanted)) return 0;
    if (atomic_fetch_add(&calls, 1) + 1 != atoi(number)) return 0;
    if (mark) syscall(SYS_write, atoi(mark), "x", 1);
    const char *code = getenv("FAIL_ERRNO");
    errno = code && !strcmp(code, "ENOSPC") ? ENOSPC : EIO;
    return 1;
}

static int fails_fd(const char *call, int fd) {
    char link[64], path[PATH_MAX + 1];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int saved = errno;
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX);
    errno = saved;
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path) && fires(call);
}

static int fails_at(const char *call, int directory, const char *path) {
    return path[0] == '/' || directory == AT_FDCWD ? below(path) && fires(call) : fails_fd(call, directory);
}

#define NEXT(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
    return fails_fd("write", fd) ? -1 : NEXT(write)(fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return fails_fd("write", fd) ? -1 : NEXT(pwrite)(fd, bytes, count, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    return fails_fd("write", fd) ? -1 : NEXT(pwrite64)(fd, bytes, count, offset);
}
int ftruncate(int fd, off_t size) { return fails_fd("write", fd) ? -1 : NEXT(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fails_fd("write", fd) ? -1 : NEXT(ftruncate64)(fd, size); }
int fsync(int fd) { return fails_fd("sync", fd) ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return fails_fd("sync", fd) ? -1 : NEXT(fdatasync)(fd); }
int rename(const char *old, const char *new) {
    return fails_at("rename", AT_FDCWD, new) ? -1 : NEXT(rename)(old, new);
}
int renameat(int from, const char *old, int to, const char *new) {
    return fails_at("rename", to, new) ? -1 : NEXT(renameat)(from, old, to, new);
}
int link(const char *old, const char *new) { return fails_at("link", AT_FDCWD, new) ? -1 : NEXT(link)(old, new); }
int linkat(int from, const char *old, int to, const char *new, int flags) {
    return fails_at("link", to, new) ? -1 : NEXT(linkat)(from, old, to, new, flags);
}
int symlinkat(const char *target, int to, const char *new) {
    return fails_at("link", to, new) ? -1 : NEXT(symlinkat)(target, to, new);
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }

int open(const char *path, int flags, ...) {
    MODE(flags)
    return fails_at("open", AT_FDCWD, path) ? -1 : NEXT(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE(flags)
    return fails_at("open", AT_FDCWD, path) ? -1 : NEXT(open64)(path, flags, mode);
}
int openat(int directory, const char *path, int flags, ...) {
    MODE(flags)
    return fails_at("open", directory, path) ? -1 : NEXT(openat)(directory, path, flags, mode);
}
int openat64(int directory, const char *path, int flags, ...) {
    MODE(flags)
    return fails_at("open", directory, path) ? -1 : NEXT(openat64)(directory, path, flags, mode);
}

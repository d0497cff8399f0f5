#pragma once
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock (landlock(7)), by its system calls: the C library has no functions for them, and the headers of Debian 12 know
 * less of it than kernels do. A kernel is given as much of the struct as its version knows. */
typedef struct {
    uint64_t files, network, scopes;
} np_landlock_rights;

static inline int np_landlock_version(void) { return (int)syscall(444, NULL, 0, 1); }
static inline int np_landlock_create(const np_landlock_rights *rights, size_t size) {
    return (int)syscall(444, rights, size, 0);
}
static inline int np_landlock_allow_beneath(int ruleset, int directory, uint64_t rights) {
    struct __attribute__((packed)) {
        uint64_t rights;
        int32_t directory;
    } rule = {rights, directory};
    return (int)syscall(445, ruleset, 1, &rule, 0);
}
/* O_PATH is for GNU programs alone. */
static inline int np_open_place(const char *path) { return open(path, 010000000 | O_CLOEXEC); }
static inline int np_landlock_restrict(int ruleset) { return (int)syscall(446, ruleset, 0); }

static inline int np_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
/* The signal that this process gets when the thread that started it ends. */
static inline int np_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

/* RLIMIT_* by number, for Swift sees an enumeration of another type in each C library. The hard limit stays where
 * `keeps_hard` is set. */
static inline int np_limit(int resource, uint64_t value, int keeps_hard) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0) return -1;
    limit.rlim_cur = value;
    if (!keeps_hard || limit.rlim_max < value) limit.rlim_max = limit.rlim_max < value ? limit.rlim_max : value;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    return setrlimit(resource, &limit);
}
static inline int np_limit_memory(uint64_t bytes) { return np_limit(RLIMIT_AS, bytes, 1); }
static inline int np_limit_stack(uint64_t bytes) { return np_limit(RLIMIT_STACK, bytes, 1); }
static inline int np_limit_processor(uint64_t seconds) { return np_limit(RLIMIT_CPU, seconds, 1); }
static inline int np_limit_core(void) { return np_limit(RLIMIT_CORE, 0, 0); }
static inline int np_limit_file_size(void) { return np_limit(RLIMIT_FSIZE, 0, 0); }
/* Seconds of processor time that this process has used, rounded up. */
static inline uint64_t np_used_processor(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    return (uint64_t)usage.ru_utime.tv_sec + (uint64_t)usage.ru_stime.tv_sec + 2;
}

#if defined(__x86_64__)
#define NP_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NP_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* Leaves this process, all its threads, the system calls that reading a document takes: memory, time, the pipes that are
 * open, files for reading (which Landlock closes), its own signals. Every other call answers EPERM. */
static inline int np_allow_parsing_only(void) {
#ifndef NP_ARCHITECTURE
    errno = ENOSYS;
    return -1;
#else
#define NP_CALL(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NP_ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        NP_CALL(read), NP_CALL(write), NP_CALL(readv), NP_CALL(writev), NP_CALL(pread64), NP_CALL(lseek),
        NP_CALL(close), NP_CALL(fstat), NP_CALL(newfstatat), NP_CALL(openat), NP_CALL(fcntl), NP_CALL(statx),
#ifdef __NR_poll
        NP_CALL(poll),
#endif
        NP_CALL(ppoll),
#ifdef __NR_open
        NP_CALL(open), NP_CALL(stat), NP_CALL(access), NP_CALL(readlink),
#endif
        NP_CALL(brk), NP_CALL(mmap), NP_CALL(munmap), NP_CALL(mremap), NP_CALL(mprotect), NP_CALL(madvise),
        NP_CALL(futex), NP_CALL(sched_yield), NP_CALL(nanosleep), NP_CALL(clock_nanosleep),
        NP_CALL(clock_gettime), NP_CALL(gettimeofday), NP_CALL(getrusage), NP_CALL(prlimit64), NP_CALL(getrandom),
        NP_CALL(getpid), NP_CALL(gettid), NP_CALL(geteuid), NP_CALL(getuid), NP_CALL(sched_getaffinity),
        NP_CALL(sysinfo), NP_CALL(uname), NP_CALL(tgkill), NP_CALL(rt_sigaction), NP_CALL(rt_sigprocmask),
        NP_CALL(rt_sigreturn), NP_CALL(sigaltstack), NP_CALL(restart_syscall), NP_CALL(exit), NP_CALL(exit_group),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
#undef NP_CALL
    struct sock_fprog filter = {sizeof program / sizeof program[0], program};
    return (int)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
#endif
}

/* A pipe of which no other program inherits an end; pipe2(2) is for GNU programs alone. It holds documents and answers in
 * few pieces where the system allows it. */
static inline int np_pipe(int ends[2]) {
    if (syscall(__NR_pipe2, ends, O_CLOEXEC) != 0) return -1;
    (void)fcntl(ends[0], 1031 /* F_SETPIPE_SZ */, 1 << 20);
    return 0;
}

int np_spawn_close_from(posix_spawn_file_actions_t *actions, int first)
    __asm__("posix_spawn_file_actions_addclosefrom_np");

/* Starts a program in a process group of its own, with `input` and `output` as its standard input and output, /dev/null as
 * its standard error and nothing else open. Returns 0 or an error number. */
static inline int np_spawn(
    pid_t *process, const char *path, char *const arguments[], char *const environment[], int input, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    sigemptyset(&none);
    if ((code = posix_spawn_file_actions_adddup2(&actions, input, 0)) == 0
        && (code = posix_spawn_file_actions_adddup2(&actions, output, 1)) == 0
        && (code = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)) == 0
        && (code = np_spawn_close_from(&actions, 3)) == 0
        && (code = posix_spawnattr_setsigmask(&attributes, &none)) == 0
        && (code = posix_spawnattr_setpgroup(&attributes, 0)) == 0
        && (code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP)) == 0)
        code = posix_spawn(process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

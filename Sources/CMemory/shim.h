#pragma once
#include <elf.h>
#include <malloc.h>  // which Swift's Glibc leaves out
#include <stddef.h>
#include <sys/prctl.h>

/* <link.h> tells of loaded objects to GNU programs alone, and a program that says it is one gets other definitions of other
 * things than Swift's Glibc has. So here is the beginning of what dl_iterate_phdr(3) gives: where an object was loaded, and
 * its segments. */
#if __SIZEOF_POINTER__ == 8
typedef Elf64_Phdr np_segment;
#else
typedef Elf32_Phdr np_segment;
#endif
typedef struct {
    size_t address;
    const char *name;
    const np_segment *segments;
    unsigned short segment_count;
} np_object;

int np_each_object(int (*each)(const np_object *object, size_t size, void *context), void *context)
    __asm__("dl_iterate_phdr");

/* memfd_create(2), which <sys/mman.h> keeps for GNU programs too. */
int np_memory_file(const char *name, unsigned int flags) __asm__("memfd_create");
#define NP_MEMORY_FILE_CLOEXEC 1u

/* posix_spawn's actions that <spawn.h> keeps for GNU programs: where a child begins, and from which number on its files are
 * closed. */
int np_child_directory(void *actions, const char *path) __asm__("posix_spawn_file_actions_addchdir_np");
int np_child_close_from(void *actions, int first) __asm__("posix_spawn_file_actions_addclosefrom_np");
/* renameat2(2), likewise. */
int np_rename_with(int old_directory, const char *old_name, int directory, const char *name, unsigned int flags)
    __asm__("renameat2");
#define NP_RENAME_EXCHANGE 2u

/* pipe2(2), likewise. */
int np_pipe_with(int ends[2], int flags) __asm__("pipe2");
static inline int np_close_on_exec_pipe(int ends[2]) { return np_pipe_with(ends, 02000000 /* O_CLOEXEC */); }

/* ppoll(2), likewise: waits for descriptors and signals without a gap between the two. */
int np_wait_for(void *descriptors, unsigned long count, const void *timeout, const void *signals) __asm__("ppoll");

/* Processes below this one whose parents end become its children (PR_SET_CHILD_SUBREAPER of prctl(2)). */
static inline int np_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

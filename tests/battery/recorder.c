/* Loaded before the C library into a process under test (LD_PRELOAD): writes down every change that the process
   makes under RECORDER_ROOT, in the order in which it happened, and can let the Nth of these calls fail.

   A record: one byte what, u32 length of the path, u64 offset, u64 length of the data, path, data.
   RECORDER_LOG     where the records go; nothing is written down when it is not set.
   RECORDER_FAIL    number of the call that fails, from 1; 0 or nothing: none.
   RECORDER_ERRNO   with which errno.
   RECORDER_FOREVER 1: every later call fails too.
   The process itself may call recorder_mark, recorder_calls and recorder_fail. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static const char *root;
static size_t root_length;
static int log_fd = -1, fail_errno, forever;
static long fail_at, calls;

static void raw_write(int fd, const void *data, size_t length) {
    const char *at = data;
    while (length > 0) {
        long done = syscall(SYS_write, fd, at, length);
        if (done <= 0) _exit(97);
        at += done;
        length -= (size_t)done;
    }
}

__attribute__((constructor)) static void start(void) {
    const char *log = getenv("RECORDER_LOG");
    root = getenv("RECORDER_ROOT");
    if (root == NULL) return;
    root_length = strlen(root);
    if (log != NULL) log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (getenv("RECORDER_FAIL") != NULL) fail_at = atol(getenv("RECORDER_FAIL"));
    if (getenv("RECORDER_ERRNO") != NULL) fail_errno = atoi(getenv("RECORDER_ERRNO"));
    if (getenv("RECORDER_FOREVER") != NULL) forever = atoi(getenv("RECORDER_FOREVER"));
}

static int watched(const char *path) {
    size_t length;
    if (root == NULL || path == NULL || strncmp(path, root, root_length) != 0) return 0;
    length = strlen(path);
    return !(length > 4 && strcmp(path + length - 4, "-shm") == 0); /* made anew by whoever opens the file */
}

static int path_of(int fd, char *path, size_t size) {
    char link[64];
    ssize_t length;
    if (root == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = syscall(SYS_readlinkat, AT_FDCWD, link, path, size - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return watched(path);
}

static void put(char what, const char *path, uint64_t offset, const void *data, uint64_t length) {
    uint32_t path_length = (uint32_t)strlen(path);
    if (log_fd < 0) return;
    raw_write(log_fd, &what, 1);
    raw_write(log_fd, &path_length, 4);
    raw_write(log_fd, &offset, 8);
    raw_write(log_fd, &length, 8);
    raw_write(log_fd, path, path_length);
    if (length > 0) raw_write(log_fd, data, length);
}

/* Says whether this call is one that fails. */
static int fails(void) {
    calls++;
    if (fail_at > 0 && (calls == fail_at || (forever && calls > fail_at))) {
        errno = fail_errno;
        return 1;
    }
    return 0;
}

/* For the process itself: puts a line between the records. */
void recorder_mark(const char *text) {
    pthread_mutex_lock(&turn);
    put('M', "", 0, text, strlen(text));
    pthread_mutex_unlock(&turn);
}

long recorder_calls(void) { return calls; }

/* From now on: the nth call from here fails; 0 for none. */
void recorder_fail(long nth, int with, int always) {
    pthread_mutex_lock(&turn);
    calls = 0;
    fail_at = nth;
    fail_errno = with;
    forever = always;
    pthread_mutex_unlock(&turn);
}

static int opened(const char *path, int flags, mode_t mode) {
    int fd, there;
    if (!watched(path) || !(flags & (O_CREAT | O_TRUNC)))
        return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    pthread_mutex_lock(&turn);
    there = access(path, F_OK) == 0;
    if ((!there || (flags & O_TRUNC)) && fails()) {
        pthread_mutex_unlock(&turn);
        return -1;
    }
    fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && !there) put('C', path, 0, NULL, 0);
    if (fd >= 0 && there && (flags & O_TRUNC)) put('T', path, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return fd;
}

#define OPEN(name)                                     \
    int name(const char *path, int flags, ...) {       \
        mode_t mode = 0;                               \
        if (flags & (O_CREAT | __O_TMPFILE)) {         \
            va_list rest;                              \
            va_start(rest, flags);                     \
            mode = (mode_t)va_arg(rest, unsigned int); \
            va_end(rest);                              \
        }                                              \
        return opened(path, flags, mode);              \
    }
OPEN(open)
OPEN(open64)

static ssize_t written(int fd, const void *data, size_t size, off_t offset, int at_offset) {
    char path[4096];
    ssize_t done;
    if (!path_of(fd, path, sizeof path))
        return at_offset ? syscall(SYS_pwrite64, fd, data, size, offset) : syscall(SYS_write, fd, data, size);
    pthread_mutex_lock(&turn);
    if (fails()) {
        pthread_mutex_unlock(&turn);
        return -1;
    }
    done = at_offset ? syscall(SYS_pwrite64, fd, data, size, offset) : syscall(SYS_write, fd, data, size);
    if (done > 0) {
        if (!at_offset) offset = (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR) - done;
        put('W', path, (uint64_t)offset, data, (uint64_t)done);
    }
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return written(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return written(fd, data, size, at, 1); }

/* Python copies files with it. */
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    char path[4096], *data;
    ssize_t got, done;
    if (!path_of(to, path, sizeof path)) return syscall(SYS_sendfile, to, from, at, size);
    if (size > 1 << 20) size = 1 << 20;
    data = malloc(size);
    if (data == NULL) _exit(98);
    got = at != NULL ? syscall(SYS_pread64, from, data, size, *at) : syscall(SYS_read, from, data, size);
    done = got > 0 ? written(to, data, (size_t)got, 0, 0) : got;
    if (done > 0 && at != NULL) *at += done;
    free(data);
    return done;
}
ssize_t sendfile(int to, int from, off_t *at, size_t size) { return sendfile64(to, from, (off64_t *)at, size); }
ssize_t copy_file_range(int a, off64_t *b, int c, off64_t *d, size_t e, unsigned f) {
    (void)a, (void)b, (void)c, (void)d, (void)e, (void)f;
    errno = ENOSYS;
    return -1;
}

static int synced(int fd, long how) {
    char path[4096];
    struct stat about;
    int done;
    if (!path_of(fd, path, sizeof path)) return (int)syscall(how, fd);
    pthread_mutex_lock(&turn);
    if (fails()) {
        pthread_mutex_unlock(&turn);
        return -1;
    }
    done = (int)syscall(how, fd);
    if (done == 0) put(fstat(fd, &about) == 0 && S_ISDIR(about.st_mode) ? 'D' : 'S', path, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int cut(int fd, off_t length) {
    char path[4096];
    int done;
    if (!path_of(fd, path, sizeof path)) return (int)syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&turn);
    if (fails()) {
        pthread_mutex_unlock(&turn);
        return -1;
    }
    done = (int)syscall(SYS_ftruncate, fd, length);
    if (done == 0) put('T', path, (uint64_t)length, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}
int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

int unlink(const char *path) {
    int done;
    if (!watched(path)) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    pthread_mutex_lock(&turn);
    if (access(path, F_OK) == 0 && fails()) {
        pthread_mutex_unlock(&turn);
        return -1;
    }
    done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (done == 0) put('U', path, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

/* Folders are taken away with it, name by name. */
int unlinkat(int folder, const char *name, int flags) {
    char path[8192];
    int done;
    if (folder == AT_FDCWD && !(flags & AT_REMOVEDIR)) return unlink(name);
    if ((flags & AT_REMOVEDIR) || !path_of(folder, path, 4096)) return (int)syscall(SYS_unlinkat, folder, name, flags);
    strcat(path, "/");
    strncat(path, name, 4000);
    return unlink(path);
}

/* Two names: the second is the data of the record. */
static int two(char what, const char *from, const char *to) {
    int done;
    if (watched(to)) pthread_mutex_lock(&turn);
    done = watched(to) && fails() ? -1
           : what == 'R'          ? (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to)
                                  : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (done == 0 && watched(to)) put(what, from, 0, to, strlen(to));
    if (watched(to)) pthread_mutex_unlock(&turn);
    return done;
}
int rename(const char *from, const char *to) { return two('R', from, to); }
int link(const char *from, const char *to) { return two('L', from, to); }

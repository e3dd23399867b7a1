/* The program of the portable folder that a person double-clicks: a file manager starts a program, not a script.
 *
 * All it does is /bin/sh FOLDER/_launcher/start.sh NAME ARGUMENTS..., where FOLDER and NAME are its own. It is linked
 * to no library, so that it starts on a Linux too old for the rest and start.sh can say so.
 */
#define MOST 4096 /* bytes of a path, arguments of a call */

#if defined(__x86_64__)
#define READLINK 89
#define EXECVE 59
#define EXIT 60
__asm__(".globl _start\n_start:\n xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call begin\n hlt\n");
static long ask(long number, const void *first, const void *second, long third, long fourth)
{
    long told;
    (void)fourth;
    __asm__ volatile("syscall"
                     : "=a"(told)
                     : "a"(number), "D"(first), "S"(second), "d"(third)
                     : "rcx", "r11", "memory");
    return told;
}
#elif defined(__aarch64__)
#define READLINKAT 78
#define EXECVE 221
#define EXIT 93
__asm__(".globl _start\n_start:\n mov x29, #0\n mov x0, sp\n bl begin\n");
static long ask(long number, const void *first, const void *second, long third, long fourth)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = (long)first;
    register long x1 __asm__("x1") = (long)second;
    register long x2 __asm__("x2") = third;
    register long x3 __asm__("x3") = fourth;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
}
#else
#error "start.c knows x86_64 and aarch64"
#endif

static char own[MOST], script[MOST + 32];
static char *call[MOST + 4];

__attribute__((used)) void begin(long *stack)
{
    long count = stack[0], length, cut, i;
    char **given = (char **)(stack + 1);
    const char *rest = "_launcher/start.sh";

#ifdef READLINK
    length = ask(READLINK, "/proc/self/exe", own, MOST - 1, 0);
#else
    length = ask(READLINKAT, (const void *)-100L, "/proc/self/exe", (long)own, MOST - 1);
#endif
    if (length <= 0 || length >= MOST - 1 || count < 1 || count > MOST)
        ask(EXIT, (const void *)127L, 0, 0, 0);
    for (cut = length; cut > 0 && own[cut - 1] != '/'; cut--)
        ;
    for (i = 0; i < cut; i++)
        script[i] = own[i];
    for (i = 0; rest[i]; i++)
        script[cut + i] = rest[i];
    call[0] = "/bin/sh";
    call[1] = script;
    call[2] = own + cut;
    for (i = 1; i < count; i++)
        call[2 + i] = given[i];
    ask(EXECVE, call[0], call, (long)(given + count + 1), 0);
    ask(EXIT, (const void *)127L, 0, 0, 0);
}

// What memcheck is told and asked, as functions: valgrind has macros for it, and only its own compile everywhere.

#include <stddef.h>

#if defined(__linux__) && defined(__has_include)
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define HAS_VALGRIND
#endif
#endif

#ifdef HAS_VALGRIND

int side_channels_running(void) { return (int)RUNNING_ON_VALGRIND; }

unsigned long side_channels_reports(void) { return VALGRIND_COUNT_ERRORS; }

void side_channels_secret(const void *bytes, size_t length) { (void)VALGRIND_MAKE_MEM_UNDEFINED(bytes, length); }

void side_channels_public(const void *bytes, size_t length) { (void)VALGRIND_MAKE_MEM_DEFINED(bytes, length); }

// Whether any bit of the byte is undefined. Asking is no report.
int side_channels_is_secret(const void *byte) {
    unsigned char bits = 0;
    return VALGRIND_GET_VBITS(byte, &bits, 1) == 1 && bits != 0;
}

// Around AWS-LC's comparison in constant time, whose name has a prefix with its version: whether two values are equal is what it is asked,
// and what everybody learns from the answer to a token. So its verdict is public, where it is returned.
int I_WRAP_SONAME_FNNAME_ZZ(NONE, ZaCRYPTOZumemcmp)(const void *a, const void *b, size_t length);
int I_WRAP_SONAME_FNNAME_ZZ(NONE, ZaCRYPTOZumemcmp)(const void *a, const void *b, size_t length) {
    int verdict;
    OrigFn original;
    VALGRIND_GET_ORIG_FN(original);
    CALL_FN_W_WWW(verdict, original, a, b, length);
    (void)VALGRIND_MAKE_MEM_DEFINED(&verdict, sizeof verdict);
    return verdict;
}

#else

int side_channels_running(void) { return 0; }
unsigned long side_channels_reports(void) { return 0; }
void side_channels_secret(const void *bytes, size_t length) { (void)bytes, (void)length; }
void side_channels_public(const void *bytes, size_t length) { (void)bytes, (void)length; }
int side_channels_is_secret(const void *byte) { return (void)byte, 0; }

#endif

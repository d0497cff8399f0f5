// Foundation's ICU looks for the names and customs of all languages of the world in one constant of 34 MB, which a program
// that is linked statically carries along. newspool asks for none of it: dates are RFC 3339 or HTTP's, and text is compared
// by the tables of Unicode that the code itself has. The linker takes this empty package in place of ICU's own
// (docs/decisions/0060). Where Foundation is a shared library, and for versions of ICU that are not named here, nothing
// changes.
#include <stdint.h>

// The head of a common data package whose table of contents has no entry: ICU User Guide, "ICU Data", and UDataInfo in
// unicode/udata.h.
struct package {
    uint16_t head_size;
    uint8_t magic[2];
    uint16_t info_size, reserved;
    uint8_t is_big_endian, charset_family, utf16_size, reserved_byte;
    uint8_t format[4], format_version[4], data_version[4];
    uint8_t padding[8];
    uint32_t entries, reserved_word;
};

_Static_assert(sizeof(struct package) == 40, "ICU finds the table of contents behind a head of 32 bytes");

#define EMPTY(name) \
    extern const struct package name; \
    const struct package name __attribute__((aligned(16))) = { \
        .head_size = 32, .magic = {0xda, 0x27}, .info_size = 20, .utf16_size = 2, \
        .is_big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__, .format = {'T', 'o', 'C', 'P'}, .format_version = {1}};

EMPTY(icudt74_dat)
EMPTY(icudt76_dat)
EMPTY(icudt77_dat)
EMPTY(icudt78_dat)

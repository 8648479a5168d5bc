/* Exact sums, dot products and counts of arrays, whatever their type and layout. */
#include "abicus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Stops the program when a call failed. */
static void check(int32_t status)
{
    char message[256];
    if (status == ABICUS_OK) {
        return;
    }
    abicus_last_error(message, sizeof message);
    fprintf(stderr, "status %" PRId32 ": %s\n", status, message);
    exit(1);
}

/* One row of a table: two numbers of two types side by side. */
struct reading {
    int16_t sensor;
    double value;
};

int main(void)
{
    const double tenths[10] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    const double cancelling[3] = {1e100, 1.0, -1e100};
    const int64_t large[3] = {INT64_MAX, INT64_MAX, INT64_MAX};
    const uint8_t bytes[5] = {200, 201, 202, 203, 204};
    const struct reading readings[3] = {{7, 0.5}, {8, 1.25}, {-9, 2.0}};
    double naive = 0.0, total;
    uint64_t words[3], even;
    size_t i;

    if (abicus_abi_version() != ABICUS_ABI_VERSION) {
        fprintf(stderr, "the library has ABI %" PRIu32 ", not %d\n", abicus_abi_version(), ABICUS_ABI_VERSION);
        return 1;
    }

    for (i = 0; i < 10; i++) {
        naive += tenths[i];
    }
    check(abicus_sum_f64(tenths, 10, 1, &total));
    printf("ten tenths: %.17g, added in a loop %.17g\n", total, naive);

    check(abicus_sum_f64(cancelling, 3, 1, &total));
    printf("1e100 + 1 - 1e100: %g\n", total);
    check(abicus_dot_f64(cancelling, tenths, 3, 1, &total));
    printf("times a tenth each: %g\n", total);

    /* Integers have no largest sum: two words hold it, three hold a sum of products. */
    check(abicus_sum_i64(large, 3, 1, words));
    printf("sum of three largest int64_t: 0x%016" PRIx64 "%016" PRIx64 "\n", words[1], words[0]);
    check(abicus_sum_of_squares_i64(large, 3, 1, words));
    printf("sum of their squares: 0x%016" PRIx64 "%016" PRIx64 "%016" PRIx64 "\n", words[2], words[1], words[0]);

    check(abicus_sum_u8(bytes, 5, 1, words));
    check(abicus_count_even_u8(bytes, 5, &even));
    printf("bytes: sum %" PRIu64 ", %" PRIu64 " even\n", words[0], even);

    /* A column of a table is read where it lies, also from the last row to the first. */
    check(abicus_sum_f64_strided(&readings[0].value, 3, sizeof readings[0], 1, &total));
    printf("column of doubles: %g\n", total);
    check(abicus_sum_i16_strided(&readings[2].sensor, 3, -(ptrdiff_t)sizeof readings[0], 1, words));
    printf("column of int16_t: %" PRIu64 "\n", words[0]);
    return 0;
}

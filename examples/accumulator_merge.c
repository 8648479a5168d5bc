/* A sum over data that comes in parts, on several machines say: any partition gives the same bits. */
#include "abicus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 999

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

/* What a worker would send: the state of the sum of its part. */
static void work(const double *values, size_t len, uint8_t state[ABICUS_EXACT_SUM_BYTES])
{
    abicus_exact_sum *sum = NULL;
    check(abicus_exact_sum_new(&sum));
    check(abicus_exact_sum_update_f64(sum, values, len));
    check(abicus_exact_sum_to_bytes(sum, state, ABICUS_EXACT_SUM_BYTES));
    abicus_exact_sum_free(sum);
}

/* Sums in parts of a size, merged from the last to the first. */
static double in_parts(const double *values, size_t size, uint8_t state[ABICUS_EXACT_SUM_BYTES])
{
    abicus_exact_sum *total = NULL, *part = NULL;
    double result;
    size_t end = COUNT;
    check(abicus_exact_sum_new(&total));
    while (end > 0) {
        const size_t len = end < size ? end : size;
        end -= len;
        work(values + end, len, state);
        check(abicus_exact_sum_from_bytes(state, ABICUS_EXACT_SUM_BYTES, &part));
        check(abicus_exact_sum_merge(total, part));
        abicus_exact_sum_free(part);
    }
    check(abicus_exact_sum_finish_f64(total, &result));
    check(abicus_exact_sum_to_bytes(total, state, ABICUS_EXACT_SUM_BYTES));
    abicus_exact_sum_free(total);
    return result;
}

int main(void)
{
    static double values[COUNT];
    uint8_t whole[ABICUS_EXACT_SUM_BYTES], parts[ABICUS_EXACT_SUM_BYTES];
    const size_t sizes[4] = {1, 7, 300, COUNT};
    double loop = 0.0, result;
    abicus_exact_sum *sum = NULL, *copy = NULL;
    const int64_t integers[2] = {INT64_MAX, INT64_MAX};
    uint64_t limbs[2];
    size_t i;

    for (i = 0; i < COUNT; i++) {
        values[i] = i % 3 == 0 ? 1e16 : i % 3 == 1 ? 0.1 * (double)i : -1e16;
        loop += values[i];
    }
    result = in_parts(values, COUNT, whole);
    printf("exact %.17g, added in a loop %.17g\n", result, loop);
    for (i = 0; i < 4; i++) {
        result = in_parts(values, sizes[i], parts);
        printf("parts of %3u: %.17g, %s\n", (unsigned)sizes[i], result,
               memcmp(whole, parts, sizeof whole) == 0 ? "the same state" : "ANOTHER STATE");
    }

    /* A copy goes its own way; integers stay integers. */
    check(abicus_exact_sum_new(&sum));
    check(abicus_exact_sum_update_i64(sum, integers, 2));
    check(abicus_exact_sum_clone(sum, &copy));
    check(abicus_exact_sum_merge(copy, copy));
    check(abicus_exact_sum_finish_limbs(sum, limbs, 2));
    printf("2 * INT64_MAX: 0x%016" PRIx64 "%016" PRIx64 "\n", limbs[1], limbs[0]);
    check(abicus_exact_sum_finish_limbs(copy, limbs, 2));
    printf("4 * INT64_MAX: 0x%016" PRIx64 "%016" PRIx64 "\n", limbs[1], limbs[0]);
    abicus_exact_sum_free(copy);
    abicus_exact_sum_free(sum);
    return 0;
}

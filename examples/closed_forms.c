/* Sums of ranges, Fibonacci numbers and factorials, of one word, two, or as many as there are. */
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

int main(void)
{
    uint64_t number, pair[2], *words;
    size_t count, place;
    int32_t status;

    check(abicus_sum_range_i64(0, 1000000, 1, pair));
    printf("0 + 1 + ... + 999999 = %" PRIu64 "\n", pair[0]);
    check(abicus_sum_range_i64(0, INT64_MAX, 1, pair));
    printf("up to the largest int64_t: 0x%016" PRIx64 "%016" PRIx64 "\n", pair[1], pair[0]);

    check(abicus_fibonacci_u64(93, &number));
    printf("F(93) = %" PRIu64 "\n", number);
    status = abicus_fibonacci_u64(150, &number);
    printf("F(150) %s one word\n", status == ABICUS_OVERFLOW ? "does not fit" : "fits");
    check(abicus_fibonacci_u128(150, pair));
    printf("F(150) = 0x%" PRIx64 "%016" PRIx64 "\n", pair[1], pair[0]);

    check(abicus_factorial_u64(20, &number));
    printf("20! = %" PRIu64 "\n", number);
    check(abicus_factorial_limb_count(50, &count));
    words = (uint64_t *)malloc(count * sizeof *words);
    if (words == NULL) {
        return 1;
    }
    check(abicus_factorial_limbs(50, words, count));
    printf("50! = 0x%" PRIx64, words[count - 1]);
    for (place = count - 1; place > 0; place--) {
        printf("%016" PRIx64, words[place - 1]);
    }
    printf("\n");
    free(words);
    return 0;
}

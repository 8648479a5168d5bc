/* Prime numbers: are they, which ones, how many; and a long call that says how far it is. */
#include "abicus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Prints an array of primes and frees it. */
static void print(const char *title, abicus_array *array)
{
    uint32_t kind;
    size_t length, i;
    void *data;
    check(abicus_array_get(array, &kind, &length, &data));
    printf("%s:", title);
    for (i = 0; i < length; i++) {
        printf(" %" PRIu64, ((const uint64_t *)data)[i]);
    }
    printf("\n");
    abicus_array_free(array);
}

/* Called a few times a second, and once at the end. */
static int report(void *context, uint64_t done, uint64_t total)
{
    FILE *terminal = (FILE *)context;
    fprintf(terminal, "\r%3.0f %%", 100.0 * (double)done / (double)total);
    if (done == total) {
        fprintf(terminal, "\n");
    }
    return 0;
}

int main(void)
{
    const uint64_t trillion = 1000000000000;
    abicus_control control;
    abicus_array *array = NULL;
    uint64_t count, prime;
    uint8_t is_prime;

    check(abicus_primes_u64(10, 1, NULL, &array));
    print("the first ten", array);
    check(abicus_primes_between_u64(trillion, trillion + 100, 1, NULL, &array));
    print("from a trillion on", array);

    check(abicus_is_prime_u64(UINT64_MAX, &is_prime));
    printf("2^64 - 1 is %s\n", is_prime ? "a prime" : "no prime");
    check(abicus_nth_prime_u64(1000000000, 1, NULL, &prime));
    printf("the billionth prime: %" PRIu64 "\n", prime);

    memset(&control, 0, sizeof control);
    control.progress = report;
    control.context = stderr;
    check(abicus_count_primes_u64(trillion, 0, &control, &count));
    printf("primes below a trillion: %" PRIu64 "\n", count);
    return 0;
}

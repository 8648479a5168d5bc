/* How a failure looks: a status, and a sentence for people. */
#include "abicus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Prints a status and the sentence that belongs to it, in a buffer of the size it needs. */
static void show(int32_t status)
{
    const size_t needed = abicus_last_error(NULL, 0);
    char *message = (char *)malloc(needed + 1);
    if (message == NULL) {
        exit(1);
    }
    message[0] = '\0';
    abicus_last_error(message, needed);
    printf("%" PRId32 ": %s\n", status, message);
    free(message);
}

int main(void)
{
    const double values[2] = {1.0, 2.0};
    const uint8_t bytes[4] = {1, 2, 3, 4};
    abicus_exact_sum *sum = NULL;
    double total = -1.0;
    int64_t square = -1;
    uint64_t limb;

    printf("errors so far: %u\n", (unsigned)abicus_last_error(NULL, 0));
    show(abicus_sum_f64(NULL, 2, 1, &total));
    show(abicus_sum_f64(values, 2, 1, NULL));
    show(abicus_square_i64(4000000000, &square));
    show(abicus_exact_sum_from_bytes(bytes, sizeof bytes, &sum));
    printf("nothing was written: %g, %" PRId64 ", %s\n", total, square, sum == NULL ? "NULL" : "a handle");

    if (abicus_exact_sum_new(&sum) != ABICUS_OK) {
        return 1;
    }
    if (abicus_exact_sum_update_f64(sum, values, 2) != ABICUS_OK) {
        return 1;
    }
    show(abicus_exact_sum_finish_limbs(sum, &limb, 1));
    /* A failure leaves the handle as it was. */
    if (abicus_exact_sum_finish_f64(sum, &total) != ABICUS_OK) {
        return 1;
    }
    printf("the sum is still there: %g\n", total);
    abicus_exact_sum_free(sum);
    abicus_exact_sum_free(NULL);

    /* NULL is an empty array if the length says so. */
    printf("%" PRId32 ": ", abicus_sum_f64(NULL, 0, 1, &total));
    printf("the sum of nothing is %g\n", total);
    return 0;
}

/* Sums over pairs, and passes over every element in place. */
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

static void print(const char *title, const double *values, size_t length)
{
    size_t i;
    printf("%s:", title);
    for (i = 0; i < length; i++) {
        printf(" %g", values[i]);
    }
    printf("\n");
}

int main(void)
{
    double a[5], b[30], out[3] = {0.0, 0.0, 0.0};
    const double legs[3] = {3.0, 1.0, 5.0}, others[3] = {4.0, 1.0, 12.0};
    const int32_t large[3] = {1, 2000000000, 3};
    int32_t doubled[3] = {0, 0, 0};
    uint8_t pixels[4] = {0, 100, 150, 255};
    uint64_t sum[ABICUS_PAIR_WORDS];
    char message[256];
    size_t i;

    /* round(sqrt(x * x + y * y)) over all pairs with x <= y, of those above 10. */
    for (i = 0; i < 30; i++) {
        b[i] = (double)i;
        if (i < 5) {
            a[i] = b[i];
        }
    }
    check(abicus_pair_hypot_sum_f64(a, 5, b, 30, 10.0, 1, NULL, sum));
    printf("pairs: %" PRIu64 "\n", sum[0]);

    check(abicus_masked_hypot_f64(legs, others, 3, 2.0, out));
    print("where a leg is above 2", out, 3);
    check(abicus_scale_f64(out, 3, 2.0, out));
    print("twice", out, 3);

    check(abicus_adjust_u8(pixels, 4, 0.1, 0.5, pixels));
    printf("brighter, with more contrast: %d %d %d %d\n", pixels[0], pixels[1], pixels[2], pixels[3]);

    /* Nothing is written where a product does not fit. */
    if (abicus_scale_i32(large, 3, 2, doubled) == ABICUS_OVERFLOW) {
        abicus_last_error(message, sizeof message);
        printf("%s\n", message);
    }
    return 0;
}

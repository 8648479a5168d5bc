/* Means, deviations, medians and quantiles of an array, and moments that are collected piece by piece. */
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
    /* (sum of squares - n * mean * mean) / (n - 1) in doubles makes -170.67 of these: rounding has eaten it all. */
    const double far[4] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    const int32_t ages[8] = {23, 31, 19, 44, 52, 38, 27, 61};
    double result, quartiles[3];
    abicus_moments *first = NULL, *second = NULL;
    uint64_t count;
    size_t i;

    check(abicus_mean_f64(far, 4, &result));
    printf("mean %.1f\n", result);
    check(abicus_variance_f64(far, 4, &result));
    printf("variance %.1f\n", result);

    check(abicus_median_i32(ages, 8, &result));
    printf("median age %.1f\n", result);
    check(abicus_quantiles_i32(ages, 8, 4, 0, quartiles, 3));
    for (i = 0; i < 3; i++) {
        printf("quartile %.2f\n", quartiles[i]);
    }

    /* Two parts, as of two threads or two machines, give the same bits as the whole. */
    check(abicus_moments_new(&first));
    check(abicus_moments_new(&second));
    check(abicus_moments_update_f64(first, far, 1));
    check(abicus_moments_update_f64(second, far + 1, 3));
    check(abicus_moments_merge(first, second));
    check(abicus_moments_count(first, &count));
    check(abicus_moments_stdev(first, &result));
    printf("%" PRIu64 " values, standard deviation %.17g\n", count, result);
    abicus_moments_free(first);
    abicus_moments_free(second);
    return 0;
}

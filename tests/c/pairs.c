/* Sums over all pairs. */
#include "check.h"

#include <math.h>

/* Whether a sum is one word. */
static int is_small(const uint64_t *sum, uint64_t expected)
{
    int place, same = sum[0] == expected;
    for (place = 1; place < ABICUS_PAIR_WORDS; place++) {
        same = same && sum[place] == 0;
    }
    return same;
}

/* 0 to 4 with 0 to 29; every second of each; what is not finite. */
#define PAIRS(T, type, most) \
    do { \
        type a[5], b[30]; \
        uint64_t sum[ABICUS_PAIR_WORDS + 1]; \
        int place; \
        size_t threads; \
        for (place = 0; place < 30; place++) { \
            b[place] = (type)place; \
            if (place < 5) { \
                a[place] = (type)place; \
            } \
        } \
        sum[ABICUS_PAIR_WORDS] = 7; \
        for (threads = 0; threads < 3; threads++) { \
            CHECK(abicus_pair_hypot_sum_##T(a, 5, b, 30, 10, threads, NULL, sum) == ABICUS_OK && is_small(sum, 1916)); \
        } \
        /* 4, 2, 0 with 29, 27, .. 1. */ \
        CHECK(abicus_pair_hypot_sum_##T##_strided( \
                  a + 4, 3, -2 * (ptrdiff_t)sizeof(type), b + 29, 15, -2 * (ptrdiff_t)sizeof(type), 10, 1, NULL, sum) \
              == ABICUS_OK); \
        CHECK(is_small(sum, 603)); \
        CHECK(abicus_pair_hypot_sum_##T(a, 5, b, 30, 1e300, 1, NULL, sum) == ABICUS_OK && is_small(sum, 0)); \
        CHECK(abicus_pair_hypot_sum_##T(NULL, 0, b, 30, 10, 1, NULL, sum) == ABICUS_OK && is_small(sum, 0)); \
        sum[0] = 5; \
        b[3] = (type)NAN; \
        b[7] = most; \
        a[0] = (type)INFINITY; \
        CHECK(abicus_pair_hypot_sum_##T(a, 1, b + 4, 20, 10, 1, NULL, sum) == ABICUS_OK && is_small(sum, 0)); \
        sum[0] = 5; \
        CHECK(abicus_pair_hypot_sum_##T(a, 5, b, 30, 10, 1, NULL, sum) == ABICUS_INVALID_DATA && sum[0] == 5); \
        CHECK(last_error_has("a[0] and b[3]")); \
        CHECK(abicus_pair_hypot_sum_##T(a, 5, b + 4, 20, 10, 1, NULL, sum) == ABICUS_INVALID_DATA && sum[0] == 5); \
        CHECK(last_error_has("a[1] and b[3]")); \
        CHECK(abicus_pair_hypot_sum_##T(a, 5, b, 3, (double)NAN, 1, NULL, sum) == ABICUS_INVALID_ARGUMENT); \
        CHECK(abicus_pair_hypot_sum_##T(NULL, 5, b, 3, 10, 1, NULL, sum) == ABICUS_NULL_POINTER); \
        CHECK(last_error_has("a is NULL")); \
        CHECK(abicus_pair_hypot_sum_##T(a, 5, NULL, 3, 10, 1, NULL, sum) == ABICUS_NULL_POINTER); \
        CHECK(last_error_has("b is NULL")); \
        CHECK(abicus_pair_hypot_sum_##T(a, 5, b, 3, 10, 1, NULL, NULL) == ABICUS_NULL_POINTER); \
        CHECK(last_error_has("out is NULL") && sum[0] == 5 && sum[ABICUS_PAIR_WORDS] == 7); \
    } while (0)

static void test_large(void)
{
    /* 2^500, as often as there are pairs: 6. */
    const double a[2] = {0.0, -0.0}, b[3] = {0x1p500, 0x1p500, 0x1p500};
    uint64_t sum[ABICUS_PAIR_WORDS];
    CHECK(abicus_pair_hypot_sum_f64(a, 2, b, 3, 10.0, 1, NULL, sum) == ABICUS_OK);
    CHECK(sum[7] == (uint64_t)6 << 52 && sum[0] == 0 && sum[6] == 0 && sum[8] == 0);
}

/* On one thread: what the standard library keeps of the main thread once others were started looks lost to Valgrind. */
static void test_watched(void)
{
    static double values[40000];
    abicus_control control = {1, 0, 0, NULL, NULL};
    uint64_t sum[ABICUS_PAIR_WORDS] = {5};
    size_t place;
    for (place = 0; place < 40000; place++) {
        values[place] = 1e8 + 1000.0 * (double)place;
    }
    CHECK(abicus_pair_hypot_sum_f64(values, 40000, values, 40000, 10.0, 1, &control, sum) == ABICUS_CANCELLED);
    CHECK(sum[0] == 5);
    control.cancel = 0;
    CHECK(abicus_pair_hypot_sum_f64(values, 1000, values, 2000, 10.0, 1, &control, sum) == ABICUS_OK);
    CHECK(control.total == 2000000 && control.done == 2000000);
}

void test_pairs(void)
{
    PAIRS(f64, double, 1e200);
    PAIRS(f32, float, 1e30f);
    test_large();
    test_watched();
}

/* The accumulator of products. */
#include "check.h"

static double value_of(const abicus_exact_dot *dot)
{
    double result = 0.25;
    CHECK(abicus_exact_dot_finish_f64(dot, &result) == ABICUS_OK);
    return result;
}

/* 3 * 6 + 4 * 7 + 5 * 8; then the second factors from the last to the first: 3 * 8 + 4 * 7 + 5 * 6. */
#define UPDATE(T, type) \
    do { \
        static const type a[3] = {3, 4, 5}, b[3] = {6, 7, 8}; \
        const ptrdiff_t size = (ptrdiff_t)sizeof(type); \
        CHECK(abicus_exact_dot_update_##T(dot, a, b, 3) == ABICUS_OK); \
        CHECK(abicus_exact_dot_update_##T##_strided(dot, a, size, b + 2, -size, 3) == ABICUS_OK); \
        CHECK(abicus_exact_dot_update_##T(dot, NULL, NULL, 0) == ABICUS_OK); \
        expected += 86 + 82; \
        CHECK(bits(value_of(dot)) == bits(expected)); \
    } while (0)

static void test_updates(void)
{
    abicus_exact_dot *dot = NULL;
    double expected = 0;
    CHECK(abicus_exact_dot_new(&dot) == ABICUS_OK && dot != NULL);
    CHECK(bits(value_of(dot)) == 0);
    UPDATE(f64, double);
    UPDATE(f32, float);
    abicus_exact_dot_free(dot);
    abicus_exact_dot_free(NULL);
}

/* 1e600 in one piece and -1e600 in another; between them 0.1 * 0.1 - 0.01, which is less than a double product tells. */
static void test_exactness(void)
{
    static const double a[3] = {1e300, 0.1, 0.01}, b[3] = {1e300, 0.1, -1.0}, negative[1] = {-1e300};
    abicus_exact_dot *dot = NULL;
    CHECK(abicus_exact_dot_new(&dot) == ABICUS_OK);
    CHECK(abicus_exact_dot_update_f64(dot, a, b, 3) == ABICUS_OK);
    CHECK(bits(value_of(dot)) == 0x7ff0000000000000);
    CHECK(abicus_exact_dot_update_f64(dot, negative, b, 1) == ABICUS_OK);
    CHECK(bits(value_of(dot)) == 0x3c30a3d70a3d70a4);
    abicus_exact_dot_free(dot);
}

static void test_bad_handles(void)
{
    static const double values[2] = {1, 2};
    static const float singles[2] = {1, 2};
    abicus_exact_dot *dot = NULL;
    double result = 7;
    CHECK(abicus_exact_dot_new(NULL) == ABICUS_NULL_POINTER && last_error_has("out"));
    CHECK(abicus_exact_dot_update_f64(NULL, values, values, 2) == ABICUS_NULL_POINTER && last_error_has("dot"));
    CHECK(abicus_exact_dot_update_f32(NULL, singles, singles, 2) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_dot_finish_f64(NULL, &result) == ABICUS_NULL_POINTER && result == 7);
    CHECK(abicus_exact_dot_new(&dot) == ABICUS_OK);
    CHECK(abicus_exact_dot_update_f64(dot, NULL, values, 2) == ABICUS_NULL_POINTER && last_error_has("a is NULL"));
    CHECK(abicus_exact_dot_update_f64(dot, values, NULL, 2) == ABICUS_NULL_POINTER && last_error_has("b is NULL"));
    CHECK(abicus_exact_dot_update_f64_strided(dot, values, 8, values, 8, SIZE_MAX / 8) == ABICUS_INVALID_LENGTH);
    CHECK(abicus_exact_dot_update_f32_strided(dot, singles, 4, NULL, 4, 1) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_dot_finish_f64(dot, NULL) == ABICUS_NULL_POINTER);
    /* After a failure it is as it was. */
    CHECK(bits(value_of(dot)) == 0);
    CHECK(abicus_exact_dot_update_f64(dot, values, values, 2) == ABICUS_OK && bits(value_of(dot)) == bits(5.0));
    abicus_exact_dot_free(dot);
}

void test_exact_dot(void)
{
    test_updates();
    test_exactness();
    test_bad_handles();
}

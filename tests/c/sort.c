/* Sorting in place: literal answers for every type and form, and bad input. */
#include "check.h"

/* Five elements of a type, the extremes among them, and what they are in order. */
#define SORTS(T, type, GIVEN, ASCENDING, DESCENDING) \
    static void test_##T(void) \
    { \
        static const type given[5] = GIVEN, ascending[5] = ASCENDING, descending[5] = DESCENDING; \
        const ptrdiff_t size = (ptrdiff_t)sizeof(type); \
        type values[5], wide[10]; \
        unsigned char odd[5 * sizeof(type) + 1]; \
        size_t threads, place; \
        for (threads = 0; threads < 3; threads++) { \
            memcpy(values, given, sizeof given); \
            CHECK(abicus_sort_##T(values, 5, 0, threads) == ABICUS_OK); \
            CHECK(memcmp(values, ascending, sizeof values) == 0); \
            memcpy(values, given, sizeof given); \
            CHECK(abicus_sort_##T(values, 5, 1, threads) == ABICUS_OK); \
            CHECK(memcmp(values, descending, sizeof values) == 0); \
        } \
        /* Backwards, and every other one. */ \
        memcpy(values, given, sizeof given); \
        CHECK(abicus_sort_##T##_strided(values + 4, 5, -size, 0, 1) == ABICUS_OK); \
        CHECK(memcmp(values, descending, sizeof values) == 0); \
        for (place = 0; place < 10; place++) \
            wide[place] = place % 2 ? (type)place : given[place / 2]; \
        CHECK(abicus_sort_##T##_strided(wide, 5, 2 * size, 0, 1) == ABICUS_OK); \
        for (place = 0; place < 10; place++) { \
            const type expected = place % 2 ? (type)place : ascending[place / 2]; \
            CHECK(memcmp(&wide[place], &expected, sizeof expected) == 0); \
        } \
        /* Misaligned. */ \
        memcpy(odd + 1, given, sizeof given); \
        CHECK(abicus_sort_##T((type *)(void *)(odd + 1), 5, 1, 1) == ABICUS_OK); \
        CHECK(memcmp(odd + 1, descending, sizeof descending) == 0); \
        /* Nothing, and bad input. */ \
        CHECK(abicus_sort_##T(NULL, 0, 0, 1) == ABICUS_OK); \
        CHECK(abicus_sort_##T##_strided(NULL, 0, size, 0, 1) == ABICUS_OK); \
        CHECK(abicus_sort_##T(NULL, 5, 0, 1) == ABICUS_NULL_POINTER); \
        CHECK(abicus_sort_##T##_strided(NULL, 5, 2 * size, 0, 1) == ABICUS_NULL_POINTER); \
        memcpy(values, given, sizeof given); \
        CHECK(abicus_sort_##T(values, SIZE_MAX, 0, 1) == ABICUS_INVALID_LENGTH); \
        CHECK(abicus_sort_##T(values, 5, 2, 1) == ABICUS_INVALID_ARGUMENT && last_error_has("descending is 2")); \
        CHECK(abicus_sort_##T##_strided(values, 5, 0, 0, 1) == ABICUS_INVALID_ARGUMENT); \
        CHECK(last_error_has("abicus_sort_" #T "_strided: stride is 0")); \
        CHECK(memcmp(values, given, sizeof values) == 0); \
    }

/* Zeros of both signs are equal, and keep their order. */
SORTS(f64, double, LIST(0.0, 1e300, -0.0, -1e-300, 0.0), LIST(-1e-300, 0.0, -0.0, 0.0, 1e300),
    LIST(1e300, 0.0, -0.0, 0.0, -1e-300))
SORTS(f32, float, LIST(-0.0f, 1e30f, 0.0f, -1e-30f, -0.0f), LIST(-1e-30f, -0.0f, 0.0f, -0.0f, 1e30f),
    LIST(1e30f, -0.0f, 0.0f, -0.0f, -1e-30f))
SORTS(i64, int64_t, LIST(5, INT64_MAX, -7, INT64_MIN, 5), LIST(INT64_MIN, -7, 5, 5, INT64_MAX),
    LIST(INT64_MAX, 5, 5, -7, INT64_MIN))
SORTS(u64, uint64_t, LIST(5, UINT64_MAX, 7, 0, INT64_MAX), LIST(0, 5, 7, INT64_MAX, UINT64_MAX),
    LIST(UINT64_MAX, INT64_MAX, 7, 5, 0))
SORTS(i32, int32_t, LIST(5, INT32_MAX, -7, INT32_MIN, 5), LIST(INT32_MIN, -7, 5, 5, INT32_MAX),
    LIST(INT32_MAX, 5, 5, -7, INT32_MIN))
SORTS(u32, uint32_t, LIST(5, UINT32_MAX, 7, 0, INT32_MAX), LIST(0, 5, 7, INT32_MAX, UINT32_MAX),
    LIST(UINT32_MAX, INT32_MAX, 7, 5, 0))
SORTS(i16, int16_t, LIST(5, INT16_MAX, -7, INT16_MIN, 5), LIST(INT16_MIN, -7, 5, 5, INT16_MAX),
    LIST(INT16_MAX, 5, 5, -7, INT16_MIN))
SORTS(u16, uint16_t, LIST(5, UINT16_MAX, 7, 0, INT16_MAX), LIST(0, 5, 7, INT16_MAX, UINT16_MAX),
    LIST(UINT16_MAX, INT16_MAX, 7, 5, 0))
SORTS(i8, int8_t, LIST(5, INT8_MAX, -7, INT8_MIN, 5), LIST(INT8_MIN, -7, 5, 5, INT8_MAX),
    LIST(INT8_MAX, 5, 5, -7, INT8_MIN))
SORTS(u8, uint8_t, LIST(5, UINT8_MAX, 7, 0, INT8_MAX), LIST(0, 5, 7, INT8_MAX, UINT8_MAX),
    LIST(UINT8_MAX, INT8_MAX, 7, 5, 0))

/* NaN has no place in an order: nothing is moved. */
static void test_nan(void)
{
    const double nan = 0.0 * (1e300 * 1e300);
    double values[3], given[3] = {2.0, 0.0, 1.0};
    float floats[3] = {2.0f, 0.0f, 1.0f};
    given[1] = nan;
    floats[2] = (float)nan;
    memcpy(values, given, sizeof given);
    CHECK(abicus_sort_f64(values, 3, 0, 1) == ABICUS_INVALID_DATA);
    CHECK(last_error_has("abicus_sort_f64: values[1] is NaN"));
    CHECK(memcmp(values, given, sizeof values) == 0);
    CHECK(abicus_sort_f64_strided(values + 2, 3, -(ptrdiff_t)sizeof(double), 1, 1) == ABICUS_INVALID_DATA);
    CHECK(memcmp(values, given, sizeof values) == 0);
    CHECK(abicus_sort_f32(floats, 3, 0, 1) == ABICUS_INVALID_DATA && last_error_has("values[2] is NaN"));
    CHECK(abicus_sort_f64(values + 1, 1, 0, 1) == ABICUS_OK);
}

/* More than the networks hold, in several threads. */
static void test_many(void)
{
    static int64_t values[100000];
    int64_t place;
    for (place = 0; place < 100000; place++)
        values[place] = place * 7919 % 100000;
    CHECK(abicus_sort_i64(values, 100000, 0, 2) == ABICUS_OK);
    for (place = 0; place < 100000; place++)
        if (values[place] != place)
            break;
    CHECK(place == 100000);
}

void test_sort(void)
{
    test_f64();
    test_f32();
    test_i64();
    test_u64();
    test_i32();
    test_u32();
    test_i16();
    test_u16();
    test_i8();
    test_u8();
    test_nan();
    test_many();
}

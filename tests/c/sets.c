/* Distinct values, duplicates, membership. */
#include "check.h"

#include <math.h>

/* Whether an array has these elements; frees it. */
static int has(abicus_array *array, uint32_t kind, size_t length, const void *elements, size_t size)
{
    uint32_t seen = 0;
    size_t count = 9;
    void *data = NULL;
    int same = abicus_array_get(array, &seen, &count, &data) == ABICUS_OK && seen == kind && count == length
        && memcmp(data, elements, length * size) == 0;
    abicus_array_free(array);
    return same;
}

/* 3 and 5 come again; every second value from the last on is 5 1 5 3. */
#define SETS(T, type, kind) \
    do { \
        static const type values[8] = {7, 3, 9, 5, 3, 1, 3, 5}; \
        static const type all[5] = {7, 3, 9, 5, 1}; \
        static const type again[2] = {3, 5}; \
        static const type backwards[3] = {5, 1, 3}; \
        static const type lookup[2] = {5, 9}; \
        static const unsigned char found[8] = {0, 0, 1, 1, 0, 0, 0, 1}; \
        static const unsigned char found_backwards[4] = {1, 0, 1, 0}; \
        const ptrdiff_t step = -2 * (ptrdiff_t)sizeof(type); \
        unsigned char flags[8]; \
        abicus_array *array = NULL; \
        CHECK(abicus_unique_##T(values, 8, &array) == ABICUS_OK); \
        CHECK(has(array, kind, 5, all, sizeof(type))); \
        CHECK(abicus_unique_##T##_strided(values + 7, 4, step, &array) == ABICUS_OK); \
        CHECK(has(array, kind, 3, backwards, sizeof(type))); \
        CHECK(abicus_duplicates_##T(values, 8, &array) == ABICUS_OK); \
        CHECK(has(array, kind, 2, again, sizeof(type))); \
        CHECK(abicus_duplicates_##T##_strided(values + 7, 4, step, &array) == ABICUS_OK); \
        CHECK(has(array, kind, 1, backwards, sizeof(type))); \
        memset(flags, 7, sizeof flags); \
        CHECK(abicus_isin_##T(values, 8, lookup, 2, flags) == ABICUS_OK); \
        CHECK(memcmp(flags, found, 8) == 0); \
        memset(flags, 7, sizeof flags); \
        CHECK(abicus_isin_##T##_strided(values + 7, 4, step, lookup, 2, flags) == ABICUS_OK); \
        CHECK(memcmp(flags, found_backwards, 4) == 0 && flags[4] == 7); \
    } while (0)

static void test_floats(void)
{
    const double values[6] = {(double)NAN, -0.0, 1.5, 0.0, (double)NAN, 1.5};
    abicus_array *array = NULL;
    uint32_t kind = 0;
    size_t length = 0;
    void *data = NULL;
    unsigned char flags[6];
    CHECK(abicus_duplicates_f64(values, 6, &array) == ABICUS_OK);
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK && length == 2);
    CHECK(bits(((double *)data)[0]) == bits(-0.0) && bits(((double *)data)[1]) == bits(1.5));
    abicus_array_free(array);
    CHECK(abicus_unique_f64(values, 6, &array) == ABICUS_OK);
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK && length == 4);
    CHECK(bits(((double *)data)[1]) == bits(-0.0) && isnan(((double *)data)[3]));
    abicus_array_free(array);
    CHECK(abicus_isin_f64(values, 6, values, 2, flags) == ABICUS_OK);
    CHECK(memcmp(flags, "\0\1\0\1\0\0", 6) == 0);
}

static void test_bad_sets(void)
{
    static const int64_t values[1] = {1};
    unsigned char flag = 7;
    abicus_array *array = NULL;
    CHECK(abicus_unique_i64(NULL, 1, &array) == ABICUS_NULL_POINTER && last_error_has("values is NULL"));
    CHECK(abicus_duplicates_i64(NULL, 1, &array) == ABICUS_NULL_POINTER && last_error_has("values is NULL"));
    CHECK(abicus_duplicates_i64_strided(values, SIZE_MAX, 8, &array) == ABICUS_INVALID_LENGTH && array == NULL);
    CHECK(abicus_unique_i64(values, 1, NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL"));
    CHECK(abicus_isin_i64(values, 1, NULL, 1, &flag) == ABICUS_NULL_POINTER && last_error_has("lookup is NULL"));
    CHECK(abicus_isin_i64(NULL, 1, values, 1, &flag) == ABICUS_NULL_POINTER && last_error_has("values is NULL"));
    CHECK(abicus_isin_i64(values, 1, values, 1, NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL"));
    CHECK(abicus_isin_i64(values, SIZE_MAX, values, 1, &flag) == ABICUS_INVALID_LENGTH && flag == 7);
    CHECK(abicus_isin_i64(values, 1, NULL, 0, &flag) == ABICUS_OK && flag == 0);
    CHECK(abicus_isin_i64(NULL, 0, NULL, 0, NULL) == ABICUS_OK);
    CHECK(abicus_unique_i64(NULL, 0, &array) == ABICUS_OK && has(array, ABICUS_TYPE_I64, 0, values, 8));
}

void test_sets(void)
{
    SETS(f64, double, ABICUS_TYPE_F64);
    SETS(f32, float, ABICUS_TYPE_F32);
    SETS(i64, int64_t, ABICUS_TYPE_I64);
    SETS(u64, uint64_t, ABICUS_TYPE_U64);
    SETS(i32, int32_t, ABICUS_TYPE_I32);
    SETS(u32, uint32_t, ABICUS_TYPE_U32);
    SETS(i16, int16_t, ABICUS_TYPE_I16);
    SETS(u16, uint16_t, ABICUS_TYPE_U16);
    SETS(i8, int8_t, ABICUS_TYPE_I8);
    SETS(u8, uint8_t, ABICUS_TYPE_U8);
    test_floats();
    test_bad_sets();
}

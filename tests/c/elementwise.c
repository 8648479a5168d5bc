/* Products with one factor, masked hypotenuses, brightness and contrast. */
#include "check.h"

#include <math.h>

/* Products with 3, in place, backwards, misaligned; what does not fit. `large` times 3 does not. */
#define SCALE(T, type, large) \
    do { \
        const type values[5] = {1, 7, 0, 42, 5}; \
        const type expected[5] = {3, 21, 0, 126, 15}; \
        const type backwards[3] = {15, 0, 3}; \
        const type wide[3] = {2, large, large}; \
        const ptrdiff_t step = -2 * (ptrdiff_t)sizeof(type); \
        type out[5], place[5]; \
        unsigned char odd[5 * sizeof(type) + 1]; \
        memset(out, 0, sizeof out); \
        CHECK(abicus_scale_##T(values, 5, 3, out) == ABICUS_OK && memcmp(out, expected, sizeof expected) == 0); \
        memset(out, 0, sizeof out); \
        CHECK(abicus_scale_##T##_strided(values + 4, 3, step, 3, out) == ABICUS_OK); \
        CHECK(memcmp(out, backwards, sizeof backwards) == 0 && out[3] == 0); \
        memcpy(place, values, sizeof values); \
        CHECK(abicus_scale_##T(place, 5, 3, place) == ABICUS_OK && memcmp(place, expected, sizeof expected) == 0); \
        memcpy(odd + 1, values, sizeof values); \
        CHECK(abicus_scale_##T((const type *)(const void *)(odd + 1), 5, 3, (type *)(void *)(odd + 1)) == ABICUS_OK); \
        CHECK(memcmp(odd + 1, expected, sizeof expected) == 0); \
        memcpy(place, values, sizeof values); \
        CHECK(abicus_scale_##T(place, 4, 3, place + 1) == ABICUS_INVALID_ARGUMENT); \
        CHECK(last_error_has("out overlaps values in part") && memcmp(place, values, sizeof values) == 0); \
        CHECK(abicus_scale_##T##_strided(place + 4, 3, step, 3, place) == ABICUS_INVALID_ARGUMENT); \
        CHECK(memcmp(place, values, sizeof values) == 0); \
        memset(out, 0, sizeof out); \
        if (large != 0) { \
            CHECK(abicus_scale_##T(wide, 3, 3, out) == ABICUS_OVERFLOW && last_error_has("values[1] times 3")); \
            CHECK(out[0] == 0); \
        } \
        CHECK(abicus_scale_##T(NULL, 0, 3, NULL) == ABICUS_OK); \
        CHECK(abicus_scale_##T(NULL, 1, 3, out) == ABICUS_NULL_POINTER && last_error_has("values is NULL")); \
        CHECK(abicus_scale_##T(values, 1, 3, NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL")); \
        CHECK(abicus_scale_##T(values, SIZE_MAX, 3, out) == ABICUS_INVALID_LENGTH || last_error_has("overlaps")); \
    } while (0)

/* 3 4 5, not above, 5 12 13, 8 15 17. */
#define HYPOT(T, type) \
    do { \
        static const type a[4] = {3, 2, 5, 8}, b[4] = {4, 9, 12, 15}; \
        static const type expected[4] = {5, -7, 13, 17}, backwards[4] = {17, 13, -7, 5}; \
        static const type over_a[4] = {5, 2, 13, 17}, over_b[4] = {5, 9, 13, 17}; \
        const ptrdiff_t back = -(ptrdiff_t)sizeof(type); \
        type out[4] = {-7, -7, -7, -7}, place[4]; \
        CHECK(abicus_masked_hypot_##T(a, b, 4, 2, out) == ABICUS_OK && memcmp(out, expected, sizeof out) == 0); \
        out[0] = out[1] = out[2] = out[3] = -7; \
        CHECK(abicus_masked_hypot_##T##_strided(a + 3, back, b + 3, back, 4, 2, out) == ABICUS_OK); \
        CHECK(memcmp(out, backwards, sizeof out) == 0); \
        memcpy(place, a, sizeof a); \
        CHECK(abicus_masked_hypot_##T(place, b, 4, 2, place) == ABICUS_OK); \
        CHECK(memcmp(place, over_a, sizeof place) == 0); \
        memcpy(place, b, sizeof b); \
        CHECK(abicus_masked_hypot_##T(a, place, 4, 2, place) == ABICUS_OK); \
        CHECK(memcmp(place, over_b, sizeof place) == 0); \
        memcpy(place, b, sizeof b); \
        CHECK(abicus_masked_hypot_##T(a, place, 3, 2, place + 1) == ABICUS_INVALID_ARGUMENT); \
        CHECK(last_error_has("out overlaps b in part") && memcmp(place, b, sizeof b) == 0); \
        CHECK(abicus_masked_hypot_##T(NULL, NULL, 0, 2, NULL) == ABICUS_OK); \
        CHECK(abicus_masked_hypot_##T(NULL, b, 4, 2, out) == ABICUS_NULL_POINTER && last_error_has("a is NULL")); \
        CHECK(abicus_masked_hypot_##T(a, NULL, 4, 2, out) == ABICUS_NULL_POINTER && last_error_has("b is NULL")); \
        CHECK(abicus_masked_hypot_##T(a, b, 4, 2, NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL")); \
        CHECK(abicus_masked_hypot_##T(a, b, 4, (type)NAN, out) == ABICUS_OK); \
        CHECK(memcmp(out, backwards, sizeof out) == 0); \
    } while (0)

static void test_adjust(void)
{
    static const unsigned char pixels[4] = {0, 100, 200, 255};
    /* (p - 127.5) * 2 + 127.5 is -127.5, 72.5, 272.5, 382.5, and 25.5 on top -102, 98, 298, 408. */
    static const unsigned char expected[4] = {0, 98, 255, 255}, backwards[2] = {255, 98};
    unsigned char out[4] = {7, 7, 7, 7}, place[4];
    CHECK(abicus_adjust_u8(pixels, 4, 0.1, 1.0, out) == ABICUS_OK && memcmp(out, expected, 4) == 0);
    out[2] = 7;
    CHECK(abicus_adjust_u8_strided(pixels + 3, 2, -2, 0.1, 1.0, out) == ABICUS_OK);
    CHECK(memcmp(out, backwards, 2) == 0 && out[2] == 7);
    memcpy(place, pixels, 4);
    CHECK(abicus_adjust_u8(place, 4, 0.1, 1.0, place) == ABICUS_OK && memcmp(place, expected, 4) == 0);
    memcpy(place, pixels, 4);
    CHECK(abicus_adjust_u8(place, 3, 0.1, 1.0, place + 1) == ABICUS_INVALID_ARGUMENT);
    CHECK(last_error_has("out overlaps pixels in part") && memcmp(place, pixels, 4) == 0);
    CHECK(abicus_adjust_u8(pixels, 4, (double)NAN, 1.0, out) == ABICUS_INVALID_ARGUMENT);
    CHECK(last_error_has("brightness is NaN"));
    CHECK(abicus_adjust_u8(pixels, 4, 0.0, (double)INFINITY, out) == ABICUS_INVALID_ARGUMENT);
    CHECK(abicus_adjust_u8(NULL, 4, 0.0, 0.0, out) == ABICUS_NULL_POINTER && last_error_has("pixels is NULL"));
    CHECK(abicus_adjust_u8(pixels, 4, 0.0, 0.0, NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL"));
    CHECK(abicus_adjust_u8(NULL, 0, 0.0, 0.0, NULL) == ABICUS_OK);
    CHECK(memcmp(out, backwards, 2) == 0);
}

static void test_rounding(void)
{
    /* The exact product is nearer to the float below; rounded to a double first it lies between two and goes up. */
    const float value[1] = {1.0f + 0x1p-23f};
    const double factor = 0x1.000003000001ap-1;
    const double large[2] = {1e300, -0.0};
    float single[1];
    double out[2];
    CHECK(abicus_scale_f32(value, 1, factor, single) == ABICUS_OK);
    CHECK(single[0] == (float)((long double)value[0] * factor));
    CHECK(abicus_scale_f64(large, 2, 1e300, out) == ABICUS_OK && isinf(out[0]) && bits(out[1]) == bits(-0.0));
}

void test_elementwise(void)
{
    SCALE(f64, double, 0);
    SCALE(f32, float, 0);
    SCALE(i64, int64_t, INT64_MIN / 2);
    SCALE(u64, uint64_t, UINT64_MAX / 2);
    SCALE(i32, int32_t, INT32_MIN / 2);
    SCALE(u32, uint32_t, UINT32_MAX / 2);
    SCALE(i16, int16_t, INT16_MIN / 2);
    SCALE(u16, uint16_t, UINT16_MAX / 2);
    SCALE(i8, int8_t, INT8_MIN / 2);
    SCALE(u8, uint8_t, UINT8_MAX / 2);
    HYPOT(f64, double);
    HYPOT(f32, float);
    test_adjust();
    test_rounding();
}

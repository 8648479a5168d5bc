/* Means, spreads, medians, quantiles and moments, with the answers of CPython 3.13's statistics module. */
#include "check.h"

/*
 * Six elements of each type, the extremes among them; their mean, sample and population variance and deviation, median,
 * the median of the first five, and quartiles, of a sample and of a population.
 */
#define STATISTICS(T, type, A, MEAN, VARIANCE, PVARIANCE, STDEV, PSTDEV, MEDIAN, ODD, EXCLUSIVE, INCLUSIVE) \
    static void test_##T(void) \
    { \
        static const type a[6] = A; \
        static const double exclusive[3] = EXCLUSIVE, inclusive[3] = INCLUSIVE; \
        const ptrdiff_t size = (ptrdiff_t)sizeof(type); \
        unsigned char odd[6 * sizeof(type) + 1]; \
        const type *misaligned = (const type *)(const void *)(odd + 1); \
        double result = 7, cuts[4] = {7, 7, 7, 7}; \
        abicus_moments *moments = NULL; \
        uint64_t count = 0; \
        memcpy(odd + 1, a, sizeof a); \
        CHECK(abicus_mean_##T(a, 6, &result) == ABICUS_OK && bits(result) == bits(MEAN)); \
        CHECK(abicus_mean_##T(misaligned, 6, &result) == ABICUS_OK && bits(result) == bits(MEAN)); \
        CHECK(abicus_mean_##T##_strided(a + 5, 6, -size, &result) == ABICUS_OK && bits(result) == bits(MEAN)); \
        CHECK(abicus_variance_##T(a, 6, &result) == ABICUS_OK && bits(result) == bits(VARIANCE)); \
        CHECK(abicus_variance_##T##_strided(a + 5, 6, -size, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(VARIANCE)); \
        CHECK(abicus_pvariance_##T(a, 6, &result) == ABICUS_OK && bits(result) == bits(PVARIANCE)); \
        CHECK(abicus_pvariance_##T##_strided(a + 5, 6, -size, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(PVARIANCE)); \
        CHECK(abicus_stdev_##T(a, 6, &result) == ABICUS_OK && bits(result) == bits(STDEV)); \
        CHECK(abicus_stdev_##T##_strided(a + 5, 6, -size, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(STDEV)); \
        CHECK(abicus_pstdev_##T(a, 6, &result) == ABICUS_OK && bits(result) == bits(PSTDEV)); \
        CHECK(abicus_pstdev_##T##_strided(a + 5, 6, -size, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(PSTDEV)); \
        CHECK(abicus_median_##T(a, 6, &result) == ABICUS_OK && bits(result) == bits(MEDIAN)); \
        CHECK(abicus_median_##T(misaligned, 6, &result) == ABICUS_OK && bits(result) == bits(MEDIAN)); \
        CHECK(abicus_median_##T(a, 5, &result) == ABICUS_OK && bits(result) == bits(ODD)); \
        CHECK(abicus_median_##T##_strided(a + 5, 6, -size, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(MEDIAN)); \
        CHECK(abicus_quantiles_##T(a, 6, 4, 0, cuts, 4) == ABICUS_OK && SAME_WORDS(cuts, exclusive)); \
        CHECK(abicus_quantiles_##T##_strided(a + 5, 6, -size, 4, 1, cuts, 3) == ABICUS_OK); \
        CHECK(SAME_WORDS(cuts, inclusive) && bits(cuts[3]) == bits(7.0)); \
        /* Twice the same half of the data, in parts. */ \
        CHECK(abicus_moments_new(&moments) == ABICUS_OK); \
        CHECK(abicus_moments_update_##T(moments, a, 2) == ABICUS_OK); \
        CHECK(abicus_moments_update_##T(moments, NULL, 0) == ABICUS_OK); \
        CHECK(abicus_moments_update_##T##_strided(moments, a + 5, 4, -size) == ABICUS_OK); \
        CHECK(abicus_moments_count(moments, &count) == ABICUS_OK && count == 6); \
        CHECK(abicus_moments_mean(moments, &result) == ABICUS_OK && bits(result) == bits(MEAN)); \
        CHECK(abicus_moments_variance(moments, &result) == ABICUS_OK && bits(result) == bits(VARIANCE)); \
        CHECK(abicus_moments_pvariance(moments, &result) == ABICUS_OK && bits(result) == bits(PVARIANCE)); \
        CHECK(abicus_moments_stdev(moments, &result) == ABICUS_OK && bits(result) == bits(STDEV)); \
        CHECK(abicus_moments_pstdev(moments, &result) == ABICUS_OK && bits(result) == bits(PSTDEV)); \
        abicus_moments_free(moments); \
        /* Nothing, and one element a thousand times. */ \
        CHECK(abicus_mean_##T(NULL, 0, &result) == ABICUS_INVALID_DATA && last_error_has("0 elements")); \
        CHECK(abicus_variance_##T(a, 1, &result) == ABICUS_INVALID_DATA && last_error_has("at least 2")); \
        CHECK(abicus_pvariance_##T(a, 1, &result) == ABICUS_OK && bits(result) == 0); \
        CHECK(abicus_mean_##T##_strided(a + 1, 1000, 0, &result) == ABICUS_OK && bits(result) == bits((double)a[1])); \
        CHECK(abicus_stdev_##T##_strided(a + 1, 1000, 0, &result) == ABICUS_OK && bits(result) == 0); \
        CHECK(abicus_median_##T##_strided(a + 1, 9000, 0, &result) == ABICUS_OK && bits(result) == bits((double)a[1])); \
    }

STATISTICS(f64, double, LIST(1e+100, 1.0, -1e+100, 4.0, 0.1, 2.5), 0x1.4444444444444p+0, 0x1.0b8e0acac4eafp+663,
           0x1.bdecbca748323p+662, 0x1.721e77aecbbb9p+331, 0x1.51def28355567p+331, 0x1.c000000000000p+0,
           0x1.0000000000000p+0, LIST(-0x1.249ad2594c37dp+330, 0x1.c000000000000p+0, 0x1.249ad2594c37dp+330),
           LIST(0x1.4cccccccccccdp-2, 0x1.c000000000000p+0, 0x1.d000000000000p+1))
STATISTICS(f32, float, LIST(1e30f, 1.0f, -1e30f, 4.0f, 0.1f, 2.5f), 0x1.4444444555555p+0, 0x1.fdca17e1b1400p+197,
           0x1.a8d313e6be600p+197, 0x1.fee4bd95dea7ep+98, 0x1.d2613d377eeabp+98, 0x1.c000000000000p+0,
           0x1.0000000000000p+0, LIST(-0x1.93e5940000000p+97, 0x1.c000000000000p+0, 0x1.93e5940000000p+97),
           LIST(0x1.4ccccce000000p-2, 0x1.c000000000000p+0, 0x1.d000000000000p+1))
STATISTICS(i64, int64_t, LIST(3, 4, INT64_MAX, INT64_MIN, 5, 7), 0x1.8000000000000p+1, 0x1.999999999999ap+124,
           0x1.5555555555555p+124, 0x1.43d136248490fp+62, 0x1.279a74590331cp+62, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(-0x1.0000000000000p+61, 0x1.2000000000000p+2, 0x1.0000000000000p+61),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))
STATISTICS(u64, uint64_t, LIST(3, 4, UINT64_MAX, 0, 5, 7), 0x1.5555555555555p+61, 0x1.5555555555555p+125,
           0x1.1c71c71c71c72p+125, 0x1.a20bd700c2c3ep+62, 0x1.7d9f4cf754635p+62, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(0x1.2000000000000p+1, 0x1.2000000000000p+2, 0x1.0000000000000p+62),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))
STATISTICS(i32, int32_t, LIST(3, 4, INT32_MAX, INT32_MIN, 5, 7), 0x1.8000000000000p+1, 0x1.9999999666666p+60,
           0x1.55555552aaaabp+60, 0x1.43d1362340bfbp+30, 0x1.279a7457db975p+30, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(-0x1.ffffffdc00000p+28, 0x1.2000000000000p+2, 0x1.0000002800000p+29),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))
STATISTICS(u32, uint32_t, LIST(3, 4, UINT32_MAX, 0, 5, 7), 0x1.5555556d55555p+29, 0x1.5555554888889p+61,
           0x1.1c71c711c71c7p+61, 0x1.a20bd6f8ec24ap+30, 0x1.7d9f4cf02c99ep+30, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(0x1.2000000000000p+1, 0x1.2000000000000p+2, 0x1.0000001400000p+30),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))
STATISTICS(i16, int16_t, LIST(3, 4, INT16_MAX, INT16_MIN, 5, 7), 0x1.8000000000000p+1, 0x1.999666f99999ap+28,
           0x1.5552ab2555555p+28, 0x1.43cff28cdc551p+14, 0x1.27994cf31900fp+14, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(-0x1.ffdc000000000p+12, 0x1.2000000000000p+2, 0x1.0028000000000p+13),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))
STATISTICS(u16, uint16_t, LIST(3, 4, UINT16_MAX, 0, 5, 7), 0x1.556d555555555p+13, 0x1.554888d222222p+29,
           0x1.1c671caf1c71cp+29, 0x1.a204007bca3a2p+14, 0x1.7d982545dbe2dp+14, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(0x1.2000000000000p+1, 0x1.2000000000000p+2, 0x1.0014000000000p+14),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))
STATISTICS(i8, int8_t, LIST(3, 4, INT8_MAX, INT8_MIN, 5, 7), 0x1.8000000000000p+1, 0x1.96f999999999ap+12,
           0x1.5325555555555p+12, 0x1.42c727391501dp+6, 0x1.26a793de82720p+6, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(-0x1.dc00000000000p+4, 0x1.2000000000000p+2, 0x1.2800000000000p+5),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))
STATISTICS(u8, uint8_t, LIST(3, 4, UINT8_MAX, 0, 5, 7), 0x1.6d55555555555p+5, 0x1.48d2222222222p+13,
           0x1.120471c71c71cp+13, 0x1.9a4ff988369ffp+6, 0x1.768ff0785d465p+6, 0x1.2000000000000p+2,
           0x1.0000000000000p+2, LIST(0x1.2000000000000p+1, 0x1.2000000000000p+2, 0x1.1400000000000p+6),
           LIST(0x1.a000000000000p+1, 0x1.2000000000000p+2, 0x1.a000000000000p+2))

static void test_special_values(void)
{
    static const double infinite[3] = {1.0, -1e308 * 10, 2.0}, large[2] = {1.7e308, -1.7e308};
    static const double no_number[3] = {1.0, 1e308 * 10 - 1e308 * 10, 2.0}, zeros[2] = {-0.0, -0.0};
    double result = 7;
    CHECK(abicus_mean_f64(infinite, 3, &result) == ABICUS_OK && bits(result) == 0xfff0000000000000);
    CHECK(abicus_variance_f64(infinite, 3, &result) == ABICUS_OK && bits(result) == 0xfff0000000000000);
    CHECK(abicus_stdev_f64(infinite, 3, &result) == ABICUS_OK && result != result);
    CHECK(abicus_median_f64(infinite, 3, &result) == ABICUS_OK && bits(result) == bits(1.0));
    CHECK(abicus_variance_f64(large, 2, &result) == ABICUS_OK && bits(result) == 0x7ff0000000000000);
    CHECK(abicus_pstdev_f64(large, 2, &result) == ABICUS_OK && bits(result) == bits(1.7e308));
    CHECK(abicus_mean_f64(no_number, 3, &result) == ABICUS_OK && result != result);
    result = 7;
    CHECK(abicus_median_f64(no_number, 3, &result) == ABICUS_INVALID_DATA && last_error_has("NaN"));
    CHECK(abicus_quantiles_f64(no_number, 3, 2, 0, &result, 1) == ABICUS_INVALID_DATA && bits(result) == bits(7.0));
    CHECK(abicus_mean_f64(zeros, 2, &result) == ABICUS_OK && bits(result) == 0);
    CHECK(abicus_median_f64(zeros, 2, &result) == ABICUS_OK && bits(result) == bits(-0.0));
}

static void test_bad_arguments(void)
{
    static const double a[3] = {1, 2, 4};
    double result = 7;
    CHECK(abicus_mean_f64(NULL, 3, &result) == ABICUS_NULL_POINTER && last_error_has("abicus_mean_f64: values"));
    CHECK(abicus_mean_f64(a, 3, NULL) == ABICUS_NULL_POINTER && last_error_has("out"));
    CHECK(abicus_mean_f64(a, SIZE_MAX, &result) == ABICUS_INVALID_LENGTH);
    CHECK(abicus_stdev_f64(a, 3, NULL) == ABICUS_NULL_POINTER && last_error_has("abicus_stdev_f64"));
    CHECK(abicus_median_f64(a, 0, &result) == ABICUS_INVALID_DATA && last_error_has("at least 1"));
    CHECK(abicus_median_f64(a, 3, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_quantiles_f64(a, 3, 0, 0, &result, 1) == ABICUS_INVALID_ARGUMENT && last_error_has("parts is 0"));
    CHECK(abicus_quantiles_f64(a, 3, 2, 2, &result, 1) == ABICUS_INVALID_ARGUMENT);
    CHECK(last_error_has("inclusive is 2"));
    CHECK(abicus_quantiles_f64(a, 3, 3, 0, &result, 1) == ABICUS_BUFFER_TOO_SMALL && last_error_has("at least 2"));
    CHECK(abicus_quantiles_f64(a, 0, 2, 0, &result, 1) == ABICUS_INVALID_DATA);
    CHECK(abicus_quantiles_f64(NULL, 3, 2, 0, &result, 1) == ABICUS_NULL_POINTER);
    CHECK(abicus_quantiles_f64(a, 3, 2, 0, NULL, 1) == ABICUS_NULL_POINTER && last_error_has("out"));
    CHECK(abicus_quantiles_f64(a, 3, SIZE_MAX, 0, &result, SIZE_MAX) == ABICUS_OUT_OF_MEMORY);
    CHECK(abicus_quantiles_f64(a, 3, 1, 0, NULL, 0) == ABICUS_OK);
    CHECK(bits(result) == bits(7.0));
    CHECK(abicus_quantiles_f64(a, 3, 2, 0, &result, 1) == ABICUS_OK && bits(result) == bits(2.0));
    CHECK(abicus_quantiles_f64(a, 1, 2, 0, &result, 1) == ABICUS_OK && bits(result) == bits(1.0));
}

static void test_moments(void)
{
    static const double a[3] = {0.1, 0.2, 0.4};
    static const int32_t b[2] = {7, -9};
    uint8_t state[ABICUS_MOMENTS_BYTES + 1], other_state[ABICUS_MOMENTS_BYTES];
    abicus_moments *moments = NULL, *other = NULL, *copy = NULL, *back = NULL;
    double result = 7;
    uint64_t count = 7;
    size_t place;
    int doublings = 0;
    CHECK(abicus_moments_new(&moments) == ABICUS_OK && abicus_moments_new(&other) == ABICUS_OK);
    CHECK(abicus_moments_new(NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_moments_mean(moments, &result) == ABICUS_INVALID_DATA && last_error_has("0 elements"));
    CHECK(abicus_moments_update_f64(moments, a, 3) == ABICUS_OK);
    CHECK(abicus_moments_update_i32(other, b, 2) == ABICUS_OK);
    CHECK(abicus_moments_clone(moments, &copy) == ABICUS_OK);
    CHECK(abicus_moments_merge(moments, other) == ABICUS_OK);
    CHECK(abicus_moments_merge(other, copy) == ABICUS_OK);
    CHECK(abicus_moments_count(moments, &count) == ABICUS_OK && count == 5);
    CHECK(abicus_moments_count(copy, &count) == ABICUS_OK && count == 3);
    CHECK(abicus_moments_mean(moments, &result) == ABICUS_OK && bits(result) == bits(-0x1.0a3d70a3d70a4p-2));
    CHECK(abicus_moments_stdev(moments, &result) == ABICUS_OK && bits(result) == bits(0x1.6cad2d288f5aap+2));
    memset(state, 7, sizeof state);
    CHECK(abicus_moments_to_bytes(moments, state, sizeof state) == ABICUS_OK);
    CHECK(state[ABICUS_MOMENTS_BYTES] == 7 && memcmp(state, "ABXM\1\0\0\0\5\0", 10) == 0);
    CHECK(abicus_moments_to_bytes(other, other_state, sizeof other_state) == ABICUS_OK);
    CHECK(memcmp(state, other_state, sizeof other_state) == 0);
    CHECK(abicus_moments_to_bytes(moments, state, ABICUS_MOMENTS_BYTES - 1) == ABICUS_BUFFER_TOO_SMALL);
    CHECK(abicus_moments_from_bytes(state, ABICUS_MOMENTS_BYTES, &back) == ABICUS_OK);
    CHECK(abicus_moments_pvariance(back, &result) == ABICUS_OK && bits(result) == bits(0x1.9f972474538efp+4));
    abicus_moments_free(back);
    back = NULL;

    /* Other bytes than it writes: the header, and a count that no such sums have. */
    for (place = 0; place < 8; place++) {
        state[place] ^= 0x04;
        CHECK(abicus_moments_from_bytes(state, ABICUS_MOMENTS_BYTES, &back) == ABICUS_INVALID_DATA && back == NULL);
        state[place] ^= 0x04;
    }
    state[8] = 0;
    CHECK(abicus_moments_from_bytes(state, ABICUS_MOMENTS_BYTES, &back) == ABICUS_INVALID_DATA && back == NULL);
    state[8] = 5;
    CHECK(abicus_moments_from_bytes(state, ABICUS_MOMENTS_BYTES - 1, &back) == ABICUS_INVALID_DATA);
    CHECK(abicus_moments_from_bytes(NULL, 0, &back) == ABICUS_INVALID_DATA && last_error_has("0 bytes"));
    CHECK(abicus_moments_from_bytes(state, ABICUS_MOMENTS_BYTES, NULL) == ABICUS_NULL_POINTER);

    CHECK(abicus_moments_update_f64(NULL, a, 3) == ABICUS_NULL_POINTER && last_error_has("moments"));
    CHECK(abicus_moments_update_f64(moments, NULL, 3) == ABICUS_NULL_POINTER && last_error_has("values"));
    CHECK(abicus_moments_merge(moments, NULL) == ABICUS_NULL_POINTER && last_error_has("other"));
    CHECK(abicus_moments_count(moments, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_moments_variance(NULL, &result) == ABICUS_NULL_POINTER);
    CHECK(abicus_moments_clone(NULL, &back) == ABICUS_NULL_POINTER && back == NULL);

    /* Doubled until the count would overflow: then they stay as they are. */
    while (doublings < 100 && abicus_moments_merge(moments, moments) == ABICUS_OK) {
        doublings++;
    }
    CHECK(doublings == 61 && last_error_has("abicus_moments_merge"));
    CHECK(abicus_moments_count(moments, &count) == ABICUS_OK && count == (uint64_t)5 << 61);
    CHECK(abicus_moments_mean(moments, &result) == ABICUS_OK && bits(result) == bits(-0x1.0a3d70a3d70a4p-2));
    abicus_moments_free(moments);
    abicus_moments_free(other);
    abicus_moments_free(copy);
    abicus_moments_free(NULL);
}

void test_statistics(void)
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
    test_special_values();
    test_bad_arguments();
    test_moments();
}

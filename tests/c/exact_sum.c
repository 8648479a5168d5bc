/* The accumulator. */
#include "check.h"

static double value_of(const abicus_exact_sum *sum)
{
    double result = 0.25;
    CHECK(abicus_exact_sum_finish_f64(sum, &result) == ABICUS_OK);
    return result;
}

/* Each update adds 3 + 4 + 5, and 12 more from the last to the first. */
#define UPDATE(T, type) \
    do { \
        static const type values[3] = {3, 4, 5}; \
        const ptrdiff_t size = (ptrdiff_t)sizeof(type); \
        CHECK(abicus_exact_sum_update_##T(sum, values, 3) == ABICUS_OK); \
        CHECK(abicus_exact_sum_update_##T##_strided(sum, values + 2, 3, -size) == ABICUS_OK); \
        CHECK(abicus_exact_sum_update_##T(sum, NULL, 0) == ABICUS_OK); \
        expected += 24; \
        CHECK(bits(value_of(sum)) == bits(expected)); \
    } while (0)

static void test_updates(void)
{
    abicus_exact_sum *sum = NULL;
    double expected = 0;
    uint64_t limb = 7;
    CHECK(abicus_exact_sum_new(&sum) == ABICUS_OK && sum != NULL);
    CHECK(bits(value_of(sum)) == 0);
    UPDATE(i64, int64_t);
    UPDATE(u64, uint64_t);
    UPDATE(i32, int32_t);
    UPDATE(u32, uint32_t);
    UPDATE(i16, int16_t);
    UPDATE(u16, uint16_t);
    UPDATE(i8, int8_t);
    UPDATE(u8, uint8_t);
    CHECK(abicus_exact_sum_finish_limbs(sum, &limb, 1) == ABICUS_OK && limb == 192);
    UPDATE(f64, double);
    UPDATE(f32, float);
    limb = 7;
    CHECK(abicus_exact_sum_finish_limbs(sum, &limb, 1) == ABICUS_INVALID_DATA && limb == 7);
    abicus_exact_sum_free(sum);
}

static void test_limbs(void)
{
    static const int64_t lowest[1] = {INT64_MIN};
    uint64_t limbs[3] = {7, 7, 7};
    abicus_exact_sum *sum = NULL;
    CHECK(abicus_exact_sum_new(&sum) == ABICUS_OK);
    CHECK(abicus_exact_sum_update_i64_strided(sum, lowest, 2, 0) == ABICUS_OK);
    CHECK(abicus_exact_sum_finish_limbs(sum, limbs, 1) == ABICUS_BUFFER_TOO_SMALL && limbs[0] == 7);
    CHECK(abicus_exact_sum_finish_limbs(sum, limbs, 2) == ABICUS_OK);
    CHECK(limbs[0] == 0 && limbs[1] == UINT64_MAX && limbs[2] == 7);
    CHECK(abicus_exact_sum_finish_limbs(sum, limbs, 3) == ABICUS_OK && limbs[2] == UINT64_MAX);
    abicus_exact_sum_free(sum);
}

static void test_merge_clone_and_bytes(void)
{
    static const double values[4] = {1e300, 0.1, -1e300, 5e-324}, ones[2] = {1.0, 2.0};
    uint8_t state[ABICUS_EXACT_SUM_BYTES], other[ABICUS_EXACT_SUM_BYTES];
    abicus_exact_sum *sum = NULL, *copy = NULL, *back = NULL;
    int doublings = 0;
    CHECK(abicus_exact_sum_new(&sum) == ABICUS_OK);
    CHECK(abicus_exact_sum_update_f64(sum, values, 4) == ABICUS_OK);
    CHECK(bits(value_of(sum)) == bits(0.1));
    CHECK(abicus_exact_sum_clone(sum, &copy) == ABICUS_OK && copy != sum);
    CHECK(abicus_exact_sum_merge(copy, sum) == ABICUS_OK && bits(value_of(copy)) == bits(0.2));
    CHECK(abicus_exact_sum_merge(copy, copy) == ABICUS_OK && bits(value_of(copy)) == bits(0.4));
    CHECK(bits(value_of(sum)) == bits(0.1));
    abicus_exact_sum_free(copy);

    CHECK(abicus_exact_sum_to_bytes(sum, state, ABICUS_EXACT_SUM_BYTES - 1) == ABICUS_BUFFER_TOO_SMALL);
    CHECK(abicus_exact_sum_to_bytes(sum, state, sizeof state) == ABICUS_OK);
    CHECK(memcmp(state, "ABXS\1\1\0\0", 8) == 0);
    CHECK(abicus_exact_sum_from_bytes(state, sizeof state, &back) == ABICUS_OK);
    CHECK(abicus_exact_sum_to_bytes(back, other, sizeof other) == ABICUS_OK);
    CHECK(memcmp(state, other, sizeof state) == 0);
    CHECK(abicus_exact_sum_update_f64_strided(back, ones, 2, 8) == ABICUS_OK);
    CHECK(bits(value_of(back)) == bits(3.1));
    abicus_exact_sum_free(back);

    /* Doubled until it would overflow: then it stays as it is. */
    while (doublings < 5000 && abicus_exact_sum_merge(sum, sum) == ABICUS_OK) {
        doublings++;
    }
    CHECK(doublings > 1000 && doublings < 5000 && last_error_has("abicus_exact_sum_merge"));
    CHECK(abicus_exact_sum_to_bytes(sum, state, sizeof state) == ABICUS_OK);
    CHECK(abicus_exact_sum_merge(sum, sum) == ABICUS_OVERFLOW);
    CHECK(abicus_exact_sum_to_bytes(sum, other, sizeof other) == ABICUS_OK);
    CHECK(memcmp(state, other, sizeof state) == 0);
    abicus_exact_sum_free(sum);
    abicus_exact_sum_free(NULL);
}

static void test_hostile_bytes(void)
{
    uint8_t state[ABICUS_EXACT_SUM_BYTES];
    abicus_exact_sum *sum = NULL, *back = NULL;
    size_t place;
    CHECK(abicus_exact_sum_new(&sum) == ABICUS_OK);
    CHECK(abicus_exact_sum_to_bytes(sum, state, sizeof state) == ABICUS_OK);
    abicus_exact_sum_free(sum);
    for (place = 0; place < 8; place++) {
        state[place] ^= 0x80;
        CHECK(abicus_exact_sum_from_bytes(state, sizeof state, &back) == ABICUS_INVALID_DATA && back == NULL);
        state[place] ^= 0x80;
    }
    CHECK(abicus_exact_sum_from_bytes(state, sizeof state - 1, &back) == ABICUS_INVALID_DATA && back == NULL);
    CHECK(abicus_exact_sum_from_bytes(NULL, 0, &back) == ABICUS_INVALID_DATA && back == NULL);
}

void test_exact_sum(void)
{
    test_updates();
    test_limbs();
    test_merge_clone_and_bytes();
    test_hostile_bytes();
}

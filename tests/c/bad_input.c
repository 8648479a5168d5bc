/* Mistakes of the caller: a status, a sentence, and nothing written. */
#include "check.h"
/* A header may be included twice. */
#include "abicus.h"

static void test_null_pointers(void)
{
    static const double values[2] = {1, 2};
    static const int64_t integers[2] = {1, 2};
    double result = 7;
    uint64_t words[3] = {7, 7, 7};
    abicus_exact_sum *sum = NULL;
    CHECK(abicus_sum_f64(NULL, 1, 1, &result) == ABICUS_NULL_POINTER && result == 7);
    CHECK(last_error_has("abicus_sum_f64: values"));
    CHECK(abicus_sum_f64(values, 2, 1, NULL) == ABICUS_NULL_POINTER && last_error_has("out"));
    CHECK(abicus_sum_f64_strided(NULL, 1, 8, 1, &result) == ABICUS_NULL_POINTER);
    CHECK(abicus_dot_i64(integers, NULL, 2, 1, words) == ABICUS_NULL_POINTER && words[0] == 7);
    CHECK(last_error_has("abicus_dot_i64: b"));
    CHECK(abicus_dot_i64(NULL, integers, 2, 1, words) == ABICUS_NULL_POINTER && words[0] == 7);
    CHECK(abicus_sum_of_squares_i64(integers, 2, 1, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_count_even_i64(NULL, 1, words) == ABICUS_NULL_POINTER && words[0] == 7);
    CHECK(abicus_count_even_i64(NULL, 0, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_square_i64(1, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_add_i32(1, 1, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_path_counts(NULL, 2) == ABICUS_NULL_POINTER);

    CHECK(abicus_exact_sum_new(NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_sum_update_f64(NULL, values, 2) == ABICUS_NULL_POINTER && last_error_has("sum"));
    CHECK(abicus_exact_sum_finish_f64(NULL, &result) == ABICUS_NULL_POINTER && result == 7);
    CHECK(abicus_exact_sum_clone(NULL, &sum) == ABICUS_NULL_POINTER && sum == NULL);
    CHECK(abicus_exact_sum_from_bytes(NULL, 296, &sum) == ABICUS_NULL_POINTER && sum == NULL);
    CHECK(abicus_exact_sum_new(&sum) == ABICUS_OK);
    CHECK(abicus_exact_sum_update_f64(sum, NULL, 2) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_sum_merge(sum, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_sum_merge(NULL, sum) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_sum_clone(sum, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_sum_finish_f64(sum, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_sum_finish_limbs(sum, NULL, 1) == ABICUS_NULL_POINTER);
    CHECK(abicus_exact_sum_to_bytes(sum, NULL, ABICUS_EXACT_SUM_BYTES) == ABICUS_NULL_POINTER);
    abicus_exact_sum_free(sum);
}

static void test_lengths(void)
{
    static const double values[2] = {1, 2};
    static const uint8_t bytes[2] = {1, 2};
    double result = 7;
    uint64_t words[3] = {7, 7, 7};
    CHECK(abicus_sum_f64(values, SIZE_MAX, 1, &result) == ABICUS_INVALID_LENGTH && result == 7);
    CHECK(last_error_has("abicus_sum_f64: values"));
    CHECK(abicus_sum_f64(values, SIZE_MAX / 8, 1, &result) == ABICUS_INVALID_LENGTH && result == 7);
    CHECK(abicus_sum_u8(bytes, SIZE_MAX, 1, words) == ABICUS_INVALID_LENGTH && words[0] == 7);
    CHECK(abicus_dot_u8(bytes, bytes, SIZE_MAX, 1, words) == ABICUS_INVALID_LENGTH && words[0] == 7);
    CHECK(abicus_sum_f64_strided(values, SIZE_MAX / 4, 64, 1, &result) == ABICUS_INVALID_LENGTH && result == 7);
    CHECK(abicus_sum_f64_strided(values, 3, PTRDIFF_MAX, 1, &result) == ABICUS_INVALID_LENGTH && result == 7);
    CHECK(abicus_sum_f64_strided(values, 3, PTRDIFF_MIN, 1, &result) == ABICUS_INVALID_LENGTH && result == 7);
    CHECK(abicus_count_even_u8_strided(bytes, SIZE_MAX, -1, words) == ABICUS_INVALID_LENGTH && words[0] == 7);
    /* What a pointer difference can say, and no address space can hold. */
    CHECK(abicus_sum_u8(bytes, SIZE_MAX / 2, 1, words) == ABICUS_INVALID_LENGTH && words[0] == 7);
    CHECK(abicus_sum_f64_strided(values, 2, PTRDIFF_MAX / 2, 1, &result) == ABICUS_INVALID_LENGTH && result == 7);
    CHECK(abicus_factorial_limbs(5, words, SIZE_MAX) == ABICUS_INVALID_LENGTH && words[0] == 7);
}

/* Elements that overlap one another and the other operand. */
static void test_overlap(void)
{
    static const uint8_t bytes[6] = {1, 0, 2, 0, 3, 0};
    const uint16_t *first = (const uint16_t *)(const void *)bytes;
    uint64_t words[3] = {7, 7, 7}, expected = 0;
    uint16_t value;
    size_t place;
    for (place = 0; place < 5; place++) {
        memcpy(&value, bytes + place, sizeof value);
        expected += value;
    }
    CHECK(abicus_sum_u16_strided(first, 5, 1, 1, words) == ABICUS_OK && words[0] == expected);
    CHECK(abicus_dot_u8(bytes, bytes + 2, 4, 1, words) == ABICUS_OK && words[0] == 8 && words[1] == 0);
}

static void test_last_error(void)
{
    char message[512], cut[8];
    size_t needed;
    int64_t square;
    CHECK(abicus_square_i64(INT64_MIN, &square) == ABICUS_OVERFLOW);
    needed = abicus_last_error(NULL, 0);
    CHECK(needed > 8 && needed <= sizeof message);
    CHECK(abicus_last_error(message, sizeof message) == needed && strlen(message) + 1 == needed);
    CHECK(strstr(message, "abicus_square_i64") != NULL && strstr(message, "-9223372036854775808") != NULL);
    CHECK(abicus_last_error(cut, sizeof cut) == needed && strlen(cut) == 7 && strncmp(cut, message, 7) == 0);
    /* A success leaves it. */
    CHECK(abicus_square_i64(2, &square) == ABICUS_OK && abicus_last_error(NULL, 0) == needed);
}

void test_bad_input(void)
{
    test_null_pointers();
    test_lengths();
    test_overlap();
    test_last_error();
}

/* Every exported function of the sums, with an answer that was worked out elsewhere. */
#include "check.h"


int failures = 0;

/*
 * Five elements of each type, the extremes among them, and five others; their sum, the sum of their squares, their dot
 * product, the same with the others reversed, and how many are even.
 */
#define INTEGERS(T, type, A, B, SUM, SQUARES, DOT, REVERSED, EVEN) \
    static void test_##T(void) \
    { \
        static const type a[5] = A, b[5] = B; \
        static const uint64_t sum[2] = SUM, squares[3] = SQUARES, dot[3] = DOT, reversed[3] = REVERSED; \
        const ptrdiff_t size = (ptrdiff_t)sizeof(type); \
        unsigned char odd[5 * sizeof(type) + 1]; \
        uint64_t words[3] = {7, 7, 7}, count = 7; \
        size_t threads; \
        for (threads = 0; threads < 3; threads++) { \
            CHECK(abicus_sum_##T(a, 5, threads, words) == ABICUS_OK && SAME_WORDS(words, sum)); \
            CHECK(words[2] == 7); \
        } \
        CHECK(abicus_sum_##T##_strided(a + 4, 5, -size, 1, words) == ABICUS_OK && SAME_WORDS(words, sum)); \
        CHECK(abicus_sum_of_squares_##T(a, 5, 1, words) == ABICUS_OK && SAME_WORDS(words, squares)); \
        CHECK(abicus_sum_of_squares_##T##_strided(a + 4, 5, -size, 1, words) == ABICUS_OK); \
        CHECK(SAME_WORDS(words, squares)); \
        CHECK(abicus_dot_##T(a, b, 5, 1, words) == ABICUS_OK && SAME_WORDS(words, dot)); \
        CHECK(abicus_dot_##T##_strided(a, size, b + 4, -size, 5, 1, words) == ABICUS_OK); \
        CHECK(SAME_WORDS(words, reversed)); \
        CHECK(abicus_dot_##T(a, a, 5, 1, words) == ABICUS_OK && SAME_WORDS(words, squares)); \
        CHECK(abicus_count_even_##T(a, 5, &count) == ABICUS_OK && count == EVEN); \
        CHECK(abicus_count_even_##T##_strided(a + 4, 5, -size, &count) == ABICUS_OK && count == EVEN); \
        /* Misaligned. */ \
        memcpy(odd + 1, a, sizeof a); \
        CHECK(abicus_sum_##T((const type *)(const void *)(odd + 1), 5, 1, words) == ABICUS_OK); \
        CHECK(SAME_WORDS(words, sum)); \
        CHECK(abicus_dot_##T((const type *)(const void *)(odd + 1), b, 5, 1, words) == ABICUS_OK); \
        CHECK(SAME_WORDS(words, dot)); \
        /* One element a thousand times. */ \
        CHECK(abicus_sum_##T##_strided(a + 1, 1000, 0, 1, words) == ABICUS_OK); \
        CHECK(words[0] == 4000 && words[1] == 0); \
        /* Nothing. */ \
        CHECK(abicus_sum_##T(NULL, 0, 1, words) == ABICUS_OK && words[0] == 0 && words[1] == 0); \
        CHECK(abicus_dot_##T(NULL, NULL, 0, 1, words) == ABICUS_OK && words[0] == 0 && words[2] == 0); \
        CHECK(abicus_count_even_##T(NULL, 0, &count) == ABICUS_OK && count == 0); \
    }

INTEGERS(i64, int64_t, LIST(-3, 4, INT64_MAX, INT64_MIN, 5), LIST(2, INT64_MAX, INT64_MIN, INT64_MAX, 1),
         LIST(0x5, 0x0), LIST(0x33, 0x7fffffffffffffff, 0x0),
         LIST(0xfffffffffffffffb, 0x8000000000000002, 0xffffffffffffffff),
         LIST(0x3, 0x8000000000000003, 0xffffffffffffffff), 2)
INTEGERS(u64, uint64_t, LIST(3, 4, UINT64_MAX, 0, 5), LIST(2, UINT64_MAX, UINT64_MAX, UINT64_MAX, 1),
         LIST(0xb, 0x1), LIST(0x33, 0xfffffffffffffffe, 0x0), LIST(0x8, 0x2, 0x1), LIST(0xa, 0x2, 0x1), 2)
INTEGERS(i32, int32_t, LIST(-3, 4, INT32_MAX, INT32_MIN, 5), LIST(2, INT32_MAX, INT32_MIN, INT32_MAX, 1),
         LIST(0x5, 0x0), LIST(0x7fffffff00000033, 0x0, 0x0),
         LIST(0x80000002fffffffb, 0xffffffffffffffff, 0xffffffffffffffff),
         LIST(0x8000000300000003, 0xffffffffffffffff, 0xffffffffffffffff), 2)
INTEGERS(u32, uint32_t, LIST(3, 4, UINT32_MAX, 0, 5), LIST(2, UINT32_MAX, UINT32_MAX, UINT32_MAX, 1),
         LIST(0x10000000b, 0x0), LIST(0xfffffffe00000033, 0x0, 0x0), LIST(0x200000008, 0x1, 0x0),
         LIST(0x20000000a, 0x1, 0x0), 2)
INTEGERS(i16, int16_t, LIST(-3, 4, INT16_MAX, INT16_MIN, 5), LIST(2, INT16_MAX, INT16_MIN, INT16_MAX, 1),
         LIST(0x5, 0x0), LIST(0x7fff0033, 0x0, 0x0),
         LIST(0xffffffff8002fffb, 0xffffffffffffffff, 0xffffffffffffffff),
         LIST(0xffffffff80030003, 0xffffffffffffffff, 0xffffffffffffffff), 2)
INTEGERS(u16, uint16_t, LIST(3, 4, UINT16_MAX, 0, 5), LIST(2, UINT16_MAX, UINT16_MAX, UINT16_MAX, 1),
         LIST(0x1000b, 0x0), LIST(0xfffe0033, 0x0, 0x0), LIST(0x100020008, 0x0, 0x0),
         LIST(0x10002000a, 0x0, 0x0), 2)
INTEGERS(i8, int8_t, LIST(-3, 4, INT8_MAX, INT8_MIN, 5), LIST(2, INT8_MAX, INT8_MIN, INT8_MAX, 1),
         LIST(0x5, 0x0), LIST(0x7f33, 0x0, 0x0),
         LIST(0xffffffffffff82fb, 0xffffffffffffffff, 0xffffffffffffffff),
         LIST(0xffffffffffff8303, 0xffffffffffffffff, 0xffffffffffffffff), 2)
INTEGERS(u8, uint8_t, LIST(3, 4, UINT8_MAX, 0, 5), LIST(2, UINT8_MAX, UINT8_MAX, UINT8_MAX, 1),
         LIST(0x10b, 0x0), LIST(0xfe33, 0x0, 0x0), LIST(0x10208, 0x0, 0x0), LIST(0x1020a, 0x0, 0x0), 2)

/* The same for floats: results are the exact ones rounded once. */
#define FLOATS(T, type, A, B, SUM, SQUARES, DOT, REVERSED, EVEN) \
    static void test_##T(void) \
    { \
        static const type a[5] = A, b[5] = B; \
        const ptrdiff_t size = (ptrdiff_t)sizeof(type); \
        unsigned char odd[5 * sizeof(type) + 1]; \
        double result = 7; \
        uint64_t count = 7; \
        size_t threads; \
        for (threads = 0; threads < 3; threads++) { \
            CHECK(abicus_sum_##T(a, 5, threads, &result) == ABICUS_OK && bits(result) == bits(SUM)); \
        } \
        CHECK(abicus_sum_##T##_strided(a + 4, 5, -size, 1, &result) == ABICUS_OK && bits(result) == bits(SUM)); \
        CHECK(abicus_sum_of_squares_##T(a, 5, 1, &result) == ABICUS_OK && bits(result) == bits(SQUARES)); \
        CHECK(abicus_sum_of_squares_##T##_strided(a + 4, 5, -size, 1, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(SQUARES)); \
        CHECK(abicus_dot_##T(a, b, 5, 1, &result) == ABICUS_OK && bits(result) == bits(DOT)); \
        CHECK(abicus_dot_##T##_strided(a, size, b + 4, -size, 5, 1, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(REVERSED)); \
        CHECK(abicus_count_even_##T(a, 5, &count) == ABICUS_OK && count == EVEN); \
        CHECK(abicus_count_even_##T##_strided(a + 4, 5, -size, &count) == ABICUS_OK && count == EVEN); \
        memcpy(odd + 1, a, sizeof a); \
        CHECK(abicus_sum_##T((const type *)(const void *)(odd + 1), 5, 1, &result) == ABICUS_OK); \
        CHECK(bits(result) == bits(SUM)); \
        CHECK(abicus_sum_##T##_strided(a + 1, 1000, 0, 1, &result) == ABICUS_OK && bits(result) == bits(1000.0)); \
        CHECK(abicus_sum_##T(NULL, 0, 1, &result) == ABICUS_OK && bits(result) == 0); \
        CHECK(abicus_dot_##T(NULL, NULL, 0, 1, &result) == ABICUS_OK && bits(result) == 0); \
        CHECK(abicus_count_even_##T(NULL, 0, &count) == ABICUS_OK && count == 0); \
    }

FLOATS(f64, double, LIST(1e100, 1.0, -1e100, 4.0, 0.1), LIST(3.0, 0.5, 3.0, 1e-20, 2.0), 0x1.4666666666666p+2,
       0x1.4e718d7d7625ap+665, 0x1.6666666666667p-1, -0x1.249ad2594c37dp+332, 3)
FLOATS(f32, float, LIST(1e30f, 1.0f, -1e30f, 4.0f, 0.1f), LIST(3.0f, 0.5f, 3.0f, 1e-20f, 2.0f), 0x1.46666668p+2,
       0x1.3e9e4eed0ec8p+200, 0x1.6666668p-1, -0x1.93e594p+99, 3)

static void test_special_floats(void)
{
    static const double infinite[3] = {1.0, 1e308 * 10, 2.0}, opposite[2] = {1e308 * 10, -1e308 * 10};
    static const double large[3] = {1.7e308, 1.7e308, -1.7e308}, larger[2] = {1.7e308, 1.7e308};
    static const double zeros[2] = {-0.0, -0.0};
    double result = 7;
    CHECK(abicus_sum_f64(infinite, 3, 1, &result) == ABICUS_OK && bits(result) == 0x7ff0000000000000);
    CHECK(abicus_sum_f64(opposite, 2, 1, &result) == ABICUS_OK && result != result);
    CHECK(abicus_sum_f64(large, 3, 1, &result) == ABICUS_OK && bits(result) == bits(1.7e308));
    CHECK(abicus_sum_f64(larger, 2, 1, &result) == ABICUS_OK && bits(result) == 0x7ff0000000000000);
    CHECK(abicus_sum_f64(zeros, 2, 1, &result) == ABICUS_OK && bits(result) == 0);
}

static void test_information(void)
{
    uint64_t counts[ABICUS_PATH_COUNT + 1];
    int32_t small = 7;
    int64_t square = 7;
    memset(counts, 0xff, sizeof counts);
    CHECK(abicus_abi_version() == ABICUS_ABI_VERSION);
    CHECK(abicus_fingerprint() != 0);
    CHECK(strchr(abicus_version(), '.') != NULL);
    CHECK(abicus_cpu_level() >= ABICUS_CPU_PORTABLE && abicus_cpu_level() <= abicus_cpu_detected());
    CHECK(abicus_cpu_detected() <= ABICUS_CPU_AVX512);
    CHECK(abicus_path_counts(counts, ABICUS_PATH_COUNT) == ABICUS_OK);
    CHECK(counts[ABICUS_PATH_EXACT] < UINT64_MAX && counts[ABICUS_PATH_WIDE] < UINT64_MAX);
    CHECK(counts[ABICUS_PATH_COUNT] == UINT64_MAX);
    CHECK(abicus_path_counts(counts, ABICUS_PATH_COUNT - 1) == ABICUS_BUFFER_TOO_SMALL);
    abicus_noop();
    CHECK(abicus_add_i32(40, 2, &small) == ABICUS_OK && small == 42);
    CHECK(abicus_add_i32(INT32_MAX, 1, &small) == ABICUS_OVERFLOW && small == 42);
    CHECK(abicus_square_i64(-3037000499, &square) == ABICUS_OK && square == 9223372030926249001);
    CHECK(abicus_square_i64(3037000500, &square) == ABICUS_OVERFLOW && square == 9223372030926249001);
}

int main(int count, char **arguments)
{
    test_i64();
    test_u64();
    test_i32();
    test_u32();
    test_i16();
    test_u16();
    test_i8();
    test_u8();
    test_f64();
    test_f32();
    test_special_floats();
    test_information();
    test_array();
    test_elementwise();
    test_pairs();
    test_sets();
    test_sort();
    test_statistics();
    test_control();
    test_exact_sum();
    test_search();
    test_closed_forms();
    test_primes();
    test_words();
    test_bad_input();
    /* Valgrind does not know the modes. */
    if (count < 2 || strcmp(arguments[1], "--no-float-mode") != 0) {
        test_float_mode();
    }
    if (failures > 0) {
        fprintf(stderr, "%d checks failed\n", failures);
        return 1;
    }
    puts("ok");
    return 0;
}

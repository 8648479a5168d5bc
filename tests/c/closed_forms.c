/* Sums of ranges, Fibonacci numbers and factorials. */
#include "check.h"

static void test_sum_range(void)
{
    uint64_t sum[3] = {7, 7, 7};
    CHECK(abicus_sum_range_i64(0, 1000000, 1, sum) == ABICUS_OK && sum[0] == 499999500000 && sum[1] == 0);
    CHECK(abicus_sum_range_i64(10, 0, -3, sum) == ABICUS_OK && sum[0] == 22 && sum[1] == 0);
    CHECK(abicus_sum_range_i64(-3, 2, 1, sum) == ABICUS_OK && sum[0] == UINT64_MAX - 4 && sum[1] == UINT64_MAX);
    CHECK(abicus_sum_range_i64(5, 5, 1, sum) == ABICUS_OK && sum[0] == 0 && sum[1] == 0);
    CHECK(abicus_sum_range_i64(0, 5, -1, sum) == ABICUS_OK && sum[0] == 0 && sum[1] == 0);
    /* -(2^64 - 1), and (2^63 - 1) (2^62 - 1). */
    CHECK(abicus_sum_range_i64(INT64_MIN, INT64_MAX, 1, sum) == ABICUS_OK && sum[0] == 1 && sum[1] == UINT64_MAX);
    CHECK(abicus_sum_range_i64(0, INT64_MAX, 1, sum) == ABICUS_OK);
    CHECK(sum[0] == 0x4000000000000001 && sum[1] == 0x1fffffffffffffff && sum[2] == 7);
    CHECK(abicus_sum_range_i64(0, 5, 0, sum) == ABICUS_INVALID_ARGUMENT && last_error_has("step is 0"));
    CHECK(abicus_sum_range_i64(0, 5, 1, NULL) == ABICUS_NULL_POINTER && last_error_has("out"));
    CHECK(sum[0] == 0x4000000000000001);
}

static void test_fibonacci(void)
{
    uint64_t words[5] = {7, 7, 7, 7, 7};
    size_t count = 7;
    CHECK(abicus_fibonacci_u64(0, words) == ABICUS_OK && words[0] == 0);
    CHECK(abicus_fibonacci_u64(93, words) == ABICUS_OK && words[0] == 12200160415121876738u && words[1] == 7);
    CHECK(abicus_fibonacci_u64(94, words) == ABICUS_OVERFLOW && words[0] == 12200160415121876738u);
    CHECK(last_error_has("n is 94") && last_error_has("at most 93"));
    CHECK(abicus_fibonacci_u64(1, NULL) == ABICUS_NULL_POINTER);
    /* F(94) = 19740274219868223167 = 2^64 + 1293530146158671551. */
    CHECK(abicus_fibonacci_u128(94, words) == ABICUS_OK);
    CHECK(words[0] == 1293530146158671551 && words[1] == 1 && words[2] == 7);
    CHECK(abicus_fibonacci_u128(187, words) == ABICUS_OVERFLOW && last_error_has("at most 186"));
    CHECK(abicus_fibonacci_u128(1, NULL) == ABICUS_NULL_POINTER);
    /* F(200) = 280571172992510140037611932413038677189525. */
    CHECK(abicus_fibonacci_limb_count(200, &count) == ABICUS_OK && count == 3);
    CHECK(abicus_fibonacci_limbs(200, words, 4) == ABICUS_OK);
    CHECK(words[0] == 0xf067cb83df17e395 && words[1] == 0x864a5c1caeb07d0e && words[2] == 0x338);
    CHECK(words[3] == 0 && words[4] == 7);
    CHECK(abicus_fibonacci_limbs(200, words, 2) == ABICUS_BUFFER_TOO_SMALL && last_error_has("2 words"));
    CHECK(abicus_fibonacci_limbs(200000000, words, 4) == ABICUS_BUFFER_TOO_SMALL);
    CHECK(abicus_fibonacci_limbs(200, NULL, 3) == ABICUS_NULL_POINTER);
    CHECK(abicus_fibonacci_limbs(UINT64_MAX, words, 4) == ABICUS_OVERFLOW && last_error_has("2^36 bits"));
    CHECK(abicus_fibonacci_limb_count(UINT64_MAX, &count) == ABICUS_OVERFLOW && count == 3);
    CHECK(abicus_fibonacci_limb_count(3, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_fibonacci_limbs(0, words, 1) == ABICUS_OK && words[0] == 0);
}

static void test_factorial(void)
{
    uint64_t words[5] = {7, 7, 7, 7, 7};
    size_t count = 7;
    CHECK(abicus_factorial_u64(0, words) == ABICUS_OK && words[0] == 1);
    CHECK(abicus_factorial_u64(20, words) == ABICUS_OK && words[0] == 2432902008176640000 && words[1] == 7);
    CHECK(abicus_factorial_u64(21, words) == ABICUS_OVERFLOW && words[0] == 2432902008176640000);
    CHECK(last_error_has("n is 21") && last_error_has("at most 20"));
    CHECK(abicus_factorial_u64(1, NULL) == ABICUS_NULL_POINTER);
    /* 21! = 51090942171709440000 = 2 * 2^64 + 14197454024290336768. */
    CHECK(abicus_factorial_u128(21, words) == ABICUS_OK);
    CHECK(words[0] == 14197454024290336768u && words[1] == 2 && words[2] == 7);
    CHECK(abicus_factorial_u128(35, words) == ABICUS_OVERFLOW && last_error_has("at most 34"));
    CHECK(abicus_factorial_u128(1, NULL) == ABICUS_NULL_POINTER);
    /* 40! = 815915283247897734345611269596115894272000000000. */
    CHECK(abicus_factorial_limb_count(40, &count) == ABICUS_OK && count == 3);
    CHECK(abicus_factorial_limbs(40, words, 4) == ABICUS_OK);
    CHECK(words[0] == 0xff05254000000000 && words[1] == 0x84c7f27e080fde64 && words[2] == 0x8eeae81b);
    CHECK(words[3] == 0 && words[4] == 7);
    CHECK(abicus_factorial_limbs(40, words, 2) == ABICUS_BUFFER_TOO_SMALL && last_error_has("2 words"));
    CHECK(abicus_factorial_limbs(100000000, words, 4) == ABICUS_BUFFER_TOO_SMALL);
    CHECK(abicus_factorial_limbs(40, NULL, 3) == ABICUS_NULL_POINTER);
    CHECK(abicus_factorial_limbs(UINT64_MAX, words, 4) == ABICUS_OVERFLOW && last_error_has("2^36 bits"));
    CHECK(abicus_factorial_limb_count(UINT64_MAX, &count) == ABICUS_OVERFLOW && count == 3);
    CHECK(abicus_factorial_limb_count(3, NULL) == ABICUS_NULL_POINTER);
}

void test_closed_forms(void)
{
    test_sum_range();
    test_fibonacci();
    test_factorial();
}

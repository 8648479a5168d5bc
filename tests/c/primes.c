/* Prime numbers. */
#include "check.h"

/* Whether an array has these primes; frees it. */
static int has(abicus_array *array, size_t length, const uint64_t *primes)
{
    uint32_t kind = 0;
    size_t count = 9;
    void *data = NULL;
    int same = abicus_array_get(array, &kind, &count, &data) == ABICUS_OK && kind == ABICUS_TYPE_U64 && count == length
        && memcmp(data, primes, length * sizeof *primes) == 0;
    abicus_array_free(array);
    return same;
}

static int stop_at_once(void *context, uint64_t done, uint64_t total)
{
    int *calls = (int *)context;
    *calls += done <= total && total > 0;
    return 1;
}

static void test_counts(void)
{
    uint64_t result = 7;
    size_t threads;
    for (threads = 0; threads < 3; threads++) {
        CHECK(abicus_count_primes_u64(1000000000, threads, NULL, &result) == ABICUS_OK && result == 50847534);
    }
    CHECK(abicus_count_primes_u64(0, 1, NULL, &result) == ABICUS_OK && result == 0);
    CHECK(abicus_count_primes_u64(UINT64_C(9223372036854775809), 1, NULL, &result) == ABICUS_OVERFLOW && result == 0);
    CHECK(last_error_has("stop is 9223372036854775809") && last_error_has("at most 9223372036854775808"));
    CHECK(abicus_count_primes_u64(10, 1, NULL, NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL"));
    CHECK(abicus_nth_prime_u64(1, 1, NULL, &result) == ABICUS_OK && result == 2);
    CHECK(abicus_nth_prime_u64(50847534, 1, NULL, &result) == ABICUS_OK && result == 999999937);
    CHECK(abicus_nth_prime_u64(0, 1, NULL, &result) == ABICUS_INVALID_ARGUMENT && last_error_has("n is 0"));
    CHECK(abicus_nth_prime_u64(UINT64_MAX, 1, NULL, &result) == ABICUS_OVERFLOW && last_error_has("at most 216289611853439384"));
    CHECK(result == 999999937);
    CHECK(abicus_nth_prime_u64(1, 1, NULL, NULL) == ABICUS_NULL_POINTER);
}

static void test_lists(void)
{
    static const uint64_t first[6] = {2, 3, 5, 7, 11, 13};
    static const uint64_t high[2] = {UINT64_C(1000000000000037), UINT64_C(1000000000000091)};
    abicus_array *array = NULL;
    CHECK(abicus_primes_u64(6, 1, NULL, &array) == ABICUS_OK && has(array, 6, first));
    CHECK(abicus_primes_u64(0, 1, NULL, &array) == ABICUS_OK && has(array, 0, first));
    array = NULL;
    CHECK(abicus_primes_u64(UINT64_C(1000000000000000), 1, NULL, &array) == ABICUS_OUT_OF_MEMORY && array == NULL);
    CHECK(abicus_primes_u64(UINT64_MAX, 1, NULL, &array) == ABICUS_OVERFLOW && last_error_has("at most 425656284035217743"));
    CHECK(abicus_primes_u64(6, 1, NULL, NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL"));
    CHECK(abicus_primes_between_u64(3, 14, 1, NULL, &array) == ABICUS_OK && has(array, 5, first + 1));
    CHECK(abicus_primes_between_u64(14, 3, 2, NULL, &array) == ABICUS_OK && has(array, 0, first));
    CHECK(abicus_primes_between_u64(high[0], high[1] + 1, 2, NULL, &array) == ABICUS_OK && has(array, 2, high));
    CHECK(abicus_primes_between_u64(UINT64_MAX - 1, UINT64_MAX, 1, NULL, &array) == ABICUS_OK && has(array, 0, first));
    array = NULL;
    CHECK(abicus_primes_between_u64(0, UINT64_MAX, 1, NULL, &array) == ABICUS_OUT_OF_MEMORY && array == NULL);
    CHECK(abicus_primes_between_u64(0, 1, 1, NULL, NULL) == ABICUS_NULL_POINTER);
}

static void test_watched(void)
{
    abicus_control control;
    abicus_array *array = NULL;
    uint64_t result = 7;
    int calls = 0;
    memset(&control, 0, sizeof control);
    CHECK(abicus_count_primes_u64(UINT64_C(10000000000), 2, &control, &result) == ABICUS_OK && result == 455052511);
    CHECK(control.total > 0 && control.done == control.total);
    CHECK(abicus_primes_between_u64(0, 100, 1, &control, &array) == ABICUS_OK && control.done == control.total);
    abicus_array_free(array);
    array = NULL;
    control.cancel = 1;
    CHECK(abicus_count_primes_u64(UINT64_C(1000000000000000000), 1, &control, &result) == ABICUS_CANCELLED);
    CHECK(abicus_primes_between_u64(0, UINT64_C(100000000), 2, &control, &array) == ABICUS_CANCELLED);
    CHECK(result == 455052511 && array == NULL);
    control.cancel = 0;
    control.progress = stop_at_once;
    control.context = &calls;
    CHECK(abicus_count_primes_u64(UINT64_C(1000000000000000000), 2, &control, &result) == ABICUS_CANCELLED);
    CHECK(calls == 1 && result == 455052511);
}

void test_primes(void)
{
    uint8_t is_prime = 7;
    CHECK(abicus_is_prime_u64(UINT64_MAX - 58, &is_prime) == ABICUS_OK && is_prime == 1);
    CHECK(abicus_is_prime_u64(UINT64_MAX, &is_prime) == ABICUS_OK && is_prime == 0);
    CHECK(abicus_is_prime_u64(2, &is_prime) == ABICUS_OK && is_prime == 1);
    CHECK(abicus_is_prime_u64(1, NULL) == ABICUS_NULL_POINTER);
    test_counts();
    test_lists();
    test_watched();
}

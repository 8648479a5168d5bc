/* The workloads whose instructions are counted: `make instructions` runs this under callgrind and compares with
 * instructions.txt. Each is called once before it is counted, so that what is set up once is not in the count. */
#include "abicus.h"

#include <stdio.h>
#include <stdlib.h>
#include <valgrind/callgrind.h>

enum { MOST = 100000 };

static double doubles[MOST], others[MOST];
static float floats[MOST];
static int64_t longs[MOST];
static int32_t ints[MOST];
static uint8_t bytes[MOST];
static uint64_t words[3];
static double number;
static abicus_exact_sum *total;

static uint64_t state = 1;

/* The same numbers on every machine. */
static uint64_t random_bits(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 11;
}

static double uniform(void)
{
    return (double)random_bits() / 9007199254740992.0;
}

/* Uniform in (-1, 1), with exponents that differ by up to `spread`. */
static double spread_out(unsigned spread)
{
    double value = (2 * uniform() - 1) * (1 - uniform()); /* rounded: a sum of few is seldom a tie */
    for (unsigned steps = spread ? (unsigned)(random_bits() % spread) : 0; steps > 0; steps--)
        value *= 0.5;
    return value;
}

static void fill(unsigned spread, int cancelling)
{
    state = 1;
    for (size_t i = 0; i < MOST; i++) {
        doubles[i] = cancelling && i % 2 ? -doubles[i - 1] : spread_out(spread);
        others[i] = cancelling && i % 2 ? others[i - 1] : spread_out(spread);
        floats[i] = (float)doubles[i];
        longs[i] = (int64_t)(random_bits() << 11);
        ints[i] = (int32_t)random_bits();
        bytes[i] = (uint8_t)random_bits();
    }
}

static void must(int32_t status)
{
    if (status != ABICUS_OK) {
        fprintf(stderr, "a call failed with status %d\n", (int)status);
        exit(1);
    }
}

/* Counts the instructions of a call and writes them under a name. */
#define COUNT(name, call) \
    do { \
        must(call); \
        CALLGRIND_ZERO_STATS; \
        CALLGRIND_TOGGLE_COLLECT; \
        must(call); \
        CALLGRIND_TOGGLE_COLLECT; \
        CALLGRIND_DUMP_STATS_AT(name); \
    } while (0)

static void sums(void)
{
    fill(0, 0);
    COUNT("sum_f64 10", abicus_sum_f64(doubles, 10, 1, &number));
    COUNT("sum_f64 1000", abicus_sum_f64(doubles, 1000, 1, &number));
    COUNT("sum_f64 100000", abicus_sum_f64(doubles, 100000, 1, &number));
    COUNT("sum_f64_strided 1000", abicus_sum_f64_strided(doubles, 1000, 16, 1, &number));
    COUNT("sum_f64_strided 1000 backwards", abicus_sum_f64_strided(doubles + 2000, 1000, -16, 1, &number));
    COUNT("sum_i32_strided 1000", abicus_sum_i32_strided(ints, 1000, 8, 1, words));
    COUNT("sum_f32 1000", abicus_sum_f32(floats, 1000, 1, &number));
    COUNT("sum_f32 100000", abicus_sum_f32(floats, 100000, 1, &number));
    COUNT("dot_f64 10", abicus_dot_f64(doubles, others, 10, 1, &number));
    COUNT("dot_f64 1000", abicus_dot_f64(doubles, others, 1000, 1, &number));
    COUNT("dot_f64 100000", abicus_dot_f64(doubles, others, 100000, 1, &number));
    COUNT("sum_of_squares_f64 1000", abicus_sum_of_squares_f64(doubles, 1000, 1, &number));
    COUNT("sum_i64 1000", abicus_sum_i64(longs, 1000, 1, words));
    COUNT("sum_i64 100000", abicus_sum_i64(longs, 100000, 1, words));
    COUNT("sum_i32 100000", abicus_sum_i32(ints, 100000, 1, words));
    COUNT("sum_u8 100000", abicus_sum_u8(bytes, 100000, 1, words));
    COUNT("dot_i64 100000", abicus_dot_i64(longs, longs, 100000, 1, words));
    COUNT("count_even_i64 100000", abicus_count_even_i64(longs, 100000, words));
    COUNT("count_even_f64 1000", abicus_count_even_f64(doubles, 1000, words));
    COUNT("exact_sum_update_f64 1000", abicus_exact_sum_update_f64(total, doubles, 1000));
    COUNT("exact_sum_finish_f64", abicus_exact_sum_finish_f64(total, &number));

    fill(0, 1);
    COUNT("dot_f64 cancelling 1000", abicus_dot_f64(doubles, others, 1000, 1, &number));
    COUNT("sum_f64 cancelling 1000", abicus_sum_f64(doubles, 1000, 1, &number));
    COUNT("sum_f64 cancelling 100000", abicus_sum_f64(doubles, 100000, 1, &number));

    fill(900, 0);
    COUNT("sum_f64 wide 1000", abicus_sum_f64(doubles, 1000, 1, &number));
    COUNT("sum_f64 wide 100000", abicus_sum_f64(doubles, 100000, 1, &number));
    fill(900, 1);
    COUNT("sum_f64 wide cancelling 100000", abicus_sum_f64(doubles, 100000, 1, &number));
    fill(300, 1);
    COUNT("dot_f64 wide cancelling 100000", abicus_dot_f64(doubles, others, 100000, 1, &number));
}

int main(void)
{
    if (abicus_cpu_level() != ABICUS_CPU_AVX2)
        return 77;
    must(abicus_exact_sum_new(&total));
    sums();
    abicus_exact_sum_free(total);
    return 0;
}

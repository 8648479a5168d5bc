/* A caller's floating-point mode: it changes no result, and is found as it was, sticky flags included. */
#include "check.h"

#include <fenv.h>

#if defined(__SSE2__)
#include <immintrin.h>

/* Sums and dot products that another rounding direction, or subnormal numbers taken for zero, would change. */
static void check_results(void)
{
    static const double tiny[3] = {5e-324, 5e-324, 5e-324}, upward[2] = {1.0, 1e-30}, tenths[3] = {0.1, 0.1, 0.1};
    static const double small[3] = {0x1p-600, 0x1.8p-500, 3.0}, factors[3] = {0x1p-470, 0x1p-570, 5e-324};
    static const float tiny_floats[2] = {1e-45f, 1e-45f};
    static double long_tenths[1000];
    double result = 7;
    uint64_t count = 7;
    abicus_exact_sum *sum = NULL;
    size_t place;
    for (place = 0; place < 1000; place++) {
        memcpy(long_tenths + place, tenths, sizeof tenths[0]);
    }
    CHECK(abicus_sum_f64(tiny, 3, 1, &result) == ABICUS_OK && bits(result) == 3);
    CHECK(abicus_sum_f64_strided(tiny + 2, 3, -8, 1, &result) == ABICUS_OK && bits(result) == 3);
    CHECK(abicus_sum_f64(upward, 2, 1, &result) == ABICUS_OK && bits(result) == 0x3ff0000000000000);
    CHECK(abicus_sum_f64(tenths, 3, 1, &result) == ABICUS_OK && bits(result) == 0x3fd3333333333334);
    CHECK(abicus_sum_f64(long_tenths, 1000, 1, &result) == ABICUS_OK && bits(result) == 0x4059000000000000);
    CHECK(abicus_sum_of_squares_f64(tenths, 3, 1, &result) == ABICUS_OK && bits(result) == 0x3f9eb851eb851eb9);
    CHECK(abicus_dot_f64(small, factors, 3, 1, &result) == ABICUS_OK && bits(result) == 0x2b);
    CHECK(abicus_sum_f32(tiny_floats, 2, 1, &result) == ABICUS_OK && bits(result) == 0x36b0000000000000);
    CHECK(abicus_dot_f32(tiny_floats, tiny_floats, 2, 1, &result) == ABICUS_OK);
    CHECK(bits(result) == 0x2d60000000000000);
    CHECK(abicus_count_even_f64(tiny, 3, &count) == ABICUS_OK && count == 0);
    CHECK(abicus_count_even_f32(tiny_floats, 2, &count) == ABICUS_OK && count == 0);
    CHECK(abicus_exact_sum_new(&sum) == ABICUS_OK);
    CHECK(abicus_exact_sum_update_f64(sum, tiny, 3) == ABICUS_OK);
    CHECK(abicus_exact_sum_finish_f64(sum, &result) == ABICUS_OK && bits(result) == 3);
    CHECK(abicus_exact_sum_update_f64(sum, tenths, 3) == ABICUS_OK);
    CHECK(abicus_exact_sum_finish_f64(sum, &result) == ABICUS_OK && bits(result) == 0x3fd3333333333334);
    abicus_exact_sum_free(sum);
}

void test_float_mode(void)
{
    enum { FLAGS = 0x3f, DENORMALS_ARE_ZERO = 0x40, FLUSH_TO_ZERO = 0x8000 };
    static const int directions[4] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    static const unsigned int modes[3] = {0, FLUSH_TO_ZERO | DENORMALS_ARE_ZERO, FLUSH_TO_ZERO};
    const unsigned int usual = _mm_getcsr();
    const int usual_direction = fegetround();
    int direction, mode, sticky;
    for (direction = 0; direction < 4; direction++) {
        for (mode = 0; mode < 3; mode++) {
            for (sticky = 0; sticky < 2; sticky++) {
                unsigned int before, after;
                fesetround(directions[direction]);
                before = (_mm_getcsr() & ~(unsigned int)FLAGS) | modes[mode] | (sticky ? (unsigned int)FLAGS : 0u);
                _mm_setcsr(before);
                check_results();
                after = _mm_getcsr();
                _mm_setcsr(usual);
                CHECK(before == after);
                CHECK(fegetround() == usual_direction || fesetround(usual_direction) == 0);
            }
        }
    }
}
#else
void test_float_mode(void)
{
    puts("the floating-point mode: skipped, it is only tested on x86");
}
#endif

/* The control block: calls that are watched and stopped. */
#include "check.h"

/* What a callback was told. */
struct seen {
    int calls;
    int32_t answer;
    uint64_t done, total;
};

static int32_t note(void *context, uint64_t done, uint64_t total)
{
    struct seen *seen = (struct seen *)context;
    seen->calls++;
    seen->done = done;
    seen->total = total;
    return seen->answer;
}

void test_control(void)
{
    static double values[64];
    static int64_t found[64];
    const size_t endless = (size_t)1 << 44;
    const uint64_t before = bits(7.5);
    struct seen seen = {0, 1, 0, 0};
    abicus_control control = {0, 0, 0, NULL, NULL};
    abicus_exact_sum *sum = NULL;
    abicus_array *array = NULL;
    double out = 7.5;

    /* Cancelled at once: years of work end, and nothing is written. */
    control.cancel = 1;
    CHECK(abicus_control_attach(&control) == ABICUS_OK);
    CHECK(abicus_sum_f64_strided(values, endless, 0, 1, &out) == ABICUS_CANCELLED && bits(out) == before);
    CHECK(last_error_has("abicus_sum_f64_strided: cancelled by the caller"));
    CHECK(abicus_dot_f64_strided(values, 0, values, 0, endless, 1, &out) == ABICUS_CANCELLED);
    CHECK(abicus_unique_f64_strided(values, endless, 0, &array) == ABICUS_CANCELLED && array == NULL);
    CHECK(bits(out) == before);

    /* A short call does not ask; the next call starts afresh. */
    CHECK(abicus_sum_f64(values, 64, 1, &out) == ABICUS_OK && out == 0.0);
    control.cancel = 0;

    /* A callback that says stop; a state that was to be updated is as it was. */
    control.progress = note;
    control.context = &seen;
    values[0] = 1.0;
    CHECK(abicus_exact_sum_new(&sum) == ABICUS_OK);
    CHECK(abicus_exact_sum_update_f64_strided(sum, values, endless, 0) == ABICUS_CANCELLED && seen.calls == 1);
    CHECK(abicus_exact_sum_finish_f64(sum, &out) == ABICUS_OK && out == 0.0);
    abicus_exact_sum_free(sum);

    /* What counts tells the end, whatever the answer then is. */
    CHECK(abicus_searchsorted_f64(values + 1, 63, values, 64, ABICUS_LEFT, 1, found) == ABICUS_OK);
    CHECK(found[0] == 63 && found[1] == 0);
    CHECK(seen.calls == 2 && seen.done == 64 && seen.total == 64);
    CHECK(control.done == 64 && control.total == 64);

    /* Detached, nobody is told. */
    CHECK(abicus_control_attach(NULL) == ABICUS_OK);
    CHECK(abicus_searchsorted_f64(values + 1, 63, values, 64, ABICUS_LEFT, 1, found) == ABICUS_OK && seen.calls == 2);
    values[0] = 0.0;
}

/* Sorting in place, and searching what is sorted: one value, many, and in an index that is kept. */
#include "abicus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Stops the program when a call failed. */
static void check(int32_t status)
{
    char message[256];
    if (status == ABICUS_OK) {
        return;
    }
    abicus_last_error(message, sizeof message);
    fprintf(stderr, "status %" PRId32 ": %s\n", status, message);
    exit(1);
}

int main(void)
{
    int64_t values[8] = {40, -7, 12, 40, 3, 99, 12, 0};
    const int64_t queries[4] = {12, 13, -100, 1000};
    const double between[2] = {12.5, 40.0};
    int64_t places[4];
    uint8_t found[4];
    abicus_index *index = NULL;
    size_t i;

    check(abicus_sort_i64(values, 8, 0, 1));
    for (i = 0; i < 8; i++) {
        printf("%" PRId64 "%c", values[i], i < 7 ? ' ' : '\n');
    }

    check(abicus_binary_search_i64(values, 8, 40, &places[0]));
    check(abicus_binary_search_i64(values, 8, 41, &places[1]));
    printf("40 is at %" PRId64 ", 41 at %" PRId64 "\n", places[0], places[1]);

    check(abicus_searchsorted_i64(values, 8, queries, 4, ABICUS_RIGHT, 1, places));
    for (i = 0; i < 4; i++) {
        printf("%" PRId64 " values are at most %" PRId64 "\n", places[i], queries[i]);
    }

    /* Queries may be of another type than the values: nothing is rounded. */
    check(abicus_index_new_i64(values, 8, &index));
    check(abicus_index_contains_i64(index, queries, 4, found));
    printf("12 is %s, 13 is %s\n", found[0] ? "there" : "missing", found[1] ? "there" : "missing");
    check(abicus_index_search_f64(index, between, 2, ABICUS_LEFT, 1, places));
    printf("%" PRId64 " values are below 12.5, %" PRId64 " below 40\n", places[0], places[1]);
    abicus_index_free(index);
    return 0;
}

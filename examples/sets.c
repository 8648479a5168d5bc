/* What occurs twice, each value once, and which values are among others: arrays that the library owns. */
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

/* Prints an array of uint32_t and frees it. */
static void print(const char *title, abicus_array *array)
{
    uint32_t kind;
    size_t length, i;
    void *data;
    check(abicus_array_get(array, &kind, &length, &data));
    printf("%s:", title);
    for (i = 0; i < length; i++) {
        printf(" %" PRIu32, ((const uint32_t *)data)[i]);
    }
    printf("\n");
    abicus_array_free(array);
}

int main(void)
{
    const uint32_t visitors[9] = {17, 4, 99, 4, 23, 17, 5, 4, 42};
    const uint32_t staff[3] = {5, 42, 1000};
    uint8_t is_staff[9];
    abicus_array *array = NULL;
    size_t i;

    check(abicus_duplicates_u32(visitors, 9, &array));
    print("came more than once", array);
    check(abicus_unique_u32(visitors, 9, &array));
    print("in order of their first visit", array);

    check(abicus_isin_u32(visitors, 9, staff, 3, is_staff));
    printf("of the staff:");
    for (i = 0; i < 9; i++) {
        if (is_staff[i]) {
            printf(" %" PRIu32, visitors[i]);
        }
    }
    printf("\n");
    return 0;
}

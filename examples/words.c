/* The most common words of a text that arrives in pieces, as from a file or a socket. */
#include "abicus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    const char *text = "Der Fluss ruht. Der STRASSE nach: \xc3\x9c" "ber dem Fluss, \xc3\xbc" "ber der Br\xc3\xbc" "cke.";
    const size_t piece = 7;
    abicus_word_counter *counter;
    abicus_array *words, *counts;
    uint32_t kind;
    size_t length = strlen(text), start, bytes, count, i;
    void *data, *numbers;
    const char *word;

    check(abicus_word_counter_new(&counter));
    /* The pieces cut words, and a letter of two bytes. */
    for (start = 0; start < length; start += piece) {
        size_t left = length - start;
        const uint8_t *bytes_here = (const uint8_t *)text + start;
        check(abicus_word_counter_update_u8(counter, bytes_here, left < piece ? left : piece, 1, NULL));
    }
    check(abicus_word_counter_finish(counter));

    check(abicus_word_counter_most_common(counter, 4, &words, &counts));
    check(abicus_array_get(words, &kind, &bytes, &data));
    check(abicus_array_get(counts, &kind, &count, &numbers));
    word = (const char *)data;
    for (i = 0; i < count; i++) {
        const char *end = (const char *)memchr(word, '\n', bytes - (size_t)(word - (const char *)data));
        printf("%" PRIu64 " %.*s\n", ((const uint64_t *)numbers)[i], (int)(end - word), word);
        word = end + 1;
    }
    abicus_array_free(words);
    abicus_array_free(counts);
    abicus_word_counter_free(counter);
    return 0;
}

/* Words, counted chunk by chunk. */
#include "check.h"

/* Gives `word:count` of each, a space behind each; frees the arrays. */
static const char *shown(abicus_array *words, abicus_array *counts)
{
    static char line[256];
    uint32_t kind = 0;
    size_t bytes = 0, count = 0, i, used = 0;
    void *text = NULL, *numbers = NULL;
    const char *word;
    line[0] = 0;
    CHECK(abicus_array_get(words, &kind, &bytes, &text) == ABICUS_OK && kind == ABICUS_TYPE_U8);
    CHECK(abicus_array_get(counts, &kind, &count, &numbers) == ABICUS_OK && kind == ABICUS_TYPE_U64);
    word = (const char *)text;
    for (i = 0; i < count; i++) {
        const char *end = (const char *)memchr(word, '\n', bytes);
        used += (size_t)snprintf(line + used, sizeof line - used, "%.*s:%" PRIu64 " ", (int)(end - word), word,
                                 ((const uint64_t *)numbers)[i]);
        bytes -= (size_t)(end + 1 - word);
        word = end + 1;
    }
    CHECK(bytes == 0);
    abicus_array_free(words);
    abicus_array_free(counts);
    return line;
}

/* The most common words of a counter. */
static const char *most_common(const abicus_word_counter *counter, size_t most)
{
    abicus_array *words = NULL, *counts = NULL;
    CHECK(abicus_word_counter_most_common(counter, most, &words, &counts) == ABICUS_OK);
    return shown(words, counts);
}

/* All words of a counter. */
static const char *all(const abicus_word_counter *counter)
{
    abicus_array *words = NULL, *counts = NULL;
    CHECK(abicus_word_counter_counts(counter, &words, &counts) == ABICUS_OK);
    return shown(words, counts);
}

/* Adds a text; returns the status. */
static int32_t add(abicus_word_counter *counter, const char *text)
{
    return abicus_word_counter_update_u8(counter, (const uint8_t *)text, strlen(text), 1, NULL);
}

static void test_chunks(void)
{
    static const uint32_t points[6] = {0x41, 0x3a3, 0x3000, 0x78, 0x1f600, 0x20};
    abicus_word_counter *counter = NULL, *other = NULL;
    uint64_t total = 9, distinct = 9;
    uint32_t pending = 9;
    uint8_t cut[3] = {9, 9, 9};
    size_t count = 9;
    CHECK(abicus_word_counter_new(&counter) == ABICUS_OK);
    CHECK(strcmp(all(counter), "") == 0);
    CHECK(add(counter, "To be or n") == ABICUS_OK && add(counter, "ot to\x1f" "be caf\xc3") == ABICUS_OK);
    CHECK(abicus_word_counter_len(counter, &total, &distinct, &pending) == ABICUS_OK);
    CHECK(total == 6 && distinct == 4 && pending == 1);
    CHECK(abicus_word_counter_cut(counter, cut, 3, &count) == ABICUS_OK && count == 1 && cut[0] == 0xc3 && cut[1] == 0);
    CHECK(add(counter, "\x89 Caf\xc3\xa9") == ABICUS_OK);
    CHECK(strcmp(all(counter), "to:2 be:2 or:1 not:1 caf\xc3\xa9:2 ") == 0);
    CHECK(strcmp(most_common(counter, 2), "to:2 be:2 ") == 0);
    CHECK(abicus_word_counter_clone(counter, &other) == ABICUS_OK);
    CHECK(abicus_word_counter_update_u32(other, points, 6, 0, NULL) == ABICUS_OK);
    CHECK(strcmp(most_common(other, SIZE_MAX),
                 "to:2 be:2 or:1 not:1 caf\xc3\xa9:1 caf\xc3\xa9" "a\xcf\x82:1 x\xf0\x9f\x98\x80:1 ") == 0);
    CHECK(abicus_word_counter_finish(counter) == ABICUS_OK);
    CHECK(abicus_word_counter_merge(counter, other) == ABICUS_OK);
    CHECK(abicus_word_counter_merge(counter, counter) == ABICUS_OK);
    CHECK(strcmp(most_common(counter, 5), "to:8 be:8 caf\xc3\xa9:6 or:4 not:4 ") == 0);
    abicus_word_counter_free(other);
    abicus_word_counter_free(counter);
    abicus_word_counter_free(NULL);
}

static void test_folded_and_stored(void)
{
    static const uint8_t state[16] = {'A', 'B', 'X', 'W', 1, 0, 0, 0, 0, 1, 'x', 1, 2, 'i', '!', 3};
    abicus_word_counter *counter = NULL;
    abicus_array *array = NULL;
    uint32_t kind = 0;
    size_t length = 0;
    void *data = NULL;
    CHECK(abicus_word_counter_from_bytes(state, 16, &counter) == ABICUS_OK);
    CHECK(strcmp(all(counter), "i!:3 x:1 ") == 0);
    CHECK(abicus_word_counter_to_bytes(counter, &array) == ABICUS_OK);
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK && length == 16 && memcmp(data, state, 16) == 0);
    abicus_array_free(array);
    CHECK(add(counter, " \xc3\x84 \xc3\x84I ") == ABICUS_OK);
    CHECK(abicus_word_counter_unfolded(counter, &array) == ABICUS_OK);
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK && length == 6);
    CHECK(memcmp(data, "\xc3\x84\n\xc3\x84i", 6) == 0);
    abicus_array_free(array);
    CHECK(abicus_word_counter_fold(counter, (const uint8_t *)"x", 1) == ABICUS_INVALID_DATA);
    CHECK(abicus_word_counter_fold(counter, (const uint8_t *)"x\nz", 3) == ABICUS_OK);
    CHECK(strcmp(all(counter), "i!:3 x:2 z:1 ") == 0);
    abicus_word_counter_free(counter);
}


static void test_bad_words(void)
{
    static uint8_t text[1 << 23];
    static const uint32_t points[2] = {65, 0x110000};
    abicus_word_counter *counter = NULL, *untouched = NULL;
    abicus_array *words = NULL, *counts = NULL;
    abicus_control control;
    uint64_t total = 9;
    CHECK(abicus_word_counter_new(NULL) == ABICUS_NULL_POINTER && last_error_has("out is NULL"));
    CHECK(abicus_word_counter_new(&counter) == ABICUS_OK);
    CHECK(add(counter, "a begi") == ABICUS_OK);
    CHECK(add(NULL, "a") == ABICUS_NULL_POINTER && last_error_has("counter is NULL"));
    CHECK(abicus_word_counter_update_u8(counter, NULL, 1, 1, NULL) == ABICUS_NULL_POINTER && last_error_has("text is NULL"));
    CHECK(abicus_word_counter_update_u32(counter, NULL, 1, 1, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_word_counter_update_u8(counter, text, SIZE_MAX, 1, NULL) == ABICUS_INVALID_LENGTH);
    CHECK(add(counter, "n b\xff") == ABICUS_INVALID_DATA && last_error_has("text is wrong from element 3 on"));
    CHECK(abicus_word_counter_update_u32(counter, points, 2, 1, NULL) == ABICUS_INVALID_DATA);
    memset(&control, 0, sizeof control);
    control.cancel = 1;
    memset(text, 'x', sizeof text);
    CHECK(abicus_word_counter_update_u8(counter, text, sizeof text, 1, &control) == ABICUS_CANCELLED);
    CHECK(add(counter, "n\xc3") == ABICUS_OK);
    CHECK(abicus_word_counter_finish(counter) == ABICUS_INVALID_DATA && last_error_has("ends within a character"));
    CHECK(abicus_word_counter_most_common(counter, 1, &words, &counts) == ABICUS_INVALID_DATA);
    CHECK(abicus_word_counter_counts(counter, &words, &counts) == ABICUS_INVALID_DATA);
    CHECK(abicus_word_counter_merge(counter, counter) == ABICUS_INVALID_DATA);
    CHECK(words == NULL && counts == NULL);
    CHECK(add(counter, "\xa4") == ABICUS_OK && strcmp(all(counter), "a:1 begin\xc3\xa4:1 ") == 0);
    CHECK(abicus_word_counter_counts(counter, NULL, &counts) == ABICUS_NULL_POINTER && last_error_has("words is NULL"));
    CHECK(abicus_word_counter_most_common(counter, 1, &words, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_word_counter_len(counter, &total, NULL, NULL) == ABICUS_NULL_POINTER && total == 9);
    CHECK(abicus_word_counter_cut(counter, text, 2, (size_t *)&total) == ABICUS_BUFFER_TOO_SMALL);
    CHECK(abicus_word_counter_from_bytes(text, 9, &untouched) == ABICUS_INVALID_DATA && untouched == NULL);
    CHECK(last_error_has("no stored counter"));
    CHECK(abicus_word_counter_merge(counter, NULL) == ABICUS_NULL_POINTER && last_error_has("other is NULL"));
    abicus_word_counter_free(counter);
}

void test_words(void)
{
    test_chunks();
    test_folded_and_stored();
    test_bad_words();
}

/* What the C tests share. */
#ifndef CHECK_H
#define CHECK_H

#include "abicus.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How many checks failed; defined in abi.c. */
extern int failures;

/* Reports an expression that is not true. */
#define CHECK(expression) \
    do { \
        if (!(expression)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #expression); \
            failures++; \
        } \
    } while (0)

/* Whether two arrays of words are the same. */
#define SAME_WORDS(seen, expected) (memcmp(seen, expected, sizeof expected) == 0)

/* Keeps the commas of a list together as one argument of a macro. */
#define LIST(...) {__VA_ARGS__}

/* The bits of a double: no floating-point mode has a say in comparing them. */
static inline uint64_t bits(double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

/* Whether the last error has a part. */
static inline int last_error_has(const char *part)
{
    char message[512];
    return abicus_last_error(message, sizeof message) > 0 && strstr(message, part) != NULL;
}

void test_array(void);
void test_statistics(void);
void test_control(void);
void test_exact_sum(void);
void test_bad_input(void);
void test_float_mode(void);
void test_elementwise(void);
void test_pairs(void);
void test_sets(void);
void test_sort(void);
void test_search(void);
void test_closed_forms(void);
void test_primes(void);
void test_words(void);

#endif

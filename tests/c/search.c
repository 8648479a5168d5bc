/* Positions in sorted elements, and indexes, of every type. */
#include "check.h"

/*
 * Six sorted elements A, two of them equal; the queries, their positions on both sides, and whether they are elements:
 * below everything, between, the equal ones, the greatest of the type, which is an element.
 */
#define SEARCH(T, type, LOW, HIGH) \
    static void test_##T(void) \
    { \
        static const type a[6] = {LOW, 3, 7, 7, 100, HIGH}; \
        static const type queries[5] = {LOW, 5, 7, 101, HIGH}; \
        static const int64_t left[5] = {0, 2, 2, 5, 5}, right[5] = {1, 2, 4, 5, 6}; \
        static const uint8_t contained[5] = {1, 0, 1, 0, 1}; \
        static const type shuffled[6] = {7, HIGH, 3, 100, LOW, 7}; \
        const ptrdiff_t size = (ptrdiff_t)sizeof(type); \
        type reversed[5], wide[12]; \
        unsigned char odd[6 * sizeof(type) + 1]; \
        int64_t out[6], place; \
        uint8_t found[6]; \
        uint64_t length = 9; \
        abicus_index *index = NULL; \
        abicus_array *sorted = NULL; \
        uint32_t kind; \
        void *data; \
        size_t query, count; \
        for (query = 0; query < 5; query++) { \
            reversed[4 - query] = queries[query]; \
            CHECK(abicus_bisect_left_##T(a, 6, queries[query], &place) == ABICUS_OK && place == left[query]); \
            CHECK(abicus_bisect_right_##T(a, 6, queries[query], &place) == ABICUS_OK && place == right[query]); \
            CHECK(abicus_binary_search_##T(a, 6, queries[query], &place) == ABICUS_OK); \
            CHECK(place == (contained[query] ? left[query] : -1)); \
        } \
        for (query = 0; query < 6; query++) { \
            wide[2 * query] = a[query]; \
            wide[2 * query + 1] = 0; \
        } \
        CHECK(abicus_bisect_left_##T##_strided(wide, 6, 2 * size, 7, &place) == ABICUS_OK && place == 2); \
        CHECK(abicus_bisect_right_##T##_strided(wide, 6, 2 * size, 7, &place) == ABICUS_OK && place == 4); \
        CHECK(abicus_binary_search_##T##_strided(wide, 6, 2 * size, 100, &place) == ABICUS_OK && place == 4); \
        CHECK(abicus_binary_search_##T(NULL, 0, 7, &place) == ABICUS_OK && place == -1); \
        out[5] = 77; \
        CHECK(abicus_searchsorted_##T(a, 6, queries, 5, ABICUS_LEFT, 1, out) == ABICUS_OK); \
        CHECK(memcmp(out, left, sizeof left) == 0 && out[5] == 77); \
        CHECK(abicus_searchsorted_##T(a, 6, queries, 5, ABICUS_RIGHT, 0, out) == ABICUS_OK); \
        CHECK(memcmp(out, right, sizeof right) == 0); \
        CHECK(abicus_searchsorted_##T##_strided(wide, 6, 2 * size, reversed + 4, 5, -size, ABICUS_LEFT, 1, out) \
              == ABICUS_OK); \
        CHECK(memcmp(out, left, sizeof left) == 0); \
        memcpy(odd + 1, a, sizeof a); \
        CHECK(abicus_searchsorted_##T((const type *)(const void *)(odd + 1), 6, queries, 5, ABICUS_RIGHT, 1, out) \
              == ABICUS_OK); \
        CHECK(memcmp(out, right, sizeof right) == 0 && out[5] == 77); \
        CHECK(abicus_index_new_##T(shuffled, 6, &index) == ABICUS_OK && index != NULL); \
        CHECK(abicus_index_len(index, &length) == ABICUS_OK && length == 6); \
        CHECK(abicus_index_search_##T(index, queries, 5, ABICUS_RIGHT, 1, out) == ABICUS_OK); \
        CHECK(memcmp(out, right, sizeof right) == 0); \
        CHECK(abicus_index_search_##T##_strided(index, reversed + 4, 5, -size, ABICUS_LEFT, 1, out) == ABICUS_OK); \
        CHECK(memcmp(out, left, sizeof left) == 0); \
        found[5] = 77; \
        CHECK(abicus_index_contains_##T(index, queries, 5, found) == ABICUS_OK); \
        CHECK(memcmp(found, contained, sizeof contained) == 0 && found[5] == 77); \
        CHECK(abicus_index_contains_##T##_strided(index, reversed + 4, 5, -size, found) == ABICUS_OK); \
        CHECK(memcmp(found, contained, sizeof contained) == 0); \
        CHECK(abicus_index_sorted(index, &sorted) == ABICUS_OK); \
        CHECK(abicus_array_get(sorted, &kind, &count, &data) == ABICUS_OK && count == 6); \
        CHECK(memcmp(data, a, sizeof a) == 0); \
        abicus_array_free(sorted); \
        abicus_index_free(index); \
        CHECK(abicus_index_new_##T##_strided(shuffled + 5, 6, -size, &index) == ABICUS_OK); \
        CHECK(abicus_index_search_##T(index, queries, 5, ABICUS_LEFT, 1, out) == ABICUS_OK); \
        CHECK(memcmp(out, left, sizeof left) == 0); \
        abicus_index_free(index); \
    }

SEARCH(f64, double, -1e308, 1e308)
SEARCH(f32, float, -3e38f, 3e38f)
SEARCH(i64, int64_t, INT64_MIN, INT64_MAX)
SEARCH(u64, uint64_t, 0, UINT64_MAX)
SEARCH(i32, int32_t, INT32_MIN, INT32_MAX)
SEARCH(u32, uint32_t, 0, UINT32_MAX)
SEARCH(i16, int16_t, INT16_MIN, INT16_MAX)
SEARCH(u16, uint16_t, 0, UINT16_MAX)
SEARCH(i8, int8_t, INT8_MIN, INT8_MAX)
SEARCH(u8, uint8_t, 0, UINT8_MAX)

/* Two types are compared exactly: 2^53 + 1 is no double. */
static void test_mixed(void)
{
    static const double doubles[3] = {9007199254740992.0, 9007199254740994.0, 1e300};
    static const int64_t integers[4] = {INT64_C(9007199254740991), INT64_C(9007199254740992),
                                        INT64_C(9007199254740993), INT64_MAX};
    static const int64_t left[4] = {0, 0, 1, 2}, right[4] = {0, 1, 1, 2}, floats_left[3] = {1, 3, 4};
    static const uint8_t contained[4] = {0, 1, 0, 0};
    int64_t out[4];
    uint8_t found[4];
    abicus_index *index = NULL;
    CHECK(abicus_searchsorted_mixed(ABICUS_TYPE_F64, doubles, 3, 8, ABICUS_TYPE_I64, integers, 4, 8, ABICUS_LEFT, 1,
                                    out) == ABICUS_OK);
    CHECK(memcmp(out, left, sizeof left) == 0);
    CHECK(abicus_searchsorted_mixed(ABICUS_TYPE_F64, doubles, 3, 8, ABICUS_TYPE_I64, integers, 4, 8, ABICUS_RIGHT, 1,
                                    out) == ABICUS_OK);
    CHECK(memcmp(out, right, sizeof right) == 0);
    CHECK(abicus_searchsorted_mixed(ABICUS_TYPE_I64, integers, 4, 8, ABICUS_TYPE_F64, doubles, 3, 8, ABICUS_LEFT, 1,
                                    out) == ABICUS_OK);
    CHECK(memcmp(out, floats_left, sizeof floats_left) == 0);
    CHECK(abicus_searchsorted_mixed('x', doubles, 3, 8, ABICUS_TYPE_I64, integers, 4, 8, ABICUS_LEFT, 1, out)
          == ABICUS_INVALID_ARGUMENT);
    CHECK(last_error_has("abicus_searchsorted_mixed: kind is 120"));
    CHECK(abicus_searchsorted_mixed(ABICUS_TYPE_F64, doubles, 3, 8, ABICUS_TYPE_BOOL, integers, 4, 8, ABICUS_LEFT, 1,
                                    out) == ABICUS_INVALID_ARGUMENT);
    CHECK(last_error_has("queries_kind is 63"));
    CHECK(abicus_index_new_f64(doubles, 3, &index) == ABICUS_OK);
    CHECK(abicus_index_search_i64(index, integers, 4, ABICUS_LEFT, 1, out) == ABICUS_OK);
    CHECK(memcmp(out, left, sizeof left) == 0);
    CHECK(abicus_index_contains_i64(index, integers, 4, found) == ABICUS_OK);
    CHECK(memcmp(found, contained, sizeof contained) == 0);
    abicus_index_free(index);
}

static void test_mistakes(void)
{
    static const double values[2] = {1, 2};
    int64_t out[2] = {7, 7}, both[2] = {5, 1}, room[3];
    int64_t *misaligned = (int64_t *)(void *)((char *)room + 1);
    uint8_t found[2] = {7, 7};
    abicus_index *index = NULL;
    CHECK(abicus_bisect_left_f64(NULL, 2, 1, out) == ABICUS_NULL_POINTER && out[0] == 7);
    CHECK(last_error_has("abicus_bisect_left_f64: values"));
    CHECK(abicus_bisect_right_f64(values, 2, 1, NULL) == ABICUS_NULL_POINTER && last_error_has("out"));
    CHECK(abicus_binary_search_f64(values, SIZE_MAX, 1, out) == ABICUS_INVALID_LENGTH && out[0] == 7);
    CHECK(abicus_searchsorted_f64(NULL, 2, values, 2, ABICUS_LEFT, 1, out) == ABICUS_NULL_POINTER);
    CHECK(last_error_has("values"));
    CHECK(abicus_searchsorted_f64(values, 2, NULL, 2, ABICUS_LEFT, 1, out) == ABICUS_NULL_POINTER);
    CHECK(last_error_has("queries"));
    CHECK(abicus_searchsorted_f64(values, 2, values, 2, ABICUS_LEFT, 1, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_searchsorted_f64(values, 2, values, 2, 2, 1, out) == ABICUS_INVALID_ARGUMENT);
    CHECK(last_error_has("side is 2") && out[0] == 7);
    CHECK(abicus_searchsorted_f64(values, 2, values, SIZE_MAX, ABICUS_LEFT, 1, out) == ABICUS_INVALID_LENGTH);
    CHECK(abicus_searchsorted_f64(values, 2, NULL, 0, ABICUS_LEFT, 1, NULL) == ABICUS_OK);
    /* The output is where the queries are, and where no integer would be. */
    CHECK(abicus_searchsorted_i64(both + 1, 1, both, 2, ABICUS_LEFT, 1, both) == ABICUS_OK);
    CHECK(both[0] == 1 && both[1] == 0);
    CHECK(abicus_searchsorted_f64(values, 2, values, 2, ABICUS_RIGHT, 1, misaligned) == ABICUS_OK);
    memcpy(both, misaligned, sizeof both);
    CHECK(both[0] == 1 && both[1] == 2);
    CHECK(abicus_index_new_f64(NULL, 2, &index) == ABICUS_NULL_POINTER && index == NULL);
    CHECK(abicus_index_new_f64(values, 2, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_index_search_f64(NULL, values, 2, ABICUS_LEFT, 1, out) == ABICUS_NULL_POINTER);
    CHECK(last_error_has("index"));
    CHECK(abicus_index_new_f64(NULL, 0, &index) == ABICUS_OK);
    CHECK(abicus_index_search_f64(index, values, 2, 9, 1, out) == ABICUS_INVALID_ARGUMENT && out[0] == 7);
    CHECK(abicus_index_search_f64(index, NULL, 2, ABICUS_LEFT, 1, out) == ABICUS_NULL_POINTER && out[0] == 7);
    CHECK(abicus_index_contains_f64(index, values, 2, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_index_contains_f64(index, values, 2, found) == ABICUS_OK && found[0] == 0 && found[1] == 0);
    CHECK(abicus_index_search_f64(index, values, 2, ABICUS_RIGHT, 1, out) == ABICUS_OK && out[0] == 0 && out[1] == 0);
    CHECK(abicus_index_len(index, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_index_sorted(index, NULL) == ABICUS_NULL_POINTER);
    abicus_index_free(index);
    abicus_index_free(NULL);
}

void test_search(void)
{
    test_f64();
    test_f32();
    test_i64();
    test_u64();
    test_i32();
    test_u32();
    test_i16();
    test_u16();
    test_i8();
    test_u8();
    test_mixed();
    test_mistakes();
}

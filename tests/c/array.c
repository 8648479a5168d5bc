/* Arrays: memory that the library owns. */
#include "check.h"

static void test_type(uint32_t kind, size_t size)
{
    abicus_array *array = NULL;
    uint32_t seen = 0;
    size_t length = 9, place;
    void *data = NULL;
    CHECK(abicus_array_new(kind, 3, &array) == ABICUS_OK && array != NULL);
    CHECK(abicus_array_get(array, &seen, &length, &data) == ABICUS_OK);
    CHECK(seen == kind && length == 3 && data != NULL && (size_t)data % size == 0);
    for (place = 0; place < 3 * size; place++) {
        CHECK(((unsigned char *)data)[place] == 0);
    }
    memset(data, 1, 3 * size);
    abicus_array_free(array);
}

static void test_extend(void)
{
    static const int16_t more[3] = {3, -4, 5};
    static const uint8_t truths[2] = {0, 7};
    abicus_array *array = NULL;
    uint32_t kind = 0, place;
    size_t length = 0;
    void *data = NULL;
    CHECK(abicus_array_new(ABICUS_TYPE_I16, 1, &array) == ABICUS_OK);
    for (place = 0; place < 100; place++) {
        CHECK(abicus_array_extend(array, ABICUS_TYPE_I16, more, 3) == ABICUS_OK);
    }
    CHECK(abicus_array_extend(array, ABICUS_TYPE_I16, NULL, 0) == ABICUS_OK);
    CHECK(abicus_array_extend(array, ABICUS_TYPE_U16, more, 3) == ABICUS_INVALID_ARGUMENT && last_error_has("kind is 72"));
    CHECK(abicus_array_extend(array, ABICUS_TYPE_I16, NULL, 3) == ABICUS_NULL_POINTER && last_error_has("data"));
    CHECK(abicus_array_extend(array, ABICUS_TYPE_I16, more, SIZE_MAX) == ABICUS_INVALID_LENGTH);
    CHECK(abicus_array_extend(array, ABICUS_TYPE_I16, more, SIZE_MAX / 4) == ABICUS_INVALID_LENGTH);
    CHECK(last_error_has("data has 4611686018427387903 elements"));
    /* Its own memory may move while it grows. */
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK);
    CHECK(abicus_array_extend(array, ABICUS_TYPE_I16, (const int16_t *)data + 1, 2) == ABICUS_INVALID_ARGUMENT);
    CHECK(last_error_has("data lies in the array itself"));
    CHECK(abicus_array_extend(NULL, ABICUS_TYPE_I16, more, 3) == ABICUS_NULL_POINTER && last_error_has("array"));
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK && length == 301);
    CHECK(((int16_t *)data)[0] == 0 && ((int16_t *)data)[1] == 3 && ((int16_t *)data)[299] == -4);
    CHECK(((int16_t *)data)[300] == 5);
    abicus_array_free(array);
    CHECK(abicus_array_new(ABICUS_TYPE_BOOL, 1, &array) == ABICUS_OK);
    CHECK(abicus_array_extend(array, ABICUS_TYPE_BOOL, truths, 2) == ABICUS_OK);
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK && length == 3);
    CHECK(((uint8_t *)data)[1] == 0 && ((uint8_t *)data)[2] == 1);
    abicus_array_free(array);
}

static void test_splice(void)
{
    uint8_t bytes[10] = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'};
    CHECK(abicus_splice_u8(bytes, 10, 3, (const uint8_t *)"abc", 3) == ABICUS_OK);
    CHECK(memcmp(bytes, "012abc6789", 10) == 0);
    CHECK(abicus_splice_u8(bytes, 10, 2, bytes, 8) == ABICUS_OK);
    CHECK(memcmp(bytes, "01012abc67", 10) == 0);
    CHECK(abicus_splice_u8(bytes, 10, 10, NULL, 0) == ABICUS_OK);
    CHECK(abicus_splice_u8(bytes, SIZE_MAX, 0, bytes + 1, SIZE_MAX) == ABICUS_INVALID_LENGTH);
    CHECK(memcmp(bytes, "01012abc67", 10) == 0);
    CHECK(abicus_splice_u8(NULL, 0, 0, NULL, 0) == ABICUS_OK);
    CHECK(abicus_splice_u8(bytes, 10, 8, bytes, 3) == ABICUS_INVALID_LENGTH && last_error_has("offset 8"));
    CHECK(abicus_splice_u8(bytes, 10, 11, bytes, 0) == ABICUS_INVALID_LENGTH);
    CHECK(abicus_splice_u8(bytes, 10, SIZE_MAX, bytes, 2) == ABICUS_INVALID_LENGTH);
    CHECK(abicus_splice_u8(bytes, 10, 0, NULL, 1) == ABICUS_NULL_POINTER && last_error_has("data"));
    CHECK(abicus_splice_u8(NULL, 10, 0, bytes, 1) == ABICUS_NULL_POINTER && last_error_has("target"));
    CHECK(memcmp(bytes, "01012abc67", 10) == 0);
}

void test_array(void)
{
    abicus_array *array = NULL;
    uint32_t kind = 0;
    size_t length = 9;
    void *data = NULL;
    test_extend();
    test_splice();
    test_type(ABICUS_TYPE_F64, 8);
    test_type(ABICUS_TYPE_F32, 4);
    test_type(ABICUS_TYPE_I64, 8);
    test_type(ABICUS_TYPE_U64, 8);
    test_type(ABICUS_TYPE_I32, 4);
    test_type(ABICUS_TYPE_U32, 4);
    test_type(ABICUS_TYPE_I16, 2);
    test_type(ABICUS_TYPE_U16, 2);
    test_type(ABICUS_TYPE_I8, 1);
    test_type(ABICUS_TYPE_U8, 1);
    test_type(ABICUS_TYPE_BOOL, 1);
    CHECK(abicus_array_new('x', 3, &array) == ABICUS_INVALID_ARGUMENT && array == NULL);
    CHECK(last_error_has("kind is 120"));
    CHECK(abicus_array_new(ABICUS_TYPE_F64, SIZE_MAX, &array) == ABICUS_OUT_OF_MEMORY && array == NULL);
    CHECK(abicus_array_new(ABICUS_TYPE_F64, 1, NULL) == ABICUS_NULL_POINTER);
    CHECK(abicus_array_new(ABICUS_TYPE_F64, 0, &array) == ABICUS_OK);
    CHECK(abicus_array_get(array, &kind, &length, &data) == ABICUS_OK && length == 0 && data != NULL);
    CHECK(abicus_array_get(array, NULL, &length, &data) == ABICUS_NULL_POINTER && last_error_has("kind"));
    CHECK(abicus_array_get(array, &kind, NULL, &data) == ABICUS_NULL_POINTER && last_error_has("len"));
    CHECK(abicus_array_get(array, &kind, &length, NULL) == ABICUS_NULL_POINTER && last_error_has("data"));
    CHECK(abicus_array_get(NULL, &kind, &length, &data) == ABICUS_NULL_POINTER && last_error_has("array"));
    abicus_array_free(array);
    abicus_array_free(NULL);
}

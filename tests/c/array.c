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

void test_array(void)
{
    abicus_array *array = NULL;
    uint32_t kind = 0;
    size_t length = 9;
    void *data = NULL;
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

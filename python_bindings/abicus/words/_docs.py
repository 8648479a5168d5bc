"""The docstrings of the functions of words."""

from __future__ import annotations

TEXT = """text is a str, or anything with a buffer of single bytes that are UTF-8: bytes, bytearray, memoryview, mmap and so on.
Both are read in place. Words are what str.split parts; they are made small as str.lower does it, by this Python's Unicode
version.

threads: so many count at once, 0 for as many as affinity and cgroup allow; the answer is the same. progress(done, total) is called
a few times a second with numbers of bytes or characters."""

ERRORS = """TypeError: text is neither. UnicodeDecodeError: bytes that are no UTF-8, as bytes.decode raises it. An exception of
progress stops the call and arrives.
O(len(text)) time, whatever the words are: hashes are seeded per process. Beside the answer, each distinct word takes 37 to
64 bytes, one of more than 15 bytes of UTF-8 as much again as it has."""

_PRIVATE = (
    "new update update_points finish merge clone swap len cut unfolded fold counts most_common to_bytes from_bytes"
)

#: name -> the text signature, a line "--", an empty line, the docstring; empty for those of the package alone.
DOCS = {
    "word_counts": f"""word_counts($module, /, text, *, threads=1, progress=None)
--

Return how often each word comes: collections.Counter(text.lower().split()), as a dict in order of first occurrence.

{TEXT}

{ERRORS}

>>> word_counts("To be or not to be")
{{'to': 2, 'be': 2, 'or': 1, 'not': 1}}
>>> word_counts("ΟΔΟΣ οδος".encode())
{{'οδος': 2}}
""",
    "most_common_words": f"""most_common_words($module, /, text, n=10, *, threads=1, progress=None)
--

Return the n most common words with their counts, all of them if n is None.

The same as collections.Counter(text.lower().split()).most_common(n): the most common first, those that are as common in order
of first occurrence.

{TEXT}

{ERRORS}

>>> most_common_words("To be or not to be", 2)
[('to', 2), ('be', 2)]
""",
    **{f"_words_{name}": "" for name in _PRIVATE.split()},
}

"""`word_counts`, `most_common_words` and `WordCounter`: the same as Counter over str.lower and str.split, for every text."""

from __future__ import annotations

import copy
import doctest
import mmap
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from array import array
from collections import Counter
from pathlib import Path
from typing import Any, Callable

import pytest
from contract import assert_shows_contract
from data import numpy
from signals import alarm, assert_stops, interrupt

import abicus
from abicus import WordCounter, _library
from abicus import _docs
from abicus.words import _generic

PUBLIC = [name for name, text in _docs.WORDS.items() if text]
SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000"
#: Letters with odd small forms, what looks like white space and is none, characters of every width, surrogates.
ODD = "aB'É\u00b5ÿΣσςİıIK\u0345\u00ad\u180e\u200b\u2060\ufeffЖЁ字𝔘\U00010400\U0001f600ẞßǅ\ud800\udc00\U0010ffff\0\x7f\x80"
WORDS = ["the", "The", "x" * 15, "Y" * 16, "ÉÀ" * 4, "ÉÀ" * 40, "ΑΣ", "ΑΣ.", "ΣΑΣ", "字" * 5, "\ud800\udc00", "z" * 300]
INVALID = [
    *(b"\x80", b"a \xff b", b"\xc3", b"a\xe2\x82", b"\xed\xa0\x80", b"\xed\xa0", b"x\xf0\x9f\x92 x", b"\xe2\x28\xa1"),
    *(b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xf0\x80\x80\x80", b"ok \xc3\xa9\xc3", b"\xe2\x82\xc3\xa9"),
]


def expected(text: str) -> Counter[str]:
    return Counter(text.lower().split())


def is_same(text: str, given: Any = None) -> None:
    """What is given instead of the text has its answers, ties in the same order, and a dict of str and int."""
    given, counter = text if given is None else given, expected(text)
    counts = abicus.word_counts(given)
    assert list(counts.items()) == list(counter.items())
    assert type(counts) is dict and all(type(word) is str and type(count) is int for word, count in counts.items())
    for n in (0, 1, 10, None):
        assert abicus.most_common_words(given, n) == counter.most_common(n)


def texts(seed: int, count: int, longest: int) -> list[str]:
    """Texts of one width and of several, with and without surrogates."""
    generator = random.Random(seed)
    narrow = [word for word in WORDS if word.isascii()] + list("aB'\0\x7f")
    latin = [*narrow, "É", "\x80", "ÿ", "\u00b5"]
    plane = [point for point in [*latin, *ODD, *WORDS] if max(point) < "\ud800"]
    everything = [*plane, *ODD, *WORDS]
    made = []
    for number in range(count):
        words = (narrow, latin, plane, everything)[number % 4]
        spaces = [space for space in SPACES if max(space) <= max(map(max, words))]
        made.append("".join(generator.choices(words + spaces * 2, k=generator.randrange(longest))))
    return made


def test_every_code_point() -> None:
    # By pieces, so that a failure is a short one.
    for first in range(0, sys.maxunicode + 1, 0x1100):
        points = [chr(point) for point in range(first, first + 0x1100)]
        for text in ("".join(points), " ".join(points), "".join(f"aΣ{point}Σ{point}a{point}\n" for point in points)):
            counter = expected(text)
            assert abicus.word_counts(text) == counter, hex(first)


def test_small_letters_stay_small_and_white_space_ends_the_context_of_a_sigma() -> None:
    """What makes it right to make single words small, once each."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    small = every.lower()
    assert small.lower() == small
    spaces = [point for point in every if point.isspace()]
    for space in spaces:
        assert f"AΣ{space}A".lower() == f"aς{space}a" and f"A{space}Σ".lower() == f"a{space}σ"
        assert abicus.word_counts(f"a{space}b") == {"a": 1, "b": 1}
        assert small.count(space) == every.count(space) == 1


@pytest.mark.parametrize("seed", range(4))
def test_texts_in_every_form(seed: int) -> None:
    for text in texts(seed, 120, 60) + texts(seed, 8, 9000):
        is_same(text)
        try:
            encoded = text.encode()
        except UnicodeEncodeError:
            continue
        for kind in (bytes, bytearray, memoryview):
            is_same(text, kind(encoded))


@pytest.mark.parametrize("seed", range(3))
def test_every_cut_into_two_chunks(seed: int) -> None:
    for text in texts(10 + seed, 40, 14):
        whole = WordCounter()
        whole.update(text)
        counter = expected(text)
        for cut in range(len(text) + 1):
            words = WordCounter()
            words.update(text[:cut])
            words.update(text[cut:])
            assert list(words.counts().items()) == list(counter.items()), (text, cut)
            assert words == whole
        try:
            encoded = text.encode()
        except UnicodeEncodeError:
            continue
        for cut in range(len(encoded) + 1):
            words = WordCounter()
            words.update(encoded[:cut])
            words = pickle.loads(pickle.dumps(words))
            words.update(memoryview(encoded)[cut:])
            assert words.most_common() == counter.most_common(), (text, cut)
            words.finish()
            whole.finish()
            assert words == whole


def test_chunks_of_any_size() -> None:
    for text in texts(20, 12, 3000):
        generator = random.Random(len(text))
        encoded, words, start = text.encode("utf-8", "surrogatepass"), WordCounter(), 0
        is_text = "\ud800" in text or "\udc00" in text
        source: Any = text if is_text else encoded
        while start < len(source):
            end = start + generator.choice((1, 2, 3, 10, 100, 5000))
            words.update(source[start:end])
            start = end
        assert list(words.counts().items()) == list(expected(text).items())


def test_buffers() -> None:
    text = "Ein Ärgernis ein ärgernis\u2003x"
    encoded = text.encode()
    with mmap.mmap(-1, len(encoded)) as mapped:
        mapped[:] = encoded
        is_same(text, mapped)
    is_same(text, array("B", encoded))
    is_same(text, abicus.Array("B", encoded))
    is_same(text, memoryview(encoded).cast("c"))
    is_same("acegac", memoryview(b"abcdefghabcd")[::2])
    is_same("abcdef", memoryview(b"abcdef").cast("B", (2, 3)))
    is_same("", b"")
    if numpy is not None:
        is_same(text, numpy.frombuffer(encoded, numpy.uint8))
        is_same("aaa", numpy.frombuffer(b"abacad", numpy.uint8)[::2])
    words = WordCounter()
    words.update(memoryview(b"abcdefghabcd")[::2])
    assert words.counts() == {"acegac": 1}


def test_a_subclass_is_taken_for_the_str_that_it_is() -> None:
    class Odd(str):
        __slots__ = ()

        def lower(self) -> str:
            return "odd"

        def __getitem__(self, key: object) -> str:
            return "odd"

        def __len__(self) -> int:
            return 1

    assert abicus.word_counts(Odd("Äb äB c")) == {"äb": 2, "c": 1}
    assert abicus.most_common_words(Odd("A b"), 1) == [("a", 1)]


@pytest.mark.parametrize("bad", [None, 5, 1.5, ["a"], ("a",), memoryview(b"abcd").cast("I"), array("d", [1.5]), object()])
def test_what_is_no_text(bad: Any) -> None:
    words = WordCounter()
    for call in (abicus.word_counts, abicus.most_common_words, words.update):
        with pytest.raises(TypeError, match="text is "):
            call(bad)
    assert words == WordCounter()


def unicode_error(call: Callable[[], object]) -> tuple[Any, ...]:
    with pytest.raises(UnicodeDecodeError) as caught:
        call()
    error = caught.value
    return error.encoding, error.object, error.start, error.end, error.reason


@pytest.mark.parametrize("bad", INVALID)
def test_what_is_no_utf8(bad: bytes) -> None:
    for filler in (b"", b"word ", b"w\xc3\xa9 " * 2500, b"x" * 5000):
        text = filler + bad
        oracle = unicode_error(text.decode)
        for kind in (bytes, bytearray, memoryview):
            assert unicode_error(lambda kind=kind: abicus.word_counts(kind(text))) == oracle
            assert unicode_error(lambda kind=kind: abicus.most_common_words(kind(text), 3)) == oracle
        step = 1 if len(text) < 50 else 997
        for cut in [*range(0, len(text), step), len(text)]:
            words = WordCounter()
            words.update("before, begi")
            chunks = [text[:cut], text[cut:]]
            done, error = 0, None
            for chunk in chunks:
                before = words.to_bytes()
                try:
                    words.update(chunk)
                except UnicodeDecodeError as caught:
                    error = caught
                    assert words.to_bytes() == before
                    break
                done += len(chunk)
            if error is None:
                before = words.to_bytes()
                found = unicode_error(words.finish)
                assert words.to_bytes() == before
                assert found[2:] == (0, len(found[1]), "unexpected end of data")
                assert text.endswith(found[1])
                assert unicode_error(words.counts) == unicode_error(words.most_common) == found
            else:
                # Bytes of a character that had begun come first.
                carried = len(error.object) - len(chunks[done > 0 or not chunks[0]])
                assert error.object.endswith(chunks[-1]) or error.object == chunks[0]
                assert done - max(0, carried) + error.start == oracle[2] and error.reason


def test_a_character_is_not_ended_by_a_str() -> None:
    words = WordCounter()
    words.update(b"caf\xc3")
    assert unicode_error(lambda: words.update("é")) == ("utf-8", b"\xc3", 0, 1, "unexpected end of data")
    with pytest.raises(UnicodeDecodeError):
        WordCounter().merge(words)
    assert "0 distinct words" in repr(words)
    words.update("")
    words.update(b"\xa9")
    assert words.counts() == {"café": 1}


def test_the_copy_in_an_error_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_generic, "LONGEST_COPY", 100)
    monkeypatch.setattr(_generic, "PIECE", 64)
    found = unicode_error(lambda: abicus.word_counts(b"x" * 200 + b"\xff" + b"y" * 200))
    assert found[1][found[2] : found[3]] == b"\xff" and found[4] == "invalid start byte, byte 200 of the text"


@pytest.mark.slow
@pytest.mark.parametrize("piece", [1, 2, 7, 100])
def test_pieces_of_a_text(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not read in place is cut; the library without the door reads no str in place."""
    monkeypatch.setattr(_generic, "PIECE", piece)
    for text in texts(30, 24, 80):
        is_same(text)
        state = _generic.counted("", 1, None)
        _generic._update_by_pieces(state, text, 1, None, False)
        words = WordCounter._of(state)
        assert words.most_common() == expected(text).most_common()
        told: list[tuple[int, int]] = []
        again = abicus.word_counts(type("Odd", (str,), {})(text), progress=lambda *how: told.append(how))
        assert list(again.items()) == list(expected(text).items())
        assert told == sorted(told) and (not text or told[-1] == (len(text), len(text)))
    words = WordCounter()
    words.update(b"a\xc3")
    before = words.to_bytes()
    for bad in (b"\xa9\0x\0\xff\0", b"x\0x\0\xff\0"):
        view = memoryview(bad)[::2]
        with pytest.raises(UnicodeDecodeError):
            words.update(view)
        assert words.to_bytes() == before


@pytest.mark.parametrize("n", [0, 1, 2, 5, 999, None, -1, -(2**70), 2**70, True, *([numpy.int64(3)] if numpy else [])])
def test_n(n: Any) -> None:
    generator = random.Random(5)
    text = " ".join(f"w{int(generator.expovariate(0.01))}" for _ in range(5000))
    words = WordCounter()
    words.update(text)
    oracle = Counter(text.split()).most_common(None if n is None else max(-1, min(int(n), 10**6)))
    assert abicus.most_common_words(text, n) == abicus.most_common_words(text, n=n) == words.most_common(n) == oracle


@pytest.mark.parametrize("n", [1.0, "1", [], object()])
def test_a_wrong_n(n: Any) -> None:
    for call in (lambda: abicus.most_common_words("a", n), lambda: WordCounter().most_common(n)):
        with pytest.raises(TypeError):
            call()


def test_arguments() -> None:
    assert abicus.word_counts(text="a", threads=0, progress=None) == {"a": 1}
    assert abicus.most_common_words(text="a b a", n=1, threads=5) == [("a", 2)]
    for call in (abicus.word_counts, abicus.most_common_words, WordCounter().update):
        name = "chunk" if call.__name__ == "update" else "text"
        with pytest.raises(TypeError):
            call()  # type: ignore[call-arg, operator]
        with pytest.raises(TypeError):
            call("a", **{name: "a"})  # type: ignore[arg-type, operator]
        with pytest.raises(TypeError):
            call("a", unknown=1)  # type: ignore[call-arg, operator]
        with pytest.raises(TypeError, match="threads is str"):
            call("a", threads="1")  # type: ignore[arg-type, operator]
        with pytest.raises(ValueError, match="threads is -1"):
            call("a", threads=-1)  # type: ignore[operator]
        with pytest.raises(TypeError, match="progress is int"):
            call("a", progress=1)  # type: ignore[arg-type, operator]
    with pytest.raises(TypeError):
        abicus.word_counts("a", 1)  # type: ignore[misc]
    with pytest.raises(TypeError):
        abicus.most_common_words("a", 1, 1)  # type: ignore[misc]


def test_threads_change_nothing() -> None:
    generator = random.Random(6)
    ascii_text = " ".join(f"W{generator.randrange(10**5)}" for _ in range(600_000))
    wide = "".join(generator.choices(["ä ", "Ä\u3000", "字", "\n", "wort "], k=1_000_000))
    for given in (ascii_text, ascii_text.encode(), wide, wide.encode()):
        alone = abicus.word_counts(given)
        for threads in (2, 0):
            assert list(abicus.word_counts(given, threads=threads).items()) == list(alone.items())
    assert alone == expected(wide)
    one, two = WordCounter(), WordCounter()
    for words, threads in ((one, 1), (two, 3)):
        words.update("begi")
        words.update(wide, threads=threads)
    assert one == two


def test_progress() -> None:
    for text in ("wort " * 2_000_000, b"wort " * 2_000_000, "wört\u3000" * 1_000_000):
        told: list[tuple[int, int]] = []
        abicus.word_counts(text, progress=lambda done, total: told.append((done, total)))
        assert told == sorted(told) and told[-1] == (len(text), len(text))

        def refuse(done: int, total: int) -> None:
            raise LookupError(f"{done} of {total}")

        words = WordCounter()
        words.update("a b")
        before = words.to_bytes()
        with pytest.raises(LookupError):
            words.update(text, progress=refuse)
        # The last call comes when all is done.
        assert words.to_bytes() == before or words.counts()["a"] == 1


@pytest.mark.skipif(threading.current_thread() is not threading.main_thread(), reason="signals come to the main thread")
@pytest.mark.parametrize("threads", [1, 2])
def test_a_signal_ends_a_call_and_loses_nothing(threads: int) -> None:
    few, many = b"wort " * 30_000_000, " ".join(map(str, range(3_000_000)))
    words = WordCounter()
    words.update("a begi")
    before = words.to_bytes()
    for text in (few, many):
        for call in (words.update, abicus.word_counts):
            assert_stops(lambda call=call, text=text: call(text, threads=threads), 0.02)
    assert words.to_bytes() == before
    words.update("n")
    assert words.counts() == {"a": 1, "begin": 1}


@pytest.mark.skipif(threading.current_thread() is not threading.main_thread(), reason="signals come to the main thread")
def test_a_map_can_be_closed_when_a_call_was_interrupted() -> None:
    size = 300_000_000

    def refuse(done: int, total: int) -> None:
        raise LookupError

    def read(**how: Any) -> None:
        # Closed while the exception is on its way: a view that it held would make this a BufferError.
        with mmap.mmap(-1, size) as mapped:
            mapped[:] = b"wort und " * (size // 9) + b"words"[: size % 9]
            if how:
                WordCounter().update(mapped, **how)
            with alarm(interrupt, 0.05):
                WordCounter().update(mapped)

    with pytest.raises(KeyboardInterrupt):
        read()
    with pytest.raises(LookupError):
        read(progress=refuse)


@pytest.mark.skipif(threading.current_thread() is not threading.main_thread(), reason="signals come to the main thread")
def test_a_signal_ends_what_follows_the_counting() -> None:
    """Words that are made small, and a state that is read; what was made small stays so."""
    words, count = WordCounter(), 1_500_000
    words.update("".join(f"É{number} " for number in range(count)))

    def taken(call: Callable[[], object]) -> float:
        began = time.perf_counter()
        call()
        return time.perf_counter() - began

    copies = []

    def ask() -> None:
        copies[:] = [copy.copy(words)]
        # An answer that takes the time of a few words alone, but for what comes before it.
        copies[0].most_common(1)

    whole = taken(ask)
    for share in (0.2, 0.35, 0.5):
        assert_stops(ask, whole * share)
        assert copies[0].most_common(3) == [("é0", 1), ("é1", 1), ("é2", 1)] and len(copies[0]) == count
    words.update("É3")
    assert words.most_common(1) == [("é3", 2)]
    state = words.to_bytes()
    whole = taken(lambda: WordCounter.from_bytes(state))
    for share in (0.1, 0.5):
        assert_stops(lambda: WordCounter.from_bytes(state), whole * share)
    assert WordCounter.from_bytes(state) == words


@pytest.mark.skipif(threading.current_thread() is not threading.main_thread(), reason="signals come to the main thread")
def test_a_handler_within_a_call_is_refused_the_counter() -> None:
    words, raised, count = WordCounter(), [], 30_000_000
    text = b"wort " * count

    def handler(*_: object) -> None:
        for call in (words.finish, words.counts, lambda: words.update("x")):
            try:
                call()  # type: ignore[operator]
            except RuntimeError as error:
                raised.append(error)

    # Until a signal came while the library had the counter.
    for _ in range(20):
        with alarm(handler, 0.01):
            words.update(text)
        if raised:
            break
    # What a handler added between two calls is there too.
    assert len(raised) == 3 and sum(words.counts().values()) % count <= 1


def test_merged_in_order() -> None:
    for a, b in zip(texts(40, 40, 30), texts(41, 40, 30)):
        first, second = WordCounter(), WordCounter()
        first.update(a)
        second.update(b)
        both = first + second
        assert list(both.counts().items()) == list(expected(f"{a} {b}").items())
        assert first.counts() == expected(a) and second.counts() == expected(b)
        first += second
        assert first == both
        first.merge(first)
        assert first.counts() == expected(f"{a} {b} {a} {b}")
        second.update("x")
        assert "x" in second.counts()
    with pytest.raises(TypeError, match="other is dict"):
        WordCounter().merge({})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        WordCounter() + 1  # type: ignore[operator]


def test_the_count_does_not_wrap() -> None:
    words = WordCounter()
    words.update("a a")
    for _ in range(62):
        words.merge(words)
    assert words.counts() == {"a": 2**63}
    before = words.to_bytes()
    with pytest.raises(OverflowError):
        words.merge(words)
    assert words.to_bytes() == before


def test_the_state_as_bytes() -> None:
    for text in texts(50, 40, 40):
        words = WordCounter()
        words.update(text)
        state = words.to_bytes()
        for again in (WordCounter.from_bytes(state), copy.copy(words), copy.deepcopy(words), pickle.loads(pickle.dumps(words))):
            assert again == words and again.to_bytes() == state and again.counts() == words.counts()
            again.update("more")
            assert again != words
        for end in range(len(state)):
            with pytest.raises(ValueError, match="state is"):
                WordCounter.from_bytes(state[:end])
    for bad in (b"", b"ABXS" + bytes(20), b"ABXW\x01\0\0\0\0\0\x01\x01A\x01", state + b"\0"):
        with pytest.raises(ValueError, match="no stored counter"):
            WordCounter.from_bytes(bad)
    with pytest.raises(TypeError, match="state is str"):
        WordCounter.from_bytes("")  # type: ignore[arg-type]
    assert WordCounter() != 1 and WordCounter.__hash__ is None
    assert WordCounter.from_bytes(bytearray(WordCounter().to_bytes())) == WordCounter()


def test_small_and_large_letters_meet_however_answers_are_asked_for() -> None:
    words = WordCounter()
    for word in ("Ä", "x", "ä", "Ä", "X", "K", "k"):
        words.update(f"{word} ")
        words.counts()
    assert list(words.counts().items()) == [("ä", 3), ("x", 2), ("k", 2)]
    assert len(words) == 3 and repr(words) == "<WordCounter of 3 distinct words>"


def test_closed() -> None:
    with WordCounter() as words:
        words.update("a")
        assert repr(words) == "<WordCounter of 1 distinct word>"
    assert repr(words) == "<closed WordCounter>"
    words.close()
    for call in (words.finish, words.counts, words.to_bytes, lambda: words.update("a"), words.__enter__):
        with pytest.raises(ValueError, match="closed"):
            call()  # type: ignore[operator]


def test_threads_share_one() -> None:
    words = WordCounter()

    def work() -> None:
        for _ in range(200):
            words.update("a Ä ")
            words.counts()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert words.counts() == {"a": 800, "ä": 800}


@pytest.mark.parametrize("name", PUBLIC)
def test_the_functions_show_the_contract(name: str) -> None:
    n = ", n=10" if name == "most_common_words" else ""
    assert_shows_contract(name, f"(text{n}, *, threads=1, progress=None)", _docs.WORDS)


def test_examples_of_the_class() -> None:
    finder = doctest.DocTestFinder()
    tests = finder.find(WordCounter, "WordCounter", globs={"WordCounter": WordCounter})
    results = [doctest.DocTestRunner().run(test) for test in tests]
    assert sum(result.attempted for result in results) > 20 and not any(result.failed for result in results)


def test_a_trace_shows_the_path() -> None:
    path = "buffer" if _library.backend == "door" else "fallback"
    with abicus.trace() as records:
        abicus.word_counts("a")
        abicus.most_common_words(b"a", threads=2)
        WordCounter().update(b"a")
    names = [(record.function, record.threads) for record in records]
    assert names == [("word_counts", 1), ("most_common_words", 2), ("WordCounter.update", 1)]
    assert records[0].path == path and records[2].path == "buffer"


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from abicus.__main__ import main

    one, two, empty, bad = (tmp_path / name for name in ("one", "two", "empty", "bad"))
    one.write_text("Ärger und ÄRGER und", encoding="utf-8")
    two.write_text("und mehr", encoding="utf-8")
    empty.write_bytes(b"")
    bad.write_bytes(b"und \xff")
    assert main(["words", str(one), str(empty), str(two)]) == 0
    assert capsys.readouterr().out.splitlines() == ["3 und", "2 ärger", "1 mehr"]
    assert main(["words", "-n", "1", str(one)]) == 0
    assert capsys.readouterr().out.splitlines() == ["2 ärger"]
    assert main(["words", str(bad), str(tmp_path / "missing"), str(two), "-n2"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == ["1 und", "1 mehr"]
    assert "bad: 'utf-8' codec can't decode byte 0xff in position 4: invalid start byte" in err and "missing" in err
    for wrong in ([], ["-n"], ["-n", "x", str(one)], ["--what", str(one)]):
        assert main(["words", *wrong]) == 2
        assert "usage" in capsys.readouterr().err


def test_the_command_on_real_files() -> None:
    files = sorted(path for path in Path(copy.__file__).parent.glob("*.py") if path.is_file())[:150]
    counter: Counter[str] = Counter()
    for path in files:
        counter.update(path.read_bytes().decode().lower().split())
    common = counter.most_common(200)
    width = len(str(common[0][1]))
    command = [sys.executable, "-m", "abicus", "words", "-n", "200", *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True)
    lines = done.stdout.decode(sys.stdout.encoding or "utf-8").splitlines()
    assert lines == [f"{count:{width}} {word}" for word, count in common] and not done.stderr


def test_the_command_ends_quietly(tmp_path: Path) -> None:
    """When nobody reads on, and by an interrupt."""
    many, long = tmp_path / "many", tmp_path / "long"
    many.write_text(" ".join(map(str, range(200_000))))
    long.write_bytes(b"some words " * 20_000_000)
    command = [sys.executable, "-m", "abicus", "words"]
    with subprocess.Popen(
        [*command, "-n", "200000", str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"1 0\n"
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")
    # A shell starts what it runs in the background with SIGINT ignored, and children inherit that.
    started = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from abicus.__main__ import main; "
        f"print('go', flush=True); sys.exit(main({['words', *[str(long)] * 20]}))"
    )
    with subprocess.Popen([sys.executable, "-c", started], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"go\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert (process.wait(), process.stdout.read(), process.stderr.read()) == (130, b"", b"")

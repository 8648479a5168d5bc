"""A cache of a video: pieces come over a loopback socket straight into their place, and are served without a copy.

Needs abicus and the standard library alone. With --times it also measures itself, joining and slicing.
"""

from __future__ import annotations

import hashlib
import random
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import closing
from threading import Thread

import abicus

SIZE, PIECE = 20 << 20, 1 << 20
#: A request: where the piece begins, and how long it is.
REQUEST = struct.Struct("!QQ")


def video() -> abicus.Array:
    """Return the bytes that are served: in pieces that all differ."""
    whole = abicus.Array("B")
    whole.extend([random.Random(place).randbytes(PIECE) for place in range(SIZE // PIECE)])
    return whole


def serve(listener: socket.socket, whole: abicus.Array) -> None:
    """Answer the requests of one client: `sendall` reads the bytes where they lie."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as requests, whole.view as view:
        while request := requests.read(REQUEST.size):
            first, length = REQUEST.unpack(request)
            connection.sendall(view[first : first + length])


def receive(connection: socket.socket, cache: memoryview, first: int, length: int) -> None:
    """Ask for a piece and have the socket write it to its place."""
    connection.sendall(REQUEST.pack(first, length))
    end = first + length
    while first < end:
        count = connection.recv_into(cache[first:end])
        if not count:
            raise ConnectionError("the server has hung up")
        first += count


def fill(cache: abicus.Array, whole: abicus.Array) -> float:
    """Fill the cache in an order in which a viewer may seek; return the seconds."""
    order = list(range(0, SIZE, PIECE))
    random.Random(30).shuffle(order)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = Thread(target=serve, args=(listener, whole))
        server.start()
        start = time.perf_counter()
        with socket.create_connection(listener.getsockname()) as connection, cache.view as view:
            for first in order:
                receive(connection, view, first, PIECE)
        seconds = time.perf_counter() - start
        server.join()
    return seconds


def best(work: Callable[[], object]) -> float:
    """Return the least seconds of several runs."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main(arguments: list[str]) -> None:
    """Fill a cache, change it in place, and show what is in it."""
    whole, cache = video(), abicus.Array("B", SIZE)
    seconds = fill(cache, whole)
    print(f"received {len(cache):,} bytes in {SIZE // PIECE} pieces, in no order, each into its place")
    print("the same as what was served:", cache == whole)
    with cache.view as view:
        print("SHA-256 of a view of all:", hashlib.sha256(view).hexdigest()[:16])

    piece = bytes(PIECE)
    cache.splice(7 * PIECE, piece)
    print("bytes that are not zero where zeros were put:", abicus.sum(cache[7 * PIECE : 8 * PIECE]))
    part = cache[:PIECE]
    try:
        cache.extend([piece])
    except BufferError as error:
        print("BufferError:", error)
    del part
    cache.extend([piece, piece])
    print(f"after two more pieces: {len(cache):,} bytes")

    if "--times" in arguments:
        copy, first, end = whole.tobytes(), 7 * PIECE, 8 * PIECE
        print(f"received at {SIZE / seconds / 1e9:.2f} GB/s")
        print(f"splice  {best(lambda: cache.splice(first, piece)) * 1e6:10.1f} us")
        print(f"join    {best(lambda: b''.join((copy[:first], piece, copy[end:]))) * 1e6:10.1f} us")
        print(f"view    {best(lambda: cache.view) * 1e6:10.1f} us")
        print(f"slice   {best(lambda: copy[1:]) * 1e6:10.1f} us")


if __name__ == "__main__":
    main(sys.argv[1:])

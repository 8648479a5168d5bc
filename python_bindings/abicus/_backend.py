"""What the shim needs of a foreign function interface: the ctypes and the cffi backend provide it alike."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    class Backend(Protocol):
        """One way to call the library. Pointers and rooms for outputs are whatever its functions take."""

        name: str

        def contiguous(self, values: Any, element: str, /) -> Any:
            """Return a pointer into a C-contiguous buffer that is not empty.

            The pointer, or the memoryview that was given, keeps the buffer exported.
            """

        def address(self, address: int, element: str, /) -> Any:
            """Return a pointer from an address."""

        def read(self, room: Any, /) -> bytes:
            """Return the bytes of a room."""

        def room(self, c_type: str, count: int, /) -> Callable[[], Any]:
            """Return what makes a new room for `count` outputs of a C type, each read as `room[i]`."""

        def number(self, pointer: Any, /) -> int:
            """Return the address of a pointer that a function has written to a room."""

        def function(self, symbol: str, /) -> Callable[..., Any]:
            """Return the library's function of that name."""

        def bare(self, symbol: str, element: str, /) -> tuple[Callable[..., int], Callable[[Any], Any], Callable[[int], Any]]:
            """Return a function that checks no argument, what makes its pointers, and what makes its sizes.

            For values whose exact type is known. A pointer keeps the buffer of an object exported; what has no buffer of
            contiguous elements is a TypeError, ValueError or BufferError. A size can be used for any number of calls.
            """

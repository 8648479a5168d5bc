"""What the shim needs of a foreign function interface: the ctypes and the cffi backend provide it alike."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    class Backend(Protocol):
        """One way to call the library. Pointers and rooms for outputs are whatever its functions take."""

        name: str
        #: A pointer into a C-contiguous buffer that is not empty. It, or the buffer's view, keeps the export.
        contiguous: Callable[[Any, str], Any]
        #: A pointer from an address.
        address: Callable[[int, str], Any]
        #: A pointer so many bytes on.
        offset: Callable[[Any, str, int], Any]
        #: The bytes of a room.
        read: Callable[[Any], bytes]

        def room(self, c_type: str, count: int) -> Callable[[], Any]:
            """Return what makes a new room for `count` outputs of a C type, each read as `room[i]`."""

        def function(self, symbol: str) -> Callable[..., Any]:
            """Return the library's function of that name."""

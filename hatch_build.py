"""Builds the shared library into the wheel: `pip install .` needs Rust, the wheel it makes needs nothing."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LIBRARY = "libabicus.so"


def glibc_needed(library: Path) -> tuple[int, int]:
    """Return the newest glibc whose symbols the library uses: they are named in its table of versions."""
    versions = re.findall(rb"GLIBC_(\d+)\.(\d+)", library.read_bytes())
    return max(((int(major), int(minor)) for major, minor in versions), default=(2, 5))


def tag(library: Path) -> str:
    """Return the wheel's tag: any Python 3 on the oldest Linux that has what the library uses."""
    if platform.libc_ver()[0] != "glibc":
        return "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())
    # The baseline that Rust itself supports is newer than the oldest policies.
    major, minor = max(glibc_needed(library), (2, 17))
    return f"py3-none-manylinux_{major}_{minor}_{platform.machine()}"


class CargoBuildHook(BuildHookInterface[Any]):
    """Runs cargo, and puts the library and the header into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        subprocess.run(["cargo", "build", "--release", "--locked", "--lib"], cwd=root, check=True)
        target = Path(os.environ.get("CARGO_TARGET_DIR") or "target")
        library = root / target / "release" / LIBRARY
        build_data["pure_python"] = False
        build_data["tag"] = tag(library)
        if version == "editable":
            # An editable package runs from the source folder: the library stands there.
            link = root / "python_bindings" / "abicus" / LIBRARY
            link.unlink(missing_ok=True)
            link.symlink_to(library)
            return
        build_data["force_include"][str(library)] = f"abicus/{LIBRARY}"
        build_data["force_include"][str(root / "include" / "abicus.h")] = "abicus/include/abicus.h"

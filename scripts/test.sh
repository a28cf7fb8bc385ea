#!/usr/bin/env bash
# Builds and tests everything, from a fresh clone on: scripts/test.sh [--quick | --all]. The suite of the release build
# comes first; --quick ends there. Then: formatting, the suites of all below the command line and the window, built by
# clang under the address and undefined-behaviour sanitizers, and what starts threads under the thread sanitizer. With
# --all also the commands, the panels and the real window under the former, and the files' and the window's threads.
# Exit status 0 when all of them passed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
quick=false
addressed=(model math compute media session)
# What starts threads; the thread sanitizer has nothing to see in the rest.
threaded=(compute session)
case ${1:-} in
    "") ;;
    --quick) quick=true ;;
    --all) threaded+=(media ui gui) addressed+=(cli ui gui) ;;
    *) echo "test: $1: unknown; valid: --quick, --all" >&2; exit 2 ;;
esac

failed=()
results=()
# stage NAME COMMAND…: runs it, and notes how it ended and how long it took.
stage() {
    local name=$1 start=$SECONDS
    shift
    echo "=== $name"
    if "$@"; then
        results+=("passed  $name ($((SECONDS - start)) s)")
    else
        results+=("FAILED  $name ($((SECONDS - start)) s)")
        failed+=("$name")
        return 1
    fi
}

# build PRESET [TARGET…]: the whole log is shown only when it failed.
build() {
    local preset=$1 log=build/$1.log
    shift
    mkdir -p build
    if ! { cmake --preset "$preset" && cmake --build --preset "$preset" ${1:+--target "$@"}; } >"$log" 2>&1; then
        cat "$log"
        return 1
    fi
}

# suite PRESET [FLAGS…]
suite() { ctest --preset "$1" --no-tests=error -j "$(nproc)" "${@:2}"; }

# sanitized PRESET NAME SUITE…: builds these suites' programs only, and runs them.
sanitized() {
    local preset=$1 name=$2
    shift 2
    local programs=("${@/#/droplet_}")
    stage "build ($name)" build "$preset" "${programs[@]/%/_tests}" &&
        stage "tests ($name)" suite "$preset" -R "^($(IFS='|'; echo "$*"))\$"
}

packages=(--tests)
$quick && packages=()
stage "packages" scripts/setup.sh "${packages[@]}"
stage "build (g++, release)" build ci && stage "tests (release)" suite ci
if ! $quick; then
    stage "formatting" scripts/check_format.sh
    sanitized asan "clang, address and undefined-behaviour sanitizers" "${addressed[@]}"
    sanitized tsan "thread sanitizer" "${threaded[@]}"
fi

echo "=== summary"
printf '%s\n' "${results[@]}"
if ((${#failed[@]} > 0)); then
    echo "test: ${#failed[@]} of ${#results[@]} stages failed"
    exit 1
fi
echo "test: all ${#results[@]} stages passed"

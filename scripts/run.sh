#!/usr/bin/env bash
# Installs what is missing, builds, and opens the window: scripts/run.sh [INPUT] [flags]. Where there is no display, a
# short demonstration is rendered into out/ instead. Everything is handed to the program, so that
# `scripts/run.sh diffuse …` and `scripts/run.sh info` work too.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/run

"$root/scripts/setup.sh"

# One CUDA architecture builds fastest: the one that is here, else the oldest with PTX, which serves every later card.
architecture=75
if capability=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | head -n 1) &&
    [[ $capability =~ ^[0-9]+\.[0-9]+$ ]]; then
    architecture=${capability/./}-real
fi
mkdir -p "$build"
echo "run: building (log: $build/build.log)"
if ! { cmake -S "$root" --preset release -B "$build" -DDROPLET_TESTS=OFF -DDROPLET_BENCH=OFF \
        "-DDROPLET_CUDA_ARCHITECTURES=$architecture" &&
       cmake --build "$build" --target droplet; } >"$build/build.log" 2>&1; then
    tail -n 40 "$build/build.log" >&2
    echo "run: the build failed; the whole log is $build/build.log" >&2
    exit 1
fi
droplet=$build/bin/droplet

case ${1:-} in
    diffuse | info | -h | --help | --version) exec "$droplet" "$@" ;;
esac
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    exec "$droplet" "$@"
fi

[[ ${1:-} == view ]] && shift
input=()
[[ -n ${1:-} && ${1:-} != -* ]] && input=("$1")
echo "run: no display (neither DISPLAY nor WAYLAND_DISPLAY is set); rendering a demonstration instead of a window"
out=$root/out
mkdir -p "$out"
"$droplet" diffuse "${input[@]}" -o "$out/demonstration.mp4" --steps 480 --every 4 --fps 24 --k 0.06
"$droplet" diffuse "${input[@]}" -o "$out/demonstration.png" --steps 480 --k 0.06
echo "run: the film is     $out/demonstration.mp4"
echo "run: the last step is $out/demonstration.png"

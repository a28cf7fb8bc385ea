#!/usr/bin/env bash
# Installs what Droplet needs on Debian 12 (or a system that has its packages). Idempotent and non-interactive; asks
# sudo only when not root. Nothing is installed when nothing is missing. With --tests, also what only scripts/test.sh
# needs.
set -euo pipefail

packages=(
    # build
    g++ cmake ninja-build ccache pkg-config git python3 python3-glad clang-format
    # libraries
    libglfw3-dev libgl-dev libimgui-dev libstb-dev libtbb-dev libhwy-dev libcli11-dev nlohmann-json3-dev libfmt-dev
    libpng-dev libtiff-dev zlib1g-dev libexif-dev libssl-dev doctest-dev libmpfr-dev libbenchmark-dev
    # fonts that become part of the program
    fonts-inter fonts-dejavu-core
    # films, and a window without a screen
    ffmpeg libgl1-mesa-dri xvfb xauth xdotool imagemagick
)
case ${1:-} in
    "") ;;
    --tests) packages+=(clang) ;;
    *) echo "setup: $1: unknown; valid: --tests" >&2; exit 2 ;;
esac

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
    echo "setup: everything is installed"
    exit 0
fi

as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "setup: not root and no sudo; install: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "setup: done"

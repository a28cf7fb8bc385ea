#!/usr/bin/env bash
# Measures Droplet side by side with others, where they are at hand, and with the limits of the machine: its diffusion with
# the prototype, OpenCV, ITK and PyTorch, its learning step with the prototype and PyTorch, its convolutions with OpenCV and
# the prototype, its edges with OpenCV, its fractal with NumPy and PyTorch. Prints the tables and writes
# docs/performance.md. Run it on an idle machine.
#
#   tests/bench/compare.sh [--rounds N] [--quick] [--no-write] [--learning-only|--convolution-only|--edges-only|
#                          --fractal-only]
#
#   --rounds N   times that each program has its turn at each size (default 7, quick 2; the tables hold medians)
#   --quick      fewer rounds of shorter bursts, without 3840x2160, nothing written: to see whether a change helped
#   --no-write   only print
#   --learning-only  measure and print only the learning step
#   --convolution-only  measure and print only convolutions and Canny's edges
#   --edges-only     measure and print only Canny's edges
#   --fractal-only   measure and print only the fractal, beside NumPy and PyTorch
#
# Environment: DROPLET_BUILD (build folder, default build/release), DROPLET_PROTOTYPES (folder of pm.hpp, default
# ../shared/prototypes), DROPLET_TORCH_PYTHON (a python that has torch). To have every peer on Debian 12:
#   apt-get install --no-install-recommends libopencv-contrib-dev libinsighttoolkit5-dev
#   python3 -m venv ~/.cache/torch-peer && ~/.cache/torch-peer/bin/pip install torch numpy
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
case " $* " in
    *" --help "*|*" -h "*) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
esac

build=${DROPLET_BUILD:-build/release}
prototypes=${DROPLET_PROTOTYPES:-$root/../shared/prototypes}
[[ -f $prototypes/pm.hpp ]] || prototypes=
log=$(mktemp)
trap 'rm -f "$log"' EXIT

quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }; }

echo "compare: building Droplet's benchmarks in $build" >&2
[[ -f $build/CMakeCache.txt ]] || quietly cmake --preset release -B "$build"
quietly cmake --build "$build" --target droplet_bench droplet_bench_peer droplet_canny_peer
echo "compare: building the peers that are installed" >&2
quietly cmake -S tests/bench/peers -B "$build/peers" -G Ninja -DPROTOTYPE_DIR="$prototypes"
quietly cmake --build "$build/peers"

if [[ " $* " == *" --edges-only "* ]]; then
    python3 tests/bench/compare_edges.py --build "$build"
    exit
fi

torch_python=
for python in ${DROPLET_TORCH_PYTHON:+"$DROPLET_TORCH_PYTHON"} python3 ~/.cache/torch-peer/bin/python \
              /opt/torch-peer/bin/python; do
    if "$python" -c 'import torch, numpy' 2>/dev/null; then torch_python=$python; break; fi
done

if [[ " $* " == *" --fractal-only "* ]]; then
    python3 tests/bench/fractal_peers.py --build "$build" --python "${torch_python:-python3}"
    exit
fi

python3 tests/bench/compare.py --build "$build" ${torch_python:+--torch-python "$torch_python"} "$@"

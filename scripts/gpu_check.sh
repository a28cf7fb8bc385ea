#!/usr/bin/env bash
# Checks and times the CUDA backend on a machine with a GPU that has none of our libraries and no network.
#   scripts/gpu_check.sh pack   on a development machine: builds for GPU_ARCH (default 90, Hopper) in GPU_BUILD (build/gpu) and gathers in .gpu/
#                               the programs, their libraries, and an X server with OpenGL as .debs. Prints what to carry
#   scripts/gpu_check.sh run    there, in the repository's root with .gpu/ in place: tests, compute-sanitizer, OpenGL
#                               interop, benchmarks beside PyTorch, and a table. Logs go to $OUT, or .gpu/out
# Exit status of run: 0 all passed, 1 something failed, 77 no GPU.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

most_mib=60
programs=(droplet_gpu_host_tests droplet_gpu_tests droplet_gpu_interop_tests droplet_gpu_bench droplet)
# An X server and OpenGL for it; their dependencies are found by apt. What every system has stays out.
x_packages=(xvfb x11-xkb-utils xkb-data libgl1 libglx0 libegl1 libopengl0 libglx-mesa0 libgl1-mesa-dri libx11-6
    libxrandr2 libxinerama1 libxcursor1 libxi6 libxxf86vm1)
every_system='^(libc6|libgcc-s1|libstdc\+\+6|gcc-.*|libcrypt1|dpkg|perl.*|debconf.*|libdebconf.*|libpam.*|tar|install-info|adduser|passwd|mawk|libc-bin|libdb5.3|libaudit-common|x11-common|xserver-common|libgpg-error-l10n|sensible-utils|ucf|lsb-base|sysvinit-utils|libgcrypt20|libgpg-error0|libsystemd0|libtinfo6|libzstd1|liblzma5|liblz4-1|libselinux1|libpcre2-8-0|libcap2|libcap-ng0|libaudit1|zlib1g|libbz2-1.0)$'

pack() {
    set -e
    local arch=${GPU_ARCH:-90} build=${GPU_BUILD:-build/gpu} program library
    cmake --preset ci -B "$build" -DDROPLET_CUDA=ON -DDROPLET_CUDA_ARCHITECTURES="$arch-real" >/dev/null
    cmake --build "$build" --target "${programs[@]}"
    rm -rf .gpu
    mkdir -p .gpu/bin .gpu/lib .gpu/deb
    for program in "${programs[@]}"; do
        strip -o ".gpu/bin/$program" "$build/bin/$program"
        ldd ".gpu/bin/$program" | awk '$3 ~ /^\// {print $3}'
    done | sort -u | grep -Ev '/(libc|libm|libdl|librt|libpthread|libstdc\+\+|libgcc_s|libGL|libGLX|libGLdispatch|libOpenGL|libEGL)\.so' |
        while read -r library; do cp -L "$library" .gpu/lib/; done
    (
        cd .gpu/deb
        mapfile -t packages < <(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
            --no-replaces --no-enhances --installed "${x_packages[@]}" | grep -E '^[a-z0-9]' | sort -u |
            grep -Ev "$every_system")
        apt-get -o APT::Sandbox::User=root download -q "${packages[@]}" >/dev/null
    )
    XZ_OPT=-T0 tar -C .gpu -cJf .gpu/programs.tar.xz bin lib
    rm -r .gpu/bin .gpu/lib
    local mib
    mib=$(du -sm .gpu | cut -f1)
    if ((mib > most_mib)); then
        echo "gpu_check: .gpu: $mib MiB are too much to carry; at most $most_mib" >&2
        exit 1
    fi
    echo "gpu_check: .gpu holds $mib MiB; carry: .gpu; there: bash scripts/gpu_check.sh run"
}

out=${OUT:-.gpu/out}
unpacked=/tmp/droplet-gpu  # programs and libraries
results=()
failed=0
time_limit=570  # of run, in all: a lent machine stops a command after 600 s

# with_libraries COMMAND…: our libraries first, then the unpacked X and OpenGL, then the driver's.
with_libraries() {
    LD_LIBRARY_PATH="$unpacked/lib:/opt/gpu-check/usr/lib/x86_64-linux-gnu:/usr/local/nvidia/lib64:${LD_LIBRARY_PATH:-}" "$@"
}

# seconds_left SECONDS: as many, or what is left of time_limit.
seconds_left() {
    local left=$((time_limit - SECONDS))
    echo $((left < $1 ? left : $1))
}

# stage NAME LOG SECONDS COMMAND…: notes how it ended; the log keeps the output, the screen its last lines.
stage() {
    local name=$1 log=$out/$2 seconds start=$SECONDS status
    seconds=$(seconds_left "$3")
    shift 3
    if ((seconds < 5)); then
        results+=("FAILED   $name (no time left)")
        failed=1
        return 1
    fi
    echo "=== $name" | tee -a "$log"
    with_libraries timeout -k 5 "$seconds" "$@" >"$out/stage.tmp" 2>&1
    status=$?
    cat "$out/stage.tmp" >>"$log"
    tail -n 12 "$out/stage.tmp"
    rm -f "$out/stage.tmp"
    case $status in
        0) results+=("passed   $name ($((SECONDS - start)) s)") ;;
        77) results+=("skipped  $name") ;;
        *)
            results+=("FAILED   $name (status $status, $((SECONDS - start)) s)")
            failed=1
            ;;
    esac
    return $status
}

# The X server's files stay apart from the system's, but for the two places that are compiled into it.
unpack_x() {
    local root=/opt/gpu-check deb
    mkdir -p $root
    for deb in .gpu/deb/*.deb; do dpkg -x "$deb" $root || return 1; done
    [[ -e /usr/bin/xkbcomp ]] || ln -s $root/usr/bin/xkbcomp /usr/bin/xkbcomp
    mkdir -p /usr/share/X11
    [[ -e /usr/share/X11/xkb ]] || ln -s $root/usr/share/X11/xkb /usr/share/X11/xkb
}

interop() {
    local display=:77 server status tries
    LIBGL_DRIVERS_PATH=/opt/gpu-check/usr/lib/x86_64-linux-gnu/dri with_libraries \
        /opt/gpu-check/usr/bin/Xvfb $display -screen 0 1280x1024x24 +extension GLX -nolisten tcp \
        -displayfd 3 3>"$out/display" >"$out/xvfb.log" 2>&1 &
    server=$!
    # Xvfb writes its display's number once it takes connections.
    for ((tries = 0; tries < 100; tries++)); do
        [[ -s $out/display ]] && break
        kill -0 $server 2>/dev/null || break
        sleep 0.1
    done
    DISPLAY=$display __GLX_VENDOR_LIBRARY_NAME=nvidia stage "OpenGL interop (GLX, NVIDIA)" checks.log 60 \
        "$unpacked"/bin/droplet_gpu_interop_tests
    status=$?
    if ((status == 77)); then cat "$out/xvfb.log"; fi
    kill $server 2>/dev/null
    wait $server 2>/dev/null
    rm -f "$out/display" "$out/xvfb.log"
    return $status
}

summary() {
    python3 - "$out/bench.json" "$out/pytorch_diffusion.json" "$out/pytorch_learning.json" "$out/pytorch_convolution.json" \
        "$out/pytorch_fractal.json" <<'PYTHON'
import json, os, sys


def read(path):
    try:
        with open(path) as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


bench, torch, torch_learning, torch_convolution, torch_fractal = (read(path) for path in sys.argv[1:6])
if not bench:
    sys.exit("no benchmark figures")
copy = bench["copy_bytes_per_second"]
print(f"{bench['device']}: copy {copy / 1e9:.0f} GB/s; G pixel-channel steps/s:")
print(f"{'':16}{'1 a pass':>10}{'x8 B/copy':>11}{'4 a pass':>10}{'8 a pass':>10}{'4 persist.':>11}{'8 persist.':>11}"
      f"{'plan':>8}{'best/1':>8}{'PyTorch':>9}{'plan/it':>8}")
for shape, rates in bench["rates"].items():
    one, plan = rates["one step a pass"], rates["the plan's choice"]
    blocked = [rates[n] for n in ("4 a pass", "8 a pass", "4, persistent", "8, persistent")]
    row = f"{shape:16}{one / 1e9:>10.1f}{one * 8 / copy:>11.3f}" + "".join(
        f"{r / 1e9:>{w}.1f}" for r, w in zip(blocked, (10, 10, 11, 11))) + f"{plan / 1e9:>8.1f}{max(blocked) / one:>8.2f}"
    peers = [r["pixel_channel_steps_per_second"] for r in (torch or {"results": []})["results"]
             if r["shape"] == shape and "pixel_channel_steps_per_second" in r]
    print(row + (f"{max(peers) / 1e9:>9.1f}{plan / max(peers):>8.1f}" if peers else f"{'-':>9}{'-':>8}"))
hd = bench["rates"].get("3840x2160x3")
if hd:
    one, plan = hd["one step a pass"], hd["the plan's choice"]
    print(f"wanted at 4K: 1 a pass / copy >= 0.9: {one * 8 / copy:.3f}; plan / 1 a pass >= 1.8: {plan / one:.2f}")

ways = ("eager", "compile", "compile with graphs")
peers = {(r["shape"], r["way"]): r["steps_per_second"]
         for r in (torch_learning or {"results": []})["results"] if "steps_per_second" in r}
print("\nlearning, µs a step; over the larger of what bytes and multiply-adds need; and how many times PyTorch's rate:")
print(f"{'':16}{'plan':>9}{'persist.':>9}{'2 launch':>9}{'bytes':>8}{'flops':>8}{'over':>7}" +
      "".join(f"{way:>21}" for way in ways))
wanted = {("320x240x3", "eager"): 40, ("1920x1080x3", "eager"): 15, ("1920x1080x3", "compile with graphs"): 5}
for shape, found in bench.get("learning", {}).items():
    rates = found["steps_per_second"]
    needs = max(found["seconds_for_bytes"], found["seconds_for_flops"])
    plan = rates["the plan's choice"]
    row = f"{shape:16}" + "".join(f"{1e6 / rates[n]:>9.2f}" for n in ("the plan's choice", "persistent", "two launches a step"))
    row += f"{found['seconds_for_bytes'] * 1e6:>8.2f}{found['seconds_for_flops'] * 1e6:>8.2f}{1 / plan / needs:>7.2f}"
    for way in ways:
        rate = peers.get((shape, way))
        row += f"{f'{plan / rate:.1f} ({rate:.0f}/s)' if rate else '-':>21}"
    print(row)
    if shape == "1920x1080x3":
        print(f"wanted: {shape}: at most 2 times what it needs: {1 / plan / needs:.2f}")
    for (wanted_shape, way), factor in wanted.items():
        if wanted_shape == shape and (shape, way) in peers:
            print(f"wanted: {shape}: {factor} times PyTorch, {way}: {plan / peers[shape, way]:.1f}")

peers = {(r["shape"], f"dense {r['side']}x{r['side']}"): r["values_per_second"]
         for r in (torch_convolution or {"results": []})["results"] if "values_per_second" in r}
print("\nconvolution: ms; G values/s; of the copy bandwidth at 8 bytes a value, of 1 GiB and of the same size; times PyTorch")
for shape, found in bench.get("convolution", {}).items():
    for name, kernel in found["kernels"].items():
        rate = kernel["values_per_second"]
        peer = peers.get((shape, name))
        print(f"{shape:16}{name:20}{kernel['method']:>10}{kernel['seconds'] * 1e3:>9.3f}{rate / 1e9:>8.1f}"
              f"{kernel['of_copy']:>8.3f}{kernel['of_same_size_copy']:>8.3f}" + (f"{rate / peer:>8.1f}" if peer else f"{'-':>8}") +
              ("  wanted: 0.8 of the copy" if kernel["wanted"] else ""))
    print(f"{shape:16}{'Canny':30}{found['canny']['seconds'] * 1e3:>9.3f}{found['canny']['pixels_per_second'] / 1e9:>8.1f}")

peers = {}
for r in (torch_fractal or {"results": []})["results"]:
    if "point_iterations_per_second" in r and r["iterations"] == 50:
        peers.setdefault(r["kind"], []).append((r["point_iterations_per_second"], r["way"]))
print("\nfractal: ms; G iterations of a point/s; of what the operations of one allow at the full clock; times PyTorch's best")
for shape, found in bench.get("fractal", {}).items():
    for name, kernel in found.items():
        rate = kernel["point_iterations_per_second"]
        row = f"{shape:11}{name:34}{kernel['seconds'] * 1e3:>9.3f}{rate / 1e9:>9.2f}"
        row += f"{kernel['of_peak']:>8.3f}" if "of_peak" in kernel else f"{'-':>8}"
        peer = max(peers.get({"float32, n = 7": "complex64", "float64, n = 7": "complex128"}.get(name), []), default=None)
        row += f"{rate / peer[0]:>8.1f} ({peer[1]})" if peer else ""
        print(row + ("  wanted: 0.7 of the peak" if kernel["wanted"] else ""))

if film := bench.get("film"):
    plain, recorded = film["steps_per_second"], film["recording_steps_per_second"]
    print(f"\nfilm, 1920x1080x3: {plain:.0f} steps/s, {recorded:.0f} while 60 frames/s are recorded: "
          f"{100 * (1 - recorded / plain):.1f} % less  wanted: less than 10 %")
PYTHON
}

# pytorch NAME SECONDS: tests/bench/pytorch_NAME.py, as far as there is time.
pytorch() {
    local seconds
    seconds=$(seconds_left "$2")
    if ((seconds < 10)); then
        results+=("skipped  PyTorch's $1: no time left")
        return
    fi
    timeout -k 5 "$seconds" python3 "tests/bench/pytorch_$1.py" --device cuda --seconds 0.5 >"$out/pytorch_$1.json" 2>"$out/pytorch_$1.log"
    results+=("status $? of PyTorch's $1")
}

run() {
    if [[ ! -e .gpu/programs.tar.xz ]]; then
        echo "gpu_check: .gpu: not here; make it by scripts/gpu_check.sh pack and carry it along" >&2
        exit 1
    fi
    rm -rf "$unpacked"
    mkdir -p "$out" "$unpacked"
    python3 -m tarfile -e .gpu/programs.tar.xz "$unpacked" || exit 1  # needs no xz
    rm -f "$out"/*.log "$out"/*.json
    SECONDS=0
    export DROPLET_GOLDEN_DIR=$PWD/tests/golden
    stage "kernels played on the host" checks.log 60 "$unpacked"/bin/droplet_gpu_host_tests
    stage "CUDA backend against the CPU" checks.log 150 "$unpacked"/bin/droplet_gpu_tests
    if (($? == 77)); then
        echo "gpu_check: no GPU to check on: $(grep -h '^skipped:' "$out/checks.log" | tail -n 1 | sed 's/^skipped: //')"
        exit 77
    fi
    nvidia-smi --query-gpu=name,driver_version,clocks.sm,clocks.mem,temperature.gpu --format=csv | tee -a "$out/checks.log"
    if unpack_x; then interop; else results+=("FAILED   unpacking the X server"); failed=1; fi
    local sanitizer
    sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer 2>/dev/null)
    if [[ -n $sanitizer ]]; then
        stage "compute-sanitizer memcheck" sanitizer.log 120 "$sanitizer" --tool memcheck --error-exitcode 1 \
            "$unpacked"/bin/droplet_gpu_tests -tc="all kernels of every formula*,frames have*,a picture comes back*,films: pictures*,originals that*"
        stage "compute-sanitizer memcheck, learning" sanitizer.log 60 "$sanitizer" --tool memcheck --error-exitcode 1 \
            "$unpacked"/bin/droplet_gpu_tests -tc="learning: the numbers*,a learning state*,an operator that leaves*,mixing the*,steps after a touch*"
        stage "compute-sanitizer memcheck, convolution" sanitizer.log 90 "$sanitizer" --tool memcheck --error-exitcode 1 \
            "$unpacked"/bin/droplet_gpu_tests -tc="the identity kernel*,there is a result*,Canny: the same bits*,any part of any content*"
        stage "compute-sanitizer racecheck, convolution" sanitizer.log 60 "$sanitizer" --tool racecheck --error-exitcode 1 \
            "$unpacked"/bin/droplet_gpu_tests -tc="the identity kernel*,Canny: the same bits*"
        stage "compute-sanitizer memcheck, fractal" sanitizer.log 60 "$sanitizer" --tool memcheck --error-exitcode 1 \
            "$unpacked"/bin/droplet_gpu_tests -tc="fractal: the golden*,fractal: parts*,fractal: a moved*"
        stage "compute-sanitizer racecheck" sanitizer.log 60 "$sanitizer" --tool racecheck --error-exitcode 1 \
            "$unpacked"/bin/droplet_gpu_tests -tc="statistics are*"
        stage "compute-sanitizer racecheck, learning" sanitizer.log 60 "$sanitizer" --tool racecheck --error-exitcode 1 \
            "$unpacked"/bin/droplet_gpu_tests -tc="learning: the numbers*,an operator that leaves*"
    else
        results+=("skipped  compute-sanitizer: not installed")
    fi
    stage "droplet info" checks.log 20 "$unpacked"/bin/droplet info
    stage "benchmark" bench.log 150 "$unpacked"/bin/droplet_gpu_bench --sweep "$out/bench.json"
    if python3 -c 'import torch' 2>/dev/null; then
        pytorch learning 150
        pytorch diffusion 120
        pytorch convolution 60
        pytorch fractal 60
    else
        results+=("skipped  PyTorch: not installed")
    fi
    {
        echo
        printf '%s\n' "${results[@]}"
        summary
    } | tee "$out/summary.txt"
    exit $failed
}

case ${1:-} in
    pack) pack ;;
    run) run ;;
    *)
        echo "gpu_check: ${1:-nothing asked}: unknown; valid: pack, run" >&2
        exit 2
        ;;
esac

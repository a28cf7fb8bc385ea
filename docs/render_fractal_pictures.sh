#!/usr/bin/env bash
# Renders the pictures of the fractal's page and of README into docs/pictures/: palettes.png (every palette, in the
# order in which `droplet fractal --help` names them, five a row), strips of one place in every coloring and of one
# picture for several n, and the window while it explores. Needs ffmpeg, and a display for the window (DISPLAY; Xvfb
# will do).
#
#     docs/render_fractal_pictures.sh [DROPLET [PICTURE…]]
#         DROPLET    the program, build/run/bin/droplet if not given
#         PICTURE    palettes, colorings, exponents or window; all if none is given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

droplet=${1:-build/run/bin/droplet}
pictures=("${@:2}")
((${#pictures[@]})) || pictures=(palettes colorings exponents window)
out=docs/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# tile FLAGS…: a picture of the strip or sheet that comes next
tiles=()
tile() {
  local file
  file=$work/tile${#tiles[@]}.png
  "$droplet" fractal -o "$file" --samples 9 --backend cpu --quiet "$@"
  tiles+=("$file")
}

# sheet COLUMNS FILE FFMPEG-FLAGS…: the tiles since the last one, four pixels apart
sheet() {
  local columns=$1 file=$2 inputs=() layout="" joined="" i row size width height
  shift 2
  size=$(ffprobe -v error -show_entries stream=width,height -of csv=p=0 "${tiles[0]}")
  width=${size%,*} height=${size#*,}
  for i in "${!tiles[@]}"; do
    inputs+=(-i "${tiles[i]}")
    joined+="[$i]"
    row=$((i / columns))
    layout+="$((i % columns * (width + 4)))_$((row * (height + 4)))|"
  done
  ffmpeg -v error -y "${inputs[@]}" -filter_complex \
    "${joined}xstack=inputs=${#tiles[@]}:layout=${layout%|}:fill=white" -map_metadata -1 "$@" "$file"
  tiles=()
}

palettes() {
  local name names density
  names=$("$droplet" fractal --help | tr '\n' ' ' | tr -s ' ' |
    sed -n 's/.*The colours: \(.*\), or a palette.*/\1/p' | tr -d ,)
  for name in $names; do
    density=1
    # Those that do not repeat are spread over all 50 counts.
    case $name in viridis | inferno | cividis | grey) density=0.4 ;; esac
    tile --width 196 --height 130 --center-x 0.87 --center-y 0.05 --scale 0.0018 --palette "$name" \
      --palette-density "$density"
  done
  sheet 5 "$out/palettes.png" -pix_fmt rgb24 -compression_level 9 -pred mixed
}

colorings() {
  local coloring palette density
  while read -r coloring palette density; do
    tile --width 236 --height 236 --scale 0.0117 --coloring "$coloring" --palette "$palette" \
      --palette-density "$density"
  done <<'LIST'
count ocean 1
escape drop 1
trap sunset 0.7
angle twilight 1
distance peacock 0.25
LIST
  sheet 5 "$out/fractal-colorings.jpg" -q:v 3
}

exponents() {
  local n
  for n in 2 3 5 7 11; do
    tile --width 236 --height 236 --scale 0.0135 --exponent "$n" --palette drop
  done
  sheet 5 "$out/fractal-exponents.jpg" -q:v 3
}

window() {
  if [[ -z ${DISPLAY:-} ]]; then
    echo "render_fractal_pictures.sh: window: no display; valid: DISPLAY=:0, or that of an Xvfb" >&2
    exit 1
  fi
  cat > "$work/window.json" <<'JSON'
{
    "droplet": "preset", "version": 1, "source": "fractal", "process": "none",
    "fractal": {
        "center-x": 0.87, "center-y": 0.05, "scale": 0.0009, "iterations": 50, "palette": "drop", "samples": 9
    }
}
JSON
  XDG_CONFIG_HOME=$work "$droplet" view --preset "$work/window.json" --frames 90 --screenshot "$work/window.png"
  ffmpeg -v error -y -i "$work/window.png" -map_metadata -1 -pix_fmt rgb24 -compression_level 9 -pred mixed \
    "$out/fractal-window.png"
}

for picture in "${pictures[@]}"; do
  case $picture in
    palettes | colorings | exponents | window) "$picture" ;;
    *)
      echo "render_fractal_pictures.sh: $picture: unknown; valid: palettes, colorings, exponents, window" >&2
      exit 2
      ;;
  esac
done

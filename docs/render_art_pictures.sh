#!/usr/bin/env bash
# Renders the pictures of docs/how-the-art-works.md into docs/pictures/: the built-in picture, learned with what the
# page says. Needs ffmpeg. What chaos makes of the last bit differs between instruction sets and devices: the same kind
# of picture comes out everywhere, not the same one.
#
#     docs/render_art_pictures.sh [DROPLET]        DROPLET: the program, build/run/bin/droplet if not given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

droplet=${1:-build/run/bin/droplet}
out=docs/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# source WIDTH HEIGHT: the built-in picture, reduced, as $work/source.png
source_picture() {
  "$droplet" diffuse -o "$work/full.png" --steps 0 --quiet
  ffmpeg -v error -y -i "$work/full.png" -vf "scale=$1:$2:flags=area" "$work/source.png"
}

# learn NAME FLAGS...: a picture of the strip that comes next
tiles=()
learn() {
  local tile
  tile=$work/tile${#tiles[@]}.png
  "$droplet" learn "$work/source.png" -o "$tile" --backend cpu --quiet "$@"
  tiles+=("$tile")
}

# strip NAME: what was learned since the last one, side by side
strip() {
  local inputs=() filter="" joined="" i last=$((${#tiles[@]} - 1))
  for i in "${!tiles[@]}"; do
    inputs+=(-i "${tiles[i]}")
    filter+="[$i]pad=iw+$((i < last ? 4 : 0)):ih:0:0:white[p$i];"
    joined+="[p$i]"
  done
  ((last == 0)) && filter+="[p0]null" || filter+="${joined}hstack=inputs=${#tiles[@]}"
  ffmpeg -v error -y "${inputs[@]}" -filter_complex "$filter" -q:v 4 "$out/art-$1.jpg"
  tiles=()
}

sliders() {
  source_picture 216 144
  local v
  for v in 0 150 299 1000; do learn --steps "$v"; done
  strip time
  for v in 0.05 0.1 0.2 1; do learn --steps 299 --k "$v"; done
  strip k
  for v in 0.05 0.2 0.35 0.5; do learn --steps 299 --rate "$v"; done
  strip rate
  for v in 0 5e-7 2e-6 8e-6; do learn --steps 299 --learning-rate "$v"; done
  strip learning-rate
  for v in -1 0 1 4; do learn --steps 299 --fidelity "$v"; done
  strip fidelity
  for v in -0.3 0 1 4; do learn --steps 299 --edge "$v"; done
  strip edge
  for v in -2 0 1 4; do learn --steps 299 --intensity "$v"; done
  strip intensity
  for v in original previous grey; do learn --steps 299 --target "$v"; done
  learn --steps 299 --target grey --fidelity 4
  strip target
  for v in none mirror rotational; do learn --steps 299 --symmetry "$v"; done
  learn --steps 299 --zero-sum
  strip symmetry
  for v in laplace scharr-x; do learn --steps 299 --start "$v"; done
  for v in 1 7; do learn --steps 299 --start random --seed "$v"; done
  strip start
  learn --steps 299
  learn --steps 299 --momentum 0
  for v in 0.003 0.02; do learn --steps 299 --optimizer adam --learning-rate "$v"; done
  strip optimizer
  for v in 0 100 375; do learn --steps 1000 --schedule-period "$v" --schedule-phase 80; done
  learn --steps 1000 --schedule-period 100 --schedule-phase 80 --schedule-mix 0
  strip schedule
  for v in 0 0.005 0.02 0.1; do learn --steps 299 --frame-mix "$v" --frame-rest 0; done
  strip frame-mix
}

# preset KEY STEPS
preset() {
  learn --preset "$1" --steps "$2"
  strip "preset-$1"
}

presets() {
  source_picture 288 192
  preset art-with-math 299
  preset art-with-math-video 100
  preset art-with-math-fixed 800
  preset coral 290
  preset amoebas 240
  preset fauves 190
  preset dusk 150
  preset bloom 205
  preset daylight 290
  preset brush-strokes 250
  preset twill 260
  preset reptile 100
  preset pointillism 150
  preset stippling 220
  preset restless 500
  preset hue-spirals 400
  preset labyrinth 200
  preset etching 100
  preset soft-focus 150
}

sliders
presets

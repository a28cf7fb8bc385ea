#!/usr/bin/env bash
# Renders the pictures of docs/the-convolution-lesson.md into docs/pictures/lesson/: a part of the built-in picture, and
# what the page's own commands make of it, each run as it stands there. Needs ffmpeg for the first.
#
#     docs/render_lesson_pictures.sh [DROPLET]        DROPLET: the program, build/run/bin/droplet if not given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$(realpath "${1:-build/run/bin/droplet}")
page=$PWD/docs/the-convolution-lesson.md
mkdir -p docs/pictures/lesson
cd docs/pictures/lesson

full=$(mktemp --suffix .png)
trap 'rm -f "$full"' EXIT
"$program" diffuse -o "$full" --steps 0 --quiet
ffmpeg -v error -y -i "$full" -vf "scale=576:384:flags=area,crop=360:240:76:52" -map_metadata -1 picture.png

while read -r _ command words; do
  read -ra arguments <<<"$words"
  "$program" "$command" "${arguments[@]}" --backend cpu --quiet
done < <(grep -E '^    droplet (convolve|edges) picture\.png ' "$page")

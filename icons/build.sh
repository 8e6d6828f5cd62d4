#!/bin/sh
# Draws every committed PNG and the Windows .ico from the two SVG masters in src/main/svg.
#   build.sh           write them into src/main/resources
#   build.sh --check   draw into a temporary folder and compare with the committed files
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
masters=$here/src/main/svg
committed=$here/src/main/resources/org/icws/icons

die() {
    printf 'icons/build.sh: %s\n' "$1" >&2
    exit 1
}

for tool in rsvg-convert icotool; do
    command -v "$tool" >/dev/null 2>&1 ||
        die "$tool is missing; on Debian: apt-get install --no-install-recommends librsvg2-bin icoutils"
done

# The small drawing has no tick and a flat ground: at 24 px and below the large one is a smudge.
draw() {
    folder=$1
    for size in 16 24 32 48 64 128 256 512; do
        master=$masters/icon.svg
        [ "$size" -gt 24 ] || master=$masters/icon-small.svg
        rsvg-convert --width "$size" --height "$size" --output "$folder/icon-$size.png" "$master"
    done
    icotool --create --output "$folder/icon.ico" \
        "$folder/icon-16.png" "$folder/icon-24.png" "$folder/icon-32.png" "$folder/icon-48.png" \
        "$folder/icon-64.png" "$folder/icon-128.png" --raw="$folder/icon-256.png"
}

case ${1-} in
'')
    mkdir -p "$committed"
    draw "$committed"
    ;;
--check)
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    draw "$scratch"
    diff -r "$scratch" "$committed" || die 'the committed files differ from the drawings; run build.sh'
    echo 'The committed icons are what the masters draw.'
    ;;
*)
    die 'usage: build.sh [--check]'
    ;;
esac

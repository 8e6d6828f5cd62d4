# Sourced by the build scripts of this module's canisters, each a crate of its own. The script that sources this sets
#   $here (the crate's folder), $name (of the library, as in name.wasm and name.did), $committed (the resources' folder)
# and passes its arguments on. What they mean:
#
#   build.sh             build with rustup's wasm32 target when there is one, else with Debian's Rust
#   build.sh --check     build in a temporary folder and compare bit for bit with the committed file
#   build.sh --debian    use Debian's Rust even where rustup has the target (it made the committed file)
#   build.sh --install   on Debian: install what is missing instead of only naming it

# shellcheck shell=sh disable=SC2154
me=$(basename "$here")/build.sh
sources="Cargo.toml Cargo.lock $name.did src"

check=no debian=no install=no
for option in "$@"; do
    case $option in
    --check) check=yes ;;
    --debian) debian=yes ;;
    --install) install=yes ;;
    *)
        echo 'usage: build.sh [--check] [--debian] [--install]' >&2
        exit 2
        ;;
    esac
done

# shellcheck source=../../sample-canister/rust-wasm.sh
. "$module/../sample-canister/rust-wasm.sh"

# What the Wasm is made from. RustModule in the replica's tests computes the same.
source_hash() {
    (
        cd "$here"
        # shellcheck disable=SC2086 # the hasher may have options; the sources are a list
        find $sources -type f | LC_ALL=C sort | xargs $hasher | $hasher | cut -d ' ' -f 1
    )
}

publish() {
    mkdir -p "$committed"
    wasm=$committed/$name.wasm
    install -m 644 "$here/target/cargo/$target/release/$name.wasm" "$wasm"
    write_record "$committed/$name.properties" "$(sha256 "$wasm")" "$(source_hash)"
    echo "$name.wasm: $(wc -c <"$wasm") bytes, $toolchain"
}

compare() {
    cmp "$1/target/cargo/$target/release/$name.wasm" "$committed/$name.wasm" ||
        die "$name.wasm differs from the committed file.
Built now by: $toolchain
Committed:    $(sed -n 's/^toolchain=//p' "$committed/$name.properties")
Equal bytes are promised for equal toolchains only."
    echo "$name.wasm is bit-identical to the committed file ($toolchain)"
}

check_in_temporary_folder() {
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    for path in $sources; do
        cp -R "$here/$path" "$scratch/"
    done
    compile "$scratch"
    compare "$scratch"
}

select_toolchain
if [ "$check" = yes ]; then
    check_in_temporary_folder
else
    compile "$here"
    publish
fi

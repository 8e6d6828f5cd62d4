#!/bin/sh
# Compiles this canister and puts its Wasm and build record among the resources of the replica's tests.
#
#   build.sh             build with rustup's wasm32 target when there is one, else with Debian's Rust
#   build.sh --check     build in a temporary folder and compare bit for bit with the committed file
#   build.sh --debian    use Debian's Rust even where rustup has the target (it made the committed file)
#   build.sh --install   on Debian: install what is missing instead of only naming it
set -eu

me=stable-caller/build.sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
committed=$here/../../resources/org/icws/replica
sources='Cargo.toml Cargo.lock stable_caller.did src'

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

# shellcheck source=../../../../../sample-canister/rust-wasm.sh
. "$here/../../../../../sample-canister/rust-wasm.sh"

# What the Wasm is made from. StableCallerModule in the replica's tests computes the same.
source_hash() {
    (
        cd "$here"
        # shellcheck disable=SC2086 # the hasher may have options; the sources are a list
        find $sources -type f | LC_ALL=C sort | xargs $hasher | $hasher | cut -d ' ' -f 1
    )
}

publish() {
    mkdir -p "$committed"
    wasm=$committed/stable_caller.wasm
    install -m 644 "$here/target/cargo/$target/release/stable_caller.wasm" "$wasm"
    write_record "$committed/stable_caller.properties" "$(sha256 "$wasm")" "$(source_hash)"
    echo "stable_caller.wasm: $(wc -c <"$wasm") bytes, $toolchain"
}

compare() {
    cmp "$1/target/cargo/$target/release/stable_caller.wasm" "$committed/stable_caller.wasm" ||
        die "stable_caller.wasm differs from the committed file.
Built now by: $toolchain
Committed:    $(sed -n 's/^toolchain=//p' "$committed/stable_caller.properties")
Equal bytes are promised for equal toolchains only."
    echo "stable_caller.wasm is bit-identical to the committed file ($toolchain)"
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

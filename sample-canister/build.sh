#!/bin/sh
# Compiles the sample canisters and puts their Wasm, interface and build record among the module's resources.
#
#   build.sh             build with rustup's wasm32 target when there is one, else with Debian's Rust
#   build.sh --check     build in a temporary folder and compare bit for bit with the committed files
#   build.sh --test      run the canisters' own unit and property tests, on this machine instead of in a canister
#   build.sh --debian    use Debian's Rust even where rustup has the target (it made the committed files)
#   build.sh --install   on Debian: install what is missing instead of only naming it
set -eu

me=sample-canister/build.sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
canisters='ping_pong poc_ping_pong exchange_rates shared_document live_comments'
# Crates that canisters are made from.
shared='common websocket'
committed=$here/src/main/resources/org/icws/sample

check=no debian=no install=no test=no
for option in "$@"; do
    case $option in
    --check) check=yes ;;
    --debian) debian=yes ;;
    --test) test=yes ;;
    --install) install=yes ;;
    *)
        echo 'usage: build.sh [--check] [--test] [--debian] [--install]' >&2
        exit 2
        ;;
    esac
done

# shellcheck source=rust-wasm.sh
. "$here/rust-wasm.sh"

# What the Wasm of a canister is made from. SourceHash in the module's tests computes the same.
source_hash() {
    (
        cd "$here"
        # shellcheck disable=SC2086 # the hasher may have options; the shared crates are a list
        find Cargo.toml Cargo.lock $shared "$1" -type f | LC_ALL=C sort | xargs $hasher | $hasher | cut -d ' ' -f 1
    )
}

publish() {
    mkdir -p "$committed"
    for canister in $canisters; do
        wasm=$committed/$canister.wasm
        install -m 644 "$here/target/cargo/$target/release/$canister.wasm" "$wasm"
        install -m 644 "$here/$canister/$canister.did" "$committed/$canister.did"
        write_record "$committed/$canister.properties" "$(sha256 "$wasm")" "$(source_hash "$canister")"
        echo "$canister.wasm: $(wc -c <"$wasm") bytes, $toolchain"
    done
}

compare() {
    for canister in $canisters; do
        cmp "$1/target/cargo/$target/release/$canister.wasm" "$committed/$canister.wasm" ||
            die "$canister.wasm differs from the committed file.
Built now by: $toolchain
Committed:    $(sed -n 's/^toolchain=//p' "$committed/$canister.properties")
Equal bytes are promised for equal toolchains only."
        echo "$canister.wasm is bit-identical to the committed file ($toolchain)"
    done
}

check_in_temporary_folder() {
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    for path in Cargo.toml Cargo.lock $shared $canisters; do
        cp -R "$here/$path" "$scratch/"
    done
    compile "$scratch"
    compare "$scratch"
}

# The host's own toolchain: whichever cargo comes first.
run_tests() {
    command -v cargo >/dev/null 2>&1 || die "no cargo here: install Rust 1.85 or newer"
    (
        cd "$here"
        CARGO_TARGET_DIR=$here/target/host cargo test --locked
    )
}

if [ "$test" = yes ]; then
    run_tests
    exit
fi
select_toolchain
if [ "$check" = yes ]; then
    check_in_temporary_folder
else
    compile "$here"
    publish
fi

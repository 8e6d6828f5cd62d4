#!/bin/sh
# Compiles the sample canisters and puts their Wasm, interface and build record among the module's resources.
#
#   build.sh             build with rustup's wasm32 target when there is one, else with Debian's Rust
#   build.sh --check     build in a temporary folder and compare bit for bit with the committed files
#   build.sh --test      run the canisters' own unit and property tests, on this machine instead of in a canister
#   build.sh --debian    use Debian's Rust even where rustup has the target (it made the committed files)
#   build.sh --install   on Debian: install what is missing instead of only naming it
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
canisters='ping_pong poc_ping_pong exchange_rates shared_document live_comments'
# Crates that canisters are made from.
shared='common websocket'
target=wasm32-unknown-unknown
committed=$here/src/main/resources/org/icws/sample
debian_packages='rustc-web cargo-web rust-web-src lld-19'

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

die() {
    printf 'sample-canister/build.sh: %s\n' "$1" >&2
    exit 1
}

# macOS has no sha256sum; both write the same lines.
if command -v sha256sum >/dev/null 2>&1; then
    hasher='sha256sum'
else
    hasher='shasum -a 256'
fi

sha256() {
    $hasher "$1" | cut -d ' ' -f 1
}

# What the Wasm of a canister is made from. SourceHash in the module's tests computes the same.
source_hash() {
    (
        cd "$here"
        # shellcheck disable=SC2086 # the hasher may have options; the shared crates are a list
        find Cargo.toml Cargo.lock $shared "$1" -type f | LC_ALL=C sort | xargs $hasher | $hasher | cut -d ' ' -f 1
    )
}

has_rustup_target() {
    command -v rustc >/dev/null 2>&1 && [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]
}

missing_debian_packages() {
    for package in $debian_packages; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done
}

require_debian_packages() {
    command -v apt-get >/dev/null 2>&1 ||
        die "Rust has no $target target here. Add it with: rustup target add $target"
    missing=$(missing_debian_packages)
    [ -n "$missing" ] || return 0
    command="apt-get install --no-install-recommends $missing"
    if [ "$install" = no ]; then
        die "missing: $missing
Install with: $command
(or, with rustup: rustup target add $target)"
    fi
    # shellcheck disable=SC2086 # a list of package names
    apt-get install -y --no-install-recommends $missing
}

# Debian ships the standard library's sources instead of its wasm32 build, and cargo compiles them along.
use_debian_rust() {
    require_debian_packages
    PATH=/usr/bin:$PATH
    RUSTC=/usr/bin/rustc
    RUSTC_BOOTSTRAP=1
    CARGO_UNSTABLE_BUILD_STD=std,panic_abort
    CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER='wasm-ld-19'
    export PATH RUSTC RUSTC_BOOTSTRAP CARGO_UNSTABLE_BUILD_STD CARGO_UNSTABLE_BUILD_STD_FEATURES
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
    toolchain="Debian $(/usr/bin/rustc --version), wasm-ld-19"
}

select_toolchain() {
    if [ "$debian" = no ] && has_rustup_target; then
        toolchain=$(rustc --version)
    else
        use_debian_rust
    fi
}

# Without the remaps the names of the folders get into panic messages, and so into the Wasm.
compile() {
    (
        cd "$1"
        RUSTFLAGS="--remap-path-prefix=$1=/build --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
        CARGO_TARGET_DIR=$1/target/cargo
        export RUSTFLAGS CARGO_TARGET_DIR
        cargo build --release --locked --target "$target"
    )
}

write_record() {
    cat >"$1" <<END
# Written by build.sh. The tests compare the hashes, so that a stale Wasm is noticed.
wasm.sha256=$2
sources.sha256=$3
toolchain=$toolchain
END
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

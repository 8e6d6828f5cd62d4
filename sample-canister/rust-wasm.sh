# Sourced by the scripts that build canisters from Rust, here and elsewhere in the repository: choosing the toolchain,
# compiling bit for bit, writing the build's record. Sets $hasher, and $toolchain with select_toolchain.
# The script that sources this sets $me (its name in messages), $debian and $install (yes or no).

# shellcheck shell=sh disable=SC2154
target=wasm32-unknown-unknown
debian_packages='rustc-web cargo-web rust-web-src lld-19'

die() {
    printf '%s: %s\n' "$me" "$1" >&2
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

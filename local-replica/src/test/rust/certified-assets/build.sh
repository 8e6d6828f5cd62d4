#!/bin/sh
# Compiles this canister and puts its Wasm and build record among the resources of the replica's tests. Options:
# see rust-crate.sh.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
module=$here/../../../..
name=certified_assets
committed=$module/src/test/resources/org/icws/replica

# shellcheck source=../../../rust-crate.sh
. "$module/src/rust-crate.sh"

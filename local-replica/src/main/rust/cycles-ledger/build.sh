#!/bin/sh
# Compiles this canister and puts its Wasm and build record among the replica's resources. Options: see rust-crate.sh.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
module=$here/../../../..
name=cycles_ledger
committed=$module/src/main/resources/org/icws/replica

# shellcheck source=../../../rust-crate.sh
. "$module/src/rust-crate.sh"

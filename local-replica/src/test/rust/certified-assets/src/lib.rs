//! The library's asset canister, unchanged: it certifies each file it is given for response verification, versions 1 and 2.

use ic_certified_assets::types::AssetCanisterArgs;

/// The interface description, readable by anyone as the metadata section `candid:service`.
#[cfg_attr(target_family = "wasm", unsafe(link_section = "icp:public candid:service"))]
#[used]
pub static CANDID_SERVICE: [u8; include_bytes!("../certified_assets.did").len()] =
    *include_bytes!("../certified_assets.did");

#[ic_cdk::init]
fn init(args: Option<AssetCanisterArgs>) {
    ic_certified_assets::init(args);
}

ic_certified_assets::export_canister_methods!();

//! What users of ic-agent and ic-utils do with a local network, with all verification switched on.
//! Arguments: the network's address, a module with the demo's ping-pong canister. A line for each step that has passed.

use anyhow::{ensure, Context, Result};
use candid::{Encode, Principal};
use ic_agent::agent::AgentError;
use ic_agent::identity::{BasicIdentity, DelegatedIdentity, Delegation, SignedDelegation};
use ic_agent::{Agent, Identity};
use ic_management_canister_types::UploadChunkArgs;
use ic_utils::interfaces::management_canister::builders::CanisterInstallMode;
use ic_utils::interfaces::ManagementCanister;
use sha2::{Digest, Sha256};

const CHUNK: usize = 100_000;

#[derive(candid::CandidType)]
struct GetMessages {
    nonce: u64,
}

#[derive(candid::CandidType)]
struct ClientKey {
    client_principal: Principal,
    client_nonce: u64,
}

#[derive(candid::CandidType)]
struct Close {
    client_key: ClientKey,
}

fn agent(url: &str, identity: impl Identity + 'static) -> Result<Agent> {
    Ok(Agent::builder()
        .with_url(url)
        .with_identity(identity)
        .with_verify_query_signatures(true)
        .build()?)
}

fn passed(step: &str) {
    println!("passed: {step}");
}

fn rejection<T>(result: Result<T, AgentError>) -> Result<String> {
    match result {
        Ok(_) => anyhow::bail!("expected a rejection"),
        Err(AgentError::CertifiedReject { reject, .. } | AgentError::UncertifiedReject { reject, .. }) => {
            Ok(format!("{} {}", reject.error_code.unwrap_or_default(), reject.reject_message))
        }
        Err(other) => Ok(format!("{other:?}")),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().context("the network's address is missing")?;
    let wasm = std::fs::read(arguments.next().context("the module is missing")?)?;
    let argument = Encode!()?;
    let root = BasicIdentity::from_raw_key(&[7; 32]);
    let owner = root.sender().map_err(anyhow::Error::msg)?;
    let owner_key = root.public_key().context("no public key")?;
    let agent_of_owner = agent(&url, BasicIdentity::from_raw_key(&[7; 32]))?;
    agent_of_owner.fetch_root_key().await?;
    let management = ManagementCanister::create(&agent_of_owner);

    let status = agent_of_owner.status().await?;
    ensure!(status.replica_health_status.as_deref() == Some("healthy"), "not healthy");
    passed("status");

    let (plain,) = management.create_canister().as_provisional_create_with_amount(None).call_and_wait().await?;
    management.install_code(&plain, &wasm).with_raw_arg(argument.clone()).with_mode(CanisterInstallMode::Install).call_and_wait().await?;
    passed("create and install");

    let question = Encode!(&GetMessages { nonce: 0 })?;
    let answer = agent_of_owner.query(&plain, "ws_get_messages").with_arg(question.clone()).call().await?;
    ensure!(!answer.is_empty(), "an empty answer");
    passed("query with verified signature");

    let text = rejection(agent_of_owner.update(&plain, "ws_open").with_arg(vec![1, 2, 3]).call_and_wait().await)?;
    ensure!(text.contains("IC0503"), "{text}");
    passed("update that traps, with verified certificate");

    let close = Encode!(&Close { client_key: ClientKey { client_principal: owner, client_nonce: 1 } })?;
    let answer = agent_of_owner.update(&plain, "ws_close").with_arg(close.clone()).call_and_wait().await?;
    ensure!(answer.starts_with(b"DIDL"), "no reply");
    passed("update that replies, with verified certificate");

    let text = rejection(agent_of_owner.update(&plain, "nothing").with_arg(argument.clone()).call_and_wait().await)?;
    ensure!(text.contains("IC0536"), "{text}");
    passed("missing method");

    let hash = agent_of_owner.read_state_canister_module_hash(plain).await?;
    ensure!(hash == Sha256::digest(&wasm).to_vec(), "another module hash");
    ensure!(agent_of_owner.read_state_canister_controllers(plain).await? == vec![owner], "other controllers");
    let candid = agent_of_owner.read_state_canister_metadata(plain, "candid:service").await?;
    ensure!(String::from_utf8_lossy(&candid).contains("ws_get_messages"), "no interface");
    passed("read_state of hash, controllers and metadata");

    let subnet = Principal::self_authenticating(agent_of_owner.read_root_key());
    let metrics = agent_of_owner.read_state_subnet_metrics(subnet).await?;
    ensure!(metrics.num_canisters == 1 && metrics.canister_state_bytes > 0, "other metrics: {metrics:?}");
    ensure!(metrics.update_transactions_total > 0, "no transactions");
    passed("read_state of the subnet's metrics");

    let (report,) = management.canister_status(&plain).call().await?;
    let (certified,) = management.canister_status(&plain).as_update().call().await?;
    ensure!(certified.module_hash == report.module_hash, "query and update differ");
    ensure!(format!("{:?}", report.status).contains("Running"), "not running");
    ensure!(report.settings.controllers == vec![owner], "other controllers in the status");
    passed("canister_status as query and as update");

    let session = BasicIdentity::from_raw_key(&[8; 32]);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_nanos() as u64;
    let delegation = Delegation {
        pubkey: session.public_key().context("no public key")?,
        expiration: now + 600_000_000_000,
        targets: Some(vec![plain]),
        permissions: None,
    };
    let signature = root.sign_delegation(&delegation).map_err(anyhow::Error::msg)?.signature.context("no signature")?;
    let delegated = DelegatedIdentity::new(owner_key, Box::new(session), vec![SignedDelegation { delegation, signature }])?;
    let agent_of_delegate = agent(&url, delegated)?;
    agent_of_delegate.fetch_root_key().await?;
    agent_of_delegate.query(&plain, "ws_get_messages").with_arg(question.clone()).call().await?;
    let answer = agent_of_delegate.update(&plain, "ws_close").with_arg(close).call_and_wait().await?;
    ensure!(answer.starts_with(b"DIDL"), "no reply to the delegate");
    let refused = ManagementCanister::create(&agent_of_delegate).stop_canister(&plain).await;
    ensure!(rejection(refused)?.contains("delegation"), "a delegation outside of its targets was accepted");
    passed("delegation");

    let (chunked,) = management.create_canister().as_provisional_create_with_amount(Some(1_000_000_000_000)).call_and_wait().await?;
    let mut hashes = Vec::new();
    for chunk in wasm.chunks(CHUNK) {
        let (hash,) = management
            .upload_chunk(&chunked, &UploadChunkArgs { canister_id: chunked, chunk: chunk.to_vec() })
            .await?;
        hashes.push(hash);
    }
    management
        .install_chunked_code(&chunked, &Sha256::digest(&wasm))
        .with_chunk_hashes(hashes)
        .with_raw_arg(argument.clone())
        .with_install_mode(CanisterInstallMode::Install)
        .call_and_wait()
        .await?;
    passed("install in chunks");

    management.stop_canister(&plain).await?;
    let text = rejection(agent_of_owner.query(&plain, "ws_get_messages").with_arg(question.clone()).call().await)?;
    ensure!(text.contains("IC0508"), "{text}");
    management.install_code(&plain, &wasm).with_raw_arg(argument.clone()).with_mode(CanisterInstallMode::Upgrade(None)).call_and_wait().await?;
    management.start_canister(&plain).await?;
    agent_of_owner.query(&plain, "ws_get_messages").with_arg(question.clone()).call().await?;
    passed("stop, upgrade and start");

    management.stop_canister(&plain).await?;
    management.delete_canister(&plain).await?;
    let text = rejection(agent_of_owner.query(&plain, "ws_get_messages").with_arg(question).call().await)?;
    ensure!(text.contains("IC0301"), "{text}");
    passed("delete");

    let text = rejection(management.install_code(&Principal::from_text("ryjl3-tyaaa-aaaaa-aaaba-cai")?, &wasm).with_raw_arg(argument).with_mode(CanisterInstallMode::Install).call_and_wait().await)?;
    ensure!(text == "IC0301 Canister ryjl3-tyaaa-aaaaa-aaaba-cai not found", "{text}");
    passed("installing into a canister that does not exist");
    Ok(())
}

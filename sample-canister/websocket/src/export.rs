//! The methods that every canister of this protocol exports.

/// Exports `ws_open`, `ws_message`, `ws_close`, `ws_get_messages`, `stats`, `http_request`, `canister_inspect_message` and
/// `canister_pre_upgrade` for an [`crate::Application`], and defines
///
/// - `serve(application)`, to be called from `init`,
/// - `resume(change)`, to be called from `post_upgrade` with what to do on the application that was kept,
/// - `with_server(step)`, which runs a step on the state and certifies what it has sent.
///
/// The canister's own crate needs `ic-cdk`, `candid` and `serde` as dependencies.
#[macro_export]
macro_rules! export_websocket {
    ($application:ty, $message:ty) => {
        thread_local! {
            static SERVER: std::cell::RefCell<Option<$crate::Server<$application>>> =
                const { std::cell::RefCell::new(None) };
        }

        const HOUSEKEEPING: std::time::Duration = std::time::Duration::from_secs(10);

        fn with_server<T>(step: impl FnOnce(&mut $crate::Server<$application>) -> T) -> T {
            SERVER.with_borrow_mut(|server| {
                let Some(server) = server.as_mut() else {
                    ic_cdk::trap("the canister is not initialised");
                };
                let result = step(server);
                if let Some(root) = server.take_changed_root() {
                    ic_cdk::api::certified_data_set(root);
                }
                result
            })
        }

        /// For queries, which can change nothing.
        fn read_server<T>(step: impl FnOnce(&$crate::Server<$application>) -> T) -> T {
            SERVER.with_borrow(|server| match server {
                Some(server) => step(server),
                None => ic_cdk::trap("the canister is not initialised"),
            })
        }

        fn serve(application: $application) {
            start($crate::Server::new(application));
        }

        fn resume(change: impl FnOnce(&mut $application)) {
            let Some((connections, mut application)) = $crate::reexport::common::stable::restore() else {
                ic_cdk::trap("stable memory holds no state of this canister; install it anew");
            };
            change(&mut application);
            start($crate::Server::resume(
                (connections, application),
                ic_cdk::api::time(),
            ));
        }

        fn start(server: $crate::Server<$application>) {
            SERVER.set(Some(server));
            with_server(|_| ());
            $crate::reexport::ic_cdk_timers::set_timer_interval(HOUSEKEEPING, || {
                with_server(|server| server.housekeeping(ic_cdk::api::time()))
            });
        }

        #[ic_cdk::pre_upgrade]
        fn pre_upgrade() {
            if let Some(server) = SERVER.take() {
                $crate::reexport::common::stable::save(&server.save());
            }
        }

        #[ic_cdk::inspect_message]
        fn inspect_message() {
            let largest = $crate::Server::<$application>::largest_argument();
            $crate::reexport::common::ingress::inspect(largest, &[]);
        }

        #[ic_cdk::update]
        fn ws_open(arguments: $crate::wire::OpenArguments) -> Result<(), String> {
            with_server(|server| server.open(ic_cdk::api::msg_caller(), arguments, ic_cdk::api::time()))
        }

        /// The second argument is always null; it puts the application's type into the interface, from where clients
        /// take it.
        #[ic_cdk::update]
        fn ws_message(arguments: $crate::wire::MessageArguments, _app_type: Option<$message>) -> Result<(), String> {
            with_server(|server| server.message(ic_cdk::api::msg_caller(), arguments, ic_cdk::api::time()))
        }

        #[ic_cdk::update]
        fn ws_close(arguments: $crate::wire::CloseArguments) -> Result<(), String> {
            with_server(|server| server.close(ic_cdk::api::msg_caller(), arguments, ic_cdk::api::time()))
        }

        #[ic_cdk::query]
        fn ws_get_messages(
            arguments: $crate::wire::GetMessagesArguments,
        ) -> Result<$crate::wire::CertifiedMessages, String> {
            let certificate = ic_cdk::api::data_certificate();
            read_server(|server| server.messages(ic_cdk::api::msg_caller(), arguments, certificate))
        }

        #[ic_cdk::query]
        fn stats() -> $crate::reexport::common::stats::Stats {
            read_server(|server| server.connections.stats())
        }

        #[ic_cdk::query]
        fn http_request(
            request: $crate::reexport::common::http::HttpRequest,
        ) -> $crate::reexport::common::http::HttpResponse {
            read_server(|server| server.page(&request))
        }
    };
}

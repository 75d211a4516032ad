//! From the start to the end: compile, listen, reload, drain.

mod listen;
mod reload;
mod serve;
mod tls;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app::{App, routes};
use crate::arguments::{Arguments, Command};
use crate::config::{Address, Config, Problem, Problems};
use crate::observe::{Metrics, log};
use crate::service::{Around, Kept, Service};
use crate::{admin, dialect};

/// Why the program ends, or does not start.
#[derive(Debug)]
pub enum Fault {
    /// The configuration is wrong.
    Config(Problems),
    /// The system does not let it.
    System(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Config(problems) => problems.fmt(formatter),
            Fault::System(message) => message.fmt(formatter),
        }
    }
}

impl std::error::Error for Fault {}

/// Runs the program until a signal ends it.
///
/// # Errors
/// What is wrong with the configuration, or with the system.
pub fn run(arguments: &Arguments) -> Result<(), Fault> {
    if let Some(Command::Openapi) = &arguments.command {
        println!("{:#}", crate::openapi::openapi());
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Fault::System(format!("no runtime can be started: {error}")))?;
    runtime.block_on(run_in(arguments))
}

async fn run_in(arguments: &Arguments) -> Result<(), Fault> {
    let (config, text) = arguments.config().map_err(Fault::Config)?;
    if let Some(Command::AdminLink { by }) = &arguments.command {
        println!("{}", admin_link(arguments, &config, by).map_err(Fault::System)?);
        return Ok(());
    }
    let kept = Kept::new(crate::observe::settings()).map_err(|error| Fault::System(error.message().to_owned()))?;
    let service = compile(arguments.config.as_deref(), config, &text, &kept).await.map_err(Fault::Config)?;
    if arguments.check_config {
        if arguments.instances.is_some_and(|count| count > 1) && service.config.store.is_none() {
            let message =
                "several instances need a store, so that what one revokes is refused by all: add [store] with the url of Redis or Valkey";
            return Err(Fault::Config(Problems::new(arguments.config.as_deref(), &text, vec![Problem::new([], message)])));
        }
        println!("the configuration is good");
        return Ok(());
    }
    let app = Arc::new(App { service: ArcSwap::from_pointee(service), kept, metrics: Metrics::new(), file: arguments.config.clone() });
    serve(arguments, app).await
}

/// The URL by which an administrator signs in.
fn admin_link(arguments: &Arguments, config: &Config, by: &str) -> Result<String, String> {
    let (Some(own), Some(state)) = (&config.admin, &config.state) else {
        return Err("the configuration has no administrator's page: add [admin] with listen, and state".into());
    };
    let folder = arguments.config.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).join(state);
    let link = admin::link(&folder, by, tokenseal::timestamp(std::time::SystemTime::now()))?;
    Ok(match &own.listen {
        Address::Tcp(address) => format!("http://{address}{link}"),
        Address::Unix(path) => format!("(by a tunnel to {}) {link}", path.display()),
    })
}

/// Compiles a configuration, whose paths are relative to its file.
async fn compile(file: Option<&Path>, config: Config, text: &str, kept: &Kept) -> Result<Service, Problems> {
    let folder = file.and_then(Path::parent).map(PathBuf::from).unwrap_or_default();
    let around = Around { folder: &folder, kept, now: tokenseal::timestamp(std::time::SystemTime::now()) };
    Service::compile(config, &around).await.map_err(|problems| Problems::new(file, text, problems))
}

async fn serve(arguments: &Arguments, app: Arc<App>) -> Result<(), Fault> {
    let service = app.service.load_full();
    let (stop, stopped) = watch::channel(false);
    let tls = service.config.tls.as_ref().map(|tls| tls::acceptor(tls, app.file.as_deref())).transpose().map_err(Fault::System)?;
    let mut listening = Vec::new();
    for address in &service.config.listen {
        let listener = listen::Listener::bind(address).map_err(Fault::System)?;
        log("info", "listening", json!({ "address": listener.address(), "tls": tls.is_some() }));
        listening.push(tokio::spawn(serve::serve(listener, tls.clone(), routes(Arc::clone(&app)), stopped.clone())));
    }
    if let Some(address) = &service.config.grpc {
        let listener = listen::Listener::bind(address).map_err(Fault::System)?;
        log("info", "listening", json!({ "address": listener.address(), "for": "Envoy by gRPC", "tls": tls.is_some() }));
        listening.push(tokio::spawn(serve::serve(listener, tls.clone(), dialect::grpc::routes(Arc::clone(&app)), stopped.clone())));
    }
    if let Some(own) = &service.config.admin {
        let listener = listen::Listener::bind(&own.listen).map_err(Fault::System)?;
        log("info", "listening", json!({ "address": listener.address(), "for": "administrators" }));
        listening.push(tokio::spawn(serve::serve(listener, None, admin::routes(Arc::clone(&app)), stopped.clone())));
    }
    tokio::spawn(reload::watch(arguments.clone(), Arc::clone(&app)));
    end().await?;
    log("info", "ending", json!({ "drain_seconds": service.config.drain_seconds }));
    let _ = stop.send(true);
    let all = async {
        for one in listening {
            let _ = one.await;
        }
    };
    if tokio::time::timeout(Duration::from_secs(service.config.drain_seconds), all).await.is_err() {
        log("warn", "ended", json!({ "message": "requests that had begun took longer than drain_seconds, and were cut off" }));
    }
    Ok(())
}

/// Waits for SIGTERM or SIGINT.
async fn end() -> Result<(), Fault> {
    let of_system = |error: std::io::Error| Fault::System(format!("signals cannot be waited for: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(of_system)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(of_system)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

//! From the start to the end: compile, listen, reload, drain.

mod compile;
mod end;
mod limits;
mod listen;
mod reload;
mod serve;
mod tend;
mod watched;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::app::{App, routes};
use crate::arguments::{Arguments, Command};
use crate::config::{Address, Config, Problems};
use crate::demo::Demo;
use crate::observe::{flush, log, log_panics, set_level, settings};
use crate::service::Kept;
use compile::{Attempt, attempt};
use listen::Listener;
use serve::Served;

/// The most concurrent connections of administrators.
const ADMINISTRATORS: usize = 64;
use crate::{admin, dialect};

/// The name of the administrator's listener in the log.
const FOR_ADMINISTRATORS: &str = "administrators";
/// How long the start waits before it tries an unreachable store again.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// Why the program ends, or does not start.
#[derive(Debug)]
pub enum Fault {
    /// The configuration is wrong.
    Config(Problems),
    /// The system does not allow it.
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
    if arguments.schema {
        print(&format!("{:#}", crate::config::schema()));
        return Ok(());
    }
    if arguments.openapi {
        print(&format!("{:#}", crate::openapi::openapi()));
        return Ok(());
    }
    limits::raise();
    log_panics();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Fault::System(format!("no runtime can be started: {error}")))?;
    let outcome = runtime.block_on(run_in(arguments));
    // What is still under way, such as reading a store or a connection that was cut off, is not
    // awaited.
    runtime.shutdown_background();
    flush();
    outcome
}

/// Writes to standard output, whose reader may be gone.
fn print(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

async fn run_in(arguments: &Arguments) -> Result<(), Fault> {
    let demo = if arguments.demo {
        Some(Demo::new().map_err(Fault::System)?)
    } else {
        None
    };
    let arguments = match &demo {
        Some(demo) => Arguments {
            config: Some(demo.file()),
            ..arguments.clone()
        },
        None => arguments.clone(),
    };
    if let Some(Command::AdminLink { by }) = &arguments.command {
        let (config, _) = arguments.config().map_err(Fault::Config)?;
        print(&admin_link(&arguments, &config, by).map_err(Fault::System)?);
        return Ok(());
    }
    let kept = Kept::new(settings()).map_err(|error| Fault::System(error.message().to_owned()))?;
    let kept = Arc::new(kept);
    let Attempt { outcome, files } = first(&arguments, &kept).await?;
    let (service, advice) = outcome.map_err(Fault::Config)?;
    if arguments.check_config {
        compile::require_instances(&arguments, &service.config).map_err(Fault::Config)?;
        if !advice.0.is_empty() {
            print(&advice.to_string());
        }
        print("the configuration is good");
        return Ok(());
    }
    set_level(service.config.log);
    advice.log();
    let app = Arc::new(App::new(service, kept, arguments.config.clone()));
    // Before anyone can know that it runs: an unhandled signal would end it.
    let of_system = |error: std::io::Error| Fault::System(format!("signals cannot be waited for: {error}"));
    let (signals, hangup) = (
        end::Signals::new().map_err(of_system)?,
        signal(SignalKind::hangup()).map_err(of_system)?,
    );
    let (stop, stopped) = watch::channel(false);
    let listening = listen_all(&app, &stopped)?;
    if let (Some(demo), Some(first)) = (&demo, listening.first()) {
        let page = listening
            .iter()
            .find(|one| one.of == Some(FOR_ADMINISTRATORS))
            .map(|one| one.address.as_str());
        print(&demo.guide(&first.address, page).map_err(Fault::System)?);
    }
    tokio::spawn(reload::watch(arguments, Arc::clone(&app), hangup, files));
    tokio::spawn(tend::tend(Arc::clone(&app)));
    let served = listening.into_iter().map(|one| one.task).collect();
    end::end(&app, signals, &stop, served).await;
    Ok(())
}

/// The configuration that the program starts with. If only a store is unreachable, it waits for
/// that.
async fn first(arguments: &Arguments, kept: &Arc<Kept>) -> Result<Attempt, Fault> {
    loop {
        let (own, given) = (Arc::clone(kept), arguments.clone());
        let attempt = spawn_blocking(move || attempt(&given, &own, given.check_config)).await;
        let attempt = attempt.map_err(|_| {
            Fault::System("the configuration could not be compiled: this is a bug".to_owned())
        })?;
        match &attempt.outcome {
            Err(problems) if problems.is_passing() => {
                log("warn", "waiting", json!({ "message": problems.to_string() }));
                tokio::time::sleep(TRY_AGAIN).await;
            }
            _ => return Ok(attempt),
        }
    }
}

/// The URL with which an administrator signs in.
fn admin_link(arguments: &Arguments, config: &Config, by: &str) -> Result<String, String> {
    let (Some(own), Some(state)) = (&config.admin, &config.state) else {
        return Err(
            "the configuration has no administrator's page: add [admin] with listen, and state".into(),
        );
    };
    let folder = arguments
        .config
        .as_deref()
        .and_then(Path::parent)
        .unwrap_or(Path::new(""))
        .join(state);
    let link = admin::link(&folder, by, tokenseal::timestamp(std::time::SystemTime::now()))?;
    Ok(match &own.listen {
        Address::Tcp(address) => format!("http://{address}{link}"),
        Address::Unix(path) => format!("(by a tunnel to {}) {link}", path.display()),
    })
}

/// A listener with what serves it.
struct Listening {
    address: String,
    /// Whom it is for, if not for everyone.
    of: Option<&'static str>,
    task: JoinHandle<()>,
}

/// Listens everywhere, and says where.
fn listen_all(app: &Arc<App>, stopped: &watch::Receiver<bool>) -> Result<Vec<Listening>, Fault> {
    let service = app.service.load_full();
    let folder = app
        .file
        .as_deref()
        .and_then(Path::parent)
        .unwrap_or(Path::new(""));
    let most = limits::connections();
    let mut listening = Vec::new();
    let mut listen = |address: &Address,
                      routes: Router,
                      by_tls: bool,
                      most: usize,
                      of: Option<&'static str>|
     -> Result<(), Fault> {
        let listener = Listener::bind(address, folder).map_err(Fault::System)?;
        let address = listener.address();
        log(
            "info",
            "listening",
            json!({ "address": address, "tls": by_tls && service.tls.is_some(), "for": of }),
        );
        let served = Served {
            listener,
            routes,
            by_tls,
            most,
        };
        let task = tokio::spawn(serve::serve(served, Arc::clone(app), stopped.clone()));
        listening.push(Listening { address, of, task });
        Ok(())
    };
    for address in &service.config.listen {
        listen(address, routes(Arc::clone(app)), true, most, None)?;
    }
    if let Some(address) = &service.config.grpc {
        listen(
            address,
            dialect::grpc::routes(Arc::clone(app)),
            true,
            most,
            Some("Envoy by gRPC"),
        )?;
    }
    if let Some(own) = &service.config.admin {
        listen(
            &own.listen,
            admin::routes(Arc::clone(app)),
            false,
            ADMINISTRATORS,
            Some(FOR_ADMINISTRATORS),
        )?;
    }
    Ok(listening)
}

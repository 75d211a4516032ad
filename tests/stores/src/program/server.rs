//! One server: its process, its port, its folder.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use super::limit::Limit;
use super::processes::Processes;
use super::request::Brand;
use super::resp::{Address, error_of};
use super::{Result, guard, ports};

/// Another program may take a port that was free.
const TRIES: usize = 5;
/// How much of a log an error shows.
const LOG_LINES: usize = 5;
const LOG: &str = "server.log";
/// How deep in the target folder this program is at most.
const TARGET_DEPTH: usize = 3;

/// What every server is configured with, unless a request says otherwise: nothing outlives the
/// process, and a replica does not wait for others.
const DEFAULTS: [&str; 6] = [
    "--save",
    "",
    "--appendonly",
    "no",
    "--repl-diskless-sync-delay",
    "0",
];
/// What is decided here: a server with another port or folder would be lost.
const FIXED: [&str; 11] = [
    "--bind",
    "--cluster-enabled",
    "--cluster-port",
    "--daemonize",
    "--dir",
    "--logfile",
    "--pidfile",
    "--port",
    "--replicaof",
    "--sentinel",
    "--slaveof",
];

pub(crate) struct Server {
    brand: Brand,
    processes: Arc<Processes>,
    folder: PathBuf,
    arguments: Vec<String>,
    pub(crate) address: Address,
    process: Option<u32>,
    paused: bool,
}

/// What a new server is to be.
pub(crate) struct Plan<'a> {
    pub(crate) brand: Brand,
    pub(crate) processes: &'a Arc<Processes>,
    pub(crate) folder: PathBuf,
    pub(crate) password: Option<String>,
}

/// Refuses arguments that would take a server out of this program's hands.
pub(crate) fn check(arguments: &[String]) -> Result<()> {
    let fixed = |argument: &&String| FIXED.iter().any(|name| argument.eq_ignore_ascii_case(name));
    match arguments.iter().find(fixed) {
        Some(argument) => {
            Err(format!("{argument} is not for a request to say: the program decides it").into())
        }
        None => Ok(()),
    }
}

impl Server {
    /// A server of data on a free port. `more` are arguments that depend on the port.
    pub(crate) fn start(
        plan: &Plan<'_>,
        arguments: &[String],
        more: impl Fn(u16) -> Result<Vec<String>>,
        limit: Limit,
    ) -> Result<Self> {
        let arguments_at = |port: u16| {
            let own = [
                "--bind",
                "127.0.0.1",
                "--port",
                &port.to_string(),
                "--dir",
                &plan.folder.to_string_lossy(),
            ]
            .map(str::to_owned);
            Ok(DEFAULTS
                .map(str::to_owned)
                .into_iter()
                .chain(own)
                .chain(more(port)?)
                .chain(arguments.iter().cloned())
                .collect())
        };
        Self::start_with(plan, arguments_at, limit)
    }

    /// A server with exactly these arguments, which may depend on its port.
    pub(crate) fn start_with(
        plan: &Plan<'_>,
        arguments: impl Fn(u16) -> Result<Vec<String>>,
        limit: Limit,
    ) -> Result<Self> {
        fs::create_dir_all(&plan.folder)?;
        let mut result = Err("no port is free".into());
        for _ in 0..TRIES {
            let port = ports::free()?;
            let mut server = Self {
                brand: plan.brand,
                processes: Arc::clone(plan.processes),
                folder: plan.folder.clone(),
                arguments: arguments(port)?,
                address: Address {
                    port,
                    password: plan.password.clone(),
                },
                process: None,
                paused: false,
            };
            result = server.run(limit).map(|()| server);
            let taken = |error: &dyn std::error::Error| error.to_string().contains("Address already in use");
            if result.as_ref().err().is_none_or(|error| !taken(error.as_ref())) {
                break;
            }
        }
        result
    }

    /// Starts it again with its port, its folder and what that holds.
    pub(crate) fn restart(&mut self, limit: Limit) -> Result<()> {
        self.stop()?;
        self.run(limit)
    }

    /// Kills it with SIGKILL.
    pub(crate) fn stop(&mut self) -> Result<()> {
        self.paused = false;
        self.process
            .take()
            .map_or(Ok(()), |process| self.processes.kill(process))
    }

    pub(crate) fn pause(&mut self) -> Result<()> {
        self.processes.pause(self.running()?)?;
        self.paused = true;
        Ok(())
    }

    pub(crate) fn resume(&mut self) -> Result<()> {
        self.processes.resume(self.running()?)?;
        self.paused = false;
        Ok(())
    }

    /// Whether it can answer.
    pub(crate) fn is_up(&self) -> bool {
        !self.paused && self.running().is_ok()
    }

    /// `7.0.15`, of either brand.
    pub(crate) fn version(&self, limit: Limit) -> Result<String> {
        let fields = ["valkey_version", "redis_version"];
        let found = fields
            .iter()
            .find_map(|name| self.address.field(&["INFO", "server"], name, limit).transpose());
        found.unwrap_or_else(|| Err("the server does not say its version".into()))
    }

    fn running(&self) -> Result<u32> {
        let running = self.process.filter(|&process| self.processes.is_running(process));
        running.ok_or_else(|| format!("the server on port {} does not run", self.address.port).into())
    }

    /// Starts the process, and waits until it answers.
    fn run(&mut self, limit: Limit) -> Result<()> {
        let log = File::create(self.folder.join(LOG))?;
        let mut command = guard::command(&program(self.brand))?;
        command.args(&self.arguments).current_dir(&self.folder);
        // Valkey ends if it lacks the locale that the environment names.
        command.env("LC_ALL", "C");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let process = self.processes.start(&mut command)?;
        self.process = Some(process);
        let ready = limit.wait_for(&format!("{}: an answer", self.brand.name()), || {
            if !self.processes.is_running(process) {
                return Err(format!("{} ended: {}", self.brand.name(), self.log()).into());
            }
            Ok(self.answers(process, limit).then_some(()))
        });
        if let Err(error) = ready {
            self.stop()?;
            return Err(error);
        }
        Ok(())
    }

    /// Whether it serves, and not another program that took the port first.
    fn answers(&self, process: u32, limit: Limit) -> bool {
        let own = || {
            self.address
                .field(&["INFO", "server"], "process_id", limit)
                .is_ok_and(|id| id == Some(process.to_string()))
        };
        self.address
            .ask(&["PING"], limit)
            .is_ok_and(|reply| error_of(&reply).is_none())
            && own()
    }

    /// The end of its log, in one line.
    fn log(&self) -> String {
        let text = fs::read(self.folder.join(LOG)).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        lines
            .iter()
            .skip(lines.len().saturating_sub(LOG_LINES))
            .copied()
            .collect::<Vec<_>>()
            .join(" | ")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What can't be killed has ended by itself.
        let _ = self.stop();
    }
}

/// Where a server's program is: as the environment says; else where `cargo xtask setup stores` puts
/// it, near this program; else on the PATH.
fn program(brand: Brand) -> OsString {
    let name = format!("{}-server", brand.name());
    let given = env::var_os(format!("TOKENSEAL_{}_SERVER", brand.name().to_uppercase()))
        .filter(|path| !path.is_empty());
    let near = || {
        let this = env::current_exe().ok()?;
        let mut places = this
            .ancestors()
            .skip(1)
            .take(TARGET_DEPTH)
            .map(|folder| folder.join("stores").join(&name).join(&name));
        places.find(|path| path.is_file()).map(OsString::from)
    };
    given.or_else(near).unwrap_or_else(|| name.clone().into())
}

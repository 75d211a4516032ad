//! nginx and Caddy by the examples of `examples/gateways`, at ports that are free.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::gateways::program;
use crate::workspace::{Workspace, read, write};

/// How long a gateway may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A gateway that runs.
pub(super) struct Gateway {
    pub(super) name: &'static str,
    pub(super) address: String,
    child: Child,
}

impl Gateway {
    /// nginx, in one process, which ends with the demo.
    pub(super) fn nginx(workspace: &Workspace, folder: &Path, serve: &str, page: &str) -> Result<Self> {
        let folder = folder.join("nginx");
        std::fs::create_dir_all(&folder)?;
        let (config, address) = configured(workspace, "nginx/nginx.conf", serve, page)?;
        let kept: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|of| format!("{of}_temp_path {of}; "))
            .concat();
        write(
            &folder.join("nginx.conf"),
            &config.replacen("http {", &format!("http {{ access_log off; {kept}"), 1),
        )?;
        let mut command = Command::new(program(workspace, "nginx"));
        command
            .arg("-p")
            .arg(&folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"));
        command.args([
            "-g",
            "daemon off; master_process off; pid nginx.pid; error_log stderr crit;",
        ]);
        Self::start("nginx", command, address)
    }

    pub(super) fn caddy(workspace: &Workspace, folder: &Path, serve: &str, page: &str) -> Result<Self> {
        let folder = folder.join("caddy");
        std::fs::create_dir_all(&folder)?;
        let (config, address) = configured(workspace, "caddy/Caddyfile", serve, page)?;
        write(&folder.join("Caddyfile"), &config)?;
        let mut command = Command::new(program(workspace, "caddy"));
        command
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(folder.join("Caddyfile"));
        command.envs(["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"].map(|name| (name, &folder)));
        Self::start("Caddy", command, address)
    }

    fn start(name: &'static str, mut command: Command, address: String) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut gateway = Self {
            name,
            address,
            child: child.with_context(|| format!("cannot start {name}"))?,
        };
        let began = Instant::now();
        while TcpStream::connect(&gateway.address).is_err() {
            if began.elapsed() > PATIENCE || gateway.child.try_wait()?.is_some() {
                bail!("{name} does not start");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(gateway)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An example, before this program and this page, and where it listens.
fn configured(workspace: &Workspace, example: &str, serve: &str, page: &str) -> Result<(String, String)> {
    let text = read(&workspace.root.join("examples/gateways").join(example))?;
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let text = text
        .replace("127.0.0.1:8181", serve)
        .replace("127.0.0.1:9000", page)
        .replace(":8080", &format!(":{}", address.port()));
    Ok((text, address.to_string()))
}

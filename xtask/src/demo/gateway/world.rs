//! All that runs in the demo, and the folder of it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use super::gateways::Gateway;
use super::hands::{Login, tokenseal};
use super::page;
use crate::workspace::{Workspace, read, remove_folder, write};

/// What apinto authenticates by.
pub(super) const SECRET: &str = "a secret that apinto knows as well";

pub(super) struct World<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) folder: PathBuf,
    pub(super) login: Login,
    pub(super) gateways: [Gateway; 2],
    /// Where the program listens.
    pub(super) serve: String,
    _serving: Serving,
}

impl<'a> World<'a> {
    pub(super) fn start(workspace: &'a Workspace) -> Result<Self> {
        let folder = workspace.target.join("demo-gateway");
        remove_folder(&folder)?;
        std::fs::create_dir_all(&folder)?;
        keys(workspace, &folder)?;
        let example = workspace.root.join("examples/gateways");
        write(&folder.join("rules.json"), &read(&example.join("rules.json"))?)?;
        secret(&folder.join("apinto.secret"))?;
        write(
            &folder.join("serve.toml"),
            &config(&read(&example.join("serve.toml"))?),
        )?;
        let (serving, serve) = Serving::start(workspace, &folder)?;
        let page = page::serve()?;
        let gateways = [
            Gateway::nginx(workspace, &folder, &serve, &page)?,
            Gateway::caddy(workspace, &folder, &serve, &page)?,
        ];
        let login = Login::start(workspace, &folder)?;
        Ok(Self {
            workspace,
            folder,
            login,
            gateways,
            serve,
            _serving: serving,
        })
    }
}

/// Writes apinto's secret for its owner alone, or the program would not read it.
fn secret(path: &Path) -> Result<()> {
    write(path, SECRET)?;
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}

/// The login service's ring, whose keys have their turn for 5 seconds, and the API's key, to which
/// tokens are encrypted.
fn keys(workspace: &Workspace, folder: &Path) -> Result<()> {
    let run = |arguments: &[&str]| tokenseal(workspace, folder, arguments).map(|_| ());
    run(&["keygen", "A256KW", "--out", "wrapping.jwk"])?;
    run(&[
        "keygen",
        "ECDH-ES+A256KW",
        "--out",
        "orders.jwk",
        "--public-out",
        "orders.pub.jwk",
    ])?;
    let ring = [
        "keyring",
        "create",
        "login.ring",
        "ES256",
        "--protect-with",
        "wrapping.jwk",
    ];
    let times = [
        "--rotate-every",
        "5s",
        "--token-lifetime",
        "2m",
        "--jwks-max-age",
        "1s",
        "--verifier-refresh",
        "1s",
        "--clock-skew",
        "1s",
    ];
    run(&[&ring[..], &times[..]].concat())
}

/// The example's configuration, with the ring, the API's key and a client that introspects.
fn config(example: &str) -> String {
    let config = example
        .replace("127.0.0.1:8181", "127.0.0.1:0")
        .replace("state = \"state\"", "state = \".\"")
        .replace(
            "issuer = \"https://login.example\"\n",
            "issuer = \"https://login.example\"\nring = \"login\"\nprofile = \"access-token\"\n",
        )
        .replace(
            "rules = \"rules.json\"",
            "rules = \"rules.json\"\ndecryption_keys = [\"orders.jwk\"]",
        );
    let ring = "[[ring]]\nname = \"login\"\nfile = \"login.ring\"\nprotect_with = \"wrapping.jwk\"\n";
    let client = "[[client]]\nid = \"apinto\"\nsecret_file = \"apinto.secret\"\nmay = [\"introspect\"]\napi = \"orders\"\n";
    format!("{config}\n{ring}\n{client}")
}

/// The program, while it runs.
struct Serving(Child);

impl Serving {
    fn start(workspace: &Workspace, folder: &Path) -> Result<(Self, String)> {
        let program = workspace
            .built()
            .join("tokenseal-serve")
            .with_extension(std::env::consts::EXE_EXTENSION);
        let mut command = Command::new(program);
        command
            .args(["--config", "serve.toml"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().context("cannot start tokenseal-serve")?;
        let mut lines = BufReader::new(
            child
                .stderr
                .take()
                .context("tokenseal-serve has no standard error")?,
        )
        .lines();
        let serving = Self(child);
        let mut said = String::new();
        for line in lines.by_ref().map_while(Result::ok) {
            let event: Value = serde_json::from_str(&line).unwrap_or_default();
            let member = |name: &str| event.get(name).and_then(Value::as_str);
            if let (Some("listening"), Some(address)) = (member("event"), member("address")) {
                let address = address.to_owned();
                // The output of a process that logs must be read.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok((serving, address));
            }
            said = said + &line + "\n";
        }
        anyhow::bail!("tokenseal-serve does not start: {said}")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::{Address, Config, Problems};

/// Check tokens for any API gateway: forward auth, introspection, revocation, keys and status
/// lists.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "tokenseal-serve",
    version,
    about,
    max_term_width = 100,
    subcommand_negates_reqs = true
)]
pub struct Arguments {
    /// The configuration, a TOML file.
    #[arg(short, long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Check the configuration, and exit.
    #[arg(long)]
    pub check_config: bool,
    /// Print the form of the configuration as a JSON Schema, for editors, and exit.
    #[arg(long)]
    pub schema: bool,
    /// Print a description of all its endpoints, in OpenAPI 3.1, and exit.
    #[arg(long)]
    pub openapi: bool,
    /// With --check-config: how many instances there will be; several need a store.
    #[arg(long, value_name = "COUNT", requires = "check_config")]
    pub instances: Option<u32>,
    /// Without a file: who issues the tokens (`iss`); its metadata says where its keys are.
    #[arg(long, value_name = "URL", conflicts_with = "config", required_unless_present_any = ["config", "demo", "schema", "openapi"])]
    pub issuer: Option<String>,
    /// Without a file: whom the tokens are for (`aud`).
    #[arg(long, value_name = "AUDIENCE", conflicts_with = "config")]
    pub audience: Option<String>,
    /// Without a file: where the issuer's keys are, if not where its metadata says.
    #[arg(long, value_name = "URL", requires = "issuer")]
    pub jwks_url: Option<String>,
    /// Without a file: where to listen.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<Address>,
    /// The folder for saved state.
    #[arg(long, value_name = "FOLDER")]
    pub state: Option<PathBuf>,
    /// Try it out, with an issuer of its own, in memory, and a token that it prints.
    #[arg(long, conflicts_with_all = ["config", "issuer", "audience"])]
    pub demo: bool,
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Commands for use next to a running server.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Print a link that signs an administrator in; it works once, within ten minutes.
    AdminLink {
        /// Who it is for; every change that they make is logged with this name.
        #[arg(long, value_name = "NAME", default_value = "administrator", env = "USER")]
        by: String,
    },
}

impl Arguments {
    /// The configuration that the arguments name, or that they form; with the text of the file, to
    /// report mistakes with their lines.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn config(&self) -> Result<(Config, String), Problems> {
        let (mut config, text) = match &self.config {
            Some(path) => Config::read(path)?,
            None => self.quick()?,
        };
        if let Some(listen) = &self.listen {
            config.listen = vec![listen.clone()];
        }
        if let Some(state) = &self.state {
            config.state = Some(state.clone());
        }
        Ok((config, text))
    }

    /// The configuration of a quick start.
    fn quick(&self) -> Result<(Config, String), Problems> {
        let mut issuer = toml_text("issuer", self.issuer.as_deref());
        issuer += &toml_text("audience", self.audience.as_deref());
        issuer += &toml_text("jwks_url", self.jwks_url.as_deref());
        let text = format!(
            "[[issuer]]\n{issuer}[[api]]\nname = \"default\"\n[internal]\nissuer = \"urn:tokenseal:gateway\"\n"
        );
        Ok((Config::parse(None, &text)?, text))
    }
}

/// A line of TOML. JSON's strings are TOML's basic strings.
fn toml_text(name: &str, value: Option<&str>) -> String {
    value
        .map(|value| format!("{name} = {}\n", serde_json::Value::from(value)))
        .unwrap_or_default()
}

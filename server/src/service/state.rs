//! The state folder: what is kept on this machine.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::PathBuf;

use super::Around;
use crate::config::{Config, Problem};

/// Others than the owner who may make, replace and remove files there.
const OTHERS_WRITE: u32 = 0o022;

/// The folder, made for its owner alone with the first start. None if none is configured, or if there is none yet and the configuration is only
/// looked at.
pub(crate) fn folder(config: &Config, around: &Around<'_>) -> Result<Option<PathBuf>, Problem> {
    let Some(state) = &config.state else { return Ok(None) };
    let path = around.followed_path(state);
    let wrong = |message: String| Problem::new(["state".into()], format!("{}: {message}", path.display()));
    if !path.exists() {
        if around.is_trial {
            return Ok(None);
        }
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.map_err(|error| wrong(format!("the folder cannot be made: {error}")))?;
    }
    let found = std::fs::metadata(&path).map_err(|error| wrong(format!("the folder cannot be looked at: {error}")))?;
    if !found.is_dir() {
        return Err(wrong("this is no folder: name one, for what is kept".to_owned()));
    }
    match found.mode() & OTHERS_WRITE {
        0 => Ok(Some(path)),
        _ => Err(wrong("users other than its owner may write there: set its mode to 0700".to_owned())),
    }
}

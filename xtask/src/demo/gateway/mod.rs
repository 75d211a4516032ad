//! `cargo xtask demo gateway`: the whole mission behind real gateways. nginx and Caddy are in front
//! of a plain page that knows nothing of tokens, and `tokenseal-serve` beside them, as
//! `examples/gateways` configures all three. Python seals tokens, Node revokes one, and the keys
//! rotate meanwhile.

mod gateways;
mod hands;
mod page;
mod play;
mod wire;
mod world;

use anyhow::Result;

use super::{heading, plan, print_failures};
use crate::language;
use crate::report::{Row, finish};
use crate::step::Step;
use crate::workspace::Workspace;
use world::World;

/// Builds what is needed, plays, and says whether all of it went as it must.
pub(super) fn run(workspace: &Workspace) -> Result<bool> {
    heading("Behind a gateway");
    say!(
        "A page that knows nothing of tokens, nginx and Caddy in front of it, and tokenseal-serve beside them. Python seals tokens:\n\
         signed by a ring whose keys rotate every 5 seconds, and encrypted to the API. Node revokes one. The first run compiles for\n\
         some minutes.\n"
    );
    let mut row = Row::new("behind a gateway");
    match prepared(workspace).and_then(|()| World::start(workspace)) {
        Ok(mut world) => play::play(&mut world, &mut row),
        Err(error) => {
            say!("{error:#}");
            row.fail(format!("{error:#}"));
        }
    }
    print_failures(&row);
    heading("Summary");
    Ok(finish("part", &[row]))
}

/// Sees to it that the packages, the programs and the gateways are there.
fn prepared(workspace: &Workspace) -> Result<()> {
    crate::gateways::set_up_gateways(workspace)?;
    let languages = language::chosen(&["python", "node"])?;
    for language in &languages {
        (language.demo.require)(workspace, true)?;
    }
    plan::build(workspace, &languages)?;
    for language in &languages {
        (language.demo.prepare)(workspace)?;
    }
    let programs = [
        "build",
        "--release",
        "--package",
        "tokenseal-serve",
        "--package",
        "tokenseal-cli",
    ];
    Step::quiet(
        "compile tokenseal-serve and the command",
        workspace.cargo(programs),
    )
    .require()
    .map(|_| ())
}

//! What each command does.

mod about;
mod bytes;
mod checking;
mod keygen;
mod making;
mod published;

use crate::arguments::Command;
use crate::failure::Result;
use crate::input::Input;
use crate::terminal::Terminal;

/// Carries out a command. `now` is the time for those that need it and are not given one.
pub(crate) fn run(command: &Command, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    match command {
        Command::Algorithms => about::algorithms(terminal),
        Command::Completions { shell } => about::completions(*shell, terminal),
        Command::Decrypt(arguments) if arguments.bytes.bytes => bytes::decrypt(arguments, input, terminal),
        Command::Decrypt(arguments) => checking::decrypt(arguments, input, terminal, now),
        Command::Encrypt(arguments) if arguments.bytes.bytes => bytes::encrypt(arguments, input, terminal),
        Command::Encrypt(arguments) => making::encrypt(arguments, input, terminal, now),
        Command::Inspect(arguments) => checking::inspect(arguments, input, terminal, now),
        Command::Jwks(arguments) => published::jwks(arguments, input, terminal),
        Command::Keygen(arguments) => keygen::keygen(arguments, terminal),
        Command::Seal(arguments) => making::seal(arguments, input, terminal, now),
        Command::Sign(arguments) if arguments.bytes.bytes => bytes::sign(arguments, input, terminal),
        Command::Sign(arguments) => making::sign(arguments, input, terminal, now),
        Command::Thumbprint(arguments) => published::thumbprint(arguments, input, terminal),
        Command::Unseal(arguments) => checking::unseal(arguments, input, terminal, now),
        Command::Verify(arguments) if arguments.bytes.bytes => bytes::verify(arguments, input, terminal),
        Command::Verify(arguments) => checking::verify(arguments, input, terminal, now),
    }
}

//! What each command does.

mod about;
pub(crate) mod access;
mod claims;
mod decrypt;
mod dpop;
mod encrypt;
mod inspect;
mod keygen;
mod keyring;
mod opened;
mod published;
mod refusing;
mod revocations;
mod revoke;
mod seal;
mod serve;
mod shown_content;
mod shown_token;
mod sign;
mod status_list;
mod unseal;
mod verify;

use crate::arguments::Command;
use crate::failure::Result;
use crate::fetching::Fetching;
use crate::input::Input;
use crate::terminal::Terminal;

/// Carries out a command. `now` is the time for those that need it and are not given one.
pub(crate) fn run(
    command: &Command,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    now: f64,
) -> Result<()> {
    match command {
        Command::Access(command) => access::run(command, input, terminal, now),
        Command::Algorithms => about::algorithms(terminal),
        Command::Completions { shell } => about::completions(*shell, terminal),
        Command::Decrypt(arguments) if arguments.bytes => decrypt::bytes(arguments, input, terminal),
        Command::Decrypt(arguments) => decrypt::claims(arguments, input, terminal, fetching, now),
        Command::Dpop(command) => dpop::run(command, input, terminal, now),
        Command::Encrypt(arguments) if arguments.bytes => encrypt::bytes(arguments, input, terminal),
        Command::Encrypt(arguments) => encrypt::claims(arguments, input, terminal, now),
        Command::Inspect(arguments) => inspect::unverified(arguments, input, terminal, now),
        Command::Jwks(arguments) => published::jwks(arguments, input, terminal),
        Command::Keygen(arguments) => keygen::keygen(arguments, terminal),
        Command::Keyring(command) => keyring::run(command, input, terminal, now),
        Command::Revocations(command) => revocations::run(command, terminal, fetching, now),
        Command::Revoke(arguments) => revoke::run(arguments, input, terminal, fetching, now),
        Command::Seal(arguments) => seal::claims(arguments, input, terminal, now),
        Command::Serve { arguments } => serve::run(arguments),
        Command::Sign(arguments) if arguments.bytes => sign::bytes(arguments, input, terminal),
        Command::Sign(arguments) => sign::claims(arguments, input, terminal, now),
        Command::StatusList(command) => status_list::run(command, input, terminal, now),
        Command::Thumbprint(arguments) => published::thumbprint(arguments, input, terminal),
        Command::Unseal(arguments) => unseal::claims(arguments, input, terminal, fetching, now),
        Command::Verify(arguments) if arguments.bytes => verify::bytes(arguments, input, terminal),
        Command::Verify(arguments) => verify::claims(arguments, input, terminal, fetching, now),
    }
}

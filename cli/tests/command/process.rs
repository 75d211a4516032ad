//! Streams: standard input, readers that are gone, terminals, and input that never ends.

use std::io::{self, Read};
use std::process::Stdio;

use tokenseal_cli::{Process, run};

use crate::support::Folder;

#[test]
fn standard_input() {
    let folder = Folder::new();
    folder.ok("keygen ES256 --out key.jwk");
    let token = folder
        .run_with("sign --key key.jwk --no-expiry", "{\"sub\":\"alice\"}\n")
        .stdout;
    for line in [
        "verify --key key.jwk --allow-missing-exp",
        "verify - --key key.jwk --allow-missing-exp",
        "inspect",
        "inspect -",
    ] {
        let outcome = folder.run_with(line, &token);
        assert!(
            outcome.code == 0 && outcome.stdout.contains("alice"),
            "{outcome:?}"
        );
    }
    let key = folder.read("key.jwk");
    folder.write("token", &token);
    assert_eq!(
        folder
            .run_with("verify @token --key - --allow-missing-exp", &key)
            .code,
        0
    );
    assert_eq!(folder.run_with("thumbprint -", &key).code, 0);
    assert_eq!(folder.run_with("inspect", "").code, 1);
}

#[test]
fn a_reader_that_has_gone_is_no_panic() {
    let folder = Folder::new();
    for line in [
        "completions bash",
        "algorithms",
        "keygen ES256",
        "--help",
        "inspect eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
    ] {
        let mut command = folder.command();
        let mut child = command
            .args(line.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), output.stderr.as_slice()),
            (Some(0), &b""[..]),
            "{line}"
        );
    }
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    struct Full;

    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut errors = Vec::new();
    let process = Process {
        stdin: &mut io::empty(),
        stdout: &mut Full,
        stderr: &mut errors,
        terminal: false,
        now: 0.0,
        get: None,
        ask: None,
    };
    assert_eq!(run(["tokenseal", "algorithms"], process), 2);
    assert!(
        String::from_utf8(errors)
            .unwrap()
            .contains("cannot write to standard output")
    );
}

#[test]
fn an_endless_input_is_read_up_to_a_bound() {
    struct Endless(usize);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(b'a');
            self.0 += buffer.len();
            Ok(buffer.len())
        }
    }

    let folder = Folder::new();
    folder.ok("keygen HS256 --out key.jwk");
    let key = folder.path("key.jwk").display().to_string();
    for (arguments, most) in [
        (vec!["inspect"], 2 << 20),
        (
            vec!["verify", "--key", &key, "--max-token-bytes", "100000000"],
            2 << 20,
        ),
        (vec!["sign", "--key", &key, "--no-expiry"], 2 << 20),
        (vec!["thumbprint", "-"], 1 << 20),
        (
            vec!["encrypt", "{}", "--password-file", "-", "--no-expiry"],
            1 << 20,
        ),
    ] {
        let (mut input, mut output, mut errors) = (Endless(0), Vec::new(), Vec::new());
        let line = ["tokenseal"].iter().chain(&arguments).copied();
        let process = Process {
            stdin: &mut input,
            stdout: &mut output,
            stderr: &mut errors,
            terminal: false,
            now: 0.0,
            get: None,
            ask: None,
        };
        assert_eq!(run(line, process), 1, "{arguments:?}");
        assert!(input.0 <= most + 1, "{arguments:?} read {} bytes", input.0);
        assert!(
            String::from_utf8(errors)
                .unwrap()
                .starts_with("tokenseal: ERR_JOSE_LIMIT_EXCEEDED: ")
        );
    }
    folder.write("huge", vec![b'a'; (2 << 20) + 1]);
    folder.fails("inspect @huge", 1, "ERR_JOSE_LIMIT_EXCEEDED");
}

#[test]
fn a_terminal_gets_a_readable_form() {
    let folder = Folder::new();
    folder.ok("keygen ES256 --key-id k --out key.jwk");
    let token =
        folder.ok("sign {\"sub\":\"\u{9b}31m\u{202e}\",\"exp\":1700000900} --key key.jwk --now 1700000000");
    let key = folder.path("key.jwk").display().to_string();
    let run = on_terminal;
    let (code, text, _) = run(&["verify", token.trim(), "--key", &key]);
    assert_eq!(code, 0);
    assert!(
        text.starts_with("Valid: a signed token\n  key_id  k\nHeader\n  alg  \"ES256\"\n"),
        "{text}"
    );
    assert!(
        text.ends_with("  exp  1700000900  2023-11-14 22:28:20 UTC, in 15 minutes\n  iat  1700000000  2023-11-14 22:13:20 UTC, now\n"),
        "{text}"
    );
    assert!(
        run(&["inspect", token.trim()])
            .1
            .starts_with("NOT VERIFIED: a signed token\n")
    );
    assert!(
        run(&["inspect", token.trim(), "--json"])
            .1
            .starts_with("{\"verified\":false,")
    );
    assert!(
        run(&["algorithms"])
            .1
            .starts_with("Signatures\n  HS256      HMAC with SHA-256")
    );
    for line in [
        &["keygen", "ES256"][..],
        &["jwks", &key, "--private"],
        &["keygen", "HS256", "--json"],
    ] {
        let (code, output, errors) = run(line);
        assert_eq!((code, output.as_str()), (2, ""));
        assert!(errors.contains("a private key is not shown on a terminal"));
    }
    assert_eq!(run(&["jwks", &key]).0, 0);
}

/// A command as a person runs it at 1700000000: its exit code, its output without colours, and its
/// errors.
pub(crate) fn on_terminal(arguments: &[&str]) -> (u8, String, String) {
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let (arguments, now) = (["tokenseal"].iter().chain(arguments).copied(), 1_700_000_000.0);
    let process = Process {
        stdin: &mut io::empty(),
        stdout: &mut output,
        stderr: &mut errors,
        terminal: true,
        now,
        get: None,
        ask: None,
    };
    let code = run(arguments, process);
    (
        code,
        plain(&String::from_utf8(output).unwrap()),
        String::from_utf8(errors).unwrap(),
    )
}

/// Text without its colours; nothing else in it may control a terminal.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap().to_owned();
    parts.for_each(|part| plain.push_str(part.split_once('m').unwrap().1));
    assert!(!plain.contains(|character: char| character.is_control() && character != '\n'));
    plain
}

#[test]
fn completions_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = folder.ok(&format!("completions {shell}"));
        for word in ["thumbprint", "allow-any-issuer", "ML-DSA-65", "ECDH-ES+A256KW"] {
            assert!(
                script.contains(word) || (shell == "powershell" || shell == "elvish"),
                "{shell} lacks {word}"
            );
        }
        assert!(script.contains("unseal"));
    }
}

#[test]
fn help_and_version() {
    let folder = Folder::new();
    assert_eq!(
        folder.ok("--version"),
        format!("tokenseal {}\n", env!("CARGO_PKG_VERSION"))
    );
    for name in "keygen jwks keyring revoke revocations thumbprint sign encrypt seal verify decrypt unseal inspect algorithms completions"
        .split(' ')
    {
        let help = folder.ok(&format!("{name} --help"));
        assert!(help.contains("Examples:\n") && !help.contains('\u{1b}'), "{help}");
    }
}

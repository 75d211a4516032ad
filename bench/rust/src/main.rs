//! Measures every row, or those whose path contains the first argument, and prints the document. It
//! starts itself for the rows that have two processes.

use tokenseal_bench::{document, measure, processes, rows};

const NOTES: [&str; 6] = [
    "Claims checked: signature, typ, iss, aud, exp, nbf and iat, nothing read. Claims read: into a map of JSON values as well. Both libraries always read them.",
    "Four claims read: sub, iss, scope and exp, by `Token::text` and `claim_json`; by jsonwebtoken into a struct that has these alone, and into a map.",
    "Remembered: a verifier with `remember` has accepted the token before. Everything else is checked anew each time.",
    "Two threads and verify_many: the time of one token, of which two are checked at a time. One thread keeps the tokens of verify_many as well.",
    "The bare primitive is given what a token would have to be taken apart for: the signing input, the raw signature, the peer's public key.",
    "aws-lc-rs and jsonwebtoken run on AWS-LC, josekit on the system's OpenSSL.",
];

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    if wanted == processes::ARGUMENT {
        return processes::work(std::io::stdin().lock(), std::io::stdout().lock());
    }
    let program = std::env::current_exe().ok();
    let rows: Vec<_> = rows(program.as_deref())
        .into_iter()
        .filter(|row| row.path.contains(&wanted))
        .collect();
    let count = rows.len();
    let mut measured = Vec::new();
    for (at, mut row) in rows.into_iter().enumerate() {
        eprintln!("{:>2} of {count}  {}", at + 1, row.path);
        let values = measure::nanoseconds(&mut row);
        measured.push(document::row(&row, row.path.clone(), "ns", &values, &row.goals));
    }
    println!("{:#}", document::document(measured, &NOTES));
}

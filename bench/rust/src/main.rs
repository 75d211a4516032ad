//! Measures every row, or those whose path contains the first argument, and prints the document.

use tokenseal_bench::{document, measure, rows};

const NOTES: [&str; 3] = [
    "Claims checked: signature, typ, iss, aud, exp, nbf and iat, nothing read. Claims read: into a map of JSON values as well. Both libraries always read them.",
    "The bare primitive is given what a token would have to be taken apart for: the signing input, the raw signature, the peer's public key.",
    "aws-lc-rs and jsonwebtoken run on AWS-LC, josekit on the system's OpenSSL.",
];

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let rows: Vec<_> = rows()
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

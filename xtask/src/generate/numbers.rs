//! `error_numbers.txt`: the number by which each code is known where errors are numbers
//! (`NSError`).
//!
//! A code gets its number once: new ones come at the end, and one that the core gives up keeps its
//! line, so that no number ever means something else.

use anyhow::{Context, Result, bail};

use super::ErrorCode;

/// The table: line `n` is the code of number `n`.
pub(crate) struct Numbers(Vec<String>);

impl Numbers {
    /// Reads the committed table, and gives codes that are new the next numbers.
    pub(crate) fn read(text: &str, errors: &[ErrorCode]) -> Result<Self> {
        let mut codes = Vec::new();
        for (line, number) in text.lines().zip(1_usize..) {
            match line.split_once(' ') {
                Some((own, code)) if own == number.to_string() => codes.push(code.to_owned()),
                _ => bail!("error_numbers.txt: line {number} does not begin with its number"),
            }
        }
        for error in errors {
            if !codes.contains(&error.code) {
                codes.push(error.code.clone());
            }
        }
        Ok(Self(codes))
    }

    /// The table as it is committed.
    pub(crate) fn text(&self) -> String {
        self.0
            .iter()
            .zip(1_usize..)
            .map(|(code, number)| format!("{number} {code}\n"))
            .collect()
    }

    /// The number of a code.
    pub(crate) fn of(&self, code: &str) -> Result<usize> {
        let place = self.0.iter().position(|one| one == code);
        place
            .map(|place| place + 1)
            .with_context(|| format!("{code} has no number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMITTED: &str = include_str!("error_numbers.txt");

    /// What was given out, as a digest of the first lines. Who adds a code raises both; no other
    /// change is right.
    const GIVEN: (usize, u64) = (34, 0x3ea7_d6dc_7890_8823);

    fn digest(lines: usize) -> u64 {
        let bytes = COMMITTED.split_inclusive('\n').take(lines).flat_map(str::bytes);
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }

    #[test]
    fn no_number_ever_changes() {
        let (lines, given) = GIVEN;
        assert_eq!(
            digest(lines),
            given,
            "the first {lines} lines of error_numbers.txt have changed: put them back"
        );
        let all = COMMITTED.lines().count();
        assert_eq!(
            all,
            lines,
            "new codes: GIVEN is ({all}, {:#x}) from now on",
            digest(all)
        );
    }

    #[test]
    fn new_codes_come_last() {
        let error = |code: &str| ErrorCode {
            code: code.to_owned(),
            class: String::new(),
            fault: String::new(),
            status: 0,
            description: String::new(),
        };
        let numbers = Numbers::read("1 ERR_B\n2 ERR_GONE\n", &[error("ERR_A"), error("ERR_B")]).unwrap();
        assert_eq!(numbers.text(), "1 ERR_B\n2 ERR_GONE\n3 ERR_A\n");
        assert_eq!(
            (numbers.of("ERR_B").unwrap(), numbers.of("ERR_A").unwrap()),
            (1, 3)
        );
        assert!(numbers.of("ERR_C").is_err());
        assert!(
            Numbers::read("2 ERR_B\n", &[]).is_err() && Numbers::read("1 ERR_B\n3 ERR_A\n", &[]).is_err()
        );
    }
}

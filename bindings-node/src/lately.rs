//! The options of the one-line functions that make tokens. They cross as text with each call, and a
//! program has few texts, so those that were read lately need not be read again.
//!
//! What counts is the text, whichever object it was written from. Options that say something of one
//! token alone are not kept: they would not come again, and nothing of a token stays in memory.

use std::cell::RefCell;

use tokenseal::{Result, TokenOptions};
use tokenseal_bridge::message;
use tokenseal_bridge::options::javascript_options as options;

/// So many are kept, by each thread.
const MOST: usize = 4;
/// Longer ones are not.
const LONGEST: usize = 256;

thread_local! {
    static LATELY: RefCell<Lately> = const { RefCell::new(Lately { kept: Vec::new(), next: 0 }) };
}

/// Options by their text, and which of them is next to give way.
struct Lately {
    kept: Vec<(String, TokenOptions)>,
    next: usize,
}

/// The options of one token, if there are any. The time is `now`, unless they have another.
pub(crate) fn read(text: Option<&str>, now: f64) -> Result<TokenOptions> {
    let given = text.map_or_else(|| Ok(TokenOptions::default()), options)?;
    Ok(timed(given, now))
}

fn timed(given: TokenOptions, now: f64) -> TokenOptions {
    TokenOptions {
        now: given.now.or(Some(now)),
        ..given
    }
}

/// Does something with such options, which are mostly at hand.
pub(crate) fn with_options<T>(
    text: Option<&str>,
    now: f64,
    work: impl FnOnce(&TokenOptions) -> Result<T>,
) -> Result<T> {
    let Some(text) = text.filter(|text| text.len() <= LONGEST) else {
        return work(&read(text, now)?);
    };
    LATELY.with(|lately| {
        // Nothing that is called from here comes back here.
        let mut lately = lately.try_borrow_mut().map_err(|_| message::defect())?;
        if let Some((_, known)) = lately.kept.iter_mut().find(|(kept, _)| kept == text) {
            known.now = Some(now);
            return work(known);
        }
        let given: TokenOptions = options(text)?;
        let is_of_one_token = given.now.is_some() || says_who(&given);
        let given = timed(given, now);
        let result = work(&given);
        if !is_of_one_token {
            lately.keep(text, given);
        }
        result
    })
}

/// Whether options say something of one token alone.
fn says_who(options: &TokenOptions) -> bool {
    options.subject.is_some()
        || options.token_id.is_some()
        || options.not_before.is_some()
        || options.header.is_some()
}

impl Lately {
    fn keep(&mut self, text: &str, given: TokenOptions) {
        let entry = (text.to_owned(), given);
        match self.kept.get_mut(self.next) {
            Some(place) => *place = entry,
            None => self.kept.push(entry),
        }
        self.next = (self.next + 1) % MOST;
    }
}

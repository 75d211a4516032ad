//! Every exchange of keys and tokens between tokenseal and the other libraries.

use std::sync::Mutex;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::case::{Case, Form, Subject};
use crate::library::{Format, KeyPair, Library, Role};
use crate::ours::Tokenseal;

/// What the tokens with claims hold: registered claims of each type, and JSON that is easily
/// mangled.
const CLAIMS: &str = r#"{"iss":"https://issuer.example","sub":"alice","aud":["https://api.example","other"],"exp":4102444800,"nbf":1600000000,"iat":1600000000,"jti":"1","numbers":[0,-1,2.5,9007199254740991],"text":"é\u0000\"\\😀","nested":{"empty":{},"list":[],"null":null,"true":true}}"#;

/// One row of a table: what was exchanged with each library.
pub struct RowResult {
    /// The algorithm.
    pub subject: Subject,
    /// What was exchanged with each library.
    pub exchanged: Vec<Exchanged>,
}

/// How many tokens went which way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// Produced by the other library and consumed by tokenseal.
    pub consumed_here: usize,
    /// Produced by tokenseal and consumed by the other library.
    pub consumed_there: usize,
    /// What was not exchanged, and why.
    pub words: Vec<&'static str>,
}

/// Generated keys, by their library and what they are for: RSA keys take a while to generate.
#[derive(Default)]
pub struct Keys(Mutex<Vec<(String, KeyPair)>>);

impl Keys {
    fn get_or_generate(&self, case: Case, library: &dyn Library) -> Result<Option<KeyPair>> {
        let name = format!("{} {} {:?}", library.name(), case.subject, case.enc_of_key());
        let known = self.0.lock().ok().and_then(|keys| {
            keys.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, key)| key.clone())
        });
        if known.is_some() {
            return Ok(known);
        }
        let generated = library
            .generate(case)
            .with_context(|| format!("{name}: generating a key"))?;
        if let (Ok(mut keys), Some(key)) = (self.0.lock(), &generated) {
            keys.push((name, key.clone()));
        }
        Ok(generated)
    }
}

/// Exchanges everything of a form with every library.
///
/// # Errors
/// The failures, all of them.
pub fn all(form: Form, others: &[&dyn Library], keys: &Keys) -> Result<Vec<RowResult>> {
    let subjects = form.subjects();
    let results = Mutex::new(Vec::new());
    let waiting = Mutex::new(subjects.iter().enumerate());
    let take = || waiting.lock().ok().and_then(|mut subjects| subjects.next());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((index, subject)) = take() {
                    let row = row(form, *subject, others, keys);
                    if let Ok(mut results) = results.lock() {
                        results.push((index, row));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().ok().context("a thread panicked")?;
    results.sort_by_key(|(index, _)| *index);
    let (rows, failures): (Vec<_>, Vec<_>) = results.into_iter().map(|(_, row)| row).partition(Result::is_ok);
    let failures: Vec<String> = failures
        .into_iter()
        .filter_map(Result::err)
        .map(|error| format!("{error:#}"))
        .collect();
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    ensure!(rows.len() == subjects.len(), "a row is missing");
    Ok(rows.into_iter().flatten().collect())
}

fn row(form: Form, subject: Subject, others: &[&dyn Library], keys: &Keys) -> Result<RowResult> {
    let mut row = RowResult {
        subject,
        exchanged: Vec::new(),
    };
    for other in others {
        let mut exchanged = Exchanged::default();
        for case in form.cases(subject) {
            let ours = keys.get_or_generate(case, &Tokenseal)?;
            let theirs = if subject.is_password() {
                None
            } else {
                keys.get_or_generate(case, *other)?
            };
            let pairs: Vec<KeyPair> = ours.into_iter().chain(theirs).collect();
            exchange(case, *other, &pairs, &mut exchanged)
                .with_context(|| format!("{form:?}, {subject}, {:?}, {}", case.enc, other.name()))?;
        }
        row.exchanged.push(exchanged);
    }
    Ok(row)
}

fn exchange(case: Case, other: &dyn Library, keys: &[KeyPair], exchanged: &mut Exchanged) -> Result<()> {
    let formats = if case.subject.is_symmetric() {
        &[Format::Jwk][..]
    } else {
        &[Format::Jwk, Format::Pem]
    };
    for format in formats {
        for role in [Role::Produce, Role::Consume] {
            if let Some(why) = other.lacks(case, role, *format) {
                if !exchanged.words.contains(&why) {
                    exchanged.words.push(why);
                }
                continue;
            }
            for key in keys {
                let (producer, consumer, count): (&dyn Library, &dyn Library, _) = match role {
                    Role::Produce => (other, &Tokenseal, &mut exchanged.consumed_here),
                    Role::Consume => (&Tokenseal, other, &mut exchanged.consumed_there),
                };
                pass(case, producer, consumer, key, *format).with_context(|| {
                    format!(
                        "produced by {}, consumed by {}, keys as {format:?}",
                        producer.name(),
                        consumer.name()
                    )
                })?;
                *count += 1;
            }
        }
    }
    Ok(())
}

/// Passes one token from its producer to its consumer, who must refuse it if it was altered on the
/// way.
fn pass(
    case: Case,
    producer: &dyn Library,
    consumer: &dyn Library,
    keys: &KeyPair,
    format: Format,
) -> Result<()> {
    let content = content(case.form);
    let producing = keys
        .half(case, Role::Produce, format)
        .context("no key to produce it with")?;
    let consuming = keys
        .half(case, Role::Consume, format)
        .context("no key to consume it with")?;
    let token = producer
        .produce(case, producing, &content)
        .context("producing it")?;
    let read = consumer
        .consume(case, consuming, &token)
        .context("consuming it")?;
    let same = if case.form.has_claims() {
        serde_json::from_slice::<Value>(&read)? == serde_json::from_slice::<Value>(&content)?
    } else {
        read == content
    };
    ensure!(same, "it reads back to something else");
    if !case.subject.is_password() && consumer.consume(case, consuming, &altered(&token)?).is_ok() {
        bail!("it was accepted although it was altered");
    }
    Ok(())
}

fn content(form: Form) -> Vec<u8> {
    if form.has_claims() {
        CLAIMS.into()
    } else {
        (0..=u8::MAX).cycle().take(1000).collect()
    }
}

/// The token with another character in the middle of its signatures, or of its tag.
fn altered(token: &str) -> Result<String> {
    if !token.starts_with('{') {
        let (rest, last) = token.rsplit_once('.').context("a compact token has parts")?;
        return Ok(format!("{rest}.{}", altered_part(last)));
    }
    let mut token: Value = serde_json::from_str(token)?;
    ensure!(alter(&mut token) > 0, "the token has nothing to alter");
    Ok(token.to_string())
}

/// Alters a token in JSON, or one of its signatures, and says in how many places.
fn alter(value: &mut Value) -> usize {
    let mut altered = 0;
    for name in ["signature", "tag"] {
        if let Some(Value::String(text)) = value.get_mut(name) {
            *text = altered_part(text);
            altered += 1;
        }
    }
    altered
        + value
            .get_mut("signatures")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
            .map(alter)
            .sum::<usize>()
}

fn altered_part(part: &str) -> String {
    let middle = part.len() / 2;
    let other = |letter| if letter == 'A' { 'B' } else { 'A' };
    part.char_indices()
        .map(|(at, letter)| if at == middle { other(letter) } else { letter })
        .collect()
}

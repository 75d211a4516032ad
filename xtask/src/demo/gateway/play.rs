//! What happens, act by act: each request with its answer, and whether that is the one it must be.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::hands::{Sealed, revoke};
use super::wire::{Reply, ask};
use super::world::{SECRET, World};
use crate::demo::{now, shortened};
use crate::report::{Row, paint};

/// How soon what was revoked must be refused.
const SOON: Duration = Duration::from_secs(1);

type Act = fn(&mut World<'_>, &mut Kept) -> Result<()>;

const ACTS: [(&str, Act); 6] = [
    ("Without a token, and with one that lacks the scope", without),
    ("With the scope", with),
    ("A step up: the rule asks for a second factor", step_up),
    ("The keys rotate meanwhile", rotate),
    ("apinto asks by introspection", introspect),
    ("Node revokes the token", revoked),
];

/// What one act leaves to the next.
#[derive(Default)]
struct Kept {
    reader: Option<Sealed>,
    next: Option<Sealed>,
}

pub(super) fn play(world: &mut World<'_>, row: &mut Row) {
    let mut kept = Kept::default();
    for (title, act) in ACTS {
        say!("\n{}", paint(title, "1"));
        match act(world, &mut kept) {
            Ok(()) => row.pass(),
            Err(error) => {
                say!("   {}", paint(&format!("FAILED: {error:#}"), "1;31"));
                row.fail(format!("{title}: {error:#}"));
                return;
            }
        }
    }
}

fn without(world: &mut World<'_>, _: &mut Kept) -> Result<()> {
    let lacking = seal(
        world,
        &json!({ "sub": "alice", "client_id": "web-shop", "scope": "profile" }),
    )?;
    for gateway in 0..2 {
        through(
            world,
            gateway,
            "GET",
            "/",
            None,
            200,
            "hello, whoever you are (no identity)",
        )?;
        through(
            world,
            gateway,
            "GET",
            "/orders/7",
            None,
            401,
            "scope=\"orders:read\"",
        )?;
        through(
            world,
            gateway,
            "GET",
            "/orders/7",
            Some(&lacking),
            403,
            "error=\"insufficient_scope\"",
        )?;
    }
    Ok(())
}

fn with(world: &mut World<'_>, kept: &mut Kept) -> Result<()> {
    let reader = seal(
        world,
        &json!({ "sub": "alice", "client_id": "web-shop", "scope": "orders:read" }),
    )?;
    for gateway in 0..2 {
        through(
            world,
            gateway,
            "GET",
            "/orders/7",
            Some(&reader),
            200,
            "hello, alice (an identity of",
        )?;
    }
    kept.reader = Some(reader);
    Ok(())
}

fn step_up(world: &mut World<'_>, _: &mut Kept) -> Result<()> {
    let password = seal(
        world,
        &json!({ "sub": "alice", "client_id": "web-shop", "scope": "orders:write" }),
    )?;
    let challenge = "error=\"insufficient_user_authentication\"";
    for gateway in 0..2 {
        through(
            world,
            gateway,
            "POST",
            "/orders/7/refund",
            Some(&password),
            401,
            challenge,
        )?;
    }
    let claims = json!({ "sub": "alice", "client_id": "web-shop", "scope": "orders:write", "acr": "mfa", "auth_time": now() });
    let again = seal(world, &claims)?;
    for gateway in 0..2 {
        through(
            world,
            gateway,
            "POST",
            "/orders/7/refund",
            Some(&again),
            200,
            "hello, alice",
        )?;
    }
    Ok(())
}

/// A key has its turn for five seconds. Tokens of the one before are as good as before.
fn rotate(world: &mut World<'_>, kept: &mut Kept) -> Result<()> {
    let reader = kept.reader.take().context("nobody has a token")?;
    let began = Instant::now();
    let next = loop {
        let next = world
            .login
            .seal(&json!({ "sub": "bob", "client_id": "web-shop", "scope": "orders:read" }))?;
        if next.key_id != reader.key_id {
            break next;
        }
        if began.elapsed() > Duration::from_secs(20) {
            bail!("the keys do not rotate");
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    tell(
        "Python",
        &format!(
            "seals by the next key: {} after {}",
            short(&next.key_id),
            short(&reader.key_id)
        ),
    );
    for gateway in 0..2 {
        through(
            world,
            gateway,
            "GET",
            "/orders/7",
            Some(&reader),
            200,
            "hello, alice",
        )?;
        through(world, gateway, "GET", "/orders/7", Some(&next), 200, "hello, bob")?;
    }
    (kept.reader, kept.next) = (Some(reader), Some(next));
    Ok(())
}

fn introspect(world: &mut World<'_>, kept: &mut Kept) -> Result<()> {
    let reader = kept.reader.as_ref().context("nobody has a token")?;
    let answer = introspected(world, reader)?;
    let is_right = |name: &str, value: Value| answer.get(name) == Some(&value);
    let is_good = is_right("active", json!(true))
        && is_right("aud", json!("https://api.example"))
        && is_right("scope", json!("orders:read"));
    if !is_good || !answer.get("exp").is_some_and(Value::is_i64) {
        bail!("apinto could not read this");
    }
    Ok(())
}

fn revoked(world: &mut World<'_>, kept: &mut Kept) -> Result<()> {
    let (reader, next) = (
        kept.reader.take().context("nobody has a token")?,
        kept.next.take().context("nobody has a token")?,
    );
    for gateway in 0..2 {
        through(
            world,
            gateway,
            "GET",
            "/orders/7",
            Some(&reader),
            200,
            "hello, alice",
        )?;
    }
    let entry = revoke(world.workspace, &world.folder, &reader.text)?;
    let began = Instant::now();
    tell("Node", &format!("revokes alice's token: {entry}"));
    for gateway in 0..2 {
        loop {
            let reply = sent(world, gateway, "GET", "/orders/7", Some(&reader))?;
            if reply.status != 200 {
                break;
            }
            if began.elapsed() > SOON {
                bail!("it is good a second later still");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let gateway_name = world.gateways.get(gateway).map_or("", |gateway| gateway.name);
        tell(
            "",
            &format!(
                "{gateway_name} refuses it {} ms after Node has ended",
                began.elapsed().as_millis()
            ),
        );
        through(
            world,
            gateway,
            "GET",
            "/orders/7",
            Some(&reader),
            401,
            "error=\"invalid_token\"",
        )?;
        through(world, gateway, "GET", "/orders/7", Some(&next), 200, "hello, bob")?;
    }
    let answer = introspected(world, &reader)?;
    if answer != json!({ "active": false }) {
        bail!("apinto would let it pass");
    }
    Ok(())
}

/// Has Python seal a token.
fn seal(world: &mut World<'_>, claims: &Value) -> Result<Sealed> {
    let sealed = world.login.seal(claims)?;
    tell("Python", &format!("seals {}", paint(&claims.to_string(), "36")));
    tell(
        "",
        &format!("      {} by {}", shortened(&sealed.text), short(&sealed.key_id)),
    );
    Ok(sealed)
}

/// Sends a request through a gateway, shows the outcome, and compares it with the expected one.
fn through(
    world: &World<'_>,
    gateway: usize,
    method: &str,
    target: &str,
    token: Option<&Sealed>,
    status: u16,
    told: &str,
) -> Result<()> {
    let reply = sent(world, gateway, method, target, token)?;
    let name = world.gateways.get(gateway).map_or("", |gateway| gateway.name);
    let says = match reply.header("www-authenticate") {
        challenge if challenge.is_empty() => reply.body.clone(),
        challenge => challenge,
    };
    let style = if reply.status == 200 { "32" } else { "33" };
    tell(
        name,
        &format!(
            "{method:<4} {target:<18} {}  {says}",
            paint(&reply.status.to_string(), style)
        ),
    );
    if reply.status != status || !says.contains(told) {
        bail!("{name} must answer {status}, and say {told}");
    }
    Ok(())
}

fn sent(
    world: &World<'_>,
    gateway: usize,
    method: &str,
    target: &str,
    token: Option<&Sealed>,
) -> Result<Reply> {
    let gateway = world.gateways.get(gateway).context("there are two gateways")?;
    let value = token.map(|token| format!("Bearer {}", token.text));
    // The client says that it is somebody else. Nobody believes it.
    let mut headers = vec![
        ("X-Tokenseal-Subject", "mallory"),
        ("X_Tokenseal_Subject", "mallory"),
    ];
    headers.extend(value.as_deref().map(|value| ("Authorization", value)));
    ask(&gateway.address, method, target, &headers, "")
}

/// Asks as apinto's plugin does: a form with the token, and the client's name and secret.
fn introspected(world: &World<'_>, token: &Sealed) -> Result<Value> {
    let form = format!(
        "token={}&client_id=apinto&client_secret={}",
        token.text,
        SECRET.replace(' ', "+")
    );
    let reply = ask(&world.serve, "POST", "/introspect", &[], &form)?;
    tell(
        "apinto",
        &format!("POST /introspect         {}  {}", reply.status, reply.body),
    );
    serde_json::from_str(&reply.body).context("this is no JSON")
}

fn tell(who: &str, what: &str) {
    say!("   {who:<7} {what}");
}

fn short(key_id: &str) -> String {
    key_id.chars().take(8).collect::<String>() + "…"
}

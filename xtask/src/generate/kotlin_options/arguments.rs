//! `OptionArguments.kt`: functions for keys and arbitrary bytes that take their options one by one.

use super::super::Tables;
use super::super::kotlin::NOTE;
use super::super::options::Opt;
use super::spelling::kdoc;
use super::{Parameter, parameters};

/// A function that takes options, and whose Kotlin form also takes them one by one.
struct Function {
    /// By its name in the table.
    name: &'static str,
    receiver: &'static str,
    kotlin: &'static str,
    /// Its own parameters, and how they are passed on.
    parameters: &'static str,
    arguments: &'static str,
    result: &'static str,
}

const fn function(
    name: &'static str,
    (receiver, kotlin): (&'static str, &'static str),
    (parameters, arguments): (&'static str, &'static str),
    result: &'static str,
) -> Function {
    Function {
        name,
        receiver,
        kotlin,
        parameters,
        arguments,
        result,
    }
}

/// Those for keys and for arbitrary bytes. The functions for tokens take the class alone: they have
/// too many options to repeat.
const FUNCTIONS: [Function; 27] = [
    function(
        "Key.generate",
        ("Key.Companion", "generate"),
        ("algorithm: Algorithm", "algorithm"),
        "Key",
    ),
    function(
        "Key.from_jwk",
        ("Key.Companion", "fromJwk"),
        ("jwk: String", "jwk"),
        "Key",
    ),
    function(
        "Key.from_jwk",
        ("Key.Companion", "fromJwk"),
        ("jwk: JsonObject", "jwk"),
        "Key",
    ),
    function(
        "Key.from_jwk",
        ("Key.Companion", "fromJwk"),
        ("jwk: ByteArray", "jwk"),
        "Key",
    ),
    function(
        "Key.from_pem",
        ("Key.Companion", "fromPem"),
        ("pem: ByteArray, algorithm: Algorithm", "pem, algorithm"),
        "Key",
    ),
    function(
        "Key.from_pem",
        ("Key.Companion", "fromPem"),
        ("pem: String, algorithm: Algorithm", "pem, algorithm"),
        "Key",
    ),
    function(
        "Key.from_der",
        ("Key.Companion", "fromDer"),
        ("der: ByteArray, algorithm: Algorithm", "der, algorithm"),
        "Key",
    ),
    function(
        "Key.from_certificate",
        ("Key.Companion", "fromCertificate"),
        (
            "certificate: ByteArray, algorithm: Algorithm",
            "certificate, algorithm",
        ),
        "Key",
    ),
    function(
        "Key.from_certificate",
        ("Key.Companion", "fromCertificate"),
        (
            "certificate: String, algorithm: Algorithm",
            "certificate, algorithm",
        ),
        "Key",
    ),
    function(
        "Key.from_secret",
        ("Key.Companion", "fromSecret"),
        ("secret: ByteArray, algorithm: Algorithm", "secret, algorithm"),
        "Key",
    ),
    function(
        "Key.from_secret",
        ("Key.Companion", "fromSecret"),
        ("secret: String, algorithm: Algorithm", "secret, algorithm"),
        "Key",
    ),
    function(
        "Key.from_password",
        ("Key.Companion", "fromPassword"),
        (
            "password: String, algorithm: Algorithm? = null",
            "password, algorithm",
        ),
        "Key",
    ),
    function("Key.to_jwk", ("Key", "toJwk"), ("", ""), "String"),
    function("Key.to_pem", ("Key", "toPem"), ("", ""), "String"),
    function("Key.to_der", ("Key", "toDer"), ("", ""), "ByteArray"),
    function("Key.to_jwk", ("Key", "toJwkBytes"), ("", ""), "ByteArray"),
    function("Key.to_pem", ("Key", "toPemBytes"), ("", ""), "ByteArray"),
    function(
        "KeySet.from_jwks",
        ("KeySet.Companion", "fromJwks"),
        ("jwks: String", "jwks"),
        "KeySet",
    ),
    function("KeySet.to_jwks", ("KeySet", "toJwks"), ("", ""), "String"),
    function(
        "Unsigned.complete",
        ("Unsigned", "complete"),
        ("signature: ByteArray", "signature"),
        "String",
    ),
    function(
        "dpop.prove",
        ("Dpop", "prove"),
        ("key: Key, method: String, url: String", "key, method, url"),
        "String",
    ),
    function(
        "dpop.prepare",
        ("Dpop", "prepare"),
        (
            "publicKey: Key, method: String, url: String",
            "publicKey, method, url",
        ),
        "Unsigned",
    ),
    function(
        "jws.sign",
        ("Jws", "sign"),
        ("payload: ByteArray, keys: Keys", "payload, keys"),
        "String",
    ),
    function(
        "jws.verify",
        ("Jws", "verify"),
        ("token: String, keys: Keys", "token, keys"),
        "Verified",
    ),
    function(
        "jwe.encrypt",
        ("Jwe", "encrypt"),
        ("plaintext: ByteArray, keys: Keys", "plaintext, keys"),
        "String",
    ),
    function(
        "jwe.decrypt",
        ("Jwe", "decrypt"),
        ("token: String, keys: Keys", "token, keys"),
        "Decrypted",
    ),
    function(
        "jwe.prepare_decrypt",
        ("Jwe", "prepareDecrypt"),
        ("token: String, publicKey: Key", "token, publicKey"),
        "Pending",
    ),
];

pub(super) fn arguments(tables: &Tables) -> String {
    let mut text = format!(
        "{NOTE}\nimport kotlinx.serialization.json.JsonObject\nimport java.time.Instant\n\n// For Kotlin, whose arguments have names. Java has the builders.\n"
    );
    for function in &FUNCTIONS {
        let Some(set) = tables
            .options
            .iter()
            .find(|set| set.functions.iter().any(|name| name == function.name))
        else {
            continue;
        };
        // Bytes have no encoding: the core refuses one.
        let has_bytes =
            |option: &&Opt| option.name == "encoding" && function.parameters.contains("secret: ByteArray");
        let options: Vec<Parameter> = set
            .of(function.name)
            .filter(|option| !has_bytes(option))
            .flat_map(|option| parameters(tables, option))
            .collect();
        if options.is_empty() {
            continue;
        }
        let mut doc = vec![
            format!(
                "The same as with [{}], whose options are arguments here.",
                set.name
            ),
            String::new(),
        ];
        doc.extend(
            options
                .iter()
                .map(|one| format!("@param {} {}", one.name, one.doc)),
        );
        let mut parameters: Vec<String> = Vec::new();
        parameters.extend((!function.parameters.is_empty()).then(|| function.parameters.to_owned()));
        parameters.extend(
            options
                .iter()
                .map(|one| format!("{}: {} = {}", one.name, one.kind, one.default)),
        );
        let given: String = options
            .iter()
            .map(|one| format!("        {0} = {0},\n", one.name))
            .collect();
        let own: String = function
            .arguments
            .split(", ")
            .filter(|one| !one.is_empty())
            .map(|one| format!("    {one},\n"))
            .collect();
        text.push_str(&format!(
            "\n{}@JvmSynthetic\n@Suppress(\"NOTHING_TO_INLINE\")\npublic inline fun {}.{kotlin}(\n    {},\n): {} = {kotlin}(\n{own}    {}(\n{given}    ),\n)\n",
            kdoc("", &doc),
            function.receiver,
            parameters.join(",\n    "),
            function.result,
            set.name,
            kotlin = function.kotlin,
        ));
    }
    text
}

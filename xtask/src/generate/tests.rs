//! The rendering, on a small table.

use super::*;

const TABLES: &str = r#"{
    "errors": [
        {"code": "ERR_JWS_INVALID", "class": "InvalidTokenError", "fault": "token", "status": 401, "description": "Malformed."},
        {"code": "ERR_JWT_CLAIM_MISSING", "class": "ClaimMissingError", "fault": "token", "status": 401, "description": "Absent; `claim` says which."},
        {"code": "ERR_JWT_CLAIM_INVALID", "class": "ClaimInvalidError", "fault": "token", "status": 401, "description": "Wrong type."},
        {"code": "ERR_JWE_INVALID", "class": "InvalidTokenError", "fault": "token", "status": 401, "description": "Also malformed."},
        {"code": "ERR_OPTION_INVALID", "class": "OptionError", "fault": "program", "status": 500, "description": "An option."}
    ],
    "signature": [{"name": "HS256", "description": "HMAC (RFC 7518)"}], "key_management": [], "content_encryption": [], "curve": [{"name": "P-256", "description": "NIST's P-256"}],
    "limits": [{"name": "max_token_bytes", "default": 262144, "description": "the token"}],
    "choices": [{"name": "Require", "description": "How many.", "values": [{"name": "any", "description": "One."}]}],
    "options": [{"name": "VerifyOptions", "description": "To check.", "functions": ["verify", "Verifier"], "rows": [
        {"name": "issuer", "heading": "Expected", "description": "The `iss`.", "form": "text-or-texts", "functions": []},
        {"name": "keys", "heading": "Keys", "description": "The keys.", "form": "handle", "of": "Keys", "functions": ["Verifier"]}
    ]}]
}"#;

/// Tables that have nothing but a choice, and these rows for `verify` and `Verifier`.
pub(super) fn tables(rows: &str) -> Tables {
    Tables::parse(&json_of(rows, r#"["verify", "Verifier"]"#)).unwrap()
}

/// The same as JSON, for functions of these names.
pub(super) fn json_of(rows: &str, functions: &str) -> String {
    format!(
        r#"{{ "errors": [], "signature": [], "key_management": [], "content_encryption": [], "curve": [], "limits": [],
            "choices": [{{ "name": "Require", "description": "How many.", "values": [{{ "name": "any", "description": "One." }}] }}],
            "options": [{{ "name": "VerifyOptions", "description": "To check.", "functions": {functions}, "rows": {rows} }}] }}"#
    )
}

#[test]
fn builds_the_tree_of_classes() {
    let tables = Tables::parse(TABLES).unwrap();
    let classes: Vec<_> = tables
        .classes()
        .iter()
        .map(|class| (class.name.to_owned(), class.parent.to_owned(), class.codes.len()))
        .collect();
    let expected = [
        ("InvalidTokenError", "TokenError", 2),
        ("ClaimError", "TokenError", 0),
        ("ClaimMissingError", "ClaimError", 1),
        ("ClaimInvalidError", "ClaimError", 1),
        ("OptionError", "TokenError", 1),
    ];
    assert_eq!(
        classes,
        expected.map(|(name, parent, codes)| (name.to_owned(), parent.to_owned(), codes))
    );
}

#[test]
fn renders_python() {
    let text = python::errors(&Tables::parse(TABLES).unwrap());
    assert!(text.contains("class OptionError(TokenError, ValueError):\n    \"\"\"An option.\n\n    Its code is ``ERR_OPTION_INVALID``."));
    assert!(text.contains("    - ``ERR_JWE_INVALID``: Also malformed.\n"));
    assert!(text.contains("class ClaimMissingError(ClaimError):\n    \"\"\"Absent; ``claim`` says which."));
    let names = python::names(&Tables::parse(TABLES).unwrap());
    assert!(names.contains("\nSignatureAlgorithm: TypeAlias = Literal[\n    \"HS256\",\n]\n\"\"\"The `alg` of a signed token.\"\"\"\n"));
}

#[test]
fn renders_the_options_of_python() {
    let tables = Tables::parse(TABLES).unwrap();
    let rust = python_options::rust(&tables);
    assert!(rust.contains("    (\"verify\") => {\n        \"issuer=...\"\n    };\n"));
    assert!(rust.contains(
        "            \"    keys: the keys. A Key, a KeySet, or any iterable of Keys.\\n\",\n            \"    issuer: the `iss`.\\n\",\n"
    ));
    assert!(rust.contains("            tokenseal::VerifyOptions = \"VerifyOptions\" bytes [] secrets [],\n"));
    let types = python_types::types(&tables);
    assert!(
        types.contains("\n\nclass VerifierOptions(TypedDict, total=False):\n    \"\"\"Options of `Verifier`.\"\"\"\n\n    issuer: Texts\n")
    );
    assert!(
        python_types::choices(&tables)
            .contains("\nRequire: TypeAlias = Literal[\n    \"any\",\n]\n\"\"\"How many.\n\n- `any`: One.\n")
    );
    assert!(python_options::table(&tables).contains("  \"verify\": {\n    \"issuer\": {"));
}

#[test]
fn renders_node() {
    let tables = Tables::parse(TABLES).unwrap();
    assert!(node::errors(&tables).contains("\nclass ClaimMissingError extends ClaimError {}\n"));
    assert!(
        node::types(&tables)
            .contains("export class InvalidTokenError extends TokenError {\n  readonly code: 'ERR_JWS_INVALID' | 'ERR_JWE_INVALID'\n}")
    );
}

#[test]
fn renders_names_for_node() {
    let tables = Tables::parse(TABLES).unwrap();
    let names = node_names::algorithms(&tables);
    assert!(
        names.contains(
            " * - `HS256`: HMAC (RFC 7518)\n */\nexport type SignatureAlgorithmName =\n  | 'HS256'\n"
        )
    );
}

#[test]
fn renders_swift() {
    let tables = Tables::parse(TABLES).unwrap();
    let numbers = Numbers::read("1 ERR_OTHER\n", &tables.errors).unwrap();
    let codes = swift::codes(&tables, &numbers).unwrap();
    assert!(codes.contains("        /// Malformed.\n        case jwsInvalid = \"ERR_JWS_INVALID\"\n"));
    assert!(codes.contains("            case .jwsInvalid: 2\n"));
    let names = swift::algorithms(&tables);
    assert!(names.contains(
        "public enum SignatureAlgorithm: String, CaseIterable, Codable, Sendable {\n    /// HMAC (RFC 7518)\n    case HS256\n}\n"
    ));
}

#[test]
fn renders_the_options_of_swift() {
    let tables = Tables::parse(TABLES).unwrap();
    assert!(swift_types::check(&tables).is_ok());
    let verify = swift_types::STRUCTS
        .iter()
        .find(|one| one.name == "VerifyOptions")
        .unwrap();
    let text = swift_options::file(verify, &tables).unwrap();
    assert!(text.contains("public struct VerifyOptions: Sendable {\n    /// The `iss`.\n    public var issuer: (any OneOrMany)?\n"));
    assert!(text.contains("        text.add(\"issuer\", self.issuer)\n") && !text.contains("keys"));
    let choices = swift_options::choices(&tables);
    assert!(choices.contains(
        "extension JWS {\n    /// How many.\n    public enum Require: String, CaseIterable, Codable, Sendable {\n        /// One.\n        case any\n"
    ));
    let rows = swift_readers::rows(&tables);
    assert!(
        rows.contains(
            "        OptionRow(\"verify\", \"issuer\", \"text or texts\", #\"\"x\"\"#, #\"[]\"#),\n"
        )
    );
    assert!(rows.contains("        OptionRow(\"Verifier\", \"keys\", \"handle\", #\"null\"#),\n"));
}

#[test]
fn swift_has_a_place_for_every_function() {
    let refused = |function: &str, name: &str| {
        let table = TABLES
            .replace(r#"["verify", "Verifier"]"#, &format!("[\"{function}\"]"))
            .replace("issuer", name);
        swift_types::check(&Tables::parse(&table).unwrap())
            .unwrap_err()
            .to_string()
    };
    assert!(refused("revoke", "issuer").contains("no struct of Swift has the options of revoke"));
    assert!(refused("Verifier.verify_many", "issuer").contains("takes the time alone"));
}

#[test]
fn renders_kotlin() {
    let tables = Tables::parse(TABLES).unwrap();
    assert!(
        kotlin::errors(&tables).contains("    /** Malformed. */\n    ERR_JWS_INVALID(Fault.TOKEN, 401),\n")
    );
    let names = kotlin::algorithms(&tables);
    assert!(
        names.contains("    /** HMAC (RFC 7518) */\n    HS256(\"HS256\");\n")
            && names.contains("?: throw notSupported(\"signature algorithm\")\n")
    );
    assert!(names.contains("public enum class Curve(") && names.contains("    P_256(\"P-256\");\n"));
}

#[test]
fn renders_the_options_of_kotlin() {
    let files = kotlin_options::files(&Tables::parse(TABLES).unwrap());
    let text = |name: &str| &files.iter().find(|(path, _)| path.ends_with(name)).unwrap().1;
    let class = text("main/kotlin/dev/tokenseal/VerifyOptions.kt");
    assert!(
        class.contains("/**\n * To check. For `verify`, `Verifier`.\n *\n * @param issuer the `iss`.\n * @param issuers several of them")
    );
    // A function that is inline, so that compiled programs hold no list of the options.
    let function = "public inline fun VerifyOptions(\n    issuer: String? = null,\n    issuers: Collection<String>? = null,\n): VerifyOptions {\n";
    assert!(class.contains(function), "{class}");
    assert!(class.contains(
        "    builder.writer\n        .textOrTexts(\"issuer\", issuer, issuers)\n    return builder.build()\n"
    ));
    assert!(class.contains("override fun toString(): String = given.printed(\"VerifyOptions\")\n"));
    assert!(
        class.contains("        public fun issuer(issuer: Collection<String>): Builder = apply { writer.texts(\"issuer\", issuer) }\n")
    );
    // A handle is an argument of the class that takes it.
    assert!(!class.contains("keys"));
    assert!(text("OptionNames.kt").contains("    /** One. */\n    ANY(\"any\"),\n    ;\n"));
    assert!(
        text("OptionsOfCase.kt")
            .contains("    from.textOrTexts(\"issuer\", { issuer(it) }, { issuer(it) })\n    from.done()\n")
    );
    assert!(text("OptionTable.kt").contains("Verifier(keys = keys)"));
}

#[test]
fn renders_docs() {
    let tables = Tables::parse(TABLES).unwrap();
    assert!(
        docs::errors(&tables)
            .contains("| `ERR_JWS_INVALID` | `InvalidTokenError` | token | 401 | Malformed. |")
    );
    assert!(docs::algorithms(&tables).contains("| `max_token_bytes` | 262,144 | the token |"));
}

#[test]
fn says_what_a_table_lacks() {
    let message = |text: &str| Tables::parse(text).err().unwrap().to_string();
    assert_eq!(message("{}"), "core/examples/tables.rs printed no table `errors`");
    assert_eq!(
        message(r#"{"errors": [{"code": "A", "status": 401, "fault": "token", "description": "x"}]}"#),
        "core/examples/tables.rs: a row of `errors` has no `class`"
    );
    assert!(message("tables").contains("not JSON"));
}

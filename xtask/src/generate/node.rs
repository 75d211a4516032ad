//! `bindings-node/lib/error.cjs` and `error.d.ts`: the classes of errors, which the loader makes from what the addon reports.

use super::{Class, FAULT_DOC, FAULTS, STATUS_DOC, TOKEN_ERROR_DOC, Tables};

const HEAD: &str = r#"// Generated from the core by `cargo xtask generate`. Do not edit.
'use strict'

// Names the classes of an error in a way that holds across realms and copies of this package, where `instanceof` by prototype does not.
const BRAND = Symbol.for('tokenseal.TokenError')
const ordinaryInstanceOf = Function.prototype[Symbol.hasInstance]

class TokenError extends Error {
  constructor(message, { code, claim, dpopNonce, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code ?? this.constructor.defaultCode ?? 'ERR_INTERNAL'
    if (claim !== undefined && claim !== null) this.claim = claim
    if (dpopNonce !== undefined && dpopNonce !== null) this.dpopNonce = dpopNonce
  }

  get fault() {
    return faultAndStatus(this.code)[0]
  }

  get status() {
    return faultAndStatus(this.code)[1]
  }

  static [Symbol.hasInstance](value) {
    // A class that somebody derived from these has no brand of its own.
    if (!Object.hasOwn(this.prototype, BRAND)) return ordinaryInstanceOf.call(this, value)
    const names = typeof value === 'object' && value !== null ? value[BRAND] : undefined
    return Array.isArray(names) && names.includes(this.prototype[BRAND][0])
  }
}
"#;

const TAIL: &str = r#"
/** An error with a code of somebody else's is no verdict on a token. */
function faultAndStatus(code) {
  return Object.hasOwn(FAULTS, code) ? FAULTS[code] : FAULTS.ERR_INTERNAL
}

/** The error for what the addon reports. */
function fromNative(code, message, claim, dpopNonce) {
  const ErrorClass = Object.hasOwn(CLASSES, code) ? CLASSES[code] : TokenError
  return new ErrorClass(message, { code, claim, dpopNonce })
}
"#;

/// `error.cjs`.
pub(crate) fn errors(tables: &Tables) -> String {
    let classes = tables.classes();
    let mut text = HEAD.to_owned();
    for class in &classes {
        text.push_str(&format!("\nclass {} extends {} {{}}\n", class.name, class.parent));
    }
    text.push_str(
        "\nfunction define(ErrorClass, defaultCode) {\n  const names = []\n  \
         for (let one = ErrorClass; one !== Error; one = Object.getPrototypeOf(one)) names.push(one.name)\n  \
         const hidden = (value) => ({ value: Object.freeze(value), writable: true, configurable: true })\n  \
         Object.defineProperty(ErrorClass, 'defaultCode', hidden(defaultCode))\n  \
         Object.defineProperty(ErrorClass.prototype, 'name', hidden(ErrorClass.name))\n  \
         Object.defineProperty(ErrorClass.prototype, BRAND, hidden(names))\n}\n\n\
         define(TokenError, 'ERR_INTERNAL')\n",
    );
    for class in &classes {
        text.push_str(&format!(
            "define({}, '{}')\n",
            class.name,
            class.default_code(tables).unwrap_or("ERR_INTERNAL")
        ));
    }
    text.push_str("\nconst CLASSES = {\n");
    for error in &tables.errors {
        text.push_str(&format!("  {}: {},\n", error.code, error.class));
    }
    text.push_str("}\n\nconst FAULTS = {\n");
    for error in &tables.errors {
        text.push_str(&format!(
            "  {}: ['{}', {}],\n",
            error.code, error.fault, error.status
        ));
    }
    text.push_str("}\n");
    text.push_str(TAIL);
    text.push_str("\nmodule.exports = {\n");
    for name in sorted(&classes) {
        text.push_str(&format!("  {name},\n"));
    }
    text.push_str("  fromNative,\n}\n");
    text
}

/// `error.d.ts`. `fromNative` is not for users, and is left out.
pub(crate) fn types(tables: &Tables) -> String {
    let mut text = "// Generated from the core by `cargo xtask generate`. Do not edit.\n\nimport type { Decision } from './access_rules.js'\n\n/** Every code. Each is stable, and the same in every language. */\n\
                    export type ErrorCode =\n"
        .to_owned();
    for error in &tables.errors {
        text.push_str(&format!("  | '{}'\n", error.code));
    }
    text.push_str(&format!("\n/** {FAULT_DOC} */\nexport type Fault =\n"));
    for (name, description) in FAULTS {
        text.push_str(&format!("  /** {description} */\n  | '{name}'\n"));
    }
    text.push_str(&format!(
        "\n/** What an error is made from, beside its message. */\n\
         export interface TokenErrorOptions {{\n  /** The code; that of the class, if not given. */\n  code?: ErrorCode\n  \
         /** The claim that was refused. */\n  claim?: string\n  \
         /** The nonce that a DPoP proof must have. */\n  dpopNonce?: string\n  /** What caused it. */\n  cause?: unknown\n}}\n\n\
         /**\n * {TOKEN_ERROR_DOC}\n *\n * The message is for people: it never holds secrets, claim values or parts of the token, and it may change.\n \
         * `instanceof` also knows errors of another copy of this package, and of another realm.\n */\n\
         export class TokenError extends Error {{\n  \
         /** Makes an error. For tests, and for those who report failures of their own in these terms. */\n  constructor(message?: string, options?: TokenErrorOptions)\n  \
         /** The stable code, the same in every language. */\n  readonly code: ErrorCode\n  \
         /** The claim (or `typ`) that was refused, where one was. */\n  readonly claim?: string\n  \
         /** The nonce that a DPoP proof must have, for the header `DPoP-Nonce` of the answer: with `ERR_DPOP_NONCE_REQUIRED` only. */\n  \
         readonly dpopNonce?: string\n  \
         /** {FAULT_DOC} */\n  readonly fault: Fault\n  /** {STATUS_DOC} */\n  readonly status: number\n}}\n"
    ));
    for class in tables.classes() {
        text.push_str(&write_type(&class));
    }
    text
}

fn write_type(class: &Class<'_>) -> String {
    let comment = |text: &str| text.replace("*/", "*\\/");
    let members = own_members(class.name);
    let union = class
        .codes
        .iter()
        .map(|error| format!("'{}'", error.code))
        .collect::<Vec<_>>()
        .join(" | ");
    match class.codes.as_slice() {
        [] => format!(
            "\n/** {} */\nexport class {} extends {} {{}}\n",
            comment(class.summary()),
            class.name,
            class.parent
        ),
        [_] => {
            let doc = comment(class.summary());
            format!(
                "\n/** {doc} */\nexport class {} extends {} {{\n  readonly code: {union}\n{members}}}\n",
                class.name, class.parent
            )
        }
        several => {
            let lines: String = several
                .iter()
                .map(|error| format!(" * - `{}`: {}\n", error.code, comment(&error.description)))
                .collect();
            let name = class.name;
            format!(
                "\n/**\n * One of several codes says why:\n *\n{lines} */\nexport class {name} extends {} {{\n  readonly code: {union}\n}}\n",
                class.parent
            )
        }
    }
}

/// What a class has besides its code.
fn own_members(class: &str) -> &'static str {
    match class {
        "AccessDeniedError" => {
            "  /** The decision, where access rules have thrown it. */\n  readonly decision?: Decision\n"
        }
        _ => "",
    }
}

fn sorted<'a>(classes: &[Class<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&str> = classes
        .iter()
        .map(|class| class.name)
        .chain(["TokenError"])
        .collect();
    names.sort_unstable();
    names
}

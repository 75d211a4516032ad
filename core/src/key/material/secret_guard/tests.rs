//! Algorithm confusion (docs/threats.md): a key of another kind, in any encoding, is never a shared secret. Anyone can know a public key, so
//! a token that is authenticated or encrypted with one as the secret proves nothing.

use base64_simd::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::json;
use crate::key::shape::shape_at_start;
use crate::limits::Limits;

/// How many layers of JSON inside a JSON string, or base64 inside base64, are searched.
const LAYERS: u32 = 2;

/// Whether the bytes hold a public or private key: PEM, DER, X.509, OpenSSH, JWK or a key set, with a byte order mark, white space or
/// comments around it, in UTF-8 or UTF-16, or once more in base64.
pub(super) fn holds_another_key(secret: &[u8]) -> bool {
    holds(secret, LAYERS)
}

fn holds(secret: &[u8], layers: u32) -> bool {
    if has_der_key(secret) || is_ssh_blob(secret) {
        return true;
    }
    // Without its zeros and its byte order mark, UTF-16 reads as ASCII.
    let text: Zeroizing<Vec<u8>> = Zeroizing::new(secret.iter().copied().filter(|&byte| byte != 0).collect());
    let text = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"].iter().find_map(|mark| text.strip_prefix(*mark)).unwrap_or(&text);
    is_key_text(text) || is_key_json(text, layers) || layers > 0 && bodies(text).any(|body| holds(&body, layers - 1))
}

fn is_key_text(text: &[u8]) -> bool {
    const MARKS: [&[u8]; 5] = [b"-----BEGIN ", b"---- BEGIN ", b"\"kty\"", b"'kty'", b"\\\"kty\\\""];
    let has_mark = |text: &[u8]| MARKS.iter().any(|mark| text.windows(mark.len()).any(|window| window == *mark));
    has_mark(text) || has_mark(&without_escapes(text)) || has_ssh_line(text)
}

/// The text with each `\u00XX` of JSON replaced by the character that it stands for, so that names are found at any depth.
fn without_escapes(text: &[u8]) -> Zeroizing<Vec<u8>> {
    const LENGTH: usize = 6;
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let digits = text.get(at..at + LENGTH).and_then(|escape| escape.strip_prefix(b"\\u00"));
        let escaped = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        plain.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { LENGTH } else { 1 };
    }
    plain
}

/// A JWK or a key set whose names are written with escapes, or one inside a JSON string.
fn is_key_json(text: &[u8], layers: u32) -> bool {
    let trimmed = text.trim_ascii();
    if let Ok(object) = json::strict_object(trimmed, Limits::MAX_JSON_DEPTH) {
        return object.contains_key("kty") || object.contains_key("keys");
    }
    let inner = trimmed.starts_with(b"\"").then(|| serde_json::from_slice::<String>(trimmed).ok()).flatten();
    layers > 0 && inner.map(Zeroizing::new).is_some_and(|inner| holds(inner.as_bytes(), layers - 1))
}

/// What the text stands for in base64 or hexadecimal: all of it, and what is left without lines that can only be comments.
fn bodies(text: &[u8]) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
    let lines = text.split(|byte| matches!(byte, b'\n' | b'\r')).map(|line| line.trim_ascii());
    let mut uncommented = Zeroizing::new(Vec::with_capacity(text.len()));
    lines.filter(|line| line.iter().all(|byte| is_base64(*byte))).for_each(|line| uncommented.extend_from_slice(line));
    [base64_body(text), base64_body(&uncommented), hex_body(text)].into_iter().flatten()
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

fn hex_body(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let digits: Zeroizing<Vec<u8>> =
        Zeroizing::new(text.iter().copied().filter(|byte| !byte.is_ascii_whitespace() && *byte != b':').collect());
    let value = |byte: &u8| char::from(*byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(value(high)? << 4 | value(low)?).ok(),
        _ => None,
    };
    digits.chunks(2).map(pair).collect::<Option<Vec<u8>>>().map(Zeroizing::new)
}

/// DER at the start, or at the start of a line.
fn has_der_key(bytes: &[u8]) -> bool {
    const SEQUENCE: u8 = 0x30;
    let starts = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'\n' | b'\r')).map(|(at, _)| at + 1);
    let is_key = |bytes: &[u8]| bytes.first() == Some(&SEQUENCE) && shape_at_start(bytes).is_some();
    is_key(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()) || starts.filter_map(|at| bytes.get(at..)).any(is_key)
}

/// A line of `id_ed25519.pub` or `authorized_keys`, with options or comments around it.
fn has_ssh_line(text: &[u8]) -> bool {
    let words = text.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b','));
    words.filter(|word| word.starts_with(b"AAAA")).any(|word| base64_body(word).is_some_and(|blob| is_ssh_blob(&blob)))
}

/// The wire format of SSH (RFC 4253, section 6.6): the length of the algorithm's name, then the name.
fn is_ssh_blob(blob: &[u8]) -> bool {
    let Some((length, rest)) = blob.split_first_chunk::<4>() else { return false };
    let name = usize::try_from(u32::from_be_bytes(*length)).ok().and_then(|length| rest.get(..length));
    name.is_some_and(|name| [&b"ssh-"[..], b"ecdsa-sha2-", b"sk-"].iter().any(|prefix| name.starts_with(prefix)))
}

/// What the text stands for, if it is base64 in either alphabet, with white space, quotes or padding or without, and after a `data:` prefix.
fn base64_body(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    const PREFIX_END: &[u8] = b"base64,";
    let end = text.windows(PREFIX_END.len()).position(|window| window == PREFIX_END).map_or(0, |at| at + PREFIX_END.len());
    let is_body = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'');
    let mut body: Zeroizing<Vec<u8>> = Zeroizing::new(text.iter().skip(end).copied().filter(is_body).collect());
    while body.last() == Some(&b'=') {
        body.pop();
    }
    let decoded = STANDARD_NO_PAD.decode_to_vec(body.as_slice()).or_else(|_| URL_SAFE_NO_PAD.decode_to_vec(body.as_slice()));
    decoded.ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::{KeyManagement, SignatureAlgorithm};
    use crate::base64url;
    use crate::error::ErrorCode;
    use crate::key::{GenerateOptions, JwkOptions, Key, KeyOptions, KeySet};

    /// A key in every encoding that the library writes, and in those that others write.
    fn encodings(key: &Key) -> Vec<Vec<u8>> {
        let mut found: Vec<Vec<u8>> = Vec::new();
        for private in [false, true] {
            let (pem, der) = (key.to_pem(private).unwrap(), key.to_der(private).unwrap());
            let jwk = key.to_jwk(private).unwrap();
            let jwks = KeySet::from(key).to_jwks(private).unwrap();
            let one_line: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
            found.extend([pem.into_bytes(), der.clone(), jwk.into_bytes(), jwks.into_bytes(), one_line.into_bytes()]);
            found.push(base64url::encode(&der).into_bytes());
        }
        found
    }

    fn surrounded(text: &[u8]) -> Vec<Vec<u8>> {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.iter().flat_map(|&byte| [byte, 0])).collect();
        let mut found = vec![text.to_vec(), utf16];
        for before in ["\u{feff}", " \r\n\t", "# our key\n", "// {a key}\n", "\u{feff}\n"] {
            found.push([before.as_bytes(), text].concat());
        }
        found.push([text, b"\n\n"].concat());
        found
    }

    #[track_caller]
    fn assert_refused(secret: &[u8]) {
        let mismatch = Err(ErrorCode::KeyMismatch);
        for name in ["HS256", "HS512"] {
            let key = Key::from_secret(secret, name.parse().unwrap(), &KeyOptions::default());
            assert_eq!(key.map_err(|error| error.code()), mismatch, "{}", String::from_utf8_lossy(secret));
            let jwk = format!(r#"{{"kty":"oct","alg":"{name}","k":"{}"}}"#, base64url::encode(secret));
            assert_eq!(Key::from_jwk(&jwk, &JwkOptions::default()).map_err(|error| error.code()), mismatch);
        }
        let password = Key::from_password(secret, KeyManagement::PBES2_HS256_A128KW.into(), &KeyOptions::default());
        assert_eq!(password.map_err(|error| error.code()), mismatch);
    }

    /// What a review found to pass.
    #[test]
    fn a_key_in_disguise_is_no_secret() {
        let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
        let (der, jwk) = (key.to_der(false).unwrap(), key.to_jwk(false).unwrap());
        let base64 = base64_simd::STANDARD.encode_to_string(&der);
        assert_refused(&[&b"# signing key\n"[..], &der].concat());
        assert_refused(format!("{}{base64}", "# a comment\n".repeat(40)).as_bytes());
        assert_refused(format!("{base64}\n# and after\n").as_bytes());
        assert_refused(format!("// by a Mac\r{base64}\r").as_bytes());
        assert_refused(format!("\"{base64}\"").as_bytes());
        assert_refused(format!("data:application/octet-stream;base64,{base64}").as_bytes());
        assert_refused(base64url::encode(base64url::encode(&der).as_bytes()).as_bytes());
        assert_refused(der.iter().map(|byte| format!("{byte:02x}")).collect::<String>().as_bytes());
        assert_refused(jwk.replace("\"kty\"", "\"\\u006bty\"").as_bytes());
        assert_refused(format!("[{}]", jwk.replace("\"kty\"", "\"\\u006bt\\u0079\"")).as_bytes());
        assert_refused(serde_json::to_string(&jwk).unwrap().as_bytes());
    }

    /// The last byte of a key may be one that a line end could be taken for.
    #[test]
    fn a_key_that_ends_like_white_space_is_no_secret() {
        let spki = [&[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0][..], &[b'\n'; 32]].concat();
        assert_refused(&spki);
        assert_refused(&[&spki[..], b"\n\n"].concat());
        assert_refused(&[&b"\n"[..], &spki, b"anything"].concat());
    }

    #[test]
    fn a_key_is_no_secret() {
        use SignatureAlgorithm as S;
        for algorithm in [S::RS256, S::ES256, S::ES512, S::ES256K, S::Ed25519, S::ML_DSA_65] {
            let key = Key::generate(algorithm.into(), &GenerateOptions::default()).unwrap();
            for text in encodings(&key) {
                if text.is_ascii() {
                    surrounded(&text).iter().for_each(|text| assert_refused(text));
                } else {
                    assert_refused(&text);
                    assert_refused(&[b"\xef\xbb\xbf", text.as_slice()].concat());
                    assert_refused(&[text.as_slice(), b"\n"].concat());
                }
            }
        }
    }

    #[test]
    fn neither_is_openssh_nor_pkcs1_nor_a_certificate() {
        let ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBcHyAUvLkOXzCOFMxXmZ5vMP0fUo1UpCMVo/6rRdsCk a@b";
        let blob = STANDARD_NO_PAD.decode_to_vec(ssh.split(' ').nth(1).unwrap()).unwrap();
        surrounded(ssh.as_bytes()).iter().for_each(|text| assert_refused(text));
        surrounded(format!("from=\"10.0.0.1\",no-pty {ssh}").as_bytes()).iter().for_each(|text| assert_refused(text));
        assert_refused(&blob);
        assert_refused(b"---- BEGIN SSH2 PUBLIC KEY ----\nComment: x\nAAAA\n---- END SSH2 PUBLIC KEY ----\n");
        assert_refused(b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        // The outline of a certificate, and of an RSAPublicKey.
        assert_refused(&[&[0x30, 39, 0x30, 16][..], &[0x02, 14], &[7; 14], &[0x30, 2, 0x05, 0], &[0x03, 15, 0], &[9; 14]].concat());
        assert_refused(&[&[0x30, 37, 0x02, 32][..], &[7; 32], &[0x02, 1, 3]].concat());
    }

    #[test]
    fn secrets_that_only_look_like_keys_pass() {
        let secrets: [&[u8]; 5] = [
            b"ssh keys begin like this, and {objects} like that; BEGIN is a word, and so is kty",
            b"AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza, AAAAB3Nza",
            b"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA",
            &[&[0x30, 62][..], &[0x55; 62]].concat(),
            &[&[0, 0, 0, 7][..], &[0x55; 60]].concat(),
        ];
        for secret in secrets {
            assert!(Key::from_secret(secret, SignatureAlgorithm::HS256.into(), &KeyOptions::default()).is_ok());
        }
    }
}

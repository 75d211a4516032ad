//! Forms, and the percent-encoding of paths (RFC 3986, section 2.1).

use std::fmt::Write as _;

/// The fields of a form (`application/x-www-form-urlencoded`), as names and values. None: the
/// encoding is broken, or not UTF-8.
pub(super) fn fields(text: &str) -> impl Iterator<Item = (Option<String>, Option<String>)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hexadecimal(rest.next()?)? << 4 | hexadecimal(rest.next()?)?,
            b'+' => b' ',
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// A decoded path as it may appear in a URL: everything that may not appear there is
/// percent-encoded, and so is anything that would end it.
pub(crate) fn encoded_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            // RFC 3986, section 3.3: pchar, and the slash between segments.
            b'/' | b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+'
            | b',' | b';' | b'=' | b':' | b'@' => {
                encoded.push(char::from(byte));
            }
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            // Writing to a String cannot fail.
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded() {
        let read = |text: &str| fields(text).collect::<Vec<_>>();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("a=1&b=x+%C3%A9&&c"),
            [
                (some("a"), some("1")),
                (some("b"), some("x é")),
                (some("c"), some(""))
            ]
        );
        assert_eq!(read("a=b=c"), [(some("a"), some("b=c"))]);
        for broken in ["%", "%2", "%zz", "%ff", "%c3%28"] {
            assert_eq!(read(&format!("a={broken}")), [(some("a"), None)], "{broken}");
        }
        assert_eq!(read(""), []);
    }

    #[test]
    fn a_decoded_path_can_stand_in_a_url() {
        assert_eq!(encoded_path("/orders/7;a=1/@x:y"), "/orders/7;a=1/@x:y");
        assert_eq!(
            encoded_path("/a b/é/100%/x?y#z"),
            "/a%20b/%C3%A9/100%25/x%3Fy%23z"
        );
    }
}

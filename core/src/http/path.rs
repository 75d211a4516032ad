//! Paths normalized for comparison (RFC 3986, section 6.2.2).

/// The path, or `/` if it is empty, without dot segments, with percent-encodings in upper case and
/// only where they are needed.
///
/// It must be the path of a URI, so every `%` is followed by two hexadecimal digits.
pub(super) fn normalized(path: &str) -> String {
    without_dots(&decoded(path))
}

/// Decodes what need not be encoded: the unreserved characters of RFC 3986, section 2.3.
fn decoded(path: &str) -> String {
    let mut parts = path.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        match u8::from_str_radix(digits, 16) {
            Ok(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') => {
                decoded.push(char::from(byte))
            }
            _ => {
                decoded.push('%');
                decoded.push_str(&digits.to_ascii_uppercase());
            }
        }
        decoded.push_str(rest);
    }
    decoded
}

/// Removes `.` and `..` (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if segments.peek().is_none() {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn as_rfc_3986_has_it() {
        for (path, expected) in [
            ("", "/"),
            ("/", "/"),
            ("/a", "/a"),
            ("/a/", "/a/"),
            ("/a/b/c/./../../g", "/a/g"),
            ("/a/./", "/a/"),
            ("/a/.", "/a/"),
            ("/a/..", "/"),
            ("/a/b/..", "/a/"),
            ("/..", "/"),
            ("/../../a", "/a"),
            ("/a//../b", "/a/b"),
            ("//a", "//a"),
            ("/a//", "/a//"),
            ("/.a/..b/...", "/.a/..b/..."),
            ("/%7ealice/%41%2d%5F", "/~alice/A-_"),
            ("/a%2fb/%e2%82%ac%20", "/a%2Fb/%E2%82%AC%20"),
            ("/a/%2e%2E/b/%2e", "/b/"),
            ("/%252e%252e", "/%252e%252e"),
        ] {
            assert_eq!(normalized(path), expected, "{path}");
            assert_eq!(normalized(expected), expected, "{path}: twice");
        }
    }
}

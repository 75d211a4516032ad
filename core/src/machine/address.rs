//! Which addresses belong to someone's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address, in its text form, is on the public internet.
///
/// For drivers that see the addresses a name resolves to: if
/// [`only_public_address`](super::Fetch::only_public_address) is set, a driver must not connect to
/// an address for which this is false. Loopback, private, link-local, shared, documentation,
/// benchmarking, multicast and reserved addresses are not public (RFC 6890), nor is an IPv6 address
/// that embeds a non-public IPv4 address.
///
/// ```
/// use tokenseal::machine::is_public_address;
/// assert!(is_public_address("93.184.215.14"));
/// assert!(!is_public_address("169.254.169.254"));
/// assert!(!is_public_address("::ffff:10.0.0.1"));
/// ```
pub fn is_public_address(address: &str) -> bool {
    let address = address.trim_start_matches('[').trim_end_matches(']');
    match address.split('%').next().unwrap_or_default().parse() {
        Ok(IpAddr::V4(address)) => is_public_v4(address),
        Ok(IpAddr::V6(address)) => is_public_v6(address),
        Err(_) => false,
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || matches!(
            (a, b, c),
            (0 | 224..=255, _, _) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _)
        ))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, _, _, g, h] = address.segments();
    let v4 = |high: u16, low: u16| is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match (a, b) {
        // IPv4, mapped and translated (RFC 4291, 2.5.5.2; RFC 6052).
        (0, 0) if address.to_ipv4_mapped().is_some() => v4(g, h),
        (0x64, 0xff9b) if (c, d) == (0, 0) => v4(g, h),
        // 6to4 (RFC 3056): the IPv4 address is in the next 32 bits.
        (0x2002, _) => v4(b, c),
        // Teredo, ORCHID, documentation and everything else that is set apart (RFC 6890).
        (0x2001, 0..=0x1ff | 0xdb8) => false,
        // Global unicast is 2000::/3; everything else is loopback, local, multicast or unassigned.
        _ => a & 0xe000 == 0x2000 && !(a == 0x3fff && b < 0x1000),
    }
}

#[cfg(test)]
mod tests {
    use super::is_public_address;

    #[test]
    fn knows_what_is_not_public() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "::",
            "::1",
            "[::1]",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "no address",
            "",
        ];
        for address in private {
            assert!(!is_public_address(address), "{address}");
        }
        for address in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
        ] {
            assert!(is_public_address(address), "{address}");
        }
    }
}

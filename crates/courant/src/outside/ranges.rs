//! Which addresses belong to the open Internet. Everything that the IANA special-purpose address registries (RFC 6890,
//! kept at iana.org/assignments) do not call globally reachable is refused, and so is what can carry such an address
//! inside another. Unknown is refused too: of IPv6 only the global unicast range is open at all.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 ranges that are never asked, each with its length of prefix and where it is set aside.
const CLOSED_4: [(Ipv4Addr, u32, &str); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "this network, RFC 791"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private, RFC 1918"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by carriers, RFC 6598"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "loopback, RFC 1122"),
    (Ipv4Addr::new(168, 63, 129, 16), 32, "the host of a machine at Azure, learn.microsoft.com: What is IP address 168.63.129.16?"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local, RFC 3927, where clouds keep what a machine may know of itself"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private, RFC 1918"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "protocol assignments, RFC 6890"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "documentation, RFC 5737"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "6to4 relays, RFC 7526"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private, RFC 1918"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "benchmarking, RFC 2544"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "documentation, RFC 5737"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "documentation, RFC 5737"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast, RFC 5771"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved, RFC 1112, and broadcast, RFC 919"),
];

/// The only open range of IPv6 (RFC 4291). Outside it lie loopback, unspecified, mapped and compatible IPv4,
/// translated IPv4 (64:ff9b::/96, RFC 6052; 64:ff9b:1::/48, RFC 8215), discard-only (100::/64, RFC 6666), segment
/// routing (5f00::/16, RFC 9602), unique local (fc00::/7, RFC 4193), link-local (fe80::/10), site-local
/// (fec0::/10, RFC 3879) and multicast (ff00::/8).
const OPEN_6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What is closed within it.
const CLOSED_6: [(Ipv6Addr, u32, &str); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "protocol assignments, RFC 2928: Teredo, which carries IPv4, benchmarking, ORCHID"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "documentation, RFC 3849"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "6to4, which carries IPv4, RFC 3056"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "documentation, RFC 9637"),
];

/// Whether an address is one of the open Internet's.
pub fn is_open(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !CLOSED_4.iter().any(|(range, length, _)| same_4(v4, *range, *length)),
        IpAddr::V6(v6) => same_6(v6, OPEN_6.0, OPEN_6.1) && !CLOSED_6.iter().any(|(range, length, _)| same_6(v6, *range, *length)),
    }
}

/// Whether a connection leads to this machine or its own network, although its address is open: to the very address it
/// goes out from, or to the /64 of that (RFC 4291, section 2.5.4: one link).
pub(super) fn is_home(peer: IpAddr, local: IpAddr) -> bool {
    let (peer, local) = (peer.to_canonical(), local.to_canonical());
    match (peer, local) {
        (IpAddr::V6(peer), IpAddr::V6(local)) => same_6(peer, local, 64),
        _ => peer == local,
    }
}

fn same_4(address: Ipv4Addr, range: Ipv4Addr, length: u32) -> bool {
    (address.to_bits() ^ range.to_bits()) >> (32 - length) == 0
}

fn same_6(address: Ipv6Addr, range: Ipv6Addr, length: u32) -> bool {
    (address.to_bits() ^ range.to_bits()) >> (128 - length) == 0
}

/// Ends of names that lead to no site of the open Internet: RFC 6761, 6762 (with what its appendix G saw in use),
/// 8375, and `internal`, which ICANN has set aside.
const CLOSED_NAMES: [&str; 11] =
    ["localhost", "localdomain", "local", "internal", "home.arpa", "intranet", "lan", "home", "corp", "private", "localhost6"];

/// Whether a name may be asked for at all. A name without a dot is one that only the network at hand knows.
pub fn is_open_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends = |end: &str| name == end || name.strip_suffix(end).is_some_and(|before| before.ends_with('.'));
    name.contains('.') && !CLOSED_NAMES.iter().any(|end| ends(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open(text: &str) -> bool {
        is_open(text.parse().expect("an address"))
    }

    #[test]
    fn a_range_is_closed_from_its_first_address_to_its_last_and_not_beyond() {
        for (range, length, why) in CLOSED_4 {
            let (first, last) = (range.to_bits(), range.to_bits() | u32::MAX.checked_shr(length).unwrap_or(0));
            for inside in [first, last] {
                assert!(!is_open(Ipv4Addr::from_bits(inside).into()), "{why}");
            }
        }
        for neighbour in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "191.255.255.255",
            "192.0.1.0",
            "192.0.3.0",
            "192.88.98.255",
            "192.88.100.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "198.51.99.255",
            "198.51.101.0",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "8.8.8.8",
            "2606:4700::1111",
            "2a00:1450:4001::8a",
            "2001:4860:4860::8888",
            "2001:200::",
            "2003::",
        ] {
            assert!(open(neighbour), "{neighbour}");
        }
    }

    #[test]
    fn what_carries_or_hides_an_address_is_closed() {
        for hidden in [
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::7f00:1",
            "::8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2001:2::1",
            "2001:20::1",
            "2001:1ff:ffff::",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:808:808::1",
            "3fff::1",
            "3fff:fff:ffff::",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fd00:ec2::254",
            "169.254.169.254",
            "168.63.129.16",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert!(!open(hidden), "{hidden}");
        }
    }

    #[test]
    fn the_address_a_connection_goes_out_from_and_its_link_are_home() {
        let home = |peer: &str, local: &str| is_home(peer.parse().expect("an address"), local.parse().expect("an address"));
        for (peer, local) in [
            ("8.8.8.8", "8.8.8.8"),
            ("8.8.8.8", "::ffff:8.8.8.8"),
            ("2a00:1450:4001:1::8a", "2a00:1450:4001:1::8a"),
            ("2a00:1450:4001:1::8a", "2a00:1450:4001:1:ffff::1"),
        ] {
            assert!(home(peer, local), "{peer} from {local}");
        }
        for (peer, local) in [("8.8.8.8", "8.8.8.9"), ("2a00:1450:4001:1::8a", "2a00:1450:4001:2::8a"), ("8.8.8.8", "2a00:1450:4001:1::8a")] {
            assert!(!home(peer, local), "{peer} from {local}");
        }
    }

    #[test]
    fn names_of_the_network_at_hand_are_closed() {
        for name in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "printer.local",
            "x.y.internal",
            "metadata.google.internal",
            "router",
            "nas.lan",
            "a.home.arpa",
        ] {
            assert!(!is_open_name(name), "{name}");
        }
        for name in ["paper.example", "local.example.org", "internal.org", "notlocal.net", "mylan.de", "xn--9n2bp8q.xn--9t4b11yi5a"] {
            assert!(is_open_name(name), "{name}");
        }
    }

    proptest! {
        /// The standard library's own, independent ranges, those of it that are stable.
        #[test]
        fn what_the_standard_library_calls_special_is_closed(bits in any::<u32>(), low in 0_u32..0x1_0000, part in 0_usize..CLOSED_4.len()) {
            for bits in [bits, CLOSED_4[part].0.to_bits() | low] {
                let v4 = Ipv4Addr::from_bits(bits);
                let special = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_broadcast() || v4.is_documentation()
                    || v4.is_multicast() || v4.is_unspecified() || v4.octets()[0] == 0 || v4.octets()[0] >= 224;
                prop_assert!(!(special && is_open(v4.into())), "{v4}");
                prop_assert_eq!(is_open(v4.into()), !CLOSED_4.iter().any(|(range, length, _)| {
                    format!("{:032b}", v4.to_bits()).starts_with(&format!("{:032b}", range.to_bits())[..*length as usize])
                }), "{}", v4);
            }
        }

        /// No IPv4 address, open or not, gets through inside an IPv6 one.
        #[test]
        fn no_address_hides_in_a_longer_one(bits in any::<u32>(), rest in any::<u64>()) {
            let v4 = u128::from(bits);
            for prefix in [0, 0xffff << 32, 0x64_ff9b << 96, (0x64_ff9b_0001 << 80) | (u128::from(rest) & 0xffff_ffff) << 32] {
                prop_assert!(!is_open(Ipv6Addr::from_bits(prefix | v4).into()));
            }
            prop_assert!(!is_open(Ipv6Addr::from_bits((0x2002 << 112) | (v4 << 80) | u128::from(rest)).into()), "6to4");
            prop_assert!(!is_open(Ipv6Addr::from_bits((0x2001_0000 << 96) | (u128::from(rest) << 32) | (!v4 & 0xffff_ffff)).into()), "Teredo");
        }

        #[test]
        fn of_ipv6_only_global_unicast_is_open(bits in any::<u128>()) {
            let v6 = Ipv6Addr::from_bits(bits);
            if v6.is_loopback() || v6.is_unspecified() || v6.is_multicast() || v6.is_unique_local() || v6.is_unicast_link_local() || v6.to_ipv4().is_some() {
                prop_assert!(!is_open(v6.into()));
            }
            prop_assert!(!is_open(v6.into()) || v6.segments()[0] & 0xe000 == 0x2000, "{}", v6);
        }
    }
}

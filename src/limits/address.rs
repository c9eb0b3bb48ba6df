//! Whose request it is, as far as the network tells: the peer, or, where the peer is one of the
//! listed proxies, whom the proxies say they speak for.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use serde::{Deserialize, Serialize};

/// A range of addresses, as in `10.0.0.0/8`; a single address is a range of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    base: IpAddr,
    bits: u32,
}

/// The header that the proxies write. Only one is read: a proxy that writes the one lets the other
/// pass as the client sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

impl TryFrom<String> for Network {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base, Some(bits)),
            None => (text.as_str(), None),
        };
        let base: IpAddr = base.trim().parse().map_err(|_cause| "not an address")?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.trim().parse());
        match bits {
            Ok(bits) if bits <= width => Ok(Self { base, bits }),
            _ => Err("not a range of addresses"),
        }
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        format!("{}/{}", network.base, network.bits)
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let differing = base.to_bits() ^ address.to_bits();
                differing.checked_shr(32 - self.bits).unwrap_or_default() == 0
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let differing = base.to_bits() ^ address.to_bits();
                differing.checked_shr(128 - self.bits).unwrap_or_default() == 0
            }
            _ => false,
        }
    }
}

impl ProxyHeader {
    pub fn name(self) -> &'static str {
        match self {
            Self::XForwardedFor => "x-forwarded-for",
            Self::Forwarded => "forwarded",
        }
    }

    /// The address in one element of the header; none where it hides it or is garbled.
    fn address_in(self, element: &str) -> Option<IpAddr> {
        let text = match self {
            Self::XForwardedFor => element,
            Self::Forwarded => element
                .split(';')
                .filter_map(|pair| pair.split_once('='))
                .find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))
                .map(|(_, value)| value.trim().trim_matches('"'))?,
        };
        let text = text.trim();
        let bare = text.trim_start_matches('[').trim_end_matches(']');
        let address = bare
            .parse()
            .or_else(|_cause| text.parse().map(|it: SocketAddr| it.ip()));
        address.ok().map(|it: IpAddr| it.to_canonical())
    }
}

/// The address of the client behind `peer`: the rightmost hop that is no listed proxy. What stands
/// left of it, anybody can have written. A hop that cannot be read ends the walk at the proxy that
/// wrote it.
pub fn client_address(
    peer: IpAddr,
    header: ProxyHeader,
    values: &[&str],
    proxies: &[Network],
) -> IpAddr {
    let mut address = peer.to_canonical();
    let elements: Vec<&str> = values.iter().flat_map(|value| value.split(',')).collect();
    for element in elements.into_iter().rev() {
        if !proxies.iter().any(|proxy| proxy.holds(address)) {
            break;
        }
        match header.address_in(element) {
            Some(hop) => address = hop,
            None => break,
        }
    }
    address
}

/// What counts as one client: an IPv4 address, or the /64 that a provider gives to one customer.
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(texts: &[&str]) -> Vec<Network> {
        let network = |text: &&str| Network::try_from((*text).to_owned()).unwrap();
        texts.iter().map(network).collect()
    }

    #[test]
    fn the_client_is_the_rightmost_hop_that_is_no_listed_proxy() {
        use ProxyHeader::{Forwarded, XForwardedFor};
        let proxies = networks(&["10.0.0.0/8", "2001:db8:1::/48", "192.0.2.7"]);
        for (peer, header, values, client) in [
            // The peer is no proxy: its word counts nothing.
            (
                "198.51.100.1",
                XForwardedFor,
                &["203.0.113.9"][..],
                "198.51.100.1",
            ),
            ("192.0.2.8", XForwardedFor, &["203.0.113.9"], "192.0.2.8"),
            ("10.1.2.3", XForwardedFor, &[], "10.1.2.3"),
            ("10.1.2.3", XForwardedFor, &["203.0.113.9"], "203.0.113.9"),
            (
                "::ffff:10.1.2.3",
                XForwardedFor,
                &["203.0.113.9"],
                "203.0.113.9",
            ),
            // What the client itself wrote stands left of what the proxy wrote.
            (
                "10.1.2.3",
                XForwardedFor,
                &["1.1.1.1, 203.0.113.9"],
                "203.0.113.9",
            ),
            (
                "10.1.2.3",
                XForwardedFor,
                &["1.1.1.1", "203.0.113.9"],
                "203.0.113.9",
            ),
            (
                "10.1.2.3",
                XForwardedFor,
                &["10.9.9.9, 203.0.113.9, 192.0.2.7"],
                "203.0.113.9",
            ),
            (
                "10.1.2.3",
                XForwardedFor,
                &["10.0.0.1,10.0.0.2"],
                "10.0.0.1",
            ),
            (
                "10.1.2.3",
                XForwardedFor,
                &["203.0.113.9:4711"],
                "203.0.113.9",
            ),
            (
                "10.1.2.3",
                XForwardedFor,
                &["203.0.113.9, unknown"],
                "10.1.2.3",
            ),
            ("10.1.2.3", XForwardedFor, &["203.0.113.9,"], "10.1.2.3"),
            (
                "2001:db8:1::5",
                XForwardedFor,
                &["2001:db8:2::9"],
                "2001:db8:2::9",
            ),
            (
                "2001:db8:1::5",
                Forwarded,
                &["for=\"[2001:db8:2::9]:4711\""],
                "2001:db8:2::9",
            ),
            (
                "10.1.2.3",
                Forwarded,
                &["for=1.1.1.1, By=x;For=203.0.113.9;proto=https"],
                "203.0.113.9",
            ),
            (
                "10.1.2.3",
                Forwarded,
                &["for=203.0.113.9, for=_hidden"],
                "10.1.2.3",
            ),
        ] {
            let seen = client_address(peer.parse().unwrap(), header, values, &proxies);
            assert_eq!(seen.to_string(), client, "{peer} {values:?}");
        }
    }

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        for (range, within, without) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("192.0.2.128/25", "192.0.2.200", "192.0.2.100"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.6"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
        ] {
            let network = &networks(&[range])[0];
            assert!(network.holds(within.parse().unwrap()), "{range}");
            assert!(!network.holds(without.parse().unwrap()), "{range}");
        }
        for bad in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "::/129",
            "proxy.example",
            "10.0.0.0/-1",
        ] {
            assert!(Network::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn neighbours_of_one_customer_count_as_one() {
        let of = |text: &str| neighbourhood(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:2:ffff::4"));
        assert_ne!(of("2001:db8:1:2::3"), of("2001:db8:1:3::3"));
        assert_ne!(of("203.0.113.9"), of("203.0.113.8"));
    }
}

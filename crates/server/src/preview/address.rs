//! Where a request of ours may go: to public addresses, on the ports of the web. Everything else is the operator's network,
//! which nobody may reach through a chat. Pure.

use crate::config::Config;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// What may be connected to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    ports: Vec<u16>,
    /// Exactly these may be asked although they are not public.
    own: Vec<SocketAddr>,
}

impl Policy {
    /// # Errors
    /// A sentence for the operator.
    pub fn of(config: &Config) -> Result<Self, String> {
        let ports = list("preview_ports", &config.preview_ports)?;
        let own = list("preview_own_addresses", &config.preview_own_addresses)?;
        Ok(Self { ports, own })
    }

    /// Whether this very address may be connected to.
    pub fn allows(&self, address: SocketAddr) -> bool {
        self.own.contains(&address) || (self.ports.contains(&address.port()) && is_public(address.ip()))
    }
}

fn list<T: FromStr>(setting: &str, text: &str) -> Result<Vec<T>, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| format!("{setting}: cannot read {part}"))).collect()
}

/// Whether the whole internet may be at this address.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            // What is kept for protocols, examples, relays and measuring.
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            // Multicast, what is kept for later, broadcast.
            | [224..=255, ..]
    )
}

/// Of IPv6 only 2000::/3 is given out. What carries an IPv4 address inside is refused, since it leads there.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let given_out = segments[0] & 0xe000 == 0x2000;
    let special = match segments {
        // Teredo and the like, and examples.
        [0x2001, second, ..] => second < 0x0200 || second == 0x0db8,
        // 6to4.
        [0x2002, ..] => true,
        [0x3fff, second, ..] => second < 0x1000,
        _ => false,
    };
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(ports: &str, own: &str) -> Policy {
        let config = Config { preview_ports: ports.into(), preview_own_addresses: own.into(), ..Config::default() };
        Policy::of(&config).unwrap()
    }

    #[test]
    fn what_is_not_public_is_refused() {
        let policy = Policy::of(&Config::default()).unwrap();
        for refused in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:93.184.216.34",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "5f00::1",
        ] {
            let address: IpAddr = refused.parse().unwrap();
            assert!(!policy.allows((address, 80).into()) && !policy.allows((address, 443).into()), "{refused}");
        }
        for allowed in [
            "1.1.1.1",
            "93.184.216.34",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00:1450::1",
        ] {
            let address: IpAddr = allowed.parse().unwrap();
            assert!(policy.allows((address, 80).into()) && policy.allows((address, 443).into()), "{allowed}");
        }
    }

    #[test]
    fn only_the_ports_of_the_web_unless_the_operator_names_others() {
        let address: IpAddr = "93.184.216.34".parse().unwrap();
        let default = Policy::of(&Config::default()).unwrap();
        for port in [0, 22, 25, 6379, 8080, 8443] {
            assert!(!default.allows((address, port).into()), "{port}");
        }
        let wider = policy("80, 443, 8443", "");
        assert!(wider.allows((address, 8443).into()) && !wider.allows((address, 8080).into()));
        assert!(!wider.allows(([127, 0, 0, 1], 8443).into()));
    }

    #[test]
    fn an_address_of_ones_own_widens_nothing_but_itself() {
        let policy = policy("80,443", "127.0.0.1:4567, [fd00::1]:443");
        assert!(policy.allows(([127, 0, 0, 1], 4567).into()));
        assert!(policy.allows("[fd00::1]:443".parse().unwrap()));
        for refused in ["127.0.0.1:4568", "127.0.0.1:80", "127.0.0.2:4567", "[::1]:4567", "[fd00::1]:80"] {
            assert!(!policy.allows(refused.parse().unwrap()), "{refused}");
        }
    }

    #[test]
    fn a_setting_that_is_no_address_is_refused() {
        for own in ["127.0.0.1", "10.0.0.0/8", "localhost:80", "*"] {
            let config = Config { preview_own_addresses: own.into(), ..Config::default() };
            assert!(Policy::of(&config).is_err(), "{own}");
        }
    }
}

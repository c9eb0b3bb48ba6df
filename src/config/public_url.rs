//! The address that the outside world reaches the service at. It is signed into certificates for good: what is
//! wrong in it cannot be mended later.

use openidconnect::url::{Host, Url};

/// Refuses what no credential may name: an address that is not whole, that says more than a place, or that is
/// read in the clear (a `did:web` is read over https). One of this machine is for trying out.
pub fn check(address: &str) -> Result<(), String> {
    let url = Url::parse(address)
        .ok()
        .filter(|url| ["http", "https"].contains(&url.scheme()) && is_plain(url, address))
        .ok_or(
            "the setting \"public_url\" is no plain address like https://bilancio.example: whole, in small \
             letters, without a usual port, user, query or fragment",
        )?;
    if url.scheme() == "https" || is_loopback(&url) {
        Ok(())
    } else {
        Err(
            "the setting \"public_url\" is not an https address, and not of this machine"
                .to_owned(),
        )
    }
}

/// Whether nobody but this machine reaches it.
pub fn is_of_this_machine(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| is_loopback(&url))
}

/// Whether it is only a place, and written as those who ask for it write it: the identifiers made of it are
/// compared letter by letter.
fn is_plain(url: &Url, address: &str) -> bool {
    let place_only = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    place_only && url.as_str().trim_end_matches('/') == address.trim_end_matches('/')
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_address_is_taken() {
        for address in [
            "https://bilancio.example",
            "https://bilancio.example/",
            "https://bilancio.example:8443/skills",
            "https://203.0.113.7",
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "http://localhost:8080",
            "http://[::1]:8080",
        ] {
            assert_eq!(check(address), Ok(()), "{address}");
        }
    }

    #[test]
    fn what_credentials_cannot_name_is_refused_in_a_sentence_without_it() {
        for address in [
            "",
            "bilancio.example",
            "//bilancio.example",
            "https:",
            "https://",
            "https:bilancio.example",
            "https:///bilancio.example",
            "https://:8443",
            "ftp://bilancio.example",
            "localhost:8080",
            "http://bilancio.example",
            "http://localhost.example",
            "http://10.0.0.7:8080",
            "http://0.0.0.0:8080",
            "https://user@bilancio.example",
            "https://user:secret@bilancio.example",
            "https://bilancio.example?x=y",
            "https://bilancio.example/#x",
            "https://bilancio.example/a b",
            " https://bilancio.example",
            // As nobody writes it who asks for it.
            "https://Bilancio.example",
            "https://bilancio.example:443",
            "https://bilancio.example/a/../b",
        ] {
            let said = check(address).expect_err(address);
            assert!(said.contains("\"public_url\""), "{said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn what_nobody_else_reaches_is_known() {
        assert!(is_of_this_machine("http://127.0.0.1:8080"));
        assert!(is_of_this_machine("https://localhost"));
        assert!(!is_of_this_machine("https://bilancio.example"));
    }
}

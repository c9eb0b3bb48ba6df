//! Where an issuer is found: `did:web` and the addresses that follow from it.

use super::{IssuerKeyId, StatusListId};
use crate::organisations::OrganisationId;

/// The addresses of one organisation as an issuer. They stand in credentials for years: a service that
/// moves to another public address goes on to answer at the old one.
#[derive(Clone, Debug)]
pub struct IssuerAddress {
    /// `https://host/issuers/{id}`.
    base: String,
}

impl IssuerAddress {
    /// `public_url` is a whole address, without a slash at the end.
    pub fn new(public_url: &str, organisation: &OrganisationId) -> Self {
        Self {
            base: format!("{public_url}/issuers/{organisation}"),
        }
    }

    /// That of a key, wherever the service was when the key was made.
    pub fn of_key(kid: &str, key: &IssuerKeyId) -> Option<Self> {
        let base = kid.strip_suffix(key.as_str())?.strip_suffix("/keys/")?;
        Some(Self {
            base: base.to_owned(),
        })
    }

    /// Whether it is at a host, with its port if that is not the usual one, and there below a path, where it is
    /// known which was asked.
    pub fn is_at(&self, host: &str, path: Option<&str>) -> bool {
        let public = self.place().rsplit_once("/issuers/");
        let public = public.map_or(self.place(), |(public, _)| public);
        let (own_host, own_path) = public.split_once('/').unwrap_or((public, ""));
        own_host.eq_ignore_ascii_case(host)
            && path.is_none_or(|path| path.trim_matches('/') == own_path)
    }

    /// Host and path.
    fn place(&self) -> &str {
        let place = self.base.split_once("://").map(|(_, place)| place);
        place.unwrap_or(&self.base)
    }

    /// The decentralised identifier (did:web): the same place with colons for slashes; the colon before a
    /// port is written in percent.
    pub fn did(&self) -> String {
        let parts = self.place().split('/').map(|part| part.replace(':', "%3A"));
        format!("did:web:{}", parts.collect::<Vec<_>>().join(":"))
    }

    /// Where a key is found alone, as Open Badges 3.0 (8.2.4) asks of a `kid`.
    pub fn key(&self, key: &IssuerKeyId) -> String {
        format!("{}/keys/{key}", self.base)
    }

    pub fn status_list(&self, list: &StatusListId) -> String {
        format!("{}/status-lists/{list}", self.base)
    }
}

/// Where the keys of a `did:web` are published as a JSON Web Key Set, if it is one of ours or made alike:
/// `did:web:host:issuers:id`. A port, or a host that is this machine, is for trying out.
pub fn key_set_of(did: &str) -> Option<String> {
    let place = did.strip_prefix("did:web:")?;
    let parts: Vec<String> = place
        .split(':')
        .map(|part| part.replace("%3A", ":").replace("%3a", ":"))
        .collect();
    let host = parts.first().filter(|host| !host.is_empty())?;
    let here = ["localhost", "127.0.0.1"].contains(&host.split(':').next()?);
    let scheme = if here { "http" } else { "https" };
    Some(format!("{scheme}://{}/jwks.json", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation() -> OrganisationId {
        "01900000-0000-7000-8000-000000000000"
            .parse()
            .expect("an id")
    }

    #[test]
    fn an_issuer_is_named_even_where_the_address_is_not_whole() {
        let issuer = IssuerAddress::new("bilancio.example", &organisation());
        let did = format!("did:web:bilancio.example:issuers:{}", organisation());
        assert_eq!(issuer.did(), did);
    }

    #[test]
    fn an_issuer_is_at_its_host_and_below_its_path() {
        let at = |public: &str, host: &str, path: Option<&str>| {
            IssuerAddress::new(public, &organisation()).is_at(host, path)
        };
        let (root, below) = ("https://b.example:8443", "https://b.example:8443/a/b");
        for path in [None, Some(""), Some("/")] {
            assert!(at(root, "B.example:8443", path), "{path:?}");
            assert!(!at(root, "b.example", path), "{path:?}");
            assert_eq!(at(below, "b.example:8443", path), path.is_none());
        }
        assert!(at(below, "b.example:8443", Some("/a/b/")));
        assert!(!at(below, "b.example:8443", Some("/a")));
        assert!(!at(root, "b.example:8443", Some("/a/b")));
    }

    #[test]
    fn a_did_leads_back_to_the_keys() {
        let organisation = organisation();
        for (public, did, keys) in [
            (
                "https://bilancio.example",
                "did:web:bilancio.example:issuers:01900000-0000-7000-8000-000000000000",
                "https://bilancio.example/issuers/01900000-0000-7000-8000-000000000000/jwks.json",
            ),
            (
                "https://bilancio.example:8443/api",
                "did:web:bilancio.example%3A8443:api:issuers:01900000-0000-7000-8000-000000000000",
                "https://bilancio.example:8443/api/issuers/01900000-0000-7000-8000-000000000000/jwks.json",
            ),
            (
                "http://localhost:8080",
                "did:web:localhost%3A8080:issuers:01900000-0000-7000-8000-000000000000",
                "http://localhost:8080/issuers/01900000-0000-7000-8000-000000000000/jwks.json",
            ),
        ] {
            let issuer = IssuerAddress::new(public, &organisation);
            assert_eq!(issuer.did(), did);
            assert_eq!(key_set_of(did).as_deref(), Some(keys));
        }
        // What is written in percent has no case.
        assert_eq!(
            key_set_of("did:web:localhost%3a8080:issuers:1").as_deref(),
            Some("http://localhost:8080/issuers/1/jwks.json")
        );
        for other in ["did:key:z6Mk", "did:web:", "https://bilancio.example"] {
            assert_eq!(key_set_of(other), None, "{other}");
        }
    }
}

use std::net::IpAddr;
use std::path::PathBuf;

use openidconnect::url::{Host, Url};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::access::Role;
use crate::organisations::OrganisationId;

/// One identity provider; `config/default.toml` explains each setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityProvider {
    /// In addresses: small letters, digits and hyphens.
    pub id: String,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    #[serde(default)]
    pub client_secret_file: PathBuf,
    /// From the file or the environment.
    #[serde(skip)]
    pub client_secret: ClientSecret,
    pub redirect_uri: String,
    #[serde(default)]
    pub scopes: Vec<String>,
    #[serde(default)]
    pub acr_values: Vec<String>,
    #[serde(default)]
    pub second_factor_acr: Vec<String>,
    #[serde(default)]
    pub second_factor_amr: Vec<String>,
    #[serde(default = "groups")]
    pub groups_claim: String,
    #[serde(default)]
    pub group_roles: Vec<GroupRole>,
    #[serde(default = "yes")]
    pub roles_follow_groups: bool,
    #[serde(default)]
    pub new_users: bool,
}

/// A role in an organisation that the members of a group have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRole {
    pub group: String,
    pub organisation_id: OrganisationId,
    pub role: Role,
}

fn groups() -> String {
    "groups".to_owned()
}

fn yes() -> bool {
    true
}

/// What the service shows a provider when it redeems a code.
#[derive(Clone, Default)]
pub struct ClientSecret(Zeroizing<String>);

impl ClientSecret {
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientSecret")
    }
}

/// The settings of all providers with their secrets, if they are in order; else one plain sentence.
pub fn complete(providers: &[IdentityProvider]) -> Result<Vec<IdentityProvider>, String> {
    let mut complete: Vec<IdentityProvider> = Vec::new();
    for provider in providers {
        let twice = complete
            .iter()
            .any(|other| other.id == provider.id || other.issuer == provider.issuer);
        if twice {
            return Err(provider.wrong("has the id or the issuer of another one"));
        }
        provider.check()?;
        complete.push(provider.with_secret()?);
    }
    Ok(complete)
}

impl IdentityProvider {
    /// The roles that the members of these groups have, each once.
    pub fn roles_of(&self, groups: &[String]) -> Vec<(OrganisationId, Role)> {
        let mut roles = Vec::new();
        for it in &self.group_roles {
            let role = (it.organisation_id.clone(), it.role);
            if groups.contains(&it.group) && !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    fn wrong(&self, what: &str) -> String {
        format!("the identity provider {:?} {what}", self.id)
    }

    fn check(&self) -> Result<(), String> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let ensure = |ok: bool, what: &str| if ok { Ok(()) } else { Err(self.wrong(what)) };
        ensure(
            (1..=40).contains(&self.id.len()) && self.id.chars().all(plain),
            "has an id of other than 1 to 40 small letters, digits and hyphens",
        )?;
        ensure(!self.name.trim().is_empty(), "has no name")?;
        ensure(!self.client_id.is_empty(), "has no client_id")?;
        ensure(
            is_safe(&self.issuer),
            "has an issuer that is no https address, or has a query",
        )?;
        ensure(
            is_safe(&self.redirect_uri),
            "has a redirect_uri that is no https address, or has a query",
        )?;
        ensure(
            self.group_roles
                .iter()
                .all(|it| Role::OF_USERS.contains(&it.role)),
            "gives a role that no user can have",
        )
    }

    fn with_secret(&self) -> Result<Self, String> {
        if !self.client_secret.as_str().is_empty() {
            return Ok(self.clone());
        }
        let variable = self.secret_variable();
        let secret = match secret_from_environment(&variable) {
            Some(secret) => secret,
            None => std::fs::read_to_string(&self.client_secret_file).map_err(|_cause| {
                self.wrong(&format!(
                    "has no secret: set {variable}, or client_secret_file to a file that can be read"
                ))
            })?,
        };
        let client_secret = ClientSecret::new(&secret);
        if client_secret.as_str().is_empty() {
            return Err(self.wrong("has an empty secret"));
        }
        Ok(Self {
            client_secret,
            ..self.clone()
        })
    }

    /// The environment variable of the secret, as in `BILANCIO_CLIENT_SECRET_COMUNE`.
    fn secret_variable(&self) -> String {
        let id = self.id.to_ascii_uppercase().replace('-', "_");
        format!("BILANCIO_CLIENT_SECRET_{id}")
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a secret that must not be in the settings' dump"
)]
fn secret_from_environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Whether an address is reached by TLS, or is on this machine, for trials; without query or fragment.
pub fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => return false,
    };
    let secure = url.scheme() == "https" || (url.scheme() == "http" && local);
    secure && url.query().is_none() && url.fragment().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> IdentityProvider {
        IdentityProvider {
            id: "comune".to_owned(),
            name: "Comune".to_owned(),
            issuer: "https://id.example/realms/comune".to_owned(),
            client_id: "bilancio".to_owned(),
            client_secret_file: PathBuf::new(),
            client_secret: ClientSecret::new("s3cret"),
            redirect_uri: "https://desk.example/signed-in".to_owned(),
            scopes: Vec::new(),
            acr_values: Vec::new(),
            second_factor_acr: Vec::new(),
            second_factor_amr: Vec::new(),
            groups_claim: groups(),
            group_roles: Vec::new(),
            roles_follow_groups: true,
            new_users: false,
        }
    }

    #[test]
    fn what_is_wrong_with_a_provider_is_said_in_a_sentence_without_its_secret() {
        assert!(complete(&[provider()]).is_ok());
        let worker = GroupRole {
            group: "g".to_owned(),
            organisation_id: OrganisationId::new(),
            role: Role::Worker,
        };
        type Spoil = Box<dyn Fn(&mut IdentityProvider)>;
        let spoilt: [(Spoil, &str); 8] = [
            (Box::new(|it| it.id = "Comune".to_owned()), "an id"),
            (Box::new(|it| it.name.clear()), "no name"),
            (Box::new(|it| it.client_id.clear()), "no client_id"),
            (
                Box::new(|it| it.issuer = "http://id.example".to_owned()),
                "issuer",
            ),
            (Box::new(|it| it.issuer.push_str("?realm=1")), "issuer"),
            (
                Box::new(|it| it.redirect_uri = "/signed-in".to_owned()),
                "redirect_uri",
            ),
            (
                Box::new(move |it| it.group_roles.push(worker.clone())),
                "a role",
            ),
            (
                Box::new(|it| it.client_secret = ClientSecret::default()),
                "BILANCIO_CLIENT_SECRET_COMUNE",
            ),
        ];
        for (spoil, expected) in spoilt {
            let mut provider = provider();
            spoil(&mut provider);
            let sentence = complete(&[provider]).unwrap_err();
            assert!(sentence.contains(expected), "{sentence}");
            assert!(!sentence.contains("s3cret"), "{sentence}");
        }
        assert!(complete(&[provider(), provider()]).is_err());
        assert!(!format!("{:?}", provider()).contains("s3cret"));
    }

    #[test]
    fn only_tls_and_this_machine_are_safe() {
        for (address, safe) in [
            ("https://id.example", true),
            ("http://127.0.0.1:8080/realm", true),
            ("http://[::1]/", true),
            ("http://localhost", true),
            ("http://10.0.0.1", false),
            ("http://localhost.example", false),
            ("ftp://id.example", false),
            ("https://id.example/#x", false),
            ("id.example", false),
        ] {
            assert_eq!(is_safe(address), safe, "{address}");
        }
    }

    #[test]
    fn groups_give_the_roles_of_the_settings_each_once() {
        let organisation = OrganisationId::new();
        let role = |group: &str, role| GroupRole {
            group: group.to_owned(),
            organisation_id: organisation.clone(),
            role,
        };
        let provider = IdentityProvider {
            group_roles: vec![
                role("operators", Role::Operator),
                role("staff", Role::Operator),
                role("heads", Role::Supervisor),
            ],
            ..provider()
        };
        let groups = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        let operator = (organisation.clone(), Role::Operator);
        assert_eq!(
            provider.roles_of(&groups(&["operators", "staff"])),
            [operator]
        );
        assert!(
            provider
                .roles_of(&groups(&["Operators", "other"]))
                .is_empty()
        );
    }
}

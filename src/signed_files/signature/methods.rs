//! How a signature was made: by which hash, with what kind of key, and how to check it.

use aws_lc_rs::digest::{self, SHA256, SHA384, SHA512};
use aws_lc_rs::signature::{
    self, EcdsaVerificationAlgorithm, RsaParameters, RsaPssSaltLength, VerificationAlgorithm,
};
use der::asn1::ObjectIdentifier;
use der::{Any, Reader, TagMode, TagNumber};
use x509_cert::spki::AlgorithmIdentifierOwned;

pub(super) const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SHA_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");

const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_SHA_256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA_384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA_512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const MASK_BY_HASH: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
const ECDSA_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const ECDSA_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const ECDSA_SHA_512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
const ED25519: ObjectIdentifier = oid("1.3.101.112");

const P_256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = oid("1.3.132.0.34");
const P_521: ObjectIdentifier = oid("1.3.132.0.35");

/// Bytes of salt in an RSA-PSS signature that does not say how many.
const USUAL_SALT: u16 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn of(kind: ObjectIdentifier) -> Option<Self> {
        match kind {
            SHA_256 => Some(Self::Sha256),
            SHA_384 => Some(Self::Sha384),
            SHA_512 => Some(Self::Sha512),
            _ => None,
        }
    }

    pub(super) fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &SHA256,
            Self::Sha384 => &SHA384,
            Self::Sha512 => &SHA512,
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Rsa,
    RsaPss,
    Ecdsa,
    Ed25519,
}

/// How to check what was signed by this hash and in the way that `told` says, with such a key: RSA of 2048 bits
/// or more, elliptic curves of NIST, Ed25519.
pub(super) fn method(
    hash: Hash,
    told: &AlgorithmIdentifierOwned,
    key: &AlgorithmIdentifierOwned,
) -> Option<Box<dyn VerificationAlgorithm>> {
    let (kind, of_hash) = kind_of(told.oid)?;
    if of_hash.is_some_and(|it| it != hash) {
        return None;
    }
    let parameters = told.parameters.as_ref();
    Some(match kind {
        Kind::Rsa => Box::new(rsa(hash)),
        Kind::RsaPss => Box::new(rsa_pss(hash, salt(parameters, hash)?)),
        Kind::Ecdsa => Box::new(ecdsa(curve_of(key)?, hash)?),
        Kind::Ed25519 if hash == Hash::Sha512 => Box::new(signature::ED25519),
        Kind::Ed25519 => return None,
    })
}

/// What a signature's method says of its key, and of its hash where it says that too.
fn kind_of(method: ObjectIdentifier) -> Option<(Kind, Option<Hash>)> {
    Some(match method {
        RSA => (Kind::Rsa, None),
        RSA_SHA_256 => (Kind::Rsa, Some(Hash::Sha256)),
        RSA_SHA_384 => (Kind::Rsa, Some(Hash::Sha384)),
        RSA_SHA_512 => (Kind::Rsa, Some(Hash::Sha512)),
        RSA_PSS => (Kind::RsaPss, None),
        ECDSA_SHA_256 => (Kind::Ecdsa, Some(Hash::Sha256)),
        ECDSA_SHA_384 => (Kind::Ecdsa, Some(Hash::Sha384)),
        ECDSA_SHA_512 => (Kind::Ecdsa, Some(Hash::Sha512)),
        ED25519 => (Kind::Ed25519, None),
        _ => return None,
    })
}

fn rsa(hash: Hash) -> RsaParameters {
    match hash {
        Hash::Sha256 => signature::RSA_PKCS1_2048_8192_SHA256,
        Hash::Sha384 => signature::RSA_PKCS1_2048_8192_SHA384,
        Hash::Sha512 => signature::RSA_PKCS1_2048_8192_SHA512,
    }
}

fn rsa_pss(hash: Hash, salt: u16) -> RsaParameters {
    let parameters = match hash {
        Hash::Sha256 => signature::RSA_PSS_2048_8192_SHA256,
        Hash::Sha384 => signature::RSA_PSS_2048_8192_SHA384,
        Hash::Sha512 => signature::RSA_PSS_2048_8192_SHA512,
    };
    parameters.with_pss_salt_length(RsaPssSaltLength::Custom(salt))
}

/// How much salt an RSA-PSS signature has, if all of it is made by this hash (RFC 4055, 3.1). Where it does not
/// say by which hash, or by which its mask, that is SHA-1.
fn salt(parameters: Option<&Any>, hash: Hash) -> Option<u16> {
    let read = parameters?.sequence(|told| {
        Ok((
            told.context_specific::<AlgorithmIdentifierOwned>(TagNumber::N0, TagMode::Explicit)?,
            told.context_specific::<AlgorithmIdentifierOwned>(TagNumber::N1, TagMode::Explicit)?,
            told.context_specific::<u16>(TagNumber::N2, TagMode::Explicit)?,
            told.context_specific::<u8>(TagNumber::N3, TagMode::Explicit)?,
        ))
    });
    let (hashing, mask, salt, end) = read.ok()?;
    let mask = mask.filter(|it| it.oid == MASK_BY_HASH)?.parameters?;
    let hashing_mask: AlgorithmIdentifierOwned = mask.decode_as().ok()?;
    let same = [hashing?.oid, hashing_mask.oid]
        .into_iter()
        .all(|it| Hash::of(it) == Some(hash));
    let usual_end = end.is_none_or(|it| it == 1);
    (same && usual_end).then_some(salt.unwrap_or(USUAL_SALT))
}

/// The curve that a key says it is on.
fn curve_of(key: &AlgorithmIdentifierOwned) -> Option<ObjectIdentifier> {
    key.parameters.as_ref()?.decode_as().ok()
}

fn ecdsa(curve: ObjectIdentifier, hash: Hash) -> Option<EcdsaVerificationAlgorithm> {
    Some(match (curve, hash) {
        (P_256, Hash::Sha256) => signature::ECDSA_P256_SHA256_ASN1,
        (P_256, Hash::Sha384) => signature::ECDSA_P256_SHA384_ASN1,
        (P_256, Hash::Sha512) => signature::ECDSA_P256_SHA512_ASN1,
        (P_384, Hash::Sha256) => signature::ECDSA_P384_SHA256_ASN1,
        (P_384, Hash::Sha384) => signature::ECDSA_P384_SHA384_ASN1,
        (P_384, Hash::Sha512) => signature::ECDSA_P384_SHA512_ASN1,
        (P_521, Hash::Sha256) => signature::ECDSA_P521_SHA256_ASN1,
        (P_521, Hash::Sha384) => signature::ECDSA_P521_SHA384_ASN1,
        (P_521, Hash::Sha512) => signature::ECDSA_P521_SHA512_ASN1,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::digest::{Digest, digest};
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
    use aws_lc_rs::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING,
        ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA512,
        RSA_PSS_SHA256, RsaEncoding,
    };
    use der::Encode;

    const MESSAGE: &[u8] = b"290 hours";
    const HASHES: [(Hash, ObjectIdentifier); 3] = [
        (Hash::Sha256, SHA_256),
        (Hash::Sha384, SHA_384),
        (Hash::Sha512, SHA_512),
    ];

    fn named(oid: ObjectIdentifier, parameters: Option<Any>) -> AlgorithmIdentifierOwned {
        AlgorithmIdentifierOwned { oid, parameters }
    }

    fn on(curve: ObjectIdentifier) -> AlgorithmIdentifierOwned {
        named(
            oid("1.2.840.10045.2.1"),
            Some(Any::encode_from(&curve).unwrap()),
        )
    }

    /// Whether the method of a signature is known, and it is genuine.
    fn check(
        (hash, told): (Hash, &AlgorithmIdentifierOwned),
        (key, public): (&AlgorithmIdentifierOwned, &[u8]),
        signature: &[u8],
    ) -> Option<bool> {
        let method = method(hash, told, key)?;
        Some(method.verify_sig(public, MESSAGE, signature).is_ok())
    }

    #[test]
    fn every_curve_signs_by_every_hash_if_the_method_says_the_same_one() {
        let methods = [ECDSA_SHA_256, ECDSA_SHA_384, ECDSA_SHA_512];
        for (curve, signing, own) in [
            (P_256, &ECDSA_P256_SHA256_ASN1_SIGNING, &SHA256),
            (P_384, &ECDSA_P384_SHA384_ASN1_SIGNING, &SHA384),
            (P_521, &ECDSA_P521_SHA512_ASN1_SIGNING, &SHA512),
        ] {
            let keys = EcdsaKeyPair::generate(signing).unwrap();
            let key = on(curve);
            for (hash, _) in HASHES {
                // Of a hash the first bits count, as many as the curve has; a shorter one is the same number.
                let whole = digest(hash.algorithm(), MESSAGE);
                let whole = whole.as_ref();
                let before = vec![0; own.output_len().saturating_sub(whole.len())];
                let first = [&before, whole].concat();
                let first = Digest::import_less_safe(&first[..own.output_len()], own).unwrap();
                let signature = keys.sign_digest(&first).unwrap();
                for (told, of) in methods.into_iter().zip(HASHES) {
                    let known = check(
                        (hash, &named(told, None)),
                        (&key, keys.public_key().as_ref()),
                        signature.as_ref(),
                    );
                    let expected = (of.0 == hash).then_some(true);
                    assert_eq!(known, expected, "{curve} {hash:?} {told}");
                }
            }
        }
    }

    #[test]
    fn other_curves_and_hashes_are_not_known() {
        let [brainpool, sha_1, sha_3] = [
            "1.3.36.3.3.2.8.1.1.7",
            "1.3.14.3.2.26",
            "2.16.840.1.101.3.4.2.8",
        ]
        .map(oid);
        assert!(method(Hash::Sha256, &named(ECDSA_SHA_256, None), &on(brainpool)).is_none());
        assert_eq!([sha_1, sha_3].map(Hash::of), [None, None]);
    }

    #[test]
    fn ed25519_signs_with_sha_512() {
        let keys = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let signature = keys.sign(MESSAGE);
        for (hash, _) in HASHES {
            let told = named(ED25519, None);
            let public = keys.public_key().as_ref();
            let known = check((hash, &told), (&told, public), signature.as_ref());
            assert_eq!(known, (hash == Hash::Sha512).then_some(true), "{hash:?}");
        }
    }

    fn pss(
        hashing: Option<ObjectIdentifier>,
        mask: Option<ObjectIdentifier>,
        salt: Option<u16>,
        end: Option<u8>,
    ) -> AlgorithmIdentifierOwned {
        let of = |hash| named(hash, Some(Any::null()));
        let part = |number: u8, value: Vec<u8>| {
            let length = u8::try_from(value.len()).unwrap();
            [vec![0xa0 | number, length], value].concat()
        };
        let mask = mask.map(|it| named(MASK_BY_HASH, Some(Any::encode_from(&of(it)).unwrap())));
        let parts = [
            hashing.map(|it| part(0, of(it).to_der().unwrap())),
            mask.map(|it| part(1, it.to_der().unwrap())),
            salt.map(|it| part(2, it.to_der().unwrap())),
            end.map(|it| part(3, it.to_der().unwrap())),
        ];
        let parts: Vec<u8> = parts.into_iter().flatten().flatten().collect();
        let parameters = Any::new(der::Tag::Sequence, parts).unwrap();
        named(RSA_PSS, Some(parameters))
    }

    const WITH_SALT_OF_20: &dyn RsaEncoding =
        &RSA_PSS_SHA256.with_pss_salt_length(RsaPssSaltLength::Custom(20));
    const WITH_MOST_SALT: &dyn RsaEncoding =
        &RSA_PSS_SHA256.with_pss_salt_length(RsaPssSaltLength::Max);

    #[test]
    fn rsa_signs_with_as_much_salt_as_it_says_and_by_one_hash_throughout() {
        let keys = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let sign = |how: &'static dyn RsaEncoding| {
            let mut signature = vec![0; keys.public_modulus_len()];
            keys.sign(how, &SystemRandom::new(), MESSAGE, &mut signature)
                .unwrap();
            signature
        };
        let [plain, as_hash, of_20, most] = [
            sign(&RSA_PKCS1_SHA512),
            sign(&RSA_PSS_SHA256),
            sign(WITH_SALT_OF_20),
            sign(WITH_MOST_SALT),
        ];
        let key = named(RSA, Some(Any::null()));
        let known = |hash, told: &AlgorithmIdentifierOwned, signature: &[u8]| {
            check((hash, told), (&key, keys.public_key().as_ref()), signature)
        };
        for (told, expected) in [
            (RSA, Some(true)),
            (RSA_SHA_512, Some(true)),
            (RSA_SHA_256, None),
        ] {
            let told = named(told, Some(Any::null()));
            assert_eq!(known(Hash::Sha512, &told, &plain), expected);
        }
        let (ours, other, sha_1) = (Some(SHA_256), Some(SHA_512), Some(oid("1.3.14.3.2.26")));
        for (told, signature, expected) in [
            (pss(ours, ours, Some(32), None), &as_hash, Some(true)),
            (pss(ours, ours, Some(32), Some(1)), &as_hash, Some(true)),
            (pss(ours, ours, Some(20), None), &of_20, Some(true)),
            (pss(ours, ours, None, None), &of_20, Some(true)),
            (pss(ours, ours, Some(222), None), &most, Some(true)),
            (pss(ours, ours, None, None), &as_hash, Some(false)),
            (pss(ours, ours, Some(32), None), &most, Some(false)),
            (pss(ours, ours, Some(u16::MAX), None), &most, Some(false)),
            (pss(ours, ours, Some(32), Some(2)), &as_hash, None),
            (pss(other, ours, Some(32), None), &as_hash, None),
            (pss(ours, other, Some(32), None), &as_hash, None),
            (pss(ours, sha_1, Some(32), None), &as_hash, None),
            (pss(ours, None, Some(32), None), &as_hash, None),
            (pss(None, None, None, None), &of_20, None),
            (named(RSA_PSS, None), &as_hash, None),
            (named(RSA_PSS, Some(Any::null())), &as_hash, None),
        ] {
            assert_eq!(known(Hash::Sha256, &told, signature), expected, "{told:?}");
        }
    }
}

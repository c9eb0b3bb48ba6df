//! Who signed: the signature itself (CMS, RFC 5652).

use aws_lc_rs::digest::{self, Context, SHA256, SHA384, SHA512};
use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Reader, SliceReader};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::name::RdnSequence;

use super::Fault;
use super::tax_code::masked;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
const SURNAME: ObjectIdentifier = oid("2.5.4.4");
const ORGANISATION: ObjectIdentifier = oid("2.5.4.10");
const GIVEN_NAME: ObjectIdentifier = oid("2.5.4.42");

/// No longer than this of a subject is kept.
const LONGEST: usize = 1000;

/// Whom the certificate names that signed these parts of a file, if its key did.
pub(super) fn subject_of(contents: &[u8], signed: [&[u8]; 2]) -> Result<String, Fault> {
    let unread = |_fault| "signature_not_read";
    let data = signed_data(contents).map_err(unread)?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err("signature_not_read");
    };
    let certificate = certificate_of(&data, signer).ok_or("signature_not_read")?;
    let attributes = signer.signed_attrs.as_ref().ok_or("signature_not_read")?;
    let attribute = |kind: ObjectIdentifier| -> Option<&Any> {
        let mut of_kind = attributes.iter().filter(|it| it.oid == kind);
        let (only, another) = (of_kind.next()?, of_kind.next());
        match (only.values.as_slice(), another) {
            ([value], None) => Some(value),
            _ => None,
        }
    };
    let kind = attribute(CONTENT_TYPE).ok_or("signature_not_read")?;
    let told = attribute(MESSAGE_DIGEST).ok_or("signature_not_read")?;
    let told = told.decode_as::<OctetString>().map_err(unread)?;
    let hashing = hashing(signer.digest_alg.oid).ok_or("signature_method_unknown")?;
    let mut hash = Context::new(hashing);
    signed.into_iter().for_each(|part| hash.update(part));
    let of_data = kind.decode_as::<ObjectIdentifier>().map_err(unread)? == DATA;
    if !of_data || told.as_bytes() != hash.finish().as_ref() {
        return Err("signature_not_genuine");
    }
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let method = method(signer, certificate).ok_or("signature_method_unknown")?;
    // What is signed is the attributes as a set (RFC 5652, 5.4).
    let message = attributes.to_der().map_err(unread)?;
    UnparsedPublicKey::new(method, key.subject_public_key.raw_bytes())
        .verify(&message, signer.signature.as_bytes())
        .map_err(|_fault| "signature_not_genuine")?;
    let named = named(&certificate.tbs_certificate.subject);
    Ok(named
        .chars()
        .filter(|it| !it.is_control())
        .take(LONGEST)
        .collect())
}

/// Of a subject the name and the organisation, as `CN=…,O=…`, without codes of persons in them. Nothing else:
/// in the `serialNumber` qualified certificates have the signer's tax code (ETSI EN 319 412-1, 5.1.3).
fn named(subject: &RdnSequence) -> String {
    let told = |kind: ObjectIdentifier| {
        let mut attributes = subject.0.iter().rev().flat_map(|part| part.0.iter());
        let text = attributes.find(|it| it.oid == kind)?.to_string();
        let (_, value) = text.split_once('=')?;
        // A text in a form that is not read stands there as the digits of its bytes, and a code in it too.
        (!value.starts_with('#')).then(|| masked(value))
    };
    let in_parts = || {
        let parts: Vec<String> = [GIVEN_NAME, SURNAME].into_iter().filter_map(told).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let name = told(COMMON_NAME).or_else(in_parts);
    let name = name.map(|it| format!("CN={it}"));
    let organisation = told(ORGANISATION).map(|it| format!("O={it}"));
    let kept: Vec<String> = name.into_iter().chain(organisation).collect();
    kept.join(",")
}

/// A signature that stands apart from what it signs, with the zeros that fill its place up.
fn signed_data(contents: &[u8]) -> der::Result<SignedData> {
    let mut reader = SliceReader::new(contents)?;
    let info = ContentInfo::decode(&mut reader)?;
    let rest = reader.read_slice(reader.remaining_len())?;
    let data: SignedData = info.content.decode_as()?;
    let apart = data.encap_content_info.econtent.is_none();
    if info.content_type != SIGNED_DATA || !apart || rest.iter().any(|byte| *byte != 0) {
        return Err(der::ErrorKind::Failed.into());
    }
    Ok(data)
}

fn certificate_of<'a>(data: &'a SignedData, signer: &SignerInfo) -> Option<&'a Certificate> {
    let is_it = |certificate: &Certificate| {
        let told = &certificate.tbs_certificate;
        match &signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(id) => {
                told.issuer == id.issuer && told.serial_number == id.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => told
                .get::<SubjectKeyIdentifier>()
                .is_ok_and(|found| found.is_some_and(|(_, found)| found == *id)),
        }
    };
    let certificates = data.certificates.as_ref()?.0.iter();
    certificates
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate),
            CertificateChoices::Other(_) => None,
        })
        .find(|it| is_it(it))
}

fn hashing(kind: ObjectIdentifier) -> Option<&'static digest::Algorithm> {
    let known = [
        ("2.16.840.1.101.3.4.2.1", &SHA256),
        ("2.16.840.1.101.3.4.2.2", &SHA384),
        ("2.16.840.1.101.3.4.2.3", &SHA512),
    ];
    let found = known.into_iter().find(|(text, _)| oid(text) == kind)?;
    Some(found.1)
}

/// How the signer's key signs: RSA of 2048 bits or more, elliptic curves of NIST, Ed25519.
fn method(
    signer: &SignerInfo,
    certificate: &Certificate,
) -> Option<&'static dyn VerificationAlgorithm> {
    let hash = signer.digest_alg.oid.to_string();
    let hash = hash.strip_prefix("2.16.840.1.101.3.4.2.")?;
    let key = &certificate
        .tbs_certificate
        .subject_public_key_info
        .algorithm;
    let curve = key.parameters.as_ref();
    let curve = curve.and_then(|it| it.decode_as::<ObjectIdentifier>().ok());
    let curve = curve.map(|it| it.to_string()).unwrap_or_default();
    let method = signer.signature_algorithm.oid.to_string();
    let found: &'static dyn VerificationAlgorithm = match (method.as_str(), curve.as_str(), hash) {
        ("1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.11", _, "1") => {
            &signature::RSA_PKCS1_2048_8192_SHA256
        }
        ("1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.12", _, "2") => {
            &signature::RSA_PKCS1_2048_8192_SHA384
        }
        ("1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.13", _, "3") => {
            &signature::RSA_PKCS1_2048_8192_SHA512
        }
        ("1.2.840.113549.1.1.10", _, "1") => &signature::RSA_PSS_2048_8192_SHA256,
        ("1.2.840.113549.1.1.10", _, "2") => &signature::RSA_PSS_2048_8192_SHA384,
        ("1.2.840.113549.1.1.10", _, "3") => &signature::RSA_PSS_2048_8192_SHA512,
        ("1.2.840.10045.4.3.2", "1.2.840.10045.3.1.7", "1") => &signature::ECDSA_P256_SHA256_ASN1,
        ("1.2.840.10045.4.3.3", "1.2.840.10045.3.1.7", "2") => &signature::ECDSA_P256_SHA384_ASN1,
        ("1.2.840.10045.4.3.2", "1.3.132.0.34", "1") => &signature::ECDSA_P384_SHA256_ASN1,
        ("1.2.840.10045.4.3.3", "1.3.132.0.34", "2") => &signature::ECDSA_P384_SHA384_ASN1,
        ("1.2.840.10045.4.3.4", "1.3.132.0.35", "3") => &signature::ECDSA_P521_SHA512_ASN1,
        ("1.3.101.112", _, "3") => &signature::ED25519,
        _ => return None,
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_subject_the_name_and_the_organisation_are_kept_and_no_tax_code() {
        for (subject, kept) in [
            ("CN=Ada Firma", "CN=Ada Firma"),
            (
                "CN=Ada Firma,2.5.4.5=TINIT-FRMDAA80A41D969X,O=Comune di Genova,C=IT",
                "CN=Ada Firma,O=Comune di Genova",
            ),
            (
                "CN=Ada Firma+2.5.4.5=TINIT-FRMDAA80A41D969X,C=IT",
                "CN=Ada Firma",
            ),
            (
                "2.5.4.42=Ada,2.5.4.4=Firma,2.5.4.5=TINIT-FRMDAA80A41D969X",
                "CN=Ada Firma",
            ),
            ("2.5.4.5=TINIT-FRMDAA80A41D969X,C=IT", ""),
            (
                "CN=Firma Ada/FRMDAA80A41D969X,O=Studio FRMDAA80A41D969X,C=IT",
                "CN=Firma Ada/***,O=Studio ***",
            ),
            (
                "2.5.4.42=Ada,2.5.4.4=Firma IT:FRMDAA80A41D969X",
                "CN=Ada Firma IT:***",
            ),
            (
                "CN=#040C46524D444141383041343144,O=Comune di Genova",
                "O=Comune di Genova",
            ),
        ] {
            let subject: RdnSequence = subject.parse().unwrap();
            assert_eq!(named(&subject), kept);
        }
    }
}

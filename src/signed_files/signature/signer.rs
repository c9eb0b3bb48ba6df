//! Who signed: the signature itself (CMS, RFC 5652).

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{AnyRef, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode, Reader, SliceReader, Tag, Tagged};
use x509_cert::Certificate;
use x509_cert::attr::Attributes;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::name::RdnSequence;

use super::Fault;
use super::methods::{Hash, method, oid};
use super::tax_code::masked;
use crate::text::bare_name;

const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
const SURNAME: ObjectIdentifier = oid("2.5.4.4");
const ORGANISATION: ObjectIdentifier = oid("2.5.4.10");
const GIVEN_NAME: ObjectIdentifier = oid("2.5.4.42");

/// No longer than this of a subject is kept.
const LONGEST: usize = 1000;

/// A signature with the chain of its certificates has some thousands of bytes; what is in it is sorted, each
/// against each.
const MOST_BYTES: usize = 64 * 1024;

/// Whom the certificate names that signed these parts of a file, if its key did. In a PAdES signature what is
/// signed says which certificate that is; in others it may.
pub(super) fn subject_of(
    contents: &[u8],
    signed: [&[u8]; 2],
    is_pades: bool,
) -> Result<String, Fault> {
    let unread = |_fault| "signature_not_read";
    let (data, content) = signed_data(contents).map_err(unread)?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err("signature_not_read");
    };
    let (certificate, bytes) = certificate_of(&content, signer).ok_or("signature_not_read")?;
    let attributes = signer.signed_attrs.as_ref().ok_or("signature_not_read")?;
    let kind = attribute(attributes, CONTENT_TYPE).ok_or("signature_not_read")?;
    let told = attribute(attributes, MESSAGE_DIGEST).ok_or("signature_not_read")?;
    let told = told.decode_as::<OctetString>().map_err(unread)?;
    let hash = Hash::of(signer.digest_alg.oid).ok_or("signature_method_unknown")?;
    let mut found = Context::new(hash.algorithm());
    signed.into_iter().for_each(|part| found.update(part));
    let of_data = kind.decode_as::<ObjectIdentifier>().map_err(unread)? == DATA;
    if !of_data || told.as_bytes() != found.finish().as_ref() {
        return Err("signature_not_genuine");
    }
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let method = method(hash, &signer.signature_algorithm, &key.algorithm)
        .ok_or("signature_method_unknown")?;
    // What is signed is the attributes as a set (RFC 5652, 5.4).
    let message = attributes.to_der().map_err(unread)?;
    let (key, signature) = (&key.subject_public_key, &signer.signature);
    method
        .verify_sig(key.raw_bytes(), &message, signature.as_bytes())
        .map_err(|_fault| "signature_not_genuine")?;
    ensure_named(attributes, &bytes, is_pades)?;
    let named = named(&certificate.tbs_certificate.subject);
    Ok(named.chars().take(LONGEST).collect())
}

/// Of a subject the name and the organisation, as `CN=…,O=…`, without codes of persons in them. Nothing else:
/// in the `serialNumber` qualified certificates have the signer's tax code (ETSI EN 319 412-1, 5.1.3).
fn named(subject: &RdnSequence) -> String {
    let told = |kind: ObjectIdentifier| {
        let mut attributes = subject.0.iter().rev().flat_map(|part| part.0.iter());
        let text = attributes.find(|it| it.oid == kind)?.to_string();
        let (_, value) = text.split_once('=')?;
        // A text in a form that is not read stands there as the digits of its bytes, and a code in it too. What
        // nobody sees goes first: between the letters of a code it would hide that.
        (!value.starts_with('#')).then(|| masked(&bare_name(value)))
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

/// A signature that stands apart from what it signs, with the zeros that fill its place up; and the same as it
/// is written.
fn signed_data(contents: &[u8]) -> der::Result<(SignedData, Any)> {
    let mut reader = SliceReader::new(contents)?;
    let written = reader.tlv_bytes()?;
    if written.len() > MOST_BYTES {
        return Err(der::ErrorKind::Failed.into());
    }
    let info = ContentInfo::from_der(written)?;
    let rest = reader.read_slice(reader.remaining_len())?;
    let data: SignedData = info.content.decode_as()?;
    let apart = data.encap_content_info.econtent.is_none();
    if info.content_type != SIGNED_DATA || !apart || rest.iter().any(|byte| *byte != 0) {
        return Err(der::ErrorKind::Failed.into());
    }
    Ok((data, info.content))
}

/// The signer's certificate, and its bytes as they are written.
fn certificate_of(content: &Any, signer: &SignerInfo) -> Option<(Certificate, Vec<u8>)> {
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
    let certificates = certificates(content).ok()?;
    let mut read = certificates
        .into_iter()
        .filter_map(|bytes| Some((Certificate::from_der(bytes).ok()?, bytes.to_vec())));
    read.find(|(certificate, _)| is_it(certificate))
}

/// The certificates of a signature as they are written: behind its version, its methods and what it is of.
fn certificates(content: &Any) -> der::Result<Vec<&[u8]>> {
    let mut parts = SliceReader::new(content.value())?;
    for _ in 0..3 {
        parts.tlv_bytes()?;
    }
    let mut set = SliceReader::new(AnyRef::from_der(parts.tlv_bytes()?)?.value())?;
    let mut found = Vec::new();
    while !set.is_finished() {
        found.push(set.tlv_bytes()?);
    }
    Ok(found)
}

/// The one value of an attribute that is there once.
fn attribute(attributes: &Attributes, kind: ObjectIdentifier) -> Option<&Any> {
    let mut of_kind = attributes.iter().filter(|it| it.oid == kind);
    let (only, another) = (of_kind.next()?, of_kind.next());
    match (only.values.as_slice(), another) {
        ([value], None) => Some(value),
        _ => None,
    }
}

/// That what is signed names this certificate (RFC 5035; for PAdES it has to: EN 319 142-1, 6.3). Certificates
/// stand beside what is signed: anybody could put one with another name there, of the same key.
fn ensure_named(attributes: &Attributes, certificate: &[u8], required: bool) -> Result<(), Fault> {
    let mut named = false;
    for (kind, usual) in [
        (SIGNING_CERTIFICATE_V2, &SHA256),
        (SIGNING_CERTIFICATE, &SHA1_FOR_LEGACY_USE_ONLY),
    ] {
        if attributes.iter().all(|it| it.oid != kind) {
            continue;
        }
        let first = attribute(attributes, kind).and_then(first_named);
        let first = first.ok_or("signature_not_read")?;
        let (hashing, hash) = match first.as_slice() {
            [hash, ..] if hash.tag() == Tag::OctetString => (usual, hash),
            [method, hash, ..] if kind == SIGNING_CERTIFICATE_V2 => {
                let method = parts(method).ok_or("signature_not_read")?;
                let method = method.first().map(|it| it.decode_as());
                let method = method.and_then(Result::ok).ok_or("signature_not_read")?;
                let hashing = Hash::of(method).ok_or("signature_method_unknown")?;
                (hashing.algorithm(), hash)
            }
            _ => return Err("signature_not_read"),
        };
        if hash.value() != digest(hashing, certificate).as_ref() {
            return Err("signature_not_genuine");
        }
        named = true;
    }
    match named || !required {
        true => Ok(()),
        false => Err("signature_form_unknown"),
    }
}

/// What the attribute tells of the first certificate, which is the signer's.
fn first_named(value: &Any) -> Option<Vec<Any>> {
    let certificates = parts(parts(value)?.first()?)?;
    parts(certificates.first()?)
}

fn parts(value: &Any) -> Option<Vec<Any>> {
    value.decode_as().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        let head = match content.len() {
            0..128 => vec![tag, length[3]],
            _ => {
                let zeros = length.iter().take_while(|it| **it == 0).count();
                let digits = u8::try_from(length.len() - zeros).unwrap();
                [&[tag, 0x80 | digits][..], &length[zeros..]].concat()
            }
        };
        [head, content.to_vec()].concat()
    }

    #[test]
    fn a_signature_of_more_than_some_certificates_is_not_sorted() {
        let methods: Vec<u8> = (0x4000_u32..0x4_0000)
            .rev()
            .flat_map(|number| {
                let seven = |by: u32| u8::try_from(number >> by & 0x7f).unwrap();
                [
                    0x30,
                    6,
                    6,
                    4,
                    0x2a,
                    0x80 | seven(14),
                    0x80 | seven(7),
                    seven(0),
                ]
            })
            .collect();
        let data = [written(2, &[1]), written(0x31, &methods)].concat();
        let kind = written(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02");
        let content = written(0xa0, &written(0x30, &data));
        let signature = written(0x30, &[kind, content].concat());
        let read = subject_of(&signature, [b"", b""], false);
        assert_eq!(read, Err("signature_not_read"));
    }

    #[test]
    fn of_a_subject_the_name_and_the_organisation_are_kept_and_no_tax_code() {
        let letters = "FRMDAA80A41D969X".chars().map(String::from);
        let unseen = letters.collect::<Vec<_>>().join(&"\u{200b}".repeat(9));
        let unseen = format!("CN=Firma Ada/{unseen}");
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
            (unseen.as_str(), "CN=Firma Ada/***"),
            (
                "CN=Ada \u{202e}amriF\u{ad},O=\u{2066}Comune\u{200b} di Genova\u{85}",
                "CN=Ada amriF,O=Comune di Genova",
            ),
            ("CN=علی\u{200c}رضا", "CN=علی\u{200c}رضا"),
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

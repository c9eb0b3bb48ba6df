//! A certificate as a European Digital Credential for Learning (European Learning Model 3), unsigned: to be
//! uploaded where the issuer's electronic seal is put on it. Says what the credential says and no more.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, SecondsFormat, Utc};
use qrcode::{EcLevel, QrCode};
use serde_json::{Value, json};

use super::IssuerAddress;
use super::badge::{midnight, minutes};
use crate::certificates::CertificateId;
use crate::documents::content::ParticipationContent;
use crate::error::{Error, Result};

const LANGUAGES: &str = "http://publications.europa.eu/resource/authority/language";
const COUNTRIES: &str = "http://publications.europa.eu/resource/authority/country";
const FILE_TYPES: &str = "http://publications.europa.eu/resource/authority/file-type";
const PROFILES: &str = "http://data.europa.eu/snb/credential";
const ENCODINGS: &str = "http://data.europa.eu/snb/encoding";
/// What the Publications Office calls the whole of a list of its own.
const WHOLE: &str = "25831c2";

/// In the languages that the fixed texts of it are in.
const SHOWN_IN: [&str; 2] = ["ITA", "ENG"];

/// Pixels of one module of the picture's code, and of modules left white around it.
const MODULE: u32 = 8;
const MARGIN: u32 = 4;

/// A certificate as it is handed to the platform.
pub struct European<'a> {
    pub certificate: &'a CertificateId,
    pub content: &'a ParticipationContent,
    pub issued_at: DateTime<Utc>,
    pub issuer: &'a IssuerAddress,
    /// Tax code or VAT number: a seal asks for a legal identifier.
    pub issuers_tax_code: &'a str,
    /// Where anybody sees whether the certificate stands.
    pub verify_url: &'a str,
}

impl European<'_> {
    /// The file, in the names of the context that the platform publishes.
    pub fn write(&self) -> Result<Vec<u8>> {
        let picture = picture(self.verify_url)?;
        let at = self.issued_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let document = json!({
            "@context": [
                "https://www.w3.org/2018/credentials/v1",
                "http://data.europa.eu/snb/model/context/edc-ap",
            ],
            "id": format!("urn:credential:{}", self.certificate),
            "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
            "credentialSchema": [{
                "id": "http://data.europa.eu/snb/model/ap/edc-generic-full",
                "type": "ShaclValidator2017",
            }],
            // Of no special kind.
            "credentialProfiles": [listed(PROFILES, "e34929035b")],
            "identifier": [{
                "id": self.part("number"),
                "type": "Identifier",
                "notation": self.content.number,
            }],
            "issued": at,
            "issuanceDate": at,
            "validFrom": at,
            "issuer": self.issuer(),
            "credentialSubject": {
                "id": self.part("person"),
                "type": "Person",
                "fullName": { "und": self.content.holder.name },
                "hasClaim": [self.participation(&at)],
            },
            "displayParameter": self.display(&picture),
        });
        serde_json::to_vec(&document).map_err(Error::internal)
    }

    fn part(&self, name: &str) -> String {
        format!("urn:uuid:{}#{name}", self.certificate)
    }

    fn issuer(&self) -> Value {
        json!({
            "id": self.issuer.did(),
            "type": "Organisation",
            "legalName": { "it": self.content.issuer.name },
            "eidasLegalIdentifier": {
                "id": self.part("tax-code"),
                "type": "LegalIdentifier",
                "notation": self.issuers_tax_code,
                "spatial": authority(COUNTRIES, "ITA"),
            },
            "location": {
                "id": self.part("location"),
                "type": "Location",
                "address": {
                    "id": self.part("address"),
                    "type": "Address",
                    "countryCode": authority(COUNTRIES, "ITA"),
                },
            },
        })
    }

    fn participation(&self, at: &str) -> Value {
        let period = &self.content.period;
        let body = json!([{ "id": self.issuer.did(), "type": "Organisation" }]);
        let title = &self.content.programme.title;
        json!({
            "id": self.part("participation"),
            "type": "LearningActivity",
            "title": {
                "it": format!("Bilancio di competenze – {title}"),
                "en": format!("Skills audit – {title}"),
            },
            "description": {
                "it": "Attesta che la persona ha preso parte a un bilancio di competenze. Non attesta né valuta \
                    competenze.",
                "en": "Attests that the person took part in a skills audit. It neither attests nor assesses \
                    competences.",
            },
            "temporal": [{
                "id": self.part("period"),
                "type": "PeriodOfTime",
                "startDate": midnight(period.from),
                "endDate": midnight(period.to),
            }],
            "workload": duration(minutes(self.content)),
            "directedBy": body,
            "awardedBy": {
                "id": self.part("awarding"),
                "type": "AwardingProcess",
                "awardingBody": body,
                "awardingDate": at,
            },
        })
    }

    /// What a viewer shows of it: a title, and for a picture the code that leads to the public check.
    fn display(&self, picture: &str) -> Value {
        let shown = |language: &str| {
            json!({
                "id": self.part(&format!("display-{language}")),
                "type": "IndividualDisplay",
                "language": authority(LANGUAGES, language),
                "displayDetail": [{
                    "id": self.part(&format!("page-{language}")),
                    "type": "DisplayDetail",
                    "page": 1,
                    "image": {
                        "id": self.part(&format!("picture-{language}")),
                        "type": "MediaObject",
                        "content": picture,
                        "contentEncoding": listed(ENCODINGS, "6146cde7dd"),
                        "contentType": authority(FILE_TYPES, "PNG"),
                    },
                }],
            })
        };
        json!({
            "id": self.part("display"),
            "type": "DisplayParameter",
            "title": {
                "it": "Attestato di partecipazione",
                "en": "Certificate of participation",
            },
            "primaryLanguage": authority(LANGUAGES, SHOWN_IN[0]),
            "language": SHOWN_IN.map(|language| authority(LANGUAGES, language)),
            "individualDisplay": SHOWN_IN.map(shown),
        })
    }
}

fn concept(id: &str, scheme: &str) -> Value {
    json!({
        "id": id,
        "type": "Concept",
        "inScheme": { "id": scheme, "type": "ConceptScheme" },
    })
}

/// An entry of one of the Publications Office's tables.
fn authority(table: &str, code: &str) -> Value {
    concept(&format!("{table}/{code}"), table)
}

/// An entry of one of the learning model's lists.
fn listed(list: &str, code: &str) -> Value {
    concept(&format!("{list}/{code}"), &format!("{list}/{WHOLE}"))
}

/// As XML Schema writes it.
fn duration(minutes: u32) -> String {
    format!("PT{}H{}M", minutes / 60, minutes % 60)
}

/// A PNG of a QR code that leads to an address, in base64.
fn picture(url: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M).map_err(Error::internal)?;
    let modules = code.width() as u32;
    let side = (modules + 2 * MARGIN) * MODULE;
    let dark = |x: u32, y: u32| {
        let at = |pixel: u32| {
            (pixel / MODULE)
                .checked_sub(MARGIN)
                .filter(|it| *it < modules)
        };
        let place = at(x).zip(at(y));
        place.is_some_and(|(x, y)| code[(x as usize, y as usize)] == qrcode::Color::Dark)
    };
    let pixels = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let pixels: Vec<u8> = pixels
        .map(|(x, y)| if dark(x, y) { 0 } else { u8::MAX })
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(Error::internal)?;
    writer.write_image_data(&pixels).map_err(Error::internal)?;
    writer.finish().map_err(Error::internal)?;
    Ok(BASE64.encode(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_a_code_with_white_around_it() {
        let file = BASE64
            .decode(picture("https://bilancio.example/verify/X").unwrap())
            .unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let shown = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((shown.width, shown.height), ((29 + 8) * 8, (29 + 8) * 8));
        let at = |x: u32, y: u32| pixels[(y * shown.width + x) as usize];
        // The margin; the corner of the finder pattern; the light ring in it.
        assert_eq!([at(31, 31), at(32, 32), at(40, 40)], [255, 0, 255]);
    }

    #[test]
    fn a_duration_is_as_xml_schema_writes_it() {
        assert_eq!(
            [duration(0), duration(1740), duration(150)],
            ["PT0H0M", "PT29H0M", "PT2H30M"]
        );
    }
}

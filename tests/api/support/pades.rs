//! A signature as programs put it upon a PDF; made here, so that it can be made wrongly too.

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};

/// The subject of the certificate.
pub const SUBJECT: &str = "CN=Ada Firma";

const ED25519: &[u8] = b"\x2b\x65\x70";
const SHA_512: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x03";
const DATA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
const SIGNED_DATA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
const CONTENT_TYPE: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03";
const MESSAGE_DIGEST: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04";
const SIGNING_CERTIFICATE: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f";
const COMMON_NAME: &[u8] = b"\x55\x04\x03";

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;

/// Digits for the signature, and for each number of its range.
const PLACE: usize = 4096;
const NUMBER: usize = 10;

/// How a file is signed; as it should be, by default.
pub struct Signing {
    pub form: &'static str,
    /// What the certificate's key has to do with the signature.
    pub key: [u8; 32],
    /// Whom the certificate names that is put beside what is signed.
    pub subject: &'static str,
    /// Whether what is signed says which certificate is the signer's.
    pub names_certificate: bool,
    /// Further objects of the file, by their numbers.
    pub objects: Vec<(usize, String)>,
    /// Further objects that its table does not name.
    pub unnamed: Vec<(usize, String)>,
    /// Further lines of its table of objects.
    pub table: String,
    /// How each line of the table ends that names an object.
    pub line_end: &'static str,
    /// What stands between its objects and its table.
    pub gap: &'static str,
    /// What stands between its table and its trailer.
    pub before_trailer: &'static str,
    /// Further words of its trailer.
    pub trailer: &'static str,
    /// What its trailer says of the greatest number, where that is not true.
    pub size: Option<usize>,
    /// Further words of the form.
    pub form_says: &'static str,
    /// Further words of the signature's field.
    pub field: &'static str,
    /// Added to the file once it is signed.
    pub afterwards: &'static str,
    /// Whether the signature is of these very bytes.
    pub of_the_file: bool,
}

impl Default for Signing {
    fn default() -> Self {
        Self {
            form: "ETSI.CAdES.detached",
            key: [7; 32],
            subject: SUBJECT,
            names_certificate: true,
            objects: Vec::new(),
            unnamed: Vec::new(),
            table: String::new(),
            line_end: " \n",
            gap: "",
            before_trailer: "",
            trailer: "",
            size: None,
            form_says: "",
            field: "",
            afterwards: "",
            of_the_file: true,
        }
    }
}

/// The file with a signature upon it; the same each time.
pub fn signed(issued: &[u8]) -> Vec<u8> {
    Signing::default().sign(issued)
}

/// What the last trailer of a file says of a name.
fn trailer(file: &str, name: &str) -> Option<usize> {
    let (_, last) = file.rsplit_once("trailer")?;
    let (_, value) = last.split_once(name)?;
    let digits: String = value
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

impl Signing {
    pub fn sign(&self, issued: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(issued);
        let said = |name| trailer(&text, name).unwrap();
        let (size, root) = (said("/Size"), said("/Root"));
        let catalogue = object(&text, root).unwrap();
        let (field, value) = (size, size + 1);
        let form = format!(
            "/AcroForm<</Fields[{field} 0 R]/SigFlags 3{}>>>>",
            self.form_says
        );
        let mut objects = vec![
            (
                root,
                catalogue.strip_suffix(">>").unwrap().to_owned() + &form,
            ),
            (
                field,
                format!(
                    "<</FT/Sig/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/T(S)/V {value} 0 R{}>>",
                    self.field
                ),
            ),
            (value, self.placeholder()),
        ];
        objects.extend(self.objects.iter().cloned());
        let numbers = objects.iter().map(|(number, _)| *number + 1);
        let greatest = self.size.or(numbers.max()).unwrap();
        let mut file = [issued, b"\n"].concat();
        let mut table = "xref\n0 1\n0000000000 65535 f \n".to_owned() + &self.table;
        for (number, object) in objects {
            table += &format!("{number} 1\n{:010} 00000 n{}", file.len(), self.line_end);
            file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
        }
        for (number, object) in &self.unnamed {
            file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
        }
        file.extend(self.gap.bytes());
        let start = file.len();
        let (_, previous) = text.rsplit_once("startxref").unwrap();
        let previous = previous.split_whitespace().next().unwrap();
        let end = format!(
            "{table}{}trailer\n<</Size {greatest}/Root {root} 0 R/Prev {previous}{}>>\nstartxref\n\
             {start}\n%%EOF\n",
            self.before_trailer, self.trailer,
        );
        file.extend(end.bytes());
        self.fill(&mut file);
        file.extend(self.afterwards.bytes());
        file
    }

    fn placeholder(&self) -> String {
        let number = "0".repeat(NUMBER);
        format!(
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/{}/ByteRange[0 {number} {number} {number}]\
             /Contents<{}>>>",
            self.form,
            "0".repeat(PLACE)
        )
    }

    fn fill(&self, file: &mut [u8]) {
        let find = |file: &[u8], what: &[u8]| {
            file.windows(what.len())
                .rposition(|window| window == what)
                .unwrap()
        };
        let start = find(file, b"/Contents<") + "/Contents".len();
        let end = start + PLACE + 2;
        let range = find(file, b"/ByteRange[") + "/ByteRange[0 ".len();
        let numbers = [start, end, file.len() - end].map(|it| format!("{it:0NUMBER$}"));
        file[range..range + 3 * NUMBER + 2].copy_from_slice(numbers.join(" ").as_bytes());
        let mut parts = [&file[..start], &file[end..]].concat();
        if !self.of_the_file {
            parts[0] ^= 1;
        }
        let hex: String = self
            .cms(&parts)
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        file[start + 1..start + 1 + hex.len()].copy_from_slice(hex.as_bytes());
    }

    fn cms(&self, of: &[u8]) -> Vec<u8> {
        let certificate = |subject: &str| certificate(&keys([7; 32]), subject);
        let hashing = der(SEQUENCE, &[&der(6, &[SHA_512])]);
        let attribute =
            |kind: &[u8], value: Vec<u8>| der(SEQUENCE, &[&der(6, &[kind]), &der(SET, &[&value])]);
        let hash = der(4, &[digest(&SHA256, &certificate(SUBJECT)).as_ref()]);
        let named = (0..3).fold(hash, |inner, _| der(SEQUENCE, &[&inner]));
        let named = self
            .names_certificate
            .then(|| attribute(SIGNING_CERTIFICATE, named));
        let attributes = [
            attribute(CONTENT_TYPE, der(6, &[DATA])),
            named.unwrap_or_default(),
            attribute(MESSAGE_DIGEST, der(4, &[digest(&SHA512, of).as_ref()])),
        ]
        .concat();
        let signature = keys(self.key).sign(&der(SET, &[&attributes]));
        let signer = der(
            SEQUENCE,
            &[
                &der(2, &[&[1]]),
                &der(SEQUENCE, &[&name(SUBJECT), &der(2, &[&[1]])]),
                &hashing,
                &der(0xa0, &[&attributes]),
                &der(SEQUENCE, &[&der(6, &[ED25519])]),
                &der(4, &[signature.as_ref()]),
            ],
        );
        let data = der(
            SEQUENCE,
            &[
                &der(2, &[&[1]]),
                &der(SET, &[&hashing]),
                &der(SEQUENCE, &[&der(6, &[DATA])]),
                &der(0xa0, &[&certificate(self.subject)]),
                &der(SET, &[&signer]),
            ],
        );
        der(SEQUENCE, &[&der(6, &[SIGNED_DATA]), &der(0xa0, &[&data])])
    }
}

/// What stands between the lines of an object.
pub fn object(file: &str, number: usize) -> Option<String> {
    let (_, rest) = file.rsplit_once(&format!("\n{number} 0 obj"))?;
    Some(rest.split_once("endobj")?.0.trim().to_owned())
}

fn keys(seed: [u8; 32]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&seed).unwrap()
}

fn name(subject: &str) -> Vec<u8> {
    let (_, words) = subject.split_once('=').unwrap();
    let part = der(
        SEQUENCE,
        &[&der(6, &[COMMON_NAME]), &der(12, &[words.as_bytes()])],
    );
    der(SEQUENCE, &[&der(SET, &[&part])])
}

fn certificate(keys: &Ed25519KeyPair, subject: &str) -> Vec<u8> {
    let method = der(SEQUENCE, &[&der(6, &[ED25519])]);
    let time = |text: &str| der(23, &[text.as_bytes()]);
    let bits = |bytes: &[u8]| der(3, &[&[0], bytes]);
    let told = der(
        SEQUENCE,
        &[
            &der(0xa0, &[&der(2, &[&[2]])]),
            &der(2, &[&[1]]),
            &method,
            &name(SUBJECT),
            &der(SEQUENCE, &[&time("260101000000Z"), &time("290101000000Z")]),
            &name(subject),
            &der(SEQUENCE, &[&method, &bits(keys.public_key().as_ref())]),
        ],
    );
    let signature = keys.sign(&told);
    der(SEQUENCE, &[&told, &method, &bits(signature.as_ref())])
}

/// A value in DER: its tag, its length, its parts.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len().to_be_bytes();
    let length: Vec<u8> = length.into_iter().skip_while(|it| *it == 0).collect();
    let head = match content.len() {
        short @ ..128 => vec![tag, u8::try_from(short).unwrap()],
        _ => {
            let lengths = 0x80 | u8::try_from(length.len()).unwrap();
            [vec![tag, lengths], length].concat()
        }
    };
    [head, content].concat()
}

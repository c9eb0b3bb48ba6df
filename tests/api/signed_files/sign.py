"""Signs a PDF with pyHanko, each time in another way: sign.py FILE FOLDER WAY...

A way names a key and a hash ("P-384 sha256"). It may say that the signature is `visible`, of the form `older`
than PAdES, `time-stamped`, or that the file is `certified`: nothing is to come but more signatures. With `pss`
there is as much salt as the key has room for, or `salt=20`, and the mask is by the same hash, or `mask=sha512`.
What stands behind `then` is signed after it. The signed files are 0.pdf, 1.pdf and so on in the folder.
"""

import sys
from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from pathlib import Path

from asn1crypto.algos import MaskGenAlgorithm, RSASSAPSSParams, SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps

KEYS = {
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
}
NAMES = {NameOID.COUNTRY_NAME: "IT", NameOID.COMMON_NAME: "Niccolò Prova"}

source, folder, *ways = sys.argv[1:]
folder = Path(folder)


@cache
def certified_key(kind):
    """The files of a key and of a certificate of it."""
    key, now = KEYS[kind](), datetime.now(timezone.utc)
    name = x509.Name([x509.NameAttribute(*part) for part in NAMES.items()])
    certificate = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = certificate.not_valid_before(now).not_valid_after(now + timedelta(days=700))
    certificate = certificate.sign(key, None if kind == "ed25519" else hashes.SHA256())
    pem = serialization.Encoding.PEM
    form, protection = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files = folder / f"{kind}.key.pem", folder / f"{kind}.certificate.pem"
    files[0].write_bytes(key.private_bytes(pem, form, protection))
    files[1].write_bytes(certificate.public_bytes(pem))
    return files


def pss(hashing, said):
    mask = MaskGenAlgorithm(
        {"algorithm": "mgf1", "parameters": {"algorithm": said.get("mask", hashing)}}
    )
    told = {
        "hash_algorithm": {"algorithm": hashing},
        "mask_gen_algorithm": mask,
        "salt_length": int(said["salt"]),
    }
    return SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": RSASSAPSSParams(told)})


def sign(file, way, field):
    kind, hashing, *words = way.split()
    said = dict(word.split("=") for word in words if "=" in word)
    signer = signers.SimpleSigner.load(
        *certified_key(kind),
        prefer_pss="pss" in words,
        signature_mechanism=pss(hashing, said) if "salt" in said else None,
    )
    form = fields.SigSeedSubFilter.PADES
    if "older" in words:
        form = fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    told = signers.PdfSignatureMetadata(
        field_name=field, subfilter=form, md_algorithm=hashing, certify="certified" in words
    )
    stamper = timestamps.DummyTimeStamper(signer.signing_cert, signer.signing_key)
    writer = IncrementalPdfFileWriter(BytesIO(file))
    if "visible" in words:
        left = 50 + 250 * int(field[-1])
        box = fields.SigFieldSpec(field, on_page=0, box=(left, 50, left + 200, 100))
        fields.append_signature_field(writer, box)
    stamper = stamper if "time-stamped" in words else None
    return signers.sign_pdf(writer, told, signer=signer, timestamper=stamper).getvalue()


for number, way in enumerate(ways):
    file = Path(source).read_bytes()
    for place, one in enumerate(way.split(" then ")):
        file = sign(file, one, f"Firma{place}")
    (folder / f"{number}.pdf").write_bytes(file)

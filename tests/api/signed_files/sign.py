"""Signs a PDF as PAdES with pyHanko: sign.py KEY CERTIFICATE FILE SIGNED [visible]"""

import sys

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

key, certificate, source, target, *look = sys.argv[1:]
signer = signers.SimpleSigner.load(key, certificate)
told = signers.PdfSignatureMetadata(
    field_name="Firma", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
)
with open(source, "rb") as read, open(target, "wb") as written:
    writer = IncrementalPdfFileWriter(read)
    if look:
        box = fields.SigFieldSpec("Firma", on_page=0, box=(50, 50, 250, 100))
        fields.append_signature_field(writer, box)
    signers.sign_pdf(writer, told, signer=signer, output=written)

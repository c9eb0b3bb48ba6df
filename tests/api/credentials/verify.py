"""Checks a credential with PyJWT: `verify.py jwks.json credential.jwt list.jwt` prints a word."""

import base64
import gzip
import json
import sys

import jwt


def signed(token, keys):
    kid = jwt.get_unverified_header(token)["kid"]
    key = next(key for key in keys.keys if key.key_id == kid)
    return jwt.decode(token, key, algorithms=["EdDSA", "ES256"], options={"require": ["iss", "nbf"]})


keys, token, status = (open(path).read() for path in sys.argv[1:4])
keys = jwt.PyJWKSet.from_dict(json.loads(keys))
try:
    credential = signed(token, keys)
    listed = signed(status, keys)
except (jwt.InvalidTokenError, StopIteration):
    print("refused")
    sys.exit()
entry = credential["credentialStatus"]
assert listed["id"] == entry["statusListCredential"]
encoded = listed["credentialSubject"]["encodedList"][1:]
bits = gzip.decompress(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
place = int(entry["statusListIndex"])
print("revoked" if bits[place // 8] >> (7 - place % 8) & 1 else "valid")

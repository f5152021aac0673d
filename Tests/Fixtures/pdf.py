"""Makes PDFs in a folder: plain.pdf of two pages, encrypted.pdf (40-bit RC4, with a password to open it;
PDF 1.4, section 3.5.2), broken.pdf."""

# SPDX-License-Identifier: MIT-0
import hashlib
import pathlib
import struct
import sys

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key, data):
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def pdf(pages, password=None):
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    name, key, trailer = b"0123456789abcdef", None, b""
    if password is not None:
        padded = (password + PADDING)[:32]
        owner = rc4(hashlib.md5(padded).digest()[:5], padded)
        rights = struct.pack("<i", -4)
        key = hashlib.md5(padded + owner + rights + name).digest()[:5]
    for number, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        stream = f"BT /F 12 Tf 20 200 Td ({text}) Tj ET".encode()
        if key:
            salt = struct.pack("<I", len(objects) + 1)[:3] + b"\0\0"
            stream = rc4(hashlib.md5(key + salt).digest()[:10], stream)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    if key:
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
            % (owner.hex().encode(), rc4(key, PADDING).hex().encode())
        )
        trailer = b"/Encrypt %d 0 R /ID [<%s> <%s>]" % (
            len(objects), name.hex().encode(), name.hex().encode()
        )  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
whole = pdf(["The harbour office.", "The lighthouse was built in 1851."])
(folder / "plain.pdf").write_bytes(whole)
(folder / "encrypted.pdf").write_bytes(pdf(["A secret lighthouse."], b"open sesame"))
(folder / "broken.pdf").write_bytes(whole[:120])

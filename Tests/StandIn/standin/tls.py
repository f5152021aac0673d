# SPDX-License-Identifier: MIT-0
"""A certificate authority of our own, and certificates for localhost, good and bad."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


class Authority:
    """Makes `ca.pem` and server certificates in `folder`."""

    def __init__(self, folder: Path, name: str = "stand-in authority"):
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        self._certificate = (
            self._builder(self._name, self._key.public_key(), DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def _builder(self, subject, key, lifetime) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.timezone.utc)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 2 * DAY)
            .not_valid_after(now + lifetime)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
        )

    def write(self) -> Path:
        """The authority's certificate as a file: what `AWS_CA_BUNDLE` takes."""
        path = self.folder / "ca.pem"
        path.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))
        return path

    def context(
        self, name: str, hosts: list[str], lifetime: datetime.timedelta = 7 * DAY
    ) -> ssl.SSLContext:
        """A server's TLS context with a fresh certificate for `hosts` (names or addresses)."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        certificate = (
            self._builder(subject, key.public_key(), lifetime)
            .add_extension(x509.SubjectAlternativeName([_general(h) for h in hosts]), False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
            .sign(self._key, hashes.SHA256())
        )
        path = self.folder / f"{name}.pem"
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2  # what AWS asks for
        context.load_cert_chain(path)
        context.set_alpn_protocols(["h2", "http/1.1"])
        return context


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


class Contexts:
    """The good context, and those that a client must refuse.

    `wrong` picks one for each handshake: it gives `mismatch` (a certificate for another host),
    `untrusted` (another authority), `expired`, or None.
    """

    def __init__(self, folder: Path, wrong):
        authority = Authority(folder)
        hosts = ["localhost", "127.0.0.1", "::1"]
        self.ca = authority.write()
        self.good = authority.context("good", hosts)
        self._bad = {
            "mismatch": authority.context("mismatch", ["elsewhere.invalid"]),
            "expired": authority.context("expired", hosts, lifetime=-DAY),
            "untrusted": Authority(folder, "another authority").context("untrusted", hosts),
        }
        self._wrong = wrong
        self.good.sni_callback = self._choose

    def _choose(self, connection, _name, _context):
        wrong = self._wrong()
        if wrong in self._bad:
            connection.context = self._bad[wrong]

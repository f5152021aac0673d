# SPDX-License-Identifier: MIT-0
"""A certificate of our own for 127.0.0.1, made anew for each run of a server."""

import ssl
import subprocess


def server_context(folder, protocols=()):
    """Leaves `cert.pem` in the folder, for the client to trust."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=loopback", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", folder + "/key.pem", "-out",
         folder + "/cert.pem"],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
    context.set_alpn_protocols(list(protocols) or ["http/1.1"])
    return context

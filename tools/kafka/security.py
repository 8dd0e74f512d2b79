"""Secured listeners of a test broker: certificates of an authority made on the spot, SCRAM, OAUTHBEARER, ACLs.

    authority = Authority(directory)
    with Cluster(directory, properties=AUTHORIZER, listeners=secured_listeners(authority)) as cluster:
        cluster.address("SCRAM")     # localhost:PORT; cluster.bootstrap stays a plain listener, whose user may do all

Keys and passwords made here live as long as the test's directory. Needs the program openssl.
"""
import base64
import json
import subprocess
import time
from collections import namedtuple
from pathlib import Path

Identity = namedtuple("Identity", "key certificate keystore")  # paths; keystore: both in one file, as Kafka wants it

# The plain listener is the administrator's; everybody else needs an ACL.
AUTHORIZER = {"authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
              "super.users": "User:ANONYMOUS", "allow.everyone.if.no.acl.found": "false"}
OAUTH_SCOPE = "kafka"  # a token without it is refused


class Authority:
    """A certificate authority, and the identities that it vouches for."""

    def __init__(self, directory, name="Test authority"):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.key, self.certificate = self.directory / "ca.key", self.directory / "ca.pem"
        self._request(self.key, self.certificate, name, "basicConstraints=critical,CA:TRUE")

    def identity(self, name, host=None):
        """Who presents it is `name`; with `host` it also serves as the certificate of that host."""
        key, certificate = (self.directory / f"{name}.{end}" for end in ("key", "pem"))
        self._request(key, certificate, name, f"subjectAltName=DNS:{host or name}",
                      "-CA", self.certificate, "-CAkey", self.key)
        keystore = self.directory / f"{name}.keystore.pem"
        keystore.write_text(key.read_text() + certificate.read_text())
        return Identity(key, certificate, keystore)

    @staticmethod
    def _request(key, certificate, name, extension, *more):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "2", "-subj", f"/CN={name}", "-keyout", key, "-out", certificate,
                        "-addext", extension, *more], check=True, capture_output=True)


def unsecured_token(name, scope, seconds):
    """A JSON Web Token (RFC 7519) that nobody signed, for the next `seconds`."""
    claims = {"sub": name, "scope": scope, "iat": time.time(), "exp": time.time() + seconds}
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, claims))
    return ".".join(parts) + "."


def secured_listeners(authority):
    """For Cluster(listeners=...): TLS, MTLS (the client shows a certificate), MISNAMED (its certificate is another
    host's), SCRAM and OAUTH (unsecured tokens with scope OAUTH_SCOPE; who does not show a new one is cut off when it
    expires), the last two over TLS too."""
    def tls(identity):
        return {"security.protocol": "SSL", "ssl.keystore.type": "PEM", "ssl.keystore.location": identity.keystore,
                "ssl.truststore.type": "PEM", "ssl.truststore.location": authority.certificate}

    right, wrong = tls(authority.identity("broker", "localhost")), tls(authority.identity("other", "other.example"))
    module = "org.apache.kafka.common.security"
    token = (f'{module}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker" '
             f'unsecuredValidatorRequiredScope="{OAUTH_SCOPE}";')
    return {
        "TLS": right,
        "MTLS": {**right, "ssl.client.auth": "required"},
        "MISNAMED": wrong,
        "SCRAM": {**right, "security.protocol": "SASL_SSL", "sasl.enabled.mechanisms": "SCRAM-SHA-512",
                  "scram-sha-512.sasl.jaas.config": f"{module}.scram.ScramLoginModule required;"},
        "OAUTH": {**right, "security.protocol": "SASL_SSL", "sasl.enabled.mechanisms": "OAUTHBEARER",
                  "oauthbearer.sasl.jaas.config": token, "oauthbearer.connections.max.reauth.ms": 3600000},
    }

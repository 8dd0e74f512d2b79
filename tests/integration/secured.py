"""A broker with every kind of lock, the keys to it, and the rights of each stage."""
from collections import namedtuple
from contextlib import contextmanager

from confluent_kafka.admin import (AclBinding, AclBindingFilter, AclOperation, AclPermissionType, AdminClient,
                                   ResourcePatternType, ResourceType, ScramCredentialInfo, ScramMechanism,
                                   UserScramCredentialUpsertion)

import kafka
import security

IN_AND_OUT = {"decode": ("raw", "articles"), "normalize": ("articles", "normalized"), "tag": ("normalized", "tagged"),
              "summarize": ("tagged", "enriched")}
Right = namedtuple("Right", "operation resource name")

# What one stage needs, and nothing more; SECURITY.md has the same as commands of kafka-acls.
RIGHTS = ("read in", "write out", "write dead", "read group", "write transactional id")


def rights_of(pipeline, stage):
    """By the names in RIGHTS."""
    came_in, goes_out = (pipeline.topics[lane] for lane in IN_AND_OUT[stage])
    group = f"{pipeline.name}-{stage}"
    operations, kinds = AclOperation, ResourceType
    return dict(zip(RIGHTS, (Right(operations.READ, kinds.TOPIC, came_in), Right(operations.WRITE, kinds.TOPIC, goes_out),
                             Right(operations.WRITE, kinds.TOPIC, pipeline.topics["dead"]),
                             Right(operations.READ, kinds.GROUP, group),
                             Right(operations.WRITE, kinds.TRANSACTIONAL_ID, group + "-"))))


class Secured:
    """A broker with secured listeners; its plain one, whose user may do all, is for the tests themselves."""

    def __init__(self, directory):
        self.authority = security.Authority(directory / "certificates")
        self.cluster = kafka.Cluster(directory, properties=security.AUTHORIZER,
                                     listeners=security.secured_listeners(self.authority))

    @contextmanager
    def running(self):
        with self.cluster:
            self.admin = AdminClient({"bootstrap.servers": self.cluster.bootstrap})
            yield self

    def tls(self, listener="TLS"):
        """Properties of a client that trusts the broker's authority."""
        return {"bootstrap.servers": self.cluster.address(listener), "security.protocol": "SSL",
                "ssl.ca.location": str(self.authority.certificate)}

    def mtls(self, name):
        """Known as User:CN=name."""
        identity = self.authority.identity(name)
        return {**self.tls("MTLS"), "ssl.key.location": str(identity.key),
                "ssl.certificate.location": str(identity.certificate)}

    def scram(self, name, secret):
        """`secret`: the path of a file with the password; the broker learns it."""
        upsertion = UserScramCredentialUpsertion(name, ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                                                 secret.read_bytes())
        for future in self.admin.alter_user_scram_credentials([upsertion]).values():
            future.result(30)
        return {**self.tls("SCRAM"), "security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512",
                "sasl.username": name, "sasl.password": f"${{file:{secret}}}"}

    def oauth(self, name, path, scope=security.OAUTH_SCOPE, seconds=3600):
        """`path`: where the token is put, in place of one that is there."""
        new = path.with_suffix(".new")
        new.write_text(security.unsecured_token(name, scope, seconds) + "\n")
        new.replace(path)
        return {**self.tls("OAUTH"), "security.protocol": "SASL_SSL", "sasl.mechanism": "OAUTHBEARER",
                "sasl.oauthbearer.token.endpoint.url": f"file://{path}"}

    def grant(self, principal, *rights):
        """A name that ends in a dash stands for all that begin so."""
        for future in self.admin.create_acls([AclBinding(*self._pattern(principal, right)) for right in rights]).values():
            future.result(30)

    def revoke(self, principal, *rights):
        for future in self.admin.delete_acls([AclBindingFilter(*self._pattern(principal, right)) for right in rights]).values():
            future.result(30)

    @staticmethod
    def _pattern(principal, right):
        prefixed = right.name.endswith("-")
        return (right.resource, right.name, ResourcePatternType.PREFIXED if prefixed else ResourcePatternType.LITERAL,
                principal, "*", right.operation, AclPermissionType.ALLOW)

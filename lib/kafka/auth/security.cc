#include "lib/kafka/auth/security.h"

#include <librdkafka/rdkafka.h>

#include <array>
#include <filesystem>
#include <memory>

#include "lib/base/clock.h"
#include "lib/kafka/auth/token.h"

namespace marsad::kafka {
namespace {

using Conf = std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)>;

constexpr int k2_2_0 = 0x020200ff;
constexpr int k2_3_0 = 0x020300ff;
constexpr int k2_6_1 = 0x020601ff;
constexpr int k2_8_0 = 0x020800ff;

// Without the brokers: a client that is opened with it connects to nothing.
Conf MakeConf(const Properties& properties) {
  Conf conf(rd_kafka_conf_new(), rd_kafka_conf_destroy);
  for (const auto& [name, value] : properties) {
    if (name != "bootstrap.servers") rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), nullptr, 0);
  }
  return conf;
}

// The value in effect, in librdkafka's own spelling.
std::string Effective(const Conf& conf, const char* name) {
  std::array<char, 512> value{};
  size_t size = value.size();
  return rd_kafka_conf_get(conf.get(), name, value.data(), &size) == RD_KAFKA_CONF_OK ? value.data() : "";
}

// librdkafka's protocols: plaintext, ssl, sasl_plaintext, sasl_ssl.
bool HasTls(const Conf& conf) { return Effective(conf, "security.protocol").ends_with("ssl"); }

std::string Mechanism(const Conf& conf) {
  return Effective(conf, "security.protocol").starts_with("sasl") ? Effective(conf, "sasl.mechanisms") : "";
}

bool HasClientCertificate(const Properties& properties) {
  return properties.contains("ssl.certificate.location") || properties.contains("ssl.certificate.pem") ||
         properties.contains("ssl.keystore.location");
}

Result<void> CheckThere(const char* name, const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return {};
  return Fail(std::string("kafka: ") + name + ": " + path + " is not there");
}

Result<void> CheckFiles(const Properties& properties) {
  for (const char* name : {"ssl.ca.location", "ssl.certificate.location", "ssl.key.location", "ssl.keystore.location",
                           "ssl.crl.location"}) {
    const auto found = properties.find(name);
    if (found == properties.end() || found->second == "probe") continue;  // librdkafka's word for the system's own
    if (auto checked = CheckThere(name, found->second); !checked) return checked;
  }
  return {};
}

// Tokens must come from somewhere, and renewing them must not crash.
Result<void> CheckTokens(const Properties& properties, const Conf& conf) {
  if (const std::string path = TokenFile(properties); !path.empty()) {
    return CheckThere("sasl.oauthbearer.token.endpoint.url", path);
  }
  if (Effective(conf, "enable.sasl.oauthbearer.unsecure.jwt") == "true") {
    if (rd_kafka_version() >= k2_2_0) return {};
    return Fail(
        "kafka: enable.sasl.oauthbearer.unsecure.jwt: librdkafka before 2.2.0 crashes when it renews such a token; "
        "allowed: sasl.oauthbearer.token.endpoint.url: file:///PATH, a file that holds a token");
  }
  if (Effective(conf, "sasl.oauthbearer.method") == "oidc") return {};
  return Fail(
      "kafka: sasl.mechanism: OAUTHBEARER has nowhere to take tokens from; allowed: "
      "sasl.oauthbearer.token.endpoint.url: file:///PATH, a file that holds a token, or sasl.oauthbearer.method: oidc "
      "where librdkafka was built with it");
}

bool Has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string ScramDefect(int version) {
  return version >= k2_6_1 ? "" : "librdkafka before 2.6.1 cannot do SCRAM with Kafka 4: it sends its nonce twice";
}

std::string TokenAdvice(const Properties& properties) {
  const std::string path = TokenFile(properties);
  if (path.empty()) return "the broker does not accept the token: look at sasl.oauthbearer.*";
  if (const auto token = ReadToken(path, SystemClock().UnixMicros() / 1000); !token) return token.error().message;
  return "the broker does not accept the token in " + path + ", the file of sasl.oauthbearer.token.endpoint.url";
}

std::string CredentialsAdvice(const Properties& properties) {
  const std::string mechanism = Mechanism(MakeConf(properties));
  if (mechanism == "OAUTHBEARER") return TokenAdvice(properties);
  std::string advice = "the broker does not know this user with this password: look at sasl.username, sasl.password";
  const std::string defect = mechanism.starts_with("SCRAM") ? ScramDefect(rd_kafka_version()) : "";
  return defect.empty() ? advice : advice + "; and " + defect + " (this is " + rd_kafka_version_str() + ")";
}

}  // namespace

Result<void> CheckSecurity(const Properties& properties) {
  Conf conf = MakeConf(properties);
  if (Effective(conf, "security.protocol") == "plaintext") return {};
  if (HasTls(conf)) {
    if (auto checked = CheckFiles(properties); !checked) return checked;
  }
  if (Mechanism(conf) == "OAUTHBEARER") {
    if (auto checked = CheckTokens(properties, conf); !checked) return checked;
  }
  rd_kafka_conf_set_log_cb(conf.get(), [](const rd_kafka_t*, int, const char*, const char*) {});
  char reason[512] = "";
  rd_kafka_t* trial = rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), reason, sizeof reason);
  if (trial == nullptr) return Fail(std::string("kafka: ") + reason);
  static_cast<void>(conf.release());  // belonged to the client
  rd_kafka_destroy(trial);
  return {};
}

std::string ConnectionAdvice(std::string_view words, const Properties& properties) {
  if (Has(words, "certificate verify failed")) {
    return "the broker's certificate is not vouched for by ssl.ca.location, or names another host than "
           "bootstrap.servers "
           "(ssl.endpoint.identification.algorithm)";
  }
  // Java's TLS calls a certificate that was not shown a bad one.
  if (Has(words, "alert bad certificate") || Has(words, "certificate required") || Has(words, "certificate unknown")) {
    return HasClientCertificate(properties)
               ? "the broker does not accept the certificate of ssl.certificate.location"
               : "the broker wants a certificate of this client: set ssl.certificate.location and ssl.key.location";
  }
  if (Has(words, "SASL authentication error")) return CredentialsAdvice(properties);
  return "";
}

bool IsDenied(int code) {
  return code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED || code == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED ||
         code == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED ||
         code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED;
}

std::string MissingRight(int code, const ClientOptions& options, std::string_view topic) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
      if (topic == options.input_topic) return "grant Read on topic " + options.input_topic;
      if (!topic.empty() && topic == options.state_topic) return "grant Read and Write on topic " + options.state_topic;
      if (!topic.empty()) return "grant Write on topic " + std::string(topic);
      return "grant Write on topics " + options.output_topic + " and " + options.dead_topic + ", and Read on topic " +
             options.input_topic;
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
      return "grant Read on group " + GroupId(options);
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
      return "grant Write on transactional id " + MemberId(options) + ", or on all that begin with " +
             GroupId(options) + "-";
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
      return "grant Write on topics " + options.output_topic + " and " + options.dead_topic +
             ", or IdempotentWrite on the cluster";
    default:
      return "";
  }
}

std::vector<std::string> SecurityDefects(const Properties& properties, int version) {
  const Conf conf = MakeConf(properties);
  std::vector<std::string> defects;
  if (HasTls(conf) && version < k2_3_0) {
    defects.emplace_back(
        "librdkafka before 2.3.0 with TLS: a connection that the broker closes may count as a fault, and cost a new "
        "producer; 2.8.0 is recommended");
  }
  if (HasTls(conf) && version < k2_8_0 && HasClientCertificate(properties)) {
    defects.emplace_back(
        "librdkafka before 2.8.0 shows its certificate alone: the broker must trust the authority that issued it "
        "itself");
  }
  if (!Mechanism(conf).empty() && version < k2_2_0) {
    defects.emplace_back(
        "librdkafka before 2.2.0 does not authenticate again on an open connection: with connections.max.reauth.ms the "
        "broker closes it each time");
  }
  if (Mechanism(conf).starts_with("SCRAM")) {
    if (std::string defect = ScramDefect(version); !defect.empty()) defects.push_back(std::move(defect));
  }
  return defects;
}

}  // namespace marsad::kafka

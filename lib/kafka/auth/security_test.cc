#include "lib/kafka/auth/security.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

namespace marsad::kafka {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int k2_0_2 = 0x020002ff;
constexpr int k2_8_0 = 0x020800ff;

Properties Tls() { return {{"bootstrap.servers", "localhost:1"}, {"security.protocol", "ssl"}}; }

Properties Sasl(const std::string& mechanism) {
  Properties properties = Tls();
  properties["security.protocol"] = "SASL_SSL";
  properties["sasl.mechanism"] = mechanism;
  properties["sasl.username"] = "marsad";
  properties["sasl.password"] = "hunter2";
  return properties;
}

TEST(CheckSecurityTest, TakesWhatCanBeUsed) {
  EXPECT_TRUE(CheckSecurity({{"bootstrap.servers", "localhost:1"}}));
  EXPECT_TRUE(CheckSecurity(Tls()));
  EXPECT_TRUE(CheckSecurity(Sasl("SCRAM-SHA-512")));
  Properties token = Sasl("OAUTHBEARER");
  token["sasl.oauthbearer.token.endpoint.url"] = "file:///dev/null";
  EXPECT_TRUE(CheckSecurity(token));
}

TEST(CheckSecurityTest, RefusesTokensWhoseRenewalCrashes) {
  Properties unsecured = Sasl("OAUTHBEARER");
  unsecured["enable.sasl.oauthbearer.unsecure.jwt"] = "true";
  const auto checked = CheckSecurity(unsecured);
  ASSERT_EQ(checked.has_value(), rd_kafka_version() >= 0x020200ff);
  if (checked) return;
  EXPECT_THAT(checked.error().message, HasSubstr("token.endpoint.url: file:///PATH"));
}

TEST(CheckSecurityTest, NamesTheFileThatIsNotThere) {
  for (const char* name : {"ssl.ca.location", "ssl.certificate.location", "ssl.key.location"}) {
    Properties properties = Tls();
    properties[name] = "/nowhere/at.pem";
    const auto checked = CheckSecurity(properties);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message, std::string("kafka: ") + name + ": /nowhere/at.pem is not there");
  }
  Properties token = Sasl("OAUTHBEARER");
  token["sasl.oauthbearer.token.endpoint.url"] = "file:///nowhere/token";
  const auto checked = CheckSecurity(token);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, HasSubstr("token.endpoint.url: /nowhere/token is not there"));
}

TEST(CheckSecurityTest, RefusesAFileThatIsNoCertificate) {
  Properties properties = Tls();
  properties["ssl.ca.location"] = "/dev/null";
  const auto checked = CheckSecurity(properties);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, HasSubstr("ssl.ca.location"));
}

TEST(CheckSecurityTest, TokensMustComeFromSomewhere) {
  const auto checked = CheckSecurity(Sasl("OAUTHBEARER"));
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, HasSubstr("sasl.oauthbearer.method: oidc"));
  EXPECT_THAT(checked.error().message, testing::Not(HasSubstr("hunter2")));
}

TEST(ConnectionAdviceTest, SaysWhichSettingIsMeant) {
  const std::string wants = "SSL routines::sslv3 alert bad certificate: SSL alert number 42";
  EXPECT_THAT(ConnectionAdvice(wants, Tls()), HasSubstr("set ssl.certificate.location and ssl.key.location"));
  Properties shown = Tls();
  shown["ssl.certificate.location"] = "/dev/null";
  EXPECT_THAT(ConnectionAdvice(wants, shown), HasSubstr("does not accept the certificate"));
  EXPECT_THAT(ConnectionAdvice("SASL authentication error: no", Sasl("PLAIN")), HasSubstr("sasl.password"));
  EXPECT_THAT(ConnectionAdvice("SASL authentication error: no", Sasl("OAUTHBEARER")), HasSubstr("token"));
  Properties file = Sasl("OAUTHBEARER");
  file["sasl.oauthbearer.token.endpoint.url"] = "file:///dev/null";
  EXPECT_THAT(ConnectionAdvice("SASL authentication error: no", file), HasSubstr("/dev/null holds no token"));
  EXPECT_EQ(ConnectionAdvice("Connection refused", Tls()), "");
}

TEST(MissingRightTest, NamesOperationAndResource) {
  ClientOptions options;
  options.pipeline = "news";
  options.stage = "tag";
  options.input_topic = "in";
  options.output_topic = "out";
  options.dead_topic = "dead";
  options.state_topic = "state";
  const auto right = [&](int code, std::string_view topic) { return MissingRight(code, options, topic); };
  EXPECT_EQ(right(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "in"), "grant Read on topic in");
  EXPECT_EQ(right(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "dead"), "grant Write on topic dead");
  EXPECT_EQ(right(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "state"), "grant Read and Write on topic state");
  EXPECT_EQ(right(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, ""),
            "grant Write on topics out and dead, and Read on topic in");
  EXPECT_EQ(right(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, ""), "grant Read on group news-tag");
  EXPECT_THAT(right(RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, ""),
              HasSubstr("grant Write on transactional id news-tag-0-0"));
  EXPECT_TRUE(IsDenied(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED));
  EXPECT_FALSE(IsDenied(RD_KAFKA_RESP_ERR__TRANSPORT));
}

TEST(SecurityDefectsTest, OnlyWhereThePropertiesMeetThem) {
  EXPECT_THAT(SecurityDefects({{"bootstrap.servers", "localhost:1"}}, k2_0_2), IsEmpty());
  EXPECT_THAT(SecurityDefects(Tls(), k2_0_2), ElementsAre(HasSubstr("2.3.0")));
  EXPECT_THAT(SecurityDefects(Sasl("SCRAM-SHA-512"), k2_0_2),
              ElementsAre(HasSubstr("2.3.0"), HasSubstr("2.2.0"), HasSubstr("2.6.1")));
  EXPECT_THAT(SecurityDefects(Sasl("OAUTHBEARER"), k2_0_2), ElementsAre(HasSubstr("2.3.0"), HasSubstr("2.2.0")));
  EXPECT_THAT(SecurityDefects(Sasl("SCRAM-SHA-512"), k2_8_0), IsEmpty());
}

}  // namespace
}  // namespace marsad::kafka

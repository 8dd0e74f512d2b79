#include "lib/kafka/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <fstream>

#include "lib/kafka/testing/cluster.h"

namespace marsad::kafka {
namespace {

using ::testing::HasSubstr;

const std::string kHeader = "eyJhbGciOiJub25lIn0.";                                           // {"alg":"none"}
const std::string kOf2100 = kHeader + "eyJzdWIiOiJtYXJzYWQtdGFnIiwiZXhwIjo0MTAyNDQ0ODAwfQ.";  // its claims' time
const std::string kOf2000 = kHeader + "eyJzdWIiOiJtYXJzYWQtdGFnIiwiZXhwIjo5NDY2ODQ4MDB9.";

int LinesWith(const std::string& log, std::string_view words) {
  int count = 0;
  for (size_t at = log.find(words); at != std::string::npos; at = log.find(words, at + 1)) ++count;
  return count;
}

// A token of a file that nobody renews: the broker refuses it, and soon there is more to say than that.
TEST(ClientTest, LogTellsANewReasonAtOnceAndTheSameSeldom) {
  const std::string path = ::testing::TempDir() + "marsad_client_test_token";
  std::ofstream(path) << kOf2100;
  testing::RecordingEvents events;
  const auto client = Client::Open(Client::Kind::kProducer,
                                   {{"bootstrap.servers", "127.0.0.1:1"},
                                    {"security.protocol", "SASL_PLAINTEXT"},
                                    {"sasl.mechanism", "OAUTHBEARER"},
                                    {"sasl.oauthbearer.token.endpoint.url", "file://" + path}},
                                   events);
  ASSERT_TRUE(client) << client.error().message;
  // The client's own thread reads the file, too, and may tell what it finds: only lines with the refusal count.
  const std::string refusal =
      "Local: Authentication failure: SASL authentication error: {\"status\":\"invalid_token\"}";
  const auto refuse = [&client = **client] {
    client.OnError(RD_KAFKA_RESP_ERR__AUTHENTICATION, "SASL authentication error: {\"status\":\"invalid_token\"}");
  };
  refuse();
  refuse();
  const std::string file = path + ", the file of sasl.oauthbearer.token.endpoint.url";
  EXPECT_EQ(LinesWith(events.log(), "does not accept the token in " + file + " (" + refusal), 1) << events.log();
  std::ofstream(path) << kOf2000;
  refuse();
  refuse();
  const std::string expired = path + " holds a token that expired at 2000-01-01T00:00:00Z: put a new one there";
  EXPECT_EQ(LinesWith(events.log(), expired + " (" + refusal), 1) << events.log();
  EXPECT_THAT((*client)->connection_error(), HasSubstr("expired at 2000-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace marsad::kafka

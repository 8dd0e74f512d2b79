#include "lib/kafka/auth/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace marsad::kafka {
namespace {

using testing::HasSubstr;

constexpr int64_t kSecond = 1000;

// {"alg":"none"}, then the claims as base64url: written with another program.
const std::string kHeader = "eyJhbGciOiJub25lIn0.";
const std::string kClaims =
    "eyJzdWIiOiJtYXJzYWQtdGFnIiwiZXhwIjoxODAwMDAwMDAwfQ.";  // {"sub":"marsad-tag","exp":1800000000}
constexpr int64_t kExpiry = 1800000000 * kSecond;           // 2027-01-15T08:00:00Z

TEST(TokenFileTest, OnlyAnAddressOfAFile) {
  const std::string name = "sasl.oauthbearer.token.endpoint.url";
  EXPECT_EQ(TokenFile({{name, "file:///run/secrets/token"}}), "/run/secrets/token");
  EXPECT_EQ(TokenFile({{name, "https://idp.example/token"}}), "");
  EXPECT_EQ(TokenFile({{"ssl.ca.location", "file:///ca.pem"}}), "");
}

TEST(ParseTokenTest, TakesPrincipalAndExpiry) {
  const auto token = ParseToken(kHeader + kClaims + "c2ln\n");
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(token->text, kHeader + kClaims + "c2ln");
  EXPECT_EQ(token->principal, "marsad-tag");
  EXPECT_EQ(token->expires_ms, kExpiry);
  // {"sub":"\u00e4?\?>","exp":1800000000.5}: both digits in which base64url differs, a fraction, a letter beyond ASCII.
  const auto other = ParseToken(kHeader + "eyJzdWIiOiLDpD8_PiIsImV4cCI6MTgwMDAwMDAwMC41fQ.");
  ASSERT_TRUE(other) << other.error().message;
  EXPECT_EQ(other->principal, "\u00e4?\?>");
  EXPECT_EQ(other->expires_ms, kExpiry + 500);
}

TEST(ParseTokenTest, SaysWhatIsMissing) {
  for (const char* text : {"", "\n", "secret-word", "secret.word", "secret.w*rd.x", "a.eyJzdWIi.c", "..", "a.W10.c"}) {
    const auto token = ParseToken(text);
    ASSERT_FALSE(token) << text;
    EXPECT_EQ(token.error().message, "holds no token; allowed: a JSON Web Token, HEADER.CLAIMS.SIGNATURE") << text;
  }
  // {"sub":"x"}, {"sub":"x","exp":-1}, {"sub":"x","exp":1e300}
  for (const char* claims : {"eyJzdWIiOiJ4In0", "eyJzdWIiOiJ4IiwiZXhwIjotMX0", "eyJzdWIiOiJ4IiwiZXhwIjoxZTMwMH0"}) {
    const auto token = ParseToken(kHeader + claims + ".");
    ASSERT_FALSE(token) << claims;
    EXPECT_THAT(token.error().message, HasSubstr("claim exp")) << claims;
  }
  const auto nobody = ParseToken(kHeader + "eyJleHAiOjE4MDAwMDAwMDB9.");  // {"exp":1800000000}
  ASSERT_FALSE(nobody);
  EXPECT_THAT(nobody.error().message, HasSubstr("claim sub"));
}

TEST(ReadTokenTest, NamesTheFileAndTheTimeOfExpiry) {
  const std::string path = testing::TempDir() + "marsad_token_test";
  std::ofstream(path) << kHeader << kClaims;
  EXPECT_TRUE(ReadToken(path, kExpiry - 1));
  const auto expired = ReadToken(path, kExpiry);
  ASSERT_FALSE(expired);
  EXPECT_EQ(expired.error().message, path + " holds a token that expired at 2027-01-15T08:00:00Z: put a new one there");
  const auto absent = ReadToken("/nowhere/token", 0);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message, "/nowhere/token cannot be opened");
  EXPECT_FALSE(ReadToken(testing::TempDir(), 0));  // a folder
}

}  // namespace
}  // namespace marsad::kafka

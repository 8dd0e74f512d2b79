// Tokens from a file, for SASL OAUTHBEARER: whoever renews the token replaces the file, and it is read again in time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/kafka/options.h"

namespace marsad::kafka {

// As in Kafka's own clients: sasl.oauthbearer.token.endpoint.url: file:///PATH. librdkafka knows no such address.
bool IsTokenFile(std::string_view name, std::string_view value);
// The path that `properties` name so; empty: none.
std::string TokenFile(const Properties& properties);

// A JSON Web Token (RFC 7519). Who signed it is the broker's to check.
struct Token {
  std::string text;
  std::string principal;   // claim "sub"
  int64_t expires_ms = 0;  // claim "exp", milliseconds since 1970
};

// `text` may end in white space. An error has no word of the token in it.
Result<Token> ParseToken(std::string_view text);
// The first line of a file. An error, beginning with the path, also where the token has expired at `now_ms`.
Result<Token> ReadToken(const std::string& path, int64_t now_ms);

}  // namespace marsad::kafka

#include "lib/kafka/auth/token.h"

#include <simdjson.h>

#include <ctime>
#include <fstream>

#include "lib/base/base64.h"

namespace marsad::kafka {
namespace {

constexpr std::string_view kScheme = "file://";
constexpr std::string_view kWhiteSpace = " \t\r\n";
constexpr int64_t kLastSecond = 253402300799;  // of the year 9999

// What stands between the first and the second of two dots.
std::string Claims(std::string_view token) {
  const size_t first = token.find('.');
  if (first == std::string_view::npos) return "";
  const size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return "";
  return DecodeBase64(token.substr(first + 1, second - first - 1), Base64Alphabet::kUrl).value_or("");
}

std::string Utc(int64_t ms) {
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32] = "";
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

bool IsTokenFile(std::string_view name, std::string_view value) {
  return name == "sasl.oauthbearer.token.endpoint.url" && value.starts_with(kScheme);
}

std::string TokenFile(const Properties& properties) {
  for (const auto& [name, value] : properties) {
    if (IsTokenFile(name, value)) return value.substr(kScheme.size());
  }
  return "";
}

Result<Token> ParseToken(std::string_view text) {
  const size_t end = text.find_last_not_of(kWhiteSpace);
  text = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
  simdjson::dom::parser parser;
  simdjson::dom::object claims;
  if (parser.parse(Claims(text)).get(claims) != simdjson::SUCCESS) {
    return Fail("holds no token; allowed: a JSON Web Token, HEADER.CLAIMS.SIGNATURE");
  }
  double expires = 0;  // a number, with or without a fraction
  if (claims["exp"].get(expires) != simdjson::SUCCESS || !(expires > 0 && expires <= kLastSecond)) {
    return Fail("holds a token without a time of expiry; allowed: claim exp, seconds since 1970");
  }
  std::string_view principal;
  if (claims["sub"].get(principal) != simdjson::SUCCESS || principal.empty()) {
    return Fail("holds a token that names nobody; allowed: claim sub");
  }
  return Token{.text = std::string(text),
               .principal = std::string(principal),
               .expires_ms = static_cast<int64_t>(expires * 1000)};
}

Result<Token> ReadToken(const std::string& path, int64_t now_ms) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Fail(path + " cannot be opened");
  std::string line;  // stays empty for a folder
  std::getline(file, line);
  auto token = ParseToken(line);
  if (!token) return Fail(path + " " + token.error().message);
  if (token->expires_ms <= now_ms) {
    return Fail(path + " holds a token that expired at " + Utc(token->expires_ms) + ": put a new one there");
  }
  return token;
}

}  // namespace marsad::kafka

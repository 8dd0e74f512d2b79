#include "lib/base/base64.h"

#include <cstdint>

namespace marsad {
namespace {

constexpr std::string_view kStandardDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::optional<std::string> DecodeBase64(std::string_view text, Base64Alphabet alphabet) {
  const std::string_view digits = alphabet == Base64Alphabet::kStandard ? kStandardDigits : kUrlDigits;
  constexpr std::string_view kBlanks = " \t\r\n";
  while (!text.empty() && (text.back() == '=' || kBlanks.find(text.back()) != std::string_view::npos)) {
    text.remove_suffix(1);
  }
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    if (kBlanks.find(c) != std::string_view::npos) continue;
    const size_t digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFF);
  }
  if (held >= 6) return std::nullopt;
  return bytes;
}

}  // namespace marsad

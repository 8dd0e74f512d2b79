#include "stages/decode/encoded_twice.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/charset.h"
#include "lib/text/code_point.h"

namespace marsad::decode {
namespace {

constexpr size_t kLooked = 400;          // bytes from the first character beyond ASCII on
constexpr size_t kFewest = 6;            // of such characters there
constexpr size_t kMostPerLead = 4;       // of them to one that stands for the first byte of a character of UTF-8
constexpr size_t kFewestCharacters = 3;  // beyond ASCII, of the text that comes out

// An encoding of single bytes, in both directions.
class SingleByte {
 public:
  explicit SingleByte(std::string charset) : charset_(std::move(charset)) {
    for (int byte = 0xFF; byte >= 0x80; --byte) {
      const char c = static_cast<char>(byte);
      const Result<text::Converted> converted = text::ConvertToUtf8({&c, 1}, charset_);
      const bool is_known = converted && converted->repairs == 0;
      const char32_t character = is_known ? text::CodePointAt(converted->text, 0).value : static_cast<char32_t>(byte);
      bytes_[character] = c;
      if (byte >= 0xC2 && byte < 0xF0) leads_ += character;
    }
  }

  const std::string& charset() const { return charset_; }

  // Whether characters that the first bytes of UTF-8's characters become are many among those that `opening` begins with.
  bool IsLikely(std::u32string_view opening) const {
    const auto leads =
        static_cast<size_t>(std::ranges::count_if(opening, [&](char32_t c) { return leads_.find(c) != leads_.npos; }));
    return opening.size() >= kFewest && leads * kMostPerLead >= opening.size();
  }

  std::optional<std::string> Encode(std::string_view text) const {
    std::string encoded;
    for (size_t at = 0; at < text.size();) {
      const text::CodePoint c = text::CodePointAt(text, at);
      at += c.bytes;
      const auto known = c.value < 0x80 ? bytes_.end() : bytes_.find(c.value);
      if (c.value >= 0x80 && known == bytes_.end()) return std::nullopt;
      encoded += c.value < 0x80 ? static_cast<char>(c.value) : known->second;
    }
    return encoded;
  }

 private:
  std::string charset_;
  std::map<char32_t, char> bytes_;
  std::u32string leads_;
};

const std::array<SingleByte, 3>& Encodings() {
  static const std::array<SingleByte, 3> encodings = {SingleByte("windows-1252"), SingleByte("windows-1256"),
                                                      SingleByte("windows-1251")};
  return encodings;
}

// The first characters beyond ASCII.
std::u32string OpeningOf(std::string_view text) {
  const auto first = static_cast<size_t>(std::ranges::find_if(text, [](char c) { return !IsAscii(c); }) - text.begin());
  std::u32string opening;
  for (size_t at = first; at < std::min(text.size(), first + kLooked);) {
    const text::CodePoint c = text::CodePointAt(text, at);
    if (c.value >= 0x80) opening += c.value;
    at += c.bytes;
  }
  return opening;
}

}  // namespace

std::optional<EncodedOnce> UndoSecondEncoding(std::string_view text) {
  const std::u32string opening = OpeningOf(text);
  if (opening.size() < kFewest) return std::nullopt;
  for (const SingleByte& encoding : Encodings()) {
    if (!encoding.IsLikely(opening)) continue;
    std::optional<std::string> once = encoding.Encode(text);
    if (!once || !IsValidUtf8(*once)) continue;
    const auto beyond = std::ranges::count_if(*once, [](char c) { return static_cast<unsigned char>(c) >= 0xC2; });
    if (static_cast<size_t>(beyond) >= kFewestCharacters) return EncodedOnce{std::move(*once), encoding.charset()};
  }
  return std::nullopt;
}

}  // namespace marsad::decode

#include "stages/decode/encoded_twice.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <map>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/charset.h"
#include "lib/text/code_point.h"

namespace marsad::decode {
namespace {

constexpr size_t kLooked = 400;          // bytes from the first character beyond ASCII on
constexpr size_t kFewest = 6;            // of such characters there
constexpr size_t kMostPerLead = 4;       // of them to one that stands for the first byte of a character of UTF-8
constexpr size_t kFewestCharacters = 3;  // beyond ASCII, of the text that comes out
constexpr size_t kBytes = 128;           // beyond ASCII
constexpr size_t kCharacters = 0x2200;   // all of the encodings below come before it

// The character of each byte; where the encoding has none, its number. In one go, since finding a converter is dear.
std::vector<char32_t> CharactersOf(const std::string& charset) {
  std::string bytes;
  for (size_t i = 0; i < kBytes; ++i) bytes += {static_cast<char>(kBytes + i), ' '};
  std::vector<char32_t> characters(kBytes);
  const Result<text::Converted> converted = text::ConvertToUtf8(bytes, charset);
  if (!converted) return characters;  // not met: the converters are ICU's own
  const std::string_view text = converted->text;
  for (size_t i = 0, at = 0; i < kBytes; ++i) {
    const text::CodePoint c = at < text.size() ? text::CodePointAt(text, at) : text::CodePoint{};
    const bool is_known = c.value >= kBytes && c.value != 0xFFFD;
    characters[i] = is_known ? c.value : static_cast<char32_t>(kBytes + i);
    at = std::min(text.find(' ', at), text.size() - 1) + 1;
  }
  return characters;
}

// An encoding of single bytes, in both directions.
class SingleByte {
 public:
  explicit SingleByte(std::string charset) : charset_(std::move(charset)) {
    const std::vector<char32_t> characters = CharactersOf(charset_);
    for (size_t i = kBytes; i-- > 0;) {
      const auto byte = static_cast<unsigned char>(kBytes + i);
      bytes_[characters[i]] = static_cast<char>(byte);
      if (characters[i] >= kCharacters) continue;
      if (byte >= 0xC2 && byte < 0xF0) leads_.set(characters[i]);
      if (byte < 0xC0) continuations_.set(characters[i]);
    }
  }

  const std::string& charset() const { return charset_; }

  // Whether the first two characters of `text` may be a first byte of UTF-8 and a further one. Letters of an alphabet that stand
  // side by side are seldom so, and most texts go no further.
  bool MayBegin(std::string_view text) const {
    const text::CodePoint lead = text::CodePointAt(text, 0);
    return Has(leads_, lead.value) && lead.bytes < text.size() &&
           Has(continuations_, text::CodePointAt(text, lead.bytes).value);
  }

  // Whether characters that the first bytes of UTF-8's characters become are many among those that `opening` begins with.
  bool IsLikely(std::u32string_view opening) const {
    const auto leads = static_cast<size_t>(std::ranges::count_if(opening, [&](char32_t c) { return Has(leads_, c); }));
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
  using Characters = std::bitset<kCharacters>;

  static bool Has(const Characters& characters, char32_t c) { return c < kCharacters && characters.test(c); }

  std::string charset_;
  std::map<char32_t, char> bytes_;
  Characters leads_;
  Characters continuations_;
};

const std::array<SingleByte, 3>& Encodings() {
  static const std::array<SingleByte, 3> encodings = {SingleByte("windows-1252"), SingleByte("windows-1256"),
                                                      SingleByte("windows-1251")};
  return encodings;
}

// The first characters beyond ASCII.
std::u32string OpeningOf(std::string_view text) {
  std::u32string opening;
  for (size_t at = 0; at < std::min(text.size(), kLooked);) {
    const text::CodePoint c = text::CodePointAt(text, at);
    if (c.value >= 0x80) opening += c.value;
    at += c.bytes;
  }
  return opening;
}

}  // namespace

std::optional<EncodedOnce> UndoSecondEncoding(std::string_view text) {
  const auto first = static_cast<size_t>(std::ranges::find_if(text, [](char c) { return !IsAscii(c); }) - text.begin());
  if (first == text.size()) return std::nullopt;
  const std::string_view beginning = text.substr(first);
  for (const SingleByte& encoding : Encodings()) {
    if (!encoding.MayBegin(beginning) || !encoding.IsLikely(OpeningOf(beginning))) continue;
    std::optional<std::string> once = encoding.Encode(text);
    if (!once || !IsValidUtf8(*once)) continue;
    const auto beyond = std::ranges::count_if(*once, [](char c) { return static_cast<unsigned char>(c) >= 0xC2; });
    if (static_cast<size_t>(beyond) >= kFewestCharacters) return EncodedOnce{std::move(*once), encoding.charset()};
  }
  return std::nullopt;
}

}  // namespace marsad::decode

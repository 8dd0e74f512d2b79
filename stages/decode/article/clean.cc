#include "stages/decode/article/clean.h"

#include <algorithm>
#include <cstdint>

#include "lib/text/language_name.h"

namespace marsad::decode {
namespace {

constexpr std::string_view kBlanks = " \t\n";

constexpr size_t kBlock = 32;  // bytes that are looked at together

// Bytes at which CleanText has to look: controls, and the lead byte of C1.
constexpr bool IsSpecial(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F || byte == 0xC2;
}

// Where the next of them stands, from `at` on; the end: there is none. Few blocks of a text have one, and without a branch in
// it a block costs a few vector instructions; so it is read by its address, for operator[] checks each place.
size_t FindSpecial(std::string_view text, size_t at) {
  for (; at + kBlock <= text.size(); at += kBlock) {
    const char* const block = text.data() + at;
    uint8_t found = 0;
    for (size_t i = 0; i < kBlock; ++i) found |= static_cast<uint8_t>(IsSpecial(block[i]));
    if (found != 0) break;
  }
  while (at < text.size() && !IsSpecial(text[at])) ++at;
  return at;
}

struct Replacement {
  size_t bytes;           // that it stands for
  std::string_view text;  // empty: dropped
};

// Carries places of a text over to what becomes of it. Pieces that are kept come in order.
class Mover {
 public:
  explicit Mover(std::span<uint32_t> places) : rest_(places) {}

  // Bytes [begin, end) go to `to`. Places before them, in what was not kept, go to `to` as well.
  void Keep(size_t begin, size_t end, size_t to) {
    while (!rest_.empty() && rest_.front() <= end) {
      const size_t place = rest_.front();
      rest_.front() = static_cast<uint32_t>(place < begin ? to : to + (place - begin));
      rest_ = rest_.subspan(1);
    }
  }
  // All that is left goes to the end.
  void End(size_t to) { std::fill(rest_.begin(), rest_.end(), static_cast<uint32_t>(to)); }

 private:
  std::span<uint32_t> rest_;
};

bool IsLatin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

constexpr size_t kLongestTag = 35;  // RFC 5646, 4.4.1
constexpr size_t kLongestSubtag = 8;

// Letters and digits, in parts that hyphens part.
bool AreSubtags(std::string_view tag) {
  for (size_t begin = 0; begin <= tag.size();) {
    const std::string_view part = tag.substr(begin, tag.find('-', begin) - begin);
    const bool is_of_letters = std::ranges::all_of(part, [](char c) { return IsLatin(c) || IsDigit(c); });
    if (part.empty() || part.size() > kLongestSubtag || !is_of_letters) return false;
    begin += part.size() + 1;
  }
  return true;
}

Replacement Replace(std::string_view text, size_t at) {
  const auto second = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
  switch (text[at]) {
    case '\r':
      return {.bytes = second == '\n' ? 2U : 1U, .text = "\n"};
    case '\v':
    case '\f':
      return {.bytes = 1, .text = "\n"};
    case '\xC2':
      if (second >= 0xA0) return {.bytes = 2, .text = text.substr(at, 2)};
      return {.bytes = 2, .text = second == 0x85 ? "\n" : ""};
    default:
      return {.bytes = 1, .text = ""};
  }
}

}  // namespace

Cleaned CleanText(std::string_view text, std::span<uint32_t> places) {
  Cleaned cleaned;
  cleaned.text.reserve(text.size());
  Mover mover(places);
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    i = FindSpecial(text, i);
    mover.Keep(begin, i, cleaned.text.size());
    cleaned.text.append(text, begin, i - begin);
    if (i == text.size()) break;
    const Replacement replacement = Replace(text, i);
    cleaned.text += replacement.text;
    cleaned.dropped += replacement.text.empty();
    i += replacement.bytes;
  }
  mover.End(cleaned.text.size());
  return cleaned;
}

Cleaned CleanLine(std::string_view text, std::span<uint32_t> places) {
  Cleaned cleaned = CleanText(text, places);
  Mover mover(places);
  const std::string_view lines = cleaned.text;
  std::string line;
  line.reserve(lines.size());
  for (size_t i = 0; i < lines.size();) {
    const size_t begin = lines.find_first_not_of(kBlanks, i);
    if (begin == std::string_view::npos) break;
    const std::string_view gap = lines.substr(i, begin - i);
    if (!line.empty()) line += gap.find_first_of("\t\n") == std::string_view::npos ? gap : " ";
    const size_t end = std::min(lines.find_first_of(kBlanks, begin), lines.size());
    mover.Keep(begin, end, line.size());
    line.append(lines, begin, end - begin);
    i = end;
  }
  mover.End(line.size());
  cleaned.text = std::move(line);
  return cleaned;
}

std::optional<std::string> LanguageTag(std::string_view text) {
  if (const size_t charset = text.find_first_of(".@"); charset != text.npos && charset >= 2)
    text = text.substr(0, charset);  // of a locale: "fr_FR.UTF-8", "sr_RS@latin"
  std::string tag(text);
  std::replace(tag.begin(), tag.end(), '_', '-');
  if (tag.size() > kLongestTag) return std::nullopt;
  const size_t first = std::min(tag.find('-'), tag.size());
  // No code has more than three letters: services write the language's name.
  if (first > 3) return text::LanguageByName(text);
  if (first < 2 || !std::all_of(tag.begin(), tag.begin() + static_cast<ptrdiff_t>(first), IsLatin)) return std::nullopt;
  if (!AreSubtags(tag)) return std::nullopt;
  for (size_t i = 0; i < first; ++i) tag[i] = static_cast<char>(tag[i] | 0x20);
  return tag;
}

std::optional<std::string> CountryCode(std::string_view text) {
  if (text.size() != 2 || !std::all_of(text.begin(), text.end(), IsLatin)) return std::nullopt;
  std::string code(text);
  for (char& c : code) c = static_cast<char>(c & ~0x20);
  return code;
}

}  // namespace marsad::decode

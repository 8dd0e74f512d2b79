#include "stages/decode/latin_charset.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "lib/base/take_until.h"
#include "lib/base/utf8.h"
#include "lib/text/charset.h"
#include "lib/text/code_point.h"

namespace marsad::embedded {
extern const std::string_view kLatinLetters;
}

namespace marsad::decode {
namespace {

constexpr size_t kBytes = 128;          // beyond ASCII
constexpr uint32_t kFewestLetters = 8;  // beyond ASCII, of a text that tells its language
constexpr size_t kFewestKinds = 3;      // of these letters
constexpr double kMargin = 7;           // natural logarithm of how much likelier the other encoding must be
constexpr double kForeign = 0.01;       // share of letters that the language does not have: names
constexpr size_t kRun = 3;              // bytes beyond ASCII side by side, of which Latin letters seldom have so many
constexpr size_t kFewestInRuns = 12;

using Histogram = std::array<uint32_t, kBytes>;

size_t IndexOf(char byte) { return static_cast<unsigned char>(byte) - kBytes; }

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A language in one encoding.
struct Row {
  std::string charset;
  std::array<double, kBytes> log_share{};  // of each byte among the letters beyond ASCII
  std::array<bool, kBytes> is_own{};
};

// The character of each byte.
std::array<char32_t, kBytes> CharactersOf(const std::string& charset) {
  std::array<char32_t, kBytes> characters{};
  for (size_t i = 0; i < kBytes; ++i) {
    const char byte = static_cast<char>(i + kBytes);
    const Result<text::Converted> converted = text::ConvertToUtf8({&byte, 1}, charset);
    if (converted && !converted->text.empty()) characters[i] = text::CodePointAt(converted->text, 0).value;
  }
  return characters;
}

// "éÉ=150" for each cell.
std::map<char32_t, double> LettersIn(std::string_view cells) {
  std::map<char32_t, double> letters;
  while (!cells.empty()) {
    std::string_view count = TakeUntil(' ', &cells);
    const std::string_view written = TakeUntil('=', &count);
    int number = 0;
    std::from_chars(count.data(), count.data() + count.size(), number);
    for (size_t at = 0; at < written.size();) {
      const text::CodePoint c = text::CodePointAt(written, at);
      letters[c.value] = number;
      at += c.bytes;
    }
  }
  return letters;
}

Row MakeRow(std::string charset, const std::map<char32_t, double>& letters) {
  double all = 0;
  for (const auto& [letter, count] : letters) all += count;
  const std::array<char32_t, kBytes> characters = CharactersOf(charset);
  Row row{.charset = std::move(charset)};
  for (size_t i = 0; i < kBytes; ++i) {
    const auto own = letters.find(characters[i]);
    row.is_own[i] = own != letters.end();
    const double share = row.is_own[i] ? own->second / all : 0;
    row.log_share[i] = std::log(share * (1 - kForeign) + kForeign / kBytes);
  }
  return row;
}

const std::vector<Row>& Rows() {
  static const auto rows = [] {
    std::vector<Row> all;
    for (std::string_view rest = embedded::kLatinLetters; !rest.empty();) {
      std::string_view line = TakeUntil('\n', &rest);
      if (line.empty() || line.starts_with('#')) continue;
      std::string_view charsets = TakeUntil('\t', &line);
      TakeUntil('\t', &line);
      const std::map<char32_t, double> letters = LettersIn(line);
      while (!charsets.empty()) all.push_back(MakeRow(std::string(TakeUntil(',', &charsets)), letters));
    }
    return all;
  }();
  return rows;
}

// Whether each byte is a letter in one of the encodings at least: quotation marks and the like are none in any.
const std::array<bool, kBytes>& MayBeLetter() {
  static const auto may_be = [] {
    std::array<bool, kBytes> any{};
    for (const Row& row : Rows()) {
      for (size_t i = 0; i < kBytes; ++i) any[i] = any[i] || row.is_own[i];
    }
    return any;
  }();
  return may_be;
}

// The bytes beyond ASCII that may be letters and stand beside letters: alone they are signs, as that of pounds before a sum.
Histogram CountLetters(std::string_view bytes) {
  const std::array<bool, kBytes>& may_be = MayBeLetter();
  const auto is_letter = [&](size_t at) {
    return at < bytes.size() && (IsAscii(bytes[at]) ? IsAsciiLetter(bytes[at]) : may_be[IndexOf(bytes[at])]);
  };
  Histogram counts{};
  for (size_t at = 0; at < bytes.size(); ++at) {
    if (IsAscii(bytes[at]) || !is_letter(at)) continue;
    if ((at > 0 && is_letter(at - 1)) || is_letter(at + 1)) ++counts[IndexOf(bytes[at])];
  }
  return counts;
}

double Score(const Row& row, const Histogram& counts) {
  double score = 0;
  for (size_t i = 0; i < kBytes; ++i) score += counts[i] * row.log_share[i];
  return score;
}

size_t Kinds(const Row& row, const Histogram& counts) {
  size_t kinds = 0;
  for (size_t i = 0; i < kBytes; ++i) kinds += counts[i] > 0 && row.is_own[i];
  return kinds;
}

// By the name that the table has; empty: it is not there.
std::string TableName(std::string_view charset) {
  const Result<text::Converted> converted = text::ConvertToUtf8("a", charset);
  if (!converted) return {};
  std::string name = converted->charset;
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return std::ranges::any_of(Rows(), [&](const Row& row) { return row.charset == name; }) ? name : std::string();
}

}  // namespace

bool IsLatinCharset(std::string_view charset) { return !TableName(charset).empty(); }

std::string LatinCharsetInsteadOf(std::string_view declared, std::string_view bytes) {
  const Histogram counts = CountLetters(bytes);
  uint32_t letters = 0;
  for (const uint32_t count : counts) letters += count;
  if (letters < kFewestLetters) return {};
  const std::string own = TableName(declared);
  if (own.empty()) return {};
  const auto score = [&](const Row& row) { return Score(row, counts); };
  const Row& best = *std::ranges::max_element(Rows(), {}, score);
  double own_score = -HUGE_VAL;
  for (const Row& row : Rows()) {
    if (row.charset == own) own_score = std::max(own_score, score(row));
  }
  const bool is_other = score(best) - own_score >= kMargin && Kinds(best, counts) >= kFewestKinds;
  return is_other ? best.charset : std::string();
}

bool IsOtherScript(std::string_view bytes) {
  size_t all = 0;
  size_t in_runs = 0;
  size_t run = 0;
  for (const char c : bytes) {
    if (IsAscii(c)) {
      if (run >= kRun) in_runs += run;
      run = 0;
    } else {
      ++run;
      ++all;
    }
  }
  if (run >= kRun) in_runs += run;
  return in_runs >= kFewestInRuns && in_runs * 2 > all;
}

}  // namespace marsad::decode

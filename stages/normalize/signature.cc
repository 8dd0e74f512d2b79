#include "stages/normalize/signature.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/credit_parts.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLongestInitials = 60;  // bytes of a line
constexpr size_t kLongestBare = 15;      // bytes of initials without a slash: letters that stand alone
constexpr size_t kLongestSignOff = 40;   // bytes
constexpr int kMostSignOffWords = 4;

SentenceClass ClassAt(std::string_view text, size_t at) {
  return text::SentenceBreaker::ClassOf(text::CodePointAt(text, at).value);
}

bool IsSign(char c) { return std::string_view("/-.()[]* ").find(c) != std::string_view::npos; }

bool NamesSender(std::string_view text) { return Phrases::Get().IsAgency(text) || Phrases::Get().IsSignOff(text); }

// `text` without the agency or mark that it begins with, in brackets, slashes or as its first word.
std::string_view WithoutAgency(std::string_view text) {
  const char open = text.empty() ? '\0' : text.front();
  const std::string_view close = open == '(' ? ")" : open == '[' ? "]" : open == '/' ? "/" : " /";
  const size_t begin = close.size() > 1 ? 0 : 1;
  const size_t end = text.find_first_of(close, begin);
  if (end == text.npos || end == begin || !NamesSender(text.substr(begin, end - begin))) return text;
  return Trim(text.substr(end + 1));
}

// Of what kind of letters the initials of one person are: up to four small ones, up to three capitals, one of a script that
// has none, or three where slashes part several people. kOther: these are no initials.
SentenceClass InitialsOf(std::string_view word, bool has_slashes) {
  const SentenceClass kind = ClassAt(word, 0);
  const size_t most = kind == SentenceClass::kLower ? 4 : kind == SentenceClass::kUpper || has_slashes ? 3 : 1;
  size_t letters = 0;
  for (size_t at = 0; at < word.size(); at += text::CodePointAt(word, at).bytes, ++letters) {
    if (ClassAt(word, at) != kind) return SentenceClass::kOther;
  }
  return letters <= most ? kind : SentenceClass::kOther;
}

// A year, or the number that an agency counts its reports by, which begins with zeros.
bool IsYearOrSerial(std::string_view line) {
  return line.size() == 4 && (line.starts_with("19") || line.starts_with("20") || line.starts_with('0')) &&
         line.find_first_not_of("0123456789") == line.npos;
}

// Without the rule that some draw before them: "====== a.b."
std::string_view WithoutRule(std::string_view line) {
  const size_t end = line.find_first_not_of("=*_- ");
  return end == line.npos || end < 3 ? line : line.substr(end);
}

// Whether a sentence ends right before `at`, perhaps inside quotation marks.
bool EndsSentenceBefore(std::string_view line, size_t at) {
  while (at > 0) {
    at = PreviousBoundary(line, at);
    const SentenceClass found = ClassAt(line, at);
    if (found == SentenceClass::kATerm || found == SentenceClass::kSTerm) return true;
    if (found != SentenceClass::kClose) return false;
  }
  return false;
}

// Without the brackets, slashes and dashes around it.
std::string_view Bare(std::string_view text) {
  while (!text.empty() && IsSign(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSign(text.back())) text.remove_suffix(1);
  return text;
}

struct Writers {
  size_t people = 0;
  size_t letters_alone = 0;  // of scripts without capitals
};

// Those whose initials signs part in `text`; absent if something in it is no initials. Capitals need an agency before them.
std::optional<Writers> CountWriters(std::string_view text, bool has_agency) {
  Writers writers;
  for (size_t begin = 0; begin < text.size();) {
    const auto sign = std::find_if(text.begin() + static_cast<ptrdiff_t>(begin), text.end(), IsSign);
    const auto end = static_cast<size_t>(sign - text.begin());
    const std::string_view word = text.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    const SentenceClass found = InitialsOf(word, std::ranges::count(text, '/') >= 2);
    const bool is_known = found == SentenceClass::kLower || found == SentenceClass::kOtherLetter;
    if (!is_known && !(has_agency && found == SentenceClass::kUpper)) return std::nullopt;
    ++writers.people;
    writers.letters_alone += found == SentenceClass::kOtherLetter ? 1 : 0;
  }
  return writers;
}

// An agency, or one before its writers' initials.
bool IsSignOff(std::string_view text) {
  return NamesSender(Bare(text)) || (WithoutAgency(text).size() < text.size() && IsInitials(text));
}

}  // namespace

bool IsInitials(std::string_view line) {
  if (line.size() > kLongestInitials) return false;
  if (IsYearOrSerial(line)) return true;
  line = WithoutRule(line);
  const std::string_view own = WithoutAgency(line);
  const bool has_agency = own.size() < line.size();
  if (!has_agency && line.size() > kLongestBare && line.find('/') == line.npos)
    return false;  // nearly all lines end here
  const std::optional<Writers> writers = CountWriters(own, has_agency);
  if (!writers || writers->people < 2) return false;
  return has_agency || writers->letters_alone == writers->people || line.find('/') != line.npos;
}

bool IsSignature(std::string_view line) {
  return IsInitials(line) || (line.size() <= kLongestSignOff && Phrases::Get().IsAgency(line));
}

size_t FindSignOff(std::string_view line) {
  if (line.ends_with('.')) return line.size();  // nearly all paragraphs
  const auto sign_off_or_end = [&](size_t at) { return IsSignOff(line.substr(at)) ? at : line.size(); };
  const size_t open = line.ends_with(')') ? line.rfind('(') : line.npos;
  if (open != line.npos && EndsSentenceBefore(line, open)) return sign_off_or_end(open);
  size_t blank = line.rfind(' ');
  for (int words = 0; words < kMostSignOffWords && blank != line.npos && line.size() - blank <= kLongestSignOff;
       ++words) {
    if (EndsSentenceBefore(line, blank)) return sign_off_or_end(blank + 1);
    blank = blank == 0 ? line.npos : line.rfind(' ', blank - 1);
  }
  return line.size();
}

}  // namespace marsad::normalize

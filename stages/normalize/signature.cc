#include "stages/normalize/signature.h"

#include <algorithm>
#include <array>
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
constexpr size_t kMostLetters = 4;       // of one writer's initials, in small letters
constexpr size_t kLongestSignOff = 40;   // bytes
constexpr int kMostSignOffWords = 4;

SentenceClass ClassAt(std::string_view text, size_t at) {
  return text::SentenceBreaker::ClassOf(text::CodePointAt(text, at).value);
}

bool IsSign(char c) { return std::string_view("/-.()[]* ").find(c) != std::string_view::npos; }

bool NamesSender(std::string_view text) { return Phrases::Get().IsAgency(text) || Phrases::Get().IsSignOff(text); }

// `text` without the agency that it begins with, in brackets, slashes or as its first word.
std::string_view WithoutAgency(std::string_view text) {
  const char open = text.empty() ? '\0' : text.front();
  const char close = open == '(' ? ')' : open == '[' ? ']' : open == '/' ? '/' : ' ';
  const size_t begin = close == ' ' ? 0 : 1;
  const size_t end = text.find(close, begin);
  if (end == text.npos || end == begin || !NamesSender(text.substr(begin, end - begin))) return text;
  return Trim(text.substr(end + 1));
}

// Whether `word` is one person's initials: up to four small letters, one letter of a script without capitals.
bool IsOnesInitials(std::string_view word) {
  size_t letters = 0;
  bool is_small = true;
  for (size_t at = 0; at < word.size(); at += text::CodePointAt(word, at).bytes) {
    const SentenceClass found = ClassAt(word, at);
    if (found != SentenceClass::kLower && found != SentenceClass::kOtherLetter) return false;
    is_small = is_small && found == SentenceClass::kLower;
    ++letters;
  }
  return letters <= (is_small ? kMostLetters : 1);
}

bool IsYear(std::string_view line) {
  return line.size() == 4 && (line.starts_with("19") || line.starts_with("20")) &&
         line.find_first_not_of("0123456789") == line.npos;
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

}  // namespace

bool IsInitials(std::string_view line) {
  if (line.size() > kLongestInitials) return false;
  if (IsYear(line)) return true;
  const std::string_view own = WithoutAgency(line);
  if (own.size() == line.size() && line.find('/') == line.npos) return false;  // nearly all lines end here
  size_t people = 0;
  for (size_t begin = 0; begin < own.size();) {
    const size_t end =
        static_cast<size_t>(std::find_if(own.begin() + static_cast<ptrdiff_t>(begin), own.end(), IsSign) - own.begin());
    if (!IsOnesInitials(own.substr(begin, end - begin))) return false;
    if (end > begin) ++people;
    begin = end + 1;
  }
  return people > 1;
}

bool IsSignature(std::string_view line) {
  return IsInitials(line) || (line.size() <= kLongestSignOff && Phrases::Get().IsAgency(line));
}

size_t FindSignOff(std::string_view line) {
  if (line.ends_with('.')) return line.size();  // nearly all paragraphs
  size_t blank = line.rfind(' ');
  for (int words = 0; words < kMostSignOffWords && blank != line.npos && line.size() - blank <= kLongestSignOff;
       ++words) {
    if (blank > 0 && EndsSentenceBefore(line, blank))
      return NamesSender(Bare(line.substr(blank + 1))) ? blank + 1 : line.size();
    blank = blank == 0 ? line.npos : line.rfind(' ', blank - 1);
  }
  return line.size();
}

}  // namespace marsad::normalize

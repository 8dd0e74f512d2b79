#include "stages/decode/mail_words.h"

#include <algorithm>

#include "lib/base/take_until.h"
#include "lib/base/utf8.h"
#include "stages/decode/article/words.h"

namespace marsad::embedded {
extern const std::string_view kMailWords;
}  // namespace marsad::embedded

namespace marsad::decode {
namespace {

constexpr std::array<std::string_view, static_cast<size_t>(MailRole::kNone)> kNames = {
    "from",    "to",       "subject", "date",    "other", "reply",  "tag",
    "forward", "greeting", "intro",   "closing", "end",   "office", "officeend"};
constexpr size_t kMostWords = 9;      // of an entry
constexpr size_t kLongestLook = 200;  // bytes of a line

}  // namespace

const MailWords& MailWords::Get() {
  static const MailWords words;
  return words;
}

MailWords::MailWords() {
  std::string_view text = embedded::kMailWords;
  while (!text.empty()) {
    const std::string_view line = TakeUntil('\n', &text);
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == line.npos) continue;
    const auto* const role = std::ranges::find(kNames, line.substr(0, tab));
    if (role != kNames.end())
      entries_[static_cast<size_t>(role - kNames.begin())].insert(WordsOf(line.substr(tab + 1)));
  }
}

bool MailWords::Has(MailRole role, const std::string& words) const {
  return entries_[static_cast<size_t>(role)].contains(words);
}

MailRole MailWords::HeaderOf(std::string_view name) const {
  const std::string words = WordsOf(name);
  for (const MailRole role : {MailRole::kFrom, MailRole::kTo, MailRole::kSubject, MailRole::kDate, MailRole::kOther}) {
    if (Has(role, words)) return role;
  }
  return MailRole::kNone;
}

bool MailWords::Is(MailRole role, std::string_view text) const {
  return text.size() <= kLongestLook && Has(role, WordsOf(text));
}

bool MailWords::Begins(MailRole role, std::string_view text) const {
  const std::string words = WordsOf(PrefixAtBoundary(text, kLongestLook));
  size_t end = 0;
  for (size_t i = 0; i < kMostWords && end + 1 < words.size(); ++i) {
    end = words.find(' ', end + 1);
    if (Has(role, words.substr(0, end + 1))) return true;
  }
  return false;
}

bool MailWords::NamesOffice(std::string_view text) const {
  const auto& ends = entries_[static_cast<size_t>(MailRole::kOfficeEnd)];
  const std::string words = WordsOf(PrefixAtBoundary(text, kLongestLook));
  for (size_t begin = 0; begin + 1 < words.size();) {
    const size_t end = words.find(' ', begin + 1);
    const std::string word = words.substr(begin, end + 1 - begin);
    const auto is_end = [&](const std::string& known) { return word.ends_with(std::string_view(known).substr(1)); };
    if (Has(MailRole::kOffice, word) || std::ranges::any_of(ends, is_end)) return true;
    begin = end;
  }
  return false;
}

}  // namespace marsad::decode

#include "stages/normalize/agency_place.h"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "stages/normalize/credit_parts.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLongestHead = 80;  // bytes
constexpr size_t kMostPlaceWords = 3;
constexpr size_t kMostInsideWords = 6;  // of a bracket
constexpr size_t kMostNameWords = 3;    // of an agency's reporter

bool IsAgency(std::string_view text) { return Phrases::Get().IsAgency(text); }

// Blanks and bytes of letters with which no sign below begins: most that a head holds.
constexpr auto kInWords = [] {
  std::array<bool, 256> in_words{};
  for (size_t c = 'a'; c <= 'z'; ++c) in_words[c] = in_words[c - 'a' + 'A'] = true;
  for (size_t byte = 0x80; byte < 0xC0; ++byte) in_words[byte] = true;
  for (const size_t byte : {size_t{' '}, size_t{0xD9}, size_t{0xD0}, size_t{0xD1}}) in_words[byte] = true;
  return in_words;
}();

// Where the signs end that follow `end`, and the blanks before them; `end` where there are none.
size_t BehindSigns(std::string_view line, size_t end) {
  size_t at = end;
  while (at < line.size() && line[at] == ' ') ++at;
  if (at == line.size()) return line.size();
  const char32_t c = text::CodePointAt(line, at).value;
  return IsDash(c) || c == ':' || c == '.' ? at + SeparatorBytes(line.substr(at)) : end;
}

bool BeginsNews(std::string_view rest) {
  rest = Trim(rest);
  if (rest.empty()) return true;
  const SentenceClass first = FirstClass(rest);
  return first != SentenceClass::kLower && first != SentenceClass::kNumeric;
}

std::optional<Credit> Dateline(std::string_view line, size_t end) {
  if (!BeginsNews(line.substr(end))) return std::nullopt;
  return Credit{BlockKind::kDateline, end};
}

// "[SALALAH]", "[Salalah] AFP -"
std::optional<Credit> FindBracketed(std::string_view line) {
  const char close = line.starts_with('[') ? ']' : line.starts_with('(') ? ')' : '\0';
  const size_t end = close == '\0' ? line.npos : line.substr(0, kLongestHead).find(close);
  if (end == line.npos) return std::nullopt;
  const std::string_view inside = Trim(line.substr(1, end - 1));
  if (inside.empty() || Words(inside).size() > kMostInsideWords) return std::nullopt;
  if (NamesAgency(inside) || IsPlaceInCapitals(Parts(inside).front()))
    return Dateline(line, BehindSigns(line, end + 1));
  if (!IsBarePlace(inside)) return std::nullopt;
  Credit credit{BlockKind::kDateline, end + 1};
  TakeMoreOfCredit(line, &credit);
  return credit.bytes > end + 1 ? std::optional<Credit>(credit) : std::nullopt;
}

// "Salalah / Agency", "Agency/Salalah"
std::optional<Credit> FindSlashed(std::string_view line) {
  const size_t slash = line.substr(0, kLongestHead).find('/');
  if (slash == line.npos || slash == 0) return std::nullopt;
  const std::string_view before = Trim(line.substr(0, slash));
  const std::vector<std::string_view> words = Words(line.substr(slash + 1, kLongestHead));
  const auto end_of = [&](std::string_view word) {
    std::string_view bare = word;
    while (bare.ends_with(':')) bare.remove_suffix(1);
    return static_cast<size_t>(bare.data() + bare.size() - line.data());
  };
  if (words.size() < 2) return std::nullopt;
  if (IsAgency(before) && IsBarePlace(words[0])) return Dateline(line, BehindSigns(line, end_of(words[0])));
  if (!IsBarePlace(before)) return std::nullopt;
  for (size_t count = std::min(kMostPlaceWords, words.size() - 1); count > 0; --count) {
    const size_t end = end_of(words[count - 1]);
    if (IsAgency(line.substr(slash + 1, end - slash - 1))) return Dateline(line, BehindSigns(line, end));
  }
  return std::nullopt;
}

// "SALALAH:", "SALALAH/BERLIN."
std::optional<Credit> FindInCapitals(std::string_view line) {
  const std::string_view head = line.substr(0, kLongestHead);
  for (size_t at = 0; at < head.size(); ++at) {
    if ((head[at] != ':' && head[at] != '.') || at + 1 >= line.size() || line[at + 1] != ' ') continue;
    const bool is_place = IsPlaceInCapitals(head.substr(0, at)) && Words(head.substr(0, at)).size() <= kMostPlaceWords;
    const std::string_view rest = Trim(line.substr(at + 1));
    const bool goes_on = !rest.empty() && FirstClass(rest) == SentenceClass::kUpper && text::HasLower(Words(rest)[0]);
    return is_place && goes_on ? std::optional<Credit>({BlockKind::kDateline, at + 1}) : std::nullopt;
  }
  return std::nullopt;
}

// "Vienna. The council"
std::optional<Credit> FindCityAlone(std::string_view line) {
  constexpr size_t kLongestCity = 40;  // bytes
  const size_t stop = line.substr(0, kLongestCity).find('.');
  if (stop == line.npos || stop + 2 >= line.size() || line[stop + 1] != ' ') return std::nullopt;
  const SentenceClass next = FirstClass(Trim(line.substr(stop + 1)));
  const bool goes_on = next == SentenceClass::kUpper || next == SentenceClass::kOtherLetter;
  return goes_on && Phrases::Get().IsCity(line.substr(0, stop))
             ? std::optional<Credit>({BlockKind::kDateline, stop + 1})
             : std::nullopt;
}

// "According to Agency X's reporter," in Persian
std::optional<Credit> FindOpener(std::string_view line) {
  constexpr size_t kLongestClause = 120;  // bytes
  for (const std::string& opener : Phrases::Get().openers()) {
    if (!line.starts_with(opener) || line.substr(opener.size()).find(' ') != 0) continue;
    const std::string_view clause = line.substr(0, kLongestClause);
    for (size_t at = opener.size(); at < clause.size(); at += text::CodePointAt(line, at).bytes) {
      const text::CodePoint c = text::CodePointAt(line, at);
      if (!IsComma(c.value) && c.value != ':' && c.value != ';' && c.value != 0x061B) continue;
      const std::vector<std::string_view> words = Words(line.substr(opener.size(), at - opener.size()));
      const bool names_one =
          std::ranges::any_of(words, [](std::string_view word) { return Phrases::Get().IsOpenerWord(word); });
      return names_one && at + c.bytes < line.size() ? std::optional<Credit>({BlockKind::kDateline, at + c.bytes})
                                                     : std::nullopt;
    }
  }
  return std::nullopt;
}

// Where the reporter's name ends, with its full stop, that begins at `at`: ", Jane Doe."; 0: there is none.
size_t BehindReporter(std::string_view line, size_t at) {
  const size_t stop = line.substr(0, at + kLongestHead).find('.', at);
  if (stop == line.npos) return 0;
  const std::vector<std::string_view> words = Words(line.substr(at, stop - at));
  const bool is_name = words.size() >= 2 && words.size() <= kMostNameWords &&
                       std::all_of(words.begin(), words.end(),
                                   [](std::string_view word) { return FirstClass(word) == SentenceClass::kUpper; });
  return is_name ? stop + 1 : 0;
}

// An agency in capitals that no sign follows: "ANKARA - AA The minister".
size_t BehindCapitals(std::string_view rest) {
  const size_t blank = rest.find(' ');
  if (blank == rest.npos || blank + 1 >= rest.size()) return 0;
  const std::string_view word = rest.substr(0, blank);
  const bool may_be = FirstClass(word) == SentenceClass::kUpper &&
                      FirstClass(rest.substr(blank + 1)) == SentenceClass::kUpper && !text::HasLower(word);
  return may_be && IsAgency(word) ? blank : 0;
}

// "JANE DOE - ": a writer's name in capitals, with the dash that parts it from the text; 0: there is none.
size_t BehindWriter(std::string_view rest) {
  if (FirstClass(rest) != SentenceClass::kUpper) return 0;
  constexpr size_t kMostWriterWords = 4;
  const std::string_view head = rest.substr(0, kLongestHead);
  const size_t blank = head.find(" - ") < head.find(" \u2013 ") ? head.find(" - ") : head.find(" \u2013 ");
  if (blank == head.npos) return 0;
  const std::string_view name = head.substr(0, blank);
  const std::vector<std::string_view> words = Words(name);
  const auto begins_with_capital = [](std::string_view word) { return FirstClass(word) == SentenceClass::kUpper; };
  const bool is_name = words.size() >= 2 && words.size() <= kMostWriterWords && !text::HasLower(name) &&
                       std::all_of(words.begin(), words.end(), begins_with_capital);
  const size_t end = blank + 1 + SeparatorBytes(rest.substr(blank + 1));
  return is_name && text::HasLower(rest.substr(end)) ? end : 0;
}

// A full stop, colon, comma or dash.
struct Sign {
  size_t at = 0;
  size_t end = 0;
  char32_t value = 0;
};

// The first in the head of `rest`, from `at` on.
std::optional<Sign> NextSign(std::string_view rest, size_t at) {
  for (const size_t end = std::min(rest.size(), kLongestHead); at < end;) {
    if (kInWords[static_cast<unsigned char>(rest[at])]) {
      ++at;
      continue;
    }
    const text::CodePoint c = text::CodePointAt(rest, at);
    if (c.value == '.' || c.value == ':' || IsComma(c.value) || IsDash(c.value)) return Sign{at, at + c.bytes, c.value};
    at += c.bytes;
  }
  return std::nullopt;
}

// Whether a town's name ends at `sign`, which parts it from the text: "Town: ", "Town - The".
bool PartsTown(std::string_view rest, const Sign& sign) {
  const std::string_view name = Trim(rest.substr(0, sign.at));
  const bool is_sign = sign.value == ':' || (IsDash(sign.value) && sign.at > 0 && rest[sign.at - 1] == ' ' &&
                                             BeginsNews(rest.substr(sign.at + SeparatorBytes(rest.substr(sign.at)))));
  return is_sign && IsBarePlace(name) && Words(name).size() == 1;
}

// Two words or more that may be a name, and no sign of a sentence.
bool MayBeReporter(std::string_view text) {
  const std::vector<std::string_view> words = Words(text);
  const auto begins_name = [](std::string_view word) {
    const SentenceClass first = FirstClass(word);
    return first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter;
  };
  return words.size() >= 2 && words.size() <= kMostNameWords + 1 && std::ranges::all_of(words, begins_name) &&
         text.find_first_of(".:,!?\"(") == text.npos && Phrases::Get().MayBeginName(words[0]);
}

// Whether `rest`, the end of a line of dateline and dash, is a name and nothing else: "Baghdad - INA - Omar Hadi".
bool IsReporterAlone(std::string_view line, const Credit& credit, std::string_view rest) {
  if (credit.kind != BlockKind::kDateline || rest.empty() || rest.size() > kLongestHead) return false;
  const std::string_view head = Trim(line.substr(0, credit.bytes));
  const bool is_parted = head.ends_with('-') || head.ends_with("\u2013") || head.ends_with('/') || head.ends_with(':');
  return is_parted && MayBeReporter(rest) && NamesAgency(head.substr(0, head.find_last_not_of("-:/ ") + 1));
}

}  // namespace

std::optional<Credit> FindAgencyAndPlace(std::string_view line) {
  if (const auto credit = FindBracketed(line)) return credit;
  if (const auto credit = FindSlashed(line)) return credit;
  if (const auto credit = FindInCapitals(line)) return credit;
  if (const auto credit = FindCityAlone(line)) return credit;
  return FindOpener(line);
}

void TakeMoreOfCredit(std::string_view line, Credit* credit) {
  size_t begin = credit->bytes;
  while (begin < line.size() && line[begin] == ' ') ++begin;
  const std::string_view rest = line.substr(begin);
  std::optional<bool> may_be_agency;  // once a sign asks for it
  for (std::optional<Sign> sign = NextSign(rest, 0); sign; sign = NextSign(rest, sign->end)) {
    if (credit->kind == BlockKind::kByline && PartsTown(rest, *sign)) {
      *credit = {BlockKind::kDateline, begin + sign->at + SeparatorBytes(rest.substr(sign->at))};
      return;
    }
    if (!may_be_agency) may_be_agency = Phrases::Get().MayBeginWithAgency(rest);
    const std::string_view name = Trim(rest.substr(0, sign->at));
    if (!*may_be_agency || name.empty() || !IsAgency(name)) continue;
    if (!IsComma(sign->value)) {
      credit->bytes = begin + sign->at + SeparatorBytes(rest.substr(sign->at));
    } else if (const size_t end = BehindReporter(line, begin + sign->at + 1); end > 0) {
      credit->bytes = end;
    }
    return;
  }
  if (IsReporterAlone(line, *credit, rest)) {
    credit->bytes = line.size();
  } else if (const size_t end = BehindCapitals(rest); end > 0) {
    credit->bytes = begin + end;
  } else if (const size_t writer = BehindWriter(rest); writer > 0) {
    credit->bytes = begin + writer;
  }
}

}  // namespace marsad::normalize

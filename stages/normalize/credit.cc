#include "stages/normalize/credit.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/agency_place.h"
#include "stages/normalize/credit_parts.h"
#include "stages/normalize/dated_place.h"
#include "stages/normalize/han_credit.h"
#include "stages/normalize/phrases.h"
#include "stages/normalize/unsigned_credit.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLongestCredit = 160;  // bytes
constexpr int kMostWords = 10;
constexpr int kMostDateWords = 4;  // "3 November 2025", a month of two words
constexpr size_t kMostOutletWords = 4;

struct Piece {
  char32_t c = 0;
  size_t begin = 0;
  size_t end = 0;
};

std::vector<Piece> Decode(std::string_view text) {
  std::vector<Piece> pieces;
  pieces.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    pieces.push_back({c.value, at, at + c.bytes});
    at += c.bytes;
  }
  return pieces;
}

// The characters that begin in the first kLongestCredit bytes.
std::string_view Beginning(std::string_view line) {
  return line.size() <= kLongestCredit ? line : line.substr(0, NextBoundary(line, kLongestCredit - 1));
}

// What opens the bracket, or the pair of slashes, that `closer` closes; U+0000: it closes none.
char OpenerOf(char closer) {
  if (closer == ')') return '(';
  if (closer == ']') return '[';
  return closer == '/' ? '/' : '\0';
}

// "Cairo (Example Wire)", "(Example Wire)": an agency between `opener` and the end of `text`.
std::optional<BlockKind> JudgeBracketed(std::string_view text, char opener) {
  const size_t open = text.size() > 1 ? text.rfind(opener, text.size() - 2) : text.npos;
  if (open == text.npos) return std::nullopt;
  const std::string_view before = Trim(text.substr(0, open));
  const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  if (!NamesAgency(inside) && !Phrases::Get().IsAgencyAfter(before, inside)) return std::nullopt;
  return before.empty() ? BlockKind::kByline : BlockKind::kDateline;
}

// What stands before a separator, judged as a credit.
std::optional<BlockKind> Judge(std::string_view text, bool is_dash) {
  while (text.ends_with('.')) text = Trim(text.substr(0, text.size() - 1));
  if (text.empty()) return std::nullopt;
  if (const char opener = OpenerOf(text.back()); opener != '\0') return JudgeBracketed(text, opener);
  const std::vector<std::string_view> parts = Parts(text);
  if (Phrases::Get().IsAgency(parts.back())) return parts.size() > 1 ? BlockKind::kDateline : BlockKind::kByline;
  if (parts.size() == 2 && Phrases::Get().IsAgencyAfter(parts[0], parts[1])) return BlockKind::kDateline;
  if (is_dash && parts.size() <= 3 && IsPlaceInCapitals(parts.front())) return BlockKind::kDateline;
  return std::nullopt;
}

// Whether a credit may end at `c`, which stands between `before` and `next`: a dash beside a blank or after a bracket, a colon, a full stop or
// an underscore after a bracket, a blank after a slash.
bool IsSeparator(char32_t before, char32_t c, char32_t next) {
  const bool behind_bracket = before == ')' || before == '/' || before == ']';
  if (c == ':') return true;
  if (c == '.') return behind_bracket;
  if (c == '_') return behind_bracket || IsSpace(before);
  if (before == '/' && IsSpace(c)) return true;
  return IsDash(c) && (c != '-' || behind_bracket || before == '.' || IsSpace(before) || IsSpace(next));
}

// What most letters are told by, before anybody looks at the next one.
bool MayBeSeparator(bool follows_slash, char32_t c) {
  return c == ':' || c == '.' || c == '_' || follows_slash || IsDash(c);
}

// Of what stands before `at`, which is not the beginning.
char32_t CharacterBefore(std::string_view line, size_t at) {
  return text::CodePointAt(line, PreviousBoundary(line, at)).value;
}

// U+0000 at the end.
char32_t CharacterAt(std::string_view line, size_t at) {
  return at < line.size() ? text::CodePointAt(line, at).value : U'\0';
}

// "Nov 6", "6 novembre 2025": up to three words, one of them a number.
bool IsDate(std::string_view text) {
  const std::vector<std::string_view> words = Words(text);
  return words.size() <= 3 && std::any_of(words.begin(), words.end(), [](std::string_view word) {
           return FirstClass(word) == SentenceClass::kNumeric;
         });
}

// "Amman", "Amman 3 November 2025": a place and perhaps a date after it, without a comma.
bool IsPlaceAndDate(std::string_view text) {
  const std::vector<std::string_view> words = Words(text);
  const auto number = std::find_if(words.begin(), words.end(),
                                   [](std::string_view word) { return FirstClass(word) == SentenceClass::kNumeric; });
  if (number == words.begin()) return false;
  const std::string_view last = *(number - 1);
  return words.end() - number <= kMostDateWords &&
         IsBarePlace(text.substr(0, static_cast<size_t>(last.data() + last.size() - text.data())));
}

// What names the outlet after a place: "(Example Wire)" at the end of `text`, up to four words without a number. Without
// one `text` comes back as it is.
std::string_view WithoutOutlet(std::string_view text) {
  const size_t open = text.ends_with(')') ? text.rfind('(') : text.npos;
  if (open == text.npos) return text;
  const std::vector<std::string_view> words = Words(text.substr(open + 1, text.size() - open - 2));
  // "Angela Merkel (CDU) - " is a person; agencies of that form are known by name.
  const bool is_initials =
      words.size() == 1 && FirstClass(words[0]) == SentenceClass::kUpper && !text::HasLower(words[0]);
  if (is_initials && !IsPlaceInCapitals(Parts(Trim(text.substr(0, open))).front())) return text;
  const bool is_name =
      !words.empty() && words.size() <= kMostOutletWords &&
      std::all_of(words.begin(), words.end(), [](auto word) { return FirstClass(word) != SentenceClass::kNumeric; });
  return is_name ? Trim(text.substr(0, open)) : text;
}

// What stands before the dash of a line that opens an article. An outlet in brackets says that it is a dateline; then
// a region may stand after the place, and a place in capitals may be longer.
bool IsPlacedAndDated(std::string_view text) {
  const std::string_view place = WithoutOutlet(text);
  const bool has_outlet = place.size() < text.size();
  const std::vector<std::string_view> parts = Parts(place);
  if (!has_outlet) {
    const auto may_follow = [&](std::string_view part) {
      return IsDate(part) || (IsBarePlace(part) && place.find('/') != place.npos);  // "Salalah/Muscat"
    };
    return IsBarePlace(parts.front()) && (parts.size() == 1 || (parts.size() == 2 && may_follow(parts[1])));
  }
  return parts.size() <= 3 && (IsPlaceAndDate(parts.front()) || IsPlaceInCapitals(parts.front())) &&
         std::all_of(parts.begin() + 1, parts.end(),
                     [](std::string_view part) { return IsDate(part) || IsBarePlace(part); });
}

// What follows a place is a sentence: no small letter, no number ("Price - 5 roubles", where the dash is the verb).
bool MayBeginNews(std::string_view text) {
  if (text.empty()) return true;
  const SentenceClass first = FirstClass(text);
  return first != SentenceClass::kLower && first != SentenceClass::kNumeric;
}

bool HasDash(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    if (IsDash(c.value)) return true;
    at += c.bytes;
  }
  return false;
}

// In scripts without capitals the hyphen is often typed right after the place. The piece `i` has one on either side.
bool IsTypedHyphen(std::string_view line, const std::vector<Piece>& pieces, size_t i) {
  return pieces[i].c == '-' && IsSpace(pieces[i + 1].c) &&
         FirstClass(line.substr(pieces[i - 1].begin)) == SentenceClass::kOtherLetter;
}

// "Baghdad - ", "Baghdad, 6 November - ", "Hereford, England (Example Wire) -- ": a place, perhaps a date, and no other
// dash in the line, for a second one would make the two a parenthesis.
std::optional<Credit> FindBarePlace(std::string_view line) {
  if (!HasDash(Beginning(line))) return std::nullopt;  // no place is longer; most lines end here
  const std::vector<Piece> pieces = Decode(line);
  size_t dash = 0;
  size_t end = 0;
  int dashes = 0;
  for (size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (!IsDash(pieces[i].c) || (!IsSpace(pieces[i - 1].c) && !IsTypedHyphen(line, pieces, i))) continue;
    const size_t first = i;
    while (i + 1 < pieces.size() && IsDash(pieces[i + 1].c)) ++i;
    if (i + 1 == pieces.size() || !IsSpace(pieces[i + 1].c)) continue;
    if (++dashes > 1) return std::nullopt;
    dash = pieces[first].begin;
    end = pieces[i].end;
  }
  if (dashes == 0 || !MayBeginNews(Trim(line.substr(end))) || !IsPlacedAndDated(Trim(line.substr(0, dash))))
    return std::nullopt;
  return Credit{BlockKind::kDateline, end};
}

// "Rabat: «Coast Daily»": a place, an outlet of up to three words in quotation marks, and nothing else.
bool IsPlaceAndQuotedOutlet(std::string_view line) {
  constexpr std::string_view kOpen = "\u00AB";
  constexpr std::string_view kClose = "\u00BB";
  const size_t colon = line.find(':');
  if (colon == line.npos || !IsBarePlace(line.substr(0, colon))) return false;
  const std::string_view outlet = Trim(line.substr(colon + 1));
  if (!outlet.starts_with(kOpen) || !outlet.ends_with(kClose) || outlet.size() <= kOpen.size() + kClose.size())
    return false;
  const bool is_one = outlet.find(kClose) == outlet.size() - kClose.size();
  const std::string_view name = outlet.substr(kOpen.size(), outlet.size() - kOpen.size() - kClose.size());
  const bool is_town = Words(line.substr(0, colon)).size() == 1;  // two words may be "said he"
  return is_one && (Phrases::Get().IsAgency(name) || (is_town && Words(name).size() <= 3));
}

std::optional<Credit> FindPlaceAndQuotedOutlet(std::string_view line) {
  return IsPlaceAndQuotedOutlet(Trim(line)) ? std::optional<Credit>({BlockKind::kDateline, line.size()}) : std::nullopt;
}

// By the first byte of a character: its bytes if it can be no blank, dash or other separator, else 0. Of ASCII these are letters
// and digits, of two bytes all but U+0080 to U+00BF; longer ones are looked at.
constexpr auto kLetterBytes = [] {
  constexpr size_t kFirstOfTwo = 0xC3;
  constexpr size_t kFirstOfThree = 0xE0;
  std::array<uint8_t, 256> bytes{};
  for (size_t c = '0'; c <= '9'; ++c) bytes[c] = 1;
  for (size_t c = 'a'; c <= 'z'; ++c) bytes[c] = bytes[c - 'a' + 'A'] = 1;
  for (size_t lead = kFirstOfTwo; lead < kFirstOfThree; ++lead) bytes[lead] = 2;
  return bytes;
}();

// A credit that a separator ends, or that is the whole line.
std::optional<Credit> FindSeparated(std::string_view line) {
  const std::string_view beginning = Beginning(line);
  int words = 1;
  bool follows_slash = false;
  for (size_t at = 0; at < beginning.size() && words <= kMostWords;) {
    const size_t letter = kLetterBytes[static_cast<unsigned char>(beginning[at])];
    if (letter > 0 && !follows_slash) {
      at += letter;
      continue;
    }
    const text::CodePoint c = text::CodePointAt(beginning, at);
    if (IsSpace(c.value)) ++words;
    if (at > 0 && MayBeSeparator(follows_slash, c.value) &&
        IsSeparator(CharacterBefore(beginning, at), c.value, CharacterAt(line, at + c.bytes))) {
      const auto kind = Judge(Trim(line.substr(0, at)), IsDash(c.value));
      if (kind) return Credit{*kind, at + SeparatorBytes(beginning.substr(at))};
    }
    follows_slash = c.value == '/';
    at += c.bytes;
  }
  if (words > kMostWords || line.size() > kLongestCredit) return std::nullopt;
  const auto kind = Judge(Trim(line), false);
  return kind ? std::optional<Credit>({*kind, line.size()}) : std::nullopt;
}

// The shapes of credits, in the order in which they are looked for.
using FindShape = std::optional<Credit> (*)(std::string_view line);
constexpr FindShape kShapes[] = {FindHanCredit, FindSeparated};
// Those that are believed only at an article's begin.
constexpr FindShape kOpeningShapes[] = {FindBarePlace, FindPlaceAndQuotedOutlet, FindDatedPlace, FindAgencyAndPlace,
                                        FindUnsignedCredit};

std::optional<Credit> FindFirst(std::string_view line, bool opens_article) {
  for (const FindShape find : kShapes) {
    if (const auto credit = find(line)) return credit;
  }
  if (!opens_article) return std::nullopt;
  for (const FindShape find : kOpeningShapes) {
    if (const auto credit = find(line)) return credit;
  }
  return std::nullopt;
}

constexpr std::string_view kTatweel = " \u0640 ";

// Looked for by its third byte, which little else has.
size_t FindTatweel(std::string_view text) {
  for (size_t at = text.find(kTatweel[2]); at != text.npos; at = text.find(kTatweel[2], at + 1)) {
    if (at >= 2 && text.substr(at - 2).starts_with(kTatweel)) return at - 2;
  }
  return text.npos;
}

}  // namespace

std::optional<Credit> FindCredit(std::string_view line, bool opens_article) {
  // A tatweel between blanks is a dash to those who type it: two hyphens have as many bytes.
  std::string typed;
  if (const size_t at = FindTatweel(Beginning(line)); at != std::string_view::npos) {
    typed = line;
    typed.replace(at, kTatweel.size(), " -- ");
    line = typed;
  }
  std::optional<Credit> credit = FindFirst(line, opens_article);
  if (!credit) return credit;
  if (credit->kind == BlockKind::kDateline) credit->bytes += TimeBytes(line.substr(credit->bytes));
  if (credit->bytes < line.size()) TakeMoreOfCredit(line, &*credit);
  if (credit->kind == BlockKind::kDateline) TakeQuotedOutlet(line, &*credit);
  return credit;
}

}  // namespace marsad::normalize

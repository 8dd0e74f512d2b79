#include "stages/normalize/picture_credit.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"
#include "stages/normalize/credit_parts.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLongestCredit = 160;  // bytes
constexpr size_t kMostLabelWords = 4;
constexpr size_t kMostNameWords = 5;
constexpr size_t kLongestParticle = 4;  // bytes
constexpr size_t kMostParts = 5;
constexpr size_t kMostUnsignedWords = 4;        // after a label without a colon, in a script without capitals
constexpr size_t kMostCaptionWords = 30;        // before whoever made the picture; more are text
constexpr size_t kMostWordsOfBareCaption = 12;  // before an agency alone
constexpr size_t kFewestCaptionWords = 4;       // where a place may stand before an agency, too
constexpr std::string_view kCopyright = "\u00A9";

// Without the blanks and signs at either end that part a label from names.
std::string_view Bare(std::string_view text) {
  constexpr std::string_view kComma = "\u060C";
  text = Trim(text);
  while (!text.empty() && std::string_view(".:;,-/|").find(text.back()) != std::string_view::npos)
    text = Trim(text.substr(0, text.size() - 1));
  for (bool more = true; more;) {
    more = false;
    if (!text.empty() && std::string_view(":;,-/|").find(text.front()) != std::string_view::npos) {
      text = Trim(text.substr(1));
      more = true;
    } else if (text.starts_with(kComma)) {
      text = Trim(text.substr(kComma.size()));
      more = true;
    }
  }
  return text;
}

bool BeginsWithSign(std::string_view text) {
  text = Trim(text);
  return !text.empty() &&
         (std::string_view(":/,-").find(text.front()) != std::string_view::npos || text.starts_with("\u060C"));
}

// Bytes of the label that `text` begins with, the longest; 0: none.
size_t LabelBytes(std::string_view text) {
  if (!Phrases::Get().MayBeginWithLabel(text)) return 0;
  size_t longest = 0;
  size_t end = 0;
  for (size_t words = 0; words < kMostLabelWords && end < text.size(); ++words) {
    const size_t begin = text.find_first_not_of(' ', end);
    if (begin == text.npos) break;
    end = std::min(text.find_first_of(" :", begin), text.size());
    std::string_view label = text.substr(0, end);
    if (label.ends_with(',')) label.remove_suffix(1);
    if (label.ends_with("\u060C")) label.remove_suffix(2);
    if (Phrases::Get().LabelOf(label) != LabelKind::kNone) longest = label.size();
    if (end < text.size() && text[end] == ':') break;
  }
  return longest;
}

// Whether the character at `at` parts names: a sign, or a dash between blanks.
bool PartsNames(std::string_view text, size_t at, text::CodePoint c) {
  constexpr std::u32string_view kSigns = U"/|;+()&:,\u060C";
  if (kSigns.find(c.value) != kSigns.npos) return true;
  const size_t end = at + c.bytes;
  return IsDash(c.value) && at > 0 && end < text.size() && text[at - 1] == ' ' && text[end] == ' ';
}

// Where the word ends that begins after the blank at `at`, if it joins names: "and", "via"; 0: it does not.
size_t JoinEnd(std::string_view text, size_t at) {
  const size_t end = text.find(' ', at + 1);
  if (end == text.npos) return 0;
  return Phrases::Get().Is(WordKind::kNameJoin, text::FoldText(text.substr(at + 1, end - at - 1))) ? end : 0;
}

// What names people and agencies, cut apart: at commas, slashes, bars, dashes with blanks and words such as "and" or "via".
std::vector<std::string_view> NameParts(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  const auto cut = [&](size_t end, size_t next) {
    const std::string_view part = Trim(text.substr(begin, end - begin));
    if (!part.empty()) parts.push_back(part);
    begin = next;
  };
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    if (PartsNames(text, at, c)) cut(at, at + c.bytes);
    if (const size_t end = c.value == ' ' ? JoinEnd(text, at) : 0; end > 0) cut(at, end);
    at += c.bytes;
  }
  cut(text.size(), text.size());
  return parts;
}

// A capital or a letter of a script that has none begins the word, or it is a particle such as "van".
bool IsPartOfName(std::string_view word) {
  const SentenceClass first = FirstClass(word);
  const bool is_letter = first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter;
  return is_letter || (first == SentenceClass::kLower && word.size() <= kLongestParticle);
}

// Whether words of a script with capitals are a name: one that begins and ends with a capital.
bool IsNameWithCapitals(const std::vector<std::string_view>& words) {
  const auto ends_sentence = [](std::string_view word) {
    return word.ends_with('.') && word.size() > kLongestParticle;
  };
  const auto is_capital = [](std::string_view word) { return FirstClass(word) == SentenceClass::kUpper; };
  return std::ranges::none_of(words, ends_sentence) && Phrases::Get().MayBeginName(words[0]) &&
         is_capital(words.front()) && is_capital(words.back()) && std::ranges::all_of(words, IsPartOfName);
}

// Up to five words with capitals, particles between them; or of a script that has none.
bool IsName(std::string_view part, bool is_loose) {
  const std::vector<std::string_view> words = Words(part);
  if (words.empty() || words.size() > kMostNameWords) return false;
  if (FirstClass(words[0]) != SentenceClass::kOtherLetter) return IsNameWithCapitals(words);
  return part.find('.') == part.npos && (is_loose || (words.size() > 1 && Phrases::Get().MayBeginName(words[0])));
}

bool IsYear(std::string_view part) { return part.size() == 4 && part.find_first_not_of("0123456789") == part.npos; }

enum class Frame : uint8_t { kNone, kBracket };
using Kind = PictureCredit::Kind;

// "Photo by Jane Doe"; where a script has no capitals, two to four words that a name may begin.
bool MayLackColon(std::string_view label, std::string_view names) {
  const size_t words = Words(names).size();
  if (FirstClass(names) == SentenceClass::kOtherLetter) return words >= 2 && words <= kMostUnsignedWords;
  return label.find(' ') != label.npos && words >= 2;
}

// The length of the sign of copyright that begins `text`; 0: there is none.
size_t SignBytes(std::string_view text) {
  if (text.starts_with(kCopyright)) return kCopyright.size();
  return text.starts_with("(c)") || text.starts_with("(C)") ? 3 : 0;
}

// Names that stand in a bracket or not, and the label before them, which may be empty.
struct Names {
  Frame frame = Frame::kNone;
  std::string_view label;
  bool has_colon = false;
  std::string_view text;
  std::vector<std::string_view> parts;
  size_t agencies = 0;

  bool HasSlash() const { return parts.size() > 1 && text.find('/') != text.npos; }
};

// Whether they are names and nothing else; counts the agencies.
bool AreNames(Names* names) {
  if (names->text.empty() || EndsLikeProse(names->text)) return false;
  names->parts = NameParts(names->text);
  if (names->parts.empty() || names->parts.size() > kMostParts) return false;
  const bool is_loose = !names->label.empty() || (names->frame == Frame::kBracket && names->parts.size() > 1);
  names->agencies = static_cast<size_t>(
      std::ranges::count_if(names->parts, [](auto part) { return Phrases::Get().IsPictureAgency(part); }));
  return std::ranges::all_of(names->parts, [&](std::string_view part) {
    return Phrases::Get().IsPictureAgency(part) || IsName(part, is_loose) || IsYear(part);
  });
}

Kind KindOfLabelled(const Names& names) {
  const LabelKind label = Phrases::Get().LabelOf(names.label);
  if (label == LabelKind::kCredit) {
    const bool is_sure = names.has_colon || names.frame == Frame::kBracket || names.agencies > 0;
    return is_sure || MayLackColon(names.label, names.text) ? Kind::kLabelled : Kind::kNone;
  }
  if (names.agencies == 0 && !names.HasSlash()) return Kind::kNone;
  return label == LabelKind::kSource ? Kind::kUnsure : Kind::kLabelled;
}

// How `text`, which ends its line, is a credit.
Kind KindOf(std::string_view text, Frame frame) {
  text = Trim(text);
  const size_t sign = SignBytes(text);
  text = Trim(text.substr(sign));
  const size_t label = LabelBytes(text);
  if (sign + label == 0 && frame == Frame::kNone && text.find('/') == text.npos) return Kind::kNone;
  Names names = {.frame = frame,
                 .label = text.substr(0, label),
                 .has_colon = label > 0 && BeginsWithSign(text.substr(label)),
                 .text = Bare(text.substr(label)),
                 .parts = {}};
  if (!AreNames(&names)) return Kind::kNone;
  if (sign > 0) return std::ranges::all_of(names.parts, IsYear) ? Kind::kNone : Kind::kSigned;  // "(c) 2026"
  if (label > 0) return KindOfLabelled(names);
  const bool is_credit = names.agencies > 0 && (frame == Frame::kBracket || names.HasSlash());
  return is_credit ? Kind::kUnlabelled : Kind::kNone;
}

struct Begin {
  size_t at = 0;
  bool is_clause = false;  // after a dash or bar, not a sentence
};

// Where the sentences and clauses of `line` begin in its last bytes, the first of them first.
std::vector<Begin> Begins(std::string_view line) {
  constexpr std::array<std::string_view, 4> kEnds = {". ", "! ", "? ", "\u061F "};
  constexpr std::array<std::string_view, 4> kClauseEnds = {" | ", " - ", " \u2013 ", " \u2014 "};
  std::vector<Begin> begins;
  const size_t from = line.size() <= kLongestCredit ? 0 : line.size() - kLongestCredit;
  if (from == 0) begins.push_back({0, false});
  const auto add = [&](std::string_view edge, bool is_clause) {
    for (size_t at = line.find(edge, from); at != line.npos; at = line.find(edge, at + 1))
      begins.push_back({at + edge.size(), is_clause});
  };
  for (const std::string_view edge : kEnds) add(edge, false);
  for (const std::string_view edge : kClauseEnds) add(edge, true);
  if (const size_t sign = line.rfind(kCopyright); sign != line.npos && sign >= from) begins.push_back({sign, false});
  std::ranges::sort(begins, {}, &Begin::at);
  return begins;
}

// Whether `line` ends in no sentence, or a sign of a credit stands near its end: nearly all paragraphs are told by this.
bool MayEndInCredit(std::string_view line) {
  if (line.empty()) return false;
  if (!EndsLikeProse(line)) return true;
  if (line.ends_with(')') || line.ends_with(']')) return true;
  const std::string_view end = line.substr(line.size() - std::min(line.size(), kLongestCredit));
  return end.find(':') != end.npos || end.find('/') != end.npos || end.find(kCopyright) != end.npos;
}

PictureCredit FindInBracket(std::string_view line) {
  const text::OriginalSpan bracket = BracketAtEnd(line);
  if (bracket.empty() || bracket.size() > kLongestCredit) return {line.size(), Kind::kNone};
  std::string_view inside = bracket.Cut(line);
  inside = inside.substr(1, inside.find_last_of(")]") - 1);
  const Kind kind = Phrases::Get().IsPictureAgency(Trim(inside)) ? Kind::kAgencyAlone : KindOf(inside, Frame::kBracket);
  return {bracket.begin, kind};
}

// Whether a sign stands in `text` that parts place, date and agency.
bool HoldsPlaceSign(std::string_view text) {
  constexpr std::array<std::string_view, 3> kSigns = {" - ", " \u2013 ", "\u060C"};
  return text.find_first_of("/,") != text.npos ||
         std::ranges::any_of(kSigns, [&](std::string_view sign) { return text.find(sign) != text.npos; });
}

}  // namespace

bool MayBeCaption(std::string_view line, const PictureCredit& credit, size_t words) {
  if (credit.kind != Kind::kAgencyAlone) return credit.kind != Kind::kUnsure && words <= kMostCaptionWords;
  const std::string_view text = Trim(line.substr(0, credit.begin));
  const bool is_short = words >= kFewestCaptionWords && words <= kMostWordsOfBareCaption;
  const bool is_whole = line.ends_with(')') || line.ends_with(']');
  return is_short && is_whole && !HoldsPlaceSign(text) && !EndsLikeProse(text);
}

PictureCredit FindPictureCredit(std::string_view line) {
  if (!MayEndInCredit(line)) return {line.size(), Kind::kNone};
  if (const PictureCredit found = FindInBracket(line); found.kind != Kind::kNone) return found;
  for (const Begin& begin : Begins(line)) {
    if (begin.is_clause && line.substr(0, begin.at).find(": ") != line.npos)
      continue;  // "Text: Jane Doe - Photo: Omar Hadi"
    if (const Kind kind = KindOf(line.substr(begin.at), Frame::kNone); kind != Kind::kNone) return {begin.at, kind};
  }
  if (EndsInCapitals(line)) return {line.rfind(". ") + 2, Kind::kUnlabelled};
  return {line.size(), Kind::kNone};
}

}  // namespace marsad::normalize

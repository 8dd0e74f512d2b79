#include "lib/text/fold_rules.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <utility>

#include "lib/base/utf8.h"

namespace marsad::text {
namespace {

// ICU's own data; that it cannot be read means a broken installation.
struct Normalizers {
  const icu::Normalizer2* nfd;
  const icu::Normalizer2* nfc;
  const icu::Normalizer2* nfkc_casefold;
};

const Normalizers& Icu() {
  static const Normalizers normalizers = [] {
    UErrorCode error = U_ZERO_ERROR;
    const Normalizers made = {icu::Normalizer2::getNFDInstance(error), icu::Normalizer2::getNFCInstance(error),
                              icu::Normalizer2::getNFKCCasefoldInstance(error)};
    if (U_FAILURE(error)) std::abort();
    return made;
  }();
  return normalizers;
}

icu::UnicodeString Apply(const icu::Normalizer2* normalizer, const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString out = normalizer->normalize(text, error);
  if (U_FAILURE(error)) std::abort();  // only when memory runs out
  return out;
}

// Marks that some scripts spell letters with and others only decorate them with.
bool IsGeneralMark(UChar32 c) { return c >= 0x0300 && c <= 0x036F; }

bool IsIn(UChar32 c, std::initializer_list<std::pair<UChar32, UChar32>> ranges) {
  for (const auto& [first, last] : ranges) {
    if (c >= first && c <= last) return true;
  }
  return false;
}

// Marks that no word depends on: Arabic and Hebrew vowel signs, marks for symbols and for phonetics.
bool IsDroppedMark(UChar32 c) {
  const bool is_mark = (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
  return is_mark && IsIn(c, {{0x0483, 0x0489},
                             {0x0591, 0x05C7},
                             {0x0600, 0x06FF},
                             {0x0890, 0x08FF},
                             {0x1AB0, 0x1AFF},
                             {0x1DC0, 0x1DFF},
                             {0x20D0, 0x20FF},
                             {0xFE20, 0xFE2F}});
}

// Controls that show nothing, and tatweel, which only stretches a word.
bool IsDroppedFormat(UChar32 c) {
  return c == 0x0640 || u_charType(c) == U_FORMAT_CHAR || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

// Cyrillic spells letters with breve, diaeresis and acute. Only io is written both with and without its dots.
bool SpellsLetter(UChar32 base, UChar32 mark) {
  if (base < 0x0400 || base > 0x04FF || Icu().nfc->composePair(base, mark) < 0) return false;
  if (mark == 0x0306) return true;
  if (mark == 0x0308) return base != 0x0435;                    // ie
  return mark == 0x0301 && (base == 0x0433 || base == 0x043A);  // Macedonian gje, kje
}

// Letters and signs that are written for others.
constexpr std::pair<UChar32, UChar32> kWrittenFor[] = {{0x0671, 0x0627},  // alef wasla -> alef
                                                       {0x0649, 0x064A},  // alef maksura -> yeh
                                                       {0x0629, 0x0647},  // teh marbuta -> heh
                                                       {0x066B, '.'},     // Arabic decimal separator
                                                       {0x066C, ','},     // Arabic thousands separator
                                                       {0x0131, 'i'},     // dotless i
                                                       {0x00F8, 'o'},     // with stroke, as the next ones
                                                       {0x0142, 'l'},    {0x0111, 'd'}, {0x0127, 'h'}};

UChar32 MapLetter(UChar32 c) {
  const auto* const found = std::ranges::find(kWrittenFor, c, &std::pair<UChar32, UChar32>::first);
  if (found != std::end(kWrittenFor)) return found->second;
  const int32_t digit = u_charDigitValue(c);
  return digit >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER ? '0' + digit : c;
}

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

icu::UnicodeString FoldSequence(const icu::UnicodeString& sequence) {
  // Decomposing first makes canonically equivalent sequences equal before case folding looks at their order.
  const icu::UnicodeString apart = Apply(Icu().nfd, Apply(Icu().nfkc_casefold, Apply(Icu().nfd, sequence)));
  icu::UnicodeString kept;
  UChar32 base = 0;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (IsDroppedMark(c) || IsDroppedFormat(c)) continue;
    if (IsGeneralMark(c) && !SpellsLetter(base, c)) continue;
    base = IsGeneralMark(c) ? 0 : c;  // a letter takes one mark
    kept.append(MapLetter(c));
  }
  return Apply(Icu().nfc, kept);
}

}  // namespace

std::string FoldSequence(std::string_view sequence) {
  std::string out;
  FoldSequence(FromUtf8(sequence)).toUTF8String(out);
  return out;
}

const FoldRules& FoldRules::Get() {
  static const FoldRules rules;
  return rules;
}

FoldRules::FoldRules() : table_([this](char32_t c) { return Make(c); }) {
  for (char32_t c = 0x80; c < pairs_.size(); ++c) {
    const FoldRule& rule = table_[c];
    std::string same;
    AppendUtf8(c, &same);
    if (rule.kind == FoldKind::kSame) std::memcpy(&pairs_[c], same.data(), sizeof(pairs_[c]));
    if (rule.kind == FoldKind::kReplace) std::memcpy(&pairs_[c], rule.bytes, sizeof(pairs_[c]));
  }
}

FoldRule FoldRules::Make(char32_t c) {
  const auto code_point = static_cast<UChar32>(c);
  if (U_IS_SURROGATE(code_point)) return {};  // not in valid UTF-8
  if (IsDroppedMark(code_point)) return {.kind = FoldKind::kMark};
  if (IsDroppedFormat(code_point)) return {.kind = FoldKind::kDrop};
  // A ypogegrammeni has a boundary as the iota that it becomes, but none as the mark that it is when marks are ordered.
  if (!Icu().nfkc_casefold->hasBoundaryBefore(code_point) || !Icu().nfd->hasBoundaryBefore(code_point))
    return {.kind = FoldKind::kCombine};
  const bool untouched = !u_hasBinaryProperty(code_point, UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED) &&
                         Icu().nfd->isInert(code_point) && MapLetter(code_point) == code_point;
  if (untouched) return {};

  const icu::UnicodeString before(code_point);
  const icu::UnicodeString after = FoldSequence(before);
  if (after == before) return {};
  if (after.isEmpty()) return {.kind = FoldKind::kDrop};  // such as a tatweel with vowel signs in one character
  std::string bytes;
  after.toUTF8String(bytes);
  const bool is_swap = after.countChar32() == 1 && U8_LENGTH(code_point) == static_cast<int32_t>(bytes.size());
  FoldRule rule{.kind = is_swap ? FoldKind::kReplace : FoldKind::kChange, .length = static_cast<uint8_t>(bytes.size())};
  if (bytes.size() <= sizeof(rule.bytes)) {
    std::memcpy(rule.bytes, bytes.data(), bytes.size());
    return rule;
  }
  rule.kind = FoldKind::kLong;
  const auto place = static_cast<uint32_t>(pool_.size());
  std::memcpy(rule.bytes, &place, sizeof(place));
  pool_ += bytes;
  return rule;
}

std::string_view FoldRules::Long(const FoldRule& rule) const {
  uint32_t place = 0;
  std::memcpy(&place, rule.bytes, sizeof(place));
  return std::string_view(pool_).substr(place, rule.length);
}

}  // namespace marsad::text

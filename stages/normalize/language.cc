#include "stages/normalize/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "stages/normalize/alphabet.h"

namespace marsad::normalize {
namespace {

using text::Script;

// Fewer letters tell less: a scale that keeps words below headlines and headlines below articles.
uint32_t ByLength(uint32_t letters) {
  if (letters < 10) return 500;
  if (letters < 40) return 800;
  return letters < 200 ? 950 : 990;
}

// Each language's own letters in the block of Arabic script.
constexpr std::u32string_view kArabic = U"\u0629\u0623\u0625\u0649";  // rare in the others, every third word in Arabic
constexpr std::u32string_view kPersian = U"\u067E\u0686\u0698\u06AF\u06A9\u06CC";  // also Urdu, Kurdish and Pashto
constexpr std::u32string_view kUrdu = U"\u0679\u0688\u0691\u06BA\u06BE\u06C1\u06D2";
constexpr std::u32string_view kKurdish = U"\u06CE\u0695\u06B5\u06D5\u06C6";
constexpr std::u32string_view kPashto = U"\u0681\u0685\u0689\u0693\u0696\u069A\u06BC\u06CD";
constexpr std::u32string_view kUyghur = U"\u06C7\u06C8\u06CB\u06AD\u06D5\u06C6";  // the last two are Kurdish as well
// Of one language alone, and in all of its texts. Uyghur also writes U+0649 all the time, which is Arabic's above.
constexpr std::u32string_view kUyghurAlone = U"\u06C7\u06C8\u06CB\u06AD";
constexpr std::u32string_view kArabicWithoutUyghur = U"\u0629\u0623\u0625";
constexpr std::u32string_view kSindhiAlone =
    U"\u067A\u067B\u067D\u067F\u0680\u0683\u0684\u0687\u068A\u068C\u068D\u068F\u06A6\u06AA\u06B1\u06B3\u06BB";

// How often each letter of that block stands in a text.
class ArabicLetters {
 public:
  explicit ArabicLetters(std::string_view text) {
    // All of the block is of two bytes, so that no other character's bytes look like one.
    const auto* byte = reinterpret_cast<const unsigned char*>(text.data());
    for (const auto* const end = byte + text.size(); byte < end; ++byte) {
      const auto lead = static_cast<unsigned char>(*byte - kFirstLead);
      if (lead < kLeads) ++counts_.data()[lead << 6 | (*++byte & 0x3F)];
    }
    std::fill(counts_.begin(), counts_.begin() + (kFirstLetter - kFirst), 0);  // signs and punctuation
    std::fill(counts_.begin() + (kLastLetter + 1 - kFirst), counts_.end(), 0);
    counts_[kTatweel - kFirst] = 0;
    std::fill(counts_.begin() + (kBehindLetters - kFirst), counts_.begin() + (kMoreLetters - kFirst),
              0);  // marks, digits
  }

  uint32_t All() const { return std::accumulate(counts_.begin(), counts_.end(), 0U); }
  uint32_t Of(std::u32string_view letters) const {
    uint32_t count = 0;
    for (const char32_t letter : letters) count += counts_[letter - kFirst];
    return count;
  }

 private:
  static constexpr char32_t kFirst = 0x0600;
  static constexpr char32_t kFirstLetter = 0x0620;
  static constexpr unsigned char kFirstLead = 0xD8;  // of the UTF-8 of U+0600
  static constexpr unsigned char kLeads = 4;
  static constexpr char32_t kTatweel = 0x0640;
  static constexpr char32_t kBehindLetters = 0x064B;
  static constexpr char32_t kMoreLetters = 0x0671;
  static constexpr char32_t kLastLetter = 0x06D5;

  std::array<uint32_t, 256> counts_{};  // U+0600..U+06FF
};

// Of a text without letters that tell: Persian and Urdu are typed with Arabic yeh and kaf too, and then their words tell.
std::string ByArabicWords(std::string_view sample) {
  const std::string_view words = LanguageOfWords(sample, {}, {});
  return words == "fa" || words == "ur" ? std::string(words) : "ar";
}

// Whether `letters` are one of a hundred of the text's, times `percent`, and any at all.
bool AreAtLeast(const ArabicLetters& letters, uint32_t count, uint32_t percent) {
  return count > 0 && count * 100 >= letters.All() * percent;
}

// The language whose own letters are in all of its texts; empty: none of them.
std::string_view ByLettersAlone(const ArabicLetters& letters) {
  const uint32_t uyghur = letters.Of(kUyghurAlone);
  if (AreAtLeast(letters, uyghur, 4) && uyghur > letters.Of(kArabicWithoutUyghur)) return "ug";
  const uint32_t sindhi = letters.Of(kSindhiAlone);
  const uint32_t others = std::max({letters.Of(kArabic), letters.Of(kUrdu), letters.Of(kPashto)});
  return AreAtLeast(letters, sindhi, 4) && sindhi > others ? "sd" : "";
}

// The language of a text that is not Arabic by the share of its letters that is the least in one; empty: of none of them.
std::string_view ByShare(const ArabicLetters& letters) {
  struct Share {
    std::u32string_view letters;
    uint32_t percent;
    std::string_view language;
  };
  static constexpr Share kShares[] = {{kKurdish, 3, "ckb"}, {kUrdu, 3, "ur"}, {kPashto, 1, "ps"}, {kPersian, 3, "fa"}};
  const auto* const found = std::ranges::find_if(
      kShares, [&](const Share& share) { return AreAtLeast(letters, letters.Of(share.letters), share.percent); });
  return found == std::end(kShares) ? "" : found->language;
}

Language OfArabicScript(std::string_view sample) {
  const ArabicLetters letters(sample);
  const uint32_t arabic = letters.Of(kArabic);
  const uint32_t confidence = ByLength(letters.All());
  if (const std::string_view alone = ByLettersAlone(letters); !alone.empty()) return {std::string(alone), confidence};
  // Loan words and quotations bring foreign letters into Arabic. They must clearly outnumber its own, for a page of
  // Persian has nearly twice as many of the one as a page of Arabic has of the other.
  const uint32_t foreign = letters.Of(kPersian) + std::max({letters.Of(kUrdu), letters.Of(kKurdish),
                                                            letters.Of(kPashto), letters.Of(kUyghur)});
  if (foreign <= 2 * arabic) return {AreAtLeast(letters, arabic, 2) ? "ar" : ByArabicWords(sample), confidence};
  const std::string_view language = ByShare(letters);
  return {language.empty() ? ByArabicWords(sample) : std::string(language), confidence};
}

std::string Bcp47(CLD2::Language language) {
  std::string code = CLD2::LanguageCode(language);
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  if (code == "no") return "nb";
  return code;
}

// The subtag of `script` for a language that the news also writes in another, if it is not the usual one.
std::string_view ScriptSubtag(std::string_view language, Script script) {
  if (language == "sr" && script == Script::kLatin) return "-Latn";
  if (language == "uz" && script == Script::kCyrillic) return "-Cyrl";
  return {};
}

constexpr uint32_t kByWords = 600;  // confidence at most, of what common words say

// What common words say where the detector is not sure. Its `guess`, which may be empty, counts by itself only if the
// source claims the same, or in Cyrillic script, where the alphabets have left few languages to choose from.
Language BySecondLook(std::string_view sample, Script script, std::string_view claimed, std::string_view guess) {
  constexpr uint32_t kByClaim = 500;
  constexpr uint32_t kByGuess = 400;
  std::string_view words = LanguageOfWords(sample, claimed, guess);
  if (words == "hr" && script == Script::kCyrillic) words = "sr";  // one row of the table has both
  const uint32_t limit = ByLength(static_cast<uint32_t>(sample.size()));
  if (!words.empty()) return {std::string(words).append(ScriptSubtag(words, script)), std::min(kByWords, limit)};
  const bool is_claimed = claimed.substr(0, claimed.find('-')) == guess;
  if (guess.empty() || (!is_claimed && script != Script::kCyrillic)) return {};
  return {std::string(guess).append(ScriptSubtag(guess, script)), std::min(is_claimed ? kByClaim : kByGuess, limit)};
}

// `sample` without the letters of scripts that a text in `script` only quotes, where these are many: the detector weighs
// bytes, and a shorter quotation in Arabic has more of them than the English around it.
std::string WithoutQuotedScripts(std::string_view sample, Script script) {
  constexpr size_t kFewest = 5;  // one byte in so many
  if (script != Script::kLatin && script != Script::kCyrillic) return {};
  // By the first bytes of characters, so that the usual text costs next to nothing: U+0370, U+0540.
  const unsigned char first_lead = script == Script::kLatin ? 0xCE : 0xD5;
  const auto any =
      std::count_if(sample.begin(), sample.end(), [&](char c) { return static_cast<unsigned char>(c) >= first_lead; });
  if (3 * static_cast<size_t>(any) * kFewest < sample.size()) return {};  // even if all were of three bytes
  const auto count = [&](unsigned char from, unsigned char behind) {
    return static_cast<size_t>(std::count_if(sample.begin(), sample.end(), [&](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= from && byte < behind;
    }));
  };
  if ((2 * count(first_lead, 0xE0) + 3 * count(0xE3, 0xF0)) * kFewest < sample.size()) return {};
  const char32_t first_foreign = script == Script::kLatin ? 0x0370 : 0x0530;
  std::string kept;
  for (size_t at = 0; at < sample.size();) {
    const text::CodePoint c = text::CodePointAt(sample, at);
    const bool is_foreign = (c.value >= first_foreign && c.value < 0x1E00) || c.value >= 0x2E80;
    if (!is_foreign) kept += sample.substr(at, c.bytes);
    at += c.bytes;
  }
  return kept;
}

// What the detector says, with what it was told to expect.
struct Guess {
  std::string tag;  // empty: nothing
  bool is_reliable = false;
  uint32_t share = 0;  // per mille of the text
  uint32_t bytes = 0;  // that it read
};

Guess AskCld2(std::string_view sample, const std::string& hint, int flags) {
  const CLD2::CLDHints hints = {hint.empty() ? nullptr : hint.c_str(), nullptr, CLD2::UNKNOWN_ENCODING,
                                CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language found[3];
  int percent[3];
  double score[3];
  int bytes = 0;
  Guess guess;
  const CLD2::Language language =
      CLD2::ExtDetectLanguageSummary(sample.data(), static_cast<int>(sample.size()), true, &hints, flags, found,
                                     percent, score, nullptr, &bytes, &guess.is_reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE) return {};
  guess.tag = Bcp47(language);
  guess.share = static_cast<uint32_t>(std::clamp(percent[0], 0, 100)) * 10;
  guess.bytes = static_cast<uint32_t>(bytes);
  return guess;
}

// CLD2 takes short Russian and Ukrainian for Serbian and others, but not if it was told what to expect; Serbian stays
// Serbian then too. That of the two which the letters of `sample` allow and the detector then names, if it is one alone.
Guess ExpectRussianOrUkrainian(std::string_view sample) {
  Guess only;
  for (const char* const tag : {"ru", "uk"}) {
    if (ContradictsAlphabet(tag, sample)) continue;
    Guess guess = AskCld2(sample, tag, CLD2::kCLDFlagBestEffort);
    if (guess.tag != tag) continue;
    if (!only.tag.empty()) return {};
    only = std::move(guess);
  }
  return only;
}

// Spain's regions have languages that the detector believes in at a few names of villages and people. If the common words of a text
// say otherwise, they count. Empty: they do not.
std::string_view InsteadOfRegional(std::string_view tag, std::string_view sample, std::string_view claimed) {
  constexpr std::string_view kRegional[] = {"ca", "eu", "gl"};
  if (std::ranges::find(kRegional, tag) == std::end(kRegional)) return {};
  const std::string_view words = LanguageOfWords(sample, claimed, {});
  return words == tag ? std::string_view() : words;
}

Language ByDetector(std::string_view sample, Script script, std::string_view claimed) {
  constexpr size_t kShort = 160;  // bytes
  const bool is_cyrillic = script == Script::kCyrillic;
  const auto is_possible = [&](const Guess& guess) {
    return !guess.tag.empty() && !(is_cyrillic && ContradictsAlphabet(guess.tag, sample));
  };
  const std::string hint(claimed);
  Guess guess = AskCld2(sample, hint, 0);
  const bool may_be_other = is_cyrillic && guess.tag == "sr" && sample.size() < kShort && !HasAlphabet(claimed);
  if (guess.is_reliable && is_possible(guess)) {
    if (const std::string_view words = InsteadOfRegional(guess.tag, sample, claimed); !words.empty())
      return {std::string(words), std::min(kByWords, ByLength(guess.bytes))};
    const Guess other = may_be_other ? ExpectRussianOrUkrainian(sample) : Guess();
    const std::string& tag = other.tag.empty() ? guess.tag : other.tag;
    return {tag + std::string(ScriptSubtag(tag, script)), std::min(guess.share, ByLength(guess.bytes))};
  }
  guess = AskCld2(sample, hint, CLD2::kCLDFlagBestEffort);
  if (is_cyrillic && !is_possible(guess)) guess = ExpectRussianOrUkrainian(sample);
  return BySecondLook(sample, script, claimed, is_possible(guess) ? std::string_view(guess.tag) : std::string_view());
}

}  // namespace

Script ScriptCounts::Dominant() const {
  struct Weight {
    Script script;
    uint32_t bytes_of_two_letters;
  };
  static constexpr Weight kWeights[] = {{Script::kLatin, 2}, {Script::kArabic, 4}, {Script::kCyrillic, 4},
                                        {Script::kGreek, 4}, {Script::kHebrew, 4}, {Script::kHan, 3},
                                        {Script::kKana, 3},  {Script::kHangul, 3}, {Script::kDevanagari, 6}};
  Script dominant = Script::kOther;
  uint64_t most = 0;
  for (const auto& [script, bytes] : kWeights) {
    const uint64_t weight = uint64_t{Bytes(script)} * 12 / bytes;
    if (weight <= most) continue;
    most = weight;
    dominant = script;
  }
  return dominant;
}

Language DetectLanguage(const LanguageSample& sample) {
  const std::string_view beginning = PrefixAtBoundary(sample.text, kLanguageSample);
  if (sample.script == Script::kArabic) return OfArabicScript(beginning);
  const std::string own = WithoutQuotedScripts(beginning, sample.script);
  return ByDetector(own.empty() ? beginning : std::string_view(own), sample.script, sample.claimed);
}

}  // namespace marsad::normalize

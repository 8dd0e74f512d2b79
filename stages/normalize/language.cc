#include "stages/normalize/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "lib/text/code_point.h"

namespace marsad::normalize {
namespace {

using text::Script;

// Fewer letters tell less: a scale that keeps words below headlines and headlines below articles.
uint32_t ByLength(uint32_t letters) {
  if (letters < 10) return 500;
  if (letters < 40) return 800;
  return letters < 200 ? 950 : 990;
}

// How often each language's own letters stand in a text of Arabic script.
struct ArabicLetters {
  uint32_t all = 0;
  uint32_t arabic = 0;   // teh marbuta, alef with hamza, alef maksura: rare in the others, every third word in Arabic
  uint32_t persian = 0;  // also in Urdu, Kurdish and Pashto
  uint32_t urdu = 0;
  uint32_t kurdish = 0;
  uint32_t pashto = 0;
  uint32_t uyghur = 0;
};

constexpr std::u32string_view kArabic = U"\u0629\u0623\u0625\u0649";
constexpr std::u32string_view kPersian = U"\u067E\u0686\u0698\u06AF\u06A9\u06CC";
constexpr std::u32string_view kUrdu = U"\u0679\u0688\u0691\u06BA\u06BE\u06C1\u06D2";
constexpr std::u32string_view kKurdish = U"\u06CE\u0695\u06B5\u06D5\u06C6";
constexpr std::u32string_view kPashto = U"\u0681\u0685\u0689\u0693\u0696\u069A\u06BC\u06CD";
constexpr std::u32string_view kUyghur = U"\u06C7\u06C8\u06CB\u06AD\u06D5\u06C6";  // the last two are Kurdish as well

void Count(char32_t c, ArabicLetters* letters) {
  const bool is_letter = (c >= 0x0620 && c <= 0x064A && c != 0x0640) || (c >= 0x0671 && c <= 0x06D5);
  if (!is_letter) return;
  ++letters->all;
  if (c < 0x0671) {
    letters->arabic += kArabic.find(c) != kArabic.npos;
    return;
  }
  letters->persian += kPersian.find(c) != kPersian.npos;
  letters->urdu += kUrdu.find(c) != kUrdu.npos;
  letters->kurdish += kKurdish.find(c) != kKurdish.npos;
  letters->pashto += kPashto.find(c) != kPashto.npos;
  letters->uyghur += kUyghur.find(c) != kUyghur.npos;
}

Language OfArabicScript(std::string_view sample) {
  ArabicLetters letters;
  for (size_t at = 0; at < sample.size();) {
    const text::CodePoint c = text::CodePointAt(sample, at);
    Count(c.value, &letters);
    at += c.bytes;
  }
  const uint32_t confidence = ByLength(letters.all);
  const auto at_least = [&](uint32_t count, uint32_t percent) {
    return count > 0 && count * 100 >= letters.all * percent;
  };
  // Loan words and quotations bring foreign letters into Arabic. They must clearly outnumber its own, for a page of
  // Persian has nearly twice as many of the one as a page of Arabic has of the other.
  const uint32_t foreign = letters.persian + std::max({letters.urdu, letters.kurdish, letters.pashto, letters.uyghur});
  if (foreign <= 2 * letters.arabic) return {"ar", confidence};
  if (at_least(letters.uyghur, 6) && letters.uyghur > letters.kurdish) return {"ug", confidence};
  if (at_least(letters.kurdish, 3)) return {"ckb", confidence};
  if (at_least(letters.urdu, 3)) return {"ur", confidence};
  if (at_least(letters.pashto, 1)) return {"ps", confidence};
  if (at_least(letters.persian, 3)) return {"fa", confidence};
  return {"ar", confidence};
}

std::string Bcp47(CLD2::Language language) {
  const std::string code = CLD2::LanguageCode(language);
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  if (code == "no") return "nb";
  return code;
}

Language AskCld2(std::string_view sample, std::string_view claimed) {
  const std::string claim(claimed);
  const CLD2::CLDHints hints = {claim.empty() ? nullptr : claim.c_str(), nullptr, CLD2::UNKNOWN_ENCODING,
                                CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language found[3];
  int percent[3];
  double score[3];
  int bytes = 0;
  bool is_reliable = false;
  const CLD2::Language language =
      CLD2::ExtDetectLanguageSummary(sample.data(), static_cast<int>(sample.size()), true, &hints, 0, found, percent,
                                     score, nullptr, &bytes, &is_reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE || !is_reliable) return {};
  const uint32_t share = static_cast<uint32_t>(std::clamp(percent[0], 0, 100)) * 10;
  return {Bcp47(language), std::min(share, ByLength(static_cast<uint32_t>(bytes)))};
}

}  // namespace

Script ScriptCounts::Dominant() const {
  Script dominant = Script::kOther;
  uint32_t most = 0;
  for (const Script script : {Script::kLatin, Script::kArabic, Script::kCyrillic, Script::kGreek, Script::kHebrew,
                              Script::kHan, Script::kKana, Script::kHangul, Script::kDevanagari}) {
    if (Bytes(script) > most) {
      most = Bytes(script);
      dominant = script;
    }
  }
  return dominant;
}

Language DetectLanguage(const LanguageSample& sample) {
  const std::string_view beginning = text::PrefixAtBoundary(sample.text, kLanguageSample);
  if (sample.script == Script::kArabic) return OfArabicScript(beginning);
  return AskCld2(beginning, sample.claimed);
}

}  // namespace marsad::normalize

#include "lib/text/sentence_words.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "lib/base/take_until.h"
#include "lib/text/code_point.h"

namespace marsad::embedded {
extern const std::string_view kSentenceWords;
}

namespace marsad::text {
namespace {

// In the order of Abbreviation and of WordSet.
constexpr std::array<std::string_view, 7> kKindNames = {"none", "title",   "number", "either",
                                                        "unit", "ordinal", "company"};
constexpr std::array<std::string_view, kWordSets> kSetNames = {
    "speech", "behind_unit", "link", "office", "letter", "domain", "behind_name", "before_ordinal"};

std::string Upper(std::string_view word) {
  std::string out;
  const icu::StringPiece piece(word.data(), static_cast<int32_t>(word.size()));
  icu::UnicodeString::fromUTF8(piece).toUpper(icu::Locale::getRoot()).toUTF8String(out);
  return out;
}

}  // namespace

void SentenceWords::Add(std::string_view word_class, std::string_view word) {
  if (word_class == "starter") {
    if (word.ends_with('*')) {
      starter_prefixes_.emplace_back(word.substr(0, word.size() - 1));
    } else {
      starters_.emplace(word);
    }
    return;
  }
  const auto* const set = std::find(kSetNames.begin(), kSetNames.end(), word_class);
  if (set != kSetNames.end()) {
    sets_[static_cast<size_t>(set - kSetNames.begin())].emplace(word);
    return;
  }
  const auto* const found = std::find(kKindNames.begin(), kKindNames.end(), word_class);
  const Abbreviation kind =
      found == kKindNames.end() ? Abbreviation::kEither : static_cast<Abbreviation>(found - kKindNames.begin());
  const size_t first = CodePointAt(word, 0).bytes;
  abbreviations_.emplace(word, kind);
  if (word.size() == first) return;  // a single capital is an initial
  abbreviations_.emplace(Upper(word.substr(0, first)) + std::string(word.substr(first)), kind);
  abbreviations_.emplace(Upper(word), kind);
}

SentenceWords::Table SentenceWords::Load() {
  Table table;
  for (std::string_view rest = embedded::kSentenceWords; !rest.empty();) {
    std::string_view line = TakeUntil('\n', &rest);
    if (line.empty() || line.starts_with('#')) continue;
    const std::string language(TakeUntil('\t', &line));
    const std::string_view word_class = TakeUntil('\t', &line);
    while (!line.empty()) {
      const std::string_view word = TakeUntil(' ', &line);
      table[language].Add(word_class, word);
      table[""].Add(word_class, word);
    }
  }
  return table;
}

const SentenceWords& SentenceWords::Of(std::string_view language) {
  static const Table table = Load();
  const auto found = table.find(language);
  return found == table.end() ? table.at("") : found->second;
}

Abbreviation SentenceWords::Find(std::string_view word) const {
  const auto found = abbreviations_.find(word);
  return found == abbreviations_.end() ? Abbreviation::kNone : found->second;
}

bool SentenceWords::IsStarter(std::string_view word) const {
  if (starters_.contains(word)) return true;
  return std::any_of(starter_prefixes_.begin(), starter_prefixes_.end(), [&](const std::string& prefix) {
    return word.size() > prefix.size() && word.starts_with(prefix);
  });
}

}  // namespace marsad::text

// Words that decide where a sentence ends: abbreviations and sentence starters (data/sentence_words.tsv says what the
// classes mean). Internal to sentence.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace marsad::text {

enum class Abbreviation : uint8_t { kNone, kTitle, kNumber, kEither, kUnit, kOrdinal, kCompany };

// Words that decide in one place each; the table's classes of the same names.
enum class WordSet : uint8_t { kSpeech, kBehindUnit, kLink, kOffice, kLetter, kDomain, kBehindName, kBeforeOrdinal };
inline constexpr size_t kWordSets = 8;

// Of one language. Immutable.
class SentenceWords {
 public:
  // Of the BCP 47 primary subtag `language`; of all languages together where the table has none of it.
  static const SentenceWords& Of(std::string_view language);

  // `word` without its last full stop.
  Abbreviation Find(std::string_view word) const;
  bool IsStarter(std::string_view word) const;
  bool IsStarterWord(std::string_view word) const { return starters_.contains(word); }  // in full, not by its prefix
  bool IsOf(WordSet set, std::string_view word) const {
    const auto& words = sets_[static_cast<size_t>(set)];
    return !words.empty() && words.contains(word);
  }

 private:
  using Table = std::map<std::string, SentenceWords, std::less<>>;
  static Table Load();
  void Add(std::string_view word_class, std::string_view word);

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Words = std::unordered_set<std::string, Hash, std::equal_to<>>;
  std::unordered_map<std::string, Abbreviation, Hash, std::equal_to<>> abbreviations_;
  Words starters_;
  std::vector<std::string> starter_prefixes_;
  std::array<Words, kWordSets> sets_;
};

}  // namespace marsad::text

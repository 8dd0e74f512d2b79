// Words that decide where a sentence ends: abbreviations and sentence starters (data/sentence_words.tsv says what the
// classes mean). Internal to sentence.cc.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::text {

enum class Abbreviation : uint8_t { kNone, kTitle, kNumber, kEither, kUnit, kOrdinal };

// Of one language. Immutable.
class SentenceWords {
 public:
  // Of the BCP 47 primary subtag `language`; of all languages together where the table has none of it.
  static const SentenceWords& Of(std::string_view language);

  // `word` without its last full stop.
  Abbreviation Find(std::string_view word) const;
  bool IsStarter(std::string_view word) const;
  bool IsStarterWord(std::string_view word) const { return starters_.contains(word); }  // in full, not by its prefix
  bool IsSpeech(std::string_view word) const { return speech_.contains(word); }
  bool FollowsUnit(std::string_view word) const { return behind_units_.contains(word); }
  bool IsLink(std::string_view word) const { return links_.contains(word); }

 private:
  using Table = std::map<std::string, SentenceWords, std::less<>>;
  static Table Load();
  void Add(std::string_view word_class, std::string_view word);

  std::map<std::string, Abbreviation, std::less<>> abbreviations_;
  std::set<std::string, std::less<>> starters_;
  std::vector<std::string> starter_prefixes_;
  std::set<std::string, std::less<>> speech_;
  std::set<std::string, std::less<>> behind_units_;
  std::set<std::string, std::less<>> links_;
};

}  // namespace marsad::text

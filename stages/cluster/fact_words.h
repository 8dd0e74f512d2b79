// The table data/facts.tsv.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "stages/cluster/article_view.h"

namespace marsad::cluster {

enum class WordClass : uint8_t {
  kPlain,   // only another spelling
  kAlias,   // another name of one thing
  kNumber,  // a numeral: its form is the number
  kOrdinal,
  kScale,    // a numeral too, but one that multiplies: "million"
  kPercent,  // "per cent", after a numeral
  kPolarity,
  kWord,  // a fact, however frequent
  kDay,
};

struct FactWord {
  WordClass word_class = WordClass::kPlain;
  std::string form;
};

// Immutable; one for the process.
class FactWords {
 public:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  // Looked up only, never walked through.
  struct Table {
    std::unordered_map<std::string, FactWord, Hash, std::equal_to<>> words;  // folded; of several, with a blank between
    std::unordered_map<std::string, size_t, Hash, std::equal_to<>> starts;   // first word: words of the longest phrase
  };

  static const FactWords& Get();

  // Of the language that `tag` (BCP 47) begins with; all words if the table does not have it.
  const Table& Of(std::string_view tag) const;

 private:
  FactWords();
  void AddRow(std::string_view line);

  std::map<std::string, Table, std::less<>> tables_;  // "" has all
};

}  // namespace marsad::cluster

#include "stages/cluster/fact_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/take_until.h"
#include "lib/text/fold.h"
#include "lib/text/token.h"

namespace marsad::embedded {
extern const std::string_view kFactWords;
}

namespace marsad::cluster {
namespace {

constexpr std::array<std::pair<std::string_view, WordClass>, 9> kClasses = {{{"same", WordClass::kPlain},
                                                                             {"alias", WordClass::kAlias},
                                                                             {"number", WordClass::kNumber},
                                                                             {"ordinal", WordClass::kOrdinal},
                                                                             {"word", WordClass::kWord},
                                                                             {"scale", WordClass::kScale},
                                                                             {"percent", WordClass::kPercent},
                                                                             {"polarity", WordClass::kPolarity},
                                                                             {"day", WordClass::kDay}}};
constexpr std::string_view kSeparator = " | ";
constexpr std::string_view kEachItself = "*";

void Add(const FactWord& word, std::string_view phrase, FactWords::Table* table) {
  const text::Folded folded = text::Fold(phrase);
  std::string joined;
  std::string first;
  size_t words = 0;
  for (const text::Token& token : text::Tokenize(phrase, folded)) {
    if (words++ > 0) joined += ' ';
    joined += token.search.Cut(folded.search);
    if (words == 1) first = joined;
  }
  FactWord entry = word;
  if (entry.form == kEachItself) entry.form = joined;
  table->words.emplace(joined, std::move(entry));  // where a word stands twice the first counts
  size_t& longest = table->starts[first];
  longest = std::max(longest, words);
}

}  // namespace

FactWords::FactWords() {
  for (std::string_view rest = embedded::kFactWords; !rest.empty();) AddRow(TakeUntil("\n", &rest));
}

void FactWords::AddRow(std::string_view line) {
  const std::string_view name = TakeUntil("\t", &line);
  const auto* const found =
      std::find_if(kClasses.begin(), kClasses.end(), [&](const auto& each) { return each.first == name; });
  if (found == kClasses.end()) return;
  const std::string language(TakeUntil("\t", &line));
  const FactWord word{.word_class = found->second, .form = std::string(TakeUntil("\t", &line))};
  while (!line.empty()) {
    const std::string_view phrase = TakeUntil(kSeparator, &line);
    Add(word, phrase, &tables_[language]);
    Add(word, phrase, &tables_[""]);
  }
}

const FactWords& FactWords::Get() {
  static const FactWords words;
  return words;
}

const FactWords::Table& FactWords::Of(std::string_view tag) const {
  const auto found = tables_.find(tag.substr(0, tag.find('-')));
  return (found == tables_.end() ? tables_.find("") : found)->second;
}

}  // namespace marsad::cluster

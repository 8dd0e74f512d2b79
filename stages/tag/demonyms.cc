#include "stages/tag/demonyms.h"

#include <string>
#include <unordered_map>

#include "lib/text/fold.h"
#include "stages/tag/arabic.h"
#include "stages/tag/tsv.h"

namespace marsad::embedded {
extern const std::string_view kDemonyms;
}

namespace marsad::tag {
namespace {

// Folded word -> country.
const std::unordered_map<std::string, std::string_view>& Demonyms() {
  static const auto words = [] {
    auto* read = new std::unordered_map<std::string, std::string_view>;
    for (const TsvLine& line : ReadTsv(embedded::kDemonyms)) {
      for (const std::string_view word : Split(line.fields[2], '|')) {
        read->emplace(text::FoldText(word), line.fields[0]);
      }
    }
    return read;
  }();
  return *words;
}

}  // namespace

std::string_view CountryOfAdjectives(std::string_view name) {
  std::string_view country;
  const std::string folded = text::FoldText(name);
  for (const std::string_view word : Split(folded, ' ')) {
    auto found = Demonyms().find(std::string(word));
    if (found == Demonyms().end() && word.starts_with(kArticle)) {
      found = Demonyms().find(std::string(word.substr(kArticle.size())));
    }
    if (found == Demonyms().end()) continue;
    if (!country.empty() && country != found->second) return {};
    country = found->second;
  }
  return country;
}

}  // namespace marsad::tag

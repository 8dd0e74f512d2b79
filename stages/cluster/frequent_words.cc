#include "stages/cluster/frequent_words.h"

#include <map>
#include <string>

namespace marsad::embedded {
extern const std::string_view kFrequentAr;
extern const std::string_view kFrequentDe;
extern const std::string_view kFrequentEn;
extern const std::string_view kFrequentEs;
extern const std::string_view kFrequentFr;
extern const std::string_view kFrequentRu;
extern const std::string_view kFrequentTr;
}  // namespace marsad::embedded

namespace marsad::cluster {
namespace {

using Lists = std::map<std::string, FrequentWords, std::less<>>;

Lists Load() {
  struct List {
    std::string_view language;
    std::string_view words;
  };
  const List all[] = {{"ar", embedded::kFrequentAr}, {"de", embedded::kFrequentDe}, {"en", embedded::kFrequentEn},
                      {"es", embedded::kFrequentEs}, {"fr", embedded::kFrequentFr}, {"ru", embedded::kFrequentRu},
                      {"tr", embedded::kFrequentTr}};
  Lists lists;
  for (const List& list : all) lists.try_emplace(std::string(list.language), list.words, list.language);
  return lists;
}

}  // namespace

const FrequentWords* FrequentWordsOf(std::string_view tag) {
  static const Lists lists = Load();
  const auto found = lists.find(tag.substr(0, tag.find('-')));
  return found == lists.end() ? nullptr : &found->second;
}

}  // namespace marsad::cluster

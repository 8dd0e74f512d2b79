#include "stages/cluster/language_key.h"

#include <algorithm>
#include <array>
#include <utility>

#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kMacrolanguages = {{
    {"arb", "ar"},
    {"bs", "sh"},
    {"cmn", "zh"},
    {"cnr", "sh"},
    {"hr", "sh"},
    {"id", "ms"},
    {"in", "ms"},  // what "id" was called until 1989
    {"nb", "no"},
    {"nn", "no"},
    {"pes", "fa"},
    {"prs", "fa"},
    {"sr", "sh"},
    {"yue", "zh"},
    {"und", ""},
    {"mul", ""},
    {"zxx", ""},
}};

}  // namespace

uint32_t LanguageKey(std::string_view tag) {
  std::string_view primary = tag.substr(0, tag.find('-'));
  const auto* part = std::find_if(kMacrolanguages.begin(), kMacrolanguages.end(),
                                  [&](const auto& each) { return each.first == primary; });
  if (part != kMacrolanguages.end()) primary = part->second;
  return primary.empty() ? 0 : HashWord(primary);
}

}  // namespace marsad::cluster

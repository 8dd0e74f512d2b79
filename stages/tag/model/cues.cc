#include "stages/tag/model/cues.h"

#include <array>
#include <string>
#include <unordered_map>

#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kCues;
}

namespace marsad::tag {
namespace {

constexpr std::array<std::pair<std::string_view, Cue>, 8> kNames = {{
    {"title", Cue::kTitle},
    {"saying", Cue::kSaying},
    {"place-before", Cue::kPlaceBefore},
    {"org-head", Cue::kOrgHead},
    {"place-head", Cue::kPlaceHead},
    {"misc-head", Cue::kMiscHead},
    {"misc-before", Cue::kMiscBefore},
    {"kin", Cue::kKin},
}};

Cue ByName(std::string_view name) {
  for (const auto& [known, cue] : kNames) {
    if (known == name) return cue;
  }
  return Cue::kNone;
}

// Each row: CLASS TAB words, divided by blanks.
std::unordered_map<std::string, Cue> ReadTable(std::string_view table) {
  std::unordered_map<std::string, Cue> cues;
  Cue cue = Cue::kNone;
  size_t at = 0;
  while (at < table.size()) {
    const size_t end = std::min(table.find_first_of(" \t\n", at), table.size());
    const std::string_view word = table.substr(at, end - at);
    const char after = end < table.size() ? table[end] : '\n';
    if (after == '\t') {
      cue = ByName(word);
    } else if (!word.empty()) {
      cues.try_emplace(text::FoldText(word), cue);
    }
    at = end + 1;
  }
  return cues;
}

}  // namespace

Cue CueOf(std::string_view folded) {
  static const auto cues = new std::unordered_map<std::string, Cue>(ReadTable(embedded::kCues));
  const auto found = cues->find(std::string(folded));
  return found == cues->end() ? Cue::kNone : found->second;
}

}  // namespace marsad::tag

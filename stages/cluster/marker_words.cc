#include "stages/cluster/marker_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/take_until.h"

namespace marsad::embedded {
extern const std::string_view kClusterMarkers;
}

namespace marsad::cluster {
namespace {

// In the order of MarkerKind, whose kNone is what marks nothing itself.
constexpr std::array<std::string_view, 6> kKinds = {"alert", "correction", "withdrawal", "update", "repeat", "hold"};
// In the order of MarkerFrame.
constexpr std::array<std::string_view, 6> kFrames = {"any", "caps", "open", "note", "notice", "confirm"};
constexpr std::string_view kSeparator = " | ";

bool Matches(const MarkerPhrase& phrase, const MarkerText& text, size_t at) {
  if (at + phrase.words.size() > text.tokens.size()) return false;
  for (size_t i = 0; i < phrase.words.size(); ++i) {
    if (text.Word(at + i) != phrase.words[i]) return false;
  }
  return true;
}

}  // namespace

MarkerText::MarkerText(std::string_view original)
    : text(original), folded(text::Fold(original)), tokens(text::Tokenize(original, folded)) {}

MarkerWords::MarkerWords() {
  for (std::string_view rest = embedded::kClusterMarkers; !rest.empty();) {
    std::string_view line = TakeUntil("\n", &rest);
    const auto* const kind = std::find(kKinds.begin(), kKinds.end(), TakeUntil("\t", &line));
    const auto* const frame = std::find(kFrames.begin(), kFrames.end(), TakeUntil("\t", &line));
    if (kind == kKinds.end() || frame == kFrames.end()) continue;
    TakeUntil("\t", &line);  // the language, for those who read the table
    while (!line.empty()) {
      const MarkerText phrase(TakeUntil(kSeparator, &line));
      MarkerPhrase entry = {.kind = static_cast<MarkerKind>(kind - kKinds.begin()),
                            .frame = static_cast<MarkerFrame>(frame - kFrames.begin())};
      for (size_t i = 0; i < phrase.tokens.size(); ++i) entry.words.emplace_back(phrase.Word(i));
      if (!entry.words.empty()) phrases_.push_back(std::move(entry));
    }
  }
  for (size_t i = 0; i < phrases_.size(); ++i) by_first_word_[phrases_[i].words.front()].push_back(i);
}

const MarkerWords& MarkerWords::Get() {
  static const MarkerWords words;
  return words;
}

std::vector<const MarkerPhrase*> MarkerWords::FindAt(const MarkerText& text, size_t at) const {
  std::vector<const MarkerPhrase*> found;
  const auto entries = by_first_word_.find(std::string(text.Word(at)));
  if (entries == by_first_word_.end()) return found;
  for (const size_t i : entries->second) {
    if (Matches(phrases_[i], text, at)) found.push_back(&phrases_[i]);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto* a, const auto* b) { return a->words.size() > b->words.size(); });
  return found;
}

}  // namespace marsad::cluster

// The words of data/markers.tsv, ready to be found. Internal to markers.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/cluster/markers.h"

namespace marsad::cluster {

// Where the words must stand; data/markers.tsv says what each means.
enum class MarkerFrame : uint8_t { kAny, kCaps, kOpen, kNote, kNotice, kConfirm };

// A text with its words.
struct MarkerText {
  explicit MarkerText(std::string_view text);

  std::string_view Word(size_t at) const { return tokens[at].search.Cut(folded.search); }

  std::string_view text;
  text::Folded folded;
  std::vector<text::Token> tokens;
};

struct MarkerPhrase {
  MarkerKind kind = MarkerKind::kNone;  // kNone: an alert
  MarkerFrame frame = MarkerFrame::kAny;
  std::vector<std::string> words = {};  // folded
};

// Immutable; thread-safe.
class MarkerWords {
 public:
  static const MarkerWords& Get();

  // The phrases that begin at the word `at` of `text`, the longest first; of one length in the order of the table.
  std::vector<const MarkerPhrase*> FindAt(const MarkerText& text, size_t at) const;

 private:
  MarkerWords();

  std::vector<MarkerPhrase> phrases_;
  std::unordered_map<std::string, std::vector<size_t>> by_first_word_;  // only looked up
};

}  // namespace marsad::cluster

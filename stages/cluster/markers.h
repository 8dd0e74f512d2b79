// What a publisher says of an earlier article in the frame of a new one: CORRECTED-, UPDATE 1-, "Please kill the story".
// The words are data (data/markers.tsv); a word counts in the places in which publishers put their marks, never inside a headline.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/span.h"

namespace marsad::cluster {

enum class MarkerKind : uint8_t { kNone, kCorrection, kWithdrawal, kUpdate, kRepeat, kHold };

struct Marker {
  MarkerKind kind = MarkerKind::kNone;
  text::TextField field = text::TextField::kTitle;
  text::OriginalSpan span = {};  // the words, in `field`
  text::OriginalSpan headline =
      {};  // what is left of the title without the frame; all of it if the marker is in the body
};

// Of several, a withdrawal or hold before a correction, and that before an update or repeat; the title's before the body's.
// Both must be valid UTF-8; `body` with the editors' notes that it has. Linear in the title and 300 bytes of the body;
// thread-safe.
Marker FindMarker(std::string_view title, std::string_view body);

// A title as it is compared with what a notice names: its folded words with blanks between them.
std::string TitleKey(std::string_view title);

// The keys of the titles that the article may mean: what is left of its own without the marker, then what stands in
// quotation marks in the first 300 bytes of its body. None twice, none empty.
std::vector<std::string> FindNamedTitles(const Marker& marker, std::string_view title, std::string_view body);

}  // namespace marsad::cluster

// Lines that begin with a label and a colon: who asks and who answers ("Q:", "Mayor Bell :"), the sheet of a match ("Goals:").
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "lib/text/span.h"
#include "stages/summarize/lead.h"

namespace marsad::summarize {

struct LabelledLine {
  text::OriginalSpan line;
  std::string_view label;
  std::string_view rest;  // after the colon
  size_t number = 0;      // of the lines that are not blank
};

// The line without its label, or all of it if it has none.
std::string_view WithoutLabel(std::string_view line);

// At most 1,000. A label has at most five words and no digit.
std::vector<LabelledLine> LabelledLines(std::string_view body);

// The lines of the sheet of a match: two or more, one after the other, each a label and short pieces with commas between
// them; no item of a list, no decision ("First:").
std::vector<text::OriginalSpan> SheetLines(const Article& article, const std::vector<LabelledLine>& lines);

// The label of who asks in an interview: half of its lines and two at least hold a question, and another label answers at
// least twice. Empty: it is none.
std::string_view FindAsker(const std::vector<LabelledLine>& lines);

}  // namespace marsad::summarize

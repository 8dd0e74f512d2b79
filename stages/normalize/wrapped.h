// Text that was wrapped by hand, or by a mailer, at some 70 columns: its lines are no paragraphs.
#pragma once

#include <string_view>
#include <vector>

#include "stages/normalize/lines.h"

namespace marsad::normalize {

// `lines` of `body`, in order, those of one wrapped paragraph as one line with its line breaks in it. A line goes on in
// the next where the next one's first word would not have fitted: the longest line without markup (50 to 100
// characters, else nothing is wrapped) is the width, with some slack for hands. Blank lines, bullets and markup part.
// Nothing is joined where fewer than three lines would be, or where most of them end sentences: those are short
// paragraphs; but one or two are, if no sentence ends and the text goes on in small letters. Scripts without blanks between words are never joined.
std::vector<Line> JoinWrapped(std::string_view body, std::vector<Line> lines);

}  // namespace marsad::normalize

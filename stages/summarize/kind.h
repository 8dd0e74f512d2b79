// Kinds of text that are not told from the top down. In doubt an article is a report.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "stages/summarize/lead.h"

namespace marsad::summarize {

enum class Kind : uint8_t {
  kReport,
  kInterview,  // three paragraphs or more are one question each
  kLiveBlog,   // four lines or more, and as many as a third of the paragraphs, begin with times of day, in their order
  kList,       // the items of a list come first, then text
};

Kind KindOf(const Article& article);

// Whether a question mark ends `sentence`, perhaps with quotation marks or brackets after it.
bool IsQuestion(std::string_view sentence);

// Those of `sentences` that may be in the summary of an article of the kind, the most newsworthy posts of a live blog
// first; in their order otherwise. Questions are left out, unless there is nothing else; but a long one that begins an
// article states something before it asks.
std::vector<text::OriginalSpan> Candidates(const Article& article, Kind kind,
                                           std::vector<text::OriginalSpan> sentences);

}  // namespace marsad::summarize

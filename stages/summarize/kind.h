// Kinds of text that are not told from the top down. In doubt an article is a report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "stages/summarize/lead.h"

namespace marsad::summarize {

enum class Kind : uint8_t {
  kReport,
  kInterview,  // three paragraphs or more are a question each, all with a dash or somebody says "I" or "we" between them; or
               // labels tell who asks and who answers
  kLiveBlog,  // four lines or more, and as many as a third of the paragraphs, begin with times of day, in their order
  kList,      // the items of a list come first, then text
};

// What the text's lines and paragraphs tell of it.
struct Structure {
  Kind kind = Kind::kReport;
  std::vector<text::OriginalSpan> posts;      // of a live blog, the newest first
  std::vector<text::OriginalSpan> questions;  // of an interview, in their order: the paragraphs or lines of who asks
  std::vector<text::OriginalSpan> sheet;      // lines of a match's sheet, in their order
};

Structure StructureOf(const Article& article);

// Words of `sentence`, without a label, if it is the first of an answer; absent if it is not.
std::optional<size_t> WordsOfAnswer(const Article& article, const Structure& structure, text::OriginalSpan sentence);

// Whether a question mark ends `sentence`, perhaps with quotation marks or brackets after it.
bool IsQuestion(std::string_view sentence);

// Those of `sentences` that may be in the summary of such an article: of a live blog the first of each post, the newest
// first; in their order otherwise. Questions, the lines of a sheet, and answers too short to be sentences are left out,
// unless there is nothing else; but a long question that begins an article states something before it asks.
std::vector<text::OriginalSpan> Candidates(const Article& article, const Structure& structure,
                                           std::vector<text::OriginalSpan> sentences);

}  // namespace marsad::summarize

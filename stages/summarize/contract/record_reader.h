// The article of a record as the core takes it.
#pragma once

#include <optional>
#include <vector>

#include "lib/text/token_columns.h"
#include "stages/summarize/lead.h"

namespace marsad::v1 {
class EnrichedArticle;
}  // namespace marsad::v1

namespace marsad::summarize {

// Keeps its memory from record to record. Not thread-safe.
class RecordReader {
 public:
  // Borrows from `record` and from the reader, until the next call. Absent if sentences or tokens do not fit title and
  // body.
  std::optional<Article> Read(const v1::EnrichedArticle& record);

 private:
  void ReadBlocks(const v1::EnrichedArticle& record);
  void ReadNames(const v1::EnrichedArticle& record);

  text::ArticleTokens tokens_;
  std::vector<text::OriginalSpan> sentences_;
  std::vector<text::OriginalSpan> items_;
  std::vector<text::OriginalSpan> paragraphs_;
  std::vector<Name> names_;
};

}  // namespace marsad::summarize

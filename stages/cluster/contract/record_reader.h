// The article of a record as the core takes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/text/token_columns.h"
#include "stages/cluster/article_view.h"
#include "stages/cluster/facts.h"

namespace marsad::v1 {
class EnrichedArticle;
}  // namespace marsad::v1

namespace marsad::cluster {

// Keeps its memory from record to record. Not thread-safe.
class RecordReader {
 public:
  // Borrows from `record` and from the reader, until the next call. What normalize and tag found is left empty if it is not
  // there; `offset` is taken if the article does not say where it came from. Fails if the tokens do not fit title and body.
  Result<ArticleView> Read(const v1::EnrichedArticle& record, int64_t offset);

 private:
  // In front of the view's fields that say who, when and what became of it.
  ArticleView ReadIdentity(const v1::EnrichedArticle& record, int64_t offset);
  Result<void> ReadWords(const v1::EnrichedArticle& record);
  void ReadEntities(const v1::EnrichedArticle& record);

  std::vector<Related> related_;
  std::vector<Token> title_;
  std::vector<Token> body_;
  std::vector<EntityRef> entities_;
};

}  // namespace marsad::cluster

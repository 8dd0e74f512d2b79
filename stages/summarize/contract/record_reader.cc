#include "stages/summarize/contract/record_reader.h"

#include <algorithm>

#include "lib/article/mentions.h"
#include "lib/article/spans.h"
#include "lib/article/words.h"
#include "lib/base/utf8.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::summarize {

using text::OriginalSpan;

std::optional<Article> RecordReader::Read(const v1::EnrichedArticle& record) {
  Result<text::ArticleTokens> tokens = article::ReadTokens(record);
  if (!tokens || !article::ReadSentences(record, &sentences_)) return std::nullopt;
  tokens_ = *std::move(tokens);
  ReadBlocks(record);
  ReadNames(record);
  return Article{.body = record.article().body(),
                 .search_title = record.text().search_title(),
                 .search_body = record.text().search_body(),
                 .sentences = sentences_,
                 .list_items = items_,
                 .title_tokens = tokens_.title,
                 .body_tokens = tokens_.body,
                 .paragraphs = paragraphs_,
                 .names = names_,
                 .language = record.text().language(),
                 .title = record.article().title()};
}

// Blocks that do not lie in the body are left out: they only tell what kind of text it is.
void RecordReader::ReadBlocks(const v1::EnrichedArticle& record) {
  const std::string& body = record.article().body();
  article::ReadBlocks(record.text(), {v1::Block::LIST_ITEM}, &items_);
  article::ReadBlocks(record.text(), {v1::Block::PARAGRAPH, v1::Block::LIST_ITEM, v1::Block::QUOTE}, &paragraphs_);
  for (auto* spans : {&items_, &paragraphs_}) {
    std::erase_if(*spans, [&](OriginalSpan span) {
      return span.end < span.begin || !IsBoundary(body, span.begin) || !IsBoundary(body, span.end);
    });
    std::sort(spans->begin(), spans->end(), [](OriginalSpan a, OriginalSpan b) { return a.begin < b.begin; });
  }
}

// What does not lie in the body is left out: names only order sentences.
void RecordReader::ReadNames(const v1::EnrichedArticle& record) {
  names_.clear();
  for (const article::SureMention& mention : article::ReadSureMentions(record, text::TextField::kBody)) {
    const v1::Entity::Type type = record.entities(static_cast<int>(mention.entity)).type();
    const bool may_speak = type == v1::Entity::PER || type == v1::Entity::ORG;
    names_.push_back({mention.span, static_cast<uint32_t>(mention.entity), may_speak});
  }
}

}  // namespace marsad::summarize

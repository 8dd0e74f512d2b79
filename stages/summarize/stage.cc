#include "stages/summarize/stage.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lib/article/words.h"
#include "lib/base/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/summarize/lead.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;

constexpr std::array<pipeline::Need, 1> kNeeds = {{{record::Field::kText, "normalize"}}};

class SummarizeStage final : public pipeline::Enricher {
 public:
  explicit SummarizeStage(size_t sentences) : count_(sentences) {}

  std::string_view name() const override { return "summarize"; }
  std::string_view bundle() const override { return {}; }
  record::Field field() const override { return record::Field::kSummary; }
  std::span<const pipeline::Need> needs() const override { return kNeeds; }

  pipeline::Enriched Enrich(const v1::EnrichedArticle& article) override {
    const v1::Text& text = article.text();
    if (text.sentences().empty()) return pipeline::RecordDelta{};
    const Result<text::ArticleTokens> tokens = article::ReadTokens(article);
    if (!tokens || !ReadSentences(article)) {
      return pipeline::Reject{pipeline::RejectCode::kBadField,
                              "the sentences or tokens of \"text\" do not fit the title and body of the article"};
    }
    const std::string_view body = article.article().body();
    const std::vector<OriginalSpan> chosen = ChooseLead({.body = body,
                                                         .search_title = text.search_title(),
                                                         .search_body = text.search_body(),
                                                         .sentences = sentences_,
                                                         .list_items = ListItems(text),
                                                         .title_tokens = tokens->title,
                                                         .body_tokens = tokens->body},
                                                        count_);
    if (chosen.empty()) return pipeline::RecordDelta{};
    return pipeline::RecordDelta{Delta(body, chosen)};
  }

 private:
  bool ReadSentences(const v1::EnrichedArticle& article) {
    const std::string& body = article.article().body();
    sentences_.clear();
    uint32_t last = 0;
    for (const v1::Span& span : article.text().sentences()) {
      if (span.field() != v1::Span::BODY || span.begin() < last || span.end() < span.begin()) return false;
      if (!IsBoundary(body, span.begin()) || !IsBoundary(body, span.end())) return false;
      last = span.end();
      sentences_.push_back({.begin = span.begin(), .end = span.end()});
    }
    return true;
  }

  const std::vector<OriginalSpan>& ListItems(const v1::Text& text) {
    items_.clear();
    for (const v1::Block& block : text.blocks()) {
      if (block.kind() == v1::Block::LIST_ITEM) items_.push_back({block.span().begin(), block.span().end()});
    }
    return items_;
  }

  static std::string Delta(std::string_view body, const std::vector<OriginalSpan>& chosen) {
    v1::EnrichedArticle delta;
    v1::Summary* summary = delta.mutable_summary();
    summary->set_text(Join(body, chosen));
    summary->set_method(v1::Summary::LEAD);
    for (const OriginalSpan sentence : chosen) {
      v1::Span* span = summary->add_sentences();
      span->set_field(v1::Span::BODY);
      span->set_begin(sentence.begin);
      span->set_end(sentence.end);
    }
    return delta.SerializeAsString();
  }

  const size_t count_;
  std::vector<OriginalSpan> sentences_;
  std::vector<OriginalSpan> items_;
};

}  // namespace

Result<pipeline::EnricherFactory> LoadSummarize(const config::v1::Config& config) {
  const auto sentences = static_cast<size_t>(config.summarize().sentences());
  return [sentences] { return std::make_unique<SummarizeStage>(sentences); };
}

}  // namespace marsad::summarize

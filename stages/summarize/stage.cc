#include "stages/summarize/stage.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lib/article/spans.h"
#include "lib/article/words.h"
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
    if (!tokens || !article::ReadSentences(article, &sentences_)) {
      return pipeline::Reject{pipeline::RejectCode::kBadField,
                              "the sentences or tokens of \"text\" do not fit the title and body of the article"};
    }
    article::ReadBlocks(text, {v1::Block::LIST_ITEM}, &list_items_);
    const std::string_view body = article.article().body();
    const std::vector<OriginalSpan> chosen = ChooseLead({.body = body,
                                                         .search_title = text.search_title(),
                                                         .search_body = text.search_body(),
                                                         .sentences = sentences_,
                                                         .list_items = list_items_,
                                                         .title_tokens = tokens->title,
                                                         .body_tokens = tokens->body},
                                                        count_);
    if (chosen.empty()) return pipeline::RecordDelta{};
    return pipeline::RecordDelta{Delta(body, chosen)};
  }

 private:
  static std::string Delta(std::string_view body, const std::vector<OriginalSpan>& chosen) {
    v1::EnrichedArticle delta;
    v1::Summary* summary = delta.mutable_summary();
    summary->set_text(Join(body, chosen));
    summary->set_method(v1::Summary::LEAD);
    for (const OriginalSpan sentence : chosen) {
      article::WriteSpan(text::TextField::kBody, sentence, summary->add_sentences());
    }
    return delta.SerializeAsString();
  }

  const size_t count_;
  std::vector<OriginalSpan> sentences_;
  std::vector<OriginalSpan> list_items_;
};

}  // namespace

Result<pipeline::EnricherFactory> LoadSummarize(const config::v1::Config& config) {
  const auto sentences = static_cast<size_t>(config.summarize().sentences());
  return [sentences] { return std::make_unique<SummarizeStage>(sentences); };
}

}  // namespace marsad::summarize

#include "stages/summarize/stage.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/article/spans.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/summarize/choose.h"
#include "stages/summarize/contract/record_reader.h"
#include "stages/summarize/lead.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;

constexpr std::array<pipeline::Need, 1> kNeeds = {{{record::Field::kText, "normalize"}}};

class SummarizeStage final : public pipeline::Enricher {
 public:
  explicit SummarizeStage(Budget budget) : budget_(budget) {}

  std::string_view name() const override { return "summarize"; }
  std::string_view bundle() const override { return {}; }
  record::Field field() const override { return record::Field::kSummary; }
  std::span<const pipeline::Need> needs() const override { return kNeeds; }

  pipeline::Enriched Enrich(const v1::EnrichedArticle& article) override {
    if (article.text().sentences().empty()) return pipeline::RecordDelta{};
    const std::optional<Article> view = reader_.Read(article);
    if (!view) {
      return pipeline::Reject{pipeline::RejectCode::kBadField,
                              "the sentences or tokens of \"text\" do not fit the title and body of the article"};
    }
    const Choice choice = Choose(*view, budget_);
    if (choice.sentences.empty()) return pipeline::RecordDelta{};
    return pipeline::RecordDelta{Delta(*view, choice)};
  }

 private:
  static void Write(OriginalSpan span, v1::Span* to) { article::WriteSpan(text::TextField::kBody, span, to); }

  std::string Delta(const Article& view, const Choice& choice) const {
    v1::EnrichedArticle delta;
    v1::Summary* summary = delta.mutable_summary();
    std::vector<OriginalSpan> chosen;
    for (const ChosenSentence& sentence : choice.sentences) {
      chosen.push_back(sentence.sentence);
      Write(sentence.sentence, summary->add_sentences());
      v1::Summary::Reasons* reasons = summary->add_reasons();
      for (const Reason& reason : sentence.reasons) {
        v1::Summary::Reason* to = reasons->add_reasons();
        to->set_kind(static_cast<v1::Summary::Reason::Kind>(reason.kind));
        for (const OriginalSpan evidence : reason.evidence) Write(evidence, to->add_evidence());
      }
    }
    const OriginalSpan headline = chosen[choice.headline];
    summary->set_text(Join(view.body, chosen, view.language));
    summary->set_method(v1::Summary::RANKED);
    summary->set_headline(Join(view.body, std::span(&headline, 1), view.language));
    Write(headline, summary->mutable_headline_sentence());
    summary->set_words(choice.words);
    if (choice.words > budget_.words) summary->set_over_budget(true);
    return delta.SerializeAsString();
  }

  const Budget budget_;
  RecordReader reader_;
};

}  // namespace

Result<pipeline::EnricherFactory> LoadSummarize(const config::v1::Config& config) {
  const Budget budget = {.sentences = static_cast<size_t>(config.summarize().sentences()),
                         .words = static_cast<size_t>(config.summarize().words())};
  return [budget] { return std::make_unique<SummarizeStage>(budget); };
}

}  // namespace marsad::summarize

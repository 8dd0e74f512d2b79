#include "tools/eval_stories/pipeline.h"

#include <algorithm>
#include <utility>

#include "lib/article/mentions.h"
#include "lib/article/spans.h"
#include "lib/article/words.h"
#include "lib/pipeline/stage.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/facts.h"
#include "stages/cluster/frequent_words.h"
#include "stages/normalize/stage.h"
#include "stages/tag/stage.h"

namespace marsad::eval_stories {
namespace {

std::vector<cluster::NamedSpan> NamesOf(const v1::EnrichedArticle& record, text::TextField field) {
  std::vector<cluster::NamedSpan> names;
  for (const article::SureMention& mention : article::ReadSureMentions(record, field)) {
    const std::string& id = record.entities(static_cast<int>(mention.entity)).id();
    if (!id.empty()) names.push_back({mention.span, id});
  }
  return names;
}

void LeaveOut(const v1::Text& text, std::vector<text::Token>* tokens) {
  std::vector<text::OriginalSpan> blocks;
  article::ReadBlocks(text,
                      {v1::Block::BYLINE, v1::Block::DATELINE, v1::Block::BOILERPLATE, v1::Block::CAPTION,
                       v1::Block::REPEATED_TITLE, v1::Block::NOTE},
                      &blocks);
  std::erase_if(*tokens, [&](const text::Token& token) {
    return std::any_of(blocks.begin(), blocks.end(), [&](text::OriginalSpan block) {
      return block.begin <= token.original.begin && token.original.end <= block.end;
    });
  });
}

Result<Words> ReadWords(const v1::EnrichedArticle& record) {
  Result<text::ArticleTokens> tokens = article::ReadTokens(record);
  if (!tokens) return tl::unexpected(tokens.error());
  LeaveOut(record.text(), &tokens->body);
  const std::string& language = record.text().language();
  const cluster::FactOptions options{.language = language, .frequent = cluster::FrequentWordsOf(language)};
  const auto title_names = NamesOf(record, text::TextField::kTitle);
  const auto body_names = NamesOf(record, text::TextField::kBody);
  Words words{.language = language};
  words.title = cluster::ReadTokens(
      {record.article().title(), record.text().search_title(), tokens->title, title_names}, options);
  words.body =
      cluster::ReadTokens({record.article().body(), record.text().search_body(), tokens->body, body_names}, options);
  for (const v1::Entity& entity : record.entities()) {
    if (!entity.id().empty()) words.entities.push_back({entity.id(), entity.salience()});
  }
  return words;
}

}  // namespace

struct Pipeline::Stages {
  std::vector<std::unique_ptr<pipeline::Enricher>> all;
};

Pipeline::Pipeline(std::unique_ptr<Stages> stages) : stages_(std::move(stages)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

Result<Pipeline> Pipeline::Load() {
  const config::v1::Config config;
  auto stages = std::make_unique<Stages>();
  for (const auto load : {normalize::LoadNormalize, tag::LoadTag}) {
    const Result<pipeline::EnricherFactory> factory = load(config);
    if (!factory) return tl::unexpected(factory.error());
    stages->all.push_back((*factory)());
  }
  return Pipeline(std::move(stages));
}

Result<Words> Pipeline::Read(const Text& text) {
  v1::EnrichedArticle record;
  record.mutable_article()->set_title(std::string(text.title));
  record.mutable_article()->set_body(std::string(text.body));
  if (!text.language.empty()) record.mutable_article()->set_language(std::string(text.language));
  for (const auto& stage : stages_->all) {
    const pipeline::Enriched enriched = stage->Enrich(record);
    if (const auto* reject = std::get_if<pipeline::Reject>(&enriched)) {
      return Fail(std::string(stage->name()) + ": " + reject->detail);
    }
    record.MergeFromString(std::get<pipeline::RecordDelta>(enriched).bytes);
  }
  return ReadWords(record);
}

}  // namespace marsad::eval_stories

#include "tools/eval_stories/pipeline.h"

#include <utility>

#include "lib/pipeline/stage.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/contract/record_reader.h"
#include "stages/normalize/stage.h"
#include "stages/tag/stage.h"

namespace marsad::eval_stories {
namespace {

// As the stage does.
Result<Words> ReadWords(const v1::EnrichedArticle& record) {
  cluster::RecordReader reader;
  const Result<cluster::ArticleView> view = reader.Read(record, 0);
  if (!view) return tl::unexpected(view.error());
  Words words{.language = std::string(view->language)};
  words.title.assign(view->title_tokens.begin(), view->title_tokens.end());
  words.body.assign(view->body_tokens.begin(), view->body_tokens.end());
  for (const cluster::EntityRef& entity : view->entities) {
    words.entities.push_back({std::string(entity.id), entity.salience});
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

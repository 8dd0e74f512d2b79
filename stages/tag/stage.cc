#include "stages/tag/stage.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/article/spans.h"
#include "lib/article/words.h"
#include "lib/base/installed.h"
#include "lib/base/utf8.h"
#include "lib/record/sha256.h"
#include "lib/text/fold.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/tag/contract/lists.h"
#include "stages/tag/contract/models.h"
#include "stages/tag/demonyms.h"
#include "stages/tag/feature_names.h"
#include "stages/tag/fusion.h"
#include "stages/tag/model_names.h"
#include "stages/tag/tagger.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr size_t kBundleDigits = 16;
constexpr std::array<pipeline::Need, 1> kNeeds = {{{record::Field::kText, "normalize"}}};

using pipeline::Reject;
using pipeline::RejectCode;

bool AreOnBoundaries(const FieldText& field) {
  for (const text::Token& token : field.tokens) {
    if (!IsBoundary(field.original, token.original.begin) || !IsBoundary(field.original, token.original.end))
      return false;
    if (!IsBoundary(field.search, token.search.begin) || !IsBoundary(field.search, token.search.end)) return false;
  }
  return true;
}

void Write(const Document& document, const FoundMention& found, v1::Mention* mention) {
  const std::string_view text = found.field == Field::kTitle ? document.title.original : document.body.original;
  article::WriteSpan(found.field, found.span, mention->mutable_span());
  mention->mutable_surface()->assign(found.span.Cut(text));
  mention->set_begin_utf16(found.begin_utf16);
  mention->set_end_utf16(found.end_utf16);
  mention->set_confidence(found.confidence);
  mention->set_detector(static_cast<v1::Mention::Detector>(found.detector));
  if (found.is_unsure) mention->set_unsure(true);
  if (!found.proclitic.empty()) mention->set_proclitic(std::string(found.proclitic.Cut(text)));
}

// What the model reads as one: the title, headings and captions, and sentences; not bylines, credits and share lines.
bool IsRead(v1::Block::Kind kind) {
  switch (kind) {
    case v1::Block::TITLE:
    case v1::Block::HEADING:
    case v1::Block::CAPTION:
    case v1::Block::DATELINE:
    case v1::Block::TABLE:
    case v1::Block::REPEATED_TITLE:
      return true;
    default:
      return false;
  }
}

// Those that do not lie in the article are left out.
std::vector<SentenceRange> SentencesOf(const v1::EnrichedArticle& record) {
  std::vector<SentenceRange> ranges;
  const auto add = [&](const v1::Span& span) {
    if (span.begin() == span.end() || !article::LiesIn(record.article(), span)) return;
    ranges.push_back({static_cast<Field>(span.field()), article::ReadSpan(span)});
  };
  for (const v1::Block& block : record.text().blocks()) {
    if (IsRead(block.kind())) add(block.span());
  }
  for (const v1::Span& sentence : record.text().sentences()) add(sentence);
  std::sort(ranges.begin(), ranges.end(), ComesBefore<SentenceRange>);
  return ranges;
}

class TagStage final : public pipeline::Enricher {
 public:
  TagStage(std::shared_ptr<const Tagger> tagger, std::shared_ptr<const Models> models, std::string bundle,
           uint16_t min_confidence)
      : tagger_(std::move(tagger)),
        models_(std::move(models)),
        bundle_(std::move(bundle)),
        min_confidence_(min_confidence) {}

  std::string_view name() const override { return "tag"; }
  std::string_view bundle() const override { return bundle_; }
  record::Field field() const override { return record::Field::kEntities; }
  std::span<const pipeline::Need> needs() const override { return kNeeds; }

  pipeline::Enriched Enrich(const v1::EnrichedArticle& article) override {
    const v1::Text& text = article.text();
    // An older one is what a normalize that is not upgraded yet makes: a few names may be missed, which is less than all.
    if (text.fold_version() == 0 || text.fold_version() > text::kFoldVersion) {
      return Reject{RejectCode::kBadField, "text.fold_version is " + std::to_string(text.fold_version()) +
                                               ", but this build compares names by version " +
                                               std::to_string(text::kFoldVersion) + " or an older one"};
    }
    Document document{.title = {.original = article.article().title(), .search = text.search_title(), .tokens = {}},
                      .body = {.original = article.article().body(), .search = text.search_body(), .tokens = {}},
                      .language = text.language(),
                      .apart = {},
                      .datelines = {}};
    const Result<text::ArticleTokens> tokens = article::ReadTokens(article);
    const Result<text::OffsetMap> title_map =
        article::ReadMap(text.title_map(), document.title.original.size(), document.title.search.size());
    const Result<text::OffsetMap> body_map =
        article::ReadMap(text.body_map(), document.body.original.size(), document.body.search.size());
    if (tokens && title_map && body_map) {
      document.title.tokens = tokens->title;
      document.title.map = &*title_map;
      document.body.tokens = tokens->body;
      document.body.map = &*body_map;
      article::ReadBlocks(text, {v1::Block::NOTE, v1::Block::BOILERPLATE, v1::Block::BYLINE}, &apart_);
      article::ReadBlocks(text, {v1::Block::DATELINE}, &datelines_);
      document.apart = apart_;
      document.datelines = datelines_;
      document.sentences = SentencesOf(article);
      if (AreOnBoundaries(document.title) && AreOnBoundaries(document.body)) return Delta(document);
    }
    return Reject{RejectCode::kBadField, "the tokens or maps of \"text\" do not fit the title and body of the article"};
  }

 private:
  pipeline::RecordDelta Delta(const Document& document) {
    delta_.Clear();
    for (const FoundEntity& found : Find(document)) Write(document, found, delta_.add_entities());
    return {delta_.SerializeAsString()};
  }

  std::vector<FoundEntity> Find(const Document& document) {
    std::vector<KnownMention> known = tagger_->Find(document);
    MarkUnsure(min_confidence_, &known);
    const std::shared_ptr<const Model> model = models_->Find(document.language);
    if (model == nullptr) return Fuse(document, tagger_->gazetteer(), known, {});
    std::unique_ptr<ModelRunner>& runner = runners_[std::string(model->language())];
    if (runner == nullptr) runner = std::make_unique<ModelRunner>(model);
    std::vector<ModelMention> mentions = FindByModel(document, model->lexicon(), runner.get());
    MarkUnsure(min_confidence_, &mentions);
    AddSurnames(document, tagger_->gazetteer(), model->lexicon(), &mentions);
    AddFeatures(document, tagger_->gazetteer(), &mentions);
    MarkUnsure(min_confidence_, &mentions);
    return Fuse(document, tagger_->gazetteer(), known, mentions, &model->lexicon());
  }

  void Write(const Document& document, const FoundEntity& found, v1::Entity* entity) const {
    entity->set_type(static_cast<v1::Entity::Type>(found.type));
    for (const FoundMention& mention : found.mentions) tag::Write(document, mention, entity->add_mentions());
    entity->set_salience(found.salience);
    if (found.known) {
      WriteKnown(document, *found.known, entity);
    } else {
      entity->set_name(found.name);
      const std::string_view country = CountryOf(found);
      if (!country.empty()) entity->mutable_country()->assign(country);
    }
  }

  // Of a body that no list knows; empty: its name tells none.
  static std::string_view CountryOf(const FoundEntity& found) {
    if (found.type != EntityType::kOrg) return {};
    return CountryOfAdjectives(found.name);
  }

  void WriteKnown(const Document& document, const KnownEntity& known, v1::Entity* entity) const {
    const Gazetteer& gazetteer = tagger_->gazetteer();
    entity->mutable_name()->assign(gazetteer.Label(known, document.language));
    if (!known.ids.empty()) {
      entity->mutable_id()->assign(known.id());
      for (const std::string_view id : Split(known.ids, ' ')) entity->mutable_ids()->Add()->assign(id);
    }
    for (const char* language : {"ar", "en"}) {
      const std::string_view text = gazetteer.OwnLabel(known, language);
      if (text.empty()) continue;
      v1::Label* label = entity->add_labels();
      label->set_language(language);
      label->mutable_text()->assign(text);
    }
    if (!known.country.empty()) entity->mutable_country()->assign(known.country);
    if (const std::optional<Coordinates> at = gazetteer.CoordinatesOf(known)) {
      entity->mutable_coordinates()->set_latitude_e7(at->latitude);
      entity->mutable_coordinates()->set_longitude_e7(at->longitude);
    }
  }

  const std::shared_ptr<const Tagger> tagger_;
  const std::shared_ptr<const Models> models_;
  const std::string bundle_;
  const uint16_t min_confidence_;  // per mille
  std::vector<text::OriginalSpan> apart_;
  std::vector<text::OriginalSpan> datelines_;
  std::map<std::string, std::unique_ptr<ModelRunner>> runners_;  // made when the first article of the language comes
  v1::EnrichedArticle delta_;                                    // scratch: keeps its memory from article to article
};

std::string Bundle(const std::string& lists, std::string_view models) {
  return record::Sha256Hex(std::string(lists).append(models)).substr(0, kBundleDigits);
}

}  // namespace

std::vector<std::string> BundlePaths(const config::v1::Config& config) {
  std::vector<std::string> paths;
  for (const auto& directory : {DirectoryOf(config.tag().gazetteer(), "gazetteer", "tag.gazetteer"),
                                DirectoryOf(config.tag().models(), "models", "tag.models")}) {
    std::error_code error;
    if (directory && std::filesystem::is_directory(*directory, error)) paths.push_back(*directory);
  }
  return paths;
}

std::vector<std::string> BundleNotes(const config::v1::Config& config) {
  const Result<std::string> directory = DirectoryOf(config.tag().gazetteer(), "gazetteer", "tag.gazetteer");
  std::string note = directory ? CompiledNote(*directory) : std::string();
  return note.empty() ? std::vector<std::string>() : std::vector{"tag.gazetteer: " + std::move(note)};
}

Result<pipeline::EnricherFactory> LoadTag(const config::v1::Config& config) {
  const Result<std::string> directory = DirectoryOf(config.tag().gazetteer(), "gazetteer", "tag.gazetteer");
  if (!directory) return Fail(directory.error().message);
  const Result<LoadedGazetteer> lists = LoadGazetteer(*directory);
  if (!lists) return Fail("tag.gazetteer: " + lists.error().message);
  const Result<std::string> model_directory = DirectoryOf(config.tag().models(), "models", "tag.models");
  if (!model_directory) return Fail(model_directory.error().message);
  const auto models = Models::Load(*model_directory);
  if (!models) return Fail("tag.models: " + models.error().message);
  const auto tagger = std::make_shared<const Tagger>(lists->gazetteer);
  const auto least = static_cast<uint16_t>(config.tag().min_confidence());
  return [tagger, models = *models, bundle = Bundle(lists->sources, (*models)->sums()), least] {
    return std::make_unique<TagStage>(tagger, models, bundle, least);
  };
}

}  // namespace marsad::tag

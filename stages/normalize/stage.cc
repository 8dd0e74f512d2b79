#include "stages/normalize/stage.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "lib/article/spans.h"
#include "lib/article/words.h"
#include "lib/base/utf8.h"
#include "lib/record/sha256.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/normalize/contract/boilerplate_table.h"
#include "stages/normalize/contract/markup.h"
#include "stages/normalize/normalize.h"
#include "stages/normalize/phrases.h"
#include "stages/normalize/repeated_lines.h"

namespace marsad::normalize {
namespace {

using pipeline::Enriched;
using pipeline::RecordDelta;
using pipeline::Reject;
using pipeline::RejectCode;
using text::TextField;

// The core's enums carry the contract's numbers.
static_assert(static_cast<int>(BlockKind::kNote) == v1::Block::NOTE);
static_assert(static_cast<int>(BlockKind::kTable) == v1::Block::TABLE);
static_assert(static_cast<int>(BlockKind::kBoilerplate) == v1::Block::BOILERPLATE);

void SetText(Normalized from, v1::Text* to) {
  to->set_language(from.language.tag);
  to->set_language_confidence(from.language.confidence);
  for (const Block& block : from.blocks) {
    v1::Block* added = to->add_blocks();
    added->set_kind(static_cast<v1::Block::Kind>(block.kind));
    const bool in_title = block.kind == BlockKind::kTitle;
    article::WriteSpan(in_title ? TextField::kTitle : TextField::kBody, block.span, added->mutable_span());
    if (!block.language.empty()) added->set_language(block.language);
  }
  for (const text::OriginalSpan sentence : from.sentences) {
    article::WriteSpan(TextField::kBody, sentence, to->add_sentences());
  }
  article::WriteWords({std::move(from.title.folded), from.title.tokens},
                      {std::move(from.body.folded), from.body.tokens}, to);
}

class NormalizeStage final : public pipeline::Enricher {
 public:
  NormalizeStage(std::shared_ptr<const RepeatedLines> repeated, std::string bundle)
      : repeated_(std::move(repeated)), bundle_(std::move(bundle)) {}

  std::string_view name() const override { return "normalize"; }
  std::string_view bundle() const override { return bundle_; }
  record::Field field() const override { return record::Field::kText; }

  Enriched Enrich(const v1::EnrichedArticle& record) override {
    const v1::Article& article = record.article();
    // decode guarantees it; a record that some other program wrote must not make us read beyond a text's end.
    if (!IsValidUtf8(article.title())) return Reject{RejectCode::kMalformed, "article.title is not valid UTF-8"};
    if (!IsValidUtf8(article.body())) return Reject{RejectCode::kMalformed, "article.body is not valid UTF-8"};

    authors_.assign(article.authors().begin(), article.authors().end());
    ReadMarkup(article, &markup_);
    const RepeatedLines::Source* source = repeated_->sources.empty() ? nullptr : repeated_->Find(SourceKey(article));
    delta_.Clear();
    SetText(Normalize({.title = article.title(),
                       .body = article.body(),
                       .claimed_language = article.language(),
                       .authors = authors_,
                       .markup = markup_,
                       .repeated_lines = source == nullptr ? nullptr : &source->lines}),
            delta_.mutable_text());
    return RecordDelta{delta_.SerializeAsString()};
  }

 private:
  const std::shared_ptr<const RepeatedLines> repeated_;
  const std::string bundle_;
  std::vector<std::string_view> authors_;
  std::vector<Markup> markup_;
  v1::EnrichedArticle delta_;  // scratch: keeps its memory from article to article
};

// All bytes of the table at `path`; never empty.
Result<std::string> ReadTable(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  if (!in || !(bytes << in.rdbuf()))
    return Fail(path + " cannot be read, or is empty; allowed: a file of marsad boilerplate");
  return bytes.str();
}

}  // namespace

std::vector<std::string> BundlePaths(const config::v1::Config& config) {
  if (config.normalize().boilerplate().empty()) return {};
  return {config.normalize().boilerplate()};
}

Result<pipeline::EnricherFactory> LoadNormalize(const config::v1::Config& config) {
  const std::string& path = config.normalize().boilerplate();
  const Result<std::string> table = path.empty() ? std::string() : ReadTable(path);
  if (!table) return Fail("normalize.boilerplate: " + table.error().message);
  Result<RepeatedLines> lines = table->empty() ? RepeatedLines() : ParseTable(*table);
  if (!lines) return Fail("normalize.boilerplate: " + path + ": " + lines.error().message);
  const auto repeated = std::make_shared<const RepeatedLines>(std::move(*lines));
  // The first article must not wait for tables: this one needs them all.
  Normalize({.title = "A title", .body = "It is here. By now.", .claimed_language = {}, .authors = {}, .markup = {}});
  const std::string version = std::to_string(text::kFoldVersion) + '\n';
  const std::string bundle = record::Sha256Hex(version + std::string(Phrases::Table()) + *table).substr(0, 16);
  return [repeated, bundle] { return std::make_unique<NormalizeStage>(repeated, bundle); };
}

}  // namespace marsad::normalize

#include "stages/cluster/contract/record_reader.h"

#include <algorithm>
#include <string>

#include "lib/article/mentions.h"
#include "lib/article/spans.h"
#include "lib/article/words.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/frequent_words.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

Timestamp ToTimestamp(const google::protobuf::Timestamp& time) {
  constexpr int64_t kMillis = 1000;
  constexpr int64_t kLast = 253'402'300'799;  // of the year 9999
  if (time.seconds() < 0 || time.seconds() > kLast) return {};
  return Timestamp::FromMillis(time.seconds() * kMillis + time.nanos() / 1'000'000);
}

// Unknown if the source's clock cannot be trusted.
Timestamp ToTimestamp(const v1::Time& time) { return time.future() ? Timestamp() : ToTimestamp(time.utc()); }

Status ToStatus(v1::Article::PubStatus status) {
  if (status == v1::Article::CANCELED) return Status::kCanceled;
  return status == v1::Article::WITHHELD ? Status::kWithheld : Status::kUsable;
}

std::vector<NamedSpan> NamesOf(const v1::EnrichedArticle& record, text::TextField field) {
  std::vector<NamedSpan> names;
  for (const article::SureMention& mention : article::ReadSureMentions(record, field)) {
    const std::string& id = record.entities(static_cast<int>(mention.entity)).id();
    const bool overlaps = !names.empty() && mention.span.begin < names.back().span.end;
    if (!id.empty() && !overlaps) names.push_back({mention.span, id});
  }
  return names;
}

// Houses differ in what stands around the text: it tells nothing of copies.
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

}  // namespace

Result<ArticleView> RecordReader::Read(const v1::EnrichedArticle& record, int64_t offset) {
  if (auto read = ReadWords(record); !read) return tl::unexpected(read.error());
  ReadEntities(record);
  ArticleView view = ReadIdentity(record, offset);
  view.language = record.text().has_language() ? std::string_view(record.text().language()) : "und";
  view.title = record.article().title();
  view.body = record.article().body();
  view.search_title = record.text().search_title();
  view.search_body = record.text().search_body();
  view.title_tokens = title_;
  view.body_tokens = body_;
  view.entities = entities_;
  return view;
}

ArticleView RecordReader::ReadIdentity(const v1::EnrichedArticle& record, int64_t offset) {
  const v1::Article& article = record.article();
  related_.clear();
  for (const v1::Related& related : article.related()) related_.push_back({related.uri(), related.relation()});
  ArticleView view;
  view.uri = article.uri();
  view.version = article.version();
  // What does not say where it came from lies nowhere but in the stage's own input.
  const bool has_place = article.input().has_offset();
  if (has_place) {
    view.origin = HashWord(article.input().topic() + ":" + std::to_string(article.input().partition()));
  }
  view.offset = static_cast<uint64_t>(has_place ? article.input().offset() : offset);
  view.source = article.source().has_uri() ? article.source().uri() : article.source().name();
  view.received = ToTimestamp(article.received());
  view.published = ToTimestamp(article.published());
  view.updated = ToTimestamp(article.updated());
  view.embargoed_until = ToTimestamp(article.embargoed_until().utc());
  view.status = ToStatus(article.pub_status());
  view.is_correction = !article.correction().empty();
  view.related = related_;
  return view;
}

Result<void> RecordReader::ReadWords(const v1::EnrichedArticle& record) {
  title_.clear();
  body_.clear();
  if (!record.has_text()) return {};
  Result<text::ArticleTokens> tokens = article::ReadTokens(record);
  if (!tokens) return tl::unexpected(tokens.error());
  LeaveOut(record.text(), &tokens->body);
  const std::string& language = record.text().language();
  const FactOptions options{.language = language, .frequent = FrequentWordsOf(language)};
  const auto title_names = NamesOf(record, text::TextField::kTitle);
  const auto body_names = NamesOf(record, text::TextField::kBody);
  title_ = ReadTokens({record.article().title(), record.text().search_title(), tokens->title, title_names}, options);
  body_ = ReadTokens({record.article().body(), record.text().search_body(), tokens->body, body_names}, options);
  return {};
}

// The most salient first; of equal ones by their ids, so that no order of the record counts.
void RecordReader::ReadEntities(const v1::EnrichedArticle& record) {
  entities_.clear();
  for (const v1::Entity& entity : record.entities()) {
    if (!entity.id().empty()) entities_.push_back({entity.id(), entity.salience()});
  }
  std::sort(entities_.begin(), entities_.end(), [](const EntityRef& a, const EntityRef& b) {
    return a.salience != b.salience ? a.salience > b.salience : a.id < b.id;
  });
}

}  // namespace marsad::cluster

#include "cli/show/record_filter.h"

#include <algorithm>

#include "cli/show/parse_record.h"
#include "cli/show/terminal.h"
#include "lib/text/fold.h"
#include "lib/text/utf8.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

std::string Folded(std::string_view text) { return text::FoldText(text::RepairUtf8(text).text); }

bool IsAlike(const std::string& wanted, std::string_view name) { return Folded(wanted) == Folded(name); }

bool IsEntity(const std::string& wanted, const v1::Entity& entity) {
  if (wanted.empty()) return false;  // an entity that is not linked has no id
  if (wanted == entity.id() || IsAlike(wanted, entity.name())) return true;
  const auto is_id = [&](const std::string& id) { return id == wanted || id.ends_with(":" + wanted); };
  const auto is_label = [&](const v1::Label& label) { return IsAlike(wanted, label.text()); };
  return std::any_of(entity.ids().begin(), entity.ids().end(), is_id) ||
         std::any_of(entity.labels().begin(), entity.labels().end(), is_label);
}

bool HasEntity(const std::string& wanted, const v1::EnrichedArticle& article) {
  return std::any_of(article.entities().begin(), article.entities().end(),
                     [&](const v1::Entity& entity) { return IsEntity(wanted, entity); });
}

bool HasLanguage(const std::string& wanted, const v1::EnrichedArticle& article) {
  const std::string& language = article.text().language();
  return language == wanted || language.starts_with(wanted + "-");
}

bool HasSource(const std::string& wanted, const v1::EnrichedArticle& article) {
  const v1::Source& source = article.article().source();
  return wanted == source.uri() || (source.has_name() && IsAlike(wanted, source.name()));
}

bool HasStory(const std::string& wanted, const v1::EnrichedArticle& article) {
  const v1::Story& story = article.story();
  const auto is_wanted = [&](const std::string& id) { return id == wanted; };
  return is_wanted(story.id()) || std::any_of(story.merged().begin(), story.merged().end(), is_wanted) ||
         std::any_of(story.related().begin(), story.related().end(), is_wanted);
}

using Has = bool (*)(const std::string& wanted, const v1::EnrichedArticle& article);

bool HasAny(const std::vector<std::string>& wanted, const v1::EnrichedArticle& article, Has has) {
  return wanted.empty() ||
         std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) { return has(one, article); });
}

bool HasKey(const kafka::ReadRecord& record, const RecordFilter& filter) {
  const auto is_key = [&](const std::string& key) { return record.key == key; };
  return filter.keys.empty() || std::any_of(filter.keys.begin(), filter.keys.end(), is_key);
}

bool WantsArticles(const RecordFilter& filter) {
  return !filter.entities.empty() || !filter.languages.empty() || !filter.sources.empty() || !filter.stories.empty();
}

}  // namespace

bool Passes(const kafka::ReadRecord& record, const RecordFilter& filter) {
  if (!HasKey(record, filter)) return false;
  if (!WantsArticles(filter)) return true;
  const auto article = ParseAs<v1::EnrichedArticle>(record);
  return article && HasAny(filter.entities, *article, HasEntity) && HasAny(filter.languages, *article, HasLanguage) &&
         HasAny(filter.sources, *article, HasSource) && HasAny(filter.stories, *article, HasStory);
}

std::optional<std::string> WhyPassedOver(const kafka::ReadRecord& record, const RecordFilter& filter) {
  if (!record.value || !WantsArticles(filter) || !HasKey(record, filter)) return std::nullopt;
  if (ParseAs<v1::EnrichedArticle>(record)) return std::nullopt;
  const auto type = record::FindHeader(record.headers, "content-type");
  if (!type) return "it has no header content-type";
  if (!type->ends_with(v1::EnrichedArticle::descriptor()->full_name())) return "it is " + Inserted(*type);
  return "its bytes are no EnrichedArticle, as its header says";
}

void FollowStories(const kafka::ReadRecord& record, RecordFilter* filter) {
  if (filter->stories.empty()) return;
  const auto article = ParseAs<v1::EnrichedArticle>(record);
  if (!article || article->story().id().empty() || !HasAny(filter->stories, *article, HasStory)) return;
  const std::string& id = article->story().id();
  const bool is_known = std::find(filter->stories.begin(), filter->stories.end(), id) != filter->stories.end();
  if (!is_known) filter->stories.push_back(id);
}

}  // namespace marsad::cli

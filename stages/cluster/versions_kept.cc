// How Versions keeps what it knows.
#include <utility>

#include "stages/cluster/heap_block.h"
#include "stages/cluster/versions.h"

namespace marsad::cluster {

StringPool::Ref Versions::InternUnlessEmpty(std::string_view text) const {
  return text.empty() ? StringPool::Ref() : pool_->Intern(text);
}

Versions::Kept Versions::Pack(StringPool::Ref uri, const KnownArticle& article) const {
  Kept kept = {.uri = std::move(uri),
               .source = InternUnlessEmpty(article.source),
               .last_story = InternUnlessEmpty(article.last_story),
               .last_story_number = article.last_story_number,
               .version = article.version,
               .updated = article.updated,
               .offset = article.offset,
               .touched = article.touched,
               .text_hash = article.text_hash,
               .origin = article.origin,
               .status = article.status};
  if (!article.titles.empty()) {
    kept.title = article.titles.back();
    kept.has_title = true;
  }
  if (article.embargoed_until.known() || article.titles.size() > 1 || !article.copy_of.empty()) {
    kept.rare = std::make_unique<Rare>();
    kept.rare->embargoed_until = article.embargoed_until;
    if (kept.has_title) kept.rare->older_titles.assign(article.titles.begin(), article.titles.end() - 1);
    for (const std::string& original : article.copy_of) kept.rare->copy_of.push_back(pool_->Intern(original));
  }
  return kept;
}

KnownArticle Versions::Unpack(const Kept& kept) {
  KnownArticle article = {.source = std::string(kept.source.view()),
                          .version = kept.version,
                          .updated = kept.updated,
                          .origin = kept.origin,
                          .offset = kept.offset,
                          .status = kept.status,
                          .embargoed_until = kept.embargoed_until(),
                          .text_hash = kept.text_hash,
                          .touched = kept.touched,
                          .last_story = std::string(kept.last_story.view()),
                          .last_story_number = kept.last_story_number};
  if (kept.rare) {
    article.titles = kept.rare->older_titles;
    for (const StringPool::Ref& original : kept.rare->copy_of) article.copy_of.emplace_back(original.view());
  }
  if (kept.has_title) article.titles.push_back(kept.title);
  return article;
}

const Versions::Kept* Versions::Look(Id uri) const {
  return uri < articles_.size() && articles_[uri].uri ? &articles_[uri] : nullptr;
}

void Versions::Replace(std::string_view uri, const std::optional<KnownArticle>& article) {
  const StringPool::Ref ref = pool_->Intern(uri);
  journal_.push_back({.uri = ref, .before = Set(ref.id(), article ? Pack(ref, *article) : Kept())});
}

Versions::Kept Versions::Set(Id uri, Kept article) {
  if (uri >= articles_.size()) articles_.resize(size_t{uri} + 1);
  if (articles_[uri].uri) {
    Unlist(articles_[uri]);
    rare_bytes_ -= BytesOfRare(articles_[uri]);
    --known_;
  }
  std::swap(articles_[uri], article);
  if (articles_[uri].uri) {
    List(articles_[uri]);
    rare_bytes_ += BytesOfRare(articles_[uri]);
    ++known_;
  }
  return article;
}

size_t Versions::BytesOfRare(const Kept& article) {
  if (!article.rare) return 0;
  return HeapBytes(sizeof(Rare)) + HeapBytesOf(article.rare->older_titles) + HeapBytesOf(article.rare->copy_of);
}

size_t Versions::bytes() const {
  return articles_.size() * sizeof(Kept) + rare_bytes_ + by_title_.bytes() + copies_.bytes() + by_age_.bytes();
}

bool Versions::IsOlder(Id a, Id b) const {
  const Timestamp one = articles_[a].touched;
  const Timestamp other = articles_[b].touched;
  return one != other ? one < other : pool_->At(a) < pool_->At(b);
}

void Versions::List(const Kept& article) {
  const Id uri = article.uri.id();
  by_age_.Insert(uri, [this](Id a, Id b) { return IsOlder(a, b); });
  ForEachTitle(article, [&](uint64_t title) { by_title_.Add(TagOf(title), uri); });
  if (!article.rare) return;
  for (const StringPool::Ref& original : article.rare->copy_of) copies_.Add(original.id(), uri);
}

void Versions::Unlist(const Kept& article) {
  const Id uri = article.uri.id();
  by_age_.Erase(uri, [this](Id a, Id b) { return IsOlder(a, b); });
  ForEachTitle(article, [&](uint64_t title) { by_title_.Remove(TagOf(title), uri); });
  if (!article.rare) return;
  for (const StringPool::Ref& original : article.rare->copy_of) copies_.Remove(original.id(), uri);
}

void Versions::RollBack(Mark mark) {
  while (journal_.size() > mark) {
    Undo undo = std::move(journal_.back());
    journal_.pop_back();
    Set(undo.uri.id(), std::move(undo.before));
  }
}

}  // namespace marsad::cluster

#include "stages/cluster/reading.h"

#include "stages/cluster/language_key.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

constexpr int64_t kMillisADay = 86'400'000;

uint64_t Mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15;
  return hash ^ hash >> 29;
}

uint64_t HashText(const ArticleView& article, const Reading& reading) {
  if (article.body_tokens.empty() && reading.title_key.empty()) return 0;
  uint64_t hash = Mix(static_cast<uint64_t>(reading.marker.kind) + 1, HashWord(reading.title_key));
  for (const Token& token : article.body_tokens) hash = Mix(hash, token.hash);
  return hash == 0 ? 1 : hash;
}

int32_t DayOf(const ArticleView& article) {
  const Timestamp time = article.published.known() ? article.published : article.received;
  return time.known() ? static_cast<int32_t>(time.millis() / kMillisADay) : 0;
}

}  // namespace

Sample SampleOf(const CopyText& text) { return SampleShingles(text.Keys()); }

Reading ReadArticle(const ArticleView& article) {
  Reading reading = {.marker = FindMarker(article.title, article.body)};
  reading.title_key = TitleKey(reading.marker.headline.Cut(article.title));
  reading.named_titles = FindNamedTitles(reading.marker, article.title, article.body);
  reading.text_hash = HashText(article, reading);
  reading.source = article.source.empty() ? 0 : HashWord(article.source);
  reading.language = LanguageKey(article.language);
  reading.day = DayOf(article);
  reading.is_short = article.body_tokens.size() < kFewestTokens;
  if (reading.is_short) reading.tokens.assign(article.title_tokens.begin(), article.title_tokens.end());
  reading.title_tokens = reading.tokens.size();
  reading.tokens.insert(reading.tokens.end(), article.body_tokens.begin(), article.body_tokens.end());
  const CopyText title(std::span(reading.tokens).first(reading.title_tokens), article.title);
  reading.text = title;
  reading.text.Append(article.body_tokens, article.body);
  reading.sample = SampleOf(reading.text);
  return reading;
}

}  // namespace marsad::cluster

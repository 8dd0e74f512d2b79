#include "stages/normalize/repeated_lines.h"

#include <xxhash.h>

#include "stages/normalize/title.h"
#include "stages/normalize/wrapped.h"

namespace marsad::normalize {
namespace {

uint64_t HashOf(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace

std::optional<uint64_t> LineKey(const Field& body, std::span<const text::Token> words, MarkupKind markup) {
  const bool may_be_noise = markup == MarkupKind::kUnspecified || markup == MarkupKind::kParagraph ||
                            markup == MarkupKind::kListItem || markup == MarkupKind::kQuote;
  if (!may_be_noise || words.size() < kLeastRepeatedWords || words.size() > kMostRepeatedWords) return std::nullopt;
  std::string folded;
  for (const text::Token& token : words) {
    folded += body.Word(token);
    folded += ' ';
  }
  folded.pop_back();
  return HashOf(folded);
}

void LineLearner::Add(std::string_view source, std::string_view uri, const Article& article) {
  Source& known = sources_[std::string(source)];
  const uint64_t id = HashOf(uri);
  known.articles.insert(id);
  const Field title = MakeField(article.title);
  const Field body = MakeField(article.body);
  WordCursor words(body.tokens);
  for (const Line& line : JoinWrapped(article.body, CutLines(article.body, article.markup))) {
    const auto found = words.Take(line.span);
    const std::optional<uint64_t> key = LineKey(body, found, line.markup);
    if (!key || RepeatsTitle(body, found, title)) continue;
    known.articles_by_line[*key].insert(id);
    examples_.try_emplace(*key, line.span.Cut(article.body));
  }
}

RepeatedLines LineLearner::Learn(const RepeatedRule& rule) const {
  RepeatedLines learned;
  for (const auto& [name, source] : sources_) {
    RepeatedLines::Source kept{source.articles.size(), {}};
    for (const auto& [key, articles] : source.articles_by_line) {
      const bool is_repeated =
          articles.size() >= rule.articles && articles.size() * 100 >= kept.articles * rule.percent;
      if (is_repeated) kept.lines[key] = articles.size();
    }
    if (!kept.lines.empty()) learned.sources.emplace(name, std::move(kept));
  }
  return learned;
}

}  // namespace marsad::normalize

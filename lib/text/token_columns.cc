#include "lib/text/token_columns.h"

#include <algorithm>
#include <string>

namespace marsad::text {
namespace {

void Append(std::span<const Token> tokens, TokenColumns* columns) {
  uint32_t behind_original = 0;
  uint32_t behind_search = 0;
  for (const Token& token : tokens) {
    columns->gap.push_back(token.original.begin - behind_original);
    columns->length.push_back(token.original.size());
    columns->search_gap.push_back(token.search.begin - behind_search);
    columns->search_length.push_back(token.search.size());
    columns->script.push_back(static_cast<uint32_t>(token.script));
    columns->proclitic.push_back(token.proclitic);
    behind_original = token.original.end;
    behind_search = token.search.end;
  }
}

// Cuts spans off a text, front to back. 64 bits: no sum of two columns' numbers can wrap round.
template <class Span>
class SpanReader {
 public:
  explicit SpanReader(size_t text_bytes) : text_bytes_(text_bytes) {}

  bool Read(uint32_t gap, uint32_t length, Span* span) {
    const uint64_t begin = behind_ + gap;
    behind_ = begin + length;
    if (behind_ > text_bytes_) return false;
    *span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(behind_)};
    return true;
  }

 private:
  const uint64_t text_bytes_;
  uint64_t behind_ = 0;
};

struct Range {
  size_t begin = 0;
  size_t end = 0;
  size_t text_bytes = 0;
  size_t search_bytes = 0;
};

Result<std::vector<Token>> ReadTokens(const TokenColumnsView& columns, const Range& range) {
  std::vector<Token> tokens(range.end - range.begin);
  SpanReader<OriginalSpan> original(range.text_bytes);
  SpanReader<SearchSpan> search(range.search_bytes);
  for (size_t i = range.begin; i < range.end; ++i) {
    Token& token = tokens[i - range.begin];
    const bool fits = original.Read(columns.gap[i], columns.length[i], &token.original) &&
                      search.Read(columns.search_gap[i], columns.search_length[i], &token.search) &&
                      columns.proclitic[i] <= token.search.size();
    if (!fits) return Fail("token " + std::to_string(i) + " lies outside its text");
    const bool is_known = columns.script[i] <= static_cast<uint32_t>(Script::kDevanagari);
    token.script = is_known ? static_cast<Script>(columns.script[i]) : Script::kOther;
    token.proclitic = static_cast<uint8_t>(std::min<uint32_t>(columns.proclitic[i], UINT8_MAX));
  }
  return tokens;
}

}  // namespace

TokenColumnsView::TokenColumnsView(const TokenColumns& columns)
    : title_count(columns.title_count),
      gap(columns.gap),
      length(columns.length),
      search_gap(columns.search_gap),
      search_length(columns.search_length),
      script(columns.script),
      proclitic(columns.proclitic) {}

TokenColumns PackTokens(std::span<const Token> title, std::span<const Token> body) {
  TokenColumns columns;
  columns.title_count = static_cast<uint32_t>(title.size());
  for (std::vector<uint32_t>* column : {&columns.gap, &columns.length, &columns.search_gap, &columns.search_length,
                                        &columns.script, &columns.proclitic}) {
    column->reserve(title.size() + body.size());
  }
  Append(title, &columns);
  Append(body, &columns);
  return columns;
}

Result<ArticleTokens> UnpackTokens(const TokenColumnsView& columns, const TextSizes& sizes) {
  const size_t count = columns.gap.size();
  for (const std::span<const uint32_t> column :
       {columns.length, columns.search_gap, columns.search_length, columns.script, columns.proclitic}) {
    if (column.size() != count) return Fail("columns of tokens differ in length");
  }
  const size_t title_count = columns.title_count;
  if (title_count > count) return Fail("more tokens in the title than in all");
  auto title = ReadTokens(columns, {0, title_count, sizes.title, sizes.search_title});
  if (!title) return tl::unexpected(title.error());
  auto body = ReadTokens(columns, {title_count, count, sizes.body, sizes.search_body});
  if (!body) return tl::unexpected(body.error());
  return ArticleTokens{std::move(*title), std::move(*body)};
}

}  // namespace marsad::text

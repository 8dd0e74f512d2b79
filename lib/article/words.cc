#include "lib/article/words.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "marsad/v1/enriched.pb.h"

namespace marsad::article {
namespace {

using Column = google::protobuf::RepeatedField<uint32_t>;

std::span<const uint32_t> Lend(const Column& column) { return {column.data(), static_cast<size_t>(column.size())}; }

void Fill(const std::vector<uint32_t>& from, Column* to) { to->Assign(from.begin(), from.end()); }

void WriteTokens(const text::TokenColumns& from, v1::Tokens* to) {
  to->set_title_count(from.title_count);
  Fill(from.gap, to->mutable_gap());
  Fill(from.length, to->mutable_length());
  Fill(from.search_gap, to->mutable_search_gap());
  Fill(from.search_length, to->mutable_search_length());
  Fill(from.script, to->mutable_script());
  Fill(from.proclitic, to->mutable_proclitic());
}

void WriteMap(const text::OffsetMap& from, v1::OffsetMap* to) {
  const int count = static_cast<int>(from.runs().size());
  to->mutable_same()->Reserve(count);
  to->mutable_original()->Reserve(count);
  to->mutable_search()->Reserve(count);
  for (const text::OffsetMap::Run& run : from.runs()) {
    to->add_same(run.same);
    to->add_original(run.original);
    to->add_search(run.search);
  }
}

}  // namespace

void WriteWords(Words title, Words body, v1::Text* to) {
  WriteTokens(text::PackTokens(title.tokens, body.tokens), to->mutable_tokens());
  WriteMap(title.folded.map, to->mutable_title_map());
  WriteMap(body.folded.map, to->mutable_body_map());
  to->set_search_title(std::move(title.folded.search));
  to->set_search_body(std::move(body.folded.search));
  to->set_fold_version(text::kFoldVersion);
}

Result<text::ArticleTokens> ReadTokens(const v1::EnrichedArticle& record) {
  const v1::Tokens& tokens = record.text().tokens();
  text::TokenColumnsView columns;
  columns.title_count = tokens.title_count();
  columns.gap = Lend(tokens.gap());
  columns.length = Lend(tokens.length());
  columns.search_gap = Lend(tokens.search_gap());
  columns.search_length = Lend(tokens.search_length());
  columns.script = Lend(tokens.script());
  columns.proclitic = Lend(tokens.proclitic());
  return text::UnpackTokens(columns, {.title = record.article().title().size(),
                                      .body = record.article().body().size(),
                                      .search_title = record.text().search_title().size(),
                                      .search_body = record.text().search_body().size()});
}

Result<text::OffsetMap> ReadMap(const v1::OffsetMap& map, size_t original_bytes, size_t search_bytes) {
  if (map.same_size() != map.original_size() || map.same_size() != map.search_size()) {
    return Fail("the columns of the offset map have different lengths");
  }
  std::vector<text::OffsetMap::Run> runs;
  runs.reserve(static_cast<size_t>(map.same_size()));
  for (int i = 0; i < map.same_size(); ++i) {
    runs.push_back({.same = map.same(i), .original = map.original(i), .search = map.search(i)});
  }
  text::OffsetMap read = text::OffsetMap::FromRuns(runs);
  if (!read.Covers(original_bytes, search_bytes)) return Fail("the offset map belongs to another text");
  return read;
}

}  // namespace marsad::article

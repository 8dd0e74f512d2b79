// compare_copies RECORDS PAIRS: what cluster's core says of pairs of articles. RECORDS are EnrichedArticles, one JSON a
// line, as `marsad explain --json` writes them; PAIRS has two of their line numbers (from 0) a line, the earlier article first.
// For each pair one line: the relation, per mille of the later and of the earlier text that is shared, 1 if an index that holds the
// earlier one finds it, the words of the later text and how many of them were substituted, inserted, put before or after what is
// shared; and with each fact that changed its kind, the words now and the words before, parted by tabs.
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/contract/record_reader.h"
#include "stages/cluster/copy_index.h"
#include "stages/cluster/reading.h"
#include "stages/cluster/relation.h"

namespace {

namespace cluster = marsad::cluster;
namespace text = marsad::text;
namespace v1 = marsad::v1;

constexpr const char* kRelations[] = {"NONE", "EXACT", "NEAR", "PART", "CONTAINS", "REVISED", "SHARES"};
constexpr const char* kKinds[] = {"WORDS", "NUMBER", "NAME", "POLARITY", "DAY", "WORD"};

struct Article {
  std::string original;  // title and body, a line each
  uint32_t body = 0;     // where it begins there
  cluster::Reading reading;
};

// As the stage does.
Article Read(const v1::EnrichedArticle& record) {
  cluster::RecordReader reader;
  const marsad::Result<cluster::ArticleView> view = reader.Read(record, 0);
  if (!view) return {};
  return {.original = record.article().title() + '\n' + record.article().body(),
          .body = static_cast<uint32_t>(record.article().title().size() + 1),
          .reading = cluster::ReadArticle(*view)};
}

text::OriginalSpan SpanOf(const Article& article, size_t token) {
  const text::OriginalSpan span = article.reading.tokens[token].original;
  if (article.reading.FieldOf(token) == text::TextField::kTitle) return span;
  return {span.begin + article.body, span.end + article.body};
}

std::string Cut(const Article& article, cluster::WordRange range) {
  if (range.empty()) return "";
  const uint32_t begin = SpanOf(article, range.begin).begin;
  std::string cut = article.original.substr(begin, SpanOf(article, range.end() - 1).end - begin);
  std::replace_if(
      cut.begin(), cut.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
  return cut;
}

void Print(const Article& there, const Article& here, bool is_candidate) {
  const cluster::Comparison found = cluster::Compare(here.reading.text, there.reading.text);
  std::cout << kRelations[static_cast<size_t>(found.relation)] << '\t' << found.of_this << '\t' << found.of_that << '\t'
            << is_candidate << '\t' << here.reading.text.size() << '\t' << found.reworded.substituted << '\t'
            << found.reworded.inserted << '\t' << found.reworded.edges;
  for (const cluster::Difference& difference : found.differences) {
    std::cout << '\t' << kKinds[static_cast<size_t>(difference.kind)] << '\t' << Cut(here, difference.here) << '\t'
              << Cut(there, difference.there);
  }
  std::cout << '\n';
}

bool ReadArticles(const char* path, std::vector<Article>* articles) {
  std::ifstream records(path);
  for (std::string line; std::getline(records, line);) {
    v1::EnrichedArticle record;
    if (!google::protobuf::util::JsonStringToMessage(line, &record).ok()) return false;
    articles->push_back(Read(record));
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: compare_copies RECORDS PAIRS\n";
    return 2;
  }
  std::vector<Article> articles;
  if (!ReadArticles(argv[1], &articles)) {
    std::cerr << "compare_copies: a record cannot be read\n";
    return 1;
  }
  std::ifstream pairs(argv[2]);
  for (size_t there = 0, here = 0; pairs >> there >> here;) {
    if (std::max(there, here) >= articles.size()) {
      std::cerr << "compare_copies: no such record\n";
      return 1;
    }
    cluster::CopyIndex index;
    index.Add(articles[there].reading.sample);
    Print(articles[there], articles[here], !index.Find(articles[here].reading.sample).empty());
  }
  return 0;
}

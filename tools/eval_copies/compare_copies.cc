// compare_copies RECORDS PAIRS: what cluster's core says of pairs of articles. RECORDS are EnrichedArticles, one JSON a
// line, as `marsad explain --json` writes them; PAIRS has two of their line numbers (from 0) a line, the earlier article first.
// For each pair one line: the relation, per mille of the later and of the earlier text that is shared, 1 if an index that holds the
// earlier one finds it, and with each fact that changed its kind, the words now and the words before, parted by tabs.
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "lib/article/mentions.h"
#include "lib/article/spans.h"
#include "lib/article/words.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/copy_index.h"
#include "stages/cluster/copy_text.h"
#include "stages/cluster/facts.h"
#include "stages/cluster/frequent_words.h"
#include "stages/cluster/relation.h"

namespace {

namespace article = marsad::article;
namespace cluster = marsad::cluster;
namespace text = marsad::text;
namespace v1 = marsad::v1;

constexpr size_t kFewestWords = 12;  // a shorter body is compared together with its title

constexpr const char* kRelations[] = {"NONE", "EXACT", "NEAR", "PART", "CONTAINS", "REVISED", "SHARES"};
constexpr const char* kKinds[] = {"WORDS", "NUMBER", "NAME", "POLARITY", "DAY", "WORD"};

struct Article {
  std::string original;  // of the title, if it is compared too, and the body
  std::vector<cluster::Token> tokens;
  cluster::CopyText copy;
  cluster::Sample sample;
};

std::vector<cluster::NamedSpan> NamesOf(const v1::EnrichedArticle& record, text::TextField field) {
  std::vector<cluster::NamedSpan> names;
  for (const article::SureMention& mention : article::ReadSureMentions(record, field)) {
    const std::string& id = record.entities(static_cast<int>(mention.entity)).id();
    if (!id.empty()) names.push_back({mention.span, id});
  }
  return names;
}

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

Article Read(const v1::EnrichedArticle& record) {
  Article read;
  marsad::Result<text::ArticleTokens> tokens = article::ReadTokens(record);
  if (!tokens) return read;
  LeaveOut(record.text(), &tokens->body);
  const cluster::FactOptions options{.language = record.text().language(),
                                     .frequent = cluster::FrequentWordsOf(record.text().language())};
  const auto names = NamesOf(record, text::TextField::kBody);
  read.tokens =
      cluster::ReadTokens({record.article().body(), record.text().search_body(), tokens->body, names}, options);
  read.original = record.article().body();
  if (read.tokens.size() < kFewestWords) {
    const auto title_names = NamesOf(record, text::TextField::kTitle);
    std::vector<cluster::Token> title = cluster::ReadTokens(
        {record.article().title(), record.text().search_title(), tokens->title, title_names}, options);
    const auto shift = static_cast<uint32_t>(record.article().title().size() + 1);
    for (cluster::Token& token : read.tokens) {
      token.original.begin += shift;
      token.original.end += shift;
    }
    read.tokens.insert(read.tokens.begin(), title.begin(), title.end());
    read.original = record.article().title() + '\n' + record.article().body();
  }
  read.copy = cluster::CopyText(read.tokens, read.original);
  std::vector<uint32_t> hashes;
  for (const cluster::Token& token : read.tokens) hashes.push_back(token.hash);
  read.sample = cluster::SampleShingles(hashes);
  return read;
}

std::string Cut(const Article& article, cluster::WordRange range) {
  if (range.empty()) return "";
  const uint32_t begin = article.tokens[range.begin].original.begin;
  std::string cut = article.original.substr(begin, article.tokens[range.end() - 1].original.end - begin);
  std::replace_if(
      cut.begin(), cut.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
  return cut;
}

void Print(const Article& there, const Article& here, bool is_candidate) {
  const cluster::Comparison found = cluster::Compare(here.copy, there.copy);
  std::cout << kRelations[static_cast<size_t>(found.relation)] << '\t' << found.of_this << '\t' << found.of_that << '\t'
            << is_candidate;
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
    index.Add(articles[there].sample);
    Print(articles[there], articles[here], !index.Find(articles[here].sample).empty());
  }
  return 0;
}

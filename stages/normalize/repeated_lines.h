// Lines that a source repeats across its articles: counted by a learner, recognized by a table of their hashes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "stages/normalize/article.h"
#include "stages/normalize/lines.h"

namespace marsad::normalize {

// Words that a line must have: shorter ones repeat as headings and names do.
inline constexpr size_t kLeastRepeatedWords = 3;
// Longer lines are prose that was told again.
inline constexpr size_t kMostRepeatedWords = 60;

// XXH3 (64 bits, seed 0) of the line's folded words with a blank between them: case, accents and punctuation do not
// count, digits do. Absent if the line is too short or too long, or markup calls it more than prose.
std::optional<uint64_t> LineKey(const Field& body, std::span<const text::Token> words, MarkupKind markup);

// By source; a source's lines with the number of articles that each stood in.
struct RepeatedLines {
  struct Source {
    uint64_t articles = 0;  // that were looked at
    std::map<uint64_t, uint64_t> lines;
  };
  std::map<std::string, Source, std::less<>> sources;

  // Null if nothing is known of the source.
  const Source* Find(std::string_view source) const {
    const auto found = sources.find(source);
    return found == sources.end() ? nullptr : &found->second;
  }
};

// What makes a line repeated.
struct RepeatedRule {
  uint64_t articles = 5;  // at least so many of the source's articles hold it
  uint64_t percent = 5;   // and at least this share of them
};

// Counts lines. Versions of an article are one article. Keeps every line it saw: memory grows with the text. Not
// thread-safe.
class LineLearner {
 public:
  // `uri` names the article; `body` and `markup` are as in Article.
  void Add(std::string_view source, std::string_view uri, const Article& article);

  RepeatedLines Learn(const RepeatedRule& rule) const;
  // A line of `key` as it was first seen, for people.
  std::string_view Example(uint64_t key) const { return examples_.at(key); }

 private:
  struct Source {
    std::unordered_set<uint64_t> articles;
    std::unordered_map<uint64_t, std::unordered_set<uint64_t>> articles_by_line;
  };
  std::map<std::string, Source, std::less<>> sources_;
  std::unordered_map<uint64_t, std::string> examples_;
};

}  // namespace marsad::normalize

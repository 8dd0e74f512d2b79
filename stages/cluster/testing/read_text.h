// For tests: reads plain strings as if normalize had seen them, and tables of them.
#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/cluster/facts.h"

namespace marsad::cluster::testing {

inline std::vector<Token> ReadText(std::string_view text, const FactOptions& options,
                                   const std::vector<NamedSpan>& names = {}) {
  const text::Folded folded = text::Fold(text);
  const std::vector<text::Token> tokens = text::Tokenize(text, folded);
  return ReadTokens({.original = text, .search = folded.search, .tokens = tokens, .names = names}, options);
}

// The rows of a file that have so many columns; the path is from the repository's root.
inline std::vector<std::vector<std::string>> ReadRows(const std::string& path, size_t columns) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> row;
    for (size_t begin = 0; begin <= line.size();) {
      const size_t end = line.find('\t', begin);
      row.push_back(line.substr(begin, end - begin));
      begin = end == line.npos ? line.size() + 1 : end + 1;
    }
    if (row.size() == columns) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace marsad::cluster::testing

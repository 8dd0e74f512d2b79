// Tables that tests read: a line each row, its columns parted by tabs, comments after '#'. Tests only.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

namespace marsad::tests {

// The rows of the file, of `columns` each: the last one is the rest of the line. A row with fewer fails the test and is left out; so
// does a file that has none.
inline std::vector<std::vector<std::string>> ReadRows(const std::string& path, size_t columns) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> row;
    size_t begin = 0;
    for (size_t end = line.find('\t'); row.size() + 1 < columns && end != line.npos; end = line.find('\t', begin)) {
      row.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
    row.push_back(line.substr(begin));
    EXPECT_EQ(row.size(), columns) << path << ": " << line;
    if (row.size() == columns) rows.push_back(std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << path;
  return rows;
}

}  // namespace marsad::tests

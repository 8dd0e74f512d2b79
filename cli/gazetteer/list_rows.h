// Rows of lists of names as their keepers wrote them (gazetteer/README.md), and what became of them between two versions.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "stages/tag/gazetteer.h"

namespace marsad::cli {

// An entity of a list.
struct ListRow {
  std::string file;
  size_t line = 0;  // counts from 1
  std::string key;
  std::string type;
  std::string tier;
  std::string country;
  std::string coordinates;
  std::vector<std::string> ids;                         // CURIEs, the best first
  std::set<std::pair<std::string, std::string>> names;  // language and name, with the signs before it
  std::string label;                                    // the English name, else the first that it has

  // What a person knows it by: type, best id (else the key in brackets) and label.
  std::string Describe() const;
};

// Every entity of `files`. REQUIRES: tag::Gazetteer::Parse accepts them.
std::vector<ListRow> ReadRows(std::span<const tag::GazetteerFile> files);

// "FILE:LINE: the id X is also that of FILE:LINE (label): they are one" for each id that a row of the last `own` files shares with another
// row.
std::vector<std::string> DoubledIds(std::span<const tag::GazetteerFile> files, size_t own);

// Lines of the other tables of `files`, context words and endings, as "FILE WORDS" with a blank for each tab.
std::set<std::string> WordLines(std::span<const tag::GazetteerFile> files);

// What differs, one line each, entities in the order of the new lists and then those that are gone; empty if nothing does:
//   + TYPE ID LABEL            an entity more
//   - TYPE ID LABEL            one less
//   ~ TYPE ID LABEL: WHAT      type, tier, country, coordinates, ids, or names that came (+) and went (-)
// Two rows are one entity if they share an id, or, if one of them has none, the key. Keys, as_of, order and files do not count.
std::vector<std::string> DiffRows(const std::vector<ListRow>& before, const std::vector<ListRow>& after);

// The same for WordLines: "- LINE" for each that is gone, "+ LINE" for each that came.
std::vector<std::string> DiffWords(const std::set<std::string>& before, const std::set<std::string>& after);

}  // namespace marsad::cli

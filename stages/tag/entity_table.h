// The layout of a table of entities, as gazetteer/README.md gives it to the people who keep one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace marsad::tag {

// Columns that each table has; those from kFirstLanguage on hold names and are headed by their language.
struct Column {
  enum : size_t { kKey, kType, kTier, kIds, kCountry, kAsOf, kFirstLanguage };
};
inline constexpr std::string_view kFixedColumns[] = {"key", "type", "tier", "ids", "country", "as_of"};
static_assert(std::size(kFixedColumns) == Column::kFirstLanguage);

// Heads a column that holds no names: latitude and longitude in degrees (WGS 84), as "31.95,35.93"; may be left out.
inline constexpr std::string_view kCoordinates = "coordinates";

// Between the names of a cell.
inline constexpr char kNameSeparator = '|';

// Stand before a name: = in this very spelling, ? with evidence, ^ after the full name, * in sport.
inline constexpr std::string_view kNameMarks = "=?^*";

inline std::string_view WithoutMarks(std::string_view name) {
  return name.substr(std::min(name.find_first_not_of(kNameMarks), name.size()));
}

// Whether a file of lists is such a table; the others hold words about names (context.tsv, endings.tsv).
inline bool IsEntityTable(std::string_view bytes) {
  return bytes.starts_with("key\t") || bytes.find("\nkey\t") != std::string_view::npos;
}

}  // namespace marsad::tag

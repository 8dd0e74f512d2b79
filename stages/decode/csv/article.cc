#include "stages/decode/csv/article.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "stages/decode/csv/table.h"
#include "stages/decode/json/field_table.h"
#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

constexpr size_t kMostNamed = 8;  // columns in a sentence

enum class Shape { kText, kNumber, kList };

struct Column {
  std::string name;
  Shape shape = Shape::kText;
};

Shape ShapeOf(std::string_view name) {
  if (name == "urgency" || name == "version") return Shape::kNumber;
  const FieldRole role = FindField(name).role;
  return role == FieldRole::kAuthors || role == FieldRole::kSubjects ? Shape::kList : Shape::kText;
}

void AppendString(std::string_view text, std::string* json) {
  constexpr char kHex[] = "0123456789abcdef";
  *json += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (*json += '\\') += c;
    } else if (byte < 0x20) {
      ((*json += "\\u00") += kHex[byte >> 4]) += kHex[byte & 0xF];
    } else {
      *json += c;
    }
  }
  *json += '"';
}

void AppendList(std::string_view cell, std::string* json) {
  *json += '[';
  while (!cell.empty()) {
    const std::string_view part = cell.substr(0, cell.find_first_of(";|"));
    cell.remove_prefix(std::min(cell.size(), part.size() + 1));
    if (Trim(part).empty()) continue;
    if (json->back() != '[') *json += ',';
    AppendString(Trim(part), json);
  }
  *json += ']';
}

void AppendValue(const Column& column, std::string_view cell, std::string* json) {
  constexpr size_t kMostDigits = 18;
  const bool is_number = cell.size() <= kMostDigits && cell.find_first_not_of("0123456789") == cell.npos &&
                         (cell.size() == 1 || cell[0] != '0');
  if (column.shape == Shape::kList) {
    AppendList(cell, json);
  } else if (column.shape == Shape::kNumber && is_number) {
    *json += cell;
  } else {
    AppendString(cell, json);
  }
}

// A row as an object of JSON.
std::string ObjectOf(const std::vector<Column>& columns, const std::vector<std::string>& cells) {
  std::string json = "{";
  for (size_t i = 0; i < std::min(columns.size(), cells.size()); ++i) {
    const std::string_view cell = Trim(cells[i]);
    if (cell.empty() || columns[i].name.empty()) continue;
    if (json.size() > 1) json += ',';
    AppendString(columns[i].name, &json);
    json += ':';
    AppendValue(columns[i], cell, &json);
  }
  return json += '}';
}

OrRefusal<std::vector<Column>> ColumnsOf(const std::vector<std::string>& cells) {
  std::vector<Column> columns;
  bool has_text = false;
  std::string names;
  for (const std::string& cell : cells) {
    const std::string_view name = Trim(cell);
    const FieldRole role = FindField(name).role;
    has_text = has_text || role == FieldRole::kTitle || role == FieldRole::kBody || role == FieldRole::kTeaser;
    if (columns.size() < kMostNamed) names += (names.empty() ? "" : ", ") + Quote(name);
    columns.push_back({.name = std::string(name), .shape = ShapeOf(name)});
  }
  if (has_text) return columns;
  return Refuse(Fault::kMissingField, "the table's first row names no column for a title or a text (" + names +
                                          "); known are " + std::string(kTextFields));
}

OrRefusal<Draft> ReadRow(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                         const Limits& limits, JsonReader* json) {
  if (cells.size() > columns.size()) {
    return Refuse(Fault::kMalformed, "the row has " + std::to_string(cells.size()) + " cells and the table " +
                                         std::to_string(columns.size()) + " columns");
  }
  OrRefusal<Drafts> read = json->Read(ObjectOf(columns, cells), limits);
  if (!read) return tl::unexpected(std::move(read.error()));
  if (read->drafts.empty()) return Refuse(Fault::kMissingField, "the row holds no article");
  return std::move(read->drafts.front());
}

}  // namespace

OrRefusal<Drafts> ReadCsvArticles(std::string_view text, const Limits& limits, JsonReader* json) {
  CsvReader rows(text);
  std::vector<std::string> cells;
  if (!rows.Next(&cells)) return Refuse(Fault::kMissingField, "the table holds no row");
  const OrRefusal<std::vector<Column>> columns = ColumnsOf(cells);
  if (!columns) return tl::unexpected(columns.error());
  Drafts drafts;
  drafts.is_list = true;
  while (rows.Next(&cells)) {
    if (drafts.IsFull(limits.feed_items)) {
      ++drafts.beyond;
    } else if (rows.is_cut()) {
      drafts.Add(Refuse(Fault::kMalformed, "the text ends inside quotation marks"), limits.feed_items);
    } else {
      drafts.Add(ReadRow(*columns, cells, limits, json), limits.feed_items);
    }
  }
  drafts.DistinguishItems();
  return drafts;
}

}  // namespace marsad::decode

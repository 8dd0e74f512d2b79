#include "stages/decode/csv/article.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

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

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void WriteText(std::string_view text, Writer* to) {
  to->String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void WriteList(std::string_view cell, Writer* to) {
  to->StartArray();
  while (!cell.empty()) {
    const std::string_view part = cell.substr(0, cell.find_first_of(";|"));
    cell.remove_prefix(std::min(cell.size(), part.size() + 1));
    if (!Trim(part).empty()) WriteText(Trim(part), to);
  }
  to->EndArray();
}

void WriteValue(const Column& column, std::string_view cell, Writer* to) {
  constexpr size_t kMostDigits = 18;
  const bool is_number = cell.size() <= kMostDigits && cell.find_first_not_of("0123456789") == cell.npos &&
                         (cell.size() == 1 || cell[0] != '0');
  if (column.shape == Shape::kList) {
    WriteList(cell, to);
  } else if (column.shape == Shape::kNumber && is_number) {
    to->RawValue(cell.data(), cell.size(), rapidjson::kNumberType);
  } else {
    WriteText(cell, to);
  }
}

// A row as an object of JSON.
std::string ObjectOf(const std::vector<Column>& columns, const std::vector<std::string>& cells) {
  rapidjson::StringBuffer json;
  Writer writer(json);
  writer.StartObject();
  for (size_t i = 0; i < std::min(columns.size(), cells.size()); ++i) {
    const std::string_view cell = Trim(cells[i]);
    if (cell.empty() || columns[i].name.empty()) continue;
    writer.Key(columns[i].name.data(), static_cast<rapidjson::SizeType>(columns[i].name.size()));
    WriteValue(columns[i], cell, &writer);
  }
  writer.EndObject();
  return {json.GetString(), json.GetSize()};
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
    return Refuse(Fault::kMalformed,
                  "the row has " + std::to_string(cells.size()) + " cells and the table " +
                      std::to_string(columns.size()) +
                      " columns; a cell that holds the sign between cells must stand in quotation marks");
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
      drafts.Add(
          Refuse(Fault::kMalformed, "the quotation marks that open in line " + std::to_string(rows.quote_line()) +
                                        " never close: what follows them is no row of its own"),
          limits.feed_items);
    } else {
      OrRefusal<Draft> draft = ReadRow(*columns, cells, limits, json);
      if (!draft) draft.error().detail = "line " + std::to_string(rows.row_line()) + ": " + draft.error().detail;
      drafts.Add(std::move(draft), limits.feed_items);
    }
  }
  drafts.DistinguishItems();
  return drafts;
}

}  // namespace marsad::decode

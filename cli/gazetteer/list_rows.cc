#include "cli/gazetteer/list_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "cli/show/terminal.h"
#include "stages/tag/entity_table.h"
#include "stages/tag/tsv.h"

namespace marsad::cli {
namespace {

using tag::Column;

ListRow ReadRow(const std::string& file, const tag::TsvLine& line, const std::vector<std::string_view>& header) {
  const auto& fields = line.fields;
  ListRow row;
  row.file = file;
  row.line = line.number;
  row.key = fields[Column::kKey];
  row.type = fields[Column::kType];
  row.tier = fields[Column::kTier];
  row.country = fields[Column::kCountry];
  for (const std::string_view id : tag::Split(fields[Column::kIds], ' ')) {
    if (!id.empty()) row.ids.emplace_back(id);
  }
  for (size_t column = Column::kFirstLanguage; column < fields.size(); ++column) {
    if (fields[column].empty()) continue;
    if (header[column] == tag::kCoordinates) {
      row.coordinates = fields[column];
      continue;
    }
    const std::vector<std::string_view> names = tag::Split(fields[column], tag::kNameSeparator);
    for (const std::string_view name : names) row.names.emplace(header[column], name);
    if (!row.label.empty() && header[column] != "en") continue;
    row.label = tag::WithoutMarks(names.front());
  }
  return row;
}

// Where each id, and each key of rows without an id, stands among `rows`.
class RowIndex {
 public:
  explicit RowIndex(const std::vector<ListRow>& rows) : rows_(rows) {
    for (size_t i = 0; i < rows.size(); ++i) {
      for (const std::string& id : rows[i].ids) by_id_.try_emplace(id, i);
      by_key_.try_emplace(rows[i].key, i);
    }
  }

  // The row that is the same entity as `row`; null if there is none.
  const ListRow* Find(const ListRow& row) const {
    for (const std::string& id : row.ids) {
      if (const auto at = by_id_.find(id); at != by_id_.end()) return &rows_[at->second];
    }
    const auto at = by_key_.find(row.key);
    if (at == by_key_.end()) return nullptr;
    const ListRow& other = rows_[at->second];
    return row.ids.empty() || other.ids.empty() ? &other : nullptr;
  }

 private:
  const std::vector<ListRow>& rows_;
  std::unordered_map<std::string, size_t> by_id_;
  std::unordered_map<std::string, size_t> by_key_;
};

void AddChange(const std::string& row, std::string_view what, const std::string& before, const std::string& after,
               std::vector<std::string>* lines) {
  if (before == after) return;
  const auto shown = [](const std::string& value) { return value.empty() ? "none" : Inserted(value); };
  lines->push_back(fmt::format("~ {}: {} was {}, is {}", row, what, shown(before), shown(after)));
}

void AddNames(const std::string& row, char sign, const ListRow& having, const ListRow& lacking,
              std::vector<std::string>* lines) {
  for (const auto& name : having.names) {
    if (lacking.names.contains(name)) continue;
    lines->push_back(fmt::format("~ {}: {} {} {}", row, sign, Inserted(name.first), Inserted(name.second)));
  }
}

}  // namespace

std::string ListRow::Describe() const {
  return fmt::format("{} {} {}", type, ids.empty() ? "(" + Inserted(key) + ")" : Inserted(ids.front()),
                     Inserted(label));
}

std::vector<ListRow> ReadRows(std::span<const tag::GazetteerFile> files) {
  std::vector<ListRow> rows;
  for (const tag::GazetteerFile& file : files) {
    if (!tag::IsEntityTable(file.bytes)) continue;
    const std::vector<tag::TsvLine> lines = tag::ReadTsv(file.bytes);
    for (size_t i = 1; i < lines.size(); ++i) rows.push_back(ReadRow(file.name, lines[i], lines.front().fields));
  }
  return rows;
}

std::set<std::string> WordLines(std::span<const tag::GazetteerFile> files) {
  std::set<std::string> lines;
  for (const tag::GazetteerFile& file : files) {
    if (tag::IsEntityTable(file.bytes)) continue;
    for (const tag::TsvLine& line : tag::ReadTsv(file.bytes)) {
      lines.insert(fmt::format("{} {}", file.name, fmt::join(line.fields, " ")));
    }
  }
  return lines;
}

std::vector<std::string> DoubledIds(std::span<const tag::GazetteerFile> files, size_t own) {
  const std::vector<ListRow> rows = ReadRows(files);
  std::vector<std::string> problems;
  std::unordered_map<std::string, const ListRow*> owners;
  const std::span<const tag::GazetteerFile> last = files.last(own);
  for (const ListRow& row : rows) {
    const bool is_own = std::any_of(last.begin(), last.end(), [&](auto& file) { return file.name == row.file; });
    for (const std::string& id : row.ids) {
      const auto [at, is_new] = owners.try_emplace(id, &row);
      if (is_new || !is_own) continue;
      const ListRow& other = *at->second;
      problems.push_back(fmt::format("{}:{}: the id {} is also that of {}:{} ({}): they are one", row.file, row.line,
                                     Inserted(id), other.file, other.line, Inserted(other.label)));
    }
  }
  return problems;
}

std::vector<std::string> DiffRows(const std::vector<ListRow>& before, const std::vector<ListRow>& after) {
  const RowIndex old_rows(before);
  const RowIndex new_rows(after);
  std::vector<std::string> lines;
  for (const ListRow& row : after) {
    const ListRow* old = old_rows.Find(row);
    const std::string name = row.Describe();
    if (old == nullptr) {
      lines.push_back("+ " + name);
      continue;
    }
    AddChange(name, "type", old->type, row.type, &lines);
    AddChange(name, "tier", old->tier, row.tier, &lines);
    AddChange(name, "country", old->country, row.country, &lines);
    AddChange(name, "coordinates", old->coordinates, row.coordinates, &lines);
    AddChange(name, "ids", fmt::format("{}", fmt::join(old->ids, " ")), fmt::format("{}", fmt::join(row.ids, " ")),
              &lines);
    AddNames(name, '-', *old, row, &lines);
    AddNames(name, '+', row, *old, &lines);
  }
  for (const ListRow& row : before) {
    if (new_rows.Find(row) == nullptr) lines.push_back("- " + row.Describe());
  }
  return lines;
}

std::vector<std::string> DiffWords(const std::set<std::string>& before, const std::set<std::string>& after) {
  std::vector<std::string> lines;
  for (const std::string& line : before) {
    if (!after.contains(line)) lines.push_back("- " + Inserted(line));
  }
  for (const std::string& line : after) {
    if (!before.contains(line)) lines.push_back("+ " + Inserted(line));
  }
  return lines;
}

}  // namespace marsad::cli

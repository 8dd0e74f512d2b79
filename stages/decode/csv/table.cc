#include "stages/decode/csv/table.h"

#include <algorithm>

namespace marsad::decode {
namespace {

constexpr std::string_view kSeparators = "\t;,|";

// How often `sign` stands outside of quotation marks in the first row.
size_t CountInFirstRow(std::string_view text, char sign) {
  size_t count = 0;
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (!is_quoted && (c == '\n' || c == '\r')) break;
    count += !is_quoted && c == sign;
  }
  return count;
}

bool IsBlank(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells, [](const std::string& cell) { return cell.find_first_not_of(" \t") == cell.npos; });
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : rest_(text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  if (line.starts_with("sep=") && line.size() == 5) {
    separator_ = line[4];
    rest_.remove_prefix(line.size());
    return;
  }
  separator_ = *std::ranges::max_element(kSeparators, {}, [&](char sign) { return CountInFirstRow(text, sign); });
}

bool CsvReader::Next(std::vector<std::string>* cells) {
  while (!rest_.empty()) {
    cells->clear();
    ends_row_ = false;
    row_line_ = line_;
    while (!ends_row_) cells->push_back(TakeCell());
    if (!IsBlank(*cells)) return true;
  }
  return false;
}

// Up to a separator or the row's end, both of which are taken. Text after a closing quotation mark is kept.
std::string CsvReader::TakeCell() {
  std::string cell;
  bool is_quoted = rest_.starts_with('"');
  if (is_quoted) {
    rest_.remove_prefix(1);
    quote_line_ = line_;
  }
  while (!rest_.empty()) {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (is_quoted) {
      if (c != '"') {
        cell += c;
        line_ += c == '\n';
      } else if (rest_.starts_with('"')) {
        cell += '"';
        rest_.remove_prefix(1);
      } else {
        is_quoted = false;
      }
      continue;
    }
    if (c == separator_) return cell;
    if (c == '\n' || c == '\r') {
      if (c == '\r' && rest_.starts_with('\n')) rest_.remove_prefix(1);
      ends_row_ = true;
      ++line_;
      return cell;
    }
    cell += c;
  }
  is_cut_ = is_cut_ || is_quoted;
  ends_row_ = true;
  return cell;
}

}  // namespace marsad::decode

// Rows of delimited text: RFC 4180, and what spreadsheets make of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace marsad::decode {

// Goes through the rows of a text. Cells are parted by one sign; one in quotation marks may hold it, line breaks, and
// quotation marks written twice. Borrows the text.
class CsvReader {
 public:
  // With the sign that parts most cells of the first row: a tab, semicolon, comma or bar. A first line such as "sep=;", by which
  // programs tell each other, says it, and is no row.
  explicit CsvReader(std::string_view text);

  // Takes the next row that is not blank; false: there is none.
  bool Next(std::vector<std::string>* cells);

  // Whether the text ended inside quotation marks, which makes its last row a part of one.
  bool is_cut() const { return is_cut_; }

  // The line in which the row begins that was last taken, and in which quotation marks last opened; from 1.
  size_t row_line() const { return row_line_; }
  size_t quote_line() const { return quote_line_; }

 private:
  std::string TakeCell();

  std::string_view rest_;
  char separator_ = ',';
  size_t line_ = 1;
  size_t row_line_ = 1;
  size_t quote_line_ = 1;
  bool ends_row_ = false;
  bool is_cut_ = false;
};

}  // namespace marsad::decode

// Tables of articles, one a row, as spreadsheets and exports of databases make them.
#pragma once

#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/json/article.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {

// The first row names the columns, by the names that fields of JSON have (json/field_table.h), and each other row is an
// article as an object of JSON with its cells would be. Empty cells are absent; several authors or subjects in a cell are
// parted by semicolons or bars. Refuses a table without a column for a title or a text; of its rows those that have more
// cells than it has columns, and one that ends inside quotation marks. `text` is valid UTF-8.
OrRefusal<Drafts> ReadCsvArticles(std::string_view text, const Limits& limits, JsonReader* json);

}  // namespace marsad::decode

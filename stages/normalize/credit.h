// Datelines and agency credits at the beginning of a line.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "stages/normalize/article.h"

namespace marsad::normalize {

// The part of a line that says where the news comes from.
struct Credit {
  BlockKind kind = BlockKind::kDateline;  // kDateline where a place is named, else kByline
  size_t bytes = 0;                       // with the dash after it; the whole line where nothing follows
};

// What `line` begins with, if that is a credit:
//   CAIRO, Nov 3 (Reuters) -      place and agency in brackets
//   MOSCOW, November 3. /TASS/.   or between slashes
//   Riyadh - SPA:                 place and agency
//   PARIS --                      a place in capitals and a dash
//   Baghdad, 6 November -         up to two words, perhaps a date, and the line's only dash, where the line opens the
//                                 article
//   Hereford, England (Outlet) -  likewise with an outlet that nobody knows, in brackets
//   OLD FERRY, Pa. (AP) _         or an underscore
//   Rabat: «Coast Daily»          a place and a quoted outlet, where the line opens the article and holds nothing else
//   Vienna.                       one of the cities of the table, a full stop and another sentence, where the line opens the article
//   According to Agency X,        one of the openers of the table, likewise, up to the comma
//   Reuters -                     an agency alone (kByline)
// and the forms of han_credit.h and dated_place.h.
// Looks at the first 160 bytes only.
std::optional<Credit> FindCredit(std::string_view line, bool opens_article);

}  // namespace marsad::normalize

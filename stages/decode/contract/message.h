// Between what the readers found and marsad.v1.Article: the stage's own side of protobuf.
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/refusal.h"

namespace marsad::v1 {
class Article;
class Time;
}  // namespace marsad::v1

namespace marsad::decode {

using Checked = OrRefusal<void>;

void FillTime(const Moment& moment, v1::Time* time);

// Takes `draft` over into an empty article.
void Fill(Draft draft, v1::Article* article);

// Notes in Article.input what was not taken over, up to the sixteenth.
void Ignore(v1::Article* article, std::string note);
// The same for Article.input.warnings.
void Warn(v1::Article* article, std::string sentence);

// Which message `value` can only be: "marsad.v1.Article", "marsad.v1.EnrichedArticle", or empty if it is plainly
// neither.
std::string_view GuessMessage(std::string_view value);

// Reads protobuf: the message `name`, where empty what GuessMessage says, else Article. Of an enriched one only the
// article is taken. What decode itself fills (input, received) is dropped.
Checked ReadProtobuf(std::string_view value, std::string_view name, v1::Article* article);

struct CleanOptions {
  bool repair;  // the strings may be broken UTF-8
};

// Makes every string of `article` valid UTF-8 without controls, and all but the body one line; adds to the counts in Article.input.
// Markup follows; what was none is dropped and noted.
void CleanStrings(const CleanOptions& options, v1::Article* article);

}  // namespace marsad::decode

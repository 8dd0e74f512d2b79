// What a page says of its own article: when it was published and updated, how long reading takes; and the time of a post.
#pragma once

#include <span>
#include <string_view>

#include "stages/normalize/article.h"

namespace marsad::normalize {

// Whether `words`, all those of `line`, are dates, numbers, what pages count and words such as "updated" alone, one of
// these among them: "Published 12 March, 8 am, last updated 2 hours ago | 3 min read". `at_edge`, above or below the text, a date
// needs none. At most 26 words.
bool IsPublicationLine(const Field& field, std::span<const text::Token> words, std::string_view line, bool at_edge);

// Whether `line` is the time of a post, alone or beside whoever wrote it: "10:42 GMT", "10.42am Jane Doe", "2h ago". Where
// its script has no capitals a dash parts the two. At most eight words.
bool IsPostTime(const Field& field, std::span<const text::Token> words, std::string_view line);

// Whether bars, slashes or dots part `line` into times or dates and the name of one outlet: "March 12, 2026 / 8:00 AM / Coast News".
bool IsDateAndOutlet(std::string_view line);

// Whether `line` is a source, an agency or one of `authors`, then a sign and a date: "Agency, published on 2 March at 18h20".
bool IsSourceAndDate(std::string_view line, std::span<const std::string_view> authors);

}  // namespace marsad::normalize

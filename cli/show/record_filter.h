// Which records `marsad tap` shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/kafka/tools/reader.h"

namespace marsad::cli {

// Of one kind any will do, of several kinds all must hold; none at all: everything passes. Names are compared without
// regard to case, diacritics and the forms of Arabic letters.
struct RecordFilter {
  std::vector<std::string> keys{};
  std::vector<std::string> entities{};   // an id as in Entity.ids ("wikidata:Q7747", or bare), or a name or label
  std::vector<std::string> languages{};  // of the text: "ar" takes "ar-EG" too
  std::vector<std::string> sources{};    // Article.source: its name, or its uri
  std::vector<std::string> stories{};    // Story.id, or one of those that ended in it or that it resumes
};

// What is no article passes by its key alone.
bool Passes(const kafka::ReadRecord& record, const RecordFilter& filter);

// Why the filter cannot be asked of a record that its key lets pass: it wants something of articles, and this is none that can be read.
// None of a kill, which has no text.
std::optional<std::string> WhyPassedOver(const kafka::ReadRecord& record, const RecordFilter& filter);

// If a story that is wanted ended in that of the record, or is resumed by it, that one is wanted from now on.
void FollowStories(const kafka::ReadRecord& record, RecordFilter* filter);

}  // namespace marsad::cli

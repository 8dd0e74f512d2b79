// Records as a person reads them in a terminal.
#pragma once

#include <string>
#include <string_view>

#include "cli/show/terminal.h"

namespace marsad::v1 {
class DeadLetter;
class EnrichedArticle;
}  // namespace marsad::v1

namespace marsad::cli {

enum class Detail {
  kFull,     // title, source, summary, the text with its entities marked, the list of entities
  kCompact,  // title, source, summary, the main entities in one line
};

// Ends with an empty line. If there are no colours, mentions stand in [brackets], numbered as in the list.
std::string PrintArticle(const v1::EnrichedArticle& article, Detail detail, const Terminal& terminal);

// Stage, code and sentence of a refusal, and where the record is.
std::string PrintDeadLetter(const v1::DeadLetter& letter, const Terminal& terminal);

// That the article `key` is withdrawn, and if `kill`, what cluster says of that, is not null, whom else it concerns.
std::string PrintKill(std::string_view key, const Terminal& terminal, const v1::EnrichedArticle* kill = nullptr);

// `bytes` for a person who looks at a record that is no protobuf: text with its controls escaped, at most `max_bytes`.
std::string PrintRaw(std::string_view bytes, size_t max_bytes);

}  // namespace marsad::cli

// What a record holds, counted at wire level: for metrics, which must not cost a parse.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace marsad::record {

// Absent: the record has no such field. Views are borrowed from its bytes.
struct Contents {
  std::optional<std::string_view> language{};  // Text.language; empty if the text has none
  size_t entities = 0;
  std::optional<size_t> summary_sentences{};
};

// Of the serialized EnrichedArticle `bytes`. What is broken counts as not there.
Contents Count(std::string_view bytes);

}  // namespace marsad::record

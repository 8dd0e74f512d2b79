// What fuzz targets demand of every text, and how they say so. Tests only.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lib/base/utf8.h"
#include "stages/decode/article/draft.h"
#include "stages/decode/limits.h"

namespace marsad::fuzz {

// Ends the program, which libFuzzer takes as a finding, where the promise is broken.
inline void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

inline std::string_view BytesOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void RequireUtf8(std::string_view text) { Require(IsValidUtf8(text), "text is valid UTF-8"); }

inline void RequireInside(std::string_view text, size_t begin, size_t end) {
  Require(begin < end && end <= text.size(), "a span is not empty and lies inside its text");
  Require(IsBoundary(text, begin) && IsBoundary(text, end), "a span begins and ends on character boundaries");
}

// What every reader of decode promises of an article.
inline void RequireSound(const decode::Draft& draft) {
  for (const std::string_view text : {draft.uri, draft.version_label, draft.title, draft.body, draft.language,
                                      draft.source_name, draft.source_uri, draft.url, draft.correction}) {
    RequireUtf8(text);
  }
  for (const std::string& author : draft.authors) RequireUtf8(author);
  for (const std::string& note : draft.ignored_fields) RequireUtf8(note);
  for (const decode::Marked& mark : draft.markup) {
    RequireInside(mark.field == decode::TextField::kTitle ? draft.title : draft.body, mark.begin, mark.end);
  }
}

inline void RequireSound(const decode::Refusal& refusal) {
  Require(!refusal.detail.empty(), "a refusal says why");
  RequireUtf8(refusal.detail);
}

// `feed_items`: the limit that it was read with.
inline void RequireSound(const decode::OrRefusal<decode::Drafts>& read, size_t feed_items) {
  if (!read) return RequireSound(read.error());
  Require(read->drafts.size() + read->refused.size() <= feed_items, "no more articles than the limit has it");
  for (const decode::Draft& draft : read->drafts) RequireSound(draft);
  for (const auto& refused : read->refused) RequireSound(refused.why);
}

// Small, so that a short input can pass them.
inline constexpr decode::Limits kLimits{
    .title_chars = 1000, .body_chars = 10'000, .feed_items = 20, .nesting = 100, .links = 100};

}  // namespace marsad::fuzz

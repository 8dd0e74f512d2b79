// Byte ranges in two referentials that must never be mixed: the original text and its search text.
#pragma once

#include <cstdint>
#include <string_view>

namespace marsad::text {

// Which of an article's two texts: the numbers of marsad.v1.Span.Field.
enum class TextField : uint8_t { kTitle = 1, kBody = 2 };

// [begin, end) in bytes. Tag tells the referential apart at compile time.
template <class Tag>
struct ByteSpan {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  // The bytes of `text` that the span covers; `text` must be the one that it was made for.
  std::string_view Cut(std::string_view text) const { return text.substr(begin, end - begin); }
  friend bool operator==(const ByteSpan&, const ByteSpan&) = default;
};

using OriginalSpan = ByteSpan<struct OriginalTag>;  // in Article.title or Article.body
using SearchSpan = ByteSpan<struct SearchTag>;      // in Text.search_title or Text.search_body

}  // namespace marsad::text

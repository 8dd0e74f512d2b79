// The tree that a browser builds of an HTML text (WHATWG HTML, 13.2), through gumbo, within bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "stages/decode/refusal.h"

struct GumboInternalNode;

namespace marsad::decode {

using HtmlNode = GumboInternalNode;

enum class HtmlKind {
  kPage,
  kFragment,  // what may stand inside a <div>: a feed's description, a field of JSON
};

// What a text may ask of the parser. Time grows with nesting (each tag looks through all open elements) and with the
// square of a tag's attributes (each is compared with all before it), so both must end. Browsers end at 512 levels, too.
inline constexpr size_t kMaxHtmlDepth = 512;
inline constexpr size_t kMaxHtmlAttributes = 256;
inline constexpr size_t kMaxHtmlTreeBytes = 256U << 20;

class HtmlTree {
 public:
  // `html` is valid UTF-8; `max_depth` is at most kMaxHtmlDepth (less: limits.nesting). Refuses with LIMIT_EXCEEDED
  // where a bound above is passed; every other text has a tree.
  static OrRefusal<HtmlTree> Parse(std::string_view html, HtmlKind kind, size_t max_depth = kMaxHtmlDepth);

  HtmlTree(HtmlTree&&) noexcept;
  ~HtmlTree();

  // The element <html>; lives as long as this object. Its content is that of the page, or of the fragment.
  const HtmlNode& root() const;

  // Control characters that were left out of the text.
  uint32_t controls() const { return controls_; }

 private:
  struct Memory;

  HtmlTree(std::string text, uint32_t controls, size_t max_depth);

  std::unique_ptr<Memory> memory_;
  uint32_t controls_;
};

}  // namespace marsad::decode

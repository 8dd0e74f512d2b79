// How much text, prose and links each element of a page holds.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "stages/decode/html/text.h"
#include "stages/decode/html/tree.h"

namespace marsad::decode {

// What an element holds, in bytes that are no white space.
struct HtmlWeight {
  uint32_t text = 0;
  uint32_t linked = 0;           // of text, inside links
  uint32_t prose = 0;            // of text, in blocks that are prose: long, and not for the most part links
  uint32_t prose_blocks = 0;     // such blocks
  uint32_t links = 0;            // that have text
  uint32_t linked_headings = 0;  // headings that lead elsewhere, as on a page of teasers
  uint32_t controls = 0;         // buttons and fields of forms

  HtmlWeight& operator+=(const HtmlWeight& more);
};

struct HtmlScale {
  std::unordered_map<const HtmlNode*, HtmlWeight> weights;  // without what was passed over
  std::vector<const HtmlNode*> hidden;                      // passed over since an attribute hides them
  std::vector<const HtmlNode*> dialogs;                     // passed over since they say to lie above the page

  HtmlWeight Of(const HtmlNode& node) const;
};

// Weighs `root` and all in it in one walk. Passed over is what `view` leaves out, what is no text, hidden elements and
// dialogs that `view` does not show, and nav, aside, footer and a page's header.
HtmlScale WeighHtml(const HtmlNode& root, const HtmlView& view);

// Whether its tag alone says that it is no part of an article: nav, aside, footer, a header outside of articles.
bool IsBoilerplateTag(const HtmlNode& node);

// Whether it says that it lies above the page: role=dialog and the like.
bool IsDialog(const HtmlNode& node);

}  // namespace marsad::decode

// Goes through the tree of an element with a stack of its own: elements lie up to kMaxHtmlDepth deep.
#pragma once

#include <string_view>

#include "stages/decode/html/tree.h"

namespace marsad::decode {

// What a walk meets, in the order of the document.
class HtmlVisitor {
 public:
  // Whether to go into the element.
  virtual bool Enter(const HtmlNode& element) = 0;
  // Text, white space or CDATA in the element last entered and not left.
  virtual void Text(std::string_view text) = 0;
  // The element last entered ends.
  virtual void Leave() = 0;

 protected:
  ~HtmlVisitor() = default;
};

// From `root` on, which is an element and is entered, too.
void WalkHtml(const HtmlNode& root, HtmlVisitor* visitor);

}  // namespace marsad::decode

// Goes through the tree of an element with a stack of its own: elements lie up to kMaxHtmlDepth deep.
#pragma once

#include <gumbo.h>

#include <vector>

namespace marsad::decode {

// What a walk meets, in the order of the document. A visitor has
//   bool Enter(const GumboNode& element);   // whether to go into it
//   void Text(const GumboNode& node);       // text, white space or CDATA
//   void Leave();                           // the element last entered
template <typename Visitor>
void WalkHtml(const GumboNode& root, Visitor* visitor) {
  struct Open {
    const GumboNode* element;
    unsigned int next_child = 0;
  };
  std::vector<Open> open;
  const auto enter = [&](const GumboNode& element) {
    if (visitor->Enter(element)) open.push_back({&element});
  };
  enter(root);
  while (!open.empty()) {
    Open& last = open.back();
    const GumboVector& children = last.element->v.element.children;
    if (last.next_child == children.length) {
      visitor->Leave();
      open.pop_back();
      continue;
    }
    const auto& child = *static_cast<const GumboNode*>(children.data[last.next_child++]);
    if (child.type == GUMBO_NODE_ELEMENT) enter(child);
    if (child.type == GUMBO_NODE_TEXT || child.type == GUMBO_NODE_WHITESPACE || child.type == GUMBO_NODE_CDATA) {
      visitor->Text(child);
    }
  }
}

}  // namespace marsad::decode

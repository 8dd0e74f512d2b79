#include "stages/decode/html/walk.h"

#include <gumbo.h>

#include <vector>

namespace marsad::decode {
namespace {

struct Open {
  const GumboNode* element;
  unsigned int next_child = 0;
};

}  // namespace

void WalkHtml(const HtmlNode& root, HtmlVisitor* visitor) {
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
      visitor->Text(child.v.text.text);
    }
  }
}

}  // namespace marsad::decode

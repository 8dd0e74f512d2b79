#include "stages/decode/html/weigh.h"

#include <gumbo.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "stages/decode/html/rules.h"
#include "stages/decode/html/walk.h"

namespace marsad::decode {
namespace {

constexpr uint32_t kProseBytes = 80;  // a block of prose has at least so many, and links make less than a third of them

bool IsHeading(GumboTag tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6; }

bool IsControl(GumboTag tag) {
  return tag == GUMBO_TAG_BUTTON || tag == GUMBO_TAG_INPUT || tag == GUMBO_TAG_SELECT || tag == GUMBO_TAG_TEXTAREA;
}

bool IsInArticle(const GumboNode& node) {
  for (const GumboNode* above = node.parent; above != nullptr; above = above->parent) {
    if (above->type == GUMBO_NODE_ELEMENT && above->v.element.tag == GUMBO_TAG_ARTICLE) return true;
  }
  return false;
}

uint32_t CountBytes(std::string_view text) {
  return static_cast<uint32_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20; }));
}

class Weigher final : public HtmlVisitor {
 public:
  Weigher(const GumboNode& root, const HtmlView& view) : root_(root), view_(view) {}

  bool Enter(const HtmlNode& node) override {
    const HtmlRule rule = RuleFor(node);
    if (IsControl(node.v.element.tag) && !frames_.empty()) ++frames_.back().weight.controls;
    if (rule.flow == HtmlFlow::kLeftOut || view_.left_out.contains(&node) || IsPassedOver(node, rule)) return false;
    const bool is_linked = (!frames_.empty() && frames_.back().is_linked) || rule.mark == MarkKind::kLink;
    frames_.push_back({.node = &node,
                       .is_block = rule.flow == HtmlFlow::kBlock || rule.flow == HtmlFlow::kCell,
                       .is_linked = is_linked,
                       .weight = {}});
    return true;
  }

  void Text(std::string_view text) override {
    const uint32_t bytes = CountBytes(text);
    Frame& frame = frames_.back();
    frame.own_text += bytes;
    frame.weight.text += bytes;
    if (!frame.is_linked) return;
    frame.own_linked += bytes;
    frame.weight.linked += bytes;
  }

  void Leave() override {
    Frame frame = frames_.back();
    frames_.pop_back();
    HtmlWeight& weight = frame.weight;
    const GumboTag tag = frame.node->v.element.tag;
    if (tag == GUMBO_TAG_A && weight.linked > 0) ++weight.links;
    if (IsHeading(tag) && weight.text > 0 && weight.linked * 2 > weight.text) ++weight.linked_headings;
    if (frame.is_block && frame.own_text >= kProseBytes && frame.own_linked * 3 < frame.own_text && !IsHeading(tag)) {
      weight.prose += frame.own_text;
      ++weight.prose_blocks;
    }
    scale_.weights[frame.node] = weight;
    if (frames_.empty()) return;
    Frame& above = frames_.back();
    above.weight += weight;
    if (frame.is_block) return;
    above.own_text += frame.own_text;
    above.own_linked += frame.own_linked;
  }

  HtmlScale Take() { return std::move(scale_); }

 private:
  struct Frame {
    const GumboNode* node;
    bool is_block;
    bool is_linked;
    HtmlWeight weight;
    uint32_t own_text = 0;  // of a block, outside the blocks in it
    uint32_t own_linked = 0;
  };

  bool IsPassedOver(const GumboNode& node, const HtmlRule& rule) {
    if (&node == &root_ || view_.shown.contains(&node)) return false;
    if (rule.is_hidden) {
      scale_.hidden.push_back(&node);
      return true;
    }
    if (IsDialog(node)) {
      scale_.dialogs.push_back(&node);
      return true;
    }
    return node.v.element.tag != GUMBO_TAG_BODY && IsBoilerplateTag(node);
  }

  const GumboNode& root_;
  const HtmlView& view_;
  std::vector<Frame> frames_;
  HtmlScale scale_;
};

}  // namespace

HtmlWeight& HtmlWeight::operator+=(const HtmlWeight& more) {
  text += more.text;
  linked += more.linked;
  prose += more.prose;
  prose_blocks += more.prose_blocks;
  links += more.links;
  linked_headings += more.linked_headings;
  controls += more.controls;
  return *this;
}

HtmlWeight HtmlScale::Of(const HtmlNode& node) const {
  const auto found = weights.find(&node);
  return found == weights.end() ? HtmlWeight() : found->second;
}

HtmlScale WeighHtml(const HtmlNode& root, const HtmlView& view) {
  Weigher weigher(root, view);
  WalkHtml(root, &weigher);
  return weigher.Take();
}

bool IsBoilerplateTag(const HtmlNode& node) {
  const GumboTag tag = node.v.element.tag;
  if (tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_ASIDE || tag == GUMBO_TAG_FOOTER) return true;
  return tag == GUMBO_TAG_HEADER && !IsInArticle(node);
}

bool IsDialog(const HtmlNode& node) {
  if (AttributeOf(node, "aria-modal") == "true") return true;
  const std::string_view role = AttributeOf(node, "role");
  return role == "dialog" || role == "alertdialog";
}

}  // namespace marsad::decode

#include "stages/decode/html/prune.h"

#include <gumbo.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "stages/decode/article/notice.h"
#include "stages/decode/html/class_names.h"
#include "stages/decode/html/rules.h"

namespace marsad::decode {
namespace {

constexpr uint32_t kLongestNotice = 1500;  // bytes
constexpr uint32_t kShort = 200;           // bytes of a line that is looked at though it has neither link nor button

bool IsOneOf(GumboTag tag, std::initializer_list<GumboTag> tags) { return std::ranges::find(tags, tag) != tags.end(); }

bool IsHeading(GumboTag tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6; }

// Elements that hold text itself, not other blocks.
bool IsLeaf(GumboTag tag) {
  return IsOneOf(tag, {GUMBO_TAG_P, GUMBO_TAG_SPAN, GUMBO_TAG_LI, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_STRONG, GUMBO_TAG_EM,
                       GUMBO_TAG_B, GUMBO_TAG_I});
}

bool IsBlock(GumboTag tag) {
  return IsHeading(tag) || IsOneOf(tag, {GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_UL, GUMBO_TAG_OL,
                                         GUMBO_TAG_LI, GUMBO_TAG_FORM, GUMBO_TAG_CENTER, GUMBO_TAG_ARTICLE});
}

// Whether a text ends as sentences do, in any script; not as "Loading..." does.
bool EndsSentence(std::string_view text) {
  constexpr std::string_view kEnds[] = {".",  "!",      "?",      "\u061F", "\u06D4", "\u3002",
                                        "\"", "\u00BB", "\u201D", "\u201C", "\u0964"};
  if (text.ends_with("..")) return false;
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return text.ends_with(end); });
}

// What an element says of followers, and of an author's job, beside the author's name.
bool IsAside(const GumboNode& node, const HtmlWeight& weight) {
  if (weight.text > kShort) return false;
  if (HasToken(AttributeOf(node, "itemprop"), "jobTitle")) return true;
  const std::string_view classes = AttributeOf(node, "class");
  return HasToken(classes, "role") || HasToken(classes, "job-title") || HasToken(classes, "jobtitle") ||
         HasToken(classes, "author-role") || HasToken(classes, "author-title");
}

class Pruner {
 public:
  Pruner(const HtmlScale& scale, const HtmlNodes& shown, HtmlScope scope, HtmlWeight whole)
      : scale_(scale), shown_(shown), scope_(scope), whole_(whole) {}

  // Names are trusted at first. Where they stand on a good part of the prose they are a matter of layout.
  HtmlPruning Prune(const std::vector<const GumboNode*>& parts) {
    Walk(parts);
    if (uint64_t{doubtful_} * 4 > whole_.prose) {
      trusts_names_ = false;
      pruning_ = {};
      Walk(parts);
    }
    return std::move(pruning_);
  }

 private:
  void Walk(const std::vector<const GumboNode*>& parts) {
    std::vector<const GumboNode*> open = parts;
    while (!open.empty()) {
      const GumboVector& children = open.back()->v.element.children;
      open.pop_back();
      for (unsigned int i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        if (child->type != GUMBO_NODE_ELEMENT) continue;
        IsBoilerplate(*child) ? void(pruning_.left_out.insert(child)) : open.push_back(child);
      }
    }
  }

  bool IsBoilerplate(const GumboNode& node) {
    const HtmlWeight weight = scale_.Of(node);
    if (scope_ == HtmlScope::kPage) {
      if (shown_.contains(&node)) return false;
      if (IsBoilerplateTag(node) || IsDialog(node) || IsAside(node, weight)) return true;
    }
    if (weight.text == 0) return false;
    if (IsMost(weight)) return false;
    if (IsAsClaimed(node, weight)) return true;
    return scope_ == HtmlScope::kPage && (IsNotice(node, weight) || IsListOfLinks(node, weight));
  }

  bool IsMost(const HtmlWeight& weight) const {
    return whole_.prose == 0 ? weight.text * 2 >= whole_.text : weight.prose * 2 >= whole_.prose;
  }

  static bool IsListOfLinks(const GumboNode& node, const HtmlWeight& weight) {
    return IsOneOf(node.v.element.tag, {GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DIV, GUMBO_TAG_SECTION}) &&
           weight.links >= 2 && weight.linked * 3 > weight.text * 2;
  }

  // What the element says, if it is short enough to be a notice.
  Notice NoticeOf(const GumboNode& node, const HtmlWeight& weight) {
    if (weight.text > kLongestNotice) return Notice::kNone;
    const Notice notice = NoticeOfText(TextOf(node, HtmlView()).text);
    pruning_.is_locked = pruning_.is_locked || notice == Notice::kLocked;
    return notice;
  }

  bool IsNotice(const GumboNode& node, const HtmlWeight& weight) {
    if (!IsBlock(node.v.element.tag)) return false;
    if (weight.controls == 0 && weight.links == 0 && weight.text > kShort) return false;
    const Notice notice = NoticeOf(node, weight);
    return notice == Notice::kConsent ? weight.controls > 0 || weight.links > 0 : notice != Notice::kNone;
  }

  // Whether the names of the element's class and id are true.
  bool IsAsClaimed(const GumboNode& node, const HtmlWeight& weight) {
    // In a fragment much has such names for its looks; what a reader of feeds never wants are links for sharing.
    const HtmlClaim claim = ClaimOf(node);
    if (claim == HtmlClaim::kNone) return false;
    if (scope_ == HtmlScope::kFragment && claim != HtmlClaim::kLinks) return false;
    if (claim == HtmlClaim::kOffer && NoticeOf(node, weight) != Notice::kNone) return true;
    return weight.prose == 0 ? IsShortAsClaimed(node, claim, weight) : IsProseAsClaimed(node, claim, weight);
  }

  bool IsShortAsClaimed(const GumboNode& node, HtmlClaim claim, const HtmlWeight& weight) {
    if (weight.links > 0 || weight.controls > 0) return true;
    if (IsHeading(node.v.element.tag)) return claim == HtmlClaim::kLinks && trusts_names_;
    if (claim == HtmlClaim::kComments) return !IsLeaf(node.v.element.tag);
    if (EndsSentence(TextOf(node, HtmlView()).text)) return NoticeOf(node, weight) != Notice::kNone;
    return trusts_names_ || claim == HtmlClaim::kAd;
  }

  bool IsProseAsClaimed(const GumboNode& node, HtmlClaim claim, const HtmlWeight& weight) {
    // Of prose where names are layout, a link in a sentence proves nothing.
    const uint32_t share = trusts_names_ ? 5 : 2;
    const bool leads_elsewhere = weight.links >= weight.prose_blocks && weight.linked * share >= weight.text;
    if (leads_elsewhere || weight.linked_headings > 0) return true;
    if (claim == HtmlClaim::kOffer && weight.controls > 0) return true;
    if (NoticeOf(node, weight) != Notice::kNone) return true;
    const bool is_doubtful = IsLeaf(node.v.element.tag) || IsHeading(node.v.element.tag) || claim == HtmlClaim::kLinks;
    if (trusts_names_ && claim != HtmlClaim::kComments) doubtful_ += weight.prose;
    if (is_doubtful) return false;
    return trusts_names_ || claim == HtmlClaim::kComments;
  }

  const HtmlScale& scale_;
  const HtmlNodes& shown_;
  const HtmlScope scope_;
  const HtmlWeight whole_;
  bool trusts_names_ = true;
  uint32_t doubtful_ = 0;  // prose in elements whose names alone say that it is none
  HtmlPruning pruning_;
};

}  // namespace

HtmlPruning PruneHtml(const std::vector<const HtmlNode*>& parts, const HtmlScale& scale, const HtmlNodes& shown,
                      HtmlScope scope) {
  HtmlWeight whole;
  for (const HtmlNode* part : parts) whole += scale.Of(*part);
  return Pruner(scale, shown, scope, whole).Prune(parts);
}

}  // namespace marsad::decode
